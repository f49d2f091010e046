"""What is said at the door itself: to strangers, to kiosks, to who may not come, and when something went wrong."""

from __future__ import annotations

__all__ = ["FAILED", "NOT_A_KIOSK", "NOT_A_KIOSK_WAY", "NOT_FOR_KIOSKS", "NOT_FOR_KIOSKS_WAY", "WORDS"]

WORDS = {
    400: ("bad_request", "这个请求读不出来。", "请刷新页面后再试。"),
    401: ("signed_out", "你还没有登录，或登录已过期。", "请重新登录，已保存的内容不会丢。"),
    403: ("forbidden", "你没有权限看这一页。", "如有疑问，请联系培训管理员。"),
    404: ("not_found", "没有找到这一页。", "请从“我的培训”重新进入。"),
    405: ("method", "这里不接受这种请求。", "请从页面上的按钮操作。"),
    413: ("too_large", "内容太大。", "请缩短后再试。"),
}
NOT_A_KIOSK = "这台设备还没有登记，或已被停用。"
NOT_A_KIOSK_WAY = "请管理员给出登记链接，在这台设备上打开。"
NOT_FOR_KIOSKS = "演练终端不能打开这一页。"
NOT_FOR_KIOSKS_WAY = "请在自己的手机或电脑上登录后打开。"
FAILED = ("failed", "平台出了点问题，已记录。", "请稍后再试；如一直不行，请联系培训管理员。")

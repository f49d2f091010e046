"""What can stand in the audit log: every act has a name of its own, and the words a reader finds for it."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["ACTS", "GROUPS", "Acting", "AuditEntry", "AuditQuery", "Origin", "act_words", "in_group"]

GROUPS = {
    "login": "登录",
    "account": "账号",
    "device": "演练终端",
    "roster": "名册",
    "content": "发布内容",
    "training": "布置与成绩",
    "drill": "演练",
    "rollcall": "清点与险情",
    "export": "导出",
    "site": "系统",
}
"""The first part of an act's name, and what a filter calls it."""

ACTS = {
    "login.in": "登录",
    "login.failed": "登录失败",
    "login.out": "退出登录",
    "login.out_elsewhere": "退出别处的登录",
    "login.kiosk": "在终端上登录",
    "login.kiosk_failed": "在终端上登录失败",
    "account.password": "修改自己的密码",
    "account.own_pin": "修改自己的 PIN 码",
    "account.unlock": "解锁",
    "account.reset": "重置密码",
    "account.pin": "重置 PIN 码",
    "account.signout": "让人全部退出登录",
    "account.scope": "改管辖部门",
    "account.roles": "改角色",
    "account.left": "停用账号（离职）",
    "account.badges": "打印胸卡",
    "account.badge_revoked": "挂失胸卡",
    "account.pins": "发 PIN 信",
    "device.link": "生成终端登记链接",
    "device.enrol": "登记终端",
    "device.revoke": "停用终端",
    "device.gate": "改访客登记台",
    "roster.confirm": "确认导入名册",
    "roster.import": "导入名册",
    "content.publish": "发布内容",
    "content.review": "法规复核",
    "content.keys": "改看答案的时间",
    "content.item": "写题改题",
    "content.items": "批量改题",
    "content.picture": "传题目的图",
    "content.import": "导入题目",
    "content.step": "提交或审核内容",
    "content.retire": "停用或恢复内容",
    "training.assign": "布置培训",
    "training.withdraw": "撤销布置",
    "training.publish": "发布成绩",
    "training.mark": "改分",
    "training.hours": "改学时类别",
    "drill.plan": "写演练方案",
    "drill.approve": "批准演练方案",
    "drill.return": "退回演练方案",
    "drill.cancel": "取消演练方案",
    "drill.create": "新建演练",
    "drill.start": "开始演练",
    "drill.stop": "结束或终止演练",
    "drill.score": "改演练得分",
    "drill.sign": "签演练记录",
    "drill.settle": "评估合议",
    "drill.calendar": "登记线下演练或报送",
    "drill.profile": "改预案与频次",
    "drill.action": "办整改",
    "drill.report": "办演练报告",
    "drill.name_signer": "指定报告签字人",
    "drill.sign_part": "签报告的一部分",
    "drill.sign_report": "签演练报告",
    "drill.withdraw_report": "撤回演练报告",
    "drill.model": "疏散推演",
    "rollcall.begin": "办清点",
    "rollcall.warden": "改清点员",
    "rollcall.code": "换集合点的码",
    "rollcall.end": "结束清点",
    "rollcall.visitor": "访客登记",
    "rollcall.emergency": "报真实险情",
    "rollcall.cleared": "解除险情",
    "rollcall.live": "真实险情清点",
    "export.board": "导出培训情况",
    "export.roster": "导出名册",
    "export.rollcall": "导出清点记录",
    "export.report": "下载演练报告",
    "export.plan": "下载演练方案",
    "export.pack": "下载演练档案包",
    "export.audit": "导出操作记录",
    "site.retry": "重试后台事项",
    "site.command": "运行命令",
}
"""Everything that is noted, and its words."""


def act_words(act: str) -> str:
    """An act as a reader sees it; one of a version that is not there any more by its name."""
    return ACTS.get(act, act)


def in_group(group: str) -> list[str]:
    """The acts of a group."""
    return [act for act in ACTS if act.partition(".")[0] == group]


@dataclass(frozen=True)
class Origin:
    """Who acts and from where; ``who`` is a staff number, ``kiosk:…`` or ``os:…``, empty for a stranger."""

    who: str
    address: str = ""
    browser: str = ""


@dataclass
class Acting:
    """An act under way: written along with the first change it makes, once."""

    origin: Origin
    act: str = ""
    about: str = ""
    detail: dict[str, str | int] = field(default_factory=dict)
    noted: bool = False


@dataclass(frozen=True)
class AuditEntry:
    """A row of the log."""

    id: int
    at: int
    who: str
    act: str
    about: str
    detail: dict[str, str | int]
    address: str
    browser: str


@dataclass(frozen=True)
class AuditQuery:
    """What a reader looks for; ``before``: older than the row of this number."""

    people: tuple[str, ...] = ()
    group: str = ""
    since: int = 0
    until: int = 0
    before: int = 0

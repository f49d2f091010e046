"""Three hazards on a board, the words for every step that is taken or sent back, and the articles behind them.

An invented plant. Days and limits are the plant's own rules: the law says 及时 and names no number. What counts as
重大 is decided by the standards of each trade, which we don't have in full: to be verified.
"""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]

STAGES = ("发现", "登记", "评估", "整改", "验收", "通报")
REPORT_DAYS = 1

HAZARDS: tuple[Row, ...] = (
    {
        "id": "boxes",
        "name": "灭火器被纸箱挡住",
        "place": "成品库",
        "text": "成品库三号灭火器前面，码了一人高的纸箱。叉车工小何路过看见，马上告诉了安全员。",
        "grade": "minor",
        "why": "搬开就好，当天能改，定一般。",
        "wrong": "搬开就好，够不上重大。定高了，真正重大的反而被埋住。",
        "stop": None,
        "work": 1,
        "due": 3,
        "fail": None,
        "fix": "纸箱搬走，地上画了禁放线。",
    },
    {
        "id": "dust",
        "name": "除尘泄爆口被焊死",
        "place": "打磨间",
        "text": "打磨间的铝粉在风管里积了厚厚一层。泄爆口去年漏雨，被人焊死了。安全员老郑检查时发现。",
        "grade": "major",
        "why": "一炸就是一间厂房，改它要停产。对照判定标准，按重大报。",
        "wrong": "定低了。粉尘一炸，没有口子泄，屋里的人都跑不掉。对照你们行业的判定标准再看。",
        "stop": "打磨间停产、断电、撤人",
        "danger": 1,
        "event": "打磨间照常开工。风管里闪了一下，两个人烧伤了手。人伤了，才停下来。",
        "work": 4,
        "due": 7,
        "fail": None,
        "fix": "积尘清净，泄爆口换了新的，不漏雨，也不焊死。",
    },
    {
        "id": "press",
        "name": "模切机光电保护被关",
        "place": "模切区",
        "text": "三号模切机的光电保护被人关了，手伸进去机器也不停。操作工小吴开机前试出来，报给了班长。",
        "grade": "minor",
        "why": "一台机器，当班能改，定一般。可它一样能断手：定一般，不等于可以接着开。",
        "wrong": "一台机器、当班能改，通常定一般。要紧的不是名头，是马上停机。",
        "stop": "三号机停机、断电、挂牌",
        "danger": 1,
        "event": "三号机没停，接着送料。小吴的指尖被压了一下。人伤了，才停下来。",
        "work": 1,
        "due": 4,
        "fail": {"days": 1, "text": "验的人伸一根木条试：光电亮着，机器没停，线接反了。退回去再改。"},
        "fix": "光电接对了，加了锁，关掉它就开不了机。",
    },
)

ACTS: tuple[Row, ...] = (
    {"id": "stop", "name": "先停下、撤人", "hint": "不用等登记"},
    {"id": "record", "name": "登记", "hint": "记进台账"},
    {"id": "minor", "name": "定为一般", "hint": "评估"},
    {"id": "major", "name": "定为重大", "hint": "评估"},
    {"id": "gov", "name": "报监管部门", "hint": "双报告：对外"},
    {"id": "staff", "name": "报职工大会", "hint": "或职代会：对内"},
    {"id": "done", "name": "报改完了", "hint": "送去验收"},
    {"id": "self", "name": "改的人自己验", "hint": "验收"},
    {"id": "check", "name": "换人到现场验", "hint": "验收"},
    {"id": "publish", "name": "通报、销号", "hint": "让大家知道"},
)

ITEMS: tuple[Row, ...] = (
    {"id": "m", "name": "改成什么样（措施）", "lack": "没写措施，来的人不知道改成什么样。"},
    {"id": "w", "name": "谁来改（责任人）", "lack": "没写责任人。写“大家”，就是没有人。"},
    {"id": "f", "name": "钱从哪里出（资金）", "lack": "没写资金，料买不来，单子停在抽屉里。"},
    {"id": "t", "name": "哪天改完（时限）", "lack": "没写时限，下个月来看，还是“正在改”。"},
    {"id": "p", "name": "改完以前怎么防出事（预案）", "lack": "没写预案。改的那几天，人照样会伤。"},
    {"id": "x", "name": "罚当事人五百元", "lack": ""},
)
DECOY = "x"

SAYS: dict[str, Row] = {
    "stop": {"text": "停下了，人离开了。遇到马上要伤人的，先做这一步。", "cites": ["anquan#41.2", "anquan#46.1"]},
    "record": {"text": "哪里、什么样、谁发现的、什么时候，都写进了台账。", "cites": ["anquan#41.2", "anquan#46.1"]},
    "minor": {"text": "", "cites": ["anquan#118.2"]},
    "major": {"text": "", "cites": ["anquan#118.2", "gongmao-10"]},
    "gov": {"text": "报给了负有安全生产监督管理职责的部门。对外的一份，有了。", "cites": ["anquan#41.2"]},
    "staff": {"text": "报给了职工大会或者职工代表大会。对内的一份，有了。", "cites": ["anquan#41.2"]},
    "plan": {"text": "五样写全，整改单发下去了。", "cites": ["anquan#41.2"]},
    "fined": {
        "text": "整改单发下去了。可罚款写在上面，不算整改：钱交了，口子还是焊着的。",
        "cites": ["anquan#41.2"],
    },
    "done": {"text": "改的人说改完了。说完，还不算完：等人来验。", "cites": []},
    "check": {"text": "没动手改的人到了现场，看了，也试了：合格。", "cites": ["anquan#25"]},
    "publish": {"text": "结果贴上了公示栏，谁发现的也写上了。这一条，销了号。", "cites": ["anquan#41.2"]},
    "day": {"text": "过了一天。", "cites": []},
}

REFUSALS: dict[str, Row] = {
    "recorded": {"text": "已经登记过了，再登一遍就成了两条。", "cites": []},
    "unrecorded": {"text": "还没登记。没写下来的隐患，换个班就没有人知道了。", "cites": ["anquan#41.2", "anquan#46.1"]},
    "graded": {"text": "已经定过级了。情况变了才重新定。", "cites": []},
    "ungraded": {
        "text": "还没定级。不知道轻重，就不知道归谁管、要不要双报告。",
        "cites": ["anquan#118.2"],
    },
    "calm": {"text": "这一条不用停产。搬开就好，别把小事闹大。", "cites": []},
    "stopped": {"text": "已经停下来了。", "cites": []},
    "small": {
        "text": "法律要求双报告的是重大事故隐患。一般的不用报这两处，记录和通报照样要做。",
        "cites": ["anquan#41.2"],
    },
    "told": {"text": "这一份已经报过了。", "cites": []},
    "running": {"text": "机器还开着，人还在里面。先停下、撤人，再谈怎么改。", "cites": ["anquan#41.2", "anquan#46.1"]},
    "planned": {"text": "整改单已经发了，别再发一张。", "cites": []},
    "unplanned": {"text": "整改单还没发，谁在改、改什么，都没有。", "cites": ["anquan#41.2"]},
    "lacking": {"text": "整改单退回来了。", "cites": ["anquan#41.2"]},
    "early": {"text": "活还没有干完。", "cites": []},
    "undone": {"text": "改的人还没说改完，去了也没得验。", "cites": []},
    "waiting": {"text": "已经报过改完了，等人来验。", "cites": []},
    "self": {
        "text": "自己改、自己验，等于没有验。督促整改是安全管理人员的职责；换没动手的人验，是通行做法（待核）。",
        "cites": ["anquan#25"],
    },
    "passed": {"text": "已经验过，合格了。", "cites": []},
    "unchecked": {"text": "还没验收合格，就贴“已改完”，骗的是下一班的人。", "cites": ["anquan#41.2", "anquan#102"]},
    "unreported": {
        "text": "重大隐患还没有双报告：监管部门一份，职工（代表）大会一份。少一份，都不算完。",
        "cites": ["anquan#41.2"],
    },
    "closed": {"text": "这一条已经销号了。", "cites": []},
}

LIMITS = (
    "期限（几天改完、一天内双报告）是这家厂自己定的，用来练手。法律写的是“及时”，没有写天数。",
    "什么算重大，看你们行业的判定标准；这里的定级只供练习，待核。整改单写全五样，常叫“五落实”，是通行说法，待核。",
    "先停、先撤，再登记：这个次序是通行做法，待核。法律写的是立即处理、及时消除。",
    "验收由谁签、销号由谁批，法律没有逐一写明，写进你们厂的责任制。条文以官方文本为准。",
)

"""Who finds, records, pays, mends, verifies and signs: four hazards, six roles, what follows from each choice.

An invented plant. The law lays duties on the employer, its head, its safety staff and every worker; who signs for an
ordinary hazard it leaves to the plant's own 责任制, and the texts say so. A case names what differs from the usual.
"""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]
Says = tuple[str, str, tuple[str, ...]]

SLOTS: tuple[Row, ...] = (
    {"id": "find", "name": "谁来报", "ask": "谁先看见，谁来报？"},
    {"id": "record", "name": "谁登记", "ask": "报上来了，谁登进台账？"},
    {"id": "pay", "name": "谁出钱", "ask": "改它要花钱，谁来保证？"},
    {"id": "mend", "name": "谁来改", "ask": "谁负责把它改掉？"},
    {"id": "verify", "name": "谁来验", "ask": "说改完了，谁到现场验？"},
    {"id": "sign", "name": "谁签字", "ask": "验过了，谁签字销号？"},
)

ROLES: tuple[Row, ...] = (
    {
        "id": "worker",
        "name": "员工",
        "is": "从业人员",
        "duty": "守规程，看见隐患立即报告；遇到违章指挥可以拒绝。派遣来的，一样。",
        "cites": ["anquan#57", "anquan#59", "anquan#54.1"],
    },
    {
        "id": "lead",
        "name": "班组长",
        "is": "也是从业人员",
        "duty": "法律没有单独写班组长。他担哪几样，由厂里的责任制写清。",
        "cites": ["anquan#22", "anquan#59"],
    },
    {
        "id": "head",
        "name": "车间主任",
        "is": "车间负责人",
        "duty": "其他负责人管哪一摊，就对哪一摊负责；法律没有单独写车间主任，签哪一级的字，由责任制写清。",
        "cites": ["anquan#5", "anquan#22"],
    },
    {
        "id": "safety",
        "name": "安全员",
        "is": "安全管理人员",
        "duty": "检查、记录、督促整改；重大隐患报了没人及时处理，可以直接报主管部门。",
        "cites": ["anquan#25", "anquan#46.1", "anquan#46.2"],
    },
    {
        "id": "boss",
        "name": "厂长",
        "is": "主要负责人",
        "duty": "第一责任人：双重预防由他组织，钱由他保证，隐患由他督促消除。",
        "cites": ["anquan#5", "anquan#21", "anquan#23.1"],
    },
    {
        "id": "contractor",
        "name": "承包队",
        "is": "承包单位",
        "duty": "自己也是生产经营单位，自己的活自己负责；同时听厂里统一协调、管理。",
        "cites": ["anquan#49.2", "anquan#21"],
    },
)

USUAL: dict[str, dict[str, Says]] = {
    "find": {
        "worker": ("weak", "员工看见了也该立即报。这一次，先看见的不是他。", ("anquan#59",)),
        "lead": ("weak", "他没在跟前。等他走过来，要等到下一次交接班。", ()),
        "head": ("weak", "他在办公室。等他看见，隐患已经过了夜。", ()),
        "safety": ("weak", "等安全员巡到这里，至少是半天以后。", ()),
        "boss": ("weak", "厂长一个月下来几次？靠他看见，等于没人看。", ()),
        "contractor": ("weak", "不是他的活，他多半不留意。", ()),
    },
    "record": {
        "worker": ("weak", "他报了，就尽了责。接报的人不记，这条就断了。", ("anquan#59",)),
        "lead": ("weak", "班组本上可以先记一笔。可别的班、别的车间看不见，厂里的台账还得有人登。", ("anquan#46.1",)),
        "head": ("weak", "他能记。可他管着产量，忙起来先放一放，就忘了。", ("anquan#46.1",)),
        "safety": ("good", "检查和处理的情况，由他如实记录在案。进了台账，就有人追。", ("anquan#46.1", "anquan#41.2")),
        "boss": ("weak", "厂长要看台账，不用他动笔。他来记，就没有人查漏了。", ("anquan#21",)),
        "contractor": ("harm", "记在承包队自己的本上，厂里一条也查不到。", ("anquan#49.2",)),
    },
    "pay": {
        "worker": ("harm", "叫员工掏钱、扣他奖金，都不对。该投的钱由单位保证。", ("anquan#23.1",)),
        "lead": ("harm", "班组凑钱，改得了样子，改不了病根。该投的钱由单位保证。", ("anquan#23.1",)),
        "head": ("weak", "他手里只有零星的维修费。钱不够，活就停在一半。", ("anquan#23.1",)),
        "safety": ("harm", "他管督促，手里没有钱。要不来，最后倒成了他的错。", ("anquan#23.1", "anquan#25")),
        "boss": ("good", "安全投入由主要负责人保证；钱没到位出了后果，责任也在他。", ("anquan#21", "anquan#23.1")),
        "contractor": ("harm", "不是他的设备，不是他的活，凭什么他出？", ("anquan#23.1",)),
    },
    "mend": {
        "worker": ("harm", "要改，得断电、拆装、叫人配合，他一个人做不了。硬动手，多半再伤一个。", ("anquan#57",)),
        "lead": ("weak", "他能管住自己的班。再大的事，他叫不动。", ("anquan#22",)),
        "head": ("weak", "主任下令可以。动手、盯着，还要落到当班的人。", ("anquan#22",)),
        "safety": ("weak", "他的职责是督促别人改。他一个人改了，别人就都学会了等他。", ("anquan#25",)),
        "boss": ("weak", "厂长拍板可以。天天盯着改的，要另有一个人。", ("anquan#21",)),
        "contractor": ("harm", "不是他的活。叫外来的人改你的机器，他连闸在哪里都不知道。", ("anquan#49.2",)),
    },
    "verify": {
        "worker": ("weak", "请用的人试一试，很好。可试完，要有一个担责的人说“合格”。", ("anquan#25",)),
        "lead": ("weak", "他班上改的，又由他验，看不出自己的漏。", ("anquan#25",)),
        "head": ("weak", "他急着开工。该停的，他可能舍不得停。", ("anquan#25",)),
        "safety": ("good", "督促整改落实，是他的职责；他没有动手，看得清。", ("anquan#25",)),
        "boss": ("weak", "厂长来看，看到的多半是刚擦干净的。细处要懂行的人试。", ("anquan#25",)),
        "contractor": ("harm", "厂里的隐患，不能由外来的人说了算。", ("anquan#49.2",)),
    },
    "sign": {
        "worker": ("harm", "他没有权，也担不起。签了，出事时纸上倒有他的名字。", ("anquan#22",)),
        "lead": ("weak", "他签自己班上的活，没有第二双眼睛。", ("anquan#22",)),
        "head": (
            "good",
            "一般隐患由车间签字，是常见的写法。法律没有逐一写谁签，写进你们厂的责任制。",
            ("anquan#5", "anquan#22"),
        ),
        "safety": (
            "weak",
            "验的是他，签的也是他，少了一双眼睛。也让管生产的人，觉得不关自己的事。",
            ("anquan#5", "anquan#22"),
        ),
        "boss": ("weak", "条条都等厂长签，单子就堆在桌上。一般的，责任制里写清由车间签。", ("anquan#22",)),
        "contractor": ("harm", "自己给自己销号，等于没有人签。", ("anquan#49.2",)),
    },
}

CASES: tuple[Row, ...] = (
    {
        "id": "guard",
        "name": "光电保护被关",
        "hint": "自己车间的机器",
        "text": "早班，操作工小吴开机前试了试：手伸进去，模切机没停。昨晚赶货，有人把光电保护短接了。",
        "own": {
            "find": {
                "worker": ("good", "小吴马上报，先不开机。有人叫他将就着开，他可以拒绝。", ("anquan#59", "anquan#54.1"))
            },
            "mend": {
                "lead": (
                    "good",
                    "停机、断电、挂牌，叫电工把线接回去。机器在他班上，人也归他管。",
                    ("anquan#36.3", "anquan#22"),
                ),
                "worker": ("harm", "小吴不是电工。带电接线，伤的就是他。", ("anquan#57",)),
            },
            "sign": {
                "head": (
                    "good",
                    "车间签。签字时再问一句：昨晚是谁叫短接的？这样的写法常见，写进你们厂的责任制。",
                    ("anquan#5", "anquan#22"),
                ),
            },
        },
        "holds": "三天后，又有人想短接，电工说：“不行，主任签过字的。”",
        "loose": "这一次改好了。下次赶货，光电会不会又被关掉，没有人说得准。",
        "snaps": "单子停在断的那一环。两周后，一只手进了模板。",
    },
    {
        "id": "hotwork",
        "name": "承包队动火没人看",
        "hint": "外来的队伍",
        "text": "承包队在屋面焊水槽，火星往打包区的纸箱里掉，下面没有人看火。打包班长老庞抬头看见了。",
        "own": {
            "find": {
                "lead": ("good", "老庞喊停，马上报给安全员。是不是自己班的事，都报。", ("anquan#59",)),
                "contractor": ("weak", "承包队自己该先停。可他们急着收工，等他们开口，箱子已经着了。", ("anquan#43",)),
            },
            "pay": {
                "contractor": (
                    "good",
                    "看火的人、接火盆、灭火器，是干这活该备的。谁出，签协议时就要写明白。",
                    ("anquan#49.2",),
                ),
                "boss": (
                    "weak",
                    "厂里先垫也行，火不等人。可协议里没写清谁出，是厂里没把协议签好。",
                    ("anquan#49.2",),
                ),
            },
            "mend": {
                "contractor": (
                    "good",
                    "谁作业谁改：停下，清开纸箱，配看火人，铺接火盆。",
                    ("anquan#43", "anquan#49.2"),
                ),
                "lead": ("weak", "老庞叫人搬开纸箱，是对的。可他替承包队看一下午火，自己的班就空了。", ("anquan#43",)),
            },
            "verify": {
                "safety": (
                    "good",
                    "厂里督促整改：看一眼火盆，看一眼人在不在，再让点火。",
                    ("anquan#49.2", "anquan#25"),
                ),
                "contractor": ("harm", "承包队说“好了”，就算好了？对承包队，厂里要统一协调、管理。", ("anquan#49.2",)),
            },
            "sign": {
                "head": (
                    "good",
                    "活是车间包出去的，车间签。签了，就是认下“现在可以点火”。写进你们厂的责任制。",
                    ("anquan#49.2", "anquan#22"),
                ),
            },
        },
        "holds": "第二天承包队换了一拨人。还没开口，接火盆已经铺好了。",
        "loose": "这一次没着。下一拨承包队来，还是没有人告诉他们规矩。",
        "snaps": "事情停在断的那一环：厂里说是承包队的活，承包队说是厂里的地方。下午四点，纸箱着了。",
    },
    {
        "id": "exit",
        "name": "安全出口堵了成品",
        "hint": "天天有人路过",
        "text": "发货晚了，成品堆到东门口，门只能推开一条缝。派遣来的保洁员周阿姨拖地时看见了。",
        "own": {
            "find": {"worker": ("good", "派遣来的，权利义务跟从业人员一样。看见了就报。", ("anquan#59", "anquan#61"))},
            "pay": {
                "boss": (
                    "good",
                    "今天挪开不用钱。可没有地方放，明天还会堆回来：搭周转棚的钱，由他保证。",
                    ("anquan#21", "anquan#23.1"),
                ),
                "head": ("weak", "主任能调叉车。地方不够，他变不出来，过两天又堆上了。", ("anquan#23.1",)),
            },
            "mend": {
                "lead": ("good", "当班就挪，不过夜。出口不许占用、锁闭、封堵。", ("anquan#42.2", "anquan#22")),
                "worker": ("weak", "周阿姨搬不动，也叫不动叉车。她报了，就该有人接着办。", ("anquan#59",)),
            },
            "verify": {
                "safety": ("good", "挪开那天去看，发货那天再去看。不回堆，才算改完。", ("anquan#25",)),
            },
        },
        "holds": "月底发货最忙的那天，东门一推就开。",
        "loose": "挪开了。三天后，又堆回来半人高。",
        "snaps": "事情停在断的那一环。那天晚上停电，十几个人挤在东门口，推不开。",
    },
    {
        "id": "dust",
        "name": "泄爆口焊死",
        "hint": "重大隐患",
        "text": "安全员老郑检查：打磨间铝粉积了一层，泄爆口被焊死。对照标准，要按重大隐患报。主任说：“等这批货发完。”",
        "own": {
            "find": {
                "safety": (
                    "good",
                    "检查是他的职责。主任压着，他往上报；还没人及时处理，他可以直接报主管部门。",
                    ("anquan#46.1", "anquan#46.2"),
                ),
                "worker": (
                    "weak",
                    "打磨工天天在里面，早该有人报。可没有人跟他们讲过，那个口子是保命的。",
                    ("anquan#59",),
                ),
                "head": ("weak", "主任看见了，可他说“等这批货发完”。等，就是不报。", ("anquan#59",)),
            },
            "mend": {
                "head": (
                    "good",
                    "停产、撤人、清积尘、换泄爆口：车间的人和设备归他管，他来组织。",
                    ("anquan#5", "anquan#41.2"),
                ),
                "lead": ("weak", "班长停得了自己那台机器，停不了一间厂房。", ("anquan#22",)),
            },
            "verify": {
                "safety": (
                    "good",
                    "约上懂粉尘防爆的人一起验。监管部门责令停产的，排除以后还要经审查同意才能恢复。",
                    ("anquan#25", "anquan#65"),
                ),
            },
            "sign": {
                "boss": (
                    "good",
                    "停产、花钱、双报告，都要第一责任人定。签之前，两份报告都要在。",
                    ("anquan#5", "anquan#21", "anquan#41.2"),
                ),
                "head": (
                    "weak",
                    "主任担不起：停产、花钱、双报告，都不是他一个人定得了的。",
                    ("anquan#5", "anquan#41.2"),
                ),
                "safety": ("weak", "他不用替厂长签。厂长不签、也不及时处理，他可以直接报主管部门。", ("anquan#46.2",)),
            },
        },
        "holds": "停了六天。重新开机那天，风管是干净的，泄爆口是活的。",
        "loose": "改了。可重大隐患少走一步，出了事，一步一步都要倒查。",
        "snaps": "事情停在断的那一环。货发完了，人也没撤。第九天，风管里一闪。",
    },
)

LIMITS = (
    "法律写明的：主要负责人、其他负责人、安全管理人员、从业人员各担什么，重大隐患报给谁，承包出去以后谁统一管理。",
    "法律没有逐一写明的：一般隐患由谁验、由谁签字。这里照常见的分工写，待核；以你们厂的责任制为准。",
    "故事是编的，条文以官方文本为准。",
)


def words(case: Row, slot: str, role: str) -> Says:
    """What follows from giving one link of a case to a role: tone, text, citations."""
    says: Says = case["own"].get(slot, {}).get(role) or USUAL[slot][role]
    return says

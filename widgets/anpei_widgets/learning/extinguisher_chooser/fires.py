"""Six small fires, six things at hand, and what each does to each: practice guidance, to be verified, not law.

An effect is ``(tone, words)``: ``good`` puts it out, ``weak`` doesn't hold it, ``harm`` makes it worse. ``before``
holds what changes when the first step (power off, valve shut, heat off) was left out.
"""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]
Effects = dict[str, tuple[str, str]]

NOTE = "做法依据灭火通行说法，待核；使用前看瓶身标识。"

TOOLS: tuple[Row, ...] = (
    {"id": "water", "name": "清水", "hint": "水桶、水带直流水"},
    {"id": "foam", "name": "水基型", "hint": "水雾或泡沫，看瓶身标识"},
    {"id": "powder", "name": "ABC 干粉", "hint": "车间里最常见"},
    {"id": "co2", "name": "二氧化碳", "hint": "喷筒会冻手，小空间会窒息"},
    {"id": "sand", "name": "干沙", "hint": "或金属火专用灭火剂"},
    {"id": "lid", "name": "盖子", "hint": "锅盖一类，能整个盖住"},
)


def _fire(letter: str, name: str, scene: str, text: str, effects: Effects, **more: Any) -> Row:
    return {
        "letter": letter,
        "name": name,
        "scene": scene,
        "text": text,
        "effects": {tool: {"tone": tone, "text": words} for tool, (tone, words) in effects.items()},
        "first": more.get("first"),
        "before": {tool: {"tone": tone, "text": words} for tool, (tone, words) in more.get("before", {}).items()},
        "law": more.get("law", ""),
        "cites": more.get("cites", []),
    }


BOXES = _fire(
    "A",
    "纸箱堆",
    "boxes",
    "成品区一小堆纸箱着火，火到膝盖高，旁边没有电，也没有油。",
    {
        "water": ("good", "水降温、打湿，深处的火星也浇得到。纸、木、布这类固体，水最管用。"),
        "foam": ("good", "水雾渗进去降温。喷完把纸箱拨开，里面再补一遍。"),
        "powder": ("good", "明火很快没了。可纸箱里面还热，要盯着，防它再烧起来。"),
        "co2": ("weak", "火苗矮了一下又起来。它不降温，也渗不进纸箱里面。"),
        "sand": ("weak", "只盖住巴掌大一块，旁边接着烧。一锹一锹来不及。"),
        "lid": ("weak", "没有这么大的盖子，硬往上压会把火带到手上。"),
    },
)
OIL = _fire(
    "B",
    "柴油盘",
    "tray",
    "维修间地上一只接油盘着火，火不大，油面不到一指深。",
    {
        "water": ("harm", "水比油重，沉到底下一烫就炸成汽，带火的油溅出来，火顺着地面流。"),
        "foam": ("good", "泡沫铺在油面上，隔开空气。先看瓶身写没写可以扑油类火。"),
        "powder": ("good", "粉雾压住油面，火灭了。面朝火退后，油还热，防复燃。"),
        "co2": ("good", "能灭小油盘。离近些、慢慢扫，别把油吹出盘子。"),
        "sand": ("weak", "盖得严才行。撒得急，油反而被沙子挤出盘外。"),
        "lid": ("weak", "盘子小、盖子大才盖得住；差一条缝，火就从缝里钻。"),
    },
)
GAS = _fire(
    "C",
    "燃气软管",
    "hose",
    "切割用的燃气软管接头漏气着火，瓶阀还够得着。",
    {
        "water": ("weak", "气已经断了，余火用水也压得住，只是软管边上还烫。"),
        "foam": ("weak", "阀关了再喷，能压住余火。"),
        "powder": ("good", "先断气，再扑余火。这个次序不能反。"),
        "co2": ("good", "断了气以后，小余火一扫就灭。"),
        "sand": ("weak", "盖不住软管，也用不着：气断了，火自己就小了。"),
        "lid": ("weak", "罩不住喷出的气火。"),
    },
    first={"label": "先关瓶阀", "done": "瓶阀已关，火苗马上矮了下去。"},
    before={
        "water": ("harm", "火被冲灭，气还在漏。看不见的气聚成一团，再遇火星就是爆炸。"),
        "foam": ("harm", "火苗没了，气还在漏，屋里越积越多。"),
        "powder": ("harm", "火灭得很漂亮，可气还在漏。燃气聚起来遇上火星，比刚才危险得多。"),
        "co2": ("harm", "火被吹灭，气照漏。先断气，不先灭火。"),
        "sand": ("weak", "沙子挡不住有压力的气。"),
        "lid": ("weak", "气从缝里喷出来接着烧，手也在火里。"),
    },
)
METAL = _fire(
    "D",
    "镁屑箱",
    "chips",
    "机加工线的镁屑箱着火，发出刺眼白光，还只在箱子里。",
    {
        "water": ("harm", "热镁遇水放出氢气，一声爆响，白亮的火星飞得到处都是。"),
        "foam": ("harm", "泡沫里大半是水，和浇水一样会炸。"),
        "powder": ("harm", "普通干粉对它没用，一喷反把烧着的屑吹得满地。"),
        "co2": ("harm", "镁在二氧化碳里照样烧，还会把屑吹散。"),
        "sand": ("good", "干沙或专用灭火剂，从边上轻轻盖满。沙要干，动作要轻。"),
        "lid": ("weak", "盖不严就没用，盖子还会被烧穿。"),
    },
)
ELECTRIC = _fire(
    "E",
    "配电箱",
    "cabinet",
    "配电箱噼啪作响，冒出火苗，总闸就在你身后。",
    {
        "water": ("weak", "电断了，可箱里还有别的线。水会把别处也弄短路，先别用。"),
        "foam": ("weak", "看瓶身标识。没有标明可以扑电气火的，不用。"),
        "powder": ("good", "断了电，干粉盖住火。粉会进设备，事后要清理。"),
        "co2": ("good", "最干净。手握木柄或胶柄，喷完赶紧退出来，小房间会缺氧。"),
        "sand": ("weak", "沙子进了箱子，故障更难查，火也盖不住。"),
        "lid": ("weak", "箱里的火盖不住，贴近还有触电的危险。"),
    },
    first={"label": "先拉总闸", "done": "电已断，火苗矮了一截，箱子不再噼啪响。"},
    before={
        "water": ("harm", "电顺着水流走到你身上。人倒在水里，救你的人也会触电。"),
        "foam": ("harm", "没断电，泡沫里的水一样会把电带过来。"),
        "powder": ("weak", "火压下去一点，可电还在，刚灭又着。先断电。"),
        "co2": ("weak", "能压住，但带电的故障点一直在发热。先断电。"),
        "sand": ("weak", "往带电的箱子里撒沙，人离得太近了。"),
        "lid": ("harm", "金属盖碰到带电的零件，你就触电了。"),
    },
    law="电器和线路的安装、维护要符合消防技术标准和管理规定：消防法第 27 条第 2 款。",
    cites=["xiaofang#27"],
)
PAN = _fire(
    "F",
    "食堂油锅",
    "pan",
    "食堂油锅起火，火苗一尺多高，锅盖就在手边。",
    {
        "water": ("harm", "水沉到滚油下面立刻汽化，带火的油炸出锅外，人和墙一起着。"),
        "foam": ("weak", "有的型号写着可以扑油锅火，先看标识；没写的别用。"),
        "powder": ("weak", "火苗没了，油还滚烫，过一会儿又自己烧起来。"),
        "co2": ("weak", "吹一下灭了，油还热，又着了，还把油吹出锅。"),
        "sand": ("weak", "沙子撒进滚油会溅起来，锅也盖不严。"),
        "lid": ("good", "从侧面平推过去盖住，别揭开看。断了空气，火就没了。"),
    },
    first={"label": "先关灶火", "done": "灶火已关，油温不再往上升。"},
    before={
        "water": ("harm", "灶火还开着，水一下去，整锅油炸开。"),
        "lid": ("weak", "盖住了，可灶火还在烧，一揭开又着。先关火。"),
    },
)
FIRES: tuple[Row, ...] = (BOXES, OIL, GAS, METAL, ELECTRIC, PAN)

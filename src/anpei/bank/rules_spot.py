"""Rules on 找隐患: the picture is only a picture, every place can be hit, and nothing tells hazards from the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import combinations
from typing import Any

from anpei.bank import geometry, scenes
from anpei.bank.entry import BankEntry, ItemRule, Problem, World
from anpei.bank.model import MOST_PLACES

FEWEST_HAZARDS = 3
SMALLEST_SHARE = 1 / 8
LABEL_LENGTH = 30
OVERLAP = 0.15
UNEVEN = 1.4
JUDGING = re.compile(
    r"隐患|危险|违规|违章|违反|错误|正确|安全的|不安全|不当|合格|规范|乱|随意|竟然|堵塞|未[按经佩]|缺[少失]|没有|应[当该]|不该|不准|禁止"
)


def drawing_of(entry: BankEntry, world: World) -> scenes.SceneDrawing | None:
    """The scene's file, if the item has one where scenes lie."""
    raw = entry.raw.get("scene")
    src = raw.get("src") if isinstance(raw, dict) else None
    if entry.kind != "spot" or not isinstance(src, str) or not scenes.well_placed(src):
        return None
    path = world.shelves.find(f"quizzes/{src}")
    return scenes.read(path) if path else None


def scene_missing(entry: BankEntry, world: World) -> Iterable[Problem]:
    """A scene is an SVG that lies under ``quizzes/media``."""
    if entry.kind == "spot" and drawing_of(entry, world) is None:
        yield ("scene",), "找不到图：scene 写成 {src: media/x.svg, alt: …}，图放在 quizzes/media 里，格式为 svg。"


def scene_without_alt(entry: BankEntry, world: World) -> Iterable[Problem]:
    """A scene says in words where we are and what stands there."""
    scene = entry.raw.get("scene")
    if isinstance(scene, dict) and not str(scene.get("alt") or "").strip():
        yield ("scene",), "图缺少文字说明（alt）：这是哪里，有些什么，但不说哪里有问题。"


def scene_box(entry: BankEntry, world: World) -> Iterable[Problem]:
    """A scene's viewBox is ``0 0 width height`` in numbers from 200 to 2000."""
    drawing = drawing_of(entry, world)
    if drawing is not None and drawing.root is not None and not drawing.width:
        yield ("scene",), "图的 viewBox 应写成“0 0 宽 高”，宽高为 200 到 2000，如 0 0 400 440。"


def scene_unsafe(entry: BankEntry, world: World) -> Iterable[Problem]:
    """A scene only shows: no script, no animation, no link, nothing fetched from elsewhere."""
    drawing = drawing_of(entry, world)
    if drawing is not None:
        for part in dict.fromkeys(scenes.active_parts(drawing)):
            yield ("scene",), f"图里不能有会动、会联网的东西（{part}），请只留图形。"


def scene_tells(entry: BankEntry, world: World) -> Iterable[Problem]:
    """Nobody finds the answer in the picture's file: no telling ids, titles or comments."""
    drawing = drawing_of(entry, world)
    if drawing is not None:
        for word in dict.fromkeys(scenes.telling_words(drawing)):
            yield ("scene",), f"图的名称或注释里有“{word}”，打开文件就能看到答案，请换成中性的名字。"


def regions_too_few(entry: BankEntry, world: World) -> Iterable[Problem]:
    """There are at least three hazards, and at least as many harmless places: marking everything earns nothing."""
    if entry.kind == "spot":
        hazards = len(_hazards(entry))
        others = len(entry.regions) - hazards
        if hazards < FEWEST_HAZARDS or others < hazards:
            yield ("regions",), f"隐患 {hazards} 处，没问题的 {others} 处：隐患至少三处，没问题的不少于隐患。"


def regions_too_many(entry: BankEntry, world: World) -> Iterable[Problem]:
    """A scene has at most 24 places."""
    if len(entry.regions) > MOST_PLACES:
        yield ("regions",), f"最多 {MOST_PLACES} 处，手机上已经很挤了。"


def region_repeated(entry: BankEntry, world: World) -> Iterable[Problem]:
    """No place's id or label stands there twice."""
    for key in ("id", "label"):
        texts = _words(entry, key)
        for n, text in enumerate(texts):
            if text and text in texts[:n]:
                yield ("regions", n, key), f"第 {n + 1} 处的 {key}“{text}”与前面的重复。"


def region_unnamed(entry: BankEntry, world: World) -> Iterable[Problem]:
    """Every place has an id, and a label of at most 30 characters for whoever goes by the list."""
    for n, (name, label) in enumerate(zip(_words(entry, "id"), _words(entry, "label"), strict=True)):
        if not name or not label:
            yield ("regions", n), f"第 {n + 1} 处缺少 id 或名称（label）。"
        elif len(label) > LABEL_LENGTH:
            yield ("regions", n, "label"), f"名称有 {len(label)} 字，最多 {LABEL_LENGTH} 字。"


def region_label_tells(entry: BankEntry, world: World) -> Iterable[Problem]:
    """A label says what is to be seen and judges nothing."""
    for n, label in enumerate(_words(entry, "label")):
        if found := JUDGING.search(label):
            yield ("regions", n, "label"), f"名称里的“{found[0]}”等于给出答案，请只写看到了什么。"


def polygon_broken(entry: BankEntry, world: World) -> Iterable[Problem]:
    """An outline has three corners or more and doesn't cross itself."""
    for n, region in enumerate(entry.regions):
        polygon = _polygon(region)
        if polygon is None or not geometry.simple(polygon):
            yield ("regions", n, "polygon"), f"第 {n + 1} 处的轮廓不可用：至少三个点，写成 [[x, y], …]，边不能交叉。"


def region_outside(entry: BankEntry, world: World) -> Iterable[Problem]:
    """Every place lies within the picture."""
    drawing = drawing_of(entry, world)
    if drawing is None or not drawing.width:
        return
    for n, polygon in _polygons(entry):
        left, top, right, bottom = geometry.box(polygon)
        if left < 0 or top < 0 or right > drawing.width or bottom > drawing.height:
            message = f"第 {n + 1} 处的轮廓超出了图（宽 {drawing.width}，高 {drawing.height}）。"
            yield ("regions", n, "polygon"), message


def region_small(entry: BankEntry, world: World) -> Iterable[Problem]:
    """Every place is at least an eighth of the picture's width both ways: a thumb can hit it on a phone."""
    drawing = drawing_of(entry, world)
    least = drawing.width * SMALLEST_SHARE if drawing is not None else 0
    for n, polygon in _polygons(entry):
        left, top, right, bottom = geometry.box(polygon)
        if min(right - left, bottom - top) < least:
            message = f"第 {n + 1} 处只有 {right - left}×{bottom - top}，手机上点不中，长宽都要到 {least:.0f}。"
            yield ("regions", n, "polygon"), message


def regions_overlap(entry: BankEntry, world: World) -> Iterable[Problem]:
    """Two places hardly overlap, or nobody can say which one a tap means."""
    for (n, one), (m, other) in combinations(_polygons(entry), 2):
        if geometry.shared(one, other) > OVERLAP:
            yield ("regions", m, "polygon"), f"第 {n + 1} 处与第 {m + 1} 处重叠太多，分不清点的是哪一处。"


def region_without_reason(entry: BankEntry, world: World) -> Iterable[Problem]:
    """Every place says why it is one or none (feedback); a hazard also what that rests on (cites or source)."""
    for n, region in enumerate(entry.regions):
        if not _text(region, "feedback"):
            yield ("regions", n), f"第 {n + 1} 处没有说明（feedback），学员想知道为什么。"
        elif region.get("hazard") is True and not region.get("cites") and not _text(region, "source"):
            yield ("regions", n), f"第 {n + 1} 处没有依据：有条文写 cites，通行做法写 source。"


SPOT_RULES: tuple[ItemRule, ...] = (
    scene_missing,
    scene_without_alt,
    scene_box,
    scene_unsafe,
    scene_tells,
    regions_too_few,
    regions_too_many,
    region_repeated,
    region_unnamed,
    region_label_tells,
    polygon_broken,
    region_outside,
    region_small,
    regions_overlap,
    region_without_reason,
)


def labels_uneven(entry: BankEntry, world: World) -> Iterable[Problem]:
    """Hazards' labels are about as long as the others': length tells, too."""
    hazards = _hazards(entry)
    lengths = [len(label) for label in _words(entry, "label")]
    one = [length for n, length in enumerate(lengths) if n in hazards]
    other = [length for n, length in enumerate(lengths) if n not in hazards]
    if one and other:
        means = sorted([sum(one) / len(one), sum(other) / len(other)])
        if means[1] > UNEVEN * means[0]:
            yield ("regions",), "隐患的名称和其他的长短差得多，看长短就能猜，请写得差不多长。"


SPOT_HINTS: tuple[ItemRule, ...] = (labels_uneven,)


def _hazards(entry: BankEntry) -> list[int]:
    return [n for n, region in enumerate(entry.regions) if region.get("hazard") is True]


def _text(region: Any, key: str) -> str:
    value = region.get(key)
    return value.strip() if isinstance(value, str) else ""


def _words(entry: BankEntry, key: str) -> list[str]:
    return [_text(region, key) for region in entry.regions]


def _polygons(entry: BankEntry) -> list[tuple[int, list[geometry.Point]]]:
    """The outlines that can be measured, each with its region's number."""
    found = ((n, _polygon(region)) for n, region in enumerate(entry.regions))
    return [(n, polygon) for n, polygon in found if polygon is not None and len(polygon) >= 3]


def _polygon(region: Any) -> list[geometry.Point] | None:
    rows = region.get("polygon")
    if not isinstance(rows, list) or len(rows) < 3:
        return None
    pairs = [row for row in rows if isinstance(row, list) and len(row) == 2]
    if len(pairs) < len(rows) or not all(type(number) is int for pair in pairs for number in pair):
        return None
    return [(x, y) for x, y in pairs]

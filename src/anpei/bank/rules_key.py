"""Rules on keys: an item that can't be answered right, or can be answered two ways, never reaches a paper."""

from __future__ import annotations

import math
from collections.abc import Iterable

from anpei.bank.entry import BankEntry, ItemRule, Problem, World
from anpei.bank.model import LETTERS


def options_too_few(entry: BankEntry, world: World) -> Iterable[Problem]:
    """A choice has at least two options."""
    if entry.has_options and len(entry.rows("options")) < 2:
        yield ("options",), "选项少于两个。"


def options_too_many(entry: BankEntry, world: World) -> Iterable[Problem]:
    """Options and steps fit the letters there are; more than a dozen is too long for a phone anyway."""
    for key in ("options", "steps"):
        if len(entry.rows(key)) > len(LETTERS):
            yield (key,), f"最多 {len(LETTERS)} 项，手机上已经很长了。"


def option_text_missing(entry: BankEntry, world: World) -> Iterable[Problem]:
    """Every option has words."""
    if entry.has_options:
        for n, text in enumerate(entry.options):
            if not text:
                yield ("options", n), f"第 {n + 1} 个选项没有文字。"


def option_repeated(entry: BankEntry, world: World) -> Iterable[Problem]:
    """No option stands there twice."""
    if entry.has_options:
        for n in _repeats(entry.options):
            yield ("options", n), f"第 {n + 1} 个选项与前面的重复。"


def no_right_option(entry: BankEntry, world: World) -> Iterable[Problem]:
    """At least one option is right."""
    if entry.has_options and entry.options and not entry.right:
        yield ("options",), "没有标出正确选项（right: true）。"


def several_right_options(entry: BankEntry, world: World) -> Iterable[Problem]:
    """A single choice has one right option; with several it is a multiple choice."""
    if entry.kind == "single" and len(entry.right) > 1:
        yield ("options", entry.right[1]), "单选题只能有一个正确选项；有多个请改为 multiple。"


def answer_missing(entry: BankEntry, world: World) -> Iterable[Problem]:
    """A true-or-false item says which it is."""
    if entry.kind == "truefalse" and entry.raw.get("answer") is None:
        yield (), "判断题缺少答案（answer: true 或 false）。"


def steps_too_few(entry: BankEntry, world: World) -> Iterable[Problem]:
    """There are at least three steps to put in order."""
    if entry.kind == "order" and len(entry.rows("steps")) < 3:
        yield ("steps",), "排序题至少要三个步骤。"


def step_repeated(entry: BankEntry, world: World) -> Iterable[Problem]:
    """No step stands there twice: two orders would be right."""
    for n in _repeats(entry.texts("steps")):
        yield ("steps", n), f"第 {n + 1} 步与前面的重复。"


def accept_missing(entry: BankEntry, world: World) -> Iterable[Problem]:
    """A short answer has something it accepts, words or a number."""
    if entry.kind == "short" and not any(entry.texts("accept")) and not entry.raw.get("numeric"):
        yield ("accept",), "简答题没有可接受的答案（accept 或 numeric）。"


def numeric_range(entry: BankEntry, world: World) -> Iterable[Problem]:
    """A tolerance isn't negative and isn't endless."""
    numeric = entry.raw.get("numeric")
    tolerance = numeric.get("tolerance", 0) if isinstance(numeric, dict) else 0
    if isinstance(tolerance, int | float) and (tolerance < 0 or math.isinf(tolerance)):
        yield ("numeric", "tolerance"), "允许误差（tolerance）不能是负数。"


def rubric_missing(entry: BankEntry, world: World) -> Iterable[Problem]:
    """A case has criteria, or nobody can mark it."""
    if entry.kind == "case" and not entry.rows("rubric"):
        yield ("rubric",), "案例题没有评分要点（rubric），阅卷人无从给分。"


def rubric_points(entry: BankEntry, world: World) -> Iterable[Problem]:
    """Criteria are worth something, and together what the item says it is worth."""
    rows = [row.get("points") for row in entry.rows("rubric") if isinstance(row, dict)]
    numbers = [p for p in rows if isinstance(p, int | float) and not isinstance(p, bool)]
    for n, points in enumerate(numbers):
        if not points > 0:
            yield ("rubric", n), f"第 {n + 1} 条评分要点的分值应大于 0。"
    stated = entry.raw.get("points")
    if numbers and isinstance(stated, int | float) and not math.isclose(sum(numbers), stated):
        yield ("points",), f"评分要点合计 {sum(numbers)} 分，与本题分值 {stated} 不一致。"


def _repeats(texts: list[str]) -> list[int]:
    return [n for n, text in enumerate(texts) if text and text in texts[:n]]


KEY_RULES: tuple[ItemRule, ...] = (
    options_too_few,
    options_too_many,
    option_text_missing,
    option_repeated,
    no_right_option,
    several_right_options,
    answer_missing,
    steps_too_few,
    step_repeated,
    accept_missing,
    numeric_range,
    rubric_missing,
    rubric_points,
)

"""Answers given in parts, in the words that the learner saw: one line each for pairs, blanks, factors and steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from math import prod
from typing import Any

from anpei.bank.model import LETTERS, plain_number

NOTHING = "（未选）"


def answer_lines(spec: Mapping[str, Any], value: Any) -> list[str]:
    """A value (or a key) of a question answered in parts, by its public spec; empty for a blank and other kinds."""
    if value is None:
        return []
    if spec["kind"] in ("matching", "cloze"):
        texts = {option["id"]: option["text"] for option in spec["options"]}
        pairs = zip_longest(spec["prompts"], value[: len(spec["prompts"])])
        return [f"{prompt}{_leads(prompt)}{texts.get(each, NOTHING)}" for prompt, each in pairs]
    if spec["kind"] == "risk":
        return list(_risk(spec, value))
    return list(_path(spec["nodes"], value)) if spec["kind"] == "branching" else []


def _leads(prompt: str) -> str:
    """What stands between a prompt and its answer: no colon behind a question or a sentence."""
    return "——" if prompt.endswith(("？", "?", "！", "。", "…")) else "："


def _risk(spec: Mapping[str, Any], value: list[str | None]) -> Iterator[str]:
    """Each factor's level; with all of them there also the product and what it is called."""
    chosen = []
    for scale, each in zip_longest(spec["scales"], value[: len(spec["scales"])]):
        place = LETTERS.index(each) if each else len(scale["levels"])
        if place < len(scale["levels"]):
            number, name, _ = scale["levels"][place]
            chosen.append(number)
            yield f"{scale['name']}：{plain_number(number)}（{name}）"
        else:
            yield f"{scale['name']}：{NOTHING}"
    if len(chosen) == len(spec["scales"]):
        score = round(prod(chosen), 6)
        band = next(band for band in spec["bands"] if band["upto"] is None or score <= band["upto"])
        yield f"风险值 {plain_number(score)}：{band['name']}"


def _path(nodes: list[Mapping[str, Any]], value: list[str]) -> Iterator[str]:
    """What was done at each step; what doesn't follow from the step before isn't told."""
    at: int | None = 0
    for number, name in enumerate(value, 1):
        way = next((way for way in nodes[at]["options"] if way["id"] == name), None) if at is not None else None
        if way is None:
            return
        yield f"第 {number} 步：{way['text']}"
        at = way["to"]
    if at is not None:
        yield "（没有走到底）"

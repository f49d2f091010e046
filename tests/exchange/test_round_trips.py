"""What is taken out comes back as it was, but for what the format is told to lose."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anpei import exchange
from anpei.exchange.interpret import interpret
from tests.exchange.conftest import REGISTRY

SIGNS = "消防火灾逃生门水电气abAB12 ，。？（）()\"'{}=~#:<>&%\\/*-"
TEXTS = st.text(st.sampled_from(SIGNS), min_size=3, max_size=24).map(lambda text: f"火{' '.join(text.split())}灾")
OPTIONS = st.lists(
    TEXTS, min_size=2, max_size=6, unique_by=lambda text: "".join(c for c in text if c.isalnum()).lower()
)
LOST = {"difficulty": "难度", "model_answer": "参考答案"}
"""Fields that a format may say it lost."""
NUMBERS = st.integers(-999, 9999).map(lambda value: {"value": value / 4})
PAIRS = OPTIONS.map(lambda texts: [{"left": text, "right": f"{text}的"} for text in texts])
COMMON = {"explanation": TEXTS, "difficulty": st.sampled_from(["easy", "medium", "hard"])}


@st.composite
def choices(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    options = draw(OPTIONS)
    right = draw(st.sets(st.sampled_from(range(len(options))), min_size=1, max_size=1 if kind == "single" else None))
    rows = [{"text": text, **({"right": True} if n in right else {})} for n, text in enumerate(options)]
    return {"kind": kind, "stem": draw(TEXTS), "options": rows}


ITEMS = st.one_of(
    choices("single"),
    choices("multiple"),
    st.fixed_dictionaries({"kind": st.just("truefalse"), "stem": TEXTS, "answer": st.booleans()}),
    st.fixed_dictionaries({"kind": st.just("short"), "stem": TEXTS, "accept": st.just(["119"]) | OPTIONS}),
    st.fixed_dictionaries({"kind": st.just("numeric"), "stem": TEXTS, "numeric": NUMBERS}),
    st.fixed_dictionaries({"kind": st.just("matching"), "stem": TEXTS, "pairs": PAIRS, "extra": st.just(["多余"])}),
    st.fixed_dictionaries({"kind": st.just("case"), "stem": TEXTS, "model_answer": TEXTS}),
    st.fixed_dictionaries(
        {"kind": st.just("order"), "stem": TEXTS, "steps": OPTIONS.filter(lambda each: len(each) > 2)}
    ),
).flatmap(lambda item: st.fixed_dictionaries(COMMON).map(lambda more: item | more))


@pytest.mark.parametrize("name", exchange.WRITERS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(items=st.lists(ITEMS, min_size=1, max_size=4))
def test_items_come_back(name: str, items: list[dict[str, Any]]) -> None:
    out = [exchange.OutItem(f"fire-{n}", "fire", "消防", item) for n, item in enumerate(items)]
    written = exchange.write(out, name)
    lost: dict[str, list[str]] = {}
    for item_id, words in written.lost:
        lost.setdefault(item_id, []).append(words)
    source = exchange.read_questions(written.data, f"题{exchange.WRITERS[name][0]}")
    back = [interpret(question, exchange.Choices(), REGISTRY) for question in source.questions]
    kept = [one for one in out if not lost.get(one.item_id, [""])[0].startswith("题型")]
    wanted = [
        {key: value for key, value in one.raw.items() if LOST.get(key) not in lost.get(one.item_id, ())} for one in kept
    ]
    assert [_plain(one.item) for one in back] == list(map(_plain, wanted)), [one.doubts for one in back]
    assert source.leftovers == () and written.count == len(kept)


def _plain(item: Any) -> dict[str, Any]:
    """An item in which a number that is accepted as text and a number are the same."""
    left = ("numeric", "accept", "points", *(["difficulty"] if item.get("difficulty") == "medium" else ()))
    plain = {key: value for key, value in item.items() if key not in left}
    if "numeric" in item:
        plain["accept"] = [f"{item['numeric']['value']:g}"]
    elif "accept" in item:
        plain["accept"] = list(item["accept"])
    return plain

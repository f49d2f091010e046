"""``anpei content check --guessing``: what somebody earns who knows nothing, as tables to read or to keep in a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from anpei import bank

__all__ = ["tables", "told"]

TITLES = {"single": "单选", "multiple": "多选", "truefalse": "判断"}
USES = {"exam": "考试", "practice": "练习"}
COLUMNS = {
    "single": ("最短", "第二短", "第二长", "最长"),
    "multiple": ("全选", "随便选 2 个", "最长的 3 个", "最短的 3 个"),
    "truefalse": ("全选对", "全选错"),
}


def tables(results: Iterable[bank.GuessResult], topics: Mapping[str, str]) -> Iterator[str]:
    """A Markdown table for each kind of question: a row for each bank and use; what beats chance is bold."""
    found = list(results)
    for kind, title in TITLES.items():
        rows = list(_rows([result for result in found if result.kind == kind], topics, COLUMNS[kind]))
        if rows:
            heads = ("题库", "用途", f"{title}题", "蒙", *COLUMNS[kind], "别的办法里最好的")
            yield "\n".join([f"### {title}", "", _line(heads), _line("---" for _ in heads), *map(_line, rows)])


def _rows(
    results: list[bank.GuessResult], topics: Mapping[str, str], columns: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    places = dict.fromkeys((result.topic, result.use) for result in results)
    for topic, use in places:
        here = {result.strategy: result for result in results if (result.topic, result.use) == (topic, use)}
        first = next(iter(here.values()))
        best = max((result for name, result in here.items() if name not in columns), key=lambda result: result.gain)
        count = f"{first.decided}" if first.items == first.decided else f"{first.decided}（共 {first.items}）"
        name = topics.get(topic, topic) if topic else "全部题库"
        marks = (_mark(here[column]) for column in columns)
        yield name, USES[use], count, f"{first.chance:.0%}", *marks, f"{best.strategy} {_mark(best)}"


def _mark(result: bank.GuessResult) -> str:
    return f"**{result.earned:.0%}**" if result.beats_chance else f"{result.earned:.0%}"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def told(results: Iterable[bank.GuessResult]) -> list[dict[str, object]]:
    """The same for programs: every strategy in every bank and use."""
    return [
        {
            "topic": result.topic, "use": result.use, "kind": result.kind, "strategy": result.strategy,
            "decided": result.decided, "items": result.items, "earned": round(result.earned, 4),
            "chance": round(result.chance, 4), "beats_chance": result.beats_chance,
        }
        for result in results
    ]  # fmt: skip

"""``checks.md``: every rule that content is checked by, from the rules' own names and docstrings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import anpei
from anpei import bank, laws, papers

__all__ = ["CheckRule", "page", "rules_in"]

HEAD = """# What `anpei content check` looks for

Written by `python -m anpei.reference` from the rules themselves; edit the rules, not this page.

An **error** keeps the item, paper, chapter or scenario out of use; a **hint** is told and nothing else. All findings
come at once, each with file, line and the rule's name; `--json` gives the same to programs. Every rule has a broken
example under `tests/broken_shelves` or beside its test.

Where the right option stands in the file is not checked: exams, practice and notebooks all shuffle options and steps by
a keyed hash, so a position the author favours reaches nobody. What survives shuffling is: 以上都对, absolute words in
wrong options, and what a whole bank gives away by length, numbers, words, many right options or a lean to 对 or 错. For
that, strategies without knowledge are played: `anpei content check --guessing`, and [guessing.md](guessing.md).
"""
ROOMS = {
    "Courses (`courses/`)": ("courses",),
    "Drills (`drills/`)": ("exercises/validation", "exercises/scenarios", "exercises/runs"),
    "Evaluation families (`drills/families.yaml`)": ("exercises/evaluation",),
    "Site plans (`drills/*/site.*`)": ("exercises/evacuation",),
    "Drill calendar (`drills/frequency.yaml`, `drills/enterprise.yaml`)": ("exercises/report",),
    "What scenarios want practised again (`refresh:`)": ("review",),
}
NAME = re.compile(r"^[a-z]+(-[a-z]+)*$")
MAKERS = ("finding", "warning", "Finding")


@dataclass(frozen=True)
class CheckRule:
    """One rule as authors meet it; ``level`` is error or hint."""

    name: str
    level: str
    words: str


def page() -> str:
    parts = [
        HEAD,
        _table("Questions (`quizzes/bank/`)", _of_bank()),
        _table("Papers (`quizzes/papers/`)", _of_papers()),
    ]
    house = Path(anpei.__file__).parent
    every = {rule.name: rule for rule in rules_in(house / "plainfiles.py")}
    parts.append(_table("Every file", list(every.values())))
    for title, rooms in ROOMS.items():
        paths = sorted(path for room in rooms for path in (house / room).glob("*.py"))
        found = {rule.name: rule for path in paths for rule in rules_in(path)}
        parts.append(_table(title, list(found.values())))
    return "\n".join([*parts, _table("Register of laws (`laws/`)", _of_laws())])


def _of_laws() -> list[CheckRule]:
    rules = [CheckRule(laws.rule_name(rule), "error", _first(rule.__doc__ or "")) for rule in laws.RULES]
    return [*rules, *(CheckRule(name, "error", words) for name, words in laws.FILE_RULES.items())]


def _of_bank() -> list[CheckRule]:
    hints = set(bank.HINTS)
    rules = [
        CheckRule(bank.rule_name(rule), "hint" if rule in hints else "error", _first(rule.__doc__ or ""))
        for rule in bank.RULES
    ]
    return [*rules, *(CheckRule(name, "error", words) for name, words in bank.SHAPE_RULES.items())]


def _of_papers() -> list[CheckRule]:
    errors = [CheckRule(name, "error", words) for name, words in papers.RULES.items()]
    return [*errors, *(CheckRule(name, "hint", words) for name, words in papers.HINTS.items())]


def rules_in(path: Path) -> Iterator[CheckRule]:
    """The rules a module's functions name when they make findings, in words of the function's docstring."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            words = _first(ast.get_docstring(node) or "")
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and _called(call) in MAKERS:
                    yield from (CheckRule(name, _level(call), words) for name in _names(call))


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _names(call: ast.Call) -> list[str]:
    texts = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    return [text for text in texts if NAME.match(text) and text != "warning"][:1]


def _level(call: ast.Call) -> str:
    hint = _called(call) == "warning" or any(isinstance(a, ast.Constant) and a.value == "warning" for a in call.args)
    return "hint" if hint else "error"


def _first(docstring: str) -> str:
    return " ".join(docstring.split("\n\n")[0].split()).replace("``", "`")


def _table(title: str, rules: list[CheckRule]) -> str:
    rows = [f"| `{rule.name}` | {rule.level} | {_first(rule.words)} |" for rule in rules]
    return "\n".join([f"## {title}\n", "| rule | level | what must hold |", "|---|---|---|", *rows, ""])

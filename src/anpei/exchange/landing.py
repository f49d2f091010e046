"""New questions land as drafts in files of their own; the same file twice, or an import killed midway, lands once.

First the original is kept, then whole bank files appear, then the import is noted, then history has it. Whoever was
killed in between imports the same file again: what has landed is known by its words, from the files and from the note.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from anpei.authoring import Author, Authoring
from anpei.exchange.model import Choices, QuestionSource
from anpei.exchange.plan import ImportPlan, PlannedQuestion, batch_of, mark_of, plan_import
from anpei.plainfiles import write_atomic
from anpei.settings import Site

__all__ = ["Landing", "bank_text", "examine", "land", "sha_of"]

A_FILE = 400
"""Items in one file of the bank."""
SIGNS_A_FILE = 1_000_000
FOLDER = "imports"
_QUIET = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Landing:
    """What an import wrote, and the plan it followed."""

    plan: ImportPlan
    paths: tuple[Path, ...]


def sha_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def examine(site: Site, source: QuestionSource, data: bytes, choices: Choices) -> ImportPlan:
    """What an import of the file would do now; nothing is written."""
    sha = sha_of(data)
    return plan_import(source, sha, site.shelves, choices, _noted(site, sha))


def land(site: Site, source: QuestionSource, data: bytes, choices: Choices, *, day: str, author: Author) -> Landing:
    """Write what is new of the file as drafts; one import at a time, and each plans anew what is still new."""
    with _alone(site):
        plan = examine(site, source, data, choices)
        if not plan.new:
            return Landing(plan, ())
        shelf = Authoring(site)
        shelf.pick_up()  # what others saved before is theirs
        folder, name = site.var / FOLDER, PurePath(source.path).name
        suffix = PurePath(name).suffix.lower()
        write_atomic(
            folder / f"{plan.sha}{suffix if re.fullmatch(r'[.][a-z0-9]{1,5}', suffix) else ''}", data, mode=0o600
        )
        paths = []
        for topic in dict.fromkeys(question.topic for question in plan.new):
            questions = [question for question in plan.new if question.topic == topic]
            for some in _portions(questions):
                path = _free(site.workspace / "quizzes/bank", f"{topic}-{batch_of(plan.sha)}", site)
                write_atomic(path, bank_text(topic, some, name, day))
                paths.append(path)
        marks = _noted(site, plan.sha) | {mark_of(question.item): question.item_id for question in plan.new}
        note = json.dumps({"name": name, "day": day, "landed": marks}, ensure_ascii=False, indent=1)
        write_atomic(folder / f"{plan.sha}.json", note + "\n", mode=0o600)
        shelf.pick_up(author, [path.relative_to(site.workspace).as_posix() for path in paths])
        return Landing(plan, tuple(paths))


def _portions(questions: Sequence[PlannedQuestion]) -> Iterator[list[PlannedQuestion]]:
    """The questions by files: no more in one than people find their way in and readers take."""
    some: list[PlannedQuestion] = []
    size = 0
    for question in questions:
        weight = len(repr(question.item))
        if some and (len(some) >= A_FILE or size + weight > SIGNS_A_FILE):
            yield some
            some, size = [], 0
        some.append(question)
        size += weight
    yield some


def bank_text(topic: str, questions: Sequence[PlannedQuestion], name: str, day: str) -> str:
    """A file of the bank that holds these drafts, each below the place it came from."""
    lines = [
        f"# 从 {_quiet(name)} 导入（{day}），都是草稿，只有作者看得到。",
        "# 补上解析和引用，核对答案，然后删去 state: draft 这一行，再发布内容。",
        f"topic: {topic}",
        "items:",
    ]
    for question in questions:
        where = f"{_quiet(question.part)} 第 {question.line} 行" if question.part else f"第 {question.line} 行"
        needs = f"；要做的：{_quiet('、'.join(question.needs))}" if question.needs else ""
        lines.append(f"  # {where}{needs}")
        lines += _item_lines({"id": question.item_id, "kind": question.item["kind"], "state": "draft", **question.item})
    return "\n".join(lines) + "\n"


def _quiet(text: str) -> str:
    return _QUIET.sub(" ", text)[:200]


def _item_lines(item: Mapping[str, Any]) -> Iterator[str]:
    lead = "  - "
    for key, value in item.items():
        if (isinstance(value, list | tuple) and value and isinstance(value[0], Mapping)) or key in ("steps",):
            yield f"{lead}{key}:"
            yield from (f"      - {_flow(row)}" for row in value)
        else:
            yield f"{lead}{key}: {value if key in PLAIN_KEYS else _flow(value)}"
        lead = "    "


PLAIN_KEYS = ("id", "kind", "state", "use", "difficulty", "basis")


def _flow(value: Any) -> str:
    """A value on one line; a text always in quotes, so that no sign in it means anything."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _free(folder: Path, stem: str, site: Site) -> Path:
    """A name no file of the bank has, neither an own one nor one that came along."""
    names = (stem, *(f"{stem}-{number}" for number in range(2, 10_000)))
    return next(
        folder / f"{name}.yaml" for name in names
        if not (folder / f"{name}.yaml").exists() and site.shelves.find(f"quizzes/bank/{name}.yaml") is None
    )  # fmt: skip


def _noted(site: Site, sha: str) -> dict[str, str]:
    """The marks of the questions that earlier imports of this very file brought in."""
    try:
        told = json.loads((site.var / FOLDER / f"{sha}.json").read_text(encoding="utf-8"))["landed"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {str(mark): str(item_id) for mark, item_id in told.items()} if isinstance(told, dict) else {}


@contextmanager
def _alone(site: Site) -> Iterator[None]:
    """One import at a time, whichever process it runs in; a process that dies lets go."""
    folder = site.var / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

"""Files people write by hand: read with line numbers, checked into findings, written whole or not at all.

A reader never raises for what is in a file. What it foresees becomes a finding of its own; whatever else goes wrong is
caught once, at its door, by :func:`safely`. Sizes are looked at before anything is parsed.
"""

from __future__ import annotations

import json
import logging
import os
import re
import stat
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from yaml import MarkedYAMLError, YAMLError

from anpei.findings import FieldFinding, Finding
from anpei.wording import explain
from anpei.yamltext import DuplicateKey, compose, line_of, plain

__all__ = [
    "Document",
    "LooseDocument",
    "Plain",
    "Where",
    "parse",
    "parse_json",
    "read_as",
    "read_bytes",
    "read_text",
    "read_yaml",
    "safely",
    "told_by",
    "write_atomic",
]

Where = Sequence[str | int]
Model = TypeVar("Model", bound=BaseModel)
Found = TypeVar("Found")
LARGEST = 8_000_000
"""Bytes of a YAML file: a bank of 5,000 items has half as many."""
PROBLEMS = {"found unhashable key": "键只能是文字或数字，不能是列表"}
WHOLE = range(-(2**63), 2**63)
_SURROGATE = re.compile("[\\ud800-\\udfff]")
log = logging.getLogger("anpei.reading")


class Plain(BaseModel):
    """Base of everything read from a person's file: immutable, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


@dataclass(frozen=True)
class Document:
    """A parsed YAML file: plain ``data`` and the tree that remembers lines."""

    path: str
    data: Any
    tree: Any

    def line(self, where: Where = ()) -> int:
        """The 1-based line of the deepest part of ``where`` that exists."""
        return line_of(self.tree, where)

    def finding(self, where: Where, rule: str, message: str) -> Finding:
        return Finding(self.path, self.line(where), rule, message)

    def warning(self, where: Where, rule: str, message: str) -> Finding:
        return Finding(self.path, self.line(where), rule, message, "warning")


class LooseDocument(Document):
    """What is in no file yet: what is wrong with it is told by its fields instead of lines."""

    def finding(self, where: Where, rule: str, message: str) -> Finding:
        return FieldFinding(self.path, 0, rule, message, where=tuple(where))

    def warning(self, where: Where, rule: str, message: str) -> Finding:
        return FieldFinding(self.path, 0, rule, message, "warning", where=tuple(where))


def safely(path: Path | str, read: Callable[[], Found], failed: Callable[[Finding], Found], line: int = 0) -> Found:
    """What ``read`` gives; whatever it raises becomes one finding, and ``failed`` says what there is then.

    The door of every reader. A file can make a library raise anything; to its author it all means the same.
    """
    try:
        return read()
    except Exception as error:
        log.info("%s can't be read", path, exc_info=True)
        at = getattr(error, "lineno", None)
        words = f"这里读不下去（{type(error).__name__}），请检查最近改过的地方，或恢复上一版。"
        return failed(Finding(str(path), at if isinstance(at, int) else line, "unreadable", words))


def told_by(path: Path | str, rule: Callable[..., Iterable[Finding]], *about: Any) -> list[Finding]:
    """What a rule finds in what it is told about; a rule that stumbles over it is one finding."""
    return safely(path, lambda: list(rule(*about)), lambda finding: [finding])


def read_bytes(path: Path, most: int) -> tuple[bytes | None, list[Finding]]:
    """What a plain file of at most ``most`` bytes holds; a pipe or a device is none, and nobody waits for it."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                return None, [Finding(str(path), 0, "unreadable", "这不是一个普通文件。")]
            raw = file.read(most + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        return None, [Finding(str(path), 0, "unreadable", f"文件读不出来（{reason}）。")]
    if len(raw) > most:
        limit = f"{most // 1_000_000} MB" if most >= 1_000_000 else f"{most // 1000} kB"
        return None, [Finding(str(path), 0, "file-large", f"文件超过 {limit}，请拆分或简化。")]
    return raw, []


def read_text(path: Path, most: int) -> tuple[str | None, list[Finding]]:
    """The text of a UTF-8 file, with or without a byte order mark."""
    raw, findings = read_bytes(path, most)
    if raw is None:
        return None, findings
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return None, [Finding(str(path), line, "encoding", "文件不是 UTF-8 编码，请另存为 UTF-8。")]


def parse_json(text: str) -> Any:
    """The value of a JSON text; raises ValueError for what no page could show: NaN, huge numbers, half characters."""
    data = json.loads(text, parse_constant=_no_number, parse_int=_whole)
    if _SURROGATE.search(json.dumps(data, ensure_ascii=False)):
        raise ValueError("half a character")
    return data


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _whole(digits: str) -> int:
    number = int(digits) if len(digits) <= 40 else 2**64
    if number not in WHOLE:
        raise ValueError("too large a number")
    return number


def read_yaml(path: Path) -> tuple[Document | None, list[Finding]]:
    """Parse a YAML file; syntax errors, doubled keys and wrong encodings come back as findings."""
    name = str(path)
    text, findings = read_text(path, LARGEST)
    if text is None:
        return None, findings
    return safely(name, lambda: _yaml(name, text), lambda finding: (None, [finding]))


def _yaml(name: str, text: str) -> tuple[Document | None, list[Finding]]:
    """A text is YAML in which no key stands twice, nothing is nested too deep, and every value is one there can be."""
    try:
        tree = compose(text)
        data = plain(tree)
    except DuplicateKey as error:
        return None, [Finding(name, _mark(error), "duplicate-key", "同一个键写了两次，请删去一个。")]
    except YAMLError as error:
        return None, [Finding(name, _mark(error), "yaml-syntax", f"YAML 写法有误：{_problem(error)}。")]
    return Document(name, data, tree), []


def _mark(error: YAMLError) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark is not None else 0


def _problem(error: YAMLError) -> str:
    if isinstance(error, MarkedYAMLError) and error.problem:
        return PROBLEMS.get(str(error.problem), str(error.problem))
    return "无法解析"


def parse(document: Document, where: Where, model: type[Model]) -> tuple[Model | None, list[Finding]]:
    """Read the part of the document at ``where`` into ``model``; each broken rule is one finding with its line."""
    data = document.data
    for key in where:
        data = data[key]
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, [
            document.finding(
                (*where, *_location(detail["loc"], data)), detail["type"].replace("_", "-"), explain(detail)
            )
            for detail in error.errors(include_url=False)
        ]


def read_as(path: Path | None, model: type[Model]) -> tuple[Document | None, Model | None, list[Finding]]:
    """A whole file read into ``model``: what could be parsed, what it says, what is wrong. No file says nothing."""
    if path is None:
        return None, None, []
    document, found = read_yaml(path)
    if document is None:
        return None, None, found
    if not isinstance(document.data, dict):
        return document, None, [document.finding((), "shape", "文件应当是一组“键: 值”。")]
    read, found = safely(path, lambda: parse(document, (), model), lambda finding: (None, [finding]))
    return document, read, found


def _location(loc: tuple[int | str, ...], data: Any) -> list[int | str]:
    """Keep only the steps the data has: pydantic adds names of union members and of missing keys."""
    kept: list[int | str] = []
    for step in loc:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            continue
        kept.append(step)
    return kept


def write_atomic(path: Path, content: bytes | str, mode: int = 0o644) -> None:
    """Write a file so that a reader, or a crash, meets the old one or the new one, never half; durable on return."""
    raw = content.encode("utf-8") if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

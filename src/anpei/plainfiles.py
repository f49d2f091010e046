"""Files people write by hand: read with line numbers, checked into findings, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from yaml import MarkedYAMLError, YAMLError

from anpei.findings import Finding
from anpei.wording import explain
from anpei.yamltext import DuplicateKey, compose, line_of, plain

__all__ = ["Document", "Plain", "Where", "parse", "read_as", "read_yaml", "write_atomic"]

Where = Sequence[str | int]
Model = TypeVar("Model", bound=BaseModel)


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


def read_yaml(path: Path) -> tuple[Document | None, list[Finding]]:
    """Parse a YAML file; syntax errors, doubled keys and wrong encodings come back as findings."""
    name = str(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, [Finding(name, 0, "encoding", "文件不是 UTF-8 编码，请另存为 UTF-8。")]
    except OSError as error:
        return None, [Finding(name, 0, "unreadable", f"文件读不出来（{error.strerror}）。")]
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
        return str(error.problem)
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
    read, found = parse(document, (), model)
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

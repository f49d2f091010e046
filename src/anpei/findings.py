"""What is wrong in a file written by a person: file, line, named rule, message. All at once, never only the first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

__all__ = ["FieldFinding", "Finding", "Level", "errors_only", "render_text", "sort", "to_json"]

Level = Literal["error", "warning"]


@dataclass(frozen=True)
class Finding:
    """One problem; ``line`` is 1-based (0: the file as a whole), ``message`` is Chinese."""

    path: str
    line: int
    rule: str
    message: str
    level: Level = "error"


@dataclass(frozen=True)
class FieldFinding(Finding):
    """A finding about one object, with the way to the field it is about."""

    where: tuple[str | int, ...] = ()


def sort(findings: Iterable[Finding]) -> list[Finding]:
    """Order by file and line, without doubles."""
    return sorted(set(findings), key=lambda f: (f.path, f.line, f.rule, f.message))


def errors_only(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.level == "error"]


def _relative(path: str, root: Path | None) -> str:
    if root is None:
        return path
    try:
        return str(Path(path).resolve().relative_to(root.resolve()))
    except ValueError:
        return path


def render_text(findings: Iterable[Finding], root: Path | None = None) -> str:
    """One line a finding: ``file:line: rule: message``."""
    words = {"error": "错误", "warning": "提醒"}
    return "\n".join(
        f"{_relative(f.path, root)}:{f.line}: {words[f.level]} [{f.rule}] {f.message}" for f in sort(findings)
    )


def to_json(findings: Iterable[Finding]) -> list[dict[str, object]]:
    return [asdict(finding) for finding in sort(findings)]

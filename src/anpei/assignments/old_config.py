"""``nbgrader_config.py`` of an earlier site: read without running it, its settings carried into ``anpei.toml``.

It lay in the workspace, where trainers and their kernels write, and ran in processes without walls. What it says as
plain data of options that a site may set is carried over; every other line of its owner's is told, and the file is kept
under ``var/``.
"""

from __future__ import annotations

import ast
import json
import stat
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from anpei.assignments.course import NbgraderCourse
from anpei.findings import Finding
from anpei.nbgrader_settings import NbgraderSection
from anpei.plainfiles import write_atomic
from anpei.settings import Site, open_site

__all__ = ["NAME", "carry_over", "kept_at", "left_out", "read_old"]

NAME = "nbgrader_config.py"
RULE = "nbgrader-setting"
_OURS = ("from pathlib import Path", "from anpei.assignments.config import configure", "c = get_config()")
_CALL = "configure(c,"
Options = dict[str, dict[str, Any]]


def kept_at(site: Site) -> Path:
    """Where the file lies once it is carried over."""
    return site.var / "before" / NAME


def carry_over(site: Site) -> list[Finding] | None:
    """Carry the site's file over, if it has one: what couldn't be; None if there is nothing to do."""
    path = NbgraderCourse(site).root / NAME
    if not path.is_file():
        return None
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    options, findings = read_old(text, str(kept_at(site)))
    fresh = _unsaid(site, options)
    if fresh:
        settings = site.root / "anpei.toml"
        words = settings.read_text(encoding="utf-8-sig").rstrip() + "\n" + as_toml(fresh)
        write_atomic(settings, words, mode=stat.S_IMODE(settings.stat().st_mode))
        open_site(site.root)
    write_atomic(kept_at(site), text, mode=0o600)
    path.unlink()
    return findings


def left_out(site: Site) -> list[Finding]:
    """The lines of a file carried over that no setting stands for, for as long as the file is kept."""
    path = kept_at(site)
    if not path.is_file():
        return []
    return read_old(path.read_text(encoding="utf-8"), str(path))[1]


def _unsaid(site: Site, options: Options) -> Options:
    """Without what the site's settings say already, by class: a table can stand only once."""
    said = site.settings.nbgrader.given()
    return {name: values for name, values in options.items() if name not in said}


def read_old(text: str, place: str) -> tuple[Options, list[Finding]]:
    """Options that can be carried over, and a finding for each other statement of the owner's."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}, [_finding(place, 0, "这个文件不是能读懂的 Python")]
    options: Options = {}
    findings = []
    for statement in tree.body:
        source = ast.unparse(statement)
        said = _option(statement)
        if said is not None and _fits(*said):
            options.setdefault(said[0], {})[said[1]] = said[2]
        elif not (source in _OURS or source.startswith(_CALL) or _only_words(statement)):
            findings.append(_finding(place, statement.lineno, source.splitlines()[0][:120]))
    return options, findings


def _finding(place: str, line: int, source: str) -> Finding:
    """An own line of the file that no setting of anpei.toml stands for is not carried over."""
    words = f"没有带进 anpei.toml：{source}"
    return Finding(place, line, RULE, words, "warning")


def _only_words(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _option(statement: ast.stmt) -> tuple[str, str, Any] | None:
    """``c.Class.option = data`` as its three parts."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return None
    target = statement.targets[0]
    if not (isinstance(target, ast.Attribute) and isinstance(target.value, ast.Attribute)):
        return None
    if not (isinstance(target.value.value, ast.Name) and target.value.value.id == "c"):
        return None
    try:
        return target.value.attr, target.attr, ast.literal_eval(statement.value)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return None


def _fits(name: str, option: str, value: Any) -> bool:
    try:
        NbgraderSection.model_validate({name: {option: value}})
    except ValidationError:
        return False
    return True


def as_toml(options: Options) -> str:
    """The options as the tables of ``anpei.toml``."""
    lines = ["", f"# 由原来的 workspace/nbgrader/{NAME} 带过来"]
    for name, values in options.items():
        lines += [f"[nbgrader.{name}]", *(f"{option} = {_value(value)}" for option, value in values.items())]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_value(each)}" for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

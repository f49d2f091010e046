"""``responses.json`` on disk: written by the server or the notebook widget, read with every suspicion."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["NAME", "BadResponses", "Responses", "drop_links", "parse_responses", "read_responses", "render_responses"]

NAME = "responses.json"
MAX_BYTES = 256 * 1024
SCHEMA = 1


class BadResponses(ValueError):
    """A response file that can't be graded; the message is Chinese and says why."""


@dataclass(frozen=True)
class Responses:
    """What a submission says of itself. Whose attempt it is and what was asked is never taken from here."""

    attempt: int
    answers: Mapping[str, Any] = field(default_factory=dict)


def read_responses(folder: Path) -> Responses:
    """A submission's responses; a link, a pipe, a giant or nonsense is :class:`BadResponses`."""
    try:
        handle = os.open(folder / NAME, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        raise BadResponses("交来的文件夹里没有答卷文件 responses.json。") from None
    except OSError:
        raise BadResponses("答卷文件不是普通文件。") from None
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise BadResponses("答卷文件不是普通文件。")
        return parse_responses(file.read(MAX_BYTES + 1))


def drop_links(*, notebooks: Sequence[str], **_names: Any) -> None:
    """Take out of a submission what isn't a plain file: nbgrader would follow a link to anything it may read."""
    for folder in {Path(path).parent for path in notebooks}:
        for path in folder.rglob("*"):
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                path.unlink()


def parse_responses(raw: bytes) -> Responses:
    """Read ``responses.json``; anything odd is :class:`BadResponses`, never a guess."""
    if len(raw) > MAX_BYTES:
        raise BadResponses("答卷文件超过 256 KB。")
    try:
        data = json.loads(raw.decode("utf-8"), parse_constant=_refuse, object_pairs_hook=_once)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise BadResponses(f"答卷文件不是有效的 JSON（{type(error).__name__}）。") from None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise BadResponses("答卷文件的格式版本不认识。")
    attempt, answers = data.get("attempt"), data.get("answers", {})
    if not isinstance(attempt, int) or isinstance(attempt, bool) or not 0 < attempt < 2**63:
        raise BadResponses("答卷文件没有写明是哪一次考试。")
    if not isinstance(answers, dict):
        raise BadResponses("答卷文件里的答案不是一组“题号: 答案”。")
    return Responses(attempt, {slot: _value(entry) for slot, entry in answers.items()})


def render_responses(attempt: int, answers: Mapping[str, Any]) -> str:
    content = {"schema": SCHEMA, "attempt": attempt, "answers": {k: {"value": v} for k, v in answers.items()}}
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)


def _value(entry: Any) -> Any:
    if not isinstance(entry, dict) or "value" not in entry:
        raise BadResponses("答卷文件里有一道题的答案写法不对。")
    return entry["value"]


def _refuse(constant: str) -> Any:
    raise BadResponses(f"答卷文件里有不是数的数（{constant}）。")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Doubled keys are refused: two readers of one file must not see two answers."""
    if len({key for key, _ in pairs}) != len(pairs):
        raise BadResponses("答卷文件里同一个键写了两次。")
    return dict(pairs)

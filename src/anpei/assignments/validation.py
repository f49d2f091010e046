"""``nbgrader validate`` says what is true: code is run and its tests told of, of a paper only what was answered.

A paper's notebook holds no tests that could be run; marks are given by the server, after the hand-in.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbgrader.validator import Validator

from anpei.assignments.notebooks import read
from anpei.assignments.responses import NAME, BadResponses, read_responses
from anpei.assignments.source import slots_of
from anpei.assignments.wording import slot_words

__all__ = ["set_validation", "told"]

_stock = Validator.validate_and_print


def told(path: Path) -> str | None:
    """What is to be said of a paper's notebook; None when it's no paper of ours."""
    slots = slots_of(read(path))
    if slots is None:
        return None
    title = read(path).metadata["anpei"].get("title", path.stem)
    known = f"“{title}”是试卷，分数在交卷以后由平台评，这里不评分。"
    if not (path.parent / NAME).exists():
        return f"{known}\n还没有答卷文件，一题也没有作答。请打开试卷逐题作答。"
    try:
        answers = read_responses(path.parent).answers
    except BadResponses as error:
        return f"{known}\n答卷文件不能用：{error}请重新打开试卷作答。"
    blank = [slot_words(slot.slot) for slot in slots if answers.get(slot.slot) is None]
    if blank:
        done = len(slots) - len(blank)
        return f"{known}\n作答 {done} 题，共 {len(slots)} 题；还没有作答：{'、'.join(blank)}。"
    return f"{known}\n{len(slots)} 题都已作答，可以交卷。"


def set_validation() -> None:
    """Let nbgrader's validator in this process tell the truth of papers; calling it again changes nothing."""
    Validator.validate_and_print = _validate_and_print


def _validate_and_print(validator: Any, filename: str) -> None:
    said = told(Path(filename))
    if said is None:
        _stock(validator, filename)
    else:
        validator.stream.write(f"{said}\n")

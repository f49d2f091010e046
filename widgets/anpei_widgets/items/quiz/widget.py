"""One slot of a released quiz: the question comes from the server, the answer goes to ``responses.json`` beside it.

The file says which attempt it belongs to and what was answered; what was asked, and whose attempt it is, the server
knows. Run by a grader instead of a person, the call raises: a quiz is never graded by running it.
"""

from __future__ import annotations

import json
import os
import tempfile
import threading
from pathlib import Path
from typing import Any

import traitlets
from anpei_widgets.base import AnpeiWidget

FILE = "responses.json"
SCHEMA = 1
LARGEST = 40_000
_writing = threading.Lock()


class Quiz(AnpeiWidget):
    """``value`` is ``{"attempt": number, "answer": what was answered}``; ``state`` says what stands in the file."""

    name = "quiz"

    def __init__(self, paper: str, slot: str, folder: Path | None = None, **traits: Any) -> None:
        self._path = (folder or Path.cwd()) / FILE
        super().__init__(spec={"paper": paper, "slot": slot}, state=_state(self._path, slot), **traits)

    def check(self, value: Any) -> Any:
        if not isinstance(value, dict) or set(value) != {"attempt", "answer"}:
            raise ValueError("答案的写法不对")
        if not isinstance(value["attempt"], int) or isinstance(value["attempt"], bool) or value["attempt"] < 1:
            raise ValueError("不知道是哪一次作答")
        if len(json.dumps(value["answer"], allow_nan=False).encode()) > LARGEST * 6:
            raise ValueError("回答太长")
        return value

    @traitlets.observe("value")
    def _answered(self, change: Any) -> None:
        if change["new"] is None:
            return
        try:
            keep(self._path, change["new"]["attempt"], self.spec["slot"], change["new"]["answer"])
        except OSError as error:
            self.state = {**self.state, "trouble": f"没有存上（{error.strerror}）。请检查磁盘后再答一次。"}
        else:
            self.state = {"saved": change["new"]}


def quiz(paper: str, slot: str) -> Quiz:
    """Show one slot of a paper, e.g. ``quiz("fire-basic", "q01")``."""
    if os.environ.get("NBGRADER_EXECUTION"):
        raise RuntimeError("试卷不靠运行来评分：nbgrader 没有读到安培的配置。")
    return Quiz(paper, slot)


def keep(path: Path, attempt: int, slot: str, answer: Any) -> None:
    """Put one answer into the file, whole or not at all; answers of another attempt make room, ``None`` clears."""
    with _writing:
        content = _read(path)
        answers = content["answers"] if content.get("attempt") == attempt else {}
        answers[slot] = {"value": answer}
        if answer is None:
            del answers[slot]
        _write(path, {"schema": SCHEMA, "attempt": attempt, "answers": answers})


def _state(path: Path, slot: str) -> dict[str, Any]:
    content = _read(path)
    entry = content.get("answers", {}).get(slot)
    return {"saved": {"attempt": content["attempt"], "answer": entry["value"]}} if entry else {}


def _read(path: Path) -> dict[str, Any]:
    """The file's content if it is ours, otherwise nothing: a broken file is written anew."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        usable = content["schema"] == SCHEMA and all("value" in entry for entry in content["answers"].values())
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}
    return content if usable and isinstance(content.get("attempt"), int) else {}


def _write(path: Path, content: dict[str, Any]) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False, indent=1, allow_nan=False)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise

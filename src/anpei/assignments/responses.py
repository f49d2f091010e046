"""``responses.json`` on disk: written by the server or the notebook widget, read with every suspicion."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from anpei.assignments.model import MAX_BYTES, BadResponses, Responses, parse_responses

__all__ = ["NAME", "read_responses", "sweep_submission"]

NAME = "responses.json"


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


def sweep_submission(*, notebooks: Sequence[str], **_names: Any) -> None:
    """Take out of a submission what isn't a plain file: nbgrader would follow a link to anything it may read."""
    for folder in {Path(path).parent for path in notebooks}:
        for path in folder.rglob("*"):
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                path.unlink()

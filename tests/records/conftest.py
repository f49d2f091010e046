"""An exam that can be sat."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.exam import Exam


@pytest.fixture
def exam(tmp_path: Path) -> Iterator[Exam]:
    exam = Exam.set_up(tmp_path)
    yield exam
    exam.db.close()

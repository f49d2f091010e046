"""A picture's size as drawing programs write it: whole or with decimals, apart by blanks or commas."""

from __future__ import annotations

from pathlib import Path

import pytest

from anpei.bank import scenes

SIZES = [
    ("0 0 400 300", (400, 300)),
    ("0 0 841.89 595.28", (842, 595)),
    ("0.0,0.0, 400.00,300.5", (400, 300)),
    (" 0  0 400 300 ", (400, 300)),
    ("10 0 400.5 300", (0, 0)),
    ("0 0 199.4 300", (0, 0)),
    ("0 0 4000.5 300", (0, 0)),
    ("0 0 1e3 300", (0, 0)),
    ("", (0, 0)),
]


@pytest.mark.parametrize(("box", "size"), SIZES)
def test_a_pictures_size_is_read(tmp_path: Path, box: str, size: tuple[int, int]) -> None:
    path = tmp_path / "scene.svg"
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"/>', encoding="utf-8")
    drawing = scenes.read(path)
    assert (drawing.width, drawing.height) == size

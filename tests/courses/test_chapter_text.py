"""Chapter text becomes HTML that can do no harm and says which law it rests on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from anpei import courses
from anpei.courses.tables_html import to_table
from tests.helpers import course_shelf as shelf

Render = Callable[[str], str]


@pytest.fixture
def html(tmp_path: Path) -> Render:
    known = shelf.registry(shelf.lay_out(tmp_path))
    return lambda text: courses.to_html(text, known)


def test_raw_html_is_shown_as_text(html: Render) -> None:
    assert "<script" not in html("<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>")


def test_a_script_address_is_no_link(html: Render) -> None:
    assert "<a" not in html("[点我](javascript:alert(1)) [点我](data:text/html;base64,x)")


def test_a_citation_is_a_link_to_its_card(html: Render) -> None:
    made = html("要报警（[[xiaofang#44]]）。")
    assert 'href="../../laws/xiaofang/44"' in made and "《消防法》第44条" in made


def test_an_unknown_citation_is_marked(html: Render) -> None:
    assert "依据待核" in html("[[xiaofang#99]]")


def test_a_warning_is_drawn_as_a_sign(html: Render) -> None:
    assert 'class="sign danger"' in html("> **禁止**：不断电就用水。")


def test_a_data_frame_becomes_a_plain_table() -> None:
    head = "<thead><tr><th></th><th>人数</th></tr></thead>"
    body = "<tbody><tr><th>甲<b>班</b></th><td>3&lt;4</td></tr></tbody>"
    frame = f"<style>p{{}}</style><table>{head}{body}</table>"
    table = to_table(frame)
    assert table is not None and "style" not in table
    assert '<th scope="col">人数</th>' in table and '<th scope="row">甲班</th>' in table and "3&lt;4" in table

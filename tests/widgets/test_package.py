"""The package: same stems, bundles without imports, specs in the MIME bundle, comms that can't be misused."""

from __future__ import annotations

import re
from pathlib import Path

import anpei_widgets as aw
import pytest
import traitlets
from anpei_widgets import base

FOLDER = Path(aw.__file__).parent
FILES = ("widget.py", "widget.js", "style.css")


def test_every_widget_has_a_folder_with_its_three_files() -> None:
    folders = {path.parent for wing in ("items", "learning", "drills") for path in (FOLDER / wing).glob("*/widget.*")}
    missing = [f"{folder}/{file}" for folder in folders for file in FILES if not (folder / file).is_file()]
    assert missing == []
    assert sorted(folder.name for folder in folders) == aw.names()


@pytest.mark.parametrize("name", aw.names())
def test_a_bundle_is_one_module_without_imports(name: str) -> None:
    script, style = aw.bundle(name)
    assert len(re.findall(r"\bexport\b", script)) == len(re.findall(r"\bas default\}", script)) == 1
    assert not re.search(r"\bimport\b|https?://(?!www\.w3\.org/2000/svg)", script + style)
    assert "innerHTML" not in script


def test_an_unknown_widget_is_told_apart() -> None:
    for name in ("nosuch", "../secret", "manifest", "items/choice", "Choice"):
        with pytest.raises(aw.UnknownWidget):
            aw.bundle(name)


def test_the_public_spec_lies_beside_the_jupyter_view() -> None:
    widget = aw.Choice("先做什么？", ["报警", "灭火"])
    data, _ = widget._repr_mimebundle_()
    assert data[aw.MIME] == {"widget": "choice", "spec": widget.spec, "reckons": False}
    assert "application/vnd.jupyter.widget-view+json" in data


def test_a_browser_writes_the_value_and_nothing_else() -> None:
    widget = aw.Choice("先做什么？", ["报警", "灭火"])
    widget.set_state({"value": "b", "spec": {"stem": "改了"}, "_esm": "alert(1)"})
    assert widget.value == "b"
    assert widget.spec["stem"] == "先做什么？"
    assert "alert" not in widget._esm


def test_a_value_that_does_not_fit_is_refused() -> None:
    widget = aw.Choice("先做什么？", ["报警", "灭火"])
    with pytest.raises(traitlets.TraitError, match="答案不在选项之中"):
        widget.value = "z"


def test_a_sheet_takes_answers_of_its_own_slots_only() -> None:
    sheet = aw.Sheet("小测", [aw.Choice("一", ["甲", "乙"]), aw.Short("二")])
    sheet.value = {"at": "nosuch", "answers": {"q01": "a", "x": "y", "q02": None}, "flags": {"q02": 1}}
    assert sheet.value == {"at": "q01", "answers": {"q01": "a", "q02": None}, "flags": {"q02": True}}
    assert sheet.answers == {"q01": "a"}


def test_a_sheet_is_handed_in_once() -> None:
    handed: list[object] = []
    sheet = aw.Sheet("小测", [aw.Short("一")], minutes=1, on_hand_in=handed.append)
    sheet.value = {"answers": {"q01": "12"}}
    for kind in ("hand_in", "hand_in", "time_up", "nonsense"):
        sheet._handle_custom_msg({"type": kind}, [])
    assert handed == [{"q01": "12"}]


def test_the_door_offers_what_it_says() -> None:
    assert sorted(aw.__all__) == sorted(set(aw.__all__))
    assert all(hasattr(aw, name) for name in aw.__all__)
    assert base.AnpeiWidget is aw.AnpeiWidget

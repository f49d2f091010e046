"""What is wrong in ``drills/families.yaml`` is said with file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

from anpei.content import Shelves, bundled
from anpei.exercises import evaluation

GOOD = """source: 自编
families:
  - {id: one, title: 一类, part: 实施, forms: [桌面演练], certainty: 记, items: [{id: a, text: 做到了}]}
"""


def found(folder: Path, text: str) -> list[tuple[str, int]]:
    (folder / "drills").mkdir(exist_ok=True)
    (folder / "drills/families.yaml").write_text(text, encoding="utf-8")
    return [(finding.rule, finding.line) for finding in evaluation.load(Shelves([folder]))[1]]


def test_a_sound_file_has_no_findings(tmp_path: Path) -> None:
    assert found(tmp_path, GOOD) == []


def test_a_shelf_without_the_file_has_no_families(tmp_path: Path) -> None:
    assert evaluation.load(Shelves([tmp_path])) == (None, [])


def test_an_id_used_twice_is_told_by_its_line(tmp_path: Path) -> None:
    assert found(tmp_path, GOOD + GOOD.splitlines()[2] + "\n") == [("family-twice", 4)]


def test_a_form_of_drill_that_does_not_exist_is_told(tmp_path: Path) -> None:
    rules = found(tmp_path, GOOD.replace("桌面演练", "空中演练"))
    assert {line for _, line in rules} == {3}


def test_a_scenario_whose_family_is_none_of_the_files_is_told(tmp_path: Path) -> None:
    assert evaluation.check(Shelves([bundled()])) == []
    folder = tmp_path / "drills/fire"
    shutil.copytree(bundled() / "drills/workshop-fire", folder)
    shutil.copy(bundled() / "drills/families.yaml", tmp_path / "drills")
    text = (folder / "scenario.yaml").read_text(encoding="utf-8").replace("family: 医疗救护", "family: 医疗救援")
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    (told,) = evaluation.check(Shelves([tmp_path]))
    assert (told.rule, told.level) == ("family-unknown", "warning")
    assert "医疗救援" in text.splitlines()[told.line - 1]

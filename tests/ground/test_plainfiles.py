"""A file written by a person gives every finding at once, with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pydantic import Field

from anpei.plainfiles import Plain, parse, read_yaml, write_atomic


class Tool(Plain):
    name: str = Field(min_length=2)
    years: int = Field(ge=1)


def tools(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    document, findings = read_yaml(path)
    if document is not None:
        for index in range(len(document.data["tools"])):
            findings += parse(document, ("tools", index), Tool)[1]
    return [(finding.line, finding.rule) for finding in findings]


def test_findings_carry_the_line_of_the_wrong_value(tmp_path: Path) -> None:
    text = "tools:\n  - name: 水\n    years: 6\n  - name: 干粉\n    years: 0\n    colour: red\n"
    assert tools(tmp_path, text) == [(2, "string-too-short"), (5, "greater-than-equal"), (6, "extra-forbidden")]


def test_a_comma_that_cuts_a_text_is_an_unknown_key(tmp_path: Path) -> None:
    assert tools(tmp_path, "tools:\n  - {name: 提起, 拔销, years: 1}\n") == [(2, "extra-forbidden")]


@pytest.mark.parametrize(
    ("text", "rule"),
    [("tools: [", "yaml-syntax"), ("a: 1\na: 2\n", "duplicate-key"), ("a: *nothing\n", "yaml-syntax")],
)
def test_a_file_that_is_not_yaml_is_one_finding(tmp_path: Path, text: str, rule: str) -> None:
    assert [found[1] for found in tools(tmp_path, text)] == [rule]


def test_a_word_means_what_it_says(tmp_path: Path) -> None:
    """YAML 1.1 would make a truth value, a number of minutes and an octal number of these."""
    path = tmp_path / "x.yaml"
    path.write_text("a: no\nb: 12:30\nc: 010\nd: 2021-09-01\ne: ~\n", encoding="utf-8")
    document, _ = read_yaml(path)
    assert document is not None
    assert document.data == {"a": "no", "b": "12:30", "c": 10, "d": date(2021, 9, 1), "e": None}


def test_a_file_that_contains_itself_is_one_finding_with_its_line(tmp_path: Path) -> None:
    assert tools(tmp_path, "tools:\n  - &a {name: 水, years: *a}\n") == [(2, "yaml-syntax")]


def test_another_encoding_is_one_finding(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes("名: 水".encode("gb18030"))
    assert [finding.rule for finding in read_yaml(path)[1]] == ["encoding"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    write_atomic(path, "old")
    with pytest.raises(TypeError):
        write_atomic(path, 5)  # type: ignore[arg-type]
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["x.txt"]

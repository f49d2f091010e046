"""Forms change plain files: only the lines that must, and never what a file says otherwise."""

from __future__ import annotations

import random
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from anpei.authoring import Unspliceable
from anpei.authoring.differences import as_written, next_operation, same, version_of
from anpei.authoring.files import AuthoredFile, parse_file, read_file
from anpei.authoring.model import KINDS, diff, merged
from anpei.authoring.splice import spliced
from anpei.yamltext import compose, plain

ROOT = Path(__file__).parents[2]
WORDS = (
    "新的文字", "有: 冒号", "有, 逗号 # 井号", "true", "12", "", "  空格 ", "第一行\n第二行", "- 横", "引\"号'", "{花}",
    "😀", "1e3", "a\u2028b", "null", "# 井", "长" * 300, "末尾冒号:", "@x", "2021-01-01",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    3, 2.5, True, None, [], ["甲", "乙, 丙"], {"text": "选项，新", "right": True}, {"a": {"b": [1, "x: y"]}},
    [[1, 2], [3, 4]],
)  # fmt: skip


def edit(data: Any, chance: random.Random) -> Any:
    """The data with one thing in it put in, taken out, moved or changed."""
    data = deepcopy(data)
    places: list[Any] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict | list) and value:
            places.append(value)
            for each in value.values() if isinstance(value, dict) else value:
                walk(each)

    walk(data)
    place, new = chance.choice(places), chance.choice((*WORDS, *VALUES))
    if isinstance(place, dict):
        key = chance.choice(list(place))
        act = chance.choice(("set", "set", "add", "delete"))
        if act == "set":
            place[key] = new
        elif act == "delete":
            del place[key]
        else:
            rows = list(place.items())
            rows.insert(chance.randrange(len(rows) + 1), ("new_key", new))
            place.clear()
            place.update(rows)
    else:
        act = chance.choice(("insert", "delete", "move", "copy"))
        at = chance.randrange(len(place))
        if act == "insert":
            place.insert(at, new)
        elif act == "delete":
            del place[at]
        elif act == "move":
            place.insert(chance.randrange(len(place)), place.pop(at))
        else:
            place.append(deepcopy(place[at]))
    return data


def comments(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip().startswith("#")]


@pytest.mark.parametrize("path", sorted((ROOT / "quizzes/bank").glob("*.yaml")), ids=lambda path: path.stem)
def test_an_items_edit_touches_its_own_lines(path: Path) -> None:
    file, findings = read_file(path, path.name, KINDS["item"])
    assert file is not None and not findings
    chance = random.Random(path.stem)
    lines = file.text.split("\n")
    for _ in range(12):
        found = chance.choice(file.objects)
        wanted = edit(found.value, chance)
        wanted["id"] = found.slug
        made = file.edited(found.slug, wanted, "")
        told = made.text.split("\n")
        assert told[: found.first] == lines[: found.first]
        assert told[len(told) - (len(lines) - found.last - 1) :] == lines[found.last + 1 :]
        again = made.by_slug[found.slug]
        piece = plain(compose("\n".join(told[again.first : again.last + 1])))
        assert same(piece, [wanted])


def test_what_a_file_remembers_after_edits_is_what_it_says() -> None:
    """Bounds and values aren't read again after an edit: they must be right all the same."""
    file, _ = read_file(ROOT / "quizzes/bank/fire.yaml", "quizzes/bank/fire.yaml", KINDS["item"])
    assert file is not None
    chance = random.Random(7)
    for n in range(6):
        found = chance.choice(file.objects)
        file = file.edited(found.slug, {**edit(found.value, chance), "id": found.slug}, chance.choice(("", "draft")))
        file = file.with_new({f"fire-n{n}": {"id": f"fire-n{n}", "kind": "single", "stem": "新？\n二行"}}, "draft")
    assert facts(parse_file(file.path, file.rules, file.text)) == facts(file)
    assert comments(file.text) == comments((ROOT / "quizzes/bank/fire.yaml").read_text(encoding="utf-8"))


def facts(file: AuthoredFile) -> list[tuple[Any, ...]]:
    return [(o.slug, o.version, o.state, o.index, o.first, o.last) for o in file.objects]


SMALL = [*ROOT.glob("quizzes/papers/*.yaml"), *ROOT.glob("courses/*/course.yaml"), ROOT / "quizzes/topics.yaml"]


def test_whole_files_keep_their_comments_and_say_what_is_wanted() -> None:
    chance = random.Random(3)
    for path in sorted(SMALL):
        text = path.read_text(encoding="utf-8")
        data = plain(compose(text))
        for _ in range(4):
            wanted = edit(data, chance)
            made = spliced(text, wanted)
            assert same(plain(compose(made)), wanted)
            assert comments(made) == comments(text)


def test_a_scenario_is_edited_where_it_must_be() -> None:
    text = (ROOT / "drills/workshop-fire/scenario.yaml").read_text(encoding="utf-8")
    data = plain(compose(text))
    wanted = deepcopy(data)
    wanted["minutes"] = 25
    wanted["roles"].append({"id": "extra", "title": "增援", "duty": "待命"})
    before, after = text.split("\n"), spliced(text, wanted).split("\n")
    assert len(after) - len(before) == 3
    assert sum(line not in before for line in after) == 4


KEPT = """\
# 头
topic: fire   # 主题

items:
  # ---- 考试题 ----
  # 关于报警
  - id: a
    stem: "甲"   # 改过
    tags: [x, y]   # 标签
  - id: b
    stem: 乙
    note: >
      一段话
      接着说

      第二段
  # 留到最后
  - id: c
    stem: |
      第一行
      第二行
"""


def test_comments_headings_and_quotes_stay_where_they_belong() -> None:
    data = plain(compose(KEPT))
    a, b, c = data["items"]
    made = spliced(KEPT, {**data, "items": [b, {**a, "stem": "新", "tags": ["x", "z", "y"]}, c]})
    assert made == KEPT.replace("""\
  # 关于报警
  - id: a
    stem: "甲"   # 改过
    tags: [x, y]   # 标签
""", "").replace("  # 留到最后\n", """\
  # 关于报警
  - id: a
    stem: "新"   # 改过
    tags: [x, z, y]   # 标签
  # 留到最后
""")  # fmt: skip


def test_a_deleted_item_takes_its_comment_along_and_no_heading() -> None:
    data = plain(compose(KEPT))
    made = spliced(KEPT, {**data, "items": data["items"][1:]})
    assert "# ---- 考试题 ----" in made and "关于报警" not in made and "# 头" in made


def test_blocks_of_text_stay_blocks() -> None:
    data = plain(compose(KEPT))
    data["items"][2]["stem"] = "第一行\n改了的第二行\n"
    data["items"][1]["note"] = "一段新话\n第二段\n"
    made = spliced(KEPT, data)
    assert "    stem: |\n      第一行\n      改了的第二行\n" in made
    assert "    note: >\n      一段新话\n\n      第二段\n" in made


def test_line_ends_of_windows_and_no_line_end_at_the_end() -> None:
    assert spliced("a: 1\r\nb: [x]\r\n", {"a": 2, "b": ["x", "y"]}) == "a: 2\r\nb: [x, y]\r\n"
    assert spliced("a: 1\nb: 2", {"a": 1, "b": 2, "c": 3}) == "a: 1\nb: 2\nc: 3"


def test_a_byte_order_mark_stays(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes("\ufefftopic: fire\nitems:\n  - id: a\n    stem: 中\n".encode())
    file, _ = read_file(path, "x.yaml", KINDS["item"])
    assert file is not None
    made = file.edited("a", {"id": "a", "stem": "文"}, "")
    assert made.raw == "\ufefftopic: fire\nitems:\n  - id: a\n    stem: 文\n".encode()


@pytest.mark.parametrize(
    "text", ["a: &x 1\nb: *x\n", "a: 1\n---\nb: 2\n", "a: [1\n", "", "a: 1\rb: 2\n"],
    ids=["anchor", "documents", "broken", "empty", "line ends"],
)  # fmt: skip
def test_what_no_form_understands_is_refused(text: str) -> None:
    with pytest.raises(Unspliceable, match="JupyterLab"):
        spliced(text, {"a": 3})


def test_a_truth_value_is_no_number_and_a_whole_number_is_one() -> None:
    assert spliced("a: true\nb: 4.0\n", {"a": 1, "b": 4}) == "a: 1\nb: 4.0\n"
    assert version_of({"a": True}) != version_of({"a": 1}) != version_of({"a": "1"})
    assert version_of({"a": 4.0}) == version_of({"a": 4})


def test_what_says_the_same_is_left_as_it_is_written() -> None:
    written = plain(compose("a: |\n  x\nb: 4.0\nc: 2021-01-01\n"))
    assert next_operation(written, as_written(written, {"a": "x", "b": 4, "c": "2021-01-01"})) is None


def test_three_sides_are_merged_by_field() -> None:
    base = {"a": 1, "b": 2, "c": 3}
    one = merged(base, {"a": 9, "b": 2, "c": 3, "d": 4}, {"a": 1, "b": 8})
    assert (one.value, one.taken, one.clashes) == ({"a": 9, "b": 8, "d": 4}, ("b", "c"), ())
    assert merged(base, {"a": 5, "b": 2, "c": 3}, {"a": 6, "b": 2, "c": 3}).clashes == ("a",)


def test_a_difference_is_told_by_field() -> None:
    before = {"stem": "甲", "options": [{"text": "x", "right": True}, {"text": "y"}], "tags": ["a"]}
    after = {"stem": "甲", "options": [{"text": "x", "right": True}, {"text": "z"}], "use": "exam"}
    told = [(change.where, change.before, change.after) for change in diff(before, after)]
    assert told == [(("options", 1, "text"), "y", "z"), (("use",), None, "exam"), (("tags",), ["a"], None)]

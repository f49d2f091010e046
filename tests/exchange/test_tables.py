"""Tables as trainers save them: heads in any order and spelling, keys in any width; every row is accounted for."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from anpei.cells import to_csv
from anpei.exchange.words import field_of_head
from tests.exchange.conftest import HEADS, book, codes, meant, read, right, saved

OPTIONS = ("甲", "乙", "丙", "丁")


def one(kind: str | int | None, key: Any, options: tuple[Any, ...] = OPTIONS, **decided: Any) -> Any:
    """The one question of a table with this kind, key and options."""
    return meant(to_csv([HEADS, (kind, "哪一个？", *options, *[None] * (4 - len(options)), key)]), "题.csv", **decided)[
        0
    ]


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ("题 型", "kind"), ("*题干", "stem"), ("试题内容（必填）", "stem"), ("正确答案：", "key"),
        ("选项A", "option-0"), ("选项 Ｂ", "option-1"), ("C", "option-2"), ("选项4", "option-3"),
        ("备选答案E", "option-4"), ("答案解析", "explanation"),
        ("选项", "options"), ("难易程度", "difficulty"), ("所属知识点", "topic"), ("章节", "chapter"), ("备注", ""),
    ],
)  # fmt: skip
def test_heads_are_known_in_many_spellings(head: str, field: str) -> None:
    assert field_of_head(head) == field


@pytest.mark.parametrize("key", ["AC", "A,C", "A、C", "A|C", "a c", "ＡＣ", " A；C ", "A.C", "甲;丙", "A\nC"])
def test_a_key_of_letters_in_every_way_it_is_written(key: str) -> None:
    assert right(one("多选题", key)) == ["甲", "丙"]


@pytest.mark.parametrize("key", ["c", "Ｃ", " C", "丙", "C.丙", "C、丙", "（C）"])
def test_a_key_of_one_letter_or_text(key: str) -> None:
    assert right(one("单选", key)) == ["丙"]


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("√", True),
        ("对", True),
        ("T", True),
        ("正确", True),
        ("Ｆ", False),
        ("×", False),
        ("错误", False),
        ("x", False),
    ],
)
def test_true_and_false_in_every_way_they_are_written(key: str, answer: bool) -> None:
    assert one("判断", key, ()).item["answer"] is answer


def test_letters_of_true_or_false_mean_their_options_or_what_a_person_says() -> None:
    assert one("判断", "B", ("正确", "错误")).item["answer"] is False
    assert one("判断", "A", ("错误", "正确")).item["answer"] is False
    assert codes(one("判断", "A", ())) == ["truefalse-letter"]
    assert one("判断", "A", (), truefalse={"A": True}).item["answer"] is True
    assert codes(one("判断", 1, ())) == ["truefalse-letter"]


@pytest.mark.parametrize(
    ("kind", "key", "options", "code"),
    [
        ("单选", "AB", OPTIONS, "key-against-kind"),
        ("1", "A", OPTIONS, "kind-code"),
        ("怪题", "A", OPTIONS, "kind-unknown"),
        ("单选", "E", OPTIONS, "key-beyond"),
        ("单选", 2, OPTIONS, "key-digits"),
        ("单选", "B", ("B", "A", "丙", "丁"), "key-letter-or-text"),
        ("单选", "A.乙", OPTIONS, "key-letter-or-text"),
        ("多选", "AA", OPTIONS, "key-repeated"),
        ("单选", "戊", OPTIONS, "key-unknown"),
        ("单选", None, OPTIONS, "key-missing"),
        ("单选", "A", ("甲",), "options-missing"),
        ("单选", "A", ("B.甲", "A.乙"), "options-letters"),
        ("判断", "对", OPTIONS, "key-against-kind"),
        ("填空", "2.5 米", (), "amount"),
        (None, "随便", (), "kind-missing"),
    ],
)
def test_what_people_have_to_decide_is_never_guessed(kind: Any, key: Any, options: tuple[str, ...], code: str) -> None:
    made = one(kind, key, options)
    assert codes(made) == [code] and not made.item


def test_what_people_decided_counts() -> None:
    assert right(one("1", "B", kinds={"1": "single"})) == ["乙"]
    assert right(one("单选", 2, digits="option")) == ["乙"]
    assert one("填空", "2.5 米", (), amounts="number").item["numeric"] == {"value": 2.5, "unit": "米"}
    assert one("填空", "2.5 米", (), amounts="text").item["accept"] == ["2.5 米"]


def test_a_missing_kind_follows_options_and_key_and_is_told() -> None:
    kinds = [(one(None, key, options).item["kind"]) for key, options in [("A", OPTIONS), ("AB", OPTIONS), ("错", ())]]
    assert kinds == ["single", "multiple", "truefalse"]
    assert one(None, "A").notes == ["题型没有写，按答案定为单选题。"]
    assert one(None, "A", ("对", "错")).item == {"kind": "truefalse", "stem": "哪一个？", "answer": True}


def test_other_kinds() -> None:
    assert one("排序题", "CABD").item["steps"] == ["丙", "甲", "乙", "丁"]
    assert one("填空", 119, ()).item["numeric"] == {"value": 119}
    assert one("填空", "报警|打119", ()).item["accept"] == ["报警", "打119"]
    assert one("简答题", "先报警。", ()).item == {"kind": "case", "stem": "哪一个？", "model_answer": "先报警。"}
    assert "配对" in one("连线题", "1-A").unusable
    assert (
        "几个空"
        in meant(book([("填空题", "先____，再____。", None, None, None, None, "报警；疏散")]), "a.xlsx")[0].unusable
    )


@pytest.mark.parametrize(
    "cell",
    ["A.甲 B.乙 C.丙", "A、甲\nB、乙\nC、丙", "（A）甲（B）乙（C）丙", "甲|乙|丙", "甲\n乙\n丙", "Ａ．甲Ｂ．乙Ｃ．丙"],
)
def test_all_options_in_one_cell(cell: str) -> None:
    made = meant(book([("单选", "哪一个？", cell, "B")], ("题型", "题干", "选项", "答案")), "a.xlsx")[0]
    assert [row["text"] for row in made.item["options"]] == ["甲", "乙", "丙"] and right(made) == ["乙"]


def test_options_that_cannot_be_told_apart_are_a_doubt() -> None:
    table = book(
        [("单选", "哪一个？", "甲；乙；丙", "B"), ("单选", "哪？", "A.维B.素 B.乙", "B")],
        ("题型", "题干", "选项", "答案"),
    )
    assert [codes(made) for made in meant(table, "a.xlsx")] == [["options-in-one"], ["options-letters"]]


def test_every_row_is_a_question_a_heading_or_left_over() -> None:
    rows = [
        ("消防题库",), (), HEADS, ("一、判断题",), (None, "能乘电梯。", None, None, None, None, "错"), HEADS,
        (None, None, None, None, None, None, None, "只有解析"),
        ("单选", "哪一个？", *OPTIONS, "A", "因为。", "消防"),
    ]  # fmt: skip
    source = read(book(rows[1:], rows[0]), "a.xlsx")
    assert [(q.line, q.says.get("kind")) for q in source.questions] == [(5, "判断"), (8, "单选")]
    assert [left.line for left in source.leftovers] == [7]
    assert [passed.line for passed in source.passed] == [1, 3, 4, 6]


def test_sheets_by_kind_are_all_read_and_hidden_ones_told() -> None:
    made = openpyxl.Workbook()
    made.remove(made["Sheet"])
    for name, state in (("封面", "visible"), ("单选题", "visible"), ("判断题", "visible"), ("旧题", "hidden")):
        sheet = made.create_sheet(name)
        sheet.sheet_state = state
        sheet.append(["说明"] if name == "封面" else ["题干", "选项A", "选项B", "答案"])
        sheet.append(["题库说明文字"] if name == "封面" else ["哪一个？", "对", "错", "A"])
    data = saved(made)
    source = read(data, "a.xlsx")
    assert [(q.part, q.says["kind"]) for q in source.questions] == [("单选题", "单选题"), ("判断题", "判断题")]
    told = {finding.rule: finding.message for finding in source.findings}
    assert "旧题" in told["import-hidden-sheet"] and set(told) == {"import-hidden-sheet", "import-header"}
    assert [q.part for q in read(data, "a.xlsx", sheet="旧题").questions] == ["旧题"]
    assert [left.part for left in source.leftovers] == ["封面", "封面"]


def test_a_picture_in_the_sheet_is_told() -> None:
    drawing = (
        b'<xdr:wsDr xmlns:xdr="x"><xdr:twoCellAnchor><xdr:from><xdr:row>1</xdr:row></xdr:from>'
        b"<xdr:pic/></xdr:twoCellAnchor></xdr:wsDr>"
    )
    relation = b'<Relationships><Relationship Id="r1" Target="../drawings/drawing1.xml"/></Relationships>'
    out = BytesIO(book([("单选", "看图，哪一个？", *OPTIONS, "A")]))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/drawings/drawing1.xml", drawing)
        archive.writestr("xl/worksheets/_rels/sheet1.xml.rels", relation)
    source = read(out.getvalue(), "a.xlsx")
    assert source.questions[0].lost == ("图片",)
    assert [finding.rule for finding in source.findings] == ["import-picture"]


def test_a_csv_in_gbk_and_columns_named_by_hand() -> None:
    text = "描述,类,甲项,乙项,对的\n哪一个？,单选,对,错,A\n"
    hand = {"描述": "stem", "类": "kind", "甲项": "option-0", "乙项": "option-1", "对的": "key"}
    assert right(meant(text.encode("gbk"), "a.csv", columns=hand)[0]) == ["对"]
    told = read(text.encode("gbk"), "a.csv")
    assert [finding.rule for finding in told.findings] == ["import-header"] and told.heads[0] == "描述"
    assert [left.line for left in told.leftovers] == [1, 2]


def test_a_bomb_is_refused_before_it_is_parsed() -> None:
    for name, cells in (("a.xlsx", 16_000_000), ("a.docx", 2_100_000)):
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr("word/document.xml", b"<c/>" * cells)
        assert [finding.rule for finding in read(out.getvalue(), name).findings] == ["import-too-large"]


def test_what_else_a_question_says() -> None:
    heads = ("题干", "题型", "答案", "难度", "分值", "标签", "章节", "依据")
    rows = [
        ("电梯能逃生。", "判断", "×", "较难", "2 分", "电梯，逃生", "第一章", "某教材"),
        ("甲。", "判断", "√", 0.65, 500, "", "", ""),
    ]
    first, second = meant(book(rows, heads), "a.xlsx")
    assert first.item == {
        "kind": "truefalse", "stem": "电梯能逃生。", "answer": False, "difficulty": "hard", "points": 2,
        "source": "某教材", "tags": ["电梯", "逃生", "第一章"],
    }  # fmt: skip
    assert second.lost == ["难度“0.65”（不知道是什么尺度，按中等）", "分值“500”（不是 0 到 100 的数）"]

"""Pasted text and Word files: every line is in a question, a heading or left over; Word's own numbers are rebuilt."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from tests.exchange.conftest import codes, meant, read, right

BANK = """某公司消防安全考试题库

一、单选题（每题2分，共10分）
1. 发现火情，第一件事是（ B ）。
A. 收拾东西  B. 喊人报警  C. 拍照  D. 继续干活
2、火警电话是（  ）
A.110 B.119
C.120 D.122
答案：B
解析：火警 119。
报警时说清地址。
3．下列哪一项对？
A、甲
B、乙
【答案】B
【难度】难

二、多选题
1. 哪些对（ ）
A. 甲 B. 乙 C. 丙
三、判断题
1. 电梯可以逃生。（×）
2. 灭火器要检查。

参考答案
二、多选题
1.ABC
三、判断题（每题1分） 2.对
备注：以上仅供参考
"""


def test_a_bank_with_sections_keys_in_brackets_below_and_at_the_end() -> None:
    made = meant(BANK, "题.txt")
    assert [one.item["kind"] for one in made] == ["single", "single", "single", "multiple", "truefalse", "truefalse"]
    assert [right(one) for one in made[:4]] == [["喊人报警"], ["119"], ["乙"], ["甲", "乙", "丙"]]
    assert [one.item["answer"] for one in made[4:]] == [False, True]
    assert made[0].item["stem"] == "发现火情，第一件事是（　）。"
    assert made[1].item["explanation"] == "火警 119。\n报警时说清地址。" and made[2].item["difficulty"] == "hard"


def test_every_line_is_accounted_for() -> None:
    source = read(BANK, "题.txt")
    assert [left.line for left in source.leftovers] == [1, 29]
    assert [one.line for one in source.passed] == [3, 18, 21, 25, 26, 27, 28]
    assert [one.line for one in source.questions] == [4, 6, 12, 19, 22, 23]


HARD = {
    "the first bracketed letter is no key": ("1. 罐（A）和罐（B）隔多远（ ）\nA. 1 米 B. 2 米\n答案：B", [[]]),
    "several brackets may be the key": ("1. 括号（A）也（B）\nA. 甲\nB. 乙", [["key-several-brackets"]]),
    "two keys": ("1. 哪个（A）\nA. 甲\nB. 乙\n答案：B", [["key-twice"]]),
    "letters inside options": ("1. 哪个\nA.维生素B.多 B.乙\n答案：A", [["options-letters"]]),
    "numbers begin anew": (
        "单选题\n1. 甲\nA.一 B.二\n多选题\n1. 乙\nA.一 B.二\n答案：\n1.A 1.AB", [["keys-at-end"], ["keys-at-end"]],
    ),
    "no key": ("1. 哪个\nA. 甲\nB. 乙", [["key-missing"]]),
    "a question without a number": (
        "1. 哪个\nA. 甲\nB. 乙\n答案：A\n\n又哪个\nA. 甲\nB. 乙\n答案：B", [[], ["unnumbered"]],
    ),
    "a stray line after the key": ("1. 哪个\nA. 甲\nB. 乙\n答案：A\n多出的话", [["key-unknown"]]),
}  # fmt: skip


@pytest.mark.parametrize("case", HARD)
def test_hard_texts_are_read_rightly_or_left_to_people(case: str) -> None:
    text, wanted = HARD[case]
    assert [codes(one) for one in meant(text, "题.txt")] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "（1）哪个？\n（A）甲\n（B）乙\n答案：B\n（2）哪个？\nA 甲\nB 乙\n正确答案：B",
        "哪个？\nA. 甲\nB. 乙\n答案：B\n\n另一个？\nA. 甲\nB. 乙\n答案：B",
        "第1题 哪个？ A. 甲 B. 乙 答案：B\n第2题 哪个？ A. 甲 B. 乙 答案：B",
        "1. [单选题] 哪个？\nA、甲\nB、乙\n2. (单选题) 哪个？\nA、甲\nB、乙\n答案\n1-2 BB",
        "1. 哪个（B）\nA. 甲\nB. 乙\n1. 哪个（B）\nA. 甲\nB. 乙",
    ],
)
def test_other_ways_to_number(text: str) -> None:
    assert [right(one) for one in meant(text, "题.txt")] == [["乙"], ["乙"]]


def test_gbk_and_an_unknown_encoding() -> None:
    assert len(meant(BANK.encode("gbk"), "题.txt")) == 6
    assert [finding.rule for finding in read(b"\xff\xff\xff", "题.txt").findings] == ["import-encoding"]


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DECIMAL = '<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>'
LETTER = '<w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%2."/>'
CHINESE = '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/>'
ANEW = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">{DECIMAL}</w:lvl><w:lvl w:ilvl="1">{LETTER}</w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0">{CHINESE}</w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/>{ANEW}</w:num></w:numbering>"""
STYLES = f"""<w:styles {W}><w:style w:styleId="Q"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="Q2"><w:basedOn w:val="Q"/></w:style></w:styles>"""


def paragraph(text: str, number: int = 0, level: int = 0, style: str = "", inside: str = "") -> str:
    counted = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{counted}</w:pPr><w:r><w:t>{text}</w:t></w:r>{inside}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    cells = ["".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def word(*blocks: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{''.join(blocks)}</w:body></w:document>")
        archive.writestr("word/numbering.xml", NUMBERING)
        archive.writestr("word/styles.xml", STYLES)
    return out.getvalue()


def test_word_numbers_itself() -> None:
    data = word(
        paragraph("单选题", 2), paragraph("哪个？", style="Q2"), paragraph("甲", 1, 1), paragraph("乙", 1, 1),
        paragraph("又哪个？", style="Q", inside="<w:r><w:drawing/></w:r>"),
        paragraph("甲", 1, 1), paragraph("乙", 1, 1),
        paragraph("多选题", 2), paragraph("哪些？", 3), paragraph("甲", 3, 1), paragraph("乙", 3, 1),
        paragraph("答案"), paragraph("单选题", 2), table(("题号", "1", "2"), ("答案", "A", "B")),
        paragraph("多选题", 2), paragraph("1.AB"),
    )  # fmt: skip
    source, made = read(data, "题.docx"), meant(data, "题.docx")
    assert [one.number for one in source.questions] == ["1", "2", "1"] and source.leftovers == ()
    assert [right(one) for one in made] == [["甲"], ["乙"], ["甲", "乙"]]
    assert made[1].lost == ["第 5 行的图片"] and made[2].item["kind"] == "multiple"


def test_word_tables_deleted_text_and_what_is_no_word_file() -> None:
    data = word(
        table(("题干", "选项A", "选项B", "答案"), ("哪个？", "甲", "乙", "B")),
        paragraph("1. 电梯能逃生。", inside="<w:del><w:r><w:t>旧话</w:t></w:r></w:del>"), paragraph("答案：错"),
    )  # fmt: skip
    made = meant(data, "题.docx")
    assert right(made[0]) == ["乙"] and made[1].item == {"kind": "truefalse", "stem": "电梯能逃生。", "answer": False}
    for spoilt in (b"no", data[:-40], word("<!DOCTYPE x>"), word('<w:p x="&e;">')):
        assert [finding.rule for finding in read(spoilt, "题.docx").findings] == ["import-unreadable"]

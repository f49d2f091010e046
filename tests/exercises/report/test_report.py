"""The report says what the log says, in the five parts of the standard, the same on page, in Word and in PDF."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from PIL import Image
from pypdf import PdfReader

from anpei.database import Database
from anpei.exercises import report, runs
from anpei.exercises.report import ExpectedAction, Heading, Prose, Report, Signed, Table, Text
from anpei.exercises.report.model import ItemLine
from tests.exercises.report.conftest import LATE, WRONG
from tests.helpers.played import NOW, play, the_script


def no_photo(_name: str) -> None:
    return None


def squeezed(text: str) -> str:
    return "".join(text.split())


def words_of(pdf: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def with_text(told: Report, text: str) -> Report:
    return replace(told, texts={**told.texts, "conclusion": Text("conclusion", "综合评价", text, 1, "郑指挥", 0)})


def test_it_has_the_five_parts_and_the_annexes(told: Report) -> None:
    heads = [b.text for b in report.blocks(told) if isinstance(b, Heading) and b.level == 1]
    assert [head[:2] for head in heads] == ["一、", "二、", "三、", "四、", "五、", "附件", "附件", "附件", "附件"]


def test_every_part_people_may_write_is_there_once(told: Report) -> None:
    parts = [b.field for b in report.blocks(told) if isinstance(b, Prose)]
    assert sorted(parts) == sorted(report.FIELDS)


def test_misses_become_problems_and_advice(told: Report) -> None:
    missed = {a.node: a for a in told.answers if a.verdict != "right"}
    assert set(missed) == {WRONG, LATE}
    assert missed[LATE].verdict == "late"
    assert missed[WRONG].chosen in told.texts["problems"].text
    assert missed[WRONG].best in told.texts["suggestions"].text


def test_what_was_expected_stands_beside_what_happened(told: Report) -> None:
    first = told.expected[0]
    assert (first.planned, first.actual, first.deviation) == (0, 0, None), "sent by the platform, on time"
    assert "符合预期" in first.outcome
    never = [e for e in told.expected if e.actual is None]
    assert never
    assert all(e.deviation is None and e.outcome == "本次没有触发" for e in never)


def test_a_miss_colours_the_inject_before_it(told: Report) -> None:
    numbers = {a.number for a in told.answers if a.verdict in ("wrong", "late")}
    tones = {e.tone for e in told.expected if numbers & set(e.followed)}
    assert tones == {"danger"}


def test_items_are_judged_by_the_decisions_behind_them(told: Report) -> None:
    words = {item.id: item.engine for objective in told.objectives for item in objective.items}
    assert (words["report_1"], words["report_2"], words["handle_1"]) == ("done", "not", "not")


def test_a_corrected_score_says_what_it_was_and_why(db: Database, cite: Any) -> None:
    run = play(db, the_script(), missed={WRONG: "worst"}, signed=False)
    told = {"by": "D3001", "uuid": "u", "node": "", "points": 88, "reason": "终端卡住", "now": NOW + 9**8}
    db.write(lambda session: runs.correct_score(session, run, **told)).result()
    with db.read() as session:
        found = report.compose_report(session, run, enterprise="启明包装", cite=cite, zone="Asia/Shanghai")
    said = str(report.blocks(found))
    assert "88 分（合格线" in said and "更正前" in said and "整场改为 88/100（终端卡住）" in said
    assert found.timeline[-1].text == "整场得分更正为 88：终端卡住"


def test_the_pdf_holds_every_word_of_the_prose_and_its_fonts(told: Report) -> None:
    content = report.blocks(told)
    pdf = report.pdf(report.paper(told), photo=no_photo)
    words = words_of(pdf)
    assert all(squeezed(b.text) in words for b in content if isinstance(b, Heading))
    assert all(squeezed(line) in words for b in content if isinstance(b, Prose) for line in b.text.split("\n")[:1])
    fonts = {name for page in PdfReader(io.BytesIO(pdf)).pages for name in _embedded(page)}
    assert fonts and all("AnpeiSans" in name for name in fonts)


def _embedded(page: object) -> list[str]:
    fonts = page["/Resources"]["/Font"].values()  # type: ignore[index]
    inner = [font.get_object()["/DescendantFonts"][0].get_object() for font in fonts]
    return [str(font["/BaseFont"]) for font in inner if "/FontFile3" in font["/FontDescriptor"].get_object()]


def test_markup_in_a_text_stays_text(told: Report) -> None:
    nasty = '#let x = 1 $a$ *b* <script>alert(1)</script> = 标题 \\ "引号" @ref'
    words = words_of(report.pdf(report.paper(with_text(told, nasty)), photo=no_photo))
    assert squeezed(nasty) in words


def test_what_no_font_can_draw_is_shown_as_a_gap(told: Report) -> None:
    rare = with_text(told, "王\U00020bb7说\u0007：好。")
    paper = report.paper(rare)
    assert "\U00020bb7" in report.lacking(report.text_of(paper.blocks))
    assert "王〓说：好。" in words_of(report.pdf(paper, photo=no_photo))


def test_the_word_file_opens_and_says_the_same(told: Report) -> None:
    content = report.blocks(told)
    paper = Document(io.BytesIO(report.word(report.paper(told), photo=no_photo)))
    said = "\n".join(line.text for line in paper.paragraphs)
    assert all(line in said for b in content if isinstance(b, Prose) for line in b.text.split("\n"))
    cells = {cell.text for table in paper.tables for row in table.rows for cell in row.cells}
    assert all(value in cells for b in content if isinstance(b, Table) for row in b.rows for value in row)


def test_a_draft_says_so_on_every_page_a_signed_report_on_none_and_both_always_come_out_the_same(told: Report) -> None:
    short = replace(told, answers=(), expected=(), timeline=(), basis=())
    for signed in (None, Signed("郑指挥", told.ended, "")):
        paper = report.paper(replace(short, signed=signed))
        pdf, file = report.pdf(paper, photo=no_photo), report.word(paper, photo=no_photo)
        marks = {"未定稿" in squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages}
        assert marks == {signed is None}
        assert ("未定稿" in Document(io.BytesIO(file)).sections[0].header.paragraphs[0].text) == (signed is None)
    assert (report.pdf(paper, photo=no_photo), report.word(paper, photo=no_photo)) == (pdf, file)


def test_a_deviation_is_said_with_its_sign(told: Report) -> None:
    late = ExpectedAction("1", 60_000, 75_000, 15, "现场", "烟", "报警", (), "报了", "ok")
    tables = [b for b in report.blocks(replace(told, expected=(late,))) if isinstance(b, Table)]
    row = next(t for t in tables if t.title == "按情景信息对照").rows[0]
    assert row[1:4] == ("01:00", "01:15", "+15 秒")


def test_a_tall_photo_leaves_room_for_its_caption(told: Report) -> None:
    tall = io.BytesIO()
    Image.new("RGB", (300, 400)).save(tall, "JPEG")
    shown = replace(told, photos=(("x", "东门"),))
    paper = Document(io.BytesIO(report.word(report.paper(shown), photo=lambda name: tall.getvalue())))
    (picture,) = paper.inline_shapes
    assert (picture.width.cm, picture.height.cm) == (6.75, 9)


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (ItemLine("a", "示警", "done"), ["未评"]),
        (
            ItemLine("a", "示警", "done", "partly", given=(("顾言", "partly", "晚了"),)),
            ["部分完成", "顾言：晚了"],
        ),
        (
            ItemLine("a", "示警", "done", "not", "郑指挥", "看录像", (("顾言", "done", ""), ("韩松", "not", ""))),
            ["未完成（郑指挥裁定：看录像）"],
        ),
        (
            ItemLine("a", "示警", "done", given=(("顾言", "done", ""), ("韩松", "not", "门没关"))),
            ["评级不一，待裁定（顾言评完成，韩松评未完成）", "韩松：门没关"],
        ),
    ],
    ids=["nobody rated", "a note", "settled", "they differ"],
)
def test_what_evaluators_said_of_an_item_is_told_in_full(item: ItemLine, words: list[str]) -> None:
    assert report.rated_words(item) == words

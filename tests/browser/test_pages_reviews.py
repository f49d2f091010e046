"""A trainer sees what a change of the law touched, signs for it item by item, and sees what is still to be verified."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Browser, Page, expect

from anpei import clock, laws
from anpei.database import Database
from tests.browser.walking import device
from tests.helpers.platform import Platform
from tests.widgets.axe import faults_on_phone_and_desk

TOUCHED = [
    laws.Mention("item:fire-001", "第 1 题", ("xiaofang#44",)),
    laws.Mention("chapter:fire/01-alarm", "先报警", ("xiaofang#44.1",)),
]


@pytest.fixture
def review(school: Platform) -> Iterator[laws.LawReview]:
    """A list of two items, closed again after the test so that every test finds its own."""
    with Database(school.site.database_url) as db:
        now = clock.now()
        opened = db.write(
            lambda s: laws.open_review(s, "xiaofang#44", TOUCHED, by="T2001", why="第四十四条改了", now=now)
        ).result()
        yield opened
        for item in opened.items:
            db.write(
                lambda s, ref=item.ref: laws.close_item(s, opened.id, ref, by="T2001", note="收尾", now=now)
            ).result()


@pytest.fixture
def desk(browser: Browser, school: Platform, review: laws.LawReview) -> Iterator[Page]:
    page = device(browser, school, "T2001", "desk")
    page.goto(school.url("board"))
    yield page
    page.context.close()


def test_the_board_leads_to_what_waits(desk: Page) -> None:
    desk.get_by_role("link", name="法规复核（2）").click()
    main = desk.get_by_role("main")
    expect(main.get_by_role("heading", name="《消防法》第44条")).to_be_visible()
    expect(main).to_contain_text("第四十四条改了")
    expect(main).to_contain_text("沈知行")
    main.get_by_role("link", name=re.compile("句子")).click()
    main.locator("summary", has_text="模拟 按压节奏").click()
    expect(main.get_by_text("停顿不到 10 秒，是成人急救的通行数字")).to_be_visible()


def test_an_item_is_closed_with_a_note(desk: Page, school: Platform) -> None:
    desk.goto(school.url("board/reviews"))
    desk.get_by_label("“第 1 题”的复核结论").fill("已对照新条文，不用改")
    desk.get_by_role("button", name=re.compile("销项.*第 1 题")).click()
    expect(desk.get_by_role("alert")).to_contain_text("已销项")
    expect(desk.get_by_role("main")).to_contain_text("沈知行")
    expect(desk.get_by_role("main")).to_contain_text("已对照新条文，不用改")
    expect(desk.get_by_role("button", name=re.compile("销项.*第 1 题"))).to_have_count(0)


def test_what_is_to_be_verified_can_be_printed_and_filled_in(school: Platform) -> None:
    with school.client("T2001") as client:
        body = client.get("board/doubts.xlsx").content
    sheet = load_workbook(io.BytesIO(body)).active
    assert isinstance(sheet, Worksheet)
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert rows[0] == ("序号", "类别", "状态", "要核对的", "出现在", "核对结论", "核对人", "日期")
    assert ["停顿不到 10 秒" in str(row[3]) and "按压节奏" in str(row[4]) for row in rows].count(True) == 1
    assert all(row[3] and row[4] and row[5] is None for row in rows[1:])


def test_a_learner_may_not_look(school: Platform) -> None:
    with school.client("L01") as client:
        assert [client.get(f"board/{page}").status_code for page in ("reviews", "doubts.xlsx")] == [403, 403]


def test_a_note_without_the_token_is_refused(school: Platform, review: laws.LawReview) -> None:
    with school.client("T2001") as client:
        del client.headers["X-XSRFToken"]
        form = {"review": str(review.id), "ref": "item:fire-001", "note": "看过"}
        assert client.post("board/reviews", data=form).status_code == 403


@pytest.mark.parametrize(
    "form", [{}, {"review": "x", "ref": "y"}, {"review": "99", "ref": "item:nosuch", "note": "看"}]
)
def test_nonsense_is_answered_in_words(school: Platform, form: dict[str, str]) -> None:
    with school.client("T2001") as client:
        answer = client.post("board/reviews", data=form)
    assert answer.status_code == 404
    assert "没有这一项" in answer.text


def test_everybody_can_use_it(desk: Page, school: Platform) -> None:
    desk.goto(school.url("board/reviews"))
    assert faults_on_phone_and_desk(desk) == []

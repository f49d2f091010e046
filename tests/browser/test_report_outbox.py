"""The words of a report: networks fail, tabs close, somebody else signs in or writes meanwhile; nothing is lost."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from anpei import clock
from anpei.database import Database
from anpei.exercises import report
from tests.browser.walking import device
from tests.helpers.platform import Platform
from tests.helpers.played import play, the_script
from tests.helpers.processes import wait_for

pytestmark = pytest.mark.browser
DIRECTOR, OTHER = "D3001", "A9001"


@dataclass
class Desk:
    """A director's device before the report of a drill that has ended; it went well, so nothing follows from it."""

    platform: Platform
    db: Database
    run: int
    page: Page

    def open(self) -> None:
        self.page.goto(self.platform.url(f"drills/{self.run}/report"))

    def part(self, title: str) -> Locator:
        return self.page.get_by_label(title, exact=True)

    def said(self, field: str) -> Locator:
        return self.page.locator(f"#said-{field}")

    def written(self) -> dict[str, str]:
        with self.db.read() as session:
            return {text.field: text.text for text in report.history(session, self.run)}

    def sign(self) -> None:
        """Somebody finishes the report elsewhere and signs it."""
        who: dict[str, Any] = {"by": OTHER, "name": "秦望舒"}
        now = clock.now()
        with self.db.read() as session:
            versions = {text.field: text.version for text in report.history(session, self.run)}
        for field in ("preparation", "plan_fit", "resources", "coordination", "self_review", "grade"):
            words = "良好" if field == "grade" else f"{field}：符合要求。"
            base, key = versions.get(field, 0), str(uuid.uuid4())
            save = partial(
                report.save_text, run_id=self.run, field=field, text=words, base=base, uuid=key, now=now, **who
            )
            self.db.write(save).result()
        with self.db.read() as session:
            told = report.compose_report(session, self.run, enterprise="甲", cite=lambda _: None, zone="Asia/Shanghai")
            why = {gap.key: "没有。" for gap in report.gaps(told)}
        self.db.write(lambda s: report.sign_report(s, told, reasons=why, now=now, **who)).result()


@pytest.fixture
def desk(browser: Browser, server: Platform) -> Iterator[Desk]:
    with Database(server.site.database_url) as db:
        run = play(db, the_script(), now=clock.now() - clock.HOUR, person=("E1003", "阿依古丽"))
        page = device(browser, server, DIRECTOR)
        yield Desk(server, db, run, page)
        page.context.close()


def test_words_written_without_a_network_arrive_from_another_page_after_the_tab_was_closed(desk: Desk) -> None:
    desk.open()
    desk.page.context.set_offline(True)
    desk.part("改进意见和建议").fill("集合点要加一盏灯。")
    desk.part("评估等级").select_option("良好")
    expect(desk.said("suggestions")).to_have_text("离线，已暂存 2 段，恢复后自动送出")
    assert desk.written() == {}
    tab = desk.page.context.new_page()
    desk.page.close()
    desk.page.context.set_offline(False)
    tab.goto(desk.platform.url("my"))
    wait_for(lambda: desk.written() == {"suggestions": "集合点要加一盏灯。", "grade": "良好"})
    desk.page = tab
    desk.open()
    expect(desk.part("改进意见和建议")).to_have_value("集合点要加一盏灯。")


def test_words_of_one_director_wait_for_them_while_somebody_else_is_signed_in(desk: Desk) -> None:
    desk.open()
    own = desk.page.context.cookies()
    desk.page.context.add_cookies(desk.platform.cookies(OTHER))
    desk.part("改进意见和建议").fill("集合点要加一盏灯。")
    expect(desk.said("suggestions")).to_have_text("登录的不是本人，已暂存 1 段，不会提交")
    assert desk.written() == {}
    desk.page.context.add_cookies(own)
    desk.page.reload()
    expect(desk.said("suggestions")).to_have_text("已保存，第 1 版")
    expect(desk.part("改进意见和建议")).to_have_value("集合点要加一盏灯。")
    assert desk.written() == {"suggestions": "集合点要加一盏灯。"}


def test_of_two_versions_the_director_keeps_one_and_signing_waits_for_it(desk: Desk) -> None:
    desk.open()
    with desk.platform.client(OTHER) as other:
        body = {"uuid": str(uuid.uuid4()), "base": 0, "value": "要加应急灯。"}
        path = f"api/drills/{desk.run}/report/suggestions"
        assert other.put(path, json=body).json()["revision"] == 1
        behind = other.put(path, json=body | {"uuid": str(uuid.uuid4())})
        assert (behind.status_code, behind.json()["current"]["value"]) == (409, "要加应急灯。")
    desk.part("改进意见和建议").fill("集合点要加一盏灯。")
    expect(desk.said("suggestions")).to_contain_text("别人刚改过这一段")
    expect(desk.page.get_by_text("要加应急灯。")).to_be_visible()
    desk.page.get_by_role("button", name="签字定稿").click()
    expect(desk.page.get_by_text("有 1 段别人也改过")).to_be_visible()
    desk.page.get_by_role("button", name="保留我写的").click()
    expect(desk.said("suggestions")).to_have_text("已保存，第 2 版")
    assert desk.written()["suggestions"] == "集合点要加一盏灯。"


def test_words_that_came_after_the_signature_stay_in_sight(desk: Desk) -> None:
    desk.open()
    desk.sign()
    desk.part("改进意见和建议").fill("集合点要加一盏灯。")
    expect(desk.said("suggestions")).to_contain_text("没有保存上：报告已签字定稿，不能再改。要改，请先“撤回定稿”")
    desk.page.reload()
    expect(desk.part("改进意见和建议")).not_to_be_editable()
    expect(desk.page.get_by_role("blockquote")).to_have_text("集合点要加一盏灯。")
    desk.page.goto(desk.platform.url("my"))
    desk.page.get_by_role("button", name="打开报告").click()
    desk.page.get_by_role("button", name="不要了").click()
    expect(desk.page.get_by_role("blockquote")).to_have_count(0)
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")

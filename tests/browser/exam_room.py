"""A small paper with one question of each kind, sittings of it, and what the journal says afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import text

from anpei import attempts, bank, clock, papers, records, staff
from anpei.database import Database
from anpei.settings import Site, open_site
from tests.helpers.platform import PASSWORD, Platform
from tests.helpers.processes import PATIENCE_MS, wait_for

SLUG = "sitting"
BANK = """topic: fire
items:
  - {id: sit-1, kind: single, stem: 先做什么？, options: [{text: 报警, right: true}, {text: 拍照}, {text: 回家}],
     explanation: 先报警。, cites: ["xiaofang#44"]}
  - {id: sit-2, kind: single, stem: 往哪走？, options: [{text: 安全出口, right: true}, {text: 电梯}, {text: 仓库}],
     explanation: 走出口。, cites: ["xiaofang#44"]}
  - {id: sit-3, kind: truefalse, stem: 可以乘电梯。, answer: false, explanation: 不可以。, cites: ["xiaofang#44"]}
  - {id: sit-4, kind: short, stem: 火警电话是多少？, accept: ["119"], explanation: 119。, cites: ["xiaofang#44"]}
  - {id: sit-5, kind: case, stem: 写出处置步骤。, rubric: [{criterion: 报警, points: 5}], model_answer: 报警。,
     explanation: 先报警。, cites: ["xiaofang#44"]}
  - {id: sit-6, kind: numeric, stem: 外圈多少米？, numeric: {value: 12, tolerance: 0.5, unit: 米},
     explanation: 量一量。, cites: ["xiaofang#44"]}
  - {id: sit-7, kind: matching, stem: 连起来。, pairs: [{left: 木箱, right: A 类}, {left: 汽油, right: B 类},
     {left: 气, right: C 类}], extra: [D 类], explanation: 先认火。, cites: ["xiaofang#44"]}
  - {id: sit-8, kind: cloze, stem: "先[[报警]]，再[[疏散]]。", extra: [拍照],
     explanation: 先报警。, cites: ["xiaofang#44"]}
  - {id: sit-9, kind: risk, stem: 判一判。,
     risk: {method: matrix, levels: {l: 4, s: 2}, why: {l: 护栏没了。, s: 擦破皮。}},
     explanation: 八分。, cites: ["xiaofang#44"]}
  - {id: sit-10, kind: branching, stem: 着火了。, nodes: [{id: one, text: 先做什么？, options: [
     {text: 按下报警按钮, points: 2, to: two, feedback: 该这样。}, {text: 先拍一张照片, feedback: 不急。}]},
     {id: two, text: 然后呢？, options: [
     {text: 走出口撤离, points: 2, feedback: 好。}, {text: 回去拿包, feedback: 别回。}]}],
     explanation: 先报警。, cites: ["xiaofang#44"]}
"""
MINUTES = 30
PAPER = f"""title: 小考
minutes: {MINUTES}
attempts: 100
cool_down_hours: 0
pass_mark: 60
review: {{when: after_hand_in, show: [marks]}}
slots:
  - {{item: sit-1, points: 1}}
  - {{item: sit-2, points: 1}}
  - {{item: sit-3, points: 1}}
  - {{item: sit-4, points: 1}}
  - {{item: sit-5}}
"""
PARTS = "parts"
PARTS_PAPER = """title: 分步作答
minutes: 30
pass_mark: 60
multiple: all_or_nothing
review: {when: after_hand_in, show: [marks, key, explanation]}
slots:
  - {item: sit-6, points: 2}
  - {item: sit-7, points: 3}
  - {item: sit-8, points: 2}
  - {item: sit-9, points: 4}
  - {item: sit-10, points: 4}
"""


def furnish(site: Site) -> None:
    """Lay the papers on the site's shelf and ask everybody to sit the first."""
    laid = {f"bank/{SLUG}.yaml": BANK, f"papers/{SLUG}.yaml": PAPER, f"papers/{PARTS}.yaml": PARTS_PAPER}
    for path, words in laid.items():
        place = site.workspace / "quizzes" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(words, encoding="utf-8")
    now = clock.now()
    with Database(site.database_url) as db:
        db.write(
            lambda s: records.assign(s, "paper", SLUG, "everyone", due=now + clock.DAY, by="T2001", now=now)
        ).result()


@cache
def shelves_of(root: Path) -> tuple[bank.Bank, papers.Papers]:
    """A site's questions and papers, read once for all sittings on it."""
    shelves = open_site(root).shelves
    items = bank.load(shelves)
    return items, papers.load(shelves, items)


@dataclass
class Room:
    """The platform, a browser, and the database behind them."""

    platform: Platform
    browser: Browser
    db: Database
    host: str = "127.0.0.1"
    devices: list[BrowserContext] = field(default_factory=list)

    def url(self, path: str) -> str:
        return self.platform.url(path).replace("127.0.0.1", self.host)

    def leave(self) -> None:
        """Switch all devices off."""
        for device in self.devices:
            device.close()

    def begin(self, staff_no: str = "E1001") -> int:
        """A fresh attempt."""
        site, now = self.platform.site, clock.now()
        items, shelf = shelves_of(site.root)
        paper = shelf.papers[SLUG]

        def work(session: Any) -> int:
            for old in attempts.attempts_of(session, staff_no, SLUG):
                attempts.hand_in(session, old.id, staff_no, now)
            person = staff.find(session, staff_no)
            assert person is not None
            return attempts.start(session, paper, items, person, now, site.secret("draw"), zone=site.zone).id

        return self.db.write(work).result()

    def time_is_up(self, attempt: int, page: Page) -> None:
        """Now, for the server and for this page, whose clock is in our hands."""
        over = text("update attempt set deadline = :now where id = :id")
        self.db.write(lambda s: s.execute(over, {"now": clock.now(), "id": attempt}) and None).result()
        page.clock.fast_forward(MINUTES * 60_000)

    def device(self, staff_no: str = "E1001", **options: Any) -> BrowserContext:
        """A phone of its own on which somebody has signed in."""
        viewport = options.pop("viewport", {"width": 390, "height": 844})
        context = self.browser.new_context(viewport=viewport, locale="zh-CN", **options)
        self.devices.append(context)
        context.set_default_timeout(PATIENCE_MS)
        context.add_cookies(self.platform.cookies(staff_no, self.host))
        context.new_page()
        return context

    def sign_in(self, page: Page, staff_no: str = "E1001") -> None:
        page.goto(self.url("login"))
        self.fill_in(page, staff_no)

    def fill_in(self, page: Page, staff_no: str) -> None:
        page.fill("[name=staff_no]", staff_no)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/login" not in url)

    def open(self, context: BrowserContext, attempt: int) -> Page:
        page = context.pages[0]
        page.goto(self.url(f"exam/{attempt}"))
        expect(page.get_by_role("heading", name="第")).to_be_visible()
        return page

    def values(self, attempt: int) -> dict[str, Any]:
        """What the journal holds as current."""
        with self.db.read() as session:
            return {s.slot: s.value for s in attempts.slots(session, attempt) if s.value is not None}

    def facts(self, attempt: int, slot: str) -> list[attempts.AnswerFact]:
        with self.db.read() as session:
            return list(attempts.history(session, attempt, slot))

    def until_handed_in(self, attempt: int) -> None:
        """Wait until the server has handed in what it has."""
        wait_for(lambda: self._state(attempt) == "handed_in")

    def _state(self, attempt: int) -> str:
        with self.db.read() as session:
            return attempts.find(session, attempt).state

    def until(self, attempt: int, wanted: dict[str, Any]) -> None:
        """Wait until the journal holds these values."""
        wait_for(lambda: wanted.items() <= self.values(attempt).items())


def begin_other(room: Room, slug: str, staff_no: str) -> int:
    """Another paper, asked of one person, begun."""
    site, now = room.platform.site, clock.now()
    items, shelf = shelves_of(site.root)

    def work(session: Any) -> int:
        records.assign(session, "paper", slug, "person", staff_no, due=now + clock.DAY, by="T2001", now=now)
        person = staff.find(session, staff_no)
        assert person is not None
        secret = site.secret("draw")
        return attempts.start(session, shelf.papers[slug], items, person, now, secret, zone=site.zone).id

    return room.db.write(work).result()


def go(page: Page, number: int) -> None:
    """To a question, by its number."""
    page.get_by_role("button", name="答题卡").first.click()
    page.get_by_role("dialog").get_by_role("button", name=f"第 {number} 题").click()
    expect(page.get_by_role("heading", name=f"第 {number} 题")).to_be_visible()


def choose(page: Page, words: str) -> None:
    page.get_by_role("radio", name=words).check()


def says(page: Page, words: str) -> None:
    """The state line says this."""
    expect(page.locator(".anpei-save")).to_contain_text(words)

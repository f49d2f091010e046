"""The shop floor: tablets enrolled on a running platform, and what a person does with one."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei import clock, staff
from anpei.database import Database
from anpei.errors import Conflict
from anpei.exercises.runs import Event, act, events_after, stand
from anpei.exercises.runs.tables import DrillRun, KioskSeat
from tests.browser.drills.quick_drill import TITLE
from tests.browser.walking import device
from tests.helpers.platform import PIN, Platform
from tests.helpers.processes import PATIENCE_MS, wait_for

TABLET = {"width": 1280, "height": 800}


class Tablet:
    """An enrolled kiosk in front of somebody."""

    def __init__(self, page: Page, platform: Platform, device: staff.Device) -> None:
        self.page, self.platform, self.device = page, platform, device

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def tap_in(self, staff_no: str) -> None:
        """By a keyboard, which is quickest."""
        self.page.click(".kiosk-start")
        for name, word in (("staff_no", staff_no), ("pin", PIN)):
            self.page.fill(f"[name={name}]", word)
            self.page.press(f"[name={name}]", "Enter")
        self.page.wait_for_selector(".kiosk-lobby, .drill-card")

    def tap_in_by_keys(self, staff_no: str) -> None:
        """By the keys on the screen."""
        self.page.click(".kiosk-start")
        for word in (staff_no, PIN):
            for character in word:
                self.page.click(f'.keypad-key:text-is("{character}")')
            self.page.click(".keypad-key.is-next")
        self.page.wait_for_selector(".kiosk-lobby, .drill-card")

    def play_alone(self, title: str = TITLE) -> None:
        self.page.click(f".kiosk-scenario:has-text('{title}') button")
        self.page.wait_for_selector(".drill-card")

    def asked(self, other_than: str = "") -> str:
        """The id of the question on the screen, once there is another one than before."""
        self.page.wait_for_selector(f".drill-question:not(#q-{other_than or 'none'})")
        return str(self.page.get_attribute(".drill-question", "id")).removeprefix("q-")

    def taking(self, text: str = "") -> Locator:
        """The option with this text, or the first one, once the tablet takes a tap on it."""
        option = self.page.locator(".drill-option", has_text=text).first
        expect(option).to_be_enabled()  # which `aria-disabled` denies, as long as the tablet is deaf
        return option

    def choose(self, text: str) -> None:
        """Both taps, as a person makes them."""
        self.taking(text).click()
        self.decide(text)

    def decide(self, text: str) -> None:
        """The second tap, on what is chosen."""
        expect(self.page.locator(".drill-option[aria-pressed=true]")).to_contain_text(text)
        self.taking(text).click()

    def choose_best(self, question: str) -> None:
        self.choose(f"马上做{question}")

    def client(self) -> httpx.Client:
        """The tablet's cookies without its screen."""
        client = self.platform.stranger()
        for cookie in self.context.cookies():
            client.cookies.set(cookie["name"], cookie["value"])
        client.headers["X-XSRFToken"] = client.cookies["_xsrf"]
        return client

    def outbox(self) -> list[dict[str, Any]]:
        kept = "Object.keys(localStorage).filter((key) => key.startsWith('anpei:box:kiosk:drill:')).sort()"
        facts = self.page.evaluate(f"{kept}.map((key) => JSON.parse(localStorage.getItem(key)))")
        return [fact["body"] for fact in facts if fact and "uuid" in fact and "refused" not in fact]


@dataclass
class Floor:
    """A platform with its tablets; `db` looks into the same database the servers use."""

    platform: Platform
    browser: Browser
    db: Database
    open_contexts: list[BrowserContext] = field(default_factory=list)

    def link(self, name: str) -> str:
        token = self.db.write(lambda s: staff.enrol_link(s, name, now=clock.now())).result()
        return f"kiosk/enrol?token={token}"

    def context(self, **options: Any) -> BrowserContext:
        calm: dict[str, Any] = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce"}
        context = self.browser.new_context(**calm, **options)
        context.set_default_timeout(PATIENCE_MS)
        self.open_contexts.append(context)
        return context

    def person(self, staff_no: str, path: str, shape: str = "phone", **options: Any) -> Page:
        """A device of somebody's own, signed in and on this page."""
        page = device(self.browser, self.platform, staff_no, shape, **options)
        self.open_contexts.append(page.context)
        page.goto(self.platform.url(path), wait_until="commit")
        return page

    def tablet(self, name: str = "一号终端", port: int = 0, page: Page | None = None) -> Tablet:
        """Enrol a new tablet by its link, which leads to its start screen; ``port`` is another way to the platform."""
        page = page or self.context(viewport=TABLET, has_touch=True).new_page()
        own = self.platform.site.settings.server.port
        page.goto(self.platform.url(self.link(name)).replace(f":{own}/", f":{port or own}/"), wait_until="commit")
        page.click("form button.primary")
        page.wait_for_selector(".kiosk-start")
        with self.db.read() as session:
            newest = staff.devices(session)[0]
        return Tablet(page, self.platform, newest)

    def last_run(self) -> int:
        with self.db.read() as session:
            return int(session.scalar(select(DrillRun.run_id).order_by(DrillRun.run_id.desc()).limit(1)) or 0)

    def events(self, run: int = 0) -> list[Event]:
        with self.db.read() as session:
            return events_after(session, run or self.last_run(), 0)

    def decisions(self, run: int = 0) -> list[tuple[str, str]]:
        """Question and option of every decision that counted."""
        return [(e.payload["node"], e.payload["option"]) for e in self.events(run) if e.type == "decision.made"]

    def order(self, action: str, **what: object) -> None:
        """A director's order to the last run."""
        told = {"director": "D3001", "uuid": uuid4().hex, "action": action, "what": what}
        self.db.write(lambda s: act(s, self.last_run(), now=clock.now(), **told)).result()  # type: ignore[arg-type]

    def skip(self, question: str) -> None:
        """Once this question is closed, skip the quiet after it, unless the next one is open already."""
        wait_for(lambda: any(event.key == f"close:{question}" for event in self.events()))
        with suppress(Conflict):  # somebody is deciding, or all is over
            self.order("skip")

    def clear(self) -> None:
        """Close the screens, end what still runs, and get everybody up, so that the next test finds an empty floor."""
        while self.open_contexts:
            self.open_contexts.pop().close()
        self.db.write(self._empty).result()

    @staticmethod
    def _empty(session: Session) -> None:
        for run in session.scalars(select(DrillRun.run_id).where(DrillRun.status != "ended")):
            act(session, run, director="D3001", uuid=uuid4().hex, action="stop", what={}, now=clock.now())
        for kiosk in session.scalars(select(KioskSeat.device_id)):
            stand(session, kiosk, now=clock.now())

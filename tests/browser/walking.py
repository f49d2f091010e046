"""Walking through the pages: a device that is signed in, and an exam sat in a hurry."""

from __future__ import annotations

import uuid
from typing import Any

import httpx
from playwright.sync_api import Browser, Page, expect

from tests.helpers.platform import Platform
from tests.helpers.processes import PATIENCE_MS

SHAPES: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 390, "height": 844}},
    "phone-dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
    "desk": {"viewport": {"width": 1280, "height": 800}},
    "desk-dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
}
QUICK = {"single": "a", "multiple": ["a", "b"], "truefalse": True, "short": "119", "case": "先报警，再疏散。"}


def device(browser: Browser, platform: Platform, staff_no: str, shape: str = "phone", **options: Any) -> Page:
    """A page of a device on which somebody is signed in; close its context when done."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **SHAPES[shape], **options)
    context.set_default_timeout(PATIENCE_MS)
    context.add_cookies(platform.cookies(staff_no))
    return context.new_page()


def until_mounted(page: Page) -> None:
    """Until every widget of the page says that it can be used."""
    expect(page.locator("[data-anpei-widget]:not([data-anpei-mounted=ready])")).to_have_count(0)


class Brought:
    """What pages bring from now on; neither what scripts ask or listen for nor what the browser had already."""

    def __init__(self, page: Page) -> None:
        self._asked: dict[str, str] = {}
        self._session = page.context.new_cdp_session(page)
        self._session.send("Network.enable")
        self._session.on("Network.requestWillBeSent", self._ask)
        self._session.on("Network.requestServedFromCache", self._had)
        self._session.on("Network.responseReceived", self._heard)

    def over_the_network(self) -> list[str]:
        self._session.detach()
        return list(self._asked.values())

    def _ask(self, event: dict[str, Any]) -> None:
        if event["type"] not in ("Fetch", "XHR", "Ping", "EventSource"):
            self._asked[event["requestId"]] = event["request"]["url"]

    def _had(self, event: dict[str, Any]) -> None:
        self._asked.pop(event["requestId"], None)

    def _heard(self, event: dict[str, Any]) -> None:
        if event["response"].get("fromDiskCache") or event["response"].get("fromPrefetchCache"):
            self._asked.pop(event["requestId"], None)


def sit(client: httpx.Client, paper: str, case: str = QUICK["case"]) -> int:  # type: ignore[assignment]
    """Begin, answer everything as it comes, hand in; the attempt's number."""
    begun = client.post(f"papers/{paper}")
    assert begun.status_code == 303, begun.text
    attempt = int(begun.headers["Location"].rsplit("/", 1)[1])
    for slot in client.get(f"api/attempts/{attempt}").json()["slots"]:
        kind = slot["spec"]["kind"]
        value = case if kind == "case" else QUICK.get(kind) or [step["id"] for step in slot["spec"]["steps"]]
        body = {"uuid": str(uuid.uuid4()), "base": slot["revision"], "value": value}
        assert client.put(f"api/attempts/{attempt}/answers/{slot['slot']}", json=body).status_code == 200
    assert client.post(f"api/attempts/{attempt}/hand-in", json={"uuid": str(uuid.uuid4())}).status_code == 200
    return attempt

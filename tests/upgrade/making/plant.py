"""The running platform of before, the people at it, and what is written down on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx
from sqlalchemy import text

from anpei import clock
from anpei.assignments import gradebook
from anpei.database import Database
from anpei.settings import Site
from tests.helpers.platform import Platform

UUIDS = count(1)


def fact(**values: Any) -> dict[str, Any]:
    """A body with a uuid of its own, as a browser sends it."""
    now = clock.now()
    return {"uuid": f"before-{next(UUIDS):06d}", "tapped": now, "sent": now, **values}


@dataclass
class Plant:
    """The running platform of before, and what is written down about it on the way."""

    platform: Platform
    db: Database
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def site(self) -> Site:
        return self.platform.site

    def client(self, who: str) -> httpx.Client:
        return self.platform.client(who)

    def write(self, work: Callable[[Any], Any]) -> Any:
        return self.db.write(work).result()

    def ask(self, statement: str, **values: Any) -> int:
        """A statement about the gradebook, as formgrader makes them."""
        with gradebook.engine(self.site.gradebook_url).begin() as connection:
            found = connection.execute(text(statement), values)
            return int(found.scalar_one()) if found.returns_rows else found.rowcount


def ok(answer: httpx.Response) -> Any:
    """The answer's JSON, or its text; anything but success ends the making."""
    words = re.sub(r"<[^>]+>|\s+", " ", answer.text.partition("<main")[2] or answer.text)[:600]
    assert answer.status_code in (200, 201, 302, 303), f"{answer.request.url}: {answer.status_code} {words}"
    return answer.json() if "json" in answer.headers.get("content-type", "") else answer.text


def post(client: httpx.Client, path: str, **form: Any) -> httpx.Response:
    answer = client.post(path, data=form)
    ok(answer)
    return answer


def tablet(plant: Plant, name: str) -> httpx.Client:
    """The browser of an enrolled tablet."""
    client = plant.platform.stranger()
    client.cookies.set("anpei-device", plant.facts["kiosks"][name], domain="127.0.0.1")
    ok(client.get("kiosk/enrol"))
    client.headers["X-XSRFToken"] = client.cookies["_xsrf"]
    return client


def client_of(plant: Plant, who: str) -> httpx.Client:
    if not who:
        return plant.platform.stranger()
    return tablet(plant, who.partition(":")[2]) if who.startswith("kiosk:") else plant.client(who)

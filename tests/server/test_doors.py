"""Who may open what, and finds the link to it: one table, asked by the pages and by what leads to them."""

from __future__ import annotations

import re

import pytest

from anpei import staff
from anpei.server.core.permissions import PAGES, bar, hub, may
from tests.helpers.platform import Platform

PEOPLE = {"E1001": (), "T2001": ("trainer",), "D3001": ("director",), "A9001": ("admin",)}
"""Of the roster of tests: staff number → what they are besides employees."""


@pytest.mark.parametrize("role", [role for role in staff.ROLES if role != "kiosk"])
def test_what_a_role_may_open_it_finds(role: str) -> None:
    found = {door.page for door in (*bar([role]), *hub([role]))}
    assert found >= {door.page for door in PAGES if door.roles and door.open_to([role])}
    assert all(door.open_to([role]) for door in bar([role])), "no link leads to a closed door"


def test_the_bar_stays_short_enough_for_a_phone() -> None:
    assert max(len(bar([role])) for role in staff.ROLES) <= 5


@pytest.mark.parametrize("staff_no", PEOPLE)
def test_pages_open_to_those_the_table_names(server: Platform, staff_no: str) -> None:
    with server.client(staff_no) as client:
        for door in PAGES:
            answer = client.get(door.page, follow_redirects=False)
            allowed = not may(door.page) or bool({*PEOPLE[staff_no]} & {*may(door.page)})
            assert (answer.status_code in (200, 302)) is allowed, (door.page, answer.status_code)
        linked = set(re.findall(r'href="/[^"]*?/?(my|record|board|drills|evaluate|admin)"', client.get("my").text))
    assert linked >= {door.page for door in bar(PEOPLE[staff_no])}

"""Every route, every method, everybody: who gets in is what the table says, and nothing else."""

from __future__ import annotations

import re

import pytest

from anpei import staff
from anpei.content import bundled
from anpei.server.core.permissions import PAGES, bar, hub, page_rule
from tests.server.requests.conftest import EVERYBODY, KIOSKS, PEOPLE, ROUTES, Asked, House, expected, path_of

pytestmark = pytest.mark.machines
LAST = ("api/drills/runs/<run>/events", "api/kiosk/leave", "logout")
"""What takes long, or changes who somebody is, comes last."""
STRANGERS = {"/", "login", "logout", "kiosk/enrol", "healthz", "readyz", "manifest.webmanifest", "service-worker.js"}
KIOSK_WRITES = {
    "api/live/beat", "api/live/leave", "voila/api/shutdown/<kernel_id>", "visitors", "muster/<muster>/<point>",
    "api/musters/<muster>/checks", "api/musters/<muster>/people", "api/kernels/<kernel_id>",
}  # fmt: skip


def test_everybody_gets_in_where_the_table_says_and_nowhere_else(house: House) -> None:
    asked, wanted = [], []
    for route in sorted(ROUTES, key=lambda route: LAST.index(route.address) if route.address in LAST else -1):
        path = path_of(house, route)
        for method in route.methods:
            for who in EVERYBODY:
                asked.append(Asked(who, method, path))
                wanted.append(expected(route.rule(method), who, house))
    stay = next(at for at, one in enumerate(asked) if one.path == "logout")
    answers = house.ask(asked[:stay]) + house.ask(asked[stay:])
    house.sign_in()
    assert [(a.asked.method, a.asked.path, a.asked.who, a.status) for a in answers if a.status >= 500] == []
    wrong = [
        f"{one.asked.method} {one.asked.path} {one.asked.who}: {one.status}, the table says {'in' if may else 'out'}"
        for one, may in zip(answers, wanted, strict=True)
        if one.turned_away is may and not _jupyters(one.asked.path)
    ]
    assert wrong == []
    assert len(answers) > 1000


def _jupyters(path: str) -> bool:
    """Jupyter's own handlers ask whose kernel it is, and say 403 to all others; a stranger is sent to sign in."""
    return path.startswith(("api/kernels/", "voila/api/themes/"))


def test_only_these_are_open_to_strangers() -> None:
    found = {route.address for route in ROUTES for method in route.methods if route.rule(method).strangers}
    assert {address for address in found if not address.startswith(("static/", "voila/"))} == STRANGERS


def test_only_these_can_be_written_by_a_kiosk() -> None:
    writes = [(r, m) for r in ROUTES for m in r.methods if m != "GET" and not r.rule(m).strangers]
    found = {route.address for route, method in writes if route.rule(method).kiosks and route.rule(method).people}
    assert found == KIOSK_WRITES
    alone = {route.address for route, method in writes if not route.rule(method).people}
    assert all(address.startswith("api/kiosk/") or address.endswith("/decisions") for address in alone)


def test_a_kiosk_has_no_training_of_its_own(house: House) -> None:
    own = [r for r in ROUTES if any(r.rule(m).reach == "self" for m in r.methods) and r.address != "my"]
    answers = house.ask(Asked(who, m, path_of(house, r)) for r in own for m in r.methods for who in KIOSKS)
    assert own and all(answer.turned_away for answer in answers)


def test_strangers_write_nothing_into_the_log(house: House) -> None:
    before = house.platform.log()
    answers = house.ask([Asked("stranger", "GET", "api/emergency")] * 50)
    answers += house.ask([Asked("stranger", method, "my") for method in ("TRACE", "PROPFIND")])
    assert {answer.status for answer in answers} == {401, 405} and house.platform.log() == before


@pytest.mark.parametrize("role", [role for role in staff.ROLES if role != "kiosk"])
def test_what_a_role_may_open_it_finds(role: str) -> None:
    found = {door.page for door in (*bar([role]), *hub([role]))}
    assert found >= {door.page for door in PAGES if door.roles and door.open_to([role])}
    assert all(door.open_to([role]) for door in bar([role])), "no link leads to a closed door"


def test_the_bar_stays_short_enough_for_a_phone() -> None:
    assert max(len(bar([role])) for role in staff.ROLES) <= 5


def test_links_are_drawn_from_the_rules_of_the_pages_they_lead_to() -> None:
    by_address = {route.address: route for route in ROUTES}
    assert all(by_address[entry.page].rule("GET") == page_rule(entry.page).of("GET") for entry in PAGES)


@pytest.mark.parametrize("role", PEOPLE)
def test_everybody_finds_the_links_of_their_roles(house: House, role: str) -> None:
    roles = house.read(lambda session: staff.find(session, PEOPLE[role])).roles
    (answer,) = house.ask([Asked(role, "GET", "my")])
    linked = set(re.findall(r'href="/[^"]*?/?(my|record|board|authoring|drills|evaluate|admin)"', answer.text))
    assert linked >= {door.page for door in bar(roles)}


@pytest.mark.parametrize("course", ["courses", "live"])
def test_a_chapters_pictures_are_its_own(house: House, course: str) -> None:
    scene = next((bundled() / "quizzes/media").glob("*.svg")).name
    climbing = f"{course}/fire-escape/media/..%2f..%2f..%2fquizzes%2fmedia%2f{scene}"
    (answer,) = house.ask([Asked("learner", "GET", climbing)])
    assert answer.status == 404

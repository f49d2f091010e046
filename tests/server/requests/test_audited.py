"""Every privileged write is noted, by the route: its handler names its acts, or says where else it is kept."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from anpei import audit, staff
from anpei.server.routes import Route
from tests.helpers.platform import PASSWORD
from tests.server.requests.conftest import PEOPLE, ROUTES, Asked, House

PRIVILEGED = {role for role in staff.ROLES if role not in ("learner", "kiosk")}
PERSONAL_FILES = {
    "board/export.xlsx", "admin/roster/people.<ending>", "admin/audit/log.<ending>", "muster/<muster>/record.xlsx",
    "drills/<run>/<name>", "drills/planned/<planned>/<kind>.<ending>",
}  # fmt: skip


def acts_of(route: Route, method: str) -> tuple[str, ...]:
    named = getattr(route.handler, "acts", {}).get(method, ())
    return (named,) if isinstance(named, str) else tuple(named)


def privileged() -> Iterator[tuple[Route, str]]:
    for route in ROUTES:
        for method in route.methods:
            roles = route.rule(method).roles
            if method != "GET" and roles and set(roles) <= PRIVILEGED:
                yield route, method


def test_every_privileged_write_names_its_act() -> None:
    silent = [
        f"{method} {route.address}"
        for route, method in privileged()
        if not acts_of(route, method) and not getattr(route.handler, "unnoted", "")
    ]
    assert silent == [], "give the handler acts = does(...), or say in unnoted where else it is kept"
    assert len(list(privileged())) > 25


def test_every_act_is_known_and_named_where_it_is_done() -> None:
    lost = []
    for route in ROUTES:
        for method in route.methods:
            acts = acts_of(route, method)
            assert set(acts) <= set(audit.ACTS), route.address
            source = "".join(inspect.getsource(part) for part in route.handler.__mro__ if "anpei" in part.__module__)
            if len(acts) > 1:
                lost += [act for act in acts if f'"{act}"' not in source.replace(f"acts = does({method}", "", 1)]
    assert lost == []


def test_every_file_about_people_is_noted() -> None:
    files = {route.address for route in ROUTES if acts_of(route, "GET")}
    assert files == PERSONAL_FILES
    unnoted = [
        route.address
        for route in ROUTES
        if "GET" in route.methods and not acts_of(route, "GET") and "send_file" in inspect.getsource(route.handler)
    ]
    assert unnoted == ["board/doubts.xlsx", "drills/calendar.<ending>"], "the same for everybody, nobody's data"


DONE: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("trainer", "board/assign", {"what": "paper:fire-basics", "audience_kind": "person", "person": "E1002",
                                 "due": "2037-01-01"}),
    ("trainer", "board/publish", {}),
    ("trainer", "board/content", {}),
    ("admin", "admin", {"act": "unlock", "staff_no": "E1002"}),
    ("admin", "admin", {"act": "reset", "staff_no": "N1004"}),
    ("admin", "admin", {"act": "pin", "staff_no": "N1004"}),
    ("admin", "admin", {"act": "scope", "staff_no": "V5001", "departments": "生产部"}),
    ("admin", "admin", {"act": "enrol", "name": "新终端"}),
    ("admin", "admin/badges", {"act": "print", "staff_no": "E1002"}),
)  # fmt: skip


@pytest.mark.machines
def test_who_did_what_about_whom_and_from_where(house: House) -> None:
    last = house.read(lambda session: audit.entries(session, audit.AuditQuery(), 1))[0].id
    asked = [Asked(who, "POST", path, urlencode(form).encode(), form=True) for who, path, form in DONE]
    answers = [answer for one in asked for answer in house.ask([one])]
    assert [answer.status for answer in answers if answer.status not in (200, 303)] == []
    (file,) = house.ask([Asked("admin", "GET", "admin/roster/people.csv")])
    assert file.status == 200
    found = [
        row for row in house.read(lambda session: audit.entries(session, audit.AuditQuery(), 100)) if row.id > last
    ]
    told = [(row.who, row.act, row.about) for row in reversed(found)]
    assert told == [
        (PEOPLE["trainer"], "training.assign", "paper:fire-basics"), (PEOPLE["trainer"], "training.publish", ""),
        (PEOPLE["trainer"], "content.publish", ""), (PEOPLE["admin"], "account.unlock", "E1002"),
        (PEOPLE["admin"], "account.reset", "N1004"), (PEOPLE["admin"], "account.pin", "N1004"),
        (PEOPLE["admin"], "account.scope", "V5001"), (PEOPLE["admin"], "device.link", ""),
        (PEOPLE["admin"], "account.badges", "E1002"), (PEOPLE["admin"], "export.roster", "csv"),
    ]  # fmt: skip
    assert {row.address for row in found} == {"127.0.0.1"} and all(row.browser for row in found)
    secrets = re.findall(r'temporary-word number">([^<]+)<|token=(\w+)', "".join(answer.text for answer in answers))
    kept = "".join(str(row) for row in found)
    assert len(secrets) >= 3 and not [word for pair in secrets for word in pair if word and word in kept]
    house.write(lambda session: staff.set_scope(session, "V5001", [], now=1))


@pytest.mark.machines
def test_signing_in_and_failing_to_are_noted_without_what_was_typed(house: House) -> None:
    with house.platform.stranger(address="127.0.0.41") as browser:  # so many an hour are kept of one address
        browser.get("login")
        for number, password in (("E1001", "wrong-password"), ("my-own-password", "E1001")):
            browser.post("login", data={"staff_no": number, "password": password, "_xsrf": browser.cookies["_xsrf"]})
    with house.platform.client(PEOPLE["learner"]) as client:
        client.post("logout", data={"_xsrf": client.cookies["_xsrf"]})
    house.platform.passes.pop(("A9001", PASSWORD), None)
    house.platform.client("A9001").close()
    rows = house.read(lambda session: audit.entries(session, audit.AuditQuery(group="login"), 4))
    told = [(row.who, row.act, row.about, row.detail) for row in reversed(rows)]
    assert told == [
        ("", "login.failed", "E1001", {"原因": "密码不对"}),
        ("", "login.failed", "", {"原因": "没有这个工号"}),
        ("E1001", "login.out", "", {}),
        ("A9001", "login.in", "", {}),
    ]
    house.sign_in()


@pytest.mark.machines
def test_administrators_read_it_and_take_it_home(house: House) -> None:
    (page, narrow, none) = house.ask([
        Asked("admin", "GET", "admin/audit"), Asked("admin", "GET", "admin/audit?kind=export&q=A9001"),
        Asked("admin", "GET", "admin/audit?q=E9999"),
    ])  # fmt: skip
    assert page.status == narrow.status == none.status == 200 and "登录" in page.text
    assert "没有符合条件的记录" in none.text
    (csv, book) = house.ask([Asked("admin", "GET", f"admin/audit/log.{ending}") for ending in ("csv", "xlsx")])
    assert csv.status == 200 and "时间,谁,姓名,做了什么" in csv.text and "A9001" in csv.text
    assert book.status in (200, 303)
    rows = house.read(lambda session: audit.entries(session, audit.AuditQuery(group="export"), 2))
    assert {(row.who, row.act, row.detail["格式"]) for row in rows} == {
        ("A9001", "export.audit", "csv"), ("A9001", "export.audit", "xlsx"),
    }  # fmt: skip
    assert house.read(audit.soundness).broken == 0

"""Whoever looks after some departments sees, exports and arranges what is of their people, and nothing else."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from anpei import clock, plans, records, staff
from anpei.exercises import report, runs
from tests.server.requests.conftest import ROUTES, Asked, House, drill, path_of

pytestmark = pytest.mark.machines
TRAINER, DIRECTOR = "limited trainer", "limited director"
THEIRS, OTHERS = "E1001", ("E1003", "阿依古丽", "N1004")
NEVER = {"roll call", "kernel", "notebook", "public", "self", "enterprise", "seat"}
"""Reaches that departments don't bound, or that end at the asker."""


@pytest.fixture(scope="module")
def mixed(house: House) -> dict[str, Any]:
    """A drill of their people and one of others', both over, with an action each; everybody has something to do."""
    now = clock.now()
    found: dict[str, Any] = {}
    for name, person in (("ours", "E1001"), ("others", "E1003")):
        run = found[name] = house.write(
            lambda session, who=person: drill(session, f"k-elsewhere-{who}", now, person=who)
        )
        stop = {"director": "D3001", "uuid": uuid4().hex, "action": "stop", "what": {}}
        house.write(lambda session, run=run, stop=stop: runs.act(session, run, **stop, now=now))
        told = {"problem": f"问题{name}", "measure": "清开", "owner": person, "due": now + clock.DAY, "by": "D3001"}
        action = house.write(
            lambda session, run=run, told=told: report.open_action(session, run, **told, uuid=uuid4().hex, now=now)
        )
        found[f"action of {name}"] = action.id
    house.write(
        lambda s: records.assign(s, "course", "fire-escape", "everyone", due=now + clock.DAY, by="T2001", now=now)
    )
    return found


def test_no_list_shows_anybody_else(house: House, mixed: dict[str, Any]) -> None:
    seen = House(
        house.platform, house.db, house.cookies, house.known | {"running": mixed["ours"], "ended": mixed["ours"]}
    )
    asked = []
    for route in ROUTES:
        rule = route.rule("GET")
        if "GET" not in route.methods or rule.reach in NEVER or "<staff_no>" in route.address:
            continue
        for who in (TRAINER, DIRECTOR):
            person = house.read(lambda s, who=who: staff.find(s, {TRAINER: "T2002", DIRECTOR: "D3002"}[who]))
            if rule.admits(person.roles):
                asked.append(Asked(who, "GET", path_of(seen, route)))
    asked.append(Asked(DIRECTOR, "GET", "drills/actions"))
    answers = house.ask(asked)
    assert [(a.asked.path, word) for a in answers for word in OTHERS if word in a.text] == []
    shown = {a.asked.path for a in answers if a.status == 200}
    assert {
        "board",
        "board/assign",
        "board/hours",
        "drills",
        "drills/archive",
        "drills/actions",
        "api/drills/runs",
    } <= shown
    assert "林晓岚" in next(a.text for a in answers if a.asked.path == "board/hours")


def test_whom_one_does_not_look_after_does_not_exist(house: House, mixed: dict[str, Any]) -> None:
    run = mixed["others"]
    paths = [f"drills/{run}/{name}" for name in ("hotwash", "report", "report.docx", "records.zip")]
    paths += [f"api/drills/runs/{run}", f"evaluate/{run}", f"evaluate/{run}/reconcile", f"api/evaluations/{run}"]
    answers = house.ask([Asked(DIRECTOR, "GET", path) for path in paths] + [Asked(TRAINER, "GET", "record/E1003")])
    assert {a.asked.path: a.status for a in answers} == dict.fromkeys([*paths, "record/E1003"], 404)
    (own,) = house.ask([Asked(TRAINER, "GET", f"record/{THEIRS}")])
    assert own.status == 200 and "林晓岚" in own.text


def test_the_export_has_their_people_only(house: House, mixed: dict[str, Any]) -> None:
    with house.platform.client("T2002") as trainer:
        book = load_workbook(io.BytesIO(trainer.get("board/export.xlsx").content))
    numbers = {row[0] for row in book.active.iter_rows(min_row=3, values_only=True)}
    assert numbers == {"E1001", "E1002"}


def forms(house: House, mixed: dict[str, Any]) -> list[tuple[str, str, dict[str, str]]]:
    """What a limited trainer or director may not arrange."""
    store = next(d.id for d in house.read(staff.departments) if d.name == "仓储部")
    assigning = {"what": "paper:fire-basics", "due": "2037-01-01"}
    return [
        (TRAINER, "board/assign", {**assigning, "audience_kind": "department", "department": str(store)}),
        (TRAINER, "board/assign", {**assigning, "audience_kind": "person", "person": "E1003"}),
        (TRAINER, "board/assign", {**assigning, "audience_kind": "everyone"}),
        (TRAINER, "board/assign", {"cancel": str(house.read(plans.plans)[0].id)}),
        (TRAINER, "board/hours", {"person": "E1003", "category": "x"}),
        (DIRECTOR, "drills/actions", {"act": "open", "run": str(mixed["others"]), "problem": "x", "measure": "x",
                                      "owner": "E1001", "due": "2037-01-01"}),
        (DIRECTOR, "drills/actions", {"act": "open", "run": str(mixed["ours"]), "problem": "x", "measure": "x",
                                      "owner": "E1003", "due": "2037-01-01"}),
        (DIRECTOR, "drills/actions", {"act": "verified", "action": str(mixed["action of others"]), "note": "好"}),
        (DIRECTOR, "musters", {"act": "start", "kind": "drill", "point": house.known["point"],
                               "department": str(store)}),
    ]  # fmt: skip


def test_nothing_is_arranged_for_others(house: House, mixed: dict[str, Any]) -> None:
    asked = [Asked(who, "POST", path, urlencode(form).encode(), form=True) for who, path, form in forms(house, mixed)]
    seat = {"device": house.known["kiosk"], "staff_no": "E1003", "roles": []}
    asked.append(Asked(DIRECTOR, "POST", "api/drills/runs", {"scenario": "workshop-fire", "seats": [seat]}))
    answers = house.ask(asked)
    assert [(a.asked.path, a.status) for a in answers if a.status not in (403, 404, 422)] == []


def test_a_limited_trainer_arranges_for_their_own(house: House, mixed: dict[str, Any]) -> None:
    made = next(d.id for d in house.read(staff.departments) if d.name == "生产部")
    form = {"what": "paper:fire-basics", "due": "2037-01-01", "audience_kind": "department", "department": str(made)}
    (answer,) = house.ask([Asked(TRAINER, "POST", "board/assign", urlencode(form).encode(), form=True)])
    assert answer.status == 303

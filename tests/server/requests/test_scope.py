"""Whoever looks after some departments sees, exports and arranges what is of their people, and nothing else."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from anpei import attempts, clock, plans, records, staff
from anpei.exercises import report, runs
from tests.server.requests.conftest import ROUTES, Answer, Asked, House, begun, drill, path_of

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


def pending(house: House, person: str, points: float) -> int:
    """An exam of somebody whose case answer was marked by hand and isn't published yet."""
    now = clock.now()
    attempt = house.write(lambda session: begun(session, house, person, now))
    who = house.read(lambda session: staff.find(session, person))
    house.write(lambda session: attempts.hand_in(session, attempt, who, now))
    house.write(lambda session: records.mark_attempt(session, attempt, now))
    slot = house.read(lambda session: next(s.slot for s in attempts.slots(session, attempt) if s.kind == "case"))
    house.write(lambda session: records.apply_manual(session, attempt, slot, points, "好", "T2001", now))
    return attempt


def waiting(house: House) -> set[int]:
    """The exams with marks that are still to be published."""
    return {result.attempt for result, _ in house.read(lambda session: records.collected(session, "fire-basics"))}


def test_publishing_marks_reaches_as_far_as_the_scope(house: House) -> None:
    ours, others = pending(house, "E1002", 3), pending(house, "E1003", 3)
    assert waiting(house) == {ours, others}
    (page,) = house.ask([Asked(TRAINER, "GET", "board/publish")])
    assert page.text.count("主观题") == 1 and ">1</span> 人的" in page.text
    (answer,) = house.ask([Asked(TRAINER, "POST", "board/publish", b"shown=2", form=True)])
    assert answer.status == 303 and answer.location.endswith("more=1")
    assert waiting(house) == {ours, others}
    (answer,) = house.ask([Asked(TRAINER, "POST", "board/publish", b"paper=fire-basics&shown=1", form=True)])
    assert answer.status == 303 and answer.location.endswith("published=1")
    assert waiting(house) == {others}
    (answer,) = house.ask([Asked("trainer", "POST", "board/publish", b"", form=True)])
    assert answer.status == 303 and waiting(house) == set()


def test_marking_lists_everybody_and_is_closed_to_the_limited(house: House) -> None:
    board, closed, lab = house.ask(
        Asked(TRAINER, "GET", path) for path in ("board", "studio?path=formgrader", "studio?path=lab")
    )
    assert "formgrader" not in board.text and lab.status == 302
    assert closed.status == 403 and "请不限部门的培训师批阅" in closed.text
    (board,) = house.ask([Asked("trainer", "GET", "board")])
    assert "formgrader" in board.text


def test_an_administrator_says_whom_somebody_looks_after(house: House) -> None:
    def limit(*departments: str, who: str = "admin", staff_no: str = "V5001") -> Answer:
        form = {"act": "scope", "staff_no": staff_no, "departments": departments}
        (answer,) = house.ask([Asked(who, "POST", "admin", urlencode(form, doseq=True).encode(), form=True)])
        return answer

    def scope() -> set[str] | None:
        person, places = house.read(lambda s: (staff.find(s, "V5001"), staff.departments(s)))
        return None if person.scope.whole else {each.name for each in places if person.scope.covers(each.id)}

    assert "顾言现在管生产部、仓储部。" in limit("生产部", "仓储部").text and scope() == {"生产部", "仓储部"}
    assert "只管" in house.ask([Asked("admin", "GET", "admin?q=V5001")])[0].text
    assert limit(who="trainer").turned_away and limit(who=DIRECTOR).turned_away
    assert "没有" in limit("没有的部门").text and scope() == {"生产部", "仓储部"}
    assert "管理员" in limit("生产部", staff_no="A9001").text
    assert house.read(lambda s: staff.find(s, "A9001")).scope.whole
    assert "顾言现在管全企业。" in limit().text and scope() is None

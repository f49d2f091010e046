"""Before a drill: a plan in versions, its papers, approval by the person named, and a start that waits for it."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

from anpei import staff
from anpei.database import Database
from anpei.errors import AnpeiError, Conflict, Forbidden, NotFound, Refused
from anpei.exercises import preparation, report, runs
from anpei.exercises.preparation import DrillPlan, PlannedDrill
from anpei.exercises.scenarios import CompiledScenario
from tests.helpers.played import NOW, the_script

AUTHOR, APPROVER, PLAYER = "D3001", "E1002", "E1001"
HAND = "M10 20L30 40L50 60L70 80"
DAY = "2027-01-20"
LATER = {"by": AUTHOR, "name": "郑指挥", "now": NOW}
FREE: dict[str, Any] = {"demanded": False, "today": DAY}
ASKED: dict[str, Any] = {"demanded": True, "today": DAY}


@pytest.fixture(scope="module")
def script() -> CompiledScenario:
    return the_script()


@pytest.fixture
def plan(script: CompiledScenario) -> DrillPlan:
    proposed = preparation.proposal(script, day=DAY, points=("东门停车场（东门外）",), phones=("值班室 0573-88880110",))
    roles = (replace(proposed.roles[0], staff_no=PLAYER), *proposed.roles[1:])
    return replace(proposed, roles=roles, approver=APPROVER)


class Desk:
    """What a director and an approver do, on a database of their own."""

    def __init__(self, db: Database, script: CompiledScenario) -> None:
        self.db, self.script, self.uuids = db, script, 0

    def scripts(self, slug: str) -> CompiledScenario | None:
        return self.script if slug == self.script.slug else None

    def fresh(self) -> str:
        self.uuids += 1
        return f"u{self.uuids}"

    def save(self, plan: DrillPlan, planned: int = 0, base: int = 0, **how: Any) -> int:
        told = {"uuid": self.fresh(), **LATER} | how
        return self.db.write(
            lambda s: preparation.save_plan(s, self.script, plan, planned=planned, base=base, **told)
        ).result()

    def look(self, planned: int) -> PlannedDrill:
        with self.db.read() as session:
            return preparation.planned_drill(session, planned, self.scripts)

    def approve(self, planned: int, **how: Any) -> None:
        told = {"by": APPROVER, "path": HAND, "seen": self.look(planned).sha, "uuid": self.fresh(), "now": NOW} | how
        self.db.write(lambda s: preparation.approve(s, planned, self.scripts, **told)).result()

    def send_back(self, planned: int, note: str, **how: Any) -> None:
        told = {"by": APPROVER, "seen": self.look(planned).sha, "uuid": self.fresh(), "now": NOW} | how
        self.db.write(lambda s: preparation.send_back(s, planned, self.scripts, note=note, **told)).result()

    def person(self, who: str) -> staff.Person:
        with self.db.read() as session:
            found = staff.find(session, who)
        assert found is not None
        return found

    def begin(self, planned: int, *, demanded: bool, today: str, who: str = AUTHOR) -> PlannedDrill | None:
        looker = self.person(who)
        return self.db.write(
            lambda s: preparation.require_approved(
                s, self.script, planned, self.scripts, looker=looker, demanded=demanded, today=today
            )
        ).result()

    def seen(self, who: str) -> list[int]:
        person = self.person(who)
        with self.db.read() as session:
            return [one.id for one in preparation.planned_drills(session, self.scripts, looker=person)]


@pytest.fixture
def desk(db: Database, script: CompiledScenario) -> Desk:
    return Desk(db, script)


def test_a_plan_has_versions_and_nobody_writes_over_another(desk: Desk, plan: DrillPlan) -> None:
    planned = desk.save(plan, uuid="first")
    assert desk.save(plan, uuid="first") == planned, "sent twice, it is one plan"
    for other, of in ((replace(plan, place="二号车间"), planned), (plan, desk.save(plan))):
        with pytest.raises(preparation.PlanOvertaken, match="还没有保存"):
            desk.save(other, of, base=1, uuid="first")  # a page that the browser went back to
    assert desk.look(planned).plan.roles[0].name == "林晓岚"
    desk.save(replace(plan, place="三号车间"), planned, base=1)
    assert (desk.look(planned).version, desk.look(planned).plan.place) == (2, "三号车间")
    desk.save(replace(plan, place="三号车间"), planned, base=2)
    assert desk.look(planned).version == 2, "saved without a change it stays the version it was"
    with pytest.raises(preparation.PlanOvertaken, match="别人刚改过"):
        desk.save(replace(plan, place="四号车间"), planned, base=1)


def test_what_cannot_be_planned_is_said(desk: Desk, plan: DrillPlan) -> None:
    blind = replace(plan, notice=runs.NOTICES[1])
    for bad, said in (
        (replace(plan, day="x"), "演练日期"), (replace(plan, place=" "), "地点"), (replace(plan, notice=""), "通知"),
        (replace(plan, approver="E9999"), "审批人"), (replace(plan, risks="x" * 4001), "太长"),
        (replace(blind, approver=PLAYER), "批准之前就知道了"),
    ):  # fmt: skip
        with pytest.raises(AnpeiError, match=said):
            desk.save(bad)


def test_the_named_person_approves_what_they_saw_and_a_change_asks_again(desk: Desk, plan: DrillPlan) -> None:
    planned = desk.save(plan)
    seen = desk.look(planned).sha
    with pytest.raises(Forbidden, match="别人不能代批"):
        desk.approve(planned, by="A9001")
    desk.save(replace(plan, notes="加一辆救护车"), planned, base=1)
    with pytest.raises(Conflict, match="刚改过"):
        desk.approve(planned, seen=seen)
    with pytest.raises(Refused, match="名册上是"):
        desk.approve(planned, path="", typed="郑指挥")
    desk.approve(planned, path="", typed="周启明", uuid="once")
    desk.approve(planned, uuid="once")
    with pytest.raises(Refused, match="另一次审批"):
        desk.send_back(planned, "补上急救箱", uuid="once")
    one = desk.look(planned)
    assert one.approved and one.decision is not None and (one.decision.name, one.decision.version) == ("周启明", 2)
    desk.save(replace(plan, notes="改了"), planned, base=2)
    assert desk.look(planned).word(demanded=True) == "批准后改过，要重新审批"
    with desk.db.read() as session:
        waiting = preparation.awaiting(session, desk.scripts, APPROVER, demanded=False)
    assert [one.id for one in waiting] == [planned]


def test_a_scenario_that_was_published_anew_needs_another_approval(desk: Desk, plan: DrillPlan) -> None:
    planned = desk.save(plan)
    desk.approve(planned)
    desk.script = CompiledScenario.restore(desk.script.slug, desk.script.snapshot(), "0" * 64)
    assert not desk.look(planned).approved
    with pytest.raises(Conflict, match="批准后改过"):
        desk.begin(planned, **ASKED)


def test_who_wrote_it_does_not_approve_it(desk: Desk, plan: DrillPlan) -> None:
    planned = desk.save(replace(plan, approver=AUTHOR))
    with pytest.raises(Conflict, match="不能自己批准"):
        desk.approve(planned, by=AUTHOR)


def test_sent_back_it_says_what_to_change(desk: Desk, plan: DrillPlan) -> None:
    planned = desk.save(replace(plan, needs_approval=True))
    with pytest.raises(Refused, match="写明"):
        desk.send_back(planned, " ")
    desk.send_back(planned, "补上急救箱")
    one = desk.look(planned)
    assert (one.word(demanded=False), one.decisions[-1].note) == ("退回修改", "补上急救箱")
    with pytest.raises(Conflict, match="退回修改"):
        desk.begin(planned, **FREE)


def test_a_drill_begins_with_an_approved_plan_where_that_is_demanded(desk: Desk, plan: DrillPlan) -> None:
    assert desk.begin(0, **FREE) is None, "sites that exist go on as they did"
    with pytest.raises(Conflict, match=r"批准以后才能开始.*演练准备.*真实险情不用等"):
        desk.begin(0, **ASKED)
    planned = desk.save(plan)
    assert desk.begin(planned, **FREE) is not None
    with pytest.raises(Conflict, match=r"待审批.*周启明"):
        desk.begin(planned, **ASKED)
    desk.approve(planned)
    assert desk.begin(planned, **ASKED) is not None
    desk.db.write(lambda s: preparation.held_as(s, planned, 7)).result()
    with pytest.raises(Conflict, match="已经演过"):
        desk.begin(planned, **ASKED)
    with pytest.raises(Conflict, match="已经开始过"):
        desk.save(plan, planned, base=1)


def test_a_plan_that_asks_for_approval_is_not_passed_by_on_its_day(desk: Desk, plan: DrillPlan) -> None:
    planned = desk.save(replace(plan, needs_approval=True))
    assert desk.begin(0, demanded=False, today="2027-01-19") is None
    with pytest.raises(Conflict, match="开始前要有审批"):
        desk.begin(0, **FREE)
    desk.db.write(lambda s: preparation.cancel(s, planned, now=NOW)).result()
    assert desk.begin(0, **FREE) is None


def test_nothing_of_a_blind_drill_reaches_who_takes_part(desk: Desk, plan: DrillPlan) -> None:
    second = replace(plan.roles[1], staff_no="T2001")
    planned = desk.save(replace(plan, notice=runs.NOTICES[1], roles=(plan.roles[0], second, *plan.roles[2:])))
    assert desk.seen(AUTHOR) == [planned] and desk.seen("T2001") == []
    with desk.db.read() as session:
        one = desk.look(planned)
        with pytest.raises(NotFound):
            preparation.require_plan_sight(session, one, desk.person("T2001"), prepares=True)
        with pytest.raises(NotFound):
            preparation.require_plan_sight(session, one, desk.person(PLAYER), prepares=False)
        preparation.require_plan_sight(session, one, desk.person(APPROVER), prepares=False)
    sheet = words(desk, planned, "signin")
    assert desk.script.scenario.title not in sheet and "林晓岚" in sheet
    desk.db.write(lambda s: preparation.held_as(s, planned, 7)).result()
    assert desk.seen("T2001") == [planned]


def test_a_limited_director_knows_of_drills_of_their_people(desk: Desk, plan: DrillPlan) -> None:
    planned = desk.save(plan)
    bare = desk.save(replace(plan, roles=tuple(replace(role, staff_no="") for role in plan.roles)))
    limited = replace(desk.person("T2001"), scope=staff.Scope(frozenset({desk.person(PLAYER).department_id})))
    with desk.db.read() as session:
        seen = [one.id for one in preparation.planned_drills(session, desk.scripts, looker=limited)]
    assert seen == [planned] and bare not in seen


def words(desk: Desk, planned: int, kind: str) -> str:
    """The whole text of a paper as Word has it."""
    file = Document(io.BytesIO(report.word(paper(desk, planned, kind), photo=lambda _name: None)))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in file.paragraphs), *cells])


def paper(desk: Desk, planned: int, kind: str, *, demanded: bool = True) -> report.ReportDocument:
    return preparation.paper_of(
        kind, desk.look(planned), desk.script, enterprise="启明包装", plans=(), zone="Asia/Shanghai", demanded=demanded
    )


def test_the_four_papers_say_what_was_planned(desk: Desk, plan: DrillPlan) -> None:
    planned = desk.save(plan)
    told = {kind: words(desk, planned, kind) for kind in preparation.PAPERS}
    node = desk.script.scenario.nodes[0]
    assert node.question in told["plan"] and node.best.text not in told["plan"]
    assert node.best.text in told["script"] and desk.script.scenario.injects[0].text in told["script"]
    assert "林晓岚" in told["signin"] and "生产部" in told["signin"]
    assert "值班室" in told["support"] and "0573-88880110" in told["support"] and "东门停车场" in told["support"]
    assert "演练中止" in told["plan"] and "待核" in told["support"]
    assert paper(desk, planned, "plan").mark == "草稿　未批准"
    assert paper(desk, planned, "plan", demanded=False).mark == ""
    desk.approve(planned)
    approved = paper(desk, planned, "plan")
    assert (
        approved.mark == ""
        and "周启明" in words(desk, planned, "plan")
        and "批准第 1 版" in words(desk, planned, "plan")
    )
    body = report.pdf(approved, photo=lambda _name: None)
    text = "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages).split())
    assert "应急演练工作方案" in text and "演练计划1第1版" in text


def test_a_real_emergency_waits_for_no_plan(desk: Desk, plan: DrillPlan) -> None:
    desk.save(replace(plan, needs_approval=True))
    desk.db.write(lambda s: runs.emergency.raise_(s, PLAYER, "真的着火", NOW)).result()
    with desk.db.read() as session:
        assert runs.emergency.current(session) is not None

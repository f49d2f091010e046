"""Signing a report: nothing may be missing, what is signed stays as it was, and taking it back leaves a trace."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from anpei import clock
from anpei.content import Shelves, bundled
from anpei.database import Database
from anpei.errors import Conflict, NotFound, Refused
from anpei.exercises import evaluation, report
from anpei.exercises.report import Drilling, MusterTimes, PlanEntry, Prose, Report, Sealed, Signed
from anpei.exercises.report.frequency import Enterprise
from anpei.exercises.report.model import Watcher
from anpei.server.report.pages import doubts, paper_of
from anpei.server.report.records_pack import RecordsPack, records
from anpei.settings import Site
from anpei.taps import Tap
from tests.helpers import databases
from tests.helpers.platform import make_site
from tests.helpers.played import NOW, play, the_script

WHO = {"by": "D3001", "name": "郑指挥"}
LATER = NOW + clock.DAY
HAND = "M10 20L30 40L50 60L70 80"
PLAN = PlanEntry(id="fire", title="灭火和应急疏散预案", kind="fire", scenarios=("workshop-fire",), version="2026-A")
OURS = Drilling(enterprise=Enterprise(kinds=("all",), plans=(PLAN,)))
REASONS = {"actions": "当场已改正，不另列整改。"}


def rated(db: Database) -> int:
    """A drill with two misses, rated and signed by two evaluators who differ on one item."""
    script = the_script()
    number = play(db, script, missed=dict.fromkeys(("d01", "d02"), "late"), mate=("E1002", "周启明"))
    families, _ = evaluation.load(Shelves([bundled()]))
    db.write(lambda s: evaluation.open_form(s, number, script, families, now=NOW)).result()
    for who, rating in (("V1", "done"), ("V2", "not")):
        tap(db, who, lambda s, t, rating=rating: evaluation.rate(s, number, t, "report_1", rating))
        tap(db, who, lambda s, t: evaluation.sign(s, number, t, HAND))
    return number


@pytest.fixture(scope="module")
def drilled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, int]]:
    """The drill, played once: on SQLite every test gets a copy of its own."""
    site = make_site(tmp_path_factory.mktemp("drilled") / "site")
    with Database(site.database_url) as db:
        number = rated(db)
    yield site, number


@pytest.fixture
def run(site: Site, drilled: tuple[Site, int], request: pytest.FixtureRequest) -> int:
    played, number = drilled
    if databases.chosen() != "sqlite":
        return rated(request.getfixturevalue("db"))
    shutil.copy(played.var / "anpei.db", site.var / "anpei.db")
    return number


def tap(db: Database, who: str, write: Any, at: int = NOW) -> None:
    one = Tap(who, f"评估员{who}", f"{who}{at}{id(write)}", at)
    db.write(lambda s: write(s, one)).result()


def settle(db: Database, run: int, rating: str, uuid: str = "s") -> None:
    db.write(
        lambda s: evaluation.rule(s, run, "report_1", rating, "录像为证", "D3001", NOW, name="郑指挥", uuid=uuid)
    ).result()


def tell(session: Any, run: int, cite: Any = lambda _text: None) -> Report:
    return report.compose_report(session, run, enterprise="启明包装", cite=cite, zone="Asia/Shanghai", drilling=OURS)


def look(db: Database, run: int, cite: Any = lambda _text: None) -> Report:
    with db.read() as session:
        return tell(session, run, cite)


def finish(db: Database, run: int) -> None:
    """Write whatever only people can write, and bring the evaluators together."""
    settle(db, run, "partly")
    for field in ("preparation", "plan_fit", "resources", "coordination", "self_review", "grade"):
        words = "良好" if field == "grade" else f"{field} 已由评估组写明。"
        db.write(
            lambda s, field=field, words=words: report.save_text(
                s, run, field, words, base=0, uuid=f"u{field}", now=NOW, **WHO
            )
        ).result()


def sign(db: Database, run: int, *, now: int = LATER, **reasons: str) -> Signed:
    return db.write(lambda s: report.sign_report(s, tell(s, run), reasons=REASONS | reasons, now=now, **WHO)).result()


def reopen(db: Database, run: int, reason: str = "漏了一张照片") -> None:
    db.write(lambda s: report.reopen(s, run, reason=reason, now=LATER + 1, **WHO)).result()


def kept(db: Database, run: int, number: int = 0) -> Sealed:
    with db.read() as session:
        found = report.sealed(session, run, number)
    assert found is not None
    return found


@pytest.fixture
def signed(run: int, db: Database) -> int:
    finish(db, run)
    sign(db, run)
    return run


def test_what_is_missing_is_listed_with_the_way_to_mend_it(run: int, db: Database) -> None:
    missing = {gap.key: gap for gap in report.gaps(look(db, run))}
    assert {"disputes", "preparation", "plan_fit", "resources", "self_review", "grade", "actions"} <= set(missing)
    assert missing["disputes"].where == f"evaluate/{run}/reconcile"
    assert [key for key, gap in missing.items() if gap.excusable] == ["actions"]
    with pytest.raises(Refused, match="评估等级") as refused:
        sign(db, run)
    assert refused.value.code == "gaps"
    assert look(db, run).signed is None


def test_what_may_rightly_be_absent_needs_a_reason_which_is_printed(run: int, db: Database) -> None:
    finish(db, run)
    with pytest.raises(Refused, match="整改"):
        sign(db, run, actions=" ")
    sign(db, run)
    tables = {table.title: table for table in kept(db, run).paper().blocks if isinstance(table, report.Table)}
    assert tables["没有具备的事项"].rows == (("演练暴露了问题，但没有列出整改项。", REASONS["actions"]),)


def test_a_placeholder_left_in_a_text_of_ones_own_is_still_missing(run: int, db: Database) -> None:
    finish(db, run)
    words = "还行。（请评估组填写：文件。）"
    db.write(lambda s: report.save_text(s, run, "preparation", words, base=1, uuid="again", now=NOW, **WHO)).result()
    with pytest.raises(Refused, match="演练策划与准备"):
        sign(db, run)


def test_an_unsigned_run_an_open_roll_call_and_a_plan_nobody_named_keep_a_report_open(told: Report) -> None:
    bare = replace(told, script=told.script | {"signed": ""}, muster=MusterTimes(open=7), plans=())
    where = {gap.key: gap.where for gap in report.gaps(bare)}
    assert (where["run"], where["muster"], where["plans"]) == ("director", "muster/7", "drills/calendar")
    assert "sheets" in where
    watched = replace(told, watchers=(Watcher("顾言", None),))
    assert any(gap.key == "unsigned" and "顾言" in gap.words for gap in report.gaps(watched))


def test_what_was_signed_is_served_whatever_the_platform_reckons_later(signed: int, db: Database) -> None:
    before = kept(db, signed).paper()
    later = look(db, signed, cite=lambda text: {"title": text, "gist": "修订后的要点", "status": "现行"})
    assert kept(db, signed).paper() == before
    assert paper_of(kept(db, signed), report.paper(later)) == before
    told = doubts(kept(db, signed), before, report.paper(later), lambda _name: None)
    assert [(tone, "附件 4" in words) for tone, words in told] == [("info", True)]
    assert report.changed_parts(before.blocks, report.paper(look(db, signed)).blocks) == []
    assert report.changed_parts(before.blocks, report.paper(later).blocks) == ["附件 4　依据"]


def test_an_action_that_goes_on_is_no_change_of_the_report(signed: int, db: Database) -> None:
    db.write(
        lambda s: report.open_action(
            s, signed, problem="门", measure="修", owner="E1001", due=LATER + 9, by="D3001", uuid="a", now=LATER
        )
    ).result()
    live = report.paper(look(db, signed))
    assert report.changed_parts(kept(db, signed).paper().blocks, live.blocks) == []


def test_the_text_proves_itself_and_a_change_shows(signed: int, db: Database) -> None:
    sealed = kept(db, signed)
    assert report.digest(sealed.text) == sealed.signed.sha
    assert (sealed.whole, sealed.paper().mark) == (True, "")
    db.write(lambda s: s.execute(text("UPDATE report_sign SET content = replace(content, '良好', '优秀')"))).result()
    assert not kept(db, signed).whole
    forged = kept(db, signed)
    live = report.paper(look(db, signed))
    assert forged.paper().mark == "内容与签字时不符"
    assert [tone for tone, _ in doubts(forged, paper_of(forged, live), live, lambda _name: None)] == ["danger"]
    db.write(lambda s: s.execute(text("UPDATE report_sign SET content = 'x'"))).result()
    assert paper_of(kept(db, signed), live).mark == "存下的全文读不出来"


def test_nothing_is_rated_settled_or_written_while_it_is_signed(signed: int, db: Database) -> None:
    for write in (
        lambda: settle(db, signed, "done", uuid="s2"),
        lambda: tap(db, "V3", lambda s, t: evaluation.rate(s, signed, t, "report_1", "done")),
        lambda: tap(db, "V3", lambda s, t: evaluation.sign(s, signed, t, HAND)),
    ):
        with pytest.raises(Conflict, match="已经定稿"):
            write()
    with pytest.raises(Conflict, match="定稿"):
        db.write(lambda s: report.save_text(s, signed, "conclusion", "偷改", base=0, uuid="x", now=NOW, **WHO)).result()
    settle(db, signed, "partly")  # sent again by a slow network: acknowledged, and nothing happens


def test_taking_it_back_needs_a_reason_opens_it_and_stays_on_record(signed: int, db: Database) -> None:
    with pytest.raises(Refused, match="原因"):
        reopen(db, signed, " ")
    reopen(db, signed)
    settle(db, signed, "done", uuid="s2")
    sign(db, signed, now=LATER + 2)
    with db.read() as session:
        history = report.signings(session, signed)
    assert [(one.kind, one.name) for one in history] == [
        ("signed", "郑指挥"),
        ("reopened", "郑指挥"),
        ("signed", "郑指挥"),
    ]
    first, second = kept(db, signed, history[0].id), kept(db, signed)
    assert (first.paper().mark, second.paper().mark) == ("已撤回", "")
    assert first.whole
    assert "漏了一张照片" in second.text
    with pytest.raises(NotFound):
        kept(db, signed, history[1].id)


def test_signed_twice_the_first_signature_stands(signed: int, db: Database) -> None:
    first = kept(db, signed).signed
    assert sign(db, signed, now=LATER + 9) == first


def test_one_signed_before_texts_were_kept_is_told_apart(run: int, db: Database) -> None:
    db.write(
        lambda s: s.execute(
            text(
                'INSERT INTO report_sign (run_id, kind, "by", name, at, sha, note) VALUES (:r, :k, :b, :b, 1, :h, :n)'
            ),
            {"r": run, "k": "signed", "b": "郑", "h": "a" * 64, "n": ""},
        )
    ).result()
    sealed = kept(db, run)
    live = report.paper(look(db, run))
    assert paper_of(sealed, live) == live
    assert [tone for tone, _ in doubts(sealed, live, live, lambda _name: None)] == ["warn"]


def test_lists_in_the_pack_say_names_and_ratings_in_words(signed: int, db: Database) -> None:
    db.write(
        lambda s: report.file_drill(
            s, f"run:{signed}", authority="区应急局", reference="回执7", filed=NOW, by="D3001", uuid="f", now=LATER
        )
    ).result()
    with db.read() as session:
        files = records(tell(session, signed), RecordsPack(session, signed))
    told = {name: body.decode("utf-8-sig").splitlines() for name, body in files.items()}
    assert told["evaluation.csv"][0] == "类别,评估项,评估员V1,评估员V2,结论,裁定人,理由"
    assert told["evaluation.csv"][1].endswith("发现火情后立即示警并触发报警,完成,未完成,部分完成,郑指挥,录像为证")
    assert "未评" in told["evaluation.csv"][2]
    assert "林晓岚,林晓岚,E1001" in told["attendance.csv"][1]
    assert told["filings.csv"][1].startswith("区应急局,回执7,")
    assert "actions.csv" not in told


def test_a_photo_that_is_gone_or_changed_is_named(told: Report) -> None:
    name = hashlib.sha256(b"photo").hexdigest()
    paper = report.paper(replace(told, photos=((name, "东门"),)))
    assert report.unsound_photos(paper, lambda _name: b"photo") == []
    for body in (None, b"other"):
        assert report.unsound_photos(paper, lambda _name, body=body: body) == ["东门"]


def test_the_summary_says_the_reports_own_words(signed: int, db: Database) -> None:
    paper = kept(db, signed).paper()
    parts = {block.field: block for block in report.summary(paper).blocks if isinstance(block, Prose)}
    assert {"problems", "strengths", "suggestions", "conclusion"} <= set(parts)
    assert all(part in paper.blocks for part in parts.values())
    assert json.loads(kept(db, signed).text)["title"] == paper.title

"""Finishing a report: nothing may be missing, what is signed stays as it was, and taking it back leaves a trace."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from anpei import clock
from anpei.content import Shelves, bundled
from anpei.database import Database
from anpei.errors import AnpeiError, Conflict, Forbidden, NotFound, Refused
from anpei.exercises import evaluation, report
from anpei.exercises.report import Drilling, MusterTimes, PlanEntry, Prose, Report, Sealed, Signed
from anpei.exercises.report.canonical_json import sealed_text
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
UNSIGNED = {f"sign_{part.key}": "负责人出差，另附签字页。" for part in report.PARTS}
REASONS = {"actions": "当场已改正，不另列整改。"} | UNSIGNED


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
    assert [key for key, gap in missing.items() if gap.excusable] == list(REASONS)
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
    assert tables["没有具备的事项"].rows[0] == ("演练暴露了问题，但没有列出整改项。", REASONS["actions"])
    assert [words for words, _ in tables["没有具备的事项"].rows[1:]] == [
        "导调还没有签字（演练组织与实施）。",
        "评估组长还没有签字（评估过程、分析与结论）。",
        "单位负责人还没有签字（改进意见与整改）。",
    ]


def test_a_placeholder_left_in_a_text_of_ones_own_is_still_missing(run: int, db: Database) -> None:
    finish(db, run)
    words = "还行。（请评估组填写：文件。）"
    db.write(lambda s: report.save_text(s, run, "preparation", words, base=1, uuid="again", now=NOW, **WHO)).result()
    with pytest.raises(Refused, match="演练策划与准备"):
        sign(db, run)


def test_an_unsigned_run_an_open_roll_call_and_a_plan_nobody_named_keep_a_report_open(told: Report) -> None:
    bare = replace(told, script=told.script | {"signed": ""}, muster=MusterTimes(open=7), plans=())
    where = {gap.key: gap.where for gap in report.gaps(bare)}
    assert (where["run"], where["muster"], where["plans"]) == ("director", "muster/7", "drills/profile")
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


LEADER, RESPONSIBLE = "T2001", "E1002"
PASSWORDS = {"direction": "D3001", "evaluation": LEADER, "improvement": RESPONSIBLE}


def stands(db: Database, run: int) -> dict[str, report.PartStanding]:
    return {one.part.key: one for one in report.standings(look(db, run))}


def name(db: Database, run: int, part: str, who: str) -> None:
    db.write(lambda s: report.name_signer(s, run, part, who, by="D3001", now=NOW)).result()


def put_hand(db: Database, run: int, part: str, who: str, **how: Any) -> report.PartSignature:
    """Sign a part over what it says now, by hand unless ``how`` says otherwise."""
    told = {"path": HAND, "seen": stands(db, run)[part].sha, "uuid": f"{part}{who}", "now": NOW + 7} | how
    return db.write(lambda s: report.sign_part(s, tell(s, run), part, by=who, **told)).result()


@pytest.fixture
def ready(run: int, db: Database) -> int:
    """A report in which everything is written, and everybody who is to sign is named."""
    finish(db, run)
    name(db, run, "evaluation", LEADER)
    name(db, run, "improvement", RESPONSIBLE)
    return run


def all_hands(db: Database, run: int) -> None:
    for part, who in PASSWORDS.items():
        put_hand(db, run, part, who)


def test_every_chapter_belongs_to_one_part_and_every_text_to_its_chapter(told: Report) -> None:
    whole = report.paper(replace(told, photos=(("a" * 64, "东门"),))).blocks
    for heading in (block for block in whole if isinstance(block, report.Heading) and block.level == 1):
        assert [part.key for part in report.PARTS if heading.text.startswith(part.chapters)] != [], heading.text
        assert len([part for part in report.PARTS if heading.text.startswith(part.chapters)]) == 1, heading.text
    for part in report.PARTS:
        inside = [block.field for block in report.blocks_of(whole, part) if isinstance(block, Prose)]
        assert sorted(inside) == sorted(part.fields)


def test_three_people_sign_each_their_part_and_a_finished_report_shows_their_hands(ready: int, db: Database) -> None:
    assert [one.word for one in stands(db, ready).values()] == ["待签字"] * 3
    put_hand(db, ready, "direction", "D3001")
    put_hand(db, ready, "evaluation", LEADER, path="", typed=" 沈知行 ")
    put_hand(db, ready, "improvement", RESPONSIBLE)
    assert [one.word for one in stands(db, ready).values()] == ["已签字"] * 3
    sign(db, ready)
    paper = kept(db, ready).paper()
    rows = next(block.rows for block in paper.blocks if isinstance(block, report.Signatures))
    found = {label: (words, path) for label, words, path in rows}
    assert found["导调：演练组织与实施"][1] == found["单位负责人：改进意见与整改"][1] == HAND
    assert "姓名和密码" in found["评估组长：评估过程、分析与结论"][0]
    for key, signature in look(db, ready).part_signatures.items():
        part = report.part_named(key)
        assert part is not None
        bound = report.part_text(paper.number, paper.title, paper.blocks, part)
        assert (report.digest(bound), bound) == (signature.sha, signature.content), "the sealed text proves each hand"


def test_nobody_signs_for_another_whatever_their_role(ready: int, db: Database) -> None:
    for part, who in (("direction", LEADER), ("evaluation", "D3001"), ("improvement", "A9001"), ("evaluation", "")):
        with pytest.raises(Forbidden, match="别人不能代签"):
            put_hand(db, ready, part, who)
    with pytest.raises(Refused, match="名册上是"):
        put_hand(db, ready, "improvement", RESPONSIBLE, path="", typed="郑指挥")
    with pytest.raises(Refused, match="没有画完整"):
        put_hand(db, ready, "improvement", RESPONSIBLE, path="M1 1L2 2")
    with pytest.raises(Refused, match="格式不对"):
        put_hand(db, ready, "improvement", RESPONSIBLE, path='M1 1"/><script>L2 2L3 3L4 4L5 5')
    assert look(db, ready).part_signatures == {}


def test_who_may_be_named_to_sign(ready: int, db: Database) -> None:
    for part, who, said in (
        ("evaluation", "D3001", "不能自己评估自己"), ("evaluation", "E1001", "看不到评估"),
        ("direction", "E1001", "不是导调员"), ("improvement", "E9999", "名册里没有"),
        ("other", "D3001", "没有这一部分"),
    ):  # fmt: skip
        with pytest.raises(AnpeiError, match=said):
            name(db, ready, part, who)
    put_hand(db, ready, "improvement", RESPONSIBLE)
    name(db, ready, "improvement", "E1001")
    with pytest.raises(Forbidden, match="林晓岚签字"):
        put_hand(db, ready, "improvement", RESPONSIBLE, uuid="again")


def test_a_change_after_the_signature_is_told_and_asks_for_another(ready: int, db: Database) -> None:
    all_hands(db, ready)
    words = {"by": "T2001", "name": "沈知行", "uuid": "later", "now": NOW + 9}
    db.write(lambda s: report.save_text(s, ready, "problems", "二号门被挡。", base=0, **words)).result()
    after = stands(db, ready)
    assert {key: one.word for key, one in after.items()} == {
        "direction": "已签字", "evaluation": "已签字", "improvement": "签后改过",
    }  # fmt: skip
    assert after["improvement"].changed == ("四、改进意见和建议",)
    line = next(b for b in report.blocks(look(db, ready)) if isinstance(b, report.Signatures)).rows[3]
    assert "签后改过" in line[1] and line[2] == "", "a hand that doesn't hold isn't printed"
    with pytest.raises(Refused, match="签后改过，要重新签字"):
        sign(db, ready)
    with db.read() as session:
        assert [(run, part.key, again) for run, part, again in report.to_sign(session, RESPONSIBLE)] == [
            (ready, "improvement", True)
        ]
    put_hand(db, ready, "improvement", RESPONSIBLE, uuid="second", now=NOW + 10)
    with db.read() as session:
        assert report.to_sign(session, RESPONSIBLE) == []
    sign(db, ready)


def test_an_action_that_is_done_asks_nobody_to_sign_again_but_a_new_one_does(ready: int, db: Database) -> None:
    def put(problem: str) -> report.Action:
        told = {"measure": "划线", "owner": "E1002", "due": LATER + 9, "by": "D3001", "uuid": problem, "now": LATER}
        return db.write(lambda s: report.open_action(s, ready, problem=problem, **told)).result()

    door = put("门被挡")
    all_hands(db, ready)
    step: dict[str, Any] = {"by": "E1002", "directing": False, "note": "已划线", "now": LATER}
    db.write(lambda s: report.take_step(s, door.id, "done", **step)).result()
    assert stands(db, ready)["improvement"].holds
    put("灯不亮")
    assert stands(db, ready)["improvement"].word == "签后改过"


def test_a_part_is_signed_over_the_text_that_was_seen_and_sent_twice_once(ready: int, db: Database) -> None:
    seen = stands(db, ready)["improvement"].sha
    words = {"by": "T2001", "name": "沈知行", "uuid": "later", "now": NOW + 9}
    db.write(lambda s: report.save_text(s, ready, "problems", "二号门被挡。", base=0, **words)).result()
    with pytest.raises(Conflict, match="刚有人改过"):
        put_hand(db, ready, "improvement", RESPONSIBLE, seen=seen)
    first = put_hand(db, ready, "improvement", RESPONSIBLE)
    assert put_hand(db, ready, "improvement", RESPONSIBLE, now=LATER) == first
    with pytest.raises(Conflict, match="已经签过"):
        put_hand(db, ready, "improvement", RESPONSIBLE, uuid="other")
    with pytest.raises(Refused, match="另一次签字"):
        put_hand(db, ready, "direction", "D3001", uuid=f"improvement{RESPONSIBLE}")


def test_of_two_that_sign_at_once_one_signature_stands(ready: int, db: Database) -> None:
    seen = stands(db, ready)["improvement"].sha
    sent = [
        db.write(
            lambda s, n=n: report.sign_part(
                s, tell(s, ready), "improvement", by=RESPONSIBLE, path=HAND, seen=seen, uuid=f"u{n}", now=NOW
            )
        )
        for n in range(8)
    ]
    outcomes = [type(one.exception()).__name__ for one in sent]
    assert sorted(outcomes) == ["Conflict"] * 7 + ["NoneType"]


def test_what_somebody_practises_alone_makes_them_nobody_who_signs(run: int, db: Database) -> None:
    db.write(lambda s: s.execute(text("UPDATE drill_run SET origin = 'self', created_by = 'E1001'"))).result()
    assert look(db, run).signers == {}
    with pytest.raises(Conflict, match="还没有指定签字人"):
        put_hand(db, run, "direction", "E1001")


def test_a_part_with_something_unwritten_is_not_signed(run: int, db: Database) -> None:
    name(db, run, "evaluation", LEADER)
    with pytest.raises(Conflict, match=r"还没有写完.*评估等级"):
        put_hand(db, run, "evaluation", LEADER)
    with pytest.raises(Conflict, match="还没有指定签字人"):
        put_hand(db, run, "improvement", RESPONSIBLE)
    put_hand(db, run, "direction", "D3001")


def test_a_finished_report_takes_no_hand_and_opened_again_unchanged_keeps_them(ready: int, db: Database) -> None:
    all_hands(db, ready)
    sign(db, ready)
    for act in (
        lambda: put_hand(db, ready, "direction", "D3001", uuid="x"),
        lambda: name(db, ready, "direction", "A9001"),
    ):
        with pytest.raises(Conflict, match="已经定稿"):
            act()
    reopen(db, ready)
    assert [one.word for one in stands(db, ready).values()] == ["已签字"] * 3
    assert set(look(db, ready).part_signatures) == set(PASSWORDS)


def test_a_report_signed_before_parts_were_signed_keeps_its_signature_as_it_was(run: int, db: Database) -> None:
    """As the platform signed it then: one hand over the whole, and no line for parts."""
    finish(db, run)
    then = replace(look(db, run), signed=Signed("郑指挥", LATER, "", ()))
    text_then = sealed_text(report.paper(then))
    labels = [row[0] for b in report.paper(then).blocks if isinstance(b, report.Signatures) for row in b.rows]
    assert labels[:2] == ["导调", "报告定稿"] and "导调：演练组织与实施" not in labels
    row = {"r": run, "h": report.digest(text_then), "c": text_then, "a": LATER}
    insert = (
        'INSERT INTO report_sign (run_id, kind, "by", name, at, sha, note, content) '
        "VALUES (:r, 'signed', 'D3001', '郑指挥', :a, :h, '[]', :c)"
    )
    db.write(lambda s: s.execute(text(insert), row)).result()
    sealed = kept(db, run)
    live = report.paper(look(db, run))
    assert sealed.whole and report.changed_parts(sealed.paper().blocks, live.blocks) == []
    assert doubts(sealed, paper_of(sealed, live), live, lambda _name: None) == []


SIGNER = """
import itertools, sys
from anpei.database import Database
from anpei.exercises import report
url, run, who, hand = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
tell = lambda s: report.compose_report(s, run, enterprise="启明包装", cite=lambda _: None, zone="Asia/Shanghai")
words = {"by": "D3001", "name": "郑指挥"}
db = Database(url)
for n in itertools.count():
    said = {"text": f"第 {n} 处。", "base": n, "uuid": f"w{n}", "now": n, **words}
    db.write(lambda s: report.save_text(s, run, "problems", **said)).result()
    def sign(s):
        told = tell(s)
        seen = next(one.sha for one in report.standings(told) if one.part.key == "improvement")
        return report.sign_part(s, told, "improvement", by=who, path=hand, seen=seen, uuid=f"h{n}", now=n)
    print(db.write(sign).result().sha, flush=True)
"""


@pytest.mark.machines
def test_every_acknowledged_signature_survives_kill_9(ready: int, db: Database, site: Site) -> None:
    command = [sys.executable, "-c", SIGNER, site.database_url, str(ready), RESPONSIBLE, HAND]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline() for _ in range(3)]
        writer.kill()
        told += writer.stdout.readlines()
    acknowledged = [line.strip() for line in told if line.endswith("\n")]
    with db.read() as session:
        rows = session.execute(text("SELECT sha, content FROM report_part_sign ORDER BY id")).all()
    assert len(acknowledged) >= 3 and [row.sha for row in rows][: len(acknowledged)] == acknowledged
    assert all(report.digest(row.content) == row.sha for row in rows), "none is half there"

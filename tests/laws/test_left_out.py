"""Items whose law was superseded aren't drawn any more, until a person has looked at them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from anpei import attempts, citing, laws, papers, staff
from anpei.content import Shelves
from anpei.database import Database
from anpei.errors import ContentError
from anpei.server.core.context import Context
from anpei.settings import Site, open_site
from tests.helpers import published
from tests.laws import shelf

ZONE = "Asia/Shanghai"
NEW_YEAR = datetime(2027, 1, 1, 9, tzinfo=ZoneInfo(ZONE))


def moment(at: datetime) -> int:
    return int(at.timestamp() * 1000)


@pytest.fixture
def context(site: Site, db: Database) -> Context:
    shelf.write(site.workspace)
    published.settle(site)
    return Context(site, db)


def drawn(context: Context, at: datetime) -> set[str]:
    with context.db.read() as session:
        return set(context.drawable(moment(at))(session).items)


def sign(context: Context, citation: str, ref: str, at: datetime) -> None:
    touched = laws.touched(citing.mentions(context.library()), laws.Citation.parse(citation))

    def work(session: Session) -> None:
        review = laws.open_review(session, citation, touched, by="T2001", why="修订", now=moment(at))
        laws.close_item(session, review.id, ref, by="T2001", note="看过", now=moment(at))

    context.db.write(work).result()


@pytest.mark.parametrize(
    ("citation", "on", "since"),
    [
        ("xiaofang#44", shelf.BEFORE, None),
        ("xiaofang#44", shelf.AFTER, shelf.AFTER),
        ("xiaofang#44@2021", shelf.AFTER, shelf.AFTER),
        ("xiaofang#44@2027", shelf.AFTER, None),
        ("jiubiaozhun#1", date(2026, 6, 30), None),
        ("jiubiaozhun#1", shelf.BEFORE, date(2026, 7, 1)),
        ("nosuch#1", shelf.BEFORE, None),
    ],
)
def test_when_a_citation_ends(tmp_path: Path, citation: str, on: date, since: date | None) -> None:
    assert shelf.read(tmp_path)[0].registry.ended(citation, on) == since


def test_a_gist_compared_with_the_new_text_stands(tmp_path: Path) -> None:
    shelf.write(tmp_path)
    path = tmp_path / "laws/registry.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("on: 2026-11-23", "on: 2026-12-20"), encoding="utf-8")
    registry = citing.read_library(Shelves([tmp_path])).registry
    assert registry.ended("xiaofang#44", shelf.AFTER) is None


def test_everything_is_drawn_while_the_law_stands(context: Context) -> None:
    assert "fire-001" in drawn(context, NEW_YEAR - timedelta(days=1))


def test_items_that_cite_a_superseded_text_are_left_out(context: Context) -> None:
    left = drawn(context, NEW_YEAR)
    assert "fire-001" not in left and "fire-008" not in left
    assert {"fire-007", "fire-099"} <= left, "guidance and practice items stay"


def test_a_reviewed_item_is_drawn_again(context: Context) -> None:
    sign(context, "xiaofang#44", "item:fire-001", NEW_YEAR)
    left = drawn(context, NEW_YEAR)
    assert "fire-001" in left and "fire-002" not in left


def test_a_signature_from_before_the_change_does_not_count(context: Context) -> None:
    sign(context, "xiaofang", "item:fire-001", NEW_YEAR - timedelta(days=1))
    assert "fire-001" not in drawn(context, NEW_YEAR)


def test_the_setting_turns_it_off(site: Site, db: Database) -> None:
    shelf.write(site.workspace)
    toml = site.root / "anpei.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + "[exam]\nleave_out_superseded = false\n", encoding="utf-8")
    assert "fire-001" in drawn(Context(open_site(site.root), db), NEW_YEAR)


def test_an_attempt_under_way_is_not_touched(context: Context) -> None:
    paper = context.papers().papers["quiz"]
    before = moment(NEW_YEAR - timedelta(days=1))

    def begin(session: Session, now: int) -> attempts.Attempt:
        person = staff.find(session, "T2001")
        return attempts.start(session, paper, context.drawable(now)(session), person, now, b"s", "notebook", zone=ZONE)

    one = context.db.write(lambda session: begin(session, before)).result()
    again = context.db.write(lambda session: begin(session, moment(NEW_YEAR))).result()
    assert one.id == again.id


def test_whoever_would_begin_it_then_is_told_to_come_back(context: Context) -> None:
    paper, dry = context.papers().papers["quiz"], replace(context.bank(), items={})

    def begin(session: Session) -> attempts.Attempt:
        person = staff.find(session, "T2001")
        assert person is not None
        return attempts.start(session, paper, dry, person, moment(NEW_YEAR), b"s", "notebook", zone=ZONE)

    with pytest.raises(ContentError, match="题目不够") as refused:
        context.db.write(begin).result()
    assert refused.value.status == 503


def test_a_paper_that_runs_dry_is_told(tmp_path: Path) -> None:
    library, _ = shelf.read(tmp_path)
    out = citing.left_out(library.bank, library.registry, shelf.AFTER)
    (finding,) = papers.thin(Shelves([tmp_path]), library.papers, out)
    assert (finding.rule, finding.level) == ("pool-outdated", "warning")
    assert "fire-001" in finding.message

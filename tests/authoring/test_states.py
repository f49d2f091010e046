"""草稿 → 待审 → 已发布 → 停用: who may do what, and what readers and papers see of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from anpei import authoring, publishing
from anpei.authoring import Author, AuthoredObject, Authoring, ContentStep, Release, may, state_of
from anpei.content import Shelves
from anpei.database import Database
from anpei.errors import Forbidden, Refused
from anpei.settings import Site, open_site
from tests.helpers import quiz_shelf

WANG, LI = Author("T2001", "王老师"), Author("T2002", "李老师")
FIRE = "quizzes/bank/fire.yaml"


def told(state: str = "draft", *, published: bool = False, changed: bool = False) -> AuthoredObject:
    return AuthoredObject("item", "a", {}, "fire", "v", FIRE, 1, "own", state, published, changed, "m")  # type: ignore[arg-type]


def step(name: str, by: Author = WANG, mark: str = "m") -> ContentStep:
    return ContentStep("item", "a", mark, name, by, 1)  # type: ignore[arg-type]


DRAFT, OUT = told(), told("published", published=True)
CHANGED, GONE = told("published", published=True, changed=True), told("retired")


@pytest.mark.parametrize(
    ("what", "last", "state"),
    [
        (DRAFT, None, "draft"), (DRAFT, step("submit"), "in_review"), (DRAFT, step("submit", mark="older"), "draft"),
        (DRAFT, step("review"), "in_review"), (DRAFT, step("send_back"), "draft"), (DRAFT, step("take_back"), "draft"),
        (OUT, None, "published"), (OUT, step("review"), "published"), (CHANGED, step("publish"), "draft"),
        (CHANGED, step("submit"), "in_review"), (GONE, step("submit"), "retired"),
    ],
)  # fmt: skip
def test_where_a_version_stands(what: AuthoredObject, last: ContentStep | None, state: str) -> None:
    assert state_of(what, last) == state


@pytest.mark.parametrize(
    ("what", "last", "who", "second", "steps"),
    [
        (DRAFT, None, "T2001", False, "publish submit"),
        (DRAFT, None, "T2001", True, "submit"),
        (DRAFT, step("submit"), "T2001", True, "take_back"),
        (DRAFT, step("submit"), "T2002", True, "review send_back"),
        (DRAFT, step("submit", LI), "T2001", True, ""),
        (DRAFT, step("submit"), "T2002", False, "publish review send_back"),
        (DRAFT, step("review", LI), "T2001", True, "publish"),
        (DRAFT, step("review", LI), "T2003", True, "publish send_back"),
        (DRAFT, step("review", LI, "older"), "T2001", True, "submit"),
        (OUT, None, "T2001", True, "retire"),
        (CHANGED, None, "T2001", True, "retire submit"),
        (GONE, None, "T2001", True, "revive"),
    ],
)  # fmt: skip
def test_who_may_do_what(what: AuthoredObject, last: ContentStep | None, who: str, second: bool, steps: str) -> None:
    """T2001 has written it."""
    found = may(what, last, staff_no=who, roles={"trainer"}, writers={"T2001"}, second_reader=second)
    assert " ".join(sorted(found)) == steps
    assert not may(what, last, staff_no=who, roles={"learner", "director"}, writers=(), second_reader=second)


def test_a_review_says_what_was_checked_and_is_of_that_version_alone(db: Database) -> None:
    def take(name: str, by: Author, words: str = "", what: AuthoredObject = DRAFT) -> None:
        db.write(
            lambda session: authoring.take_step(
                session, what, name, by=by, roles={"trainer"}, writers={"T2001"}, second_reader=True, now=5,  # type: ignore[arg-type]
                words=words,
            )
        ).result()  # fmt: skip

    take("submit", WANG)
    with pytest.raises(Forbidden, match="以外的人"):
        take("review", WANG, "都对过")
    with pytest.raises(Refused, match="查了什么"):
        take("review", LI, "  ")
    take("review", LI, "题干、答案、第 44 条都对过")
    with db.read() as session:
        assert authoring.approvals(session) == {("item/a", "m")}
        newest, first = authoring.steps(session, "item", "a")
        assert (newest.step, newest.by, newest.words) == ("review", LI, "题干、答案、第 44 条都对过")
        assert authoring.last_steps(session, "item") == {("item", "a"): newest} and first.step == "submit"
    take("send_back", Author("T2003", "第三人"), "再想想")
    with db.read() as session:
        assert authoring.approvals(session) == frozenset()


@pytest.fixture
def desk(site: Site) -> Release:
    """A small shelf of its own, published at its first start."""
    vars(site)["shelves"] = Shelves([site.workspace])
    quiz_shelf.write(site.workspace)
    reader = publishing.ContentReader(site)
    reader.content()
    return Release(Authoring(site), reader)


def get(desk: Release, slug: str) -> AuthoredObject:
    return desk.desk.get("item", slug)


def change(desk: Release, slug: str, stem: str) -> AuthoredObject:
    now = get(desk, slug)
    return desk.desk.save("item", slug, {**now.value, "stem": stem}, base=now.version, author=WANG).object


def test_what_is_published_is_chosen_and_the_rest_waits(desk: Release) -> None:
    one, other = change(desk, "fire-001", "改过的第 1 题怎么做？"), change(desk, "fire-002", "改过的第 2 题怎么做？")
    assert one.published and one.changed and state_of(one, None) == "draft"
    bank = desk.reader.content().bank.items
    assert "改过" not in bank["fire-001"].public.stem, "readers see what was published"
    done = desk.publish([("item", "fire-001", one.mark), ("item", "fire-002", "seen-earlier")], WANG)
    assert done.published == ("item/fire-001",)
    assert [(held.key, "有人改了" in held.why) for held in done.held] == [("item/fire-002", True)]
    bank = desk.reader.content().bank.items
    assert bank["fire-001"].public.stem == "改过的第 1 题怎么做？" and "改过" not in bank["fire-002"].public.stem
    assert get(desk, "fire-002").changed and not get(desk, "fire-001").changed
    assert desk.writers("item", "fire-002") == {"T2001"} and desk.writers("item", "fire-003") == frozenset()
    assert other.mark == get(desk, "fire-002").mark


def test_a_draft_is_nowhere_until_it_is_published_and_a_retired_one_is_drawn_no_more(desk: Release) -> None:
    value = {**get(desk, "fire-001").value, "stem": "烟从门缝里进来，你先做什么，再做什么？"}
    new = desk.desk.create("item", "fire-new", value, author=WANG, topic="fire").object
    assert new.state == "draft"
    desk.reader.publish("T2001")  # the button for everything leaves drafts alone
    assert "fire-new" not in desk.reader.content().drawn.items
    assert desk.publish([("item", "fire-new", new.mark)], WANG).published == ("item/fire-new",)
    papers = desk.reader.content().papers.papers
    assert any("fire-new" in slot.candidates for slot in papers["quiz"].slots)
    assert "state:" not in (desk.desk.site.workspace / FIRE).read_text(encoding="utf-8")
    now = get(desk, "fire-new")
    gone = desk.retire("item", "fire-new", base=now.version, author=WANG).object
    assert (gone.state, gone.published) == ("retired", False)
    papers = desk.reader.content().papers.papers
    assert not any("fire-new" in slot.candidates for slot in papers["quiz"].slots)
    assert "fire-new" not in desk.reader.content().drawn.items
    assert desk.revive("item", "fire-new", base=gone.version, author=WANG).object.state == "draft"


class Meanwhile(publishing.ContentReader):
    """A reader before whose publishing somebody saves once more."""

    def publish(self, *args: Any, **how: Any) -> publishing.Publication:
        change(self.desk, "fire-001", "半句话，还没写完？")
        return super().publish(*args, **how)

    desk: Release


def test_what_is_saved_while_publishing_runs_waits(desk: Release) -> None:
    reader = Meanwhile(desk.desk.site)
    reader.desk = desk
    one = change(desk, "fire-001", "改过的第 1 题怎么做？")
    done = Release(desk.desk, reader).publish([("item", "fire-001", one.mark)], WANG)
    assert done.published == () and "又有人改了" in done.held[0].why
    assert "半句话" not in desk.reader.refresh().bank.items["fire-001"].public.stem
    assert get(desk, "fire-001").value["stem"] == "半句话，还没写完？" and get(desk, "fire-001").changed


def test_what_has_a_fault_is_held_with_its_findings(desk: Release) -> None:
    now = change(desk, "fire-001", "")
    done = desk.publish([("item", "fire-001", now.mark)], WANG)
    assert done.published == () and any(found.where == ("stem",) for found in done.held[0].findings)
    assert desk.reader.content().bank.items["fire-001"].public.stem


def test_a_question_that_a_paper_needs_is_not_retired(desk: Release) -> None:
    now = get(desk, "fire-case")
    with pytest.raises(Refused, match="只能抽这一道题"):
        desk.retire("item", "fire-case", base=now.version, author=WANG)


def test_with_a_second_reader_nothing_goes_out_unread(desk: Release, tmp_path: Path) -> None:
    site = desk.desk.site
    toml = site.root / "anpei.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + "\n[content]\nsecond_reader = true\n", encoding="utf-8")
    strict = open_site(site.root)
    vars(strict)["shelves"] = site.shelves
    desk = Release(Authoring(strict), publishing.ContentReader(strict))
    one = change(desk, "fire-001", "改过的第 1 题怎么做？")
    assert desk.publish([("item", "fire-001", one.mark)], WANG).published == ()
    desk.reader.publish("T2001")  # nor by the button for everything, nor by a command
    publishing.publish(strict, "命令行", 1)
    assert "改过" not in desk.reader.refresh().bank.items["fire-001"].public.stem
    approved = {("item/fire-001", one.mark)}
    desk.reader.publish("T2001", ready=authoring.ready(desk.desk, {("item/fire-001", "older")}))
    assert get(desk, "fire-001").changed
    assert desk.publish([("item", "fire-001", one.mark)], WANG, approved).published == ("item/fire-001",)
    desk.retire("item", "fire-002", base=get(desk, "fire-002").version, author=WANG)
    content = desk.reader.content()
    drawn = {item for slot in content.papers.papers["quiz"].slots for item in slot.candidates}
    assert "fire-002" not in drawn and drawn <= content.drawn.items.keys(), "papers follow the bank all the same"

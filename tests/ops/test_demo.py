"""The demo: sixty invented people, accounts that work, and something due to everybody."""

from __future__ import annotations

import random
import stat
from collections import Counter
from pathlib import Path

import pytest

from anpei import demo, plans, publishing, staff
from anpei.database import Database
from anpei.errors import SettingsError
from anpei.settings import SigninRules, Site, open_site

NOW = 1_795_000_000_000
RULES = SigninRules(address_per_minute=100)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = tmp_path_factory.mktemp("demo") / "site"
    demo.build(root, NOW, chance=random.Random(7))
    return open_site(root)


def test_there_are_sixty_people_in_five_departments(site: Site) -> None:
    with Database(site.database_url) as db, db.read() as session:
        people = staff.people(session)
        assert len(people) == 60 and len({person.name for person in people}) == 60
        assert len(staff.departments(session)) == 5 and len(staff.posts(session)) >= 20
    roles = Counter(role for person in people for role in person.roles)
    assert (roles["trainer"], roles["director"], roles["admin"], roles["learner"]) == (2, 1, 1, 60)
    assert roles["evaluator"] == 1


def test_every_account_works_as_printed(site: Site) -> None:
    kiosk = staff.Device("k-1", "一车间东门", "", NOW)
    with Database(site.database_url) as db:
        for one in demo.accounts(site).accounts:
            result = staff.sign_in(db, one.staff_no, one.password, address="::1", now=NOW, rules=RULES)
            assert result.person is not None and result.person.name == one.name
            assert result.person.must_change_password is one.must_change
            if one.pin:
                assert staff.tap_in(db, one.staff_no, one.pin, device=kiosk, now=NOW, rules=RULES).outcome == "ok"


def test_something_is_due_to_everybody_and_one_is_late(site: Site) -> None:
    with Database(site.database_url) as db, db.read() as session:
        due = {person.staff_no: plans.due_for(session, person) for person in staff.people(session)}
    assert all(due.values())
    assert [staff_no for staff_no, duties in due.items() if duties[0].due < NOW] == ["E1004"]
    assert {(duty.kind, duty.target) for duty in due["E1002"]} == {
        ("course", "fire-escape"), ("course", "life-first"), ("paper", "fire-basics"), ("drill", "workshop-fire"),
    }  # fmt: skip


def test_the_content_is_there_to_be_edited(site: Site) -> None:
    assert (site.workspace / "quizzes/topics.yaml").exists()
    assert list((site.workspace / "courses").iterdir())


def test_both_kiosks_get_a_link_until_they_are_enrolled(site: Site) -> None:
    links = demo.kiosk_links(site, NOW)
    assert [name for name, _ in links] == [name for name, _ in demo.KIOSKS]
    with Database(site.database_url) as db:
        device, _ = db.write(lambda session: staff.enrol(session, links[0][1], now=NOW)).result()
        assert [name for name, _ in demo.kiosk_links(site, NOW)] == [links[1][0]]
        db.write(lambda session: staff.revoke_device(session, device.device_id, now=NOW)).result()


def test_the_accounts_can_be_shown_again_and_only_to_the_owner(site: Site) -> None:
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (site.private, site.private / "demo-accounts.json")]
    assert modes == [0o700, 0o600]
    rows = demo.rows(site, "http://localhost/", NOW)
    assert len(rows) == len(demo.accounts(site).accounts) + 2
    assert rows[-1][2].startswith("http://localhost/kiosk/enrol?token=")


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(SettingsError):
        demo.build(tmp_path, NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_an_interrupted_build_leaves_nothing(tmp_path: Path) -> None:
    def interrupt(words: str) -> None:
        if "账号" in words:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo.build(tmp_path / "site", NOW, interrupt)
    assert list(tmp_path.iterdir()) == []


def test_a_real_site_shows_no_demo_accounts(tmp_path: Path) -> None:
    from anpei.settings import create_site

    site = create_site(tmp_path / "real", "")
    assert demo.rows(site, "http://localhost/", NOW) == []


def test_what_it_brings_is_published(site: Site) -> None:
    entries = publishing.store_of(site).index().entries
    assert {"course/fire-escape", "paper/fire-basics", "item/fire-p01"} <= entries.keys()
    assert {entry.state for entry in entries.values()} == {"published"}

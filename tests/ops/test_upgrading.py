"""A database older than the program is saved and told before it changes; one that is newer, or gone, is left alone."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from anpei import backups, engines, schemas
from anpei.cli.checks import examine
from anpei.database import Database, upgrade
from anpei.errors import Conflict, Refused, SettingsError, Unavailable
from anpei.settings import Site, open_site
from tests.helpers import databases
from tests.helpers.platform import AS_ROOT, COMMAND, make_site
from tests.upgrade.before_upgrade import unpacked

NOW = 1_795_000_000_000
FUTURE = "9999"


def ask(url: str, statement: str, **values: object) -> list[tuple[object, ...]]:
    engine = create_engine(engines.parse(url))
    with engine.begin() as connection:
        found = connection.execute(text(statement), values)
        rows = [tuple(row) for row in found] if found.returns_rows else []
    engine.dispose()
    return rows


def made_newer(site: Site) -> Site:
    ask(site.database_url, "UPDATE alembic_version SET version_num = :new", new=FUTURE)
    return site


@pytest.mark.parametrize("kind", databases.KINDS)
def test_an_old_site_is_saved_told_and_upgraded_and_can_go_back(kind: str, tmp_path: Path) -> None:
    site = unpacked(kind, tmp_path).site
    old = schemas.schema_of(site.database_url)
    people = ask(site.database_url, "SELECT count(*) FROM person")
    said: list[str] = []
    backups.upgrade_site(site, NOW, said.append)
    saved = re.search(r"anpei restore (\S+) --site \S+ --force", "".join(said))
    assert f"{old} → {schemas.newest()}" in "".join(said) and saved is not None
    assert schemas.schema_of(site.database_url) == schemas.newest()
    head = backups.read_head(Path(saved[1]))
    assert head.schema_version == old and (head.database == "postgresql") == (kind == "postgres")
    if kind == "postgres":  # a database with tables in it is not thrown away
        with pytest.raises(Conflict, match="不是空的"):
            backups.restore(Path(saved[1]), site.root, NOW, no_key, force=True)
        for url in (site.database_url, site.gradebook_url):
            ask(url, "DROP SCHEMA public CASCADE")
            ask(url, "CREATE SCHEMA public")
    done = backups.restore(Path(saved[1]), site.root, NOW, no_key, force=True)
    again = open_site(done.root)
    assert schemas.schema_of(again.database_url) == old
    assert ask(again.database_url, "SELECT count(*) FROM person") == people
    assert not (again.root / "database").exists()
    backups.upgrade_site(again, NOW + 1000, said.append)
    said.clear()
    backups.upgrade_site(again, NOW + 2000, said.append)
    assert said == [], "nothing to do, nothing to say"


def no_key(head: backups.Head) -> backups.RecoveryKey:
    raise AssertionError("these are open")


def test_without_a_backup_nothing_is_upgraded_unless_that_is_asked_for(tmp_path: Path) -> None:
    site = unpacked("sqlite", tmp_path).site
    old = schemas.schema_of(site.database_url)
    (site.root / "backups").write_text("a file where the folder should be")
    with pytest.raises(Unavailable, match="没有升级") as refusal:
        backups.upgrade_site(site, NOW, lambda words: None)
    assert "--no-backup" in refusal.value.way_out and schemas.schema_of(site.database_url) == old
    backups.upgrade_site(site, NOW, lambda words: None, without_backup=True)
    assert schemas.schema_of(site.database_url) == schemas.newest()


def fingerprint(site: Site) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in site.var.glob("*")
        if path.is_file() and not path.name.endswith(("-shm", "-wal"))
    }


@pytest.mark.both_databases
def test_a_newer_database_is_opened_by_nothing_and_told_in_one_sentence(tmp_path: Path) -> None:
    site = made_newer(make_site(tmp_path / "peopled"))
    before = fingerprint(site)
    for act in (Database, upgrade, lambda _: backups.upgrade_site(site, NOW, lambda words: None)):
        with pytest.raises(SettingsError, match=FUTURE) as refusal:
            act(site.database_url)
        assert schemas.newest() in refusal.value.message and "anpei restore" in refusal.value.way_out
    found = {check.name: check for check in examine(site.root)}
    assert found["数据库"].level == "error" and FUTURE in found["数据库"].message
    assert "anpei serve" not in found["数据库"].way_out, "it would send back here"
    assert fingerprint(site) == before


@pytest.mark.parametrize(
    "words",
    [["serve", "{}", *AS_ROOT], ["staff", "unlock", "E1001", "--site", "{}"]],
    ids=lambda words: words[0],
)
def test_every_command_says_it_the_same_way(tmp_path: Path, words: list[str]) -> None:
    site = made_newer(make_site(tmp_path / "site"))
    before = fingerprint(site)
    command = [*COMMAND, *(word.format(site.root) for word in words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and FUTURE in done.stderr and "意外" not in done.stderr
    assert fingerprint(site) == before


def test_a_backup_of_a_newer_version_is_refused_by_what_it_says_outside(site: Site, tmp_path: Path) -> None:
    backups.set_recipient(site, backups.new_key().public)
    made = backups.back_up(made_newer(site), tmp_path / "newer.tar", NOW)
    for act in (
        lambda: backups.restore(made.path, tmp_path / "again", NOW, no_key),
        lambda: backups.verify(made.path, None),
    ):
        with pytest.raises(Refused, match=FUTURE) as refusal:
            act()
        assert "升级安培" in refusal.value.way_out
    assert not (tmp_path / "again").exists()


def test_a_site_that_lost_its_database_is_not_an_empty_enterprise(site: Site) -> None:
    site.secret("cookie")
    for path in site.var.glob("anpei.db*"):
        path.unlink()
    for again in ("gone", "opened once since"):
        with pytest.raises(Conflict, match="已经用过") as refusal:
            backups.upgrade_site(site, NOW, lambda words: None)
        assert "anpei restore" in refusal.value.way_out and "--new-database" in refusal.value.way_out, again
        Database(site.database_url).close()
    backups.upgrade_site(site, NOW, lambda words: None, new_database=True)
    assert schemas.schema_of(site.database_url) == schemas.newest()


def test_a_database_that_is_rubbish_is_said_to_be(site: Site) -> None:
    for path in site.var.glob("anpei.db*"):
        path.unlink()
    (site.var / "anpei.db").write_bytes(b"rubbish" * 1000)
    with pytest.raises(Conflict, match="已损坏"):
        backups.upgrade_site(site, NOW, lambda words: None)


def test_a_site_that_is_really_new_begins_without_a_question(site: Site) -> None:
    for path in site.var.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    backups.upgrade_site(site, NOW, lambda words: None)
    assert schemas.schema_of(site.database_url) == schemas.newest()

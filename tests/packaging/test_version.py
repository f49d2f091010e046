"""The version comes from git where git is, and is honest where it isn't; nothing needs a network."""

from __future__ import annotations

import re
import shutil
import subprocess
import tarfile
from datetime import date
from pathlib import Path

import pytest

from anpei.version import SECTION, reckoned

ROOT = Path(__file__).parents[2]
CHANGELOG = "# Changelog\n\n## Unreleased\n\n- More.\n\n## 1.4.0 — 2026-11-28\n\n- Much.\n\n## 1.3.0 — 2026-11-24\n"
COMMIT = r"g[0-9a-f]{7,}"


def git(folder: Path, *words: str) -> str:
    author = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    command = ["git", *author, "-c", "init.defaultBranch=main", "-C", str(folder), *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Two commits after nothing: no tag yet."""
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    for name in (".gitattributes", ".git_archival.txt"):
        shutil.copy(ROOT / name, folder / name)
    git(folder, "init", "-q")
    commit(folder, "first")
    commit(folder, "second")
    return folder


def commit(folder: Path, words: str) -> None:
    (folder / "file").write_text(words)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", words)


def test_a_tag_is_the_version_and_commits_after_it_lead_to_the_next(checkout: Path) -> None:
    git(checkout, "tag", "v2.0.0")
    assert reckoned(checkout) == "2.0.0"
    commit(checkout, "third")
    assert re.fullmatch(rf"2\.0\.1\.dev1\+{COMMIT}", reckoned(checkout))
    (checkout / "file").write_text("not committed")
    assert re.fullmatch(rf"2\.0\.1\.dev1\+{COMMIT}\.changed", reckoned(checkout))


def test_a_tag_of_something_else_is_none(checkout: Path) -> None:
    git(checkout, "tag", "before-the-move")
    assert re.fullmatch(rf"1\.4\.1\.dev2\+{COMMIT}", reckoned(checkout))


def test_a_clone_without_tags_goes_by_the_newest_dated_section(checkout: Path, tmp_path: Path) -> None:
    git(checkout, "tag", "v2.0.0")
    git(tmp_path, "clone", "-q", "--no-tags", str(checkout), "clone")
    assert re.fullmatch(rf"1\.4\.1\.dev2\+{COMMIT}", reckoned(tmp_path / "clone"))
    git(tmp_path, "clone", "-q", "--depth=1", "--no-tags", f"file://{checkout}", "shallow")
    assert re.fullmatch(rf"1\.4\.1\.dev0\+{COMMIT}", reckoned(tmp_path / "shallow"))


def test_a_worktree_is_a_checkout_too(checkout: Path, tmp_path: Path) -> None:
    git(checkout, "tag", "v2.0.0")
    git(checkout, "worktree", "add", "-q", str(tmp_path / "beside"))
    assert reckoned(tmp_path / "beside") == "2.0.0"


@pytest.mark.parametrize("tag", ["v2.0.0", ""])
def test_what_git_archive_made_knows_what_it_was_made_of(checkout: Path, tmp_path: Path, tag: str) -> None:
    if tag:
        git(checkout, "tag", tag)
    git(checkout, "archive", "--prefix=unpacked/", "-o", str(tmp_path / "a.tar"), "HEAD")
    with tarfile.open(tmp_path / "a.tar") as archive:
        archive.extractall(tmp_path, filter="data")
    found = reckoned(tmp_path / "unpacked")
    assert found == "2.0.0" if tag else re.fullmatch(rf"1\.4\.1\.dev0\+{COMMIT}", found)


def test_an_sdist_says_what_it_was_built_as(checkout: Path) -> None:
    (checkout / "PKG-INFO").write_text("Metadata-Version: 2.4\nName: anpei\nVersion: 2.5.0\n\nVersion: of the text\n")
    assert reckoned(checkout) == "2.5.0"


def test_without_git_it_says_that_it_does_not_know(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert reckoned(checkout) == "1.4.1.dev0+unknown"
    shutil.rmtree(checkout / ".git")
    assert reckoned(checkout) == "1.4.1.dev0+unknown", "what git never wrote into counts for nothing"
    (checkout / "CHANGELOG.md").unlink()
    assert reckoned(checkout) == "0.0.1.dev0+unknown"


def test_sections_of_the_changelog_have_their_day_and_stand_newest_first() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    titles = [line for line in text.splitlines() if line.startswith("## ")]
    assert titles[0] == "## Unreleased"
    assert [SECTION.fullmatch(title) is not None for title in titles[1:]] == [True] * (len(titles) - 1)
    days = [date.fromisoformat(title.rpartition(" ")[2]) for title in titles[1:]]
    releases = [tuple(map(int, title.split()[1].split("."))) for title in titles[1:]]
    assert (days, releases) == (sorted(days, reverse=True), sorted(set(releases), reverse=True))

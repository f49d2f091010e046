"""The drill profile is saved from its form: over nobody's change, whole, and nothing else is published with it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from anpei import publishing
from anpei.content import bundled
from anpei.errors import Conflict, Refused
from anpei.exercises.report import ENTERPRISE, FREQUENCY, Enterprise
from anpei.settings import Site
from tests.content.conftest import Author
from tests.content.test_publishing import FIRE, stem


@pytest.fixture
def director(author: Author) -> Author:
    """A site with a profile of its own, and an edit of a question that nobody has published yet."""
    for name in (ENTERPRISE, FREQUENCY):
        author.write(name, (bundled() / name).read_text(encoding="utf-8"))
    author.publish()
    author.rewrite(FIRE, "第 1 题怎么做？", "改过的第 1 题怎么做？")
    return author


def renamed(site_file: publishing.ProfileFile, title: str) -> Enterprise:
    assert site_file.enterprise is not None
    first, *rest = site_file.enterprise.plans
    return site_file.enterprise.model_copy(update={"plans": (first.model_copy(update={"title": title}), *rest)})


def titles(author: Author) -> str:
    told = author.restart().drilling.enterprise
    assert told is not None
    return told.plans[0].title


def test_it_counts_at_once_and_takes_nobodys_unfinished_work_along(director: Author) -> None:
    file = publishing.profile_file(director.site)
    director.reader.save_profile(file.sha, renamed(file, "新的预案名"), "D3001")
    told = director.content.drilling.enterprise
    assert told is not None and told.plans[0].title == "新的预案名"
    entry = director.entry("enterprise/enterprise")
    assert entry is not None and (entry.by, entry.origin) == ("D3001", "site")
    assert stem(director.content) == "第 1 题怎么做？"
    assert "enterprise/enterprise" not in {change.key for change in director.reader.authored()[1].published}


def bare(site: Site) -> publishing.ProfileFile:
    """The profile of a site that has nothing else."""
    path = site.workspace / ENTERPRISE
    path.parent.mkdir(exist_ok=True)
    path.write_bytes((bundled() / ENTERPRISE).read_bytes())
    return publishing.profile_file(site)


def test_of_two_at_once_one_is_told(small: Site) -> None:
    file = bare(small)

    def save(title: str) -> str:
        try:
            publishing.save_profile(small, file.sha, renamed(file, title), "D3001", 1)
        except Conflict:
            return ""
        return title

    with ThreadPoolExecutor(4) as pool:
        done = list(filter(None, pool.map(save, ("甲预案", "乙预案", "丙预案", "丁预案"))))
    kept = publishing.profile_file(small).enterprise
    assert kept is not None and done == [kept.plans[0].title]


def test_a_process_killed_between_file_and_store_is_made_good_by_saving_again(
    director: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = publishing.profile_file(director.site)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(publishing.Store, "_keep", killed)
        with pytest.raises(KeyboardInterrupt):
            director.reader.save_profile(file.sha, renamed(file, "新的预案名"), "D3001")
    assert titles(director) == "灭火和应急疏散预案"
    written = publishing.profile_file(director.site)
    assert written.enterprise == renamed(file, "新的预案名")
    director.reader.save_profile(written.sha, renamed(file, "新的预案名"), "D3001")
    assert titles(director) == "新的预案名"


def test_nothing_is_written_where_a_link_leads(small: Site) -> None:
    file = bare(small)
    own, aside = small.workspace / ENTERPRISE, small.workspace / "drills/aside.yaml"
    own.rename(aside)
    own.symlink_to(aside)
    with pytest.raises(Refused, match="链接"):
        publishing.save_profile(small, file.sha, renamed(file, "新的预案名"), "D3001", 1)
    assert aside.read_bytes() == (bundled() / ENTERPRISE).read_bytes()

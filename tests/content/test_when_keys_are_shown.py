"""When a paper's keys may be read: safe for what is new, as it was for what there is, and put right by one button."""

from __future__ import annotations

from dataclasses import replace

from anpei import clock, papers, publishing
from anpei.publishing.act import PAPER
from anpei.server.board.keys import early_keys, keep_keys_back
from anpei.settings import Site
from tests.helpers import published

OWN = """# 本厂的话
title: 消防
minutes: 10
attempts: 2
pass_mark: 80
review:
  when: after_hand_in # 旧
  show: [marks, key]
slots:
  - {pool: {topics: [fire]}, count: 2, points: 5}
"""
OLD = papers.ReviewPolicy(when="after_hand_in")


def paper(site: Site) -> papers.Paper:
    return publishing.ContentReader(site).content().papers.papers["fire-basics"]


def as_an_earlier_release_had_it(site: Site) -> None:
    """The paper as it came when its keys were shown at once."""
    value = PAPER.dump_python(replace(paper(site), review=OLD, sha="of the earlier file"), mode="json")
    with publishing.store_of(site).changing() as change:
        entry = change.entries["paper/fire-basics"]
        sha = change.put(publishing.encoded("paper", "fire-basics", value, {}))
        change.entries[entry.key] = replace(entry, sha=sha)


def test_no_paper_of_a_new_site_shows_keys_while_attempts_are_left(site: Site) -> None:
    published.settle(site)
    content = publishing.ContentReader(site).content()
    assert len(content.papers.papers) >= 6 and list(early_keys(content.papers)) == []


def test_a_release_keeps_when_a_papers_keys_are_shown_until_a_trainer_changes_it(site: Site) -> None:
    published.settle(site)
    as_an_earlier_release_had_it(site)
    assert publishing.settle(site, clock.now(), again=True).published, "what it asks follows the release"
    assert paper(site).review == OLD and paper(site).sha != "of the earlier file"
    publishing.publish(site, "T2001", clock.now())
    content = publishing.ContentReader(site).content()
    (told,) = early_keys(content.papers)
    assert (told["slug"], told["when"]) == ("fire-basics", "一交卷就能看")
    path = site.workspace / "quizzes/papers/fire-basics.yaml"
    keep_keys_back(site, "fire-basics")
    assert "after_last_chance" in path.read_text("utf-8"), "a file of its own, as it comes now"
    path.write_text(OWN, "utf-8")
    keep_keys_back(site, "fire-basics")
    assert path.read_text("utf-8") == OWN.replace("when: after_hand_in", "when: after_last_chance")
    publishing.publish(site, "T2001", clock.now())
    assert paper(site).review.when == "after_last_chance"

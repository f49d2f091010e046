"""What the whole house cites, told to the law spine: every item, chapter, course, drill and paper as a mention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from anpei import afteraction, bank, courses, drills, hours, laws, papers
from anpei.content import Shelves
from anpei.laws import Mention

__all__ = ["Ended", "Library", "drawable", "left_out", "mentions", "read_library"]

Ended = Mapping[str, Mapping[str, date]]
"""Item id → superseded citation → the day since when."""


@dataclass(frozen=True)
class Library:
    """All content of a site at one moment."""

    registry: laws.Registry
    bank: bank.Bank
    papers: papers.Papers
    catalog: courses.Catalog
    drills: drills.Shelf
    hours: hours.Rules
    frequencies: tuple[afteraction.Rule, ...] = ()


def read_library(shelves: Shelves) -> Library:
    registry, _ = laws.load(shelves)
    items = bank.load(shelves, registry)
    rules = hours.load(shelves)[0] or hours.NONE
    told = afteraction.load_drilling(shelves).frequencies
    return Library(
        registry,
        items,
        papers.load(shelves, items),
        courses.load(shelves),
        drills.load(shelves),
        rules,
        told.rules if told else (),
    )


def mentions(library: Library) -> list[Mention]:
    """Everything that cites, ordered by kind and then as on the shelf; what cites nothing is left out."""
    found = [
        *(_of_item(version) for version in library.bank.items.values()),
        *_of_courses(library.catalog),
        *_of_drills(library.drills),
        *(Mention(f"hours:{rule.id}", rule.title, rule.cites, rule.source) for rule in library.hours.categories),
        *(Mention(f"frequency:{rule.id}", rule.title, rule.cites, rule.source) for rule in library.frequencies),
        *(_of_paper(paper, library.bank) for paper in library.papers.papers.values()),
    ]
    return [mention for mention in found if mention.cites or mention.source]


def left_out(items: bank.Bank, registry: laws.Registry, on: date) -> Ended:
    """Exam items with citations that are superseded on that day."""
    found = {
        item_id: laws.outdated(registry, version.secret.cites, on)
        for item_id, version in items.items.items()
        if version.use == "exam"
    }
    return {item_id: ended for item_id, ended in found.items() if ended}


def drawable(session: Session, items: bank.Bank, ended: Ended, zone: str) -> bank.Bank:
    """The bank without those items, except where somebody has looked at them since the law changed."""
    if not ended:
        return items
    named = {f"item:{item_id}": cites for item_id, cites in ended.items()}
    out = named.keys() - laws.reviewed_since(session, named, zone)
    return replace(items, items={key: item for key, item in items.items.items() if f"item:{key}" not in out})


def _of_item(version: bank.ItemVersion) -> Mention:
    secret = version.secret
    sources = [secret.source if secret.basis == "guidance" else "", *(region.source for region in secret.regions)]
    source = "；".join(dict.fromkeys(filter(None, sources)))
    return Mention(f"item:{version.item_id}", _first_line(version.public.stem), secret.cites, source)


def _first_line(stem: str) -> str:
    line = stem.strip().splitlines()[0].replace("**", "")
    return line if len(line) <= 60 else line[:59] + "…"


def _of_courses(catalog: courses.Catalog) -> Iterator[Mention]:
    for slug, course in catalog.courses.items():
        yield Mention(f"course:{slug}", course.title, course.cites)
        for chapter, cites in courses.cites_by_chapter(course).items():
            known = course.chapter(chapter)
            yield Mention(f"chapter:{slug}/{chapter}", known.title if known else chapter, cites)


def _of_drills(shelf: drills.Shelf) -> Iterator[Mention]:
    for slug, script in shelf.scripts.items():
        scenario = script.scenario
        whole = (*scenario.basis, *scenario.debrief.takeaways)
        yield _drill(f"drill:{slug}", scenario.title, [source.cites for source in whole], [s.source for s in whole])
        for node in scenario.nodes:
            yield _drill(f"drill:{slug}/{node.id}", node.question, [node.cites], [node.source])


def _drill(ref: str, title: str, cites: Iterable[tuple[str, ...]], sources: Iterable[str]) -> Mention:
    flat = dict.fromkeys(text for group in cites for text in group)
    return Mention(ref, title, tuple(flat), "；".join(dict.fromkeys(filter(None, sources))))


def _of_paper(paper: papers.Paper, items: bank.Bank) -> Mention:
    """A paper cites what the items it may draw cite."""
    candidates = dict.fromkeys(item for slot in paper.slots for item in slot.candidates)
    cites = dict.fromkeys(text for item in candidates for text in items.items[item].secret.cites)
    return Mention(f"paper:{paper.slug}", paper.title, tuple(cites))

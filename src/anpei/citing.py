"""What the whole house cites, told to the law spine: each item, chapter, course, drill, paper, simulation a mention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from anpei_widgets import BASES
from sqlalchemy.orm import Session

from anpei import bank, courses, hours, laws, papers, statements
from anpei.content import Shelves
from anpei.exercises import evaluation, report, scenarios
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
    drills: scenarios.Shelf
    hours: hours.HoursRules
    frequencies: tuple[report.FrequencyRule, ...] = ()
    families: evaluation.Families = evaluation.NONE


def read_library(shelves: Shelves) -> Library:
    registry, _ = laws.load(shelves)
    items = bank.load(shelves, registry)
    rules = hours.load(shelves)[0] or hours.NONE
    told = report.load_drilling(shelves).frequencies
    return Library(
        registry,
        items,
        papers.load(shelves, items),
        courses.load(shelves),
        scenarios.load(shelves),
        rules,
        told.rules if told else (),
        evaluation.load(shelves)[0] or evaluation.NONE,
    )


def mentions(library: Library) -> list[Mention]:
    """Everything that cites, ordered by kind and then as on the shelf; what cites nothing is left out."""
    found = [
        *(_of_item(version) for version in library.bank.items.values()),
        *_of_courses(library.catalog),
        *_of_drills(library.drills),
        *(Mention(f"hours:{rule.id}", rule.title, rule.cites, rule.source) for rule in library.hours.categories),
        *(Mention(f"frequency:{rule.id}", rule.title, rule.cites, rule.source) for rule in library.frequencies),
        *_of_families(library.families),
        *_of_widgets(library.catalog),
        *(_of_paper(paper, library.bank) for paper in library.papers.papers.values()),
    ]
    return [mention for mention in found if mention.cites or mention.source or mention.unsure]


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
    unsure = _unsure(statements.in_item(version))
    return Mention(f"item:{version.item_id}", _first_line(version.public.stem), secret.cites, source, unsure)


def _unsure(said: Iterable[statements.Statement]) -> tuple[str, ...]:
    """The sentences that mark themselves as 待核, in plain words."""
    return tuple(dict.fromkeys(one.plain for one in said if statements.UNSURE in one.text))


def _first_line(stem: str) -> str:
    line = stem.strip().splitlines()[0].replace("**", "")
    return line if len(line) <= 60 else line[:59] + "…"


def _of_courses(catalog: courses.Catalog) -> Iterator[Mention]:
    for slug, course in catalog.courses.items():
        yield Mention(f"course:{slug}", course.title, course.cites)
        for chapter, cites in courses.cites_by_chapter(course).items():
            known = course.chapter(chapter)
            unsure = _unsure(statements.in_chapter(course, known)) if known else ()
            yield Mention(f"chapter:{slug}/{chapter}", known.title if known else chapter, cites, "", unsure)


def _of_drills(shelf: scenarios.Shelf) -> Iterator[Mention]:
    for slug, script in shelf.scripts.items():
        scenario = script.scenario
        whole = (*scenario.basis, *scenario.debrief.takeaways)
        yield _drill(f"drill:{slug}", scenario.title, [source.cites for source in whole], [s.source for s in whole])
        for node in scenario.nodes:
            yield _drill(f"drill:{slug}/{node.id}", node.question, [node.cites], [node.source])


def _drill(ref: str, title: str, cites: Iterable[tuple[str, ...]], sources: Iterable[str]) -> Mention:
    flat = dict.fromkeys(text for group in cites for text in group)
    return Mention(ref, title, tuple(flat), "；".join(dict.fromkeys(filter(None, sources))))


def _of_families(families: evaluation.Families) -> Iterator[Mention]:
    """The families of the evaluation form, each as certain as it says."""
    for family in families.families:
        certain = evaluation.CERTAINTIES[family.certainty]
        other = (item for item in family.items if item.certainty and evaluation.CERTAINTIES[item.certainty])
        unsure = tuple(f"{item.text}，{evaluation.CERTAINTIES[item.certainty]}" for item in other if item.certainty)
        source = f"{families.source}，{certain}" if certain else ""
        yield Mention(f"evaluation:{family.id}", family.title, (), source, unsure)


def _of_widgets(catalog: courses.Catalog) -> Iterator[Mention]:
    """A simulation cites what its own words name; its title says which chapters show it."""
    chapters = [chapter for course in catalog.courses.values() for chapter in course.chapters]
    shown = [(f"《{chapter.title}》", courses.widgets_of(chapter)) for chapter in chapters]
    for basis in BASES:
        where = "、".join(title for title, names in shown if basis.widget in names)
        title = f"{basis.title}（见{where}）" if where else basis.title
        yield Mention(f"widget:{basis.widget}", title, basis.cites, "", basis.doubts)


def _of_paper(paper: papers.Paper, items: bank.Bank) -> Mention:
    """A paper cites what the items it may draw cite."""
    candidates = dict.fromkeys(item for slot in paper.slots for item in slot.candidates)
    cites = dict.fromkeys(text for item in candidates for text in items.items[item].secret.cites)
    return Mention(f"paper:{paper.slug}", paper.title, tuple(cites))

"""What the desk's pages know of the questions: rows for the list, one of them for its form. Blocking: in threads."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from anpei import authoring, bank, grading, laws, records, staff
from anpei.content import Shelves
from anpei.database import Database
from anpei.findings import FieldFinding
from anpei.plainfiles import safely
from anpei.server.authoring.listing import ItemRow
from anpei.server.core.handlers import Handler
from anpei.server.core.view_models import card_view
from anpei.server.courses.practice_api import card_json

__all__ = ["ITEM", "ItemShelf", "as_json", "author_of", "cards_for", "preview_of", "shelf_of", "text_of"]

ITEM = r"([a-z][a-z0-9]*(?:-[a-z0-9]+)+)"
"""A question's id in an address."""
USAGE_KEPT = 600.0
"""Seconds for which what was counted over all answers is shown."""
Faults = tuple[int, int]


class ItemShelf:
    """One a process. Rows are made anew when a question, the published content or the usage changed."""

    def __init__(self, desk: authoring.Authoring, db: Database) -> None:
        self.desk, self._db = desk, db
        self._lock = threading.Lock()
        self._rows: tuple[Any, list[ItemRow]] = (None, [])
        self._usage: tuple[float, dict[str, records.ItemUsage]] | None = None
        self._faults: dict[tuple[str, str], Faults] = {}
        self._checking = threading.Lock()

    def rows(self, papers: Mapping[str, Any], registry: laws.Registry, today: Any) -> list[ItemRow]:
        """Every question as the list shows it, in the order of the files."""
        with self._lock:
            objects, usage, waiting = self.desk.objects("item"), self.usage(), self.reviews()
            submitted = self.submitted(objects)
            self._check_aside(objects)
            stamp = (
                [(o.slug, o.version, o.state, o.published, o.changed) for o in objects],
                id(papers), id(registry), id(usage), waiting, submitted, len(self._faults),
            )  # fmt: skip
            if self._rows[0] != stamp:
                used = _papers_by_item(papers)
                made = [
                    row_of(each, used, usage, waiting, self._faults.get((each.slug, each.version)), registry, today)
                    for each in objects
                ]
                made = [replace(row, state="in_review") if row.slug in submitted else row for row in made]
                self._rows = (stamp, made)
            return self._rows[1]

    def found(self, words: str) -> list[str]:
        """The ids of the questions that these words lead to."""
        return [each.slug for each in self.desk.search("item", words)] if words.strip() else []

    def topics(self) -> dict[str, str]:
        """The topics' titles, in the order of their file."""
        return {each.slug: str(each.value.get("title", each.slug)) for each in self.desk.objects("topic")}

    def usage(self) -> dict[str, records.ItemUsage]:
        """How often each question was asked and how well it was answered; counted every ten minutes."""
        moment = time.monotonic()
        if self._usage is None or moment - self._usage[0] > USAGE_KEPT:
            with self._db.read() as session:
                self._usage = (moment, records.item_usage(session))
        return self._usage[1]

    def reviews(self) -> frozenset[str]:
        """Questions that a change of the law put up for another look."""
        with self._db.read() as session:
            found = laws.reviews(session, open_only=True)
        items = (item for review in found for item in review.items if item.closed is None)
        return frozenset(item.ref.removeprefix("item:") for item in items if item.ref.startswith("item:"))

    def submitted(self, objects: list[authoring.AuthoredObject]) -> frozenset[str]:
        """Questions that wait for a review, or for being published after one, as they stand."""
        with self._db.read() as session:
            last = authoring.last_steps(session, "item")
        known = ((each, last.get(("item", each.slug))) for each in objects)
        return frozenset(
            each.slug for each, step in known if step is not None and authoring.state_of(each, step) == "in_review"
        )

    @property
    def unchecked(self) -> bool:
        """Whether questions are still being checked for the list."""
        return self._checking.locked()

    def _check_aside(self, objects: list[authoring.AuthoredObject]) -> None:
        """What was never checked as it stands is checked on a thread of its own; the list shows what is known."""
        new = [each for each in objects if (each.slug, each.version) not in self._faults]
        if new and self._checking.acquire(blocking=False):
            threading.Thread(target=self._check, args=(new,), name="anpei-items", daemon=True).start()

    def _check(self, objects: list[authoring.AuthoredObject]) -> None:
        try:
            for each in objects:
                self.note(each, self.desk.check("item", each.slug, each.value, each.topic))
        finally:
            self._checking.release()

    def note(self, each: authoring.AuthoredObject, findings: tuple[FieldFinding, ...]) -> None:
        """What a question was found to be, as it stands."""
        errors = sum(finding.level == "error" for finding in findings)
        self._faults[each.slug, each.version] = (errors, len(findings) - errors)


def author_of(person: staff.Person) -> authoring.Author:
    """Whoever saves, as the history names them."""
    return authoring.Author(person.staff_no, person.name)


def shelf_of(handler: Handler) -> ItemShelf:
    """The process's one."""
    found: ItemShelf = handler.settings.setdefault(
        "anpei_items", ItemShelf(handler.context.authoring, handler.context.db)
    )
    return found


def _papers_by_item(papers: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for slug, paper in papers.items():
        for slot in paper.slots:
            for item in slot.candidates:
                found.setdefault(item, {})[slug] = None
    return {item: tuple(slugs) for item, slugs in found.items()}


def text_of(value: Any) -> str:
    """What should be a text; what is none is an empty one."""
    return value if isinstance(value, str) else ""


def as_json(value: Any) -> Any:
    """A value of a file for a page; what only YAML can write (a day, bytes, what is no number) as text."""
    if isinstance(value, dict):
        return {str(key): as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_json(each) for each in value]
    if value is None or isinstance(value, str | int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    return str(value)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def cited_in(value: Mapping[str, Any]) -> list[str]:
    """Everything a question and its places cite, as written."""
    rows = value.get("regions")
    places = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    of_places = (text for row in places for text in _texts(row.get("cites")))
    return list(dict.fromkeys([*_texts(value.get("cites")), *of_places]))


def _plain(stem: str) -> str:
    """A stem as it is read in a list: no marks of bold, the words of a cloze's blanks in brackets."""
    return stem.replace("**", "").replace("[[", "【").replace("]]", "】")


def row_of(
    each: authoring.AuthoredObject,
    used: Mapping[str, tuple[str, ...]],
    usage: Mapping[str, records.ItemUsage],
    waiting: frozenset[str],
    faults: Faults | None,
    registry: laws.Registry,
    today: Any,
) -> ItemRow:
    """One question as the list shows it, whatever its file holds."""
    value, known = each.value, usage.get(each.slug)
    cards = registry.cards(cited_in(value), today)
    errors, warnings = faults or (0, 0)
    return ItemRow(
        slug=each.slug, stem=_plain(text_of(value.get("stem"))), kind=text_of(value.get("kind")),
        topic=each.topic, state=each.state, published=each.published, changed=each.changed, origin=each.origin,
        difficulty=text_of(value.get("difficulty")) or "medium", use=text_of(value.get("use")) or "exam",
        tags=_texts(value.get("tags")), laws=frozenset(card.law for card in cards),
        papers=used.get(each.slug, ()), errors=errors, warnings=warnings,
        unsure=value.get("basis") == "guidance" or any(card.status == "待核" for card in cards),
        review=each.slug in waiting, asked=known.asked if known else 0,
        facility=known.facility if known else None, last=known.last if known else 0, version=each.version,
    )  # fmt: skip


def preview_of(
    value: dict[str, Any], topic: str, registry: laws.Registry, shelves: Shelves, today: Any
) -> dict[str, Any] | None:
    """What learners would see, and what they would be told after answering; nothing while there is too little."""
    version = bank.drafted(value, topic, registry, shelves)
    if version is None:
        return None
    order = bank.practice_order(version)
    spec = _pictures(version.public.spec(order, version.points))
    right = safely("", lambda: grading.right_value(version, order), lambda _: None)  # none while none is marked
    review = {
        "verdict": "awaiting" if right is None else "right",
        "right_value": right,
        "feedback": grading.feedback(version, order),
        "spots": grading.spotted(version, order, right).public() if version.public.kind == "spot" and right else None,
        "explanation": version.secret.explained,
        "cards": [card_json(card) for card in registry.cards(version.secret.cites, today)],
    }
    return {"spec": spec, "review": review}


def _pictures(data: Any) -> Any:
    """Pictures come from where authors find them: what isn't published yet is on no other address."""
    if isinstance(data, dict):
        return {
            key: f"authoring/{value}" if key == "src" and isinstance(value, str) else _pictures(value)
            for key, value in data.items()
        }
    return [_pictures(each) for each in data] if isinstance(data, list) else data


def cards_for(value: dict[str, Any], registry: laws.Registry, today: Any) -> dict[str, dict[str, str]]:
    """The law cards of everything a question cites, by citation as written."""
    texts = cited_in(value)
    return {text: card_view(card) for text in texts if (card := registry.resolve(text, today)) is not None}

"""A report as it was signed: one canonical text, whose SHA-256 the signature names and anybody can reckon again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, fields
from typing import Any

from anpei.exercises.report.blocks import (
    Facts,
    Heading,
    Note,
    Pictures,
    Prose,
    ReportBlock,
    ReportDocument,
    Signatures,
    Table,
)

__all__ = ["GOES_ON", "changed_parts", "digest", "photos_of", "revived", "sealed_text", "unsealed", "unsound_photos"]

KINDS: dict[str, type[ReportBlock]] = {
    kind.__name__.lower(): kind for kind in (Heading, Note, Prose, Facts, Table, Signatures, Pictures)
}
GOES_ON = "整改清单"
"""The table whose subject goes on after the signature; that it has moved on is no change of the report."""


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def sealed_text(paper: ReportDocument) -> str:
    """The canonical JSON of a document: what is signed, stored and filed."""
    plain = asdict(paper) | {"blocks": [{"kind": type(b).__name__.lower(), **asdict(b)} for b in paper.blocks]}
    del plain["mark"], plain["stamp"], plain["foot"]
    return json.dumps({"schema": 1, **plain}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def unsealed(text: str) -> ReportDocument:
    """The document again; raises ValueError or KeyError for what :func:`sealed_text` never wrote."""
    told = json.loads(text)
    blocks = tuple(revived(each) for each in told["blocks"])
    return ReportDocument(told["heading"], told["title"], told["enterprise"], told["number"], told["made"], blocks)


def revived(told: dict[str, Any]) -> ReportBlock:
    """A block of the text again."""
    kind = KINDS[told["kind"]]
    return kind(**{field.name: _tuples(told[field.name]) for field in fields(kind)})


def _tuples(value: Any) -> Any:
    """JSON's lists as the tuples they were."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def changed_parts(before: Iterable[ReportBlock], now: Iterable[ReportBlock], *, ongoing: bool = True) -> list[str]:
    """The titles of the parts that would read differently now; ``ongoing``: what goes on after the end is no change."""
    old, new = dict(_parts(before, ongoing)), dict(_parts(now, ongoing))
    return [title for title in dict.fromkeys((*old, *new)) if old.get(title) != new.get(title)]


def _parts(blocks: Iterable[ReportBlock], ongoing: bool) -> Iterator[tuple[str, list[ReportBlock]]]:
    title = ""
    part: list[ReportBlock] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            yield title, part
            title, part = block.text, []
        elif not (ongoing and isinstance(block, Note | Table) and _goes_on(block)):
            part.append(block)
    yield title, part


def _goes_on(block: Note | Table) -> bool:
    return (block.title if isinstance(block, Table) else block.text).startswith(GOES_ON)


def photos_of(paper: ReportDocument) -> dict[str, str]:
    """Every photo's name with what it shows."""
    return {name: words for block in paper.blocks if isinstance(block, Pictures) for name, words in block.rows}


def unsound_photos(paper: ReportDocument, photo: Callable[[str], bytes | None]) -> list[str]:
    """What the photos show that are gone or no longer what they were: a photo's name is the SHA-256 of its bytes."""
    return [
        words
        for name, words in photos_of(paper).items()
        if (body := photo(name)) is None or hashlib.sha256(body).hexdigest() != name
    ]

"""What an enterprise calls the columns of its rosters, said once at an import and known at every later one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from anpei.plainfiles import write_atomic
from anpei.settings import Site
from anpei.staff.layout import COLUMNS, Header, field_named, head_word

__all__ = ["known", "remember", "said_by"]

FILE = "columns.json"
MOST = 500


def known(site: Site) -> dict[str, str]:
    """Heads by :func:`head_word` and the field each means; a damaged or missing file says nothing."""
    try:
        found = json.loads(_path(site).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(word): str(field) for word, field in found.items() if field == "" or field in COLUMNS}


def said_by(header: Header) -> dict[str, str]:
    """What a header teaches as it was read: what each column means, and what is passed over since another means it."""
    means = {place: field for field, place in header.columns.items()}
    heads = [(place, head_word(head)) for place, head in enumerate(header.heads) if head]
    chosen = {word: means[place] for place, word in heads if place in means}
    instead = {word for _, word in heads if word not in chosen and field_named(word) in header.columns}
    return {**dict.fromkeys(sorted(instead), ""), **chosen}


def remember(site: Site, words: Mapping[str, str]) -> None:
    """Keep what was said last of each head; the newest that many of them."""
    all_words = {**{word: field for word, field in known(site).items() if word not in words}, **words}
    path = _path(site)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    write_atomic(path, json.dumps(dict(list(all_words.items())[-MOST:]), ensure_ascii=False), mode=0o600)


def _path(site: Site) -> Path:
    return site.var / "rosters" / FILE

"""Which version of an object counts for readers, and whether what lies on the shelves says the same."""

from __future__ import annotations

import json
import threading
from typing import Any

from anpei import bank, laws, papers, publishing
from anpei.authoring.files import Authored, AuthoredFile
from anpei.authoring.model import KINDS, AuthoredObject
from anpei.settings import Site

__all__ = ["PublishedVersions"]

MOST = 20_000


class PublishedVersions:
    """The published store, asked by objects; each comparison is made once for each pair of versions."""

    def __init__(self, site: Site) -> None:
        self.site, self._store = site, publishing.store_of(site)
        self._stamp: tuple[int, int, int] | None = None
        self._index = publishing.Index()
        self._compared: dict[tuple[str, str, str], bool] = {}
        self._wordings: dict[tuple[str, str], bank.ItemVersion | None] = {}
        self._turn = threading.Lock()

    def index(self) -> publishing.Index:
        with self._turn:
            stamp = self._store.stamp()
            if stamp != self._stamp:
                self._stamp, self._index = stamp, self._store.index()
            return self._index

    def entry(self, kind: str, slug: str) -> publishing.Entry | None:
        name = KINDS[kind].published
        return self.index().entries.get(f"{name}/{slug if kind != 'topic' else name}")

    def wording(self, told: AuthoredObject) -> bank.ItemVersion | None:
        """A question as it would be seen; None while there is too little to see."""
        key = (told.slug, told.version)
        if key not in self._wordings:
            if len(self._wordings) > MOST:
                self._wordings.clear()
            self._wordings[key] = bank.drafted(told.value, told.topic, laws.Registry({}), self.site.shelves)
        return self._wordings[key]

    def compared(self, kind: str, found: Authored, file: AuthoredFile) -> tuple[bool, bool]:
        """Whether a version counts now, and whether what is written differs from it."""
        entry = self.entry(kind, found.slug)
        if entry is None or entry.state != "published":
            return False, False
        mark = (entry.sha, found.slug, found.version if file.rules.within else file.sha)
        if mark not in self._compared:
            if len(self._compared) > MOST:
                self._compared.clear()
            self._compared[mark] = not self._same(kind, entry, found, file)
        return True, self._compared[mark]

    def _same(self, kind: str, entry: publishing.Entry, found: Authored, file: AuthoredFile) -> bool:
        try:
            stored = json.loads(self._store.read(entry.sha))
        except publishing.DamagedObject:
            return False
        value: Any = stored["value"]
        if kind == "item":
            now = bank.drafted(found.value, file.topic, laws.Registry({}), self.site.shelves)
            return now is not None and now.model_dump(mode="json") == value
        if kind == "law":
            return bool(_law(found) == value)
        if kind == "paper":
            return bool(value is not None and papers.asked_sha(found.value) == value["sha"])
        if kind == "topic":
            return bool(value.get(found.slug) == found.value.get("title"))
        return bool(stored["files"].get(file.path) == file.sha)


def _law(found: Authored) -> Any:
    try:
        return laws.Law.model_validate(found.value).model_dump(mode="json", by_alias=True)
    except ValueError:
        return None

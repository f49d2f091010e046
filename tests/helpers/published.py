"""Put something into the published store as it is, unchecked, and wait until the running platform serves it."""

from __future__ import annotations

from collections.abc import Mapping

from anpei import publishing
from anpei.settings import Site
from tests.helpers.platform import Platform
from tests.helpers.processes import wait_for


def put(site: Site, kind: str, slug: str, files: Mapping[str, bytes]) -> None:
    """An object that is made of files, by their place on the shelves."""
    with publishing.store_of(site).changing() as change:
        shas = {name: change.put(data) for name, data in files.items()}
        sha = change.put(publishing.encoded(kind, slug, None, shas))
        entry = publishing.Entry(kind, slug, slug, sha, "published", 1, "T2001", next(iter(files)), 0, "site")
        change.entries[entry.key] = entry


def await_page(platform: Platform, path: str, words: str, staff_no: str = "T2001") -> None:
    """Until a page is there and says something: content is looked at once a second, when somebody asks."""
    with platform.client(staff_no) as client:
        wait_for(lambda: words in client.get(path).text)

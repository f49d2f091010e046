"""The published store of a test's site: filled as a first start would, or with something as it is, unchecked."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from anpei import clock, publishing
from anpei.content import SHELVES
from anpei.settings import Site
from tests import prepare
from tests.helpers.platform import Platform
from tests.helpers.processes import wait_for


def settle(site: Site) -> None:
    """Publish a new site's content as its first start would, by copying what the same files gave earlier in this run.

    A whole publication costs more than a second of work, and dozens of sites have the same shelves. A site with
    nothing of its own gets what was prepared before the run.
    """
    prepare.lay_published(site)
    if publishing.store_of(site).stamp() is not None:
        return
    found = (path for shelf in SHELVES for path in sorted((site.workspace / shelf).rglob("*")) if path.is_file())
    files = {str(path.relative_to(site.workspace)): path for path in found}
    store = publishing.store_of(site).folder
    kept = _stores.setdefault(tuple((name, path.read_bytes()) for name, path in files.items()), _Kept())
    if kept.store is None:
        publishing.settle(site, clock.now())
        kept.store = Path(tempfile.mkdtemp(prefix="anpei-published-")) / "published"
        atexit.register(shutil.rmtree, kept.store.parent, ignore_errors=True)
        shutil.copytree(store, kept.store)
        kept.times = {name: path.stat().st_mtime_ns for name, path in files.items()}
    else:
        for name, path in files.items():
            os.utime(path, ns=(kept.times[name], kept.times[name]))
        shutil.copytree(kept.store, store)


class _Kept:
    """What some files gave, and when they were changed last."""

    store: Path | None = None
    times: dict[str, int]


_stores: dict[tuple[tuple[str, bytes], ...], _Kept] = {}


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

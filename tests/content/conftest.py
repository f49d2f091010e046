"""A site with a small shelf of its own, published; and what an author does to it."""

from __future__ import annotations

import shutil

import pytest

from anpei import publishing
from anpei.content import Shelves, bundled
from anpei.settings import Site
from tests.browser.drills import quick_drill
from tests.helpers import quiz_shelf


class Author:
    """Whoever writes files into the workspace, and presses the button."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.reader = publishing.ContentReader(site)

    def write(self, name: str, text: str) -> None:
        path = self.site.workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def rewrite(self, name: str, old: str, new: str) -> None:
        path = self.site.workspace / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def publish(self) -> publishing.Publication:
        return self.reader.publish("T2001")

    def restart(self) -> publishing.Content:
        """What a new process finds."""
        self.reader = publishing.ContentReader(self.site)
        return self.reader.content()

    @property
    def content(self) -> publishing.Content:
        return self.reader.refresh()

    def entry(self, key: str) -> publishing.Entry | None:
        return publishing.store_of(self.site).index().entries.get(key)


@pytest.fixture
def small(site: Site) -> Site:
    """A site with nothing on its shelves but what a test puts there."""
    vars(site)["shelves"] = Shelves([site.workspace])
    return site


@pytest.fixture
def author(small: Site) -> Author:
    """Who writes for a site with a few questions, a paper and a drill, all published at its first start."""
    quiz_shelf.write(small.workspace)
    quick_drill.lay(small)
    made = Author(small)
    made.rewrite(DRILL, "anquan#81", "xiaofang#44")
    made.write("drills/quick/evacuation.yaml", "cues: [{id: alarm, when: fire > 0}]\n")
    for name, source in SHIPPED.items():
        target = small.workspace / name
        target.parent.mkdir(parents=True, exist_ok=True)
        origin = bundled() / (source or name)
        shutil.copytree(origin, target) if origin.is_dir() else shutil.copyfile(origin, target)
    made.restart()
    return made


DRILL = "drills/quick/scenario.yaml"
SHIPPED = {
    "courses/fire-escape": "",
    "courses/hours.yaml": "",
    "drills/families.yaml": "",
    "drills/frequency.yaml": "",
    "drills/enterprise.yaml": "",
    "drills/quick/site.geojson": "drills/workshop-fire/site.geojson",
}


def keys(entries: tuple[publishing.Entry, ...]) -> set[str]:
    return {entry.key for entry in entries}

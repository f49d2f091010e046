"""All that authors have written, read once: every piece of content as it could be published, and every finding.

Reading is what the rooms do; here their answers are put side by side. What came with the platform was checked when it
was made, so that trying every course of its drills, which takes seconds, is left out.
"""

from __future__ import annotations

import hashlib
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from anpei import bank, citing, courses, hours, laws, papers, review
from anpei.content import SHELVES, Shelves, bundled
from anpei.exercises import evacuation, evaluation, report, scenarios, validation
from anpei.findings import Finding, errors_only, sort
from anpei.plainfiles import Document, safely
from anpei.publishing.model import Candidate, Origin, Survey

__all__ = ["files_of", "hash_of", "survey"]

REGISTER, TOPICS = "laws/registry.yaml", "quizzes/topics.yaml"
UNREADABLE = ("notebook-broken", "unreadable", "encoding", "file-large")
_walked: dict[tuple[str, str], list[Finding]] = {}
_lock = threading.Lock()


def survey(shelves: Shelves, today: date) -> Survey:
    """Read everything. Takes seconds: never on a thread that others wait for."""
    return safely(
        "content",
        lambda: _Surveyor(shelves, today).survey(),
        lambda finding: Survey(findings=(finding,), failed=True),
    )


def files_of(shelves: Shelves) -> dict[str, Path]:
    """Every file that content consists of, by its place on the shelves; hidden ones and what Jupyter keeps are none."""
    found: dict[str, Path] = {}
    for root in shelves.roots:
        for shelf in SHELVES:
            for path in sorted((root / shelf).rglob("*")):
                name = path.relative_to(root).as_posix()
                hidden = any(part.startswith((".", "__pycache__")) for part in name.split("/"))
                if not hidden and path.is_file() and path.resolve().is_relative_to(root):
                    found.setdefault(name, path)
    return found


class _Surveyor:
    """What the rooms said of one state of the files."""

    def __init__(self, shelves: Shelves, today: date) -> None:
        self.shelves, self.files = shelves, files_of(shelves)
        self.registry, self.law_findings = laws.load(shelves)
        self.bank = bank.load(shelves, self.registry, on=today)
        self.sources, self.paper_findings = papers.read(shelves)
        self.catalog = courses.load(shelves)
        self.drills = scenarios.load(shelves)
        self.today = today
        self.findings: list[Finding] = []
        self._origins: dict[Path, Origin] = {}

    def survey(self) -> Survey:
        self.findings = sort([*self.law_findings, *self.bank.findings, *bank.check_balance(self.bank),
                              *self.paper_findings, *self._of_papers(), *self._of_courses(), *self._of_drills(),
                              *self.catalog.findings])  # fmt: skip
        wrong = {self.name(Path(finding.path)) for finding in errors_only(self.findings)}
        sources = {name: self.origin(path) for name, path in self.files.items()}
        return Survey(
            tuple(self._candidates()), self.sources, tuple(self.findings), sources, frozenset(sources) - wrong
        )

    def name(self, path: Path) -> str:
        return self.shelves.relative(path) if path.is_absolute() else path.as_posix()

    def origin(self, path: Path) -> Origin:
        """The first root a file lies in: a site may lie within the folder that the platform came in."""
        if path not in self._origins:
            home = next((root for root in self.shelves.roots if path.resolve().is_relative_to(root)), None)
            self._origins[path] = "bundled" if home == bundled().resolve() else "site"
        return self._origins[path]

    def _of_papers(self) -> Iterator[Finding]:
        sheets = papers.Papers()
        for slug, source in self.sources.items():
            paper, found = papers.fit(source, self.shelves, self.bank)
            yield from found
            if paper is not None:
                sheets.papers[slug] = paper
        self.sheets = sheets
        yield from papers.thin(self.shelves, sheets, citing.left_out(self.bank, self.registry, self.today))

    def _of_courses(self) -> Iterator[Finding]:
        drafts = self.bank.drafts
        uses = {name: "draft" if name in drafts else version.use for name, version in self.bank.items.items()}
        yield from courses.check(self.shelves, self.registry, practice=uses, papers=self.sheets.papers)
        self.hours, found = hours.load(self.shelves, self.registry)
        yield from found

    def _of_drills(self) -> Iterator[Finding]:
        chapters = {f"{c.slug}/{chapter.slug}" for c in self.catalog.courses.values() for chapter in c.chapters}
        yield from self.drills.findings
        for slug, script in self.drills.scripts.items():
            document = self.drills.documents[slug]
            if self.origin(Path(document.path)) != "bundled":
                yield from _walk(script, document, self.registry)
        yield from review.check(self.drills, self.bank, chapters)
        yield from evaluation.check(self.shelves, self.drills)
        yield from evacuation.check(self.shelves, self.drills)
        self.drilling = report.load_drilling(self.shelves, self.registry)
        yield from self.drilling.findings

    def _candidates(self) -> Iterator[Candidate]:
        """In the order of publishing: what others refer to comes first."""
        self.faults: dict[str, set[str]] = defaultdict(set)
        for finding in errors_only(self.findings):
            self.faults[self.name(Path(finding.path))].add(finding.rule)
        yield from self._laws()
        yield from self._topics()
        yield from self._items()
        yield from self._courses()
        yield from self._drills()

    def _laws(self) -> Iterator[Candidate]:
        path = self.files.get(REGISTER)
        if path is None:
            return
        for ident, law in self.registry.laws.items():
            value = law.model_dump(mode="json", by_alias=True)
            clean = ident not in self.registry.faulty
            yield Candidate("law", ident, law.short, REGISTER, 0, self.origin(path), clean=clean, value=value)

    def _topics(self) -> Iterator[Candidate]:
        if path := self.files.get(TOPICS):
            usable = TOPICS not in self.faults
            yield Candidate("topics", "topics", "主题表", TOPICS, 0, self.origin(path), usable=usable, clean=usable,
                            value=self.bank.topics)  # fmt: skip

    def _items(self) -> Iterator[Candidate]:
        for ident, (place, line) in self.bank.origins.items():
            version, source = self.bank.items.get(ident), self.name(Path(place))
            title = version.public.stem.strip().splitlines()[0][:60] if version else ident
            yield Candidate(
                "item", ident, title, source, line, self.origin(Path(place)), draft=ident in self.bank.drafts,
                usable=version is not None, clean=version is not None,
                value=version.model_dump(mode="json") if version else None,
                files=self.held(f"quizzes/{src}" for src in _pictures(version)),
            )  # fmt: skip

    def held(self, names: Iterable[str]) -> dict[str, tuple[Path, str]]:
        """Files by name with their hashes; one that went away meanwhile is none."""
        found = {}
        for name in names:
            path = self.files.get(name)
            if path is not None and (sha := hash_of(path)):
                found[name] = (path, sha)
        return found

    def _courses(self) -> Iterator[Candidate]:
        for slug, course in self.catalog.courses.items():
            source = self.name(course.folder / "course.yaml")
            origin = self.origin(course.folder / "course.yaml")
            for chapter in course.chapters:
                name = self.name(chapter.path)
                rules = self.faults.get(name, set())
                yield Candidate(
                    "chapter", f"{slug}/{chapter.slug}", chapter.title, name, 0, origin,
                    draft=course.draft or chapter.draft, usable=not rules.intersection(UNREADABLE), clean=not rules,
                    files=self.held([name]),
                )  # fmt: skip
            beside = [n for n in self.files if n.startswith(f"courses/{slug}/") and not n.endswith(".ipynb")]
            own = [n for n in beside if self.origin(self.files[n]) == origin]
            needs = tuple(f"chapter/{slug}/{chapter.slug}" for chapter in course.chapters if not chapter.draft)
            yield Candidate("course", slug, course.title, source, 0, origin, draft=course.draft,
                            clean=source not in self.faults, files=self.held(own), needs=needs)  # fmt: skip
        yield from self._single("hours", hours.FILE, self.hours is not None)

    def _drills(self) -> Iterator[Candidate]:
        for slug, script in self.drills.scripts.items():
            document = self.drills.documents[slug]
            source = self.name(Path(document.path))
            faults = self.faults.get(source, set())
            yield Candidate(
                "scenario", slug, script.scenario.title, source, 0, self.origin(Path(document.path)),
                draft=script.scenario.status != "published", usable=faults <= REFERRING, clean=not faults,
                files=self.held([source, f"drills/{slug}/{script.scenario.plan}"]),
            )  # fmt: skip
        yield from self._single("families", evaluation.FILE, True)
        yield from self._single("frequency", report.FREQUENCY, self.drilling.frequencies is not None)
        yield from self._single("enterprise", report.ENTERPRISE, self.drilling.enterprise is not None)
        yield from self._sites()

    def _sites(self) -> Iterator[Candidate]:
        names = [path for kind in evacuation.FORMATS for path in self.shelves.glob(f"drills/*/site.{kind}")]
        for slug in sorted({path.parent.name for path in names}):
            path = evacuation.plan_path(self.shelves, slug)
            if path is None:
                continue
            name = self.name(path)
            usable = name not in self.faults
            beside = [f"drills/{slug}/site.layers.yaml"] if path.suffix == ".dxf" else []
            yield Candidate("site", slug, slug, name, 0, self.origin(path), usable=usable, clean=usable,
                            files=self.held([name, *beside]))  # fmt: skip
        for path in self.shelves.glob("drills/*/evacuation.yaml"):
            yield from self._single("link", self.name(path), True, path.parent.name)

    def _single(self, kind: str, name: str, usable: bool, slug: str = "") -> Iterator[Candidate]:
        """An object that is one file."""
        if path := self.files.get(name):
            faults = self.faults.get(name, set())
            yield Candidate(kind, slug or kind, slug or name, name, 0, self.origin(path),
                            usable=usable and faults <= CITING, clean=not faults, files=self.held([name]))  # fmt: skip


CITING = frozenset({"citation"})
"""What is wrong with the article a rule rests on, not with the rule: one's own older register lacks newer laws."""

REFERRING = frozenset({"refresh-item", "refresh-chapter"})
"""What is wrong with a scenario's words on what to practise, not with the scenario."""


def _walk(script: scenarios.CompiledScenario, document: Document, registry: laws.Registry) -> list[Finding]:
    """A scenario's findings; the same text under the same laws is not walked again."""
    known = ",".join(sorted(registry.laws))
    key = (script.sha, hashlib.sha256(f"{document.path}\n{known}".encode()).hexdigest())
    with _lock:
        if key in _walked:
            return _walked[key]
    found = validation.check_script(script, document, registry)
    with _lock:
        _walked[key] = found
        while len(_walked) > 200:
            _walked.pop(next(iter(_walked)))
    return found


def _pictures(version: bank.ItemVersion | None) -> list[str]:
    shown = (version.public.media, version.public.scene) if version else ()
    return [picture.src for picture in shown if picture is not None]


def hash_of(path: Path) -> str:
    """The hash of a file's bytes, an empty text when it can't be read."""
    try:
        status = path.stat()
        return _hashed(path, status.st_mtime_ns, status.st_size)
    except OSError:
        return ""


@lru_cache(maxsize=4096)
def _hashed(path: Path, _changed: int, _size: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""Whatever is in a file: a value or findings, each with file, line, rule and message; never an exception.

``make test ARGS="-m long -k fuzzed"`` reads thousands of files a reader and prints how many came to what, how long
the slowest took and how much memory the process ever held.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from anpei import bank, courses, hours, laws, papers, review, scaffold, staff, statements
from anpei.content import Shelves, bundled
from anpei.exercises import evacuation, evaluation, report, scenarios, validation
from anpei.findings import Finding
from anpei.plainfiles import read_yaml
from tests.content import hostile
from tests.helpers import quiz_shelf

CASES = Path(__file__).parent / "cases"
FEW, MANY = 60, 3000
Outcome = tuple[bool, Sequence[Finding]]
"""Whether something could be used, and what was found."""
LONGEST = "microseconds of the longest"
Reader = Callable[[Path], Outcome]
"""Reads a folder of shelves in which one file was spoilt."""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one small file of every kind."""
    root = tmp_path_factory.mktemp("shelf")
    quiz_shelf.write(root)
    (root / "quizzes/topics.yaml").write_text("fire: {title: 消防}\n", encoding="utf-8")
    shelves = Shelves([root])
    scaffold.course(root, shelves, "hot-work")
    scaffold.item(root, shelves, "fire-spot-1", topic="fire", kind="spot")
    scaffold.drill(root, shelves, "pump-room")
    for name in ("courses/hours.yaml", "drills/families.yaml", "drills/frequency.yaml", "drills/enterprise.yaml"):
        (root / name).write_bytes((bundled() / name).read_bytes())
    for name in ("site.geojson", "evacuation.yaml"):
        (root / "drills/pump-room" / name).write_bytes((bundled() / "drills/workshop-fire" / name).read_bytes())
    (root / "drills/svg").mkdir()
    (root / "drills/svg/site.svg").write_text(SITE_SVG, encoding="utf-8")
    (root / "drills/dxf").mkdir()
    (root / "drills/dxf/site.dxf").write_bytes((CASES / "dxf/plain.dxf").read_bytes())
    (root / "drills/dxf/site.layers.yaml").write_text("layers: {A: wall}\nmetres_per_unit: 1\n", encoding="utf-8")
    return root


SITE_SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200" data-metres-per-unit="0.1">
<g transform="translate(100 50)"><rect data-evac="area" width="200" height="100"/>
<path class="evac-exit" data-id="west" data-name="西门" d="M0 40v20"/>
<polygon data-evac="start" data-id="line" data-people="20" points="80,20 190,20 190,80 80,80"/>
<circle data-evac="muster" data-id="yard" cx="-60" cy="130" r="30"/></g></svg>"""


def read_laws(root: Path) -> Outcome:
    registry, found = laws.load(Shelves([root]))
    return bool(registry.laws), found


def read_bank(root: Path) -> Outcome:
    items = bank.load(Shelves([root]))
    list(statements.statements(items, courses.Catalog(), scenarios.Shelf()))
    return bool(items.items), bank.check(items)


def read_papers(root: Path) -> Outcome:
    shelves = Shelves([root])
    sheets = papers.load(shelves, bank.load(shelves))
    return bool(sheets.papers), [*sheets.findings, *papers.thin(shelves, sheets, ["fire-001"])]


def read_courses(root: Path) -> Outcome:
    shelves = Shelves([root])
    catalog = courses.load(shelves)
    for course in catalog.courses.values():
        courses.cites_by_chapter(course)
        for chapter in course.chapters:
            courses.widgets_of(chapter)
    list(statements.statements(bank.Bank({}, []), catalog, scenarios.Shelf()))
    return bool(catalog.courses), courses.check(shelves, laws.load(shelves)[0], practice={}, papers=[])


def read_hours(root: Path) -> Outcome:
    shelves = Shelves([root])
    rules, found = hours.load(shelves, laws.load(shelves)[0])
    return rules is not None, found


def read_families(root: Path) -> Outcome:
    return evaluation.load(Shelves([root]))[0] is not None, evaluation.check(Shelves([root]))


def read_frequency(root: Path) -> Outcome:
    shelves = Shelves([root])
    told = report.load_drilling(shelves, laws.load(shelves)[0])
    return told.frequencies is not None and told.enterprise is not None, told.findings


def read_scenarios(root: Path) -> Outcome:
    shelves = Shelves([root])
    shelf = scenarios.load(shelves)
    found = [*shelf.findings, *validation.check(shelves, laws.load(shelves)[0])]
    found += review.check(shelf, bank.Bank({}, []), [])
    for script in shelf.scripts.values():
        assert (
            scenarios.CompiledScenario.restore(script.slug, script.snapshot(), script.sha).scenario == script.scenario
        )
    return "pump-room" in shelf.scripts, found


def read_site(root: Path, slug: str) -> Outcome:
    path = evacuation.plan_path(Shelves([root]), slug)
    assert path is not None
    plan, found = evacuation.read_plan(path)
    if plan is not None:
        json.dumps(plan.drawn(), ensure_ascii=False, allow_nan=False).encode()
        evacuation.standard(plan)
    return plan is not None, found


def read_links(root: Path) -> Outcome:
    found = evacuation.check(Shelves([root]))
    return evacuation.load_scenario_link(Shelves([root]), "pump-room")[0] is not None, found


def read_roster(root: Path) -> Outcome:
    roster = staff.read_roster(root / "roster")
    return bool(roster.rows), roster.findings


READERS: dict[str, tuple[str, Reader]] = {
    "laws": ("laws/registry.yaml", read_laws),
    "topics": ("quizzes/topics.yaml", read_bank),
    "items": ("quizzes/bank/fire.yaml", read_bank),
    "spot item": ("quizzes/bank/fire-spot-1.yaml", read_bank),
    "scene": ("quizzes/media/fire-spot-1.svg", read_bank),
    "paper": ("quizzes/papers/quiz.yaml", read_papers),
    "course": ("courses/hot-work/course.yaml", read_courses),
    "notebook": ("courses/hot-work/01-start.ipynb", read_courses),
    "hours": ("courses/hours.yaml", read_hours),
    "families": ("drills/families.yaml", read_families),
    "frequency": ("drills/frequency.yaml", read_frequency),
    "enterprise": ("drills/enterprise.yaml", read_frequency),
    "scenario": ("drills/pump-room/scenario.yaml", read_scenarios),
    "drill plan": ("drills/pump-room/plan.svg", read_scenarios),
    "scenario link": ("drills/pump-room/evacuation.yaml", read_links),
    "site geojson": ("drills/pump-room/site.geojson", partial(read_site, slug="pump-room")),
    "site svg": ("drills/svg/site.svg", partial(read_site, slug="svg")),
    "site dxf": ("drills/dxf/site.dxf", partial(read_site, slug="dxf")),
    "dxf layers": ("drills/dxf/site.layers.yaml", partial(read_site, slug="dxf")),
}
ROSTERS = {
    "roster csv": "工号,姓名,部门,岗位,角色,状态,入职日期\nE1,张三,生产部,电工,学员,在职,2019-03-04\n".encode(),
    "roster xlsx": (CASES / "roster/status-words.xlsx").read_bytes(),
}


def files_like(path: Path) -> SearchStrategy[bytes]:
    """Spoilt files of the same kind; a format that has data is spoilt in its data, too."""
    seed = path.read_bytes()
    if path.suffix == ".yaml":
        document, _ = read_yaml(path)
        assert document is not None
        return hostile.any_file(seed, document.data)
    if path.suffix in (".geojson", ".ipynb"):
        return hostile.any_file(seed, json.loads(seed), lambda data: json.dumps(data, default=str).encode())
    if path.suffix == ".dxf":
        pytest.importorskip("ezdxf", reason="没有 ezdxf：anpei evacuation install")
        return st.one_of(hostile.any_file(seed), hostile.tagged(seed), hostile.tagged(seed))
    return hostile.any_file(seed)


def fuzz(read: Reader, root: Path, target: Path, files: SearchStrategy[bytes], examples: int) -> Counter[str]:
    """Write every spoilt file over the real one and read the shelves; what came of them, counted."""
    kept, seen = target.read_bytes() if target.exists() else b"", Counter[str]()

    @settings(
        max_examples=examples, database=None, suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
    )  # fmt: skip
    @given(files)
    def once(data: bytes) -> None:
        target.write_bytes(data)
        begun = time.perf_counter_ns()
        usable, found = read(root)
        seen[LONGEST] = max(seen[LONGEST], (time.perf_counter_ns() - begun) // 1000)
        for finding in found:
            assert finding.path and finding.rule and finding.message and finding.line >= 0
            assert type(finding.line) is int
            f"{finding.path} {finding.message}".encode()
        seen["read", usable] += 1  # type: ignore[index]
        seen["findings"] += len(found)

    try:
        once()
    finally:
        target.write_bytes(kept)
    return seen


@pytest.fixture
def quiet() -> Iterator[None]:
    """Libraries may warn of what they are given; nobody reads that."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.mark.parametrize("name", READERS)
def test_a_spoilt_file_is_a_value_or_findings(shelf: Path, name: str, quiet: None) -> None:
    where, read = READERS[name]
    fuzz(read, shelf, shelf / where, files_like(shelf / where), FEW)


@pytest.mark.parametrize("name", ROSTERS)
def test_a_spoilt_roster_is_people_or_findings(tmp_path: Path, name: str, quiet: None) -> None:
    fuzz(read_roster, tmp_path, tmp_path / "roster", roster_files(name), FEW)


def roster_files(name: str) -> SearchStrategy[bytes]:
    seed = ROSTERS[name]
    return st.one_of(hostile.workbooks(seed), st.binary(max_size=200)) if "xlsx" in name else hostile.any_file(seed)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", [*READERS, *ROSTERS])
def test_thousands_of_spoilt_files_are_read(
    shelf: Path, tmp_path: Path, name: str, quiet: None, capsys: pytest.CaptureFixture[str]
) -> None:
    if name in ROSTERS:
        seen = fuzz(read_roster, tmp_path, tmp_path / "roster", roster_files(name), MANY)
    else:
        where, read = READERS[name]
        seen = fuzz(read, shelf, shelf / where, files_like(shelf / where), MANY)
    usable, unusable = seen["read", True], seen["read", False]  # type: ignore[index]
    with capsys.disabled():
        told = f"{usable + unusable} files, {usable} could be used, {unusable} not, {seen['findings']} findings"
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        sys.stdout.write(f"\n{name}: {told}, 0 exceptions, longest {seen[LONGEST] / 1e6:.2f} s, peak {peak} MB\n")

"""The house's shape: imports go down, rooms are entered by their doors, files stay small, and nothing calls out."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import anpei_widgets

import anpei

ROOT = Path(__file__).parent.parent
HOUSE = ROOT / "src/anpei"
GROUND = (
    "cells clock cleantext colours confinement content database engines errors".split()  # noqa: SIM905 - one line
    + "findings guides heartbeat kernel_log migrations".split()  # noqa: SIM905 - one
    + "nbgrader_settings plainfiles promises schemas server_settings spreadsheets".split()  # noqa: SIM905 - one
    + "settings storage tasks taps version".split()  # noqa: SIM905 - one
    + "unpacking wording xmltext yamltext".split()  # noqa: SIM905 - and one for the files
)
SUBJECTS = (
    "audit laws staff courses bank papers plans attempts grading records hours completion".split()  # noqa: SIM905 - a line
    + [
        f"exercises.{room}"
        for room in ["scenarios", "runs", "validation", "rollcall", "evaluation", "evacuation", "report", "preparation"]
    ]
    + ["review"]
)
BRIDGES = [
    ["statements"],
    ["citing"],
    ["publishing"],
    ["authoring"],
    ["assignments"],
    ["backups"],
    ["server", "scaffold", "exchange"],
    ["apps"],
    ["demo"],
    ["reference"],
    ["cli"],
    ["__main__"],
]
FLOORS = [*[[room] for room in SUBJECTS], *BRIDGES]
LEVEL = {room: level for level, rooms in enumerate(FLOORS, 1) for room in rooms} | dict.fromkeys(GROUND, 0)
WINGS = ("anpei", "anpei.exercises")
LATE = {"migrations": "names every room's tables, that is its task"}
LONGEST_FILE, LONGEST_FUNCTION = 350, 60
CODE = [path for path in (*HOUSE.rglob("*.py"), *(ROOT / "widgets").rglob("*.py")) if path.parent.name != "versions"]
FRONT = [
    path
    for folder in (HOUSE / "server", ROOT / "widgets/anpei_widgets", ROOT / "voila_apps")
    for ending in ("*.js", "*.css", "*.html", "*.j2")
    for path in folder.rglob(ending)
    if not {"vendor", "dist"} & set(path.parts)
]


def room_of(path: Path) -> str:
    """The room a file lies in: a folder of the house, or one of the wing ``exercises``."""
    return room_named([part.removesuffix(".py") for part in path.relative_to(HOUSE).parts])


def room_named(parts: Sequence[str]) -> str:
    """The room of a dotted name below ``anpei``, given as its parts."""
    return ".".join(parts[:2]) if parts[0] == "exercises" else parts[0]


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything a file imports from the house; a name taken from ``anpei`` is its room."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module in WINGS:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module


def house_imports() -> Iterator[tuple[str, str, str, str]]:
    """Place, importing room, imported room and full name for every import inside the house."""
    for path in HOUSE.rglob("*.py"):
        for line, name in imports(path):
            parts = name.split(".")
            if parts[0] == "anpei" and len(parts) > 1:
                yield f"{path.relative_to(ROOT)}:{line}", room_of(path), room_named(parts[1:]), name


def test_imports_only_go_down() -> None:
    wrong = [
        f"{place} imports {name}"
        for place, source, target, name in house_imports()
        if source != target and source not in LATE and source != "__init__" and LEVEL[source] < LEVEL[target]
    ]
    assert wrong == []


def test_rooms_are_entered_by_their_doors() -> None:
    wrong = [
        f"{place} imports {name}"
        for place, source, target, name in house_imports()
        if source != target and target in SUBJECTS and name != f"anpei.{target}"
    ]
    assert wrong == []


def test_widgets_know_nothing_of_the_house() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in (ROOT / "widgets").rglob("*.py")
        for line, name in imports(path)
        if name.split(".")[0] == "anpei"
    ]
    assert wrong == []


def test_every_door_offers_what_it_says() -> None:
    missing = []
    for module in (*[importlib.import_module(f"anpei.{room}") for room in SUBJECTS], anpei, anpei_widgets):
        missing += [f"{module.__name__}.{name}" for name in module.__all__ if not hasattr(module, name)]
    assert missing == []


def test_requests_are_read_at_one_door() -> None:
    """Everything of a request becomes a model in ``requests``; the Lab's sign-in and static files have none."""
    raw = re.compile(r"get_(?:body_|query_)?arguments?\(|request\.\w*arguments\b|json\.loads\(self\.request")
    others = {"core/requests.py", "core/handlers.py", "core/static_files.py", "lab/server.py"}
    found = [
        f"{path.relative_to(HOUSE)}: {line.strip()}"
        for path in (HOUSE / "server").rglob("*.py")
        if str(path.relative_to(HOUSE / "server")) not in others
        for line in path.read_text(encoding="utf-8").splitlines()
        if raw.search(line)
    ]
    assert found == []


def test_addresses_are_made_in_one_place() -> None:
    """Whatever is printed, scanned or leads to the Lab goes by ``external_url``; no handler thinks of it by itself."""
    made = re.compile(r"request\.(?:protocol|host|host_name)\b")
    found = [
        str(path.relative_to(HOUSE))
        for path in (HOUSE / "server").rglob("*.py")
        if path.name != "addresses.py" and made.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_pages_scripts_and_sheets_name_no_address_from_the_root() -> None:
    """Everything lies below a base path, which may be a deeper one; a scheme's or a comment's slash is none."""
    rooted = re.compile(
        r"""(?:(?:href|src|action)=|fetch\(|url\(|EventSource\(|Worker\(|[=:]\s*)["'`]/[A-Za-z0-9_]+(?:/|["'`?])"""
    )
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()[:100]}"
        for path in FRONT
        if ".test." not in path.name
        for line in path.read_text(encoding="utf-8").splitlines()
        if rooted.search(line)
    ]
    assert found == []


def test_every_module_states_its_law() -> None:
    silent = [str(path) for path in CODE if ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) is None]
    assert silent == []


def test_files_and_functions_stay_short() -> None:
    long = []
    for path in CODE:
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > LONGEST_FILE:
            long.append(f"{path}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    long.append(f"{path}:{node.lineno} {node.name}: {lines} lines")
    assert long == []


def test_scripts_and_styles_stay_short() -> None:
    assert [str(path) for path in FRONT if path.read_text(encoding="utf-8").count("\n") > 400] == []


def test_nothing_is_loaded_from_elsewhere() -> None:
    outside = re.compile(r"""(?:src|href)=["']https?://|@import\s+url\(["']?https?:|from\s+["']https?://""")
    paths = [*FRONT, *(HOUSE / "server").rglob("*.html")]
    assert [str(path) for path in paths if outside.search(path.read_text(encoding="utf-8"))] == []


def test_every_module_can_be_imported() -> None:
    skipped = {"anpei.migrations.env"}  # Alembic runs it, with a context
    for module in pkgutil.walk_packages(anpei.__path__, "anpei."):
        if module.name not in skipped and ".versions." not in module.name:
            importlib.import_module(module.name)


def test_no_start_waits_for_a_grammar_that_nobody_uses() -> None:
    importlib.import_module("anpei.server.app")
    assert "lark" not in sys.modules


def test_the_servers_tests_lie_by_its_subjects() -> None:
    """``requests`` is about every route at once."""
    subjects = {path.name for path in (HOUSE / "server").iterdir() if path.is_dir()}
    rooms = {path.parent.name for path in (ROOT / "tests/server").glob("*/test_*.py")}
    assert rooms - {"requests"} <= subjects
    assert not list((ROOT / "tests/server").glob("test_*.py"))

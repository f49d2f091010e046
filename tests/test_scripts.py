"""What browsers load is what lies in the sources: `dist` was built from them, by nobody's hand."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DISTS = [ROOT / "widgets/anpei_widgets/dist", ROOT / "src/anpei/server/dist", ROOT / "src/anpei/assignments/dist"]
DENO = shutil.which("deno", path=str(Path(sys.executable).parent))
SERVER = ROOT / "src/anpei/server"
NAMED = re.compile(r"""['"]((?!static\b)[a-z]+/[\w-]+\.(?:js|css))['"]""")
WIDGETS = ROOT / "widgets/anpei_widgets"
BRIDGE = ROOT / "src/anpei/assignments/assets"
FOLDERS = (WIDGETS, SERVER, BRIDGE)
NEWER_STYLE = re.compile(
    r":has\(|@container|container-type|@layer|@scope|@starting-style|@property|color-mix\(|oklch\(|oklab\(|light-dark\(|"
    r"\bsubgrid\b|^\s*(?:translate|rotate|scale):|^\s*&|anchor-name|field-sizing|animation-timeline|text-box"
)
MOVING, STEADY = re.compile(r"\d[dsl]v[hw]\b"), re.compile(r"\dv[hw]\b")
COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
NEWER_CALL = re.compile(
    r"\.at\(-|\b(?:new|in) (?:De)?CompressionStream|\breportError\(|\badoptedStyleSheets\b|\bOffscreenCanvas\b|"
    r"\(\?<[=!]|Intl\.Segmenter|\.userActivation\b|\.(?:showPicker|throwIfAborted|togglePopover|hidePopover|requestClose)\(|"
    r"\.(?:findLast|findLastIndex|toSorted|toReversed|toSpliced|groupBy|isWellFormed|toWellFormed|requestSubmit)\(|"
    r"\bstructuredClone\(|\brandomUUID\(|Object\.hasOwn\(|AbortSignal\.(?:timeout|any)\(|Promise\.(?:try|withResolvers)|"
    r"Array\.fromAsync|replaceAll\(/|\.checkVisibility\(|\.showPopover\(|startViewTransition\("
)
FOUND_FIRST = {"widgets/anpei_widgets/drills/shared/evacuation_tracks.js": "new DecompressionStream"}
"""What is newer and asked for only where it was found; otherwise the page says so."""
ASKS = re.compile(
    r"(?<!\.)\bfetch\(|\b(?:window|self|globalThis)\.fetch\(|"
    r"\bXMLHttpRequest\b|\bsendBeacon\(|\bnew (?:WebSocket|EventSource)\b|\blocalStorage\b|"
    r"\bsessionStorage\b|\bindexedDB\b|\bcaches\.|\bdocument\.cookie\b|\bgetRandomValues\(|\brandomUUID\("
)
ALONE = {
    "widgets/anpei_widgets/shared/api.js": {"fetch(", "document.cookie"},
    "widgets/anpei_widgets/shared/uuid.js": {"getRandomValues("},
    "widgets/anpei_widgets/shared/preferences.js": {"localStorage", "sessionStorage"},
    "widgets/anpei_widgets/shared/outbox/keep.js": {"localStorage", "indexedDB"},
    "widgets/anpei_widgets/drills/shared/evacuation_map.js": {"fetch("},  # numbers, not JSON; reading only
    "src/anpei/server/courses/pictures.js": {"fetch("},  # a static file
    "src/anpei/server/core/offline.js": {"fetch(", "caches."},  # pages kept for when there is no network
    "src/anpei/server/core/service-worker.js": {"fetch(", "caches."},
    "src/anpei/server/core/prefs.js": {"localStorage"},  # before the first paint, for the oldest browsers
    "src/anpei/server/live/voila.js": {"sendBeacon("},  # a page that is going asks for nothing back
    "widgets/anpei_widgets/drills/shared/run_stream.js": {"new EventSource"},  # a drill's news, which the server pushes
    "widgets/anpei_widgets/drills/shared/emergency_stream.js": {"new EventSource"},  # and a real emergency's
}
"""Where a browser's own ways out and places to keep things are used; everybody else asks these."""
WRITES = {
    "widgets/anpei_widgets/shared/acts.js",
    "widgets/anpei_widgets/shared/outbox/facts.js",
    "widgets/anpei_widgets/shared/outbox/slots.js",
    "widgets/anpei_widgets/drills/kiosk/widget.js",  # who taps in, begins, leaves
    "widgets/anpei_widgets/drills/kiosk/quiz.js",  # a quiz of nobody's, which counts nowhere
    "widgets/anpei_widgets/drills/shared/emergency.js",
    "widgets/anpei_widgets/drills/shared/red_page.js",
    "widgets/anpei_widgets/drills/shared/people.js",  # a question, not a fact
    "src/anpei/server/courses/progress.js",  # the place one reads at: a lost one is replaced by the next
    "src/anpei/server/core/upload.js",  # a file somebody chose, with its progress
    "src/anpei/server/authoring/item.js",  # what its author saves with a button, and is told of
    "src/anpei/server/authoring/picture.js",  # a file somebody chose
    "src/anpei/server/courses/live-part.js",  # asks for a way into a kernel's page, and says when there is none
    "src/anpei/server/live/voila.js",  # the beat of a page with a kernel
}
REBUILD = "run: .venv/bin/deno task build"


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "none"


@pytest.mark.parametrize("dist", DISTS, ids=lambda dist: dist.parent.name)
def test_what_is_served_was_built_from_these_sources(dist: Path) -> None:
    manifest = json.loads((dist / "manifest.json").read_text(encoding="utf-8"))
    stale = [name for name, was in manifest["sources"].items() if sha256(ROOT / name) != was]
    edited = [name for name, was in manifest["outputs"].items() if sha256(dist / name) != was]
    assert (stale, edited) == ([], []), REBUILD
    there = {path.relative_to(dist).as_posix() for path in dist.rglob("*") if path.is_file()}
    assert there == {*manifest["outputs"], "manifest.json"}, REBUILD


def test_every_script_and_sheet_that_a_page_names_is_built() -> None:
    pages = [*SERVER.rglob("*.html"), *SERVER.rglob("*.py"), *(ROOT / "voila_apps").rglob("*.j2")]
    named = {name for page in pages for name in NAMED.findall(page.read_text(encoding="utf-8"))}
    assert {"core/page.css", "exams/exam.js", "live/voila.js"} <= named
    assert [name for name in sorted(named) if not (SERVER / "dist" / name).is_file()] == []


def sources(*endings: str) -> Iterator[tuple[str, str]]:
    """Place and line of every source a browser loads; comments are not code."""
    for path in (path for folder in FOLDERS for path in sorted(folder.rglob("*")) if path.suffix in endings):
        if not {"dist", "vendor"} & set(path.parts) and not path.name.endswith(".test.js"):
            code = COMMENT.sub(lambda m: "\n" * m[0].count("\n"), path.read_text("utf-8"))
            yield from ((f"{path.relative_to(ROOT)}:{n}", line) for n, line in enumerate(code.splitlines(), 1))


def test_styles_ask_nothing_of_a_browser_that_the_oldest_lacks() -> None:
    """Chrome 88, Firefox 98, Safari 15.4; a unit for the moving bars of a phone has its older sister before it."""
    lines = list(sources(".css"))
    assert [place for place, line in lines if NEWER_STYLE.search(line)] == []
    moving = [(place, before + line) for (_, before), (place, line) in pairwise(lines) if MOVING.search(line)]
    assert moving
    assert [place for place, both in moving if not STEADY.search(both) and "@supports" not in both] == []


def test_scripts_call_nothing_that_the_oldest_browsers_lack() -> None:
    """The type check's library holds this where types are known; by name it holds everywhere."""
    newer = [(place, line.strip()) for place, line in sources(".js") if NEWER_CALL.search(line)]
    assert [each for each in newer if FOUND_FIRST.get(each[0].rpartition(":")[0], "nothing") not in each[1]] == []


def test_scripts_ask_the_server_and_keep_things_by_the_shared_helpers_alone() -> None:
    """One law for lost networks and full devices: API helper, outbox, preferences; no script has its own."""
    found: dict[str, set[str]] = {}
    for place, line in sources(".js"):
        for word in ASKS.findall(line):
            found.setdefault(place.rpartition(":")[0], set()).add(word)
    assert found == ALONE
    inline = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>|\son[a-z]+=\"")
    assert [str(page) for page in SERVER.rglob("*.html") if inline.search(page.read_text(encoding="utf-8"))] == []


def test_what_is_sent_again_and_again_is_sent_by_the_outbox() -> None:
    """Who writes to the server by themselves says it to the person at once; none of them tries again on its own."""
    writes = {
        place.rpartition(":")[0] for place, line in sources(".js") if re.search(r'method: "(?:POST|PUT|DELETE)"', line)
    }
    assert writes == WRITES


def test_every_page_asks_first_whether_its_browser_is_too_old() -> None:
    """The scripts that decide stand before every other, on every page that is no sheet for a printer."""
    first = re.compile(r"<script[^>]*src=[^>]*core/(?:prefs|oldest)\.js|\{\{ first_script\(\) \}\}")
    pages = [*SERVER.rglob("*.html"), *(ROOT / "voila_apps").rglob("*.j2")]
    whole = {page: text for page in pages if "<html" in (text := page.read_text(encoding="utf-8"))}
    asking = {page.name for page, text in whole.items() if first.search(text)}
    assert asking == {"layout.html", "exam.html", "frame.html", "index.html.j2"}
    assert {page.name for page in whole} - asking == {"print.html", "told.html"}  # the latter shows nothing
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert page in whole or "{% extends" in text or "{% macro" in text or page.name.startswith("_"), page
    for page, text in whole.items():
        if page.name in asking:
            scripts = [
                found[0]
                for found in re.finditer(
                    r"<script[^>]*>|\{\{ first_script\(\) \}\}|\{\{ resources\.include_js\(.*?\) \}\}", text
                )
            ]
            assert first.match(scripts[0]), page


@pytest.mark.skipif(DENO is None, reason="the tool is not installed: it is in the dev extra")
def test_the_scripts_that_decide_are_read_by_an_engine_of_2009(tmp_path: Path) -> None:
    def newer(*paths: Path) -> list[str]:
        words = [str(DENO), "run", "--cached-only", "--frozen", "--allow-all", "tools/es5.js", *map(str, paths)]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
        return [line for line in done.stderr.splitlines() if line.endswith("is newer than ES5")]

    assert newer(*(SERVER / f"dist/core/{name}.js" for name in ("oldest", "prefs"))) == []
    codes = ("const a = 1;", "var a = () => 1;", "var a = `b`;", "class A {}", "for (var a of b);", "var a = b?.c;")
    paths = [tmp_path / f"{number}.js" for number, _ in enumerate(codes)]
    for path, code in zip(paths, codes, strict=True):
        path.write_text(code, encoding="utf-8")
    assert len(newer(*paths)) == len(codes)


def test_every_set_of_rules_has_its_unit_tests() -> None:
    rules = [path for folder in FOLDERS for path in folder.rglob("*rules.js") if "dist" not in path.parts]
    assert len(rules) > 15
    assert [path for path in rules if not path.with_name(f"{path.stem}.test.js").is_file()] == []


@pytest.mark.skipif(DENO is None, reason="the tool is not installed: it is in the dev extra")
@pytest.mark.parametrize(
    "words",
    [["task", "--quiet", "build", "--check"], ["lint", "--quiet", "tools", "widgets", "src"]],
    ids=["build", "lint"],
)
def test_building_again_changes_nothing_and_no_function_is_too_long(words: list[str]) -> None:
    done = subprocess.run([str(DENO), *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_table_of_the_outbox_in_the_docs_is_the_one_in_the_code() -> None:
    code = (ROOT / "widgets/anpei_widgets/shared/outbox/delivery.js").read_text(encoding="utf-8")
    told = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r'^  \[(\d+), (\d+), "(\w*)", "(\w+)"\],$', code, re.M)
    lines = re.findall(r"^\| (\d+)(?:–(\d+))? \| (\w*) ?\| (\w+) \|", told, re.M)
    assert [(first, last or first, word, meaning) for first, last, word, meaning in lines] == rows
    assert len(rows) > 10


WATCHED = {
    "server/core/layout.html": "core/emergency.js",
    "server/exams/exam.html": "exams/exam.js",
    "server/authoring/frame.html": "authoring/frame.js",  # within a page that watches, and only there
    "server/core/print.html": 'src="{{ script }}"',
    "assignments/templates/formgrader/base.tpl": "emergency.js",
    "assignments/templates/anpei_formgrade/index.html.j2": "{{ head(resources) }}",
    "assignments/templates/anpei_code_formgrade/index.html.j2": "{{ head(resources) }}",
    "assignments/templates/anpei_formgrade/parts.html.j2": "emergency.js",
    "server/dist/core/print.js": "emergency.js",
    "server/dist/core/emergency.js": "EventSource",
    "server/dist/exams/exam.js": "EventSource",
}
"""Whatever is a document of its own, and by what it comes to watch for a real emergency."""
FRAMED = {"server/authoring/frame.html", "server/live/told.html"}
"""Documents that are only ever a part of a page that watches."""
KEPT = {"anpei_feedback", "anpei_code_feedback"}
"""Documents that are files to take home."""


def test_every_page_of_whoever_is_signed_in_goes_red_in_a_real_emergency() -> None:
    source = ROOT / "src/anpei"
    found = [
        path for kind in ("html", "tpl", "j2") for path in source.rglob(f"*.{kind}") if path.parent.name not in KEPT
    ]
    whole = {path.relative_to(source).as_posix() for path in found if "<body" in path.read_text(encoding="utf-8")}
    assert whole - FRAMED <= set(WATCHED) and whole >= FRAMED
    assert [name for name, by in WATCHED.items() if by not in (source / name).read_text(encoding="utf-8")] == []

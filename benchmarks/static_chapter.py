"""One chapter of the bundled course: built once and served as a page, and the same notebook in stock Voila.

A page is ready when its simulation and every practice question's frame are on the screen. Server CPU and memory are
those of the whole process tree, kernels included; memory is PSS, which counts shared pages once. Practice questions
in stock Voila have no server to ask, so Voila does less than the static page here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from anpei import courses, laws
from anpei.content import bundled
from benchmarks.exam_page import PHONE, Run, _answers, count, signed_in
from benchmarks.frame import Row, median, save
from tests import prepare
from tests.helpers.platform import free_ports, make_site, start
from tests.helpers.processes import stop, wait_for

COURSE, CHAPTER = "fire-escape", "02-extinguisher"
READY = ".anpei-extinguisher_chooser"
PRACTICE, QUESTIONS = ".anpei-practice", 4
SIDES = ("voila", "static")


def run(quick: bool = False) -> None:
    """Measure, print and keep."""
    folder = Path(tempfile.mkdtemp(prefix="anpei-bench-"))
    try:
        runs = compare(folder, 3 if quick else 10)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    rows = [
        _row(runs, "seconds", "open to ready", lambda s: f"{s:.2f} s"),
        _row(runs, "bytes", "bytes, cold cache", lambda b: f"{b / 1000:.0f} kB"),
        _row(runs, "requests", "requests", lambda n: f"{n:.0f}"),
        _row(runs, "cpu", "server CPU a page", lambda s: f"{1000 * s:.0f} ms"),
        _row(runs, "memory", "server memory an open page (PSS)", lambda b: f"{b / 1e6:.1f} MB"),
    ]
    save("static_chapter", "Static chapter: a simulation and four practice questions, cold cache", rows, runs)


def _row(runs: dict[str, list[Run]], key: str, what: str, show: Any) -> Row:
    stock, ours = (median([each[key] for each in runs[side]]) for side in SIDES)
    ratio = f"{stock / ours:.1f} ×" if ours > 0 else "—"
    return Row(what, show(stock), show(max(0.0, ours)), ratio)


def compare(folder: Path, rounds: int) -> dict[str, list[Run]]:
    """Both by turns; every page stays open until the end, so that memory adds up."""
    platform = start(make_site(folder / "site"))
    course = courses.load(platform.site.shelves).courses[COURSE]
    registry, _ = laws.load(platform.site.shelves)
    courses.build(platform.site, course, registry)
    runs: dict[str, list[Run]] = {side: [] for side in SIDES}
    try:
        with sync_playwright() as playwright, voila(folder / "voila") as (address, process):
            browser = playwright.chromium.launch(executable_path=prepare.browser(), args=["--no-sandbox"])
            cookies = signed_in(browser, platform)
            page = platform.url(f"courses/{COURSE}/{CHAPTER}")
            for _ in range(rounds + 1):
                runs["voila"].append(visit(browser, address, [], process))
                runs["static"].append(visit(browser, page, cookies, platform.process))
            browser.close()
    finally:
        platform.stop()
    return {side: each[1:] for side, each in runs.items()}  # the first round warms the servers


@contextmanager
def voila(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Stock Voila over the same notebook file; yields its address and process."""
    folder.mkdir()
    shutil.copy(bundled() / f"courses/{COURSE}/{CHAPTER}.ipynb", folder)
    shutil.copytree(bundled() / f"courses/{COURSE}/media", folder / "media")
    (port,) = free_ports(1)
    command = [sys.executable, "-m", "voila", f"{CHAPTER}.ipynb", "--no-browser", f"--port={port}"]
    environment = os.environ | {"JUPYTER_CONFIG_DIR": str(folder)}
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}/"
    try:
        wait_for(lambda: _answers(address), seconds=120)
        yield address, process
    finally:
        stop(process)


def visit(browser: Browser, address: str, cookies: list[Any], process: subprocess.Popen[bytes]) -> Run:
    """Open the chapter and leave it open: time, traffic, and what it cost the server."""
    before = usage(process.pid)
    context: BrowserContext = browser.new_context(viewport=PHONE, locale="zh-CN")  # type: ignore[arg-type]
    context.add_cookies(cookies)
    page = context.new_page()
    traffic = count(context, page)
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator(READY).first.wait_for(timeout=120_000)
    page.locator(PRACTICE).nth(QUESTIONS - 1).wait_for(timeout=120_000)
    seconds = time.perf_counter() - began
    page.wait_for_timeout(2000)
    after = usage(process.pid)
    return {"seconds": seconds, **traffic, "cpu": after[0] - before[0], "memory": after[1] - before[1]}


def usage(pid: int) -> tuple[float, float]:
    """CPU seconds used so far and bytes of PSS held now by a process and all below it."""
    parent = psutil.Process(pid)
    cpu = memory = 0.0
    for process in [parent, *parent.children(recursive=True)]:
        try:
            times = process.cpu_times()
            cpu += times.user + times.system
            memory += process.memory_full_info().pss
        except psutil.NoSuchProcess:
            continue
    return cpu, memory


if __name__ == "__main__":
    run(quick="--quick" in sys.argv)

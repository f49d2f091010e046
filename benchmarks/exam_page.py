"""From opening the exam to the first answer acknowledged, in Chromium, cold cache: stock Voila, and the page host.

Both show the same sheet widget with the same drawn questions. In Voila the answer is acknowledged when Python's label
says so; on the exam page when the journal has committed it. Every run has a browser context of its own (no cache, no
storage); bytes are what the browser's own protocol counts, headers and websocket frames included.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import nbformat
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from anpei import attempts, bank, clock, papers, records, staff
from anpei.database import Database
from benchmarks.frame import Row, median, save
from tests import prepare
from tests.helpers.platform import PASSWORD, Platform, free_ports, make_site, start
from tests.helpers.processes import stop, wait_for

PAPER, LEARNER, PHONE = "fire-basics", "E1001", {"width": 390, "height": 844}
CODE = """import json
import anpei_widgets as aw
import ipywidgets
from IPython.display import display

specs = json.load(open("specs.json", encoding="utf-8"))
sheet = aw.Sheet("考试", specs, minutes=30)
told = ipywidgets.Label("")
sheet.observe(lambda change: setattr(told, "value", f"received {len(sheet.answers)}"), "value")
display(sheet, told)"""
Run = dict[str, float]


def run(quick: bool = False) -> None:
    """Measure, print and keep."""
    folder = Path(tempfile.mkdtemp(prefix="anpei-bench-"))
    try:
        runs = compare(folder, 3 if quick else 10)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    rows = [
        _row(runs, "seconds", "open to first answer acknowledged", lambda s: f"{s:.2f} s", "≥ 5 ×"),
        _row(runs, "shown", "open to first question shown", lambda s: f"{s:.2f} s", ""),
        _row(runs, "bytes", "bytes, cold cache", lambda b: f"{b / 1000:.0f} kB", "≥ 20 ×"),
        _row(runs, "requests", "requests", lambda n: f"{n:.0f}", ""),
    ]
    save("exam_page", "Exam page: 21 questions, cold cache, Chromium on loopback", rows, runs)


def _row(runs: dict[str, list[Run]], key: str, what: str, show: Callable[[float], str], aim: str) -> Row:
    stock, ours = (median([each[key] for each in runs[side]]) for side in ("voila", "page_host"))
    return Row(what, show(stock), show(ours), f"{stock / ours:.1f} ×", aim)


def compare(folder: Path, rounds: int) -> dict[str, list[Run]]:
    """Both pages by turns, so that a busy moment of the machine hits both."""
    platform = start(make_site(folder / "site"))
    runs: dict[str, list[Run]] = {"voila": [], "page_host": []}
    try:
        with sync_playwright() as playwright, voila(folder / "voila", specs(platform)) as address:
            browser = playwright.chromium.launch(executable_path=prepare.browser(), args=["--no-sandbox"])
            cookies = signed_in(browser, platform)
            for _ in range(rounds + 1):
                runs["voila"].append(measure(browser, address, [], "text=received 1"))
                exam = platform.url(f"exam/{begin(platform)}")
                runs["page_host"].append(measure(browser, exam, cookies, ".anpei-save-saved"))
            browser.close()
    finally:
        platform.stop()
    return {side: each[1:] for side, each in runs.items()}  # the first round warms the servers


def begin(platform: Platform) -> int:
    """A fresh attempt at the bundled paper."""
    site, now = platform.site, clock.now()
    items = bank.load(site.shelves)
    paper = replace(papers.load(site.shelves, items).papers[PAPER], attempts=1000, cool_down_hours=0)

    def work(session: Any) -> int:
        for old in attempts.attempts_of(session, LEARNER, PAPER):
            attempts.hand_in(session, old.id, LEARNER, now)
        person = staff.find(session, LEARNER)
        assert person is not None
        records.assign(session, "paper", PAPER, "everyone", due=now + clock.DAY, by="T2001", now=now)
        return attempts.start(session, paper, items, person, now, site.secret("draw"), zone=site.zone).id

    with Database(site.database_url) as db:
        return db.write(work).result()


def specs(platform: Platform) -> list[Any]:
    """The public questions of an attempt, for the Voila page."""
    with platform.client(LEARNER) as client:
        return [slot["spec"] for slot in client.get(f"api/attempts/{begin(platform)}").json()["slots"]]


def signed_in(browser: Browser, platform: Platform) -> list[Any]:
    """The cookies of somebody who has signed in, and nothing else of that browser."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(platform.url("login"))
    page.fill("[name=staff_no]", LEARNER)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    cookies = context.cookies()
    context.close()
    return list(cookies)


@contextmanager
def voila(folder: Path, questions: list[Any]) -> Iterator[str]:
    """Stock Voila over one notebook with the same widget; yields its address."""
    folder.mkdir()
    (folder / "specs.json").write_text(json.dumps(questions), encoding="utf-8")
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CODE)], metadata=kernel)
    nbformat.write(notebook, folder / "exam.ipynb")
    (port,) = free_ports(1)
    command = [sys.executable, "-m", "voila", "exam.ipynb", "--no-browser", f"--port={port}"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=folder, env=os.environ | {"JUPYTER_CONFIG_DIR": str(folder)}, **quiet)  # type: ignore[call-overload]
    address = f"http://127.0.0.1:{port}/"
    try:
        wait_for(lambda: _answers(address), seconds=120)
        yield address
    finally:
        stop(process)


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=60, trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def measure(browser: Browser, address: str, cookies: list[Any], acknowledged: str) -> Run:
    """One visit: seconds to the first question and to its acknowledged answer, and what travelled."""
    context = browser.new_context(viewport=PHONE, locale="zh-CN")  # type: ignore[arg-type]
    context.add_cookies(cookies)
    page = context.new_page()
    traffic = count(context, page)
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    option = page.locator(".anpei-option input").first
    option.wait_for(timeout=120_000)
    shown = time.perf_counter() - began
    answered(page, option.check)
    page.locator(acknowledged).first.wait_for(timeout=120_000)
    seconds = time.perf_counter() - began
    page.wait_for_timeout(1000)
    context.close()
    return {"seconds": seconds, "shown": shown, **traffic}


def answered(page: Page, check: Callable[[], None]) -> None:
    """Answer; on the exam page also wait for the PUT's answer, since 已保存 stood there before."""
    if "/exam/" not in page.url:
        return check()
    with page.expect_response("**/answers/*"):
        check()
    return None


def count(context: BrowserContext, page: Page) -> Run:
    """Bytes and requests as the browser counts them, filled in while the page lives."""
    traffic: Run = {"bytes": 0, "requests": 0}
    client = context.new_cdp_session(page)
    client.send("Network.enable")

    def add(key: str, amount: float) -> None:
        traffic[key] += amount

    client.on("Network.loadingFinished", lambda event: add("bytes", event["encodedDataLength"]))
    client.on("Network.requestWillBeSent", lambda _event: add("requests", 1))
    client.on("Network.webSocketFrameReceived", lambda event: add("bytes", len(event["response"]["payloadData"])))
    client.on("Network.webSocketFrameSent", lambda event: add("bytes", len(event["response"]["payloadData"])))
    return traffic


if __name__ == "__main__":
    run(quick="--quick" in sys.argv)

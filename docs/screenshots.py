"""``python docs/screenshots.py [WHICH ...]``: the pictures of README and guides, from a fresh demo as its users see it.

WHICH are names from ``SHOTS``; without any, all are taken. Chance has a fixed seed, so that the same demo comes again.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from anpei import clock, demo, scaffold  # noqa: E402 - the checkout's tests come first
from anpei.settings import open_site  # noqa: E402
from tests import prepare  # noqa: E402
from tests.browser.walking import sit  # noqa: E402
from tests.helpers.platform import Platform, free_ports, start  # noqa: E402

IMAGES = Path(__file__).parent / "images"
PHONE = {"viewport": {"width": 390, "height": 780}, "device_scale_factor": 2}
DESK = {"viewport": {"width": 1280, "height": 800}}
FIRST = "01-start"
QUESTION = "fire-001"
CONSOLE = {"viewport": {"width": 1440, "height": 900}}


class Studio:
    """A demo, a browser, and the accounts to sign in with."""

    def __init__(self, platform: Platform, browser: Browser) -> None:
        self.platform, self.browser = platform, browser
        self.accounts = {one.staff_no: one for one in demo.accounts(platform.site).accounts}

    def page(self, shape: dict[str, Any], **options: Any) -> Page:
        context = self.browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **shape, **options)
        context.set_default_timeout(240_000)
        return context.new_page()

    def signed_in(self, staff_no: str, shape: dict[str, Any], **options: Any) -> Page:
        page = self.page(shape, **options)
        page.goto(self.platform.url("login"))
        page.get_by_label("工号").fill(staff_no)
        page.get_by_label("密码", exact=True).fill(self.accounts[staff_no].password)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "/login" not in url)
        return page

    def keep(self, page: Page, name: str) -> None:
        """A picture of what is in view, in few colours: small, and nobody sees the difference."""
        page.wait_for_timeout(1200)
        path = IMAGES / f"{name}.png"
        page.screenshot(path=path)
        with Image.open(path) as picture:
            picture.convert("RGB").quantize(96, dither=Image.Dither.NONE).save(path, optimize=True)

    def in_lab(self, path: str, ready: str) -> Page:
        """The trainers' JupyterLab with one file open, when this has come."""
        desk = self.signed_in("T0001", DESK)
        desk.goto(self.platform.lab_url(f"lab/tree/{path}?reset"))
        desk.locator(ready).first.wait_for()
        return desk


def learner(studio: Studio) -> None:
    phone = studio.signed_in("E1003", PHONE)
    studio.keep(phone, "my-phone")
    phone.goto(studio.platform.url("papers/fire-basics"))
    phone.get_by_role("button", name="开始考试").click()
    phone.locator("input[type=radio]").first.check(force=True)
    studio.keep(phone, "exam-phone")
    phone.get_by_role("button", name=re.compile("答题卡")).click()
    studio.keep(phone, "exam-sheet-phone")
    dark = studio.signed_in("E1024", PHONE, color_scheme="dark")
    dark.goto(studio.platform.url("courses/fire-escape"))
    studio.keep(dark, "course-phone-dark")


def chapters(studio: Studio) -> None:
    """One chapter of each course: four on phones, one of them in the dark, and one in JupyterLab."""
    for name, chapter, widget, scheme in (
        ("chapter-phone", "fire-escape/02-extinguisher", "extinguisher_chooser", "light"),
        ("chapter-gas-phone", "confined-space/02-ventilate-test", "gas_readings", "light"),
        ("chapter-cpr-phone-dark", "cpr-aed/02-compressions", "cpr_rhythm", "dark"),
        ("chapter-lec-phone", "double-prevention/02-lec-colours", "lec_calculator", "light"),
    ):
        phone = studio.signed_in("E1003", PHONE, color_scheme=scheme)
        phone.goto(studio.platform.url(f"courses/{chapter}"))
        phone.wait_for_load_state("networkidle")
        phone.locator(f"[data-anpei-widget={widget}]").first.evaluate("el => scrollTo(0, el.offsetTop - 124)")
        studio.keep(phone, name)
    desk = studio.in_lab("courses/life-first/04-one-hour.ipynb", ".jp-CodeCell")
    run(desk, "aw.incident_clock(")
    studio.keep(desk, "chapter-lab")


def run(desk: Page, call: str) -> Locator:
    """Run every cell as an author does, from the menu; the output of the first one that makes this call."""
    desk.locator(".jp-NotebookPanel-toolbar").first.wait_for()
    desk.get_by_text("安培 | 空闲").wait_for()  # a run before that asks which kernel
    desk.get_by_role("menuitem", name="运行", exact=True).click()
    desk.get_by_role("menuitem", name="运行所有单元格", exact=True).click()
    cell = desk.locator(".jp-CodeCell").filter(has_text=call).first
    cell.locator(".anpei").first.wait_for()
    cell.evaluate("cell => cell.scrollIntoView()")
    return cell


def author(studio: Studio) -> None:
    """What docs/howto/write-course.md and write-items.md tell: begin, write, try, look as a reader looks."""
    site = studio.platform.site
    scaffold.course(site.workspace, site.shelves, "hot-work", "动火作业")
    scaffold.item(site.workspace, site.shelves, "fire-901", "", "single")
    scaffold.paper(site.workspace, site.shelves, "fire-monthly", "fire", "消防月考")
    desk = studio.in_lab(f"courses/hot-work/{FIRST}.ipynb", ".jp-CodeCell")
    desk.locator(".jp-CodeCell .cm-content").first.click()
    desk.keyboard.press("Control+a")
    desk.keyboard.insert_text('import anpei_widgets as aw\n\naw.practice("fire-901")')
    cell = run(desk, "aw.practice(")
    cell.locator(".anpei-option").first.wait_for()
    cell.evaluate("cell => cell.scrollIntoView()")
    studio.keep(desk, "author-lab")
    desk.get_by_role("menuitem", name="编辑", exact=True).click()
    desk.get_by_role("menuitem", name="清除所有单元格的输出", exact=True).click()
    desk.keyboard.press("Control+s")
    desk.locator(".jp-mod-dirty").first.wait_for(state="detached")
    publish(studio, "courses/hot-work/course.yaml", "quizzes/bank/fire-901.yaml", "quizzes/papers/fire-monthly.yaml")
    phone = studio.signed_in("T0001", PHONE)
    phone.goto(studio.platform.url(f"courses/hot-work/{FIRST}"))
    while not phone.locator(".anpei-practice").count():
        phone.wait_for_timeout(3_000)
        phone.reload()
    phone.locator(".anpei-practice").first.evaluate("el => scrollTo(0, el.getBoundingClientRect().top - 240)")
    studio.keep(phone, "author-preview-phone")
    phone.goto(studio.platform.url("papers/fire-monthly"))
    studio.keep(phone, "author-paper-phone")
    bank = studio.in_lab("quizzes/bank/fire-901.yaml", ".cm-content")
    studio.keep(bank, "author-item")


def publish(studio: Studio, *drafts: str) -> None:
    """These files are drafts no more, and what is on the shelves counts."""
    for name in drafts:
        path = studio.platform.site.workspace / name
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if line.strip() != "state: draft"), encoding="utf-8")
    build = [str(Path(sys.executable).with_name("anpei")), "content", "build", "--site", str(studio.platform.site.root)]
    subprocess.run(build, check=True, capture_output=True)


def marking(studio: Studio) -> None:
    """What docs/howto/mark-and-publish.md tells: a case answer read beside its rubric, marked, and published."""
    with studio.platform.client("E1024", studio.accounts["E1024"].password) as client:
        sit(client, demo.PAPER, "先停下来，把人带到安全的地方，马上报告；审批、看火的人、灭火器都齐了，再接着干。")
    desk = studio.signed_in("T0001", DESK)
    listing = studio.platform.lab_url(f"formgrader/gradebook/{demo.PAPER}/{demo.PAPER}")
    row = desk.get_by_role("link", name=re.compile("答卷 1"))
    desk.goto(listing)
    while not row.count():
        desk.wait_for_timeout(3_000)
        desk.goto(listing)
        desk.wait_for_load_state("networkidle")
    row.first.click()
    desk.locator("textarea.comment").first.fill("报警和清点都写到了；再写清楚谁去切断电源。")
    with desk.expect_response(re.compile("api/grade/")):
        desk.locator("input.score").first.fill("16")
        desk.locator("input.score").first.blur()
    desk.locator("textarea.comment").first.evaluate("el => el.scrollIntoView({ block: 'end' })")
    studio.keep(desk, "formgrader")
    desk.goto(studio.platform.url("board"))
    while not desk.get_by_role("link", name="看一遍再公布").count():
        desk.wait_for_timeout(3_000)
        desk.reload()
    studio.keep(desk, "publish")


def reviewing(studio: Studio) -> None:
    """What docs/howto/review-a-law-change.md tells: an open list, each thing with its conclusion."""
    anpei = [str(Path(sys.executable).with_name("anpei")), "laws", "impact", "xiaofang#44", "--site"]
    why = ["--open-review", "--by", "T0001", "--why", "修订本施行前逐项核对"]
    subprocess.run([*anpei, str(studio.platform.site.root), *why], check=True, capture_output=True)
    desk = studio.signed_in("T0001", DESK)
    desk.goto(studio.platform.url("board/reviews"))
    studio.keep(desk, "reviews")


def questions(studio: Studio) -> None:
    """What docs/howto/write-items.md begins with: a question in its form, and how learners will see it."""
    desk = studio.signed_in("T0001", DESK)
    desk.goto(studio.platform.url(f"authoring/items/{QUESTION}"))
    desk.frame_locator(".preview iframe").locator(".anpei-option").first.wait_for()
    desk.locator(".item-head").evaluate("el => scrollTo(0, el.getBoundingClientRect().top + scrollY - 72)")
    studio.keep(desk, "item-form")


def trainer(studio: Studio) -> None:
    desk = studio.signed_in("T0001", DESK)
    desk.goto(studio.platform.url("board"))
    studio.keep(desk, "board")
    desk.goto(studio.platform.url("board/assign"))
    studio.keep(desk, "assign")


def drill(studio: Studio) -> None:
    """A director calls two tablets; some decisions later the console shows how it stands."""
    rows = demo.rows(studio.platform.site, studio.platform.url(), clock.now())
    tablets = [enrolled(studio, row[2]) for row in rows if "enrol" in row[2]]
    console = studio.signed_in("D0001", CONSOLE)
    console.goto(studio.platform.url("director"))
    console.locator(".console-first").wait_for()
    console.locator(".console-scenario", has_text="车间火灾疏散").locator("input").check()
    for kiosk in console.locator("[id^='k-']").all():
        kiosk.check()
    console.get_by_text("开始演练").click()
    console.locator(".console-run").wait_for()
    for tablet, who in zip(tablets, ("E1025", "E1003"), strict=True):
        tap_in(studio, tablet, who)
    decide(tablets, console)
    studio.keep(next(tablet for tablet in tablets if tablet.locator(OPEN).count()), "kiosk")
    for _ in range(4):
        decide(tablets, console, choose=True)
    studio.keep(console, "director")


OPEN = ".drill-option:not([aria-disabled=true])"


def enrolled(studio: Studio, link: str) -> Page:
    tablet = studio.page(DESK)
    tablet.goto(link)
    tablet.get_by_role("button", name="登记这台设备").click()
    tablet.locator(".kiosk-start").wait_for()
    return tablet


def tap_in(studio: Studio, tablet: Page, staff_no: str) -> None:
    tablet.locator(".kiosk-start").click()
    for name, word in (("staff_no", staff_no), ("pin", studio.accounts[staff_no].pin or "")):
        tablet.fill(f"[name={name}]", word)
        tablet.press(f"[name={name}]", "Enter")
    tablet.locator(".drill-card").wait_for()


def decide(tablets: list[Page], console: Page, *, choose: bool = False) -> None:
    """Wait until somebody is asked, skipping what is quiet as a director does; `choose`: the second option is taken."""
    while not any(tablet.locator(OPEN).count() for tablet in tablets):
        skip = console.get_by_role("button", name="跳过等待")
        if skip.is_enabled():
            skip.click()
        console.wait_for_timeout(500)
    if choose:
        asked = next(tablet for tablet in tablets if tablet.locator(OPEN).count())
        question = asked.locator(".drill-question").get_attribute("id")
        asked.locator(OPEN).nth(1).click()
        asked.locator(".drill-option[aria-pressed=true]:not([aria-disabled=true])").click()
        asked.locator(f"#{question}").wait_for(state="detached")


SHOTS: dict[str, Callable[[Studio], None]] = {
    "learner": learner,
    "chapters": chapters,
    "trainer": trainer,
    "author": author,
    "marking": marking,
    "reviewing": reviewing,
    "questions": questions,
    "drill": drill,
}


def main() -> None:
    wanted = sys.argv[1:] or list(SHOTS)
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        ports = free_ports(3)
        site = Path(folder) / "site"
        chance = random.Random(1)  # noqa: S311 - the same pictures, not secrets
        server = "port = {}\nlab_port = {}\nlive_port = {}\n".format(*ports)
        demo.build(site, clock.now(), chance=chance, server=server)
        platform = start(open_site(site))
        browser = playwright.chromium.launch(executable_path=prepare.browser(), args=["--no-sandbox"])
        try:
            for name in wanted:
                SHOTS[name](Studio(platform, browser))
        finally:
            browser.close()
            platform.stop()


if __name__ == "__main__":
    main()

"""A team drill as everybody lives it: six tablets, a director, an evaluator and a warden, to the report on paper.

The scenario is the shipped one. Nobody waits, for the director skips whatever is quiet; at half speed, a busy machine
has time enough to tap.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from anpei import clock, records, staff
from anpei.exercises import rollcall
from tests.browser.drills.floor import Floor, Tablet
from tests.helpers.live_shelf import kernels
from tests.helpers.platform import PASSWORD, PIN
from tests.helpers.played import the_script
from tests.helpers.processes import wait_for
from tests.helpers.sheet import camera_picture, rate, saved, sign, write_name
from tests.widgets.axe import faults

pytestmark = [pytest.mark.browser, pytest.mark.machines, pytest.mark.long]
CREW = {"E3001": "方圆", "E3002": "石磊", "E3003": "白露", "E3004": "江帆", "E3005": "叶知秋", "E3006": "童心"}
EVALUATOR, WARDEN = "V5001", "E3007"
ROSTER = [
    "工号,姓名,部门,岗位,角色,状态",
    *(f"{number},{name},夜班,操作工,,在职" for number, name in CREW.items()),
    f"{WARDEN},纪平,门卫,门卫,,在职",
    f"{EVALUATOR},顾言,安全环保部,评估员,评估员,在职",
]
ALARM, WATER = "发现火情后立即示警并触发报警", "电气火先断电"
NOTE = "按下手报后才喊人，晚了几秒"
MISSED = "d04"


@pytest.fixture
def people(floor: Floor) -> None:
    """A night shift of six with PINs, who watches them, who counts them, and where they gather."""
    now, roster = clock.now(), staff.read_roster("\n".join(ROSTER).encode(), "夜班.csv")
    records.import_roster(floor.db, roster, now=now)
    floor.db.write(lambda s: rollcall.add_point(s, "东门停车场", "")).result()
    for number in CREW:
        staff.set_pin(floor.db, number, PIN, now=now)
    for number in (EVALUATOR, WARDEN):
        staff.set_password(floor.db, number, PASSWORD, now=now, must_change=False)


@pytest.mark.usefixtures("people")
def test_a_team_drill_from_the_call_to_the_signed_report(floor: Floor, tmp_path: Path) -> None:
    tablets = [floor.tablet(f"{n} 号终端") for n in range(1, 7)]
    console = floor.person("D3001", "director", "desk", accept_downloads=True)
    run = call(floor, console, tablets)
    for tablet, number in zip(tablets, CREW, strict=True):
        tablet.tap_in(number)
    evaluator = floor.person(EVALUATOR, f"evaluate/{run}", "desk")
    playing = team_plays(console, tablets)
    answered = [next(playing) for _ in range(5)]
    muster = count_everybody(floor, console)
    watch(evaluator, tmp_path)
    answered += playing

    assert len(answered) == len(set(answered)) >= 10
    assert [node for node, _ in floor.decisions(run)] == answered
    late = sum(event.type == "node.timeout" for event in floor.events(run))  # none, unless the machine is very busy
    for tablet in tablets:
        expect(tablet.page.locator(".debrief-step")).to_have_count(len(answered) + late)
        expect(tablet.page.locator(".debrief-part").first).to_contain_text("你的部分")
    expect(tablets[0].page.locator(".debrief")).to_contain_text("《消防法》第44条")
    assert faults(tablets[0].page) == []

    sign(evaluator)
    saved(evaluator)
    console.click("text=签字归档")
    write_name(console, ".console-dialog")
    console.click(".console-dialog .is-primary")
    expect(console.locator(".console-signed")).to_contain_text("郑指挥")
    console.click("text=讲评和报告")
    expect(console.get_by_role("slider", name="时间")).to_be_visible()
    expect(console.locator("#muster + .facts")).to_contain_text("6 / 6 人")
    console.get_by_role("link", name="评估报告").first.click()
    photo = console.locator(".report-photos img")
    photo.scroll_into_view_if_needed()
    expect(photo).to_have_js_property("complete", True)
    assert photo.evaluate("(img) => img.naturalWidth") > 0
    measured = seconds(floor, muster)
    check_pdf(downloaded(console, "下载 PDF"), measured)
    check_word(downloaded(console, "下载 Word"), measured)
    with floor.platform.client(WARDEN) as other:
        assert other.get(f"drills/{run}/report.pdf").status_code == 403
    assert kernels(floor.platform) == [], "a page that shows needs no kernel"


def call(floor: Floor, console: Page, tablets: list[Tablet]) -> int:
    """The director calls six tablets, each in a role of its own, and plans a roll call of the night shift."""
    console.check(".console-scenario:has-text('车间火灾疏散') input")
    for tablet in tablets:
        console.check(f"[id='k-{tablet.device.device_id}']")
    expect(console.locator(".console-roll")).to_contain_text("桌面演练人不离开座位")
    console.check("text=警报一响，自动开始清点")
    console.click("text=改集合点和部门")
    for box in console.get_by_role("group", name="部门").get_by_role("checkbox").all():
        box.uncheck()
    console.get_by_label("夜班").check()
    console.click("text=开始演练")
    expect(console.locator(".console-seat-row")).to_have_count(6)
    console.click(".console-speed:text-is('½×')")
    for tablet, role in zip(tablets, the_script().roles.values(), strict=True):
        expect(tablet.page.locator(".kiosk-kept")).to_contain_text(role.title)
    return floor.last_run()


def team_plays(console: Page, tablets: list[Tablet]) -> Iterator[str]:
    """Whoever is asked decides, and the director skips what is quiet; gives every question decided, one by one."""
    nodes = the_script().nodes
    while asked := next_asked(console, tablets):
        node = nodes[asked.asked()]
        asked.choose(min(node.options, key=lambda o: o.score).text if node.id == MISSED else node.best.text)
        asked.page.wait_for_selector(f"#q-{node.id}", state="detached")
        yield node.id


def next_asked(console: Page, tablets: list[Tablet]) -> Tablet | None:
    """The next tablet with an open question, after the director has skipped what is quiet; None once it is over."""
    over = [None]

    def look() -> list[Tablet] | list[None]:
        if console.query_selector(".console-result"):
            return over
        asked = [tablet for tablet in tablets if tablet.page.query_selector(".drill-option:enabled")]
        if not asked and (button := console.query_selector(".console-button:has-text('跳过等待'):enabled")):
            button.evaluate("(button) => button.click()")
        return asked

    return wait_for(look, every=0.1)[0]


def count_everybody(floor: Floor, console: Page) -> int:
    """The alarm has begun the roll call; a warden with a phone ticks one after the other, and the director ends it."""
    expect(console.locator(".console-roll-line")).to_contain_text("6 人未到")
    muster = int(str(console.get_attribute(".console-roll-line", "href")).rsplit("/", 1)[1])
    desk = floor.person("D3001", f"muster/{muster}", "desk")
    desk.get_by_role("button", name="指定清点员").click()
    desk.get_by_label("工号或终端").fill(WARDEN)
    desk.locator(".roll-dialog button[type=submit]").click()
    expect(desk.locator(".roll-point")).to_contain_text("纪平")
    phone = floor.person(WARDEN, f"muster/{muster}")
    for name in CREW.values():
        phone.locator(".roll-item", has_text=name).locator(".roll-row").click()
    expect(desk.locator(".roll-count b").first).to_have_text("0")
    desk.get_by_role("button", name="结束清点").click()
    desk.locator(".roll-dialog button[type=submit]").click()
    expect(phone.locator(".roll-ended")).to_be_visible()
    expect(console.locator(".console-roll-line")).to_contain_text("全员到齐")
    return muster


def watch(page: Page, folder: Path) -> None:
    """The evaluator rates two items, one with a note and a photo."""
    rate(page, ALARM, "部分")
    rate(page, WATER, "未完成")
    item = page.locator(".evaluator-item", has_text=ALARM)
    item.locator("input[type=file]").set_input_files(camera_picture(folder / "camera.jpg"))
    item.get_by_role("button", name="备注").click()
    item.locator("textarea").fill(NOTE)
    item.locator("textarea").blur()
    expect(page.locator(".evaluator-photo img")).to_have_count(1)
    saved(page)


def seconds(floor: Floor, muster: int) -> list[str]:
    """First, last and all, as the report says them."""
    with floor.db.read() as session:
        times = rollcall.times(session, muster)
    return [f"{times.seconds(moment)} 秒" for moment in (times.first_out, times.last_out, times.all_accounted)]


def downloaded(page: Page, name: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).click()
    return Path(waiting.value.path()).read_bytes()


def check_pdf(body: bytes, measured: list[str]) -> None:
    """Ratings, note and times are in the text, photo and both hands in the pictures, and every font is inside."""
    reader = PdfReader(io.BytesIO(body))
    words = "".join("".join(page.extract_text() for page in reader.pages).split())
    for told in (*measured, NOTE, "第一人到达集合点", "部分完成", "未完成", *CREW.values(), "顾言", "纪平"):
        assert "".join(told.split()) in words, told
    pictures = pictured(reader.trailer["/Root"]["/StructTreeRoot"])
    assert {"导调的签名", "评估人员的签名", f"{ALARM}（顾言摄）"} <= pictures
    assert max(len(page.images) for page in reader.pages) == 1
    fonts = {str(name): font for page in reader.pages for name, font in page["/Resources"]["/Font"].items()}
    inner = [font["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts.values()]
    assert inner and all("/FontFile3" in each for each in inner)


def pictured(element: Any) -> set[str]:
    """What every picture in a tagged PDF says of itself."""
    element = element.get_object()
    if not isinstance(element, dict):
        return set()
    below = element.get("/K", [])
    found = {str(element["/Alt"])} if "/Alt" in element else set()
    for each in below if isinstance(below, list) else [below]:
        found |= pictured(each)
    return found


def check_word(body: bytes, measured: list[str]) -> None:
    paper = Document(io.BytesIO(body))
    cells = {cell.text for table in paper.tables for row in table.rows for cell in row.cells}
    assert {*measured, "6 / 6 人"} <= cells
    assert any(NOTE in text for text in cells)
    assert len(paper.inline_shapes) == 3, "two hands and a photo"

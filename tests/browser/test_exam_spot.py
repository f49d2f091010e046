"""找隐患 and what is answered in parts, in an exam: a thumb on the picture, a keyboard, the marks afterwards."""

from __future__ import annotations

import itertools

from playwright.sync_api import Page, expect

from anpei import attempts, bank, records
from tests.browser.exam_room import PARTS, Room, begin_other, go, says, shelves_of
from tests.widgets.axe import faults, faults_on_phone_and_desk

PAPER = "hazard-walk"


def begin(room: Room, staff_no: str) -> int:
    """The bundled paper."""
    return begin_other(room, PAPER, staff_no)


def asked(room: Room, attempt: int, slot: str) -> tuple[bank.ItemVersion, tuple[int, ...]]:
    with room.db.read() as session:
        (state,) = [state for state in attempts.slots(session, attempt) if state.slot == slot]
        return attempts.versions(session, [state.sha])[state.sha], state.order


def middle(version: bank.ItemVersion, region: bank.Region) -> tuple[int, int]:
    """Of the points that mean this place and no other, the one that lies in the middle of them."""
    polygons = [each.polygon for each in version.secret.regions]
    wanted = polygons.index(region.polygon)
    across, down = ([int(corner[axis]) for corner in region.polygon] for axis in (0, 1))
    grid = itertools.product(range(min(across), max(across), 4), range(min(down), max(down), 4))
    points = [point for point in grid if bank.nearest(polygons, *point, slack=0) == wanted]
    x, y = (sum(part) / len(points) for part in zip(*points, strict=True))
    return min(points, key=lambda point: (point[0] - x) ** 2 + (point[1] - y) ** 2)


def tap(page: Page, version: bank.ItemVersion, x: float, y: float) -> None:
    scene = version.public.scene
    assert scene
    picture = page.locator(".anpei-spot-picture")
    to_middle = "(img, share) => scrollBy(0, img.getBoundingClientRect().top + share * img.height - 400)"
    picture.evaluate(to_middle, y / scene.height)
    box = picture.bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + x * box["width"] / scene.width, box["y"] + y * box["height"] / scene.height)


def mark_by_keyboard(page: Page, names: list[str]) -> None:
    """From the list's heading on, nothing but Tab, Enter and Space."""
    page.locator("summary").focus()
    page.keyboard.press("Enter")
    boxes = page.get_by_role("checkbox").count()
    for _ in range(boxes):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('label').textContent") in names:
            page.keyboard.press("Space")


def test_by_thumb_and_by_keyboard_from_picture_to_marks(room: Room) -> None:
    attempt = begin(room, "E1003")
    page = room.open(room.device("E1003", has_touch=True), attempt)
    first, _ = asked(room, attempt, "q01")
    regions = first.secret.regions
    hazards = [regions[n] for n in first.secret.right]
    harmless = next(region for region in regions if region not in hazards)
    for n, region in enumerate([*hazards[:5], harmless], 1):
        tap(page, first, *middle(first, region))
        expect(page.locator(".anpei-spot-ring")).to_have_count(n)
    says(page, "已保存")
    page.reload()
    expect(page.locator(".anpei-spot-ring")).to_have_count(6)
    page.locator("summary").scroll_into_view_if_needed()
    assert faults(page) == []

    go(page, 2)
    second, _ = asked(room, attempt, "q02")
    mark_by_keyboard(page, [second.public.choices[n] for n in second.secret.right])
    says(page, "已保存")
    page.get_by_role("button", name="交卷", exact=True).click()
    page.get_by_role("button", name="确认交卷").click()
    page.wait_for_url("**/result")
    with room.db.read() as session:
        marks = {slot.slot: slot.points for slot in records.result_for(session, attempt).slots}
    assert marks == {"q01": 4, "q02": 8}
    expect(page.get_by_text("8 处隐患，找到 5 处；误点 1 处。")).to_be_visible()
    expect(page.get_by_text("8 处隐患，找到 8 处；误点 0 处。")).to_be_visible()
    assert [page.locator(f".scene-ring.{tone}").count() for tone in ("found", "false")] == [5, 1]
    assert faults_on_phone_and_desk(page) == []


def test_the_exam_page_tells_no_hazard(room: Room) -> None:
    """Neither page, sheet nor picture says where a hazard is or which one it is."""
    attempt = begin(room, "E1002")
    context = room.device("E1002", color_scheme="dark")
    page = room.open(context, attempt)
    version, _ = asked(room, attempt, "q01")
    told = page.content() + page.request.get(room.url(f"api/attempts/{attempt}")).text()
    picture = page.request.get(room.url(version.public.scene.src if version.public.scene else "")).text()
    for secret in ("polygon", '"hazard"', "feedback", version.secret.regions[0].id + '"', version.secret.feedback[0]):
        assert secret not in told
    assert "hazard" not in picture and "<!--" not in picture
    assert faults(page) == []


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_numbers_pairs_blanks_risks_and_cases_by_keyboard_alone_from_exam_to_result(room: Room) -> None:
    attempt = begin_other(room, PARTS, "E1003")
    page = room.open(room.device("E1003"), attempt)
    page.get_by_role("textbox").focus()
    page.keyboard.type("１２．２米")
    go(page, 2)
    for prompt, wanted in (("木箱", "A 类"), ("汽油", "B 类"), ("气", "D 类")):
        page.get_by_role("combobox", name=f"{prompt} 配").focus()
        page.keyboard.type(wanted[0])
    go(page, 3)
    for prompt, wanted in (("第 1 空", "报警"), ("第 2 空", "疏散")):
        page.get_by_role("combobox", name=prompt).select_option(label=wanted)
    go(page, 4)
    page.get_by_role("radio").first.focus()
    press(page, "Space", "ArrowDown", "ArrowDown", "ArrowDown", "Tab", "Space", "ArrowDown", "ArrowDown")
    go(page, 5)
    page.get_by_role("radio", name="按下报警按钮").focus()
    press(page, "Space", "Tab", "Enter")
    expect(page.get_by_role("region", name="第 2 步")).to_be_focused()
    page.reload()
    expect(page.get_by_role("radio", name="按下报警按钮")).to_have_count(0)
    page.get_by_role("radio", name="回去拿包").focus()
    press(page, "Space", "Tab", "Enter")
    expect(page.locator(".anpei-step-end")).to_be_focused()
    says(page, "已保存")
    assert faults(page) == []
    assert [fact.outcome for fact in room.facts(attempt, "q05")] == ["accepted", "accepted"]
    page.get_by_role("button", name="交卷", exact=True).click()
    page.get_by_role("button", name="确认交卷").click()
    page.wait_for_url("**/result")
    with room.db.read() as session:
        marks = {slot.slot: slot.points for slot in records.result_for(session, attempt).slots}
    assert marks == {"q01": 2, "q02": 2, "q03": 2, "q04": 3, "q05": 2}
    for words in (
        "12.2 米",
        "气：D 类",
        "第 2 空：疏散",
        "风险值 12：一般风险（黄）",
        "护栏没了。",
        "你选的第 2 步：别回。",
    ):
        expect(page.get_by_text(words).first).to_be_visible()
    assert faults_on_phone_and_desk(page) == []
    page.goto(room.url(f"papers/{PARTS}"))
    expect(page.get_by_text("选了就不能改。")).to_be_visible()


MOUNT = """async (item) => {
  const { mount } = await import(`${document.body.dataset.baseUrl}static/anpei/core/host.js`);
  await mount(document.querySelector("main"), "practice", { item });
}"""


def test_practice_explains_what_was_found_and_what_not(room: Room) -> None:
    """The practice widget with the platform's own item, picture and answer behind it."""
    items = shelves_of(room.platform.site.root)[0].items
    version, page = items["spot-p01"], room.device("E1002", has_touch=True).pages[0]
    page.goto(room.url("record"))
    page.evaluate(MOUNT, "spot-p01")
    tap(page, version, *middle(version, version.secret.regions[version.secret.right[0]]))
    tap(page, version, 150, 448)
    page.get_by_role("button", name="检查").tap()
    expect(page.get_by_text("8 处隐患，找到 1 处；误点 1 处。")).to_be_visible()
    expect(page.locator(".anpei-spot-line", has_text="找到了（标记 1）")).to_contain_text("依据：")
    assert page.locator(".anpei-spot-picture").evaluate("(img) => img.naturalWidth") > 0
    assert faults(page) == []
    page.get_by_role("button", name="再做一次").tap()
    expect(page.locator(".anpei-spot-ring")).to_have_count(0)

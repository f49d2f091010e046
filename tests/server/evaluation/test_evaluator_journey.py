"""Two evaluators watch one drill: offline taps, a reload, a photo, a signature, and the director's last word."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from anpei.exercises import evaluation
from tests.helpers.plant import TABLET, Plant
from tests.helpers.processes import wait_for
from tests.helpers.sheet import camera_picture, opened, rate, saved, sign
from tests.widgets.axe import faults

pytestmark = [pytest.mark.browser, pytest.mark.machines]
FIRST = "发现火情后立即示警并触发报警"
SECOND = "报 119 要素齐全"


def test_two_evaluators_and_a_director(plant: Plant, tmp_path: Path) -> None:
    run = plant.run()
    address = plant.platform.url(f"evaluate/{run}")
    first, second = plant.page("V5001", viewport=TABLET), plant.page("V5002", color_scheme="dark")
    for page in (first, second):
        page.goto(address)
        page.wait_for_selector(".evaluator-item")
    expect(first.locator(".evaluator-log")).to_contain_text("演练开始")
    found = {"tablet": faults(first), "phone, dark": faults(second)}
    taps_without_network_wait(plant, run, first)
    photograph(first, tmp_path)
    a_tap_outlives_a_reload(second)
    expect(first.locator(".evaluator-signed")).to_contain_text("演练结束后再签字")
    plant.end(run)
    for page in (first, second):
        sign(page)
        expect(page.locator(".evaluator-signed")).to_contain_text("已签字")
        saved(page)
        expect(page.locator(".evaluator-rate").first).to_be_disabled()
    found["signed"] = faults(first)
    the_last_rating_and_the_photo_are_kept(plant, run)
    director = plant.page("D3001", viewport=TABLET)
    director.goto(address + "/reconcile")
    expect(director.locator(".line.is-open")).to_have_count(1)
    found["reconcile"] = faults(director)
    the_director_settles_it(plant, run, director)
    assert {screen: wrong for screen, wrong in found.items() if wrong} == {}


def taps_without_network_wait(plant: Plant, run: int, page: Page) -> None:
    rate(page, FIRST, "完成")
    saved(page)
    page.context.set_offline(True)
    rate(page, SECOND, "部分")
    rate(page, FIRST, "未完成")
    expect(page.locator(".outbox-line")).to_contain_text("已暂存")
    assert plant.read(lambda s: list(evaluation.sheets(s, run)[0].ratings)) == ["report_1"]
    page.context.set_offline(False)
    saved(page)


def photograph(page: Page, folder: Path) -> None:
    item = page.locator(".evaluator-item", has_text=FIRST)
    item.locator("input[type=file]").set_input_files(camera_picture(folder / "camera.jpg"))
    expect(page.locator(".evaluator-photo img")).to_have_count(1)
    saved(page)


def a_tap_outlives_a_reload(page: Page) -> None:
    rate(page, FIRST, "完成")
    page.reload()  # in the same moment: the tap is already on the device
    page.wait_for_selector(".evaluator-item")
    done = page.locator(".evaluator-item", has_text=FIRST).get_by_role("button", name="完成", exact=True)
    expect(done).to_have_attribute("aria-pressed", "true")
    rate(page, SECOND, "部分")


def the_last_rating_and_the_photo_are_kept(plant: Plant, run: int) -> None:
    """The photo small, upright, and without what the camera wrote into it."""
    sheets = {sheet.evaluator: sheet for sheet in plant.read(lambda s: evaluation.sheets(s, run))}
    assert sheets["V5001"].ratings["report_1"].rating == "not"
    photo = sheets["V5001"].ratings["report_1"].photo
    assert photo is not None
    kept = plant.platform.site.var / "evaluations" / str(run) / f"{photo}.jpg"
    assert b"SECRET" not in kept.read_bytes()
    with Image.open(kept) as picture:
        assert max(picture.size) <= 1600
        assert picture.height > picture.width, "upright"


def the_director_settles_it(plant: Plant, run: int, page: Page) -> None:
    """Where the two differ the director's word counts, and what both say alike needs none."""
    open_line = page.locator(".line.is-open")
    expect(open_line).to_contain_text(FIRST)
    expect(page.locator(".facts")).to_contain_text("50%（1/2 项）")
    open_line.get_by_label("部分完成").check()
    open_line.get_by_label("理由").fill("录像显示晚了 20 秒")
    open_line.get_by_role("button", name="裁定").click()
    expect(open_line).to_have_count(0)
    final = {line.item_id: line for line in plant.read(lambda s: evaluation.reconciled(s, run))}
    assert (final["report_1"].final, final["report_2"].final) == ("partly", "partly")


def test_a_nervous_second_tap_takes_nothing_back(plant: Plant) -> None:
    run = plant.run()
    page = plant.page("V5001", viewport=TABLET)
    page.goto(plant.platform.url(f"evaluate/{run}"))
    item = page.locator(".evaluator-item", has_text=FIRST)
    opened(item)
    item.get_by_role("button", name="完成", exact=True).dblclick()
    wait_for(lambda: plant.read(lambda s: [sheet.ratings["report_1"].rating for sheet in evaluation.sheets(s, run)]))
    saved(page)
    assert plant.read(lambda s: evaluation.sheets(s, run)[0].ratings["report_1"].rating) == "done"

"""A director looks at the film, finishes the report and files it; what was missed is mended and practised by others."""

from __future__ import annotations

import hashlib
import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from anpei import clock
from anpei.database import Database
from anpei.exercises import preparation
from tests.browser.walking import device
from tests.helpers.platform import PASSWORD, Platform, make_site, start
from tests.helpers.played import play, the_script
from tests.helpers.processes import wait_for
from tests.widgets.axe import COLOURS, faults_on_phone_and_desk

pytestmark = [pytest.mark.browser, pytest.mark.machines]
DIRECTOR, LEADER, OWNER, LEARNER = "D3001", "T2001", "E1002", "E1001"
CALENDAR, PROFILE = "drills/calendar", "drills/profile"
ARCHIVE = "drills/archive"
PROBLEM = "二号门被叉车挡住"
OPEN_PARTS = ("演练策划与准备", "预案的针对性和可行性", "人员、装备与资源", "参演人员自评")


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Platform, int]]:
    """A platform on which a drill with two misses was held an hour ago."""
    site = make_site(tmp_path_factory.mktemp("hall") / "site")
    with Database(site.database_url) as db:
        run = play(
            db,
            the_script(),
            missed={"d02": "worst", "d04": "late"},
            now=clock.now() - clock.HOUR,
            mate=("E1002", "周启明"),
        )
        script = the_script()
        plan = preparation.proposal(script, day="2037-01-01", points=("东门",), phones=())
        told = {"by": "T2001", "name": "沈知行", "uuid": "plan", "now": clock.now()}
        db.write(lambda s: preparation.save_plan(s, script, replace(plan, approver=DIRECTOR), **told)).result()
    platform = start(site, "--no-lab")
    yield platform, run
    platform.stop()


def test_from_the_film_to_the_closed_action(browser: Browser, hall: tuple[Platform, int]) -> None:
    platform, _ = hall
    desk = device(browser, platform, DIRECTOR, "desk", accept_downloads=True)
    desk.goto(platform.url("drills"))
    desk.get_by_role("link", name="复盘").first.click()
    scrub(desk)
    desk.get_by_role("link", name="评估报告").first.click()
    finish(desk)
    three_hands(desk, browser, platform)
    close_report(desk)
    pdf = downloaded(desk, "下载 PDF")
    words = "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
    assert "集合点要加一盏灯" in words
    assert PROBLEM in words
    assert "未定稿" not in words
    check_pack(downloaded(desk, "档案包"), desk.locator("code.sha").first.inner_text())
    report_done(browser, platform)
    verify_and_close(desk, platform)
    desk.context.close()


def scrub(desk: Page) -> None:
    """By keyboard alone: to the end and back, and the plan and the decisions follow."""
    slider = desk.get_by_role("slider", name="时间")
    slider.focus()
    desk.keyboard.press("End")
    decisions = desk.get_by_role("list", name="决策")
    expect(decisions.get_by_role("listitem").first).to_contain_text("实际")
    assert "演练" in (slider.get_attribute("aria-valuetext") or "") or "决策" in (
        slider.get_attribute("aria-valuetext") or ""
    )
    desk.keyboard.press("Home")
    expect(decisions.get_by_role("listitem")).to_have_count(0)
    for _ in range(3):
        desk.keyboard.press("]")
    expect(desk.get_by_role("list", name="通话记录").get_by_role("listitem").first).to_be_visible()
    for key in ("End", "ArrowLeft", "ArrowLeft"):
        slider.press(key)
    desk.get_by_role("button", name="8×").click()
    desk.get_by_role("button", name="播放").click()
    expect(desk.get_by_role("button", name="播放")).to_be_visible()  # it has come to its end and stopped


def finish(desk: Page) -> None:
    """Words are saved as they are written; an action is put on the list; the page comes back with both."""
    part = desk.get_by_label("改进意见和建议")
    part.fill("集合点要加一盏灯。")
    expect(desk.locator("#said-suggestions")).to_contain_text("已保存")
    desk.get_by_label("评估等级").select_option("良好")
    expect(desk.locator("#said-grade")).to_contain_text("已保存")
    desk.get_by_label("问题", exact=True).fill(PROBLEM)
    desk.get_by_label("整改措施").fill("划线禁停，每班检查")
    desk.get_by_label("责任人").fill(OWNER)
    desk.get_by_label("期限").fill("2099-01-01")
    desk.get_by_role("button", name="列入整改").click()
    expect(desk.get_by_role("cell", name=PROBLEM)).to_be_visible()
    expect(desk.get_by_label("改进意见和建议")).to_have_value("集合点要加一盏灯。")
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.get_by_role("button", name="签字定稿").click()
    expect(desk.get_by_role("alert")).to_contain_text("不能定稿")
    for title in OPEN_PARTS:
        desk.get_by_label(title).fill(f"{title}：符合要求。")
        desk.get_by_label(title).blur()
    expect(desk.locator("#said-self_review")).to_contain_text("已保存")


def three_hands(desk: Page, browser: Browser, platform: Platform) -> None:
    """The director names who signs; each signs their own part: by name and password, or with a finger on a phone."""
    report = desk.url.partition("#")[0]
    for part, who in (("评估过程、分析与结论", LEADER), ("改进意见与整改", OWNER)):
        desk.goto(report)
        desk.get_by_text(f"指定签字人：{part}").click()
        box = desk.get_by_role("region", name="各部分签字").get_by_role("listitem").filter(has_text=part)
        box.get_by_role("combobox").fill(who)
        box.get_by_role("button", name="指定").click()
        expect(box).to_contain_text("待签字")
    for who, name, part in ((DIRECTOR, "郑指挥", "direction"), (LEADER, "沈知行", "evaluation")):
        with platform.client(who) as client:
            page = client.get("drills/1/sign").text
            fields = dict(re.findall(r'name="(seen|uuid)" value="([^"]+)"', page.partition(f'id="{part}"')[2])[:2])
            form = {"part": part, "method": "typed", "name": name, **fields}
            refused = client.post("drills/1/sign", data=form | {"password": "not mine"})
            assert refused.status_code == 422 and "密码不对" in refused.text
            assert client.post("drills/1/sign", data=form | {"password": PASSWORD}).status_code == 303
            assert "别人不能代签" in client.post("drills/1/sign", data=form | {"part": "improvement"}).text
    phone = device(browser, platform, OWNER)
    phone.goto(platform.url("my"))
    phone.get_by_role("link", name="演练报告等你签字").click()
    phone.get_by_role("button", name="手写签字").click()
    expect(phone.get_by_text("请先在上面写完整姓名")).to_be_visible()
    draw(phone)
    phone.get_by_role("button", name="手写签字").click()
    expect(phone.get_by_role("img", name="周启明的签名")).to_be_visible()
    assert faults_on_phone_and_desk(phone, COLOURS) == []
    phone.goto(platform.url("my"))
    expect(phone.get_by_role("link", name="演练报告等你签字")).to_have_count(0)
    phone.context.close()


def draw(phone: Page) -> None:
    pad = phone.get_by_role("img", name="签名区")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    phone.mouse.move(box["x"] + 20, box["y"] + 40)
    phone.mouse.down()
    for step in range(1, 9):
        phone.mouse.move(box["x"] + 20 + 25 * step, box["y"] + 40 + 30 * (step % 2))
    phone.mouse.up()


def close_report(desk: Page) -> None:
    """Finished over three hands, each of which stands in it."""
    desk.reload()
    expect(desk.get_by_role("img", name="单位负责人：改进意见与整改的签名")).to_be_visible()
    desk.get_by_label("原因：没有评估人员填写评估表。").fill("班组自行演练，由导调观察。")
    desk.get_by_role("button", name="签字定稿").click()
    expect(desk.get_by_text("签字定稿，文字不能再改")).to_be_visible()
    expect(desk.get_by_role("cell", name="班组自行演练，由导调观察。")).to_be_visible()
    expect(desk.get_by_label("改进意见和建议")).not_to_be_editable()


def downloaded(page: Page, name: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).click()
    return Path(waiting.value.path()).read_bytes()


def check_pack(body: bytes, sha: str) -> None:
    """Everything is there, and anybody can reckon again what was signed and which scenario was played."""
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        names = set(file.namelist())
        log = json.loads(file.read("log.json"))
        scenario = file.read("plan/scenario.yaml") + b"\0" + file.read("plan/plan.svg")
        signed = file.read("report.json")
    assert {
        "report.pdf",
        "report.docx",
        "summary.docx",
        "signatures/evaluation.json",
        "log.csv",
        "actions.csv",
        "attendance.csv",
    } <= names
    assert {"plan/work-plan.docx", "plan/msel.csv", "清单.json"} <= names
    assert log["events"][-1]["type"] == "run.signed"
    assert hashlib.sha256(scenario).hexdigest() == log["scenario_sha256"]
    assert hashlib.sha256(signed).hexdigest() == sha


def report_done(browser: Browser, platform: Platform) -> None:
    """The owner finds it on their first page and says what was done."""
    phone = device(browser, platform, OWNER)
    phone.goto(platform.url("my"))
    phone.get_by_role("link", name="我的整改").click()
    phone.get_by_label("做了什么，凭据在哪里").fill("已划线，照片在共享盘")
    phone.get_by_role("button", name="报完成").click()
    expect(phone.get_by_role("article", name=PROBLEM)).to_contain_text("待验证")
    phone.context.close()


def verify_and_close(desk: Page, platform: Platform) -> None:
    desk.goto(platform.url("drills/actions"))
    desk.get_by_label("看到了什么").fill("现场看过")
    desk.get_by_role("button", name="验证通过").click()
    desk.get_by_role("button", name="销项").click()
    card = desk.get_by_role("article", name=PROBLEM)
    expect(card).to_contain_text("已销项")
    card.get_by_text("经过（4）").click()
    expect(card.get_by_role("list")).to_contain_text("周启明 整改完成：已划线，照片在共享盘")


def test_what_was_missed_is_practised_the_same_day(browser: Browser, hall: tuple[Platform, int]) -> None:
    platform, _ = hall
    phone = device(browser, platform, LEARNER)
    today = phone.get_by_role("link", name="今日巩固")

    def offered() -> bool:
        phone.goto(platform.url("my"))
        return today.count() > 0

    wait_for(offered, every=1)  # the platform looks every few seconds
    today.click()
    expect(phone.get_by_role("heading", name="第 1 题")).to_be_visible()
    total = int(phone.get_by_role("heading", name="第 1 题").inner_text().split("共")[1].strip(" 题"))
    for number in range(1, total + 1):
        answer(phone, number, total)
    expect(phone.get_by_role("heading", name="今天的练完了")).to_be_focused()
    phone.get_by_role("button", name="看完了").first.click()
    phone.reload()
    expect(phone.get_by_role("heading", name="今天没有要巩固的题")).to_be_visible()
    phone.context.close()


def answer(phone: Page, number: int, total: int) -> None:
    """Choose the first thing on offer, be told, go on."""
    expect(phone.get_by_role("heading", name=f"第 {number} 题")).to_be_visible()
    box = phone.locator("[data-place]")
    expect(box.get_by_role("button", name="检查")).to_be_enabled()
    box.locator("input").first.check(force=True)
    box.get_by_role("button", name="检查").click()
    expect(phone.locator("[data-said]")).to_contain_text("再问")
    phone.get_by_role("button", name="完成" if number == total else "下一题").click()


def test_everybody_can_use_these_pages(browser: Browser, hall: tuple[Platform, int]) -> None:
    platform, run = hall
    page = device(browser, platform, DIRECTOR)
    problems = []
    pages = (
        "drills",
        f"drills/{run}/report",
        f"drills/{run}/sign",
        "drills/planned",
        "drills/planned/1",
        "refresh",
        f"drills/{run}/hotwash",
        "drills/actions",
        CALENDAR,
        PROFILE,
        ARCHIVE,
    )
    for path in pages:
        page.goto(platform.url(path))
        problems += [f"{path} {fault}" for fault in faults_on_phone_and_desk(page, COLOURS)]
    page.context.close()
    own = device(browser, platform, LEARNER)
    for path in ("my/drills/workshop-fire", f"record/drills/{run}"):
        own.goto(platform.url(path))
        problems += [f"{path} {fault}" for fault in faults_on_phone_and_desk(own, COLOURS)]
    own.context.close()
    assert problems == []


def test_whoever_took_part_reads_their_own_debrief_again(hall: tuple[Platform, int]) -> None:
    platform, run = hall
    with platform.client(LEARNER) as client:
        assert f"record/drills/{run}" in client.get("record").text
        told = client.get(f"record/drills/{run}").text
        assert "逐步复盘" in told and "没来得及" in told and "你的选择" in told
        assert f"record/drills/{run}" in client.get("my/drills/workshop-fire").text
        assert client.get("my/drills/nosuch").status_code == 404
    with platform.client("E1003") as client:
        assert client.get(f"record/drills/{run}").status_code == 404


def test_a_trainer_reads_what_became_of_a_drill_and_changes_nothing(hall: tuple[Platform, int]) -> None:
    platform, run = hall
    with platform.client("T2001") as client:
        assert f"drills/{run}/hotwash" in client.get("drills").text
        assert client.get(f"drills/{run}/hotwash").status_code == 200
        report = client.get(f"drills/{run}/report").text
        assert "评估报告" in report and 'value="sign"' not in report and "records.zip" not in report
        assert client.get(f"drills/{run}/records.zip").status_code == 403
        assert client.get(f"drills/{run}/report.pdf?version=1").status_code == 403
        assert client.post(f"drills/{run}/report", data={"act": "sign"}).status_code == 403
        score = {"uuid": "u", "node": "d02", "points": 1, "reason": "x"}
        assert client.post(f"api/drills/runs/{run}/scores", json=score).status_code == 403
    with platform.client(DIRECTOR) as client:
        for version in ("99", "²", "1" * 30):
            assert client.get(f"drills/{run}/report.pdf", params={"version": version}).status_code == 404


@pytest.mark.parametrize(
    "path", ["drills", "drills/1/hotwash", "drills/1/report", "drills/1/records.zip", CALENDAR, PROFILE, ARCHIVE]
)
def test_they_are_not_for_everybody(hall: tuple[Platform, int], path: str) -> None:
    with hall[0].client(LEARNER) as client:
        assert client.get(path).status_code == 403


def test_files_of_the_calendar_open(hall: tuple[Platform, int]) -> None:
    with hall[0].client(DIRECTOR) as client:
        lines = client.get("drills/calendar.ics").content.split(b"\r\n")
        assert client.get("drills/calendar.xlsx").content[:2] == b"PK"
    assert max(map(len, lines)) <= 75
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines.count(b"BEGIN:VEVENT") == lines.count(b"END:VEVENT") > 0


def test_the_profile_is_saved_as_it_was_seen_and_over_nobody_elses(hall: tuple[Platform, int]) -> None:
    platform, _ = hall
    own = platform.site.workspace / "drills/enterprise.yaml"
    with platform.client(DIRECTOR) as client, platform.client("A9001") as other:
        mine, theirs = form_of(client.get(PROFILE).text), form_of(other.get(PROFILE).text)
        seen = client.post(PROFILE, data=mine | {"plan.pit.version": "2026版", "plan.pit.months": "3", "act": "save"})
        assert seen.status_code == 200 and "每 3 个月至少一次" in seen.text and not own.exists()
        saved = client.post(PROFILE, data=form_of(seen.text) | {"act": "save"})
        assert saved.status_code == 303 and "version: 2026版" in own.read_text(encoding="utf-8")
        both = other.post(
            PROFILE, data=theirs | {"plan.pit.version": "九", "plan.chemical.version": "B", "act": "save"}
        )
        assert "别人保存的是：<strong>2026版" in both.text and 'value="九"' in both.text
        assert other.post(PROFILE, data=form_of(both.text) | {"act": "save"}).status_code == 303
        text = own.read_text(encoding="utf-8")
        assert "version: 九, months: 3" in text and "version: B" in text and text.startswith("# 本企业的演练档案")
        assert "每 3 个月至少一次" in client.get(CALENDAR).text
        own.write_text("kinds: [", encoding="utf-8")
        assert "第 2 行" in client.get(PROFILE).text or "第 1 行" in client.get(PROFILE).text
        assert client.post(PROFILE, data=mine | {"act": "save"}).status_code == 422
    own.unlink()


def form_of(page: str) -> dict[str, str]:
    """What a browser would send of the profile's form as it stands."""
    found = {}
    for name, value, ticked in re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"([^>]*)>', page):
        if (not name.startswith("kind.") and ".scenario." not in name) or "checked" in ticked:
            found[html.unescape(name)] = html.unescape(value)
    for name, options in re.findall(r'<select[^>]* name="([^"]+)".*?>(.*?)</select>', page, re.DOTALL):
        found[name] = (re.findall(r'value="([^"]*)" selected', options) or [""])[0]
    return {name: value for name, value in found.items() if not name.endswith((".gone", ".renewed"))}


def test_words_without_the_token_are_refused(hall: tuple[Platform, int]) -> None:
    with hall[0].client(DIRECTOR) as client:
        del client.headers["X-XSRFToken"]
        body = {"uuid": "u", "base": 0, "value": "x"}
        assert client.put(f"api/drills/{hall[1]}/report/problems", json=body).status_code == 403

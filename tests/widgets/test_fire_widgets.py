"""An extinguisher used from hook to retreat, and a way out of a floor filling with smoke: the acts decide the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anpei_widgets as aw
import pytest
import traitlets
from playwright.sync_api import Browser, Page, Route, expect

from tests.widgets.axe import NARROW, unfit
from tests.widgets.conftest import AT, Show

FOLDER = Path(aw.__file__).parent
PASS = aw.extinguisher_pass().spec
ROUTE = aw.smoke_route().spec
READY = ["look", "lift", "pin", "up", "mid", "base"]
OUT = [*READY, "sweep", "sweep", "sweep"]
EAST = ["feel:far", "go:far", "shut:hall", "feel:east", "go:east", "go:out", "report"]
STAY = ["seal", "call", "window"]
MOMENTS: dict[str, tuple[Any, list[Any]]] = {
    "extinguisher_pass": (
        PASS,
        [{"scene": 1, "log": ["lift", "pin", "near", "sweep"]}, {"scene": 0, "log": [*OUT, "back"]}],
    ),
    "smoke_route": (
        ROUTE,
        [
            {"scene": 0, "log": ["alarm", "feel:hall", "low", "go:hall"]},
            {"scene": 2, "log": ["go:aisle", "go:gate"]},
            {"scene": 1, "log": ["alarm", *STAY]},
        ],
    ),
}
Replay = Callable[[str, int, list[str]], Any]


@pytest.fixture(scope="module")
def replay(browser: Browser) -> Iterator[Replay]:
    """``replay("pass", scene, log)``: the state after a log and its verdict, by the very rules a page runs."""
    page = browser.new_page()
    page.route(AT + "**", lambda route: _module(route))
    page.goto(AT)
    ask = """async ([kind, spec, i, log]) => {
      const { passReplay, passVerdict } = await import("/learning/extinguisher_pass/rules.js");
      const { routeReplay, routeVerdict } = await import("/learning/smoke_route/rules.js");
      const scene = spec.scenes[i];
      const s = kind === "pass" ? passReplay(spec, scene, log) : routeReplay(spec, scene, log);
      const verdict = s.ending && (kind === "pass" ? passVerdict(s) : routeVerdict(spec, scene, s));
      return { ...s, says: verdict?.says, tones: s.notes.map((n) => n.tone), last: s.notes.at(-1)?.text };
    }"""
    yield lambda kind, scene, log: page.evaluate(ask, [kind, PASS if kind == "pass" else ROUTE, scene, log])
    page.close()


def _module(route: Route) -> None:
    """A module as it stands in the package, to a page that is otherwise empty."""
    path = FOLDER / route.request.url.removeprefix(AT)
    if path.suffix == ".js":
        route.fulfill(body=path.read_text(encoding="utf-8"), content_type="text/javascript; charset=utf-8")
    else:
        route.fulfill(body="", content_type="text/html")


@pytest.mark.parametrize("name", MOMENTS)
def test_every_moment_is_for_everybody(show: Show, name: str) -> None:
    spec, values = MOMENTS[name]
    shown = show(name, spec)
    shown.page.set_viewport_size(NARROW)
    found: list[str] = []
    for value in [None, *values]:
        shown.update("value", value)
        found += unfit(shown.page)
    assert found == []


@pytest.mark.parametrize(
    ("scene", "log", "says"),
    [
        (0, [*OUT, "back"], "又稳又快"),
        (1, [*OUT, "back"], "又稳又快"),
        (2, ["back"], "该撤就撤，对"),
        (2, ["lift", "pin", "back"], "撤出来了，晚了一点"),
        (0, [*READY, "still", "sweep", "sweep", "sweep", "back"], "灭住了，走了弯路"),
        (0, [*READY, "back"], "撤出来了，早了一点"),
        (0, [*OUT, "turn", "back"], "撤出来了，早了一点"),
        (0, ["lift", "turn"], "这样会受伤"),
        (0, ["lift", "second"], "这样会受伤"),
        (2, [*READY, *["sweep"] * 4, "back"], "撤出来了，晚了一点"),
        (2, ["lift"] * 12, "这样会受伤"),
    ],
)
def test_an_extinguisher_ends_as_it_was_used(replay: Replay, scene: int, log: list[str], says: str) -> None:
    assert replay("pass", scene, log)["says"] == says


@pytest.mark.parametrize(
    ("log", "why"),
    [
        (["pin"], "手里还没有灭火器"),
        (["lift", "sweep"], "销子还在"),
        (["lift", "pin", "sweep"], "喷管没有握住"),
        (["lift", "pin", "up", "base", "sweep"], "粉落在半路"),
        (["lift", "pin", "mid", "base", "sweep"], "顶着风"),
        (["lift", "near"], "一股热浪"),
        (["lift", "pin", "up", "mid", "flame", "sweep"], "根还在烧"),
        (["lift", "pin", "up", "mid", "top", "sweep"], "顺着热气飘走"),
        (["lift", "pin", "up", "mid", "base", "still"], "要左右扫"),
        ([*READY, *["still"] * 4], "瓶子空了"),
        ([*OUT, "turn"], "背后“呼”一声又着了"),
        ([*OUT, "poke"], "火苗直蹿到手边"),
    ],
)
def test_each_wrong_act_says_what_came_of_it(replay: Replay, log: list[str], why: str) -> None:
    after = replay("pass", 0, log)
    assert why in after["last"]
    assert after["tones"][-1] != "good"


def test_powder_runs_out_and_a_fire_never_waits(replay: Replay) -> None:
    sizes = [replay("pass", 0, ["lift"] * n)["size"] for n in range(4)]
    assert sizes == sorted(set(sizes))
    assert [replay("pass", 0, [*READY, *["still"] * n])["left"] for n in range(6)] == [12, 9, 6, 3, 0, 0]


@pytest.mark.parametrize(
    ("scene", "log", "says"),
    [
        (0, ["alarm", "feel:hall", "low", "go:hall", *EAST], "一步没错"),
        (0, ["feel:hall", "low", "go:hall", *EAST], "你出来了，别人不知道"),
        (0, ["go:hall", "go:west", "go:out"], "没有出来"),
        (0, ["go:hall", "go:lift"], "没有出来"),
        (0, ["alarm", *STAY], "守住了，本来走得出去"),
        (0, ["alarm", "feel:hall", "go:hall", *EAST[:-1], "return"], "出来了，又进去了"),
        (1, ["alarm", *STAY], "守得对"),
        (1, ["alarm", "feel:hall", "go:hall", "go:mine", "shut:hall", *STAY], "守得对"),
        (1, ["go:hall", "go:stair"], "没有出来"),
        (1, ["hide"], "没有出来"),
        (2, ["alarm", "feel:floor", "go:floor", "shut:pack", "go:out", "report"], "一步没错"),
        (
            2,
            ["alarm", "feel:aisle", "go:aisle", "go:gate", "go:control", "go:floor", "go:out", "report"],
            "出来了，吸了不少烟",
        ),
    ],
)
def test_a_way_ends_as_it_was_chosen(replay: Replay, scene: int, log: list[str], says: str) -> None:
    assert replay("route", scene, log)["says"] == says


def test_a_closed_door_holds_smoke_back_and_a_stuffed_one_more(replay: Replay) -> None:
    def mine(log: list[str]) -> float:
        return float(replay("route", 1, log)["film"][60]["smoke"]["mine"])

    open_door = mine(["go:hall", "go:mine", "towel", "towel"])
    shut = mine(["go:hall", "go:mine", "shut:hall", "towel", "towel"])
    stuffed = mine(["go:hall", "go:mine", "shut:hall", "seal", "towel", "towel"])
    assert open_door > shut > stuffed


def test_smoke_only_grows_and_never_leaves_its_bounds(replay: Replay) -> None:
    for scene in range(3):
        film = [frame["smoke"] for frame in replay("route", scene, ["towel"])["film"]]
        fire = [smoke[ROUTE["scenes"][scene]["fire"]] for smoke in film]
        assert fire == sorted(fire)
        assert all(0 <= amount <= 1 for smoke in film for amount in smoke.values())


def test_a_hot_door_warns_the_hand_and_burns_the_hasty(replay: Replay) -> None:
    assert "门发烫" in replay("route", 2, ["bag", "towel", "feel:aisle"])["last"]
    burnt = replay("route", 2, ["bag", "towel", "go:aisle"])
    assert "热烟迎面扑来" in burnt["last"]
    assert burnt["at"] == "control"


def test_places_fit_their_floors() -> None:
    for scene in ROUTE["scenes"]:
        places = {place["id"] for place in scene["places"]}
        assert {scene["start"], scene["fire"]} <= places
        assert all(set(link["between"]) <= places for link in scene["links"])
        assert set(scene["facts"]) <= set(ROUTE["facts"])


def test_the_keyboard_alone_puts_a_fire_out(show: Show) -> None:
    shown = show("extinguisher_pass", aw.extinguisher_pass("boxes").spec)
    shown.page.evaluate("addEventListener('anpei-done', (e) => { window.done = e.detail.scene; })")
    tabs = {"look": 1, "lift": 1, "pin": 1, "up": 1, "mid": 3, "base": 3, "sweep": 3}
    for act, times in tabs.items():
        for _ in range(times):
            shown.page.keyboard.press("Tab")
        shown.page.keyboard.press("Enter")
        assert shown.value["log"][-1] == act
    shown.page.keyboard.press("Enter")
    shown.page.keyboard.press("Space")
    expect(shown.page.locator("#anpei-announce")).to_contain_text("明火没了")
    shown.page.keyboard.press("Tab")
    shown.page.keyboard.press("Enter")
    expect(shown.page.locator(".anpei-says")).to_have_text("又稳又快")
    expect(shown.page.locator(".anpei-review li")).to_have_count(10)
    assert shown.page.evaluate("window.done") == "boxes"
    shown.page.get_by_role("button", name="再来一次").click()
    assert shown.value == {"scene": 0, "log": []}


def test_a_floor_is_left_by_buttons_and_by_taps_and_seen_again(show: Show) -> None:
    shown = show("smoke_route", ROUTE)
    shown.page.evaluate("addEventListener('anpei-done', (e) => { window.done = e.detail.scene; })")
    press(shown.page, "大喊，按报警按钮", "用手背试西走廊的门", "放低身子", "去西走廊")
    expect(shown.page.locator("#anpei-announce")).to_contain_text("你在西走廊，薄烟")
    expect(shown.page.get_by_role("button", name="去西楼梯")).to_contain_text("全是黑烟")
    shown.page.locator(".anpei-route-near").filter(has_text="东走廊").click()
    assert shown.value["log"][-1] == "go:far"
    press(shown.page, "关上通西走廊的门", "去东楼梯", "去楼外", "去集合点报到")
    expect(shown.page.locator(".anpei-says")).to_have_text("出来了，走了弯路")
    shown.page.get_by_role("slider").fill("0")
    expect(shown.page.locator(".anpei-route-at")).to_contain_text("第 1 秒，你在办公室")
    assert shown.page.evaluate("window.done") == "office"
    press(shown.page, "换一种走法，再来")
    assert shown.value == {"scene": 0, "log": []}


def press(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("button", name=name).first.click()


def test_steps_that_are_none_are_refused() -> None:
    for widget, wrong in ((aw.extinguisher_pass("tray"), "fly"), (aw.smoke_route("dorm"), "go:moon")):
        for value, why in (
            ({"scene": 1}, "没有这个场景"),
            ({"log": [wrong]}, "没有这一步"),
            ({"log": "x"}, "格式不对"),
        ):
            with pytest.raises(traitlets.TraitError, match=why):
                widget.value = value
    for make in (aw.extinguisher_pass, aw.smoke_route):
        with pytest.raises(ValueError, match="没有这个场景：volcano"):
            make("volcano")

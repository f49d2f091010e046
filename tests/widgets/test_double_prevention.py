"""Risk and hazards: rate and colour, walk the board in order, give each link to somebody, doubt a ranking."""

from __future__ import annotations

from datetime import date
from typing import Any

import anpei_widgets as aw
import pytest
import traitlets
from anpei_widgets.learning.responsibility_chain.cases import CASES, ROLES, SLOTS, words
from anpei_widgets.learning.risk_ranking.model import RISKS, run, score, tone
from anpei_widgets.learning.shared import law_cards
from playwright.sync_api import BrowserContext, Page, expect

from anpei import laws
from anpei.content import Shelves, bundled
from tests.widgets.axe import NARROW, unfit
from tests.widgets.conftest import Show

LEC = aw.lec_calculator().spec
BOARD = aw.hazard_board().spec
CHAIN = aw.responsibility_chain().spec
RANKING = aw.risk_ranking(0.3)
RATED = {
    "dock": {"at": {"L": 3, "E": 6, "C": 15}, "measures": [0]},
    "ink": {"at": {"L": 6, "E": 6, "C": 40}, "measures": []},
}
BOXES = ["record", "minor", "plan:mwftp", "done", "check", "publish"]
WHOLE = [f"boxes:{act}" for act in BOXES[:3]] + ["day"] + [f"boxes:{act}" for act in BOXES[3:]]
GUARD = {"find": "worker", "record": "safety", "pay": "boss", "mend": "lead", "verify": "safety", "sign": "head"}
BUSY = ["dust:record", "day", "dust:major", "boxes:publish"]
MOMENTS: dict[str, tuple[str, Any, Any, Any]] = {
    "lec": ("lec_calculator", LEC, {"task": 0, "rated": RATED}, {}),
    "board": ("hazard_board", BOARD, {"open": "dust", "log": BUSY}, {}),
    "chain": ("responsibility_chain", CHAIN, {"case": 0, "chains": {"guard": {**GUARD, "pay": "worker"}}}, {}),
    "ranking": ("risk_ranking", RANKING.spec, {"doubt": 0.3, "fixed": ["die"]}, RANKING.state),
}  # fmt: skip


def press(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("button", name=name).click()


@pytest.mark.parametrize("moment", MOMENTS)
def test_it_is_for_everybody(show: Show, moment: str) -> None:
    name, spec, value, state = MOMENTS[moment]
    page = show(name, spec, value=value, state=state).page
    page.set_viewport_size(NARROW)
    for folded in page.locator("#place summary").all():
        folded.click()
    assert unfit(page) == []


def test_a_rated_task_colours_its_place_and_measures_lower_it(show: Show) -> None:
    shown = show("lec_calculator", LEC)
    for label, level in (("可能性 L", "3"), ("暴露 E", "6"), ("后果 C", "15")):
        shown.page.get_by_label(label).select_option(level)
    expect(shown.page.get_by_role("img", name="装卸区：橙色，270")).to_be_visible()
    shown.page.get_by_role("checkbox", name="人人穿反光背心").check()
    expect(shown.page.locator(".anpei-says")).to_have_text("全靠人记得")
    shown.page.get_by_role("checkbox", name="人车分道").check()
    expect(shown.page.locator(".anpei-says")).to_have_text("降下来了")
    expect(shown.page.get_by_role("img", name="装卸区：蓝色，45")).to_be_visible()
    assert shown.value["rated"]["dock"] == {"at": {"L": 3, "E": 6, "C": 15}, "measures": [0, 3]}


def test_red_that_stays_red_is_stopped_and_another_rating_is_compared(show: Show, touch: BrowserContext) -> None:
    shown = show("lec_calculator", LEC, value={"task": 2, "rated": RATED}, on=touch.new_page())
    shown.page.get_by_text("看看评估组怎么评").tap()
    expect(shown.page.get_by_role("region", name="两种评法")).to_contain_text("颜色一样")
    shown.page.get_by_role("checkbox", name="调墨时别人不进屋").tap()
    expect(shown.page.locator(".anpei-says")).to_have_text("还是红的：停，不干")


def test_one_hazard_walks_to_its_end_by_keyboard(show: Show) -> None:
    shown = show("hazard_board", aw.hazard_board("boxes").spec)
    shown.page.evaluate("addEventListener('anpei-done', (e) => { window.done = e.detail.refused; })")
    for name in ("登记 记进台账", "定为一般"):
        shown.page.get_by_role("button", name=name).press("Enter")
    shown.page.get_by_text("写整改单").press("Enter")
    for letter in ("措施", "责任人", "资金", "时限", "预案"):
        shown.page.get_by_role("checkbox", name=letter).press("Space")
    for name in ("下整改单", "过一天", "报改完了", "换人到现场验", "通报、销号"):
        shown.page.get_by_role("button", name=name).press("Enter")
    expect(shown.page.locator(".anpei-says").first).to_have_text("都走到了头")
    assert (shown.value["log"], shown.page.evaluate("window.done")) == (WHOLE, 0)


def test_a_step_out_of_order_comes_back_with_its_reason(show: Show) -> None:
    shown = show("hazard_board", aw.hazard_board("dust").spec)
    for log, act, why in (
        ([], "通报、销号", "还没登记"),
        (["record"], "报监管部门", "还没定级"),
        (["record"], "定为一般", "定低了"),
        (["record", "major"], "换人到现场验", "整改单还没发"),
        (["record", "major", "stop", "plan:mwft"], "报改完了", "整改单还没发"),
        (["record", "major", "stop", "plan:mwftp"], "报改完了", "还差 4 天"),
        (["record", "major", "stop", "plan:mwftp", *["day"] * 4, "done"], "改的人自己验", "等于没有验"),
        (["record", "major", "gov", "stop", "plan:mwftp", *["day"] * 4, "done", "check"], "通报、销号", "双报告"),
    ):
        tokens = [token if token == "day" else f"dust:{token}" for token in log]
        shown.update("value", {"open": "dust", "log": tokens})
        press(shown.page, act)
        expect(shown.page.locator(".anpei-outcome")).to_contain_text("退回来了")
        expect(shown.page.locator(".anpei-outcome")).to_contain_text(why)


def test_what_is_not_stopped_hurts_and_what_fails_goes_back(show: Show) -> None:
    shown = show("hazard_board", aw.hazard_board("press").spec)
    press(shown.page, "过一天")
    expect(shown.page.locator(".anpei-says")).to_have_text("出事了")
    again = ["press:stop", "press:record", "press:minor", "press:plan:mwftp", "day", "press:done"]
    shown.update("value", {"open": "press", "log": again})
    press(shown.page, "换人到现场验")
    expect(shown.page.locator(".anpei-outcome")).to_contain_text("验收没过")
    expect(shown.page.locator(".anpei-board-column", has_text="整改 1")).to_contain_text("模切机")


def test_a_chain_is_given_link_by_link_and_pulled(show: Show, touch: BrowserContext) -> None:
    shown = show("responsibility_chain", CHAIN, on=touch.new_page())
    shown.page.evaluate("addEventListener('anpei-done', (e) => { window.done = e.detail.case; })")
    names = {role["id"]: role["name"] for role in ROLES}
    for i, role in enumerate({**GUARD, "pay": "worker"}.values()):
        shown.page.get_by_role("radio", name=names[role]).tap()
        if i < len(SLOTS) - 1:
            shown.page.get_by_role("button", name="下一环").tap()
    expect(shown.page.locator(".anpei-says").last).to_have_text("断在：谁出钱")
    shown.page.get_by_role("button", name="谁出钱").tap()
    shown.page.get_by_role("radio", name="厂长").tap()
    expect(shown.page.locator(".anpei-says").last).to_have_text("整条链扣上了")
    assert (shown.value, shown.page.evaluate("window.done")) == ({"case": 0, "chains": {"guard": GUARD}}, "guard")


def test_each_link_has_one_holder_and_no_role_always_fits() -> None:
    for case in CASES:
        holders = {
            slot["id"]: [r["id"] for r in ROLES if words(case, slot["id"], r["id"])[0] == "good"] for slot in SLOTS
        }
        assert all(len(found) == 1 for found in holders.values()), (case["id"], holders)
    assert {words(case, "sign", "boss")[0] for case in CASES} == {"good", "weak"}


def test_cards_of_law_say_what_the_register_says() -> None:
    registry, _ = laws.load(Shelves([bundled()]))
    for cite in law_cards.GISTS:
        ours, theirs = law_cards.card(cite), registry.resolve(cite, date.today())
        assert theirs is not None, cite
        told = {"law": theirs.name, "article": theirs.place, "gist": theirs.gist, "status": theirs.status}
        assert {key: ours[key] for key in told} == told


def test_without_doubt_a_ranking_is_its_own_d() -> None:
    rows = run(0.0, set())["rows"]
    assert [row["d"] for row in rows] == sorted((score(risk["at"]) for risk in RISKS), reverse=True)
    assert all(row["low"] == row["d"] == row["high"] and row["share"] == 1 for row in rows)
    assert [tone(d) for d in (69, 70, 159, 160, 320, 321)] == ["blue", "yellow", "yellow", "orange", "orange", "red"]


def test_doubt_shakes_colours_and_mending_calms_them() -> None:
    shaken, mended = run(0.3, set()), run(0.3, {"ink", "dust"})
    assert shaken == run(0.3, set())
    assert all(abs(sum(row["shares"].values()) - 1) < 0.01 and row["low"] < row["high"] for row in shaken["rows"])
    assert shaken["sure"] < len(RISKS) and mended["red"] < shaken["red"] and mended["cost"] == 10


def test_the_learner_asks_for_another_ranking(show: Show) -> None:
    widget = aw.risk_ranking()
    shown = show("risk_ranking", widget.spec, state=widget.state)
    shown.page.get_by_role("radio", name="常常差一档").check()
    shown.page.get_by_role("checkbox", name="倒溶剂调墨").check()
    widget.value = shown.value
    shown.update("state", widget.state)
    expect(shown.page.get_by_text("用了 4 万，还剩 6 万")).to_be_visible()
    expect(shown.page.locator(".anpei-outcome")).to_contain_text("颜色说不准的有")


def test_without_a_kernel_the_first_ranking_is_shown_and_said_so(show: Show) -> None:
    shown = show("risk_ranking", RANKING.spec)
    expect(shown.page.get_by_text("还没有连上计算")).to_be_visible()
    expect(shown.page.get_by_role("radio", name="打得一样")).to_be_disabled()
    expect(shown.page.get_by_role("img", name="风险排名")).to_be_visible()


@pytest.mark.parametrize(
    ("widget", "wrong"),
    [
        (
            aw.lec_calculator("dock"),
            [{"task": 1}, {"rated": {"ink": {"at": {}}}}, {"rated": {"dock": {"at": {"L": 4}}}}],
        ),
        (
            aw.hazard_board("dust"),
            [{"open": "boxes"}, {"log": ["boxes:record"]}, {"log": ["dust:plan:mm"]}, {"log": "day"}],
        ),
        (
            aw.responsibility_chain("exit"),
            [{"case": 1}, {"chains": {"dust": {}}}, {"chains": {"exit": {"find": "cat"}}}],
        ),
        (aw.risk_ranking(), [{"doubt": 0.5}, {"doubt": 0.0, "fixed": ["moon"]}, {"doubt": 0.0, "fixed": "die"}]),
    ],
    ids=["lec", "board", "chain", "ranking"],
)
def test_values_that_do_not_fit_are_refused(widget: aw.AnpeiWidget, wrong: list[Any]) -> None:
    for value in wrong:
        with pytest.raises(traitlets.TraitError):
            widget.value = value


@pytest.mark.parametrize("make", [aw.lec_calculator, aw.hazard_board, aw.responsibility_chain])
def test_an_unknown_part_is_told_with_those_there_are(make: Any) -> None:
    with pytest.raises(ValueError, match="可用"):
        make("nosuch")

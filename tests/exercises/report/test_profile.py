"""The enterprise's profile as a form: field by field, two people at once, and a file that stays its author's."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from anpei.content import Shelves, bundled
from anpei.errors import Refused
from anpei.exercises import report
from anpei.exercises.report import Enterprise, Frequencies, PlanVersion
from anpei.yamltext import compose, plain
from tests.exercises.report.test_calendar import RUN, firm, rules, slots

TEXT = """# 我们的档案
kinds: [fire-other, confined-space]  # 两类
plans:
  # 厂区只有一个池子
  - id: pit
    title: '污水池现场处置方案'   # 2024 年重编
    kind: site
    version: 第1版
    issued: 2024-03-01
    scenarios: [confined-space-rescue]
  - {id: out, title: 疏散预案, kind: fire, since: 2026-01-01}
"""


def said(text: str) -> Enterprise:
    return Enterprise.model_validate(plain(compose(text)))


def known() -> Frequencies:
    told = report.load_drilling(Shelves([bundled()])).frequencies
    assert told is not None
    return told


def made(changes: dict[str, str], text: str = TEXT) -> tuple[Enterprise | None, dict[str, str]]:
    now = said(text)
    return report.profile_of(report.fields_of(now) | changes, now, known())


def written(changes: dict[str, str], text: str = TEXT) -> str:
    profile, faults = made(changes, text)
    assert profile is not None, faults
    return report.rewritten(text, profile)


@pytest.mark.parametrize("text", [TEXT, (bundled() / "drills/enterprise.yaml").read_text(encoding="utf-8")])
def test_a_form_that_nobody_changed_changes_nothing(text: str) -> None:
    assert written({}, text) == text


def test_what_is_not_changed_stays_as_its_author_wrote_it() -> None:
    text = written(
        {"plan.out.filed": "烟应急备〔2026〕7号", "plan.out.filed_on": "2026-02-03", "plan.out.note": "a: #b"}
    )
    assert text.splitlines()[:-1] == TEXT.splitlines()[:-1]
    (_, out) = said(text).plans
    assert (out.filed, out.filed_on, out.note) == ("烟应急备〔2026〕7号", date(2026, 2, 3), "a: #b")


def test_plans_come_and_go_and_no_comment_is_lost() -> None:
    text = written(
        {"plan.pit.gone": "1", "plan.n1.title": "2026", "plan.n1.kind": "special", "kinds": "fire-other,crowded"}
    )
    told = said(text)
    assert [(plan.id, plan.title) for plan in told.plans] == [("out", "疏散预案"), ("n1", "2026")]
    assert told.kinds == ("fire-other", "crowded")
    assert [line for line in ("# 我们的档案", "# 厂区只有一个池子") if line not in text] == []


def test_a_new_version_leaves_the_one_before_in_its_list() -> None:
    text = written({"plan.pit.version": "第2版", "plan.pit.issued": "2026-05-01", "plan.pit.renewed": "1"})
    pit = said(text).plans[0]
    assert (pit.version, pit.issued) == ("第2版", date(2026, 5, 1))
    assert pit.earlier == (PlanVersion(version="第1版", issued=date(2024, 3, 1)),)
    assert report.version_words(pit) == "第2版，2026-05-01 发布"
    assert made({"plan.pit.renewed": "1"})[1] == {"plan.pit.version": "换了新版本，请写上新版本的名字。"}


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("kinds", "", "请至少选一个单位类型。"),
        ("plan.pit.title", "", "请写预案名称，至少 2 个字。"),
        ("plan.pit.kind", "x", "请选择预案类型。"),
        ("plan.pit.issued", "20260230", "“发布日期”应当是日期，如 2026-06-01。"),
        ("plan.pit.filed_on", "2024-02-28", "备案日期早于发布日期，请核对。"),
        ("plan.pit.months", "每月", "“间隔的月数”应当是整数。"),
        ("plan.pit.version", "x" * 81, "“版本”太长，最多 80 个字。"),
        ("rule.site-half-yearly.months", "3", ""),
        ("rule.site-half-yearly.why", "属地要求", "请写间隔或选演哪些，不改就把理由也清空。"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(key: str, value: str, words: str) -> None:
    profile, faults = made({key: value})
    where = "rule.site-half-yearly." + {"months": "why", "why": "months"}[key.split(".")[2]] if "rule" in key else key
    assert profile is None and set(faults) == {where}
    assert faults[where] == words or not words


def test_nobody_gives_themselves_more_time_than_the_law() -> None:
    laxer = {"rule.site-half-yearly.months": "12", "rule.site-half-yearly.why": "忙"}
    assert made(laxer | {"rule.site-half-yearly.why": "太忙了"})[1] == {
        "rule.site-half-yearly.months": "比法规宽：至少每 6 个月演一次。"
    }


def test_two_people_who_change_different_fields_both_keep_theirs() -> None:
    was = report.fields_of(said(TEXT))
    mine, theirs = was | {"plan.pit.version": "第2版"}, was | {"plan.out.title": "疏散预案（新）", "plan.n.title": "乙"}
    both = report.merged(was, mine, theirs)
    assert both.fields == was | {"plan.pit.version": "第2版", "plan.out.title": "疏散预案（新）", "plan.n.title": "乙"}
    assert (set(both.taken), both.clashes) == ({"plan.out.title", "plan.n.title"}, {})


def test_where_they_differ_both_are_told_and_ones_own_stands() -> None:
    was = report.fields_of(said(TEXT))
    both = report.merged(was, was | {"plan.pit.version": "第2版"}, was | {"plan.pit.version": "2026版"})
    assert both.fields["plan.pit.version"] == "第2版" and both.clashes == {"plan.pit.version": "2026版"}


def test_a_plan_taken_away_meanwhile_goes_unless_one_changed_it() -> None:
    was = report.fields_of(said(TEXT))
    theirs = {key: value for key, value in was.items() if not key.startswith("plan.pit.")}
    assert report.plan_ids(report.merged(was, dict(was), theirs).fields) == ["out"]
    kept = report.merged(was, was | {"plan.pit.version": "第2版"}, theirs)
    assert report.plan_ids(kept.fields) == ["out", "pit"] and set(kept.clashes) == {"plan.pit.title"}


@pytest.mark.parametrize("text", ["kinds: []\n", "- 1\n", "kinds: [all\n", ""])
def test_a_file_that_says_nothing_sensible_is_not_written_over(text: str) -> None:
    with pytest.raises(Refused, match="JupyterLab"):
        report.rewritten(text, said(TEXT))


def test_what_a_change_makes_of_the_calendar_is_known_before() -> None:
    stricter = firm(plans=[firm().plans[0].model_copy(update={"months": 3}).model_dump(), _plan("c")])
    changes = report.duty_changes(slots(rules(), firm(), RUN), slots(rules(), stricter, RUN))
    told = {
        (c.after or c.before).plans[0].id: (c.before and c.before.months, c.after and c.after.months) for c in changes
    }  # type: ignore[union-attr]
    assert told == {"a": (6, 3), "b": (6, None), "c": (None, 6)}
    assert report.duty_changes(slots(rules(), firm(), RUN), slots(rules(), firm(), RUN)) == []


def _plan(ident: str) -> dict[str, Any]:
    return {"id": ident, "title": "方案丙", "kind": "site"}

"""``anpei laws`` as people type it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from anpei.cli.laws import app
from anpei.errors import Refused
from anpei.settings import Site
from tests.laws import shelf


@pytest.fixture
def shop(site: Site) -> Site:
    shelf.write(site.workspace)
    return site


def run(site: Site, *words: str) -> Any:
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, [*words, "--site", str(site.root)])


def test_check_says_what_is_superseded_on_a_day(shop: Site) -> None:
    said = json.loads(run(shop, "check", "--on", "2027-01-01", "--json").stdout)
    assert said["left_out"]["fire-001"] == {"xiaofang#44": "2027-01-01"}
    assert {row["citation"]: row["status"] for row in said["cited"]}["xiaofang#44"] == "待核"


def test_check_is_quiet_while_everything_stands(shop: Site) -> None:
    done = run(shop, "check", "--on", "2026-12-01")
    assert done.exit_code == 0
    assert "已被替代 0" in done.stdout and "不再抽到" not in done.stdout


def test_impact_lists_what_is_touched(shop: Site) -> None:
    said = run(shop, "impact", "xiaofang#70").stdout
    assert "fire-008" in said and "quiz" in said
    assert "牵动 2 处：题目 1，试卷 1" in said


def test_a_simulation_is_listed_and_comes_onto_the_review(site: Site) -> None:
    said = run(site, "impact", "anquan#114.2", "--open-review", "--by", "T2001", "--why", "罚款改了").stdout
    assert "incident_clock" in said and "待复核" in said


def test_a_review_is_opened_by_name_and_closed_item_by_item(shop: Site) -> None:
    opened = run(shop, "impact", "xiaofang#70", "--open-review", "--by", "T2001", "--why", "第七十条改写")
    assert "2 项待复核" in opened.stdout
    (review,) = json.loads(run(shop, "reviews", "--json").stdout)
    assert {item["ref"] for item in review["items"]} == {"item:fire-008", "paper:quiz"}
    for item in review["items"]:
        run(shop, "close", str(review["id"]), item["ref"], "--by", "T2001", "--note", "已改题")
    assert "没有待办" in run(shop, "reviews").stdout


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (["impact", "nosuch"], "没有“nosuch”"),
        (["impact", "xiaofang#99"], "只有 74 条"),
        (["impact", "xiaofang#70", "--open-review", "--by", "E1001", "--why", "改了"], "培训师或管理员"),
        (["impact", "xiaofang#70", "--open-review", "--by", "T2001"], "原因"),
        (["impact", "jiubiaozhun#1", "--open-review", "--by", "T2001", "--why", "改了"], "不用开"),
    ],
)
def test_a_refusal_is_one_sentence_and_a_way_out(shop: Site, words: list[str], refusal: str) -> None:
    error = run(shop, *words).exception
    assert isinstance(error, Refused)
    assert refusal in error.message and error.way_out


def test_the_list_shows_the_day_s_state(shop: Site) -> None:
    assert "已被替代" in run(shop, "list", "--on", "2026-08-01").stdout

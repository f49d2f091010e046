"""A trainer in JupyterLab, in Chinese and signed in once: a chapter and a released quiz are alive there."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.helpers.lab import until_idle
from tests.helpers.processes import wait_for
from tests.journeys.conftest import Enterprise


@pytest.fixture
def desk(enterprise: Enterprise) -> Page:
    return enterprise.sit_down("T0002", "desk")


def run(desk: Page, call: str) -> Locator:
    """Run the first cell that makes this call, as its author does, once the kernel is ready; its output."""
    until_idle(desk)
    cell = desk.locator(".jp-CodeCell").filter(has_text=call).first
    cell.locator(".cm-content").click()
    desk.keyboard.press("Control+Enter")
    output = cell.locator(".jp-OutputArea-output .anpei").first
    output.wait_for()
    return output


def test_a_chapter_s_question_is_checked_in_the_lab(enterprise: Enterprise, desk: Page) -> None:
    desk.goto(enterprise.platform.lab_url("lab/tree/courses/fire-escape/01-first-minute.ipynb?reset"))
    question = run(desk, "aw.practice(")
    question.locator("input").first.check(force=True)
    question.get_by_role("button", name="检查").click()
    expect(question.get_by_text("答对").or_(question.get_by_text("答错")).first).to_be_visible()


def test_a_released_quiz_keeps_its_answers_in_a_file(enterprise: Enterprise, desk: Page) -> None:
    folder = enterprise.platform.site.nbgrader / "release/fire-basics"
    desk.goto(enterprise.platform.lab_url("lab/tree/nbgrader/release/fire-basics/fire-basics.ipynb?reset"))
    run(desk, 'aw.quiz("fire-basics", "q01")').locator("input").first.check(force=True)
    responses = folder / "responses.json"
    wait_for(lambda: responses.exists() and json.loads(responses.read_text("utf-8"))["answers"])
    responses.unlink()

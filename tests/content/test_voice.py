"""One voice and one cast: a reader is 你 everywhere, hears of no programming, and meets nobody who is two people."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from anpei import courses
from anpei.content import Shelves, bundled

SURNAMES = "秦何郑马吴刘宋韩周魏陈林杜廖丁罗安覃贾韦邓乔冯庄谢龚姚邹伍庞柏岳曹邢葛焦田孟唐袁甘贺"
NAME = re.compile(f"[小老大阿][{SURNAMES}](?!师傅|家|板)")
ROLES = (
    "保安|监护人|班长|组长|主任|安全员|检测员|仓管员|叉车工|叉车司机|帮厨|操作工|打磨工|搬运工|焊工|电工|保洁员|工友"
)
CALLED = re.compile(f"({ROLES})({NAME.pattern})")


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """What people read, by file: chapters as their Markdown, the rest as it is written."""
    catalog = courses.load(Shelves([bundled()]))
    found = {
        f"courses/{course.slug}/{chapter.slug}": "\n".join(courses.markdown_of(chapter))
        for course in catalog.courses.values()
        for chapter in course.chapters
    }
    root = bundled()
    for pattern in ("quizzes/bank/*.yaml", "drills/*/scenario.yaml", "courses/*/course.yaml", "courses/*/media/*.svg"):
        found |= {str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in root.glob(pattern)}
    return found


def test_a_learner_is_addressed_in_one_way(texts: dict[str, str]) -> None:
    assert [name for name, text in texts.items() if "您" in text] == []


def test_the_screens_around_the_content_address_them_so_too() -> None:
    root = bundled()
    drawn = [*root.glob("widgets/anpei_widgets/**/*.js"), *root.glob("src/anpei/server/**/*.html")]
    spoken = [path for path in drawn if not path.name.endswith(".test.js") and "dist" not in path.parts]
    assert len(spoken) > 100
    assert [path.name for path in spoken if "您" in path.read_text(encoding="utf-8")] == []


def test_nobody_who_learns_safety_hears_of_a_programming_language(texts: dict[str, str]) -> None:
    assert [name for name, text in texts.items() if "Python" in text] == []


def test_a_name_belongs_to_one_course(texts: dict[str, str]) -> None:
    courses_of = defaultdict(set)
    for name, text in texts.items():
        if name.startswith("courses/"):
            for person in NAME.findall(text):
                courses_of[person].add(name.split("/")[1])
    assert courses_of["老秦"] == {"cpr-aed"}
    assert {person: sorted(where) for person, where in courses_of.items() if len(where) > 1} == {}


def test_a_name_has_one_trade(texts: dict[str, str]) -> None:
    trades = defaultdict(set)
    for text in texts.values():
        for trade, person in CALLED.findall(text):
            trades[person].add(trade)
    assert len(trades) > 10
    assert {person: sorted(found) for person, found in trades.items() if len(found) > 1} == {}

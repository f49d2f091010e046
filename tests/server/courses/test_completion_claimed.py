"""A script that claims a course, or clicks through it in seconds, has not finished it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from anpei import clock, courses, records, staff
from anpei.content import Shelves, bundled
from anpei.database import Database
from anpei.hours import spent_in
from tests.helpers.platform import PASSWORD, Platform, Visitor

WHO = "E7601"
"""Somebody of whom no other test has anything in the record."""


@pytest.fixture(scope="module", autouse=True)
def newcomer(server: Platform) -> None:
    row = staff.read_roster("工号,姓名,部门,岗位\nE7601,新来的,一车间,操作工\n".encode(), "新人.csv")
    with Database(server.site.database_url) as db:
        records.import_roster(db, row, now=clock.now())
        staff.set_password(db, WHO, PASSWORD, now=clock.now())


def course_of(slug: str) -> courses.Course:
    return courses.load(Shelves([bundled()])).courses[slug]


def tell(client: Visitor, path: str, **fact: Any) -> Any:
    return client.post(path, json={"uuid": uuid4().hex, **fact}).json()


def test_finishing_every_chapter_by_claim_finishes_none(server: Platform) -> None:
    """Six chapters and an hour in each, not one of them opened."""
    course = course_of("life-first")
    with server.client(WHO) as client:
        for chapter in course.chapters:
            place = f"{course.slug}/{chapter.slug}"
            assert tell(client, f"api/active/{place}", seconds=3600)["credited"] == 0
            assert tell(client, f"api/progress/{place}", kind="finished")["chapter"]["finished"] is False
        assert "已学完</span>" not in client.get(f"courses/{course.slug}").text
        assert "合格" not in client.get("record").text


def test_clicking_through_a_course_of_an_hour_finishes_none_of_it(server: Platform) -> None:
    """Opened, every question answered right (the key comes with the first answer), every goal and an hour claimed."""
    course = course_of("fire-escape")
    with server.client(WHO) as client:
        for chapter in course.chapters:
            found = courses.activities_of(server.site, course, chapter)
            place = f"{course.slug}/{chapter.slug}"
            tell(client, f"api/progress/{place}", kind="opened")
            for item in found.questions:
                key = tell(client, f"api/practice/{item}", value=None)["right_value"]
                tell(client, f"api/practice/{item}", value=key)
            for name in found.others:
                tell(client, f"api/progress/{place}", kind="activity", data={"activity": name})
            tell(client, f"api/active/{place}", seconds=3600)
            chapter_stands = tell(client, f"api/progress/{place}", kind="finished")["chapter"]
            assert chapter_stands["finished"] is False and chapter_stands["missing"] == []
            assert chapter_stands["words"].startswith("还差 约")
        page, record = client.get(f"courses/{course.slug}").text, client.get("record").text
    assert "已学完</span>" not in page and page.count("还差 约") == len(course.chapters)
    assert "学完 0 章，共 5 章" in record and "练习作答" in record and "合格" not in record
    with Database(server.site.database_url) as db, db.read() as session:
        assert spent_in(session, WHO, course.slug) < 60

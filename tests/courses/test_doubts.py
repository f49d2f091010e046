"""待核 behind every sentence is told to readers in one line; authors see each in its place."""

from __future__ import annotations

import re

import pytest
from anpei_widgets.basis import BASES

from anpei import courses, laws
from anpei.content import Shelves, bundled


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("逃生的动作是通行做法，待核。", "逃生的动作是通行做法。"),
        ("先关阀。（通行做法，待核）再报警。", "先关阀。再报警。"),
        ("（《消防法》第5条，二手资料，待核）", "（《消防法》第5条）"),
        ("（二手资料，待核，以当地公布的为准）", "（以当地公布的为准）"),
        ("是通行做法，待核；以说明书为准。", "是通行做法；以说明书为准。"),
        ("<p><em>凭记忆整理，待核。</em></p>", ""),
        ("<td>二手资料，待核</td>", "<td>二手资料</td>"),
        ("你们厂可以有自己的表。待核。", "你们厂可以有自己的表。"),
        ("没有疑问。", "没有疑问。"),
    ],
)
def test_a_mark_goes_and_the_sentence_stays(before: str, after: str) -> None:
    assert courses.quiet(before) == (after, before.count("待核"))


def test_what_an_activity_says_is_quiet_too() -> None:
    """Every text in its data, and nothing else of it changes."""
    spec = {"limits": ["次序是通行做法，待核。", "数字是假定的。"], "full": 600, "scenes": [{"text": "压住（待核）"}]}
    assert courses.quiet_value(spec) == (
        {"limits": ["次序是通行做法。", "数字是假定的。"], "full": 600, "scenes": [{"text": "压住"}]},
        2,
    )
    left = [text for basis in BASES for text in basis.sentences if "待核" in courses.quiet(text)[0]]
    assert left == []


def test_no_chapter_of_ours_keeps_a_mark_or_a_hole() -> None:
    registry, _ = laws.load(Shelves([bundled()]))
    wrong, marks = [], 0
    for course in courses.load(Shelves([bundled()])).courses.values():
        for chapter in course.chapters:
            for source in courses.markdown_of(chapter):
                text, found = courses.quiet(courses.to_html(source, registry))
                marks += found
                wrong += re.findall(r".{0,12}(?:待核|（[，；、]|（）|[，；]）|，。|，，|；。|，</).{0,8}", text)
    assert (wrong, marks > 50) == ([], True)

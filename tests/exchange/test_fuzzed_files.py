"""Whatever is in a file: questions and findings, never an exception; what lands is YAML that says the same."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from anpei import exchange, yamltext
from anpei.exchange.interpret import interpret
from anpei.exchange.landing import bank_text
from anpei.exchange.plan import PlannedQuestion, key_of, mark_of
from tests.content import hostile
from tests.exchange.conftest import REGISTRY, book
from tests.exchange.test_formats import CHOICE_21, GIFT, MOODLE, MULTIPLE_3, packed, question
from tests.exchange.test_running_text import BANK, paragraph, word

ROW = ("单选", "哪个（ ）？", "甲", "乙", "丙", "", "AB", "因为。", "消防")
SET = json.dumps({"questions": [question("MultiChoice", question="哪", answers=[{"text": "甲", "correct": True}])]})
SEEDS: dict[str, bytes] = {
    "题.csv": "题型,题干,选项A,选项B,答案\n单选,哪个？,甲,乙,A\n判断,对吗？,,,错\n".encode(),
    "题.xlsx": book([ROW]),
    "题.txt": BANK.encode(),
    "题.docx": word(paragraph("单选题", 2), paragraph("哪个？", 1), paragraph("甲", 1, 1), paragraph("乙（B）", 1, 1)),
    "题.gift": GIFT.encode(),
    "题.aiken": "哪个对？\nA. 甲\nB) 乙\nANSWER: B\n".encode(),
    "题.xml": MOODLE.encode(),
    "单.xml": CHOICE_21.encode(),
    "包.zip": packed(imsmanifest_xml='<manifest><resource href="a.xml"/></manifest>', a_xml=MULTIPLE_3),
    "组.h5p": packed(h5p_json='{"mainLibrary": "H5P.QuestionSet"}', content__content_json=SET),
}
FEW = 40


@pytest.fixture
def quiet() -> Iterator[None]:
    """Libraries may warn of what they are given; nobody reads that."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.mark.parametrize("name", SEEDS)
def test_a_spoilt_file_is_questions_or_findings(name: str, quiet: None) -> None:
    seed = SEEDS[name]
    files = st.one_of(hostile.workbooks(seed), st.binary(max_size=200)) if seed[:2] == b"PK" else hostile.any_file(seed)

    @settings(
        max_examples=FEW, database=None, deadline=None, suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
    )  # fmt: skip
    @given(files)
    def once(data: bytes) -> None:
        source = exchange.read_questions(data, name, exchange.Choices(topic="fire"))
        for finding in source.findings:
            assert finding.path and finding.rule and finding.message and finding.line >= 0
        for n, asked in enumerate(source.questions):
            made = interpret(asked, exchange.Choices(), REGISTRY)
            assert bool(made.item) != bool(made.doubts or made.unusable)
            if made.item:
                lands_as_it_is(PlannedQuestion(asked.line, asked.part, "", "", "new", f"fire-a-{n}", "fire", made.item))

    once()


def lands_as_it_is(planned: PlannedQuestion) -> None:
    text = bank_text("fire", [replace(planned, needs=("补\n解析",))], "a\nb", "2026-11-30")
    (item,) = yamltext.plain(yamltext.compose(text))["items"]
    assert mark_of(item) == mark_of(planned.item) and key_of(item) == key_of(planned.item)
    assert item["state"] == "draft"

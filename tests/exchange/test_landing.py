"""Landing: drafts in a file of their own, once, whatever was killed or repeated; a plan says it beforehand."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from anpei import bank, exchange
from anpei.authoring import Author, Authoring
from anpei.cells import to_csv
from anpei.content import Shelves
from anpei.settings import Site, open_site
from tests.exchange.conftest import HEADS
from tests.helpers.processes import PATIENCE

ROWS = [
    ("单选", "第一题，怎么办？", "甲", "乙", "丙", "丁", "A", "因为甲。", "消防与逃生"),
    ("判断", "第二题，能乘电梯。", "", "", "", "", "错", "", ""),
    ("多选", "第三题，哪些对？", "甲", "乙", "丙", "", "AB", "", "没有的主题"),
    ("单选", "第四题，答案错了。", "甲", "乙", "", "", "AB", "", ""),
]
DAY = "2026-11-30"
TRAINER = Author("E1", "甲")
FIRE = exchange.Choices(topic="fire")


def table(rows: Sequence[Sequence[Any]] = ROWS) -> bytes:
    return to_csv([HEADS, *rows]).encode()


def plan(site: Site, data: bytes, choices: exchange.Choices = FIRE, name: str = "题.csv") -> exchange.ImportPlan:
    return exchange.examine(site, exchange.read_questions(data, name, choices), data, choices)


def land(site: Site, data: bytes, choices: exchange.Choices = FIRE, name: str = "题.csv") -> exchange.Landing:
    return exchange.land(site, exchange.read_questions(data, name, choices), data, choices, day=DAY, author=TRAINER)


def written(site: Site) -> dict[str, Any]:
    """Every question of the shelf that an import brought in, by its id."""
    items = bank.load(Shelves([site.workspace])).written
    return {name: raw for name, raw in items.items() if raw.get("state") == "draft"}


def outcomes(told: exchange.ImportPlan) -> list[str]:
    return [question.outcome for question in told.questions]


def test_a_plan_says_what_comes_of_every_question_and_writes_nothing(site: Site) -> None:
    before = sorted(site.root.rglob("*"))
    told = plan(site, table([*ROWS, ROWS[0]]), exchange.Choices())
    assert sorted(site.root.rglob("*")) == before
    assert outcomes(told) == ["new", "undecided", "undecided", "undecided", "duplicate"]
    assert [[doubt.code for doubt in question.doubts] for question in told.questions] == [
        [], ["topic"], ["topic"], ["key-against-kind", "topic"], [],
    ]  # fmt: skip
    assert told.questions[0].needs == ("补法规引用",) and told.questions[4].of == "本文件第 2 行"
    findings = [(finding.line, finding.rule) for finding in told.told()]
    assert (5, "import-key-against-kind") in findings and (6, "import-duplicate") in findings
    assert json.loads(json.dumps(told.to_json(), ensure_ascii=False))["counts"]["undecided"] == 3


def test_what_is_good_lands_as_drafts_and_is_told_what_it_needs(site: Site) -> None:
    landing = land(site, table())
    assert outcomes(landing.plan) == ["new", "new", "new", "undecided"]
    assert [path.parent for path in landing.paths] == [site.workspace / "quizzes/bank"]
    items = written(site)
    assert [raw["stem"] for raw in items.values()] == [row[1] for row in ROWS[:3]]
    assert items[landing.plan.questions[2].item_id]["tags"] == ["没有的主题"]
    text = landing.paths[0].read_text(encoding="utf-8")
    assert text.startswith("# 从 题.csv 导入（2026-11-30）") and "# 第 3 行；要做的：补解析、补法规引用" in text
    found = bank.load(Shelves([site.workspace])).findings
    assert {finding.rule for finding in found} <= {"explanation-missing", "law-without-cites"}
    assert [each.author for each in Authoring(site).history("item", landing.plan.questions[0].item_id)] == [TRAINER]
    kept = site.var / "imports" / f"{landing.plan.sha}.csv"
    assert kept.read_bytes() == table() and kept.stat().st_mode & 0o077 == 0


def test_the_same_file_again_lands_nothing_and_a_decision_lands_the_rest(site: Site) -> None:
    first = land(site, table())
    again = land(site, table())
    assert again.paths == () and outcomes(again.plan) == ["landed", "landed", "landed", "undecided"]
    mended = table([*ROWS[:3], ("多选", *ROWS[3][1:])])
    assert outcomes(land(site, mended).plan) == ["duplicate", "duplicate", "duplicate", "new"]
    assert len(written(site)) == 4
    first.paths[0].unlink()  # whoever threw the drafts away doesn't get them back
    assert land(site, table()).paths == ()


def test_the_same_question_with_another_key_is_for_people_to_decide(site: Site) -> None:
    land(site, table())
    other = table([(*ROWS[0][:6], "B", *ROWS[0][7:]), ("单选", "第一题, 怎么办?", "丁", "丙", "乙", "甲", "D", "", "")])
    told = plan(site, other)
    assert outcomes(told) == ["undecided", "duplicate"] and told.questions[0].doubts[0].code == "key-differs"


def test_matchings_of_one_stem_are_told_apart_by_their_pairs(site: Site) -> None:
    gift = "配一配。{=火 -> 一 =水 -> 二}\n\n配一配。{=电 -> 三 =气 -> 四}\n\n配一配。{=水 -> 二 =火 -> 一}\n"
    assert outcomes(plan(site, gift.encode(), name="题.gift")) == ["new", "new", "duplicate"]


def test_a_question_that_nearly_repeats_one_is_noted(site: Site) -> None:
    told = plan(site, table([("单选", "第 1 题怎么做呢？", "对", "错一", "错二", "错三", "A", "", "")]))
    assert outcomes(told) == ["new"] and "fire-001 很像" in told.questions[0].notes[0]


def test_hundreds_of_questions_go_into_several_files(site: Site) -> None:
    rows = [("判断", f"说法之{number}：这样做对。", "", "", "", "", "对", "", "") for number in range(450)]
    landing = land(site, table(rows))
    assert len(landing.paths) == 2 and len(written(site)) == 450


def test_what_is_too_long_for_the_bank_is_no_draft_and_many_lines_left_over_are_summed_up(site: Site) -> None:
    crowd = "\n".join(f"{chr(65 + n)}. 项{n}" for n in range(12)) + "\n"
    told = plan(site, f"1. 长{'长' * 19_000}\n{crowd}答案：A\n\n".encode() + "散句\n\n".encode() * 600, name="题.txt")
    assert outcomes(told) == ["new"] and "最多 600 字" in told.questions[0].needs[-1] + told.questions[0].needs[0]
    assert [finding.message for finding in told.told() if "从这里起还有 100 行" in finding.message]
    gift = "哪些？{" + "".join(f"~%50%项{n} " for n in range(13)) + "}"
    assert "选项超过 12 个" in plan(site, gift.encode(), name="题.gift").questions[0].why


def test_texts_that_look_like_yaml_come_through(site: Site) -> None:
    stem = "a: [1, 2] # {x} \"引号\" 'y' \\ & * ! | >\n第二行 \u2028 和 \t 制表"
    landing = land(site, table([("判断", stem, "", "", "", "", "对", "", "")]), name="a\nb: c.csv")
    (raw,) = written(site).values()
    assert raw["stem"] == landing.plan.questions[0].item["stem"] and "引号" in raw["stem"]


KILLED = """
import os, signal, sys
from pathlib import Path
from anpei import exchange
from anpei.authoring import Author
from anpei.content import Shelves
from anpei.settings import open_site

def land(root, ending):
    site = open_site(root)
    vars(site)["shelves"] = Shelves([site.workspace])
    def stepped(event, told):
        if event == "os.rename" and str(told[1]).endswith(ending) and "history" not in str(told[1]):
            os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(stepped)
    data, choices = Path(sys.argv[1]).read_bytes(), exchange.Choices(topic="fire")
    source = exchange.read_questions(data, "题.csv", choices)
    exchange.land(site, source, data, choices, day="2026-11-30", author=Author("", "甲"))

for root, ending in zip(sys.argv[2:], (".csv", ".yaml", ".json")):
    if not os.fork():
        land(root, ending)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.wait()[1]) == -signal.SIGKILL
"""


def test_killed_before_the_original_the_drafts_or_the_note_it_lands_once(site: Site, tmp_path: Path) -> None:
    (tmp_path / "题.csv").write_bytes(table())
    roots = [tmp_path / name for name in ("original", "drafts", "note")]
    for root in roots:
        shutil.copytree(site.root, root)
    subprocess.run([sys.executable, "-c", KILLED, tmp_path / "题.csv", *roots], check=True, timeout=PATIENCE)
    landed = []
    for root in roots:
        killed = open_site(root)
        vars(killed)["shelves"] = Shelves([killed.workspace])
        landed.append(len(written(killed)))
        land(killed, table())
        assert len(written(killed)) == 3
    assert landed == [0, 0, 3]

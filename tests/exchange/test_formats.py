"""Files of the shape that Moodle, 1EdTech and H5P publish: what is read, what is told to be lost, what isn't."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from typing import Any

import pytest

from tests.exchange.conftest import codes, meant, read, right

GIFT = """// 题库
$CATEGORY: $course$/top/消防

::Q1:: [html]<p>火警电话<b>是</b>？</p>{=119#对 ~110#那是公安 ~120 ####报火警打 119。}

::Q2::电梯可以\\: 逃生。{F#不能#对}

哪些对？{~%50%甲 ~%50%乙 ~%-100%丙}

先报 {=119 =一一九} 再跑。

配对{=甲 -> 一 =乙 -> 二 = -> 三}

隔几米？{#5:0.5}

几度？{#1..3}

说说看。{}

几个等号{=甲 =乙 ~丙}

不一样{~%60%甲 ~%40%乙 ~丙}

这里没有大括号
"""


def test_gift() -> None:
    made, source = meant(GIFT, "题.gift"), read(GIFT, "题.txt")
    assert source.format == "gift" and [left.text for left in source.leftovers] == ["这里没有大括号"]
    assert made[0].item["stem"] == "火警电话**是**？" and made[0].item["explanation"] == "报火警打 119。"
    assert made[0].item["options"][1] == {"text": "110", "feedback": "那是公安"} and right(made[0]) == ["119"]
    assert made[1].item == {"kind": "truefalse", "stem": "电梯可以: 逃生。", "answer": False}
    assert made[1].lost == ["对错各自的反馈"] and right(made[2]) == ["甲", "乙"] and made[2].lost == ["错选倒扣的比例"]
    assert made[3].item == {"kind": "short", "stem": "先报 ____ 再跑。", "accept": ["119", "一一九"]}
    assert made[4].item["pairs"] == [{"left": "甲", "right": "一"}, {"left": "乙", "right": "二"}]
    assert made[4].item["extra"] == ["三"] and made[7].item == {"kind": "case", "stem": "说说看。"}
    assert [one.item["numeric"] for one in made[5:7]] == [{"value": 5, "tolerance": 0.5}, {"value": 2, "tolerance": 1}]
    assert [codes(one) for one in made[8:]] == [["gift-several"], ["weights"]]
    assert source.questions[0].says["topic"] == "消防" and [q.line for q in source.questions][:3] == [4, 6, 8]


def test_aiken() -> None:
    text = "哪个对？\nA. 甲\nB) 乙\nANSWER: B\n\n没有答案\nA. 甲\n\n又一个？"
    text += "\nA. 甲\nB. 乙\nANSWER: C\n多余"
    source = read(text, "题.txt")
    made = meant(text, "题.txt")
    assert source.format == "aiken" and right(made[0]) == ["乙"] and codes(made[1]) == ["key-beyond"]
    assert [(left.line, left.text) for left in source.leftovers] == [(6, "没有答案 甲"), (13, "多余")]


def moodle(kind: str, inside: str, stem: str = "<p>哪个？</p>") -> str:
    return (
        f'<question type="{kind}"><name><text>Q</text></name><questiontext format="html">'
        f"<text><![CDATA[{stem}]]></text>"
        f'</questiontext><generalfeedback format="html"><text>因为。</text></generalfeedback>{inside}</question>'
    )


def answer(text: str, fraction: float, more: str = "") -> str:
    return f'<answer fraction="{fraction}" format="html"><text>{text}</text><feedback><text/></feedback>{more}</answer>'


MOODLE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<quiz><question type="category"><category><text>$course$/top/消防</text>'
    "</category></question>\n"
    + moodle("multichoice", "<single>true</single>" + answer("甲", 100) + answer("乙", 0))
    + moodle("multichoice", "<single>false</single>" + answer("甲", 50) + answer("乙", 50) + answer("丙", -100))
    + moodle("multichoice", "<single>true</single>" + answer("甲", 100) + answer("乙", 50))
    + moodle("truefalse", answer("true", 0) + answer("false", 100))
    + moodle("shortanswer", answer("119", 100) + "<usecase>1</usecase>")
    + moodle("numerical", answer("2.5", 100, "<tolerance>0.1</tolerance>"))
    + moodle("essay", "<graderinfo><text>要点</text></graderinfo>", '看图<img src="a.png"/>')
    + moodle("ddmarker", "")
    + moodle("description", "")
    + "</quiz>"
)


def test_moodle_xml() -> None:
    made, source = meant(MOODLE, "题.xml"), read(MOODLE, "题.xml")
    assert source.format == "moodle" and source.findings == ()
    assert [one.item.get("kind") for one in made] == [
        "single",
        "multiple",
        None,
        "truefalse",
        "short",
        "numeric",
        "case",
        None,
    ]
    assert right(made[1]) == ["甲", "乙"] and codes(made[2]) == ["weights"] and made[3].item["answer"] is False
    assert made[4].lost == ["区分大小写"] and made[5].item["numeric"] == {"value": 2.5, "tolerance": 0.1}
    assert made[6].lost == ["图片或音视频"] and made[6].item["model_answer"] == "要点"
    assert "ddmarker" in made[7].unusable and made[0].item["explanation"] == "因为。"
    assert [left.text for left in source.leftovers] == ["说明文字：哪个？"] and source.questions[0].says[
        "topic"
    ] == "消防"


V21 = "http://www.imsglobal.org/xsd/imsqti_v2p1"
CHOICE_21 = f"""<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="{V21}" identifier="choice" title="Unattended" adaptive="false" timeDependent="false">
<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">
<correctResponse><value>ChoiceA</value></correctResponse></responseDeclaration>
<itemBody><p>看这张<strong>图</strong>：</p><p><img src="images/sign.png" alt="牌子"/></p>
<choiceInteraction responseIdentifier="RESPONSE" shuffle="false" maxChoices="1"><prompt>怎么办？</prompt>
<simpleChoice identifier="ChoiceA">报警</simpleChoice><simpleChoice identifier="ChoiceB">拍照
<feedbackInline outcomeIdentifier="F" identifier="ChoiceB" showHide="show">别耽误。</feedbackInline></simpleChoice>
</choiceInteraction></itemBody><responseProcessing template="match_correct"/></assessmentItem>"""
MULTIPLE_3 = """<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="multi" title="m">
<qti-response-declaration identifier="RESPONSE" cardinality="multiple" base-type="identifier">
<qti-correct-response><qti-value>H</qti-value><qti-value>O</qti-value></qti-correct-response>
<qti-mapping lower-bound="0" default-value="-2"><qti-map-entry map-key="H" mapped-value="1"/>
<qti-map-entry map-key="O" mapped-value="1"/><qti-map-entry map-key="Cl" mapped-value="-1"/></qti-mapping>
</qti-response-declaration><qti-item-body>
<qti-choice-interaction response-identifier="RESPONSE" max-choices="0"><qti-prompt>水里有？</qti-prompt>
<qti-simple-choice identifier="H">氢</qti-simple-choice><qti-simple-choice identifier="O">氧</qti-simple-choice>
<qti-simple-choice identifier="Cl">氯</qti-simple-choice></qti-choice-interaction></qti-item-body>
</qti-assessment-item>"""
ENTRY_21 = f"""<assessmentItem xmlns="{V21}" identifier="entry">
<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="string">
<correctResponse><value>119</value></correctResponse><mapping defaultValue="0">
<mapEntry mapKey="119" mappedValue="1"/><mapEntry mapKey="火警" mappedValue="0.5"/></mapping></responseDeclaration>
<itemBody><p>打<textEntryInteraction responseIdentifier="RESPONSE"/>报警。</p></itemBody></assessmentItem>"""
HOTSPOT_21 = f"""<assessmentItem xmlns="{V21}" identifier="spot"><itemBody><p>点哪里？</p>
<hotspotInteraction responseIdentifier="R" maxChoices="1"/></itemBody></assessmentItem>"""


def packed(**members: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_json", ".json"), text)
    return out.getvalue()


def test_qti() -> None:
    rows = "".join(f'<resource href="{name}.xml"/>' for name in ("multi", "choice", "entry", "spot"))
    manifest = f'<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>{rows}</resources></manifest>'
    data = packed(
        imsmanifest_xml=manifest, choice_xml=CHOICE_21, entry_xml=ENTRY_21, multi_xml=MULTIPLE_3, spot_xml=HOTSPOT_21,
        test_xml="<assessmentTest/>", broken_xml="<a", old_xml="<questestinterop/>",
    )  # fmt: skip
    source, made = read(data, "包.zip"), meant(data, "包.zip")
    assert [question.part for question in source.questions] == ["multi.xml", "choice.xml", "entry.xml", "spot.xml"]
    assert right(made[0]) == ["氢", "氧"] and made[0].item["kind"] == "multiple"
    assert made[1].item["stem"] == "看这张**图**：\n怎么办？" and right(made[1]) == ["报警"]
    assert made[1].item["options"][1] == {"text": "拍照", "feedback": "别耽误。"}
    assert made[1].lost == ["图片或音视频", "选项不打乱（本平台总是打乱）"]
    assert codes(made[2]) == ["weights"] and "图上点选" in made[3].unusable
    assert [finding.rule for finding in source.findings] == ["import-unreadable", "import-qti-version"]
    assert [one.part for one in source.passed] == ["test.xml"]
    assert right(meant(CHOICE_21, "题.xml")[0]) == ["报警"]


def question(library: str, **params: Any) -> dict[str, Any]:
    return {"library": f"H5P.{library} 1.16", "params": params, "metadata": {"title": "题"}}


def test_h5p() -> None:
    told = {"tipsAndFeedback": {"chosenFeedback": "<div>不对</div>"}}
    rows = [
        question("MultiChoice", question="<p>哪个？</p>", answers=[
            {"text": "<div>甲</div>", "correct": True}, {"text": "乙", "correct": False, **told}]),
        question("TrueFalse", question="<p>能乘电梯。</p>", correct="false"),
        question("Blanks", questions=["<p>打 *119/一一九:电话* 报警。</p>", "<p>*甲* 和 *乙*</p>"]),
        question("Essay", taskDescription="说说", solution={"sample": "要点"}),
        question("DragText", taskDescription="拖一拖", textField="*甲*"),
        question("Accordion"),
    ]  # fmt: skip
    content = json.dumps({"questions": rows}, ensure_ascii=False)
    about = json.dumps({"title": "一组", "mainLibrary": "H5P.QuestionSet"})
    data = packed(h5p_json=about, content__content_json=content)
    source, made = read(data, "组.h5p"), meant(data, "组.h5p")
    assert [one.item.get("kind") for one in made] == ["single", "truefalse", "short", None, "case", None]
    assert made[0].item["options"] == [{"text": "甲", "right": True}, {"text": "乙", "feedback": "不对"}]
    assert made[1].item["answer"] is False and made[2].item["accept"] == ["119", "一一九"] and made[2].lost == ["提示"]
    assert "选词填空" in made[3].unusable and made[4].item["model_answer"] == "要点"
    assert [left.text for left in source.leftovers] == ["H5P.Accordion：题"]


ENTITY = '<!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("题.xml", f"{ENTITY}<quiz><question type='essay'><name>&b;</name></question></quiz>".encode()),
        ("题.xml", f"{ENTITY.replace('quiz', 'assessmentItem')}<assessmentItem/>".encode()),
        ("包.zip", packed(a_xml=f"{ENTITY}<assessmentItem/>")),
        ("组.h5p", packed(h5p_json="{", content__content_json="{}")),
        ("组.h5p", packed(h5p_json="[]", content__content_json="[" * 100_000)),
        ("题.xml", b"<html/>"),
    ],
)
def test_entities_and_broken_files_are_findings(name: str, data: bytes) -> None:
    source = read(data, name)
    assert source.questions == () and any(finding.level == "error" for finding in source.findings)

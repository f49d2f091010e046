"""Moodle XML: each ``<question>`` becomes a question of the bank, or is told with the reason why not."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from anpei import spreadsheets, xmltext
from anpei.exchange.model import Leftover, QuestionSource, SourceQuestion
from anpei.exchange.structured import Building, Share, plain
from anpei.findings import Finding

__all__ = ["MOST_ELEMENTS", "read_moodle"]

MOST_ELEMENTS = 500_000
OTHERS = {
    "cloze": "完形填空", "gapselect": "选词填空", "ddwtos": "选词填空", "randomsamatch": "配对",
}  # fmt: skip


def read_moodle(data: bytes, path: str) -> QuestionSource:
    """The questions of a file that Moodle exported."""
    lines: dict[Element, int] = {}
    root = xmltext.tree(spreadsheets.decode(data) or "", most=MOST_ELEMENTS, lines=lines)
    if root.tag != "quiz":
        words = "这不是 Moodle 的题目（最外层应是 quiz），请在 Moodle 里用“Moodle XML 格式”导出。"
        return QuestionSource(path, "moodle", findings=(Finding(path, 1, "import-format", words),))
    questions: list[SourceQuestion] = []
    passed: list[Leftover] = []
    leftovers: list[Leftover] = []
    category = ""
    for element in root:
        kind, line = element.get("type", ""), lines[element]
        if element.tag != "question":
            leftovers.append(Leftover(line, f"<{element.tag}>"))
        elif kind == "category":
            category = _text(element.find("category")).removeprefix("$course$/").removeprefix("top/")
            passed.append(Leftover(line, category))
        elif kind == "description":
            leftovers.append(
                Leftover(line, f"说明文字：{plain(_text(element.find('questiontext')), html=True, lost=[])}")
            )
        else:
            questions.append(_question(element, kind, line, category))
    return QuestionSource(path, "moodle", tuple(questions), tuple(leftovers), tuple(passed))


def _text(element: Element | None) -> str:
    return "" if element is None else (element.findtext("text") or "").strip()


class _Moodle(Building):
    """A question with texts that say how they are formatted."""

    def shown(self, element: Element | None) -> str:
        if element is None:
            return ""
        if element.find("file") is not None:
            self.lost.append("图片或音视频")
        html = element.get("format", "moodle_auto_format") in ("html", "moodle_auto_format")
        return plain(_text(element), html=html, lost=self.lost)

    def shares(self, element: Element) -> list[Share]:
        return [
            Share(self.shown(answer), _number(answer.get("fraction")), self.shown(answer.find("feedback")))
            for answer in element.findall("answer")
        ]


def _number(text: str | None) -> float:
    try:
        value = float(text or 0)
    except ValueError:
        return 0.0
    return value if abs(value) < 1e15 else 0.0


def _question(element: Element, kind: str, line: int, category: str) -> SourceQuestion:
    made = _Moodle(line, number=_text(element.find("name"))[:100], says={"topic": category})
    made.stem = made.shown(element.find("questiontext"))
    made.says["explanation"] = made.shown(element.find("generalfeedback"))
    points = _number(element.findtext("defaultgrade"))
    made.says["points"] = "" if points in (0.0, 1.0) else f"{points:g}"
    made.says["tags"] = "、".join(filter(None, (_text(tag) for tag in element.findall("tags/tag"))))
    shares = made.shares(element)
    if kind == "multichoice":
        made.choice(shares, multiple=(element.findtext("single") or "true").strip() in ("false", "0"))
        _told(made, element)
    elif kind == "truefalse":
        right = [share.text.lower() for share in shares if share.percent >= 99]
        if right in (["true"], ["false"]):
            made.give("truefalse", answer=right == ["true"])
        else:
            made.doubt("key-missing", "判断题没有标出对错，请补上。")
        made.feedback(shares)
    elif kind == "shortanswer":
        made.accept(shares)
        if (element.findtext("usecase") or "0").strip() == "1":
            made.lost.append("区分大小写")
    elif kind in ("numerical", "calculated", "calculatedsimple"):
        _numeric(made, element, shares)
    elif kind == "essay":
        made.give("case")
        if answer := made.shown(element.find("graderinfo")):
            made.item["model_answer"] = answer
    elif kind == "matching":
        rows = element.findall("subquestion")
        made.pairs([(made.shown(row), _text(row.find("answer"))) for row in rows])
    elif kind == "ordering":
        texts = [share.text for share in shares]
        made.give("order", steps=texts)
        made.feedback(shares)
    else:
        made.unsupported(OTHERS.get(kind, kind or "没有写"))
    return made.done()


def _told(made: Building, element: Element) -> None:
    """What goes for a whole choice in Moodle and for none here."""
    if element.findtext("shuffleanswers", "true").strip() in ("0", "false"):
        made.lost.append("选项不打乱（本平台总是打乱）")
    if any(_text(element.find(name)) for name in ("partiallycorrectfeedback", "incorrectfeedback")):
        made.lost.append("整题的反馈")
    if element.find("hint") is not None:
        made.lost.append("提示")


def _numeric(made: Building, element: Element, shares: list[Share]) -> None:
    right = [share for share in shares if share.percent > 0]
    if element.get("type", "").startswith("calculated"):
        made.unsupported("计算题（公式出数）")
    elif len(right) != 1 or right[0].percent < 99:
        made.doubt("weights", "数值题有几个答案各给一部分分，题库里只有一个数和误差，请改掉。")
    else:
        answer = next(each for each in element.findall("answer") if _number(each.get("fraction")) > 0)
        unit = (element.findtext("units/unit/unit_name") or "").strip()
        made.number_of(_number(right[0].text), _number(answer.findtext("tolerance")), unit)
        made.feedback(shares)

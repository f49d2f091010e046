"""QTI 2.1 and 3.0, single items and packages: one reader, since 3.0 only spells the names otherwise."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from anpei import spreadsheets, xmltext
from anpei.exchange.model import Leftover, QuestionSource, SourceQuestion
from anpei.exchange.structured import Building, Share
from anpei.exchange.words import answer_word, cell_text
from anpei.findings import Finding
from anpei.unpacking import Most, too_much

__all__ = ["MOST", "read_qti_item", "read_qti_package"]

MOST = Most(unpacked=200_000_000, members=20_000, tags=4_000_000, text=5_000_000)
LARGEST_ITEM = 2_000_000
BLOCKS = {"p", "div", "li", "br", "tr", "blockquote", "h1", "h2", "h3", "h4", "pre"}
MEDIA = {"img", "object", "audio", "video", "picture"}
UNSUPPORTED = {
    "matchInteraction": "配对", "associateInteraction": "配对", "gapMatchInteraction": "选词填空",
    "inlineChoiceInteraction": "选词填空", "hotspotInteraction": "图上点选", "hottextInteraction": "文中点选",
    "graphicGapMatchInteraction": "图上配对", "sliderInteraction": "滑块", "uploadInteraction": "上传文件",
    "drawingInteraction": "画图", "selectPointInteraction": "图上点选", "positionObjectInteraction": "图上摆放",
    "mediaInteraction": "音视频", "customInteraction": "自定义", "portableCustomInteraction": "自定义",
    "graphicOrderInteraction": "图上排序", "graphicAssociateInteraction": "图上配对", "endAttemptInteraction": "按钮",
}  # fmt: skip
READ = ("choiceInteraction", "orderInteraction", "textEntryInteraction", "extendedTextInteraction")


def _name(tag: str) -> str:
    """An element's name as 2.1 spells it: ``qti-simple-choice`` is ``simpleChoice``."""
    name = tag.rpartition("}")[2]
    return _camel(name.removeprefix("qti-")) if name.startswith("qti-") else name


def _camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def _attribute(element: Element, name: str) -> str:
    """An attribute in either spelling."""
    for said, value in element.items():
        if _camel(said.rpartition("}")[2]) == name:
            return value
    return ""


def _all(element: Element, name: str) -> Iterator[Element]:
    return (each for each in element.iter() if _name(each.tag) == name)


def _first(element: Element, name: str) -> Element | None:
    return next(_all(element, name), None)


def read_qti_item(data: bytes, path: str) -> QuestionSource:
    """One item in a file of its own."""
    root = _parsed(data)
    if root is None or _name(root.tag) != "assessmentItem":
        words = "这不是 QTI 2.1 或 3.0 的题目，请在原来的平台里改用这两种格式导出。"
        return QuestionSource(path, "qti", findings=(Finding(path, 1, "import-format", words),))
    return QuestionSource(path, "qti", (_Item(root, "", 1).read(),))


def _parsed(data: bytes) -> Element | None:
    text = spreadsheets.decode(data)
    return None if text is None else xmltext.tree(text)


def read_qti_package(data: bytes, path: str) -> QuestionSource:
    """The items of a package, in the order of its manifest."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if too_much(archive, MOST):
            words = "文件解开后过大，请分成几个包导出。"
            return QuestionSource(path, "qti", findings=(Finding(path, 0, "import-too-large", words),))
        return _package(archive, path)


def _package(archive: zipfile.ZipFile, path: str) -> QuestionSource:
    questions: list[SourceQuestion] = []
    passed: list[Leftover] = []
    findings: list[Finding] = []
    for name in _members(archive):
        try:
            root = _parsed(archive.read(name)) if archive.getinfo(name).file_size <= LARGEST_ITEM else None
        except xmltext.XmlRefused as refused:
            words = f"包里的 {name[:100]} 第 {refused.lineno} 行读不下去，这一题没有读。"
            findings.append(Finding(path, 0, "import-unreadable", words, "warning"))
            continue
        kind = "" if root is None else _name(root.tag)
        if root is not None and kind == "assessmentItem":
            questions.append(_Item(root, name, len(questions) + 1).read())
        elif kind == "questestinterop":
            words = f"{name[:100]} 是 QTI 1.2，没有读；请改用 2.1 或 3.0 导出。"
            findings.append(Finding(path, 0, "import-qti-version", words, "warning"))
        else:
            passed.append(Leftover(0, kind or "读不出来的文件", name))
    if not questions:
        words = "这个包里没有 QTI 2.1 或 3.0 的题目，请在原来的平台里改用这两种格式导出。"
        findings.append(Finding(path, 0, "import-empty", words))
    return QuestionSource(path, "qti", tuple(questions), (), tuple(passed), tuple(findings))


def _members(archive: zipfile.ZipFile) -> list[str]:
    """The XML files of a package: those its manifest names first, in its order."""
    names = [name for name in archive.namelist() if name.lower().endswith(".xml")]
    manifest = next((name for name in names if name.rpartition("/")[2] == "imsmanifest.xml"), None)
    listed: list[str] = []
    if manifest is not None:
        try:
            root = _parsed(archive.read(manifest))
        except xmltext.XmlRefused:
            root = None
        folder = manifest.rpartition("/")[0]
        for resource in _all(root, "resource") if root is not None else ():
            href = _attribute(resource, "href")
            listed.append(f"{folder}/{href}" if folder else href)
    known = [name for name in dict.fromkeys(listed) if name in names]
    return known + sorted(set(names) - set(known) - {manifest or ""})


@dataclass(frozen=True)
class _Declared:
    """What a response declaration says: the right values in their order, and their shares if it maps them."""

    values: tuple[str, ...]
    mapped: dict[str, float]
    cardinality: str
    base: str


class _Item:
    def __init__(self, root: Element, part: str, ordinal: int) -> None:
        self.root = root
        self.made = Building(ordinal, part, _attribute(root, "identifier")[:100])
        self.declared = {_attribute(each, "identifier"): _declared(each) for each in _all(root, "responseDeclaration")}

    def read(self) -> SourceQuestion:
        made = self.made
        body = _first(self.root, "itemBody")
        asked = [e for e in (body.iter() if body is not None else ()) if _name(e.tag).endswith("Interaction")]
        made.stem = self.words(body).removesuffix("\n____") if body is not None else ""
        feedback = [self.words(each) for each in self.root if _name(each.tag) == "modalFeedback"]
        if len(feedback) == 1:
            made.says["explanation"] = feedback[0]
        elif feedback:
            made.lost.append("各答案的反馈")
        others = [UNSUPPORTED.get(_name(e.tag), _name(e.tag)) for e in asked if _name(e.tag) not in READ]
        if others:
            made.unsupported(others[0])
        elif len(asked) != 1:
            made.doubt("qti-several", f"一题里有 {len(asked)} 问，题库一题一问，请在原来的平台里拆开。")
        else:
            self.interaction(asked[0])
        return made.done()

    def interaction(self, asked: Element) -> None:
        prompt = _first(asked, "prompt")
        if prompt is not None:
            self.made.stem = "\n".join(filter(None, (self.made.stem, self.words(prompt))))
        declared = self.declared.get(_attribute(asked, "responseIdentifier")) or _Declared((), {}, "single", "")
        kind = _name(asked.tag)
        if kind == "choiceInteraction":
            self.choice(asked, declared)
        elif kind == "orderInteraction":
            texts = {_attribute(each, "identifier"): self.words(each) for each in _all(asked, "simpleChoice")}
            if sorted(declared.values) != sorted(texts):
                self.made.doubt("key-missing", "排序题没有写明每一步的先后，请补上。")
            self.made.give("order", steps=[texts.get(name, "") for name in declared.values])
        elif kind == "extendedTextInteraction":
            self.made.give("case")
            if declared.values:
                self.made.item["model_answer"] = cell_text("\n".join(declared.values))
        else:
            self.entry(declared)

    def choice(self, asked: Element, declared: _Declared) -> None:
        rows = [(_attribute(each, "identifier"), each) for each in _all(asked, "simpleChoice")]
        right = set(declared.values) or {name for name, worth in declared.mapped.items() if worth > 0}
        texts = [self.words(each) for _, each in rows]
        truths = [answer_word(text) for text in texts]
        if sorted(map(str, truths)) == ["False", "True"] and len(right) == 1 and declared.cardinality != "multiple":
            answer = next((truth for (name, _), truth in zip(rows, truths, strict=True) if name in right), None)
            self.made.give("truefalse", answer=answer)
            return
        shares = []
        for (name, each), text in zip(rows, texts, strict=True):
            worth = declared.mapped.get(name, 100.0 if name in right else 0.0) if len(declared.mapped) > 1 else 0.0
            percent = (100.0 if name in right else min(worth, 0.0)) if not declared.mapped else worth
            told = _first(each, "feedbackInline")
            percent = 100.0 if name in right and percent <= 0 else percent
            shares.append(Share(text, percent, self.words(told) if told is not None else ""))
        multiple = declared.cardinality == "multiple" and _attribute(asked, "maxChoices") != "1"
        if not multiple:
            shares = [Share(s.text, 100.0 if s.percent > 0 else 0.0, s.feedback) for s in shares]
        self.made.choice(shares, multiple=multiple)
        if _attribute(asked, "shuffle") == "false":
            self.made.lost.append("选项不打乱（本平台总是打乱）")

    def entry(self, declared: _Declared) -> None:
        values = [*declared.values, *(name for name, worth in declared.mapped.items() if worth > 0)]
        if declared.base in ("float", "integer") and len(set(values)) == 1:
            try:
                self.made.number_of(float(values[0]), 0.0)
                return
            except ValueError:
                pass
        worth = declared.mapped
        top = max(worth.values(), default=0.0)
        partly = [name for name, value in worth.items() if 0 < value < top]
        shares = [Share(cell_text(v), 50.0 if v in partly else 100.0) for v in dict.fromkeys(values)]
        self.made.accept(shares)

    def words(self, element: Element) -> str:
        """The text of an element as lines, without interactions and feedback in it."""
        return cell_text("".join(self.pieces(element)))

    def pieces(self, element: Element) -> Iterator[str]:
        yield element.text or ""
        for child in element:
            name = _name(child.tag)
            if name in MEDIA:
                self.made.lost.append("图片或音视频")
            elif name == "math":
                self.made.lost.append("公式的排版")
            if name == "textEntryInteraction":
                yield " ____ "
            elif name in ("feedbackInline", "feedbackBlock", "rubricBlock", "printedVariable", "templateInline"):
                if name in ("rubricBlock", "printedVariable", "templateInline"):
                    self.made.lost.append("说明或变量")
            elif not name.endswith("Interaction"):
                mark = "**" if name in ("b", "strong") and (child.text or "").strip() else ""
                yield mark
                yield from self.pieces(child)
                yield mark
                yield "\n" if name in BLOCKS else ""
            yield child.tail or ""


def _declared(element: Element) -> _Declared:
    correct = _first(element, "correctResponse")
    values = tuple("".join(each.itertext()).strip() for each in _all(correct, "value")) if correct is not None else ()
    mapped: dict[str, float] = {}
    for entry in _all(element, "mapEntry"):
        try:
            mapped[_attribute(entry, "mapKey")] = float(_attribute(entry, "mappedValue"))
        except ValueError:
            continue
    return _Declared(values, mapped, _attribute(element, "cardinality"), _attribute(element, "baseType"))

"""Items as Moodle XML and as a QTI 3.0 package."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from anpei.exchange.items import Exported, OutItem

__all__ = ["to_moodle", "to_qti"]

QTI = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
PACKAGE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def _child(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """A new child; names of attributes with _ get a hyphen."""
    child = SubElement(parent, tag, {name.replace("_", "-"): value for name, value in attributes.items()})
    child.text = text or None
    return child


def _lost(item: OutItem, *more: str) -> list[tuple[str, str]]:
    lost = [] if item.text("difficulty") in ("", "medium") else ["难度"]
    lost += ["图片"] if item.raw.get("media") else []
    lost += ["评分要点"] if item.raw.get("rubric") else []
    lost += ["引用和出处"] if item.texts("cites") or item.text("source") else []
    return [(item.item_id, words) for words in (*lost, *more)]


def to_moodle(items: Sequence[OutItem]) -> Exported:
    """A ``<quiz>``; texts say that they are plain, so that nothing in them is taken for HTML."""
    quiz = Element("quiz")
    lost: list[tuple[str, str]] = []
    topic, count = "", 0
    for item in items:
        if item.kind not in MOODLE_KINDS:
            lost.append((item.item_id, f"题型 {item.kind}"))
            continue
        if item.title != topic:
            topic = item.title
            _said(_child(_child(quiz, "question", type="category"), "category"), f"$course$/top/{topic}")
        count += 1
        lost += _lost(item)
        _moodle(quiz, item)
    return Exported(DECLARATION + tostring(quiz, encoding="utf-8"), count, tuple(lost))


MOODLE_KINDS = {
    "single": "multichoice", "multiple": "multichoice", "truefalse": "truefalse", "short": "shortanswer",
    "case": "essay", "order": "ordering", "numeric": "numerical", "matching": "matching",
}  # fmt: skip


def _said(parent: Element, text: str) -> None:
    _child(parent, "text", text)


def _formatted(parent: Element, tag: str, text: str, **attributes: str) -> Element:
    made = _child(parent, tag, **attributes, format="plain_text")
    _said(made, text)
    return made


def _moodle(quiz: Element, item: OutItem) -> None:
    numeric = item.raw.get("numeric")
    question = _child(quiz, "question", type="numerical" if numeric else MOODLE_KINDS[item.kind])
    _said(_child(question, "name"), item.item_id)
    _formatted(question, "questiontext", item.text("stem"))
    _formatted(question, "generalfeedback", item.text("explanation"))
    _child(question, "defaultgrade", f"{item.raw.get('points') or 1:g}")
    if item.kind in ("single", "multiple"):
        _child(question, "single", "true" if item.kind == "single" else "false")
        _child(question, "shuffleanswers", "true")
    rights = sum(right for _, right, _ in item.options)
    for text, right, told in item.options:
        wrong = "0" if item.kind == "single" else "-100"
        answer = _formatted(question, "answer", text, fraction=f"{100 / rights:.5f}" if right else wrong)
        _formatted(answer, "feedback", told)
    if item.kind == "truefalse":
        for word in ("true", "false"):
            right = (word == "true") is item.raw["answer"]
            _formatted(question, "answer", word, fraction="100" if right else "0")
    for text in (*item.texts("accept"), *item.texts("steps")):
        _formatted(question, "answer", text, fraction="100")
    if numeric:
        answer = _formatted(question, "answer", repr(numeric["value"]), fraction="100")
        _child(answer, "tolerance", repr(item.slack))
        if numeric.get("unit"):
            unit = _child(_child(question, "units"), "unit")
            _child(unit, "multiplier", "1")
            _child(unit, "unit_name", str(numeric["unit"]))
    for left, fitting in item.pairs:
        _said(_child(_formatted(question, "subquestion", left), "answer"), fitting)
    if item.kind == "case":
        _formatted(question, "graderinfo", item.text("model_answer"))
    tags = _child(question, "tags")
    for tag in item.texts("tags"):
        _said(_child(tags, "tag"), tag)


def to_qti(items: Sequence[OutItem]) -> Exported:
    """A package of one file an item, with a manifest."""
    out = io.BytesIO()
    lost: list[tuple[str, str]] = []
    manifest = Element("manifest", {"xmlns": PACKAGE, "identifier": "anpei-bank"})
    about = _child(manifest, "metadata")
    _child(about, "schema", "QTI Package")
    _child(about, "schemaversion", "3.0.0")
    _child(manifest, "organizations")
    resources, count = _child(manifest, "resources"), 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for item in items:
            if item.kind not in QTI_KINDS:
                lost.append((item.item_id, f"题型 {item.kind}"))
                continue
            count += 1
            lost += _lost(item, *_qti_lost(item))
            name = f"items/{item.item_id}.xml"
            archive.writestr(name, DECLARATION + tostring(_qti(item), encoding="utf-8"))
            resource = _child(resources, "resource", identifier=item.item_id, type="imsqti_item_xmlv3p0", href=name)
            _child(resource, "file", href=name)
        archive.writestr("imsmanifest.xml", DECLARATION + tostring(manifest, encoding="utf-8"))
    return Exported(out.getvalue(), count, tuple(lost))


QTI_KINDS = ("single", "multiple", "truefalse", "order", "short", "numeric", "case")


def _qti_lost(item: OutItem) -> list[str]:
    numeric = item.raw.get("numeric") or {}
    lost = ["单位"] if numeric.get("unit") else []
    lost += ["允许误差"] if numeric and item.slack else []
    lost += ["分值"] if item.raw.get("points") else []
    return lost + (["标签"] if item.texts("tags") else [])


def _qti(item: OutItem) -> Element:
    root = Element("qti-assessment-item", {
        "xmlns": QTI, "identifier": item.item_id, "title": item.item_id, "adaptive": "false", "time-dependent": "false",
    })  # fmt: skip
    numeric = item.raw.get("numeric")
    rows = _rows(item)
    values = [name for name, _, right, _ in rows if right]
    if item.kind in ("short", "numeric"):
        values = [repr(numeric["value"])] if numeric else item.texts("accept")
    elif item.kind == "case":
        values = [item.text("model_answer")] if item.text("model_answer") else []
    cardinality = {"multiple": "multiple", "order": "ordered"}.get(item.kind, "single")
    base = "float" if numeric else "string" if item.kind in ("short", "case") else "identifier"
    declared = _child(
        root, "qti-response-declaration", identifier="RESPONSE", cardinality=cardinality, base_type=base
    )  # fmt: skip
    if values:
        correct = _child(declared, "qti-correct-response")
        for value in values if cardinality != "single" else values[:1]:
            _child(correct, "qti-value", value)
    if item.kind == "short" and not numeric:
        mapping = _child(declared, "qti-mapping", default_value="0")
        for value in values:
            _child(mapping, "qti-map-entry", map_key=value, mapped_value="1")
    _child(root, "qti-outcome-declaration", identifier="SCORE", cardinality="single", base_type="float")
    _child(root, "qti-outcome-declaration", identifier="FEEDBACK", cardinality="single", base_type="identifier")
    _body(root, item, rows)
    template = "map_response" if item.kind == "short" and not numeric else "match_correct"
    if item.kind != "case":
        address = f"https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/{template}.xml"
        _child(root, "qti-response-processing", template=address)
    if item.text("explanation"):
        told = _child(
            root, "qti-modal-feedback", outcome_identifier="FEEDBACK", identifier="explanation", show_hide="show"
        )  # fmt: skip
        _paragraphs(_child(told, "qti-content-body"), item.text("explanation"))
    return root


def _rows(item: OutItem) -> list[tuple[str, str, bool, str]]:
    """Identifier, text, whether right, and feedback of what can be chosen."""
    if item.kind == "truefalse":
        return [("true", "正确", item.raw["answer"] is True, ""), ("false", "错误", item.raw["answer"] is False, "")]
    if item.kind == "order":
        return [(f"S{n}", text, True, "") for n, text in enumerate(item.texts("steps"), 1)]
    return [(chr(ord("A") + n), *row) for n, row in enumerate(item.options)]


def _body(root: Element, item: OutItem, rows: Sequence[tuple[str, str, bool, str]]) -> None:
    body = _child(root, "qti-item-body")
    _paragraphs(body, item.text("stem"))
    if item.kind in ("short", "numeric"):
        _child(_child(body, "p"), "qti-text-entry-interaction", response_identifier="RESPONSE")
    elif item.kind == "case":
        _child(body, "qti-extended-text-interaction", response_identifier="RESPONSE")
    else:
        name = "qti-order-interaction" if item.kind == "order" else "qti-choice-interaction"
        most = {} if item.kind == "order" else {"max_choices": "0" if item.kind == "multiple" else "1"}
        asked = _child(body, name, response_identifier="RESPONSE", shuffle="true", **most)
        for identifier, text, _, told in rows:
            choice = _child(asked, "qti-simple-choice", text, identifier=identifier)
            if told:
                _child(
                    choice, "qti-feedback-inline", told, outcome_identifier="FEEDBACK", identifier=identifier,
                    show_hide="show",
                )  # fmt: skip


def _paragraphs(parent: Element, text: str) -> None:
    for part in text.split("\n"):
        _child(parent, "p", part)

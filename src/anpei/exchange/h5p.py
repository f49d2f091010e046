"""H5P packages: question sets and single questions; other kinds of content are told by name."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from anpei.exchange.model import Leftover, QuestionSource, SourceQuestion
from anpei.exchange.qti import MOST
from anpei.exchange.structured import Building, Share, plain
from anpei.findings import Finding
from anpei.plainfiles import parse_json
from anpei.unpacking import too_much

__all__ = ["read_h5p"]

LARGEST = 20_000_000
UNSUPPORTED = {
    "H5P.DragText": "选词填空", "H5P.DragQuestion": "图上配对", "H5P.MarkTheWords": "文中点选", "H5P.Summary": "总结",
    "H5P.ImageHotspotQuestion": "图上点选", "H5P.ImageMultipleHotspotQuestion": "图上点选", "H5P.MemoryGame": "配对",
    "H5P.SortParagraphs": "段落排序", "H5P.AdvancedBlanks": "选词填空",
}  # fmt: skip
_BLANK = re.compile(r"\*([^*\n]+)\*")


def read_h5p(data: bytes, path: str) -> QuestionSource:
    """The questions of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if too_much(archive, MOST) or any(
            archive.getinfo(name).file_size > LARGEST for name in ("h5p.json", "content/content.json") if name in names
        ):
            words = "文件解开后过大，请分成几个包导出。"
            return QuestionSource(path, "h5p", findings=(Finding(path, 0, "import-too-large", words),))
        if not {"h5p.json", "content/content.json"} <= names:
            words = "这不是 H5P 的包（没有 h5p.json 和 content/content.json）。"
            return QuestionSource(path, "h5p", findings=(Finding(path, 0, "import-format", words),))
        about = parse_json(archive.read("h5p.json").decode("utf-8-sig"))
        content = parse_json(archive.read("content/content.json").decode("utf-8-sig"))
    reader = _Package()
    library = about.get("mainLibrary") if isinstance(about, dict) else ""
    reader.content(str(library), content if isinstance(content, dict) else {}, str(_of(about, "title") or ""))
    if not reader.questions:
        words = f"这个包是 {str(library)[:60]}，里面没有能导入的题目。"
        return QuestionSource(
            path, "h5p", leftovers=tuple(reader.left), findings=(Finding(path, 0, "import-empty", words),)
        )
    return QuestionSource(path, "h5p", tuple(reader.questions), tuple(reader.left))


def _of(value: Any, *keys: str) -> Any:
    """What lies under the keys, if all of them lead somewhere."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _rows(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


class _Package:
    def __init__(self) -> None:
        self.questions: list[SourceQuestion] = []
        self.left: list[Leftover] = []

    def content(self, library: str, content: Mapping[str, Any], title: str, deep: int = 0) -> None:
        """One content; a set or a page holds others."""
        name = library.partition(" ")[0]
        inner = _rows(content.get("questions")) if name == "H5P.QuestionSet" else []
        inner += [_of(row, "content") for row in _rows(content.get("content"))] if name == "H5P.Column" else []
        if name in ("H5P.QuestionSet", "H5P.Column") and deep < 5:
            for row in inner:
                params = _of(row, "params")
                shown = str(_of(row, "metadata", "title") or "")
                self.content(
                    str(_of(row, "library") or ""), params if isinstance(params, dict) else {}, shown, deep + 1
                )
        elif name == "H5P.SingleChoiceSet":
            for row in _rows(content.get("choices")):
                made = self.building(_of(row, "question"), title)
                texts = [plain(str(text), html=True, lost=made.lost) for text in _rows(_of(row, "answers"))]
                made.choice([Share(text, 100.0 * (n == 0)) for n, text in enumerate(texts)], multiple=False)
                self.questions.append(made.done())
        elif name == "H5P.Blanks":
            for row in _rows(content.get("questions")):
                self.blank(str(row), title)
        elif (read := READERS.get(name)) is not None:
            made = self.building(content.get("question") or content.get("taskDescription"), title)
            if _of(content, "media", "type", "library"):
                made.lost.append("图片或音视频")
            read(content, made)
            self.questions.append(made.done())
        elif name in UNSUPPORTED:
            words = content.get("taskDescription") or content.get("question") or content.get("intro")
            made = self.building(words if isinstance(words, str) else title or UNSUPPORTED[name], title)
            made.unsupported(UNSUPPORTED[name])
            self.questions.append(made.done())
        else:
            self.left.append(Leftover(len(self.questions) + 1, f"{name or '没有写种类'}：{title}"))

    def building(self, stem: Any, title: str) -> Building:
        made = Building(len(self.questions) + 1, number=title[:100])
        made.stem = plain(str(stem or ""), html=True, lost=made.lost)
        return made

    def blank(self, text: str, title: str) -> None:
        """One sentence with its key between stars; ``a/b`` are two ways to answer, what follows a colon is a tip."""
        made = self.building(_BLANK.sub("____", text), title)
        keys = _BLANK.findall(plain(text, html=True, lost=[]))
        if len(keys) > 1:
            made.unsupported("选词填空")
        else:
            answers, colon, _tip = (keys[0] if keys else "").partition(":")
            if colon:
                made.lost.append("提示")
            made.accept([Share(answer.strip(), 100.0) for answer in answers.split("/")])
        self.questions.append(made.done())


def _multi(content: Mapping[str, Any], made: Building) -> None:
    shares = []
    for row in _rows(content.get("answers")):
        told = _of(row, "tipsAndFeedback", "chosenFeedback") or ""
        text = plain(str(_of(row, "text") or ""), html=True, lost=made.lost)
        shares.append(Share(text, 100.0 * (_of(row, "correct") is True), plain(str(told), html=True, lost=made.lost)))
        if _of(row, "tipsAndFeedback", "tip"):
            made.lost.append("提示")
    said = _of(content, "behaviour", "type")
    many = sum(share.percent > 0 for share in shares) > 1
    made.choice(shares, multiple=said == "multi" or (said != "single" and many))


def _truth(content: Mapping[str, Any], made: Building) -> None:
    said = json.dumps(content.get("correct")).strip('"').lower()
    if said not in ("true", "false"):
        made.doubt("key-missing", "判断题没有标出对错，请补上。")
    made.give("truefalse", answer=said == "true")
    if _of(content, "behaviour", "feedbackOnCorrect") or _of(content, "behaviour", "feedbackOnWrong"):
        made.lost.append("对错各自的反馈")


def _essay(content: Mapping[str, Any], made: Building) -> None:
    made.give("case")
    if sample := plain(str(_of(content, "solution", "sample") or ""), html=True, lost=made.lost):
        made.item["model_answer"] = sample
    if _rows(content.get("keywords")):
        made.lost.append("评分的关键词")


READERS = {"H5P.MultiChoice": _multi, "H5P.TrueFalse": _truth, "H5P.Essay": _essay}

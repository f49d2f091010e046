"""The words trainers use in files of questions, and the one thing each means here."""

from __future__ import annotations

import html
import re
import unicodedata

from anpei import spreadsheets
from anpei.cleantext import clean

__all__ = [
    "FIELDS",
    "LABELS",
    "answer_word",
    "cell_text",
    "difficulty_word",
    "field_of_head",
    "halfwidth",
    "head_word",
    "kind_word",
    "option_of_head",
    "plain_html",
    "section_kind",
    "squeezed",
]


def _table(text: str) -> dict[str, tuple[str, ...]]:
    """Lines of ``name: words`` as words by name; an indented line goes on."""
    rows = (line.partition(":") for line in re.sub(r"\n +", " ", text.strip()).splitlines())
    return {name: tuple(words.split()) for name, _, words in rows}


FIELDS = _table("""
kind: 题型 题目类型 试题类型 题类 试题题型 题目题型 类型 题型代码 type kind questiontype
stem: 题干 题目 试题 问题 题目内容 试题内容 试题题干 题目题干 题干内容 试题正文 试题题目 题目描述 question stem
    questiontext
options: 选项 备选项 备选答案 选项内容 候选项 可选项 全部选项 答案选项 试题选项 options choices
key: 答案 正确答案 标准答案 参考答案 正确选项 试题答案 题目答案 答案内容 key answer correctanswer
explanation: 解析 答案解析 试题解析 题目解析 解释 试题分析 详解 答案说明 答题解析 explanation analysis
difficulty: 难度 难易度 难易程度 难度系数 难度等级 试题难度 题目难度 difficulty
topic: 知识点 主题 考点 科目 分类 题库 题目分类 试题分类 所属题库 类别 所属知识点 topic category
chapter: 章节 章 所属章节 单元 所属单元 chapter
points: 分值 分数 题目分值 试题分值 本题分值 每题分值 points score mark
cites: 依据 法规依据 法律依据 引用 出处 来源 条款 法条 题目出处 试题来源 source reference
tags: 标签 关键词 关键字 tags
number: 序号 编号 题号 试题编号 题目编号 no no. id
""")
LABELS = {field: words[0] for field, words in FIELDS.items()}
_FIELD = {word: field for field, words in FIELDS.items() for word in words}
_OPTION_HEAD = re.compile(
    r"(?:(?:备选|候选)?(?:选项|答案)|备选项?|option|choice)[\s_-]*([a-l]|1[0-2]|[1-9]|[一二三四五六七八九十])|([a-l])(?:选项|项)?"
)
_DIGITS = "一二三四五六七八九十"

KIND_WORDS = _table("""
single: 单选 单项选择 单项 单选择 single singlechoice sc radio singleselect
multiple: 多选 多项选择 多项 不定项选择 不定项 不定选 multiple multiplechoice mc checkbox multi
truefalse: 判断 是非 对错 正误 判断正误 truefalse true/false tf judge judgement judgment
choice: 选择 choice
blank: 填空 blank fillblank fillin fill 简短填空
case: 简答 问答 论述 案例 案例分析 名词解释 主观 计算 分析 实操 综合 essay case shortanswer
order: 排序 顺序 步骤排序 order ordering sort
numeric: 数值 numeric number numerical
match: 配对 匹配 连线 连连看 match matching
cloze: 选词填空 完形填空 cloze
""")
_KIND = {word: kind for kind, words in KIND_WORDS.items() for word in words}
_SECTION = re.compile(
    r"^((?:第?[一二三四五六七八九十]{1,3}(?:大题|部分)?[、.．:：\s]|[IVX]{1,4}[、.．])\s*)?"
    r"([^\s（(:：，,]{2,8}?)(试题|题|部分)?\s*(?:[（(:：，,\s共每].*)?$"
)

TRUE = frozenset("√ ✓ ✔ ☑ 对 正确 是 t true yes y 真 right correct 对的 正确的".split())  # noqa: SIM905 - a line
FALSE = frozenset("× ✗ ✘ x ╳ ☒ 错 错误 否 f false no n 假 wrong incorrect 不对 不正确 错的 错误的 不是".split())  # noqa: SIM905
EASY = ("易", "简单", "容易", "低", "较易", "初级", "易题", "基础", "easy")
MEDIUM = ("中", "中等", "一般", "普通", "适中", "中级", "中题", "medium", "normal")
HARD = ("难", "困难", "高", "较难", "高级", "难题", "很难", "hard", "difficult")
_DIFFICULTY = {word: level for level, words in (("easy", EASY), ("medium", MEDIUM), ("hard", HARD)) for word in words}
LONGEST_CELL = 20_000
LONGEST_HTML = 60_000
_BREAKS = re.compile(r"<\s*(?:br|/p|/div|/li|/tr)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>|<!--.*?-->", re.DOTALL)
_INVISIBLE = re.compile("[\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060\ufeff]")


def halfwidth(text: str) -> str:
    """Letters, digits and signs as a keyboard has them; only for what is compared, never for what is kept."""
    return unicodedata.normalize("NFKC", text)


def squeezed(text: str) -> str:
    """What is compared of a text: half width, lower case, without spaces."""
    return re.sub(r"\s+", "", halfwidth(text)).lower()


def cell_text(value: object) -> str:
    """A cell's text with its line breaks and its full-width signs, without what can't be seen."""
    text = _INVISIBLE.sub("", clean(spreadsheets.as_text(value)[:LONGEST_CELL])).replace("_x000D_", "")
    text = text.replace("\u3000", " ").replace("\xa0", " ")
    lines = [re.sub(r"[ \t\x0b\x0c]+", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def head_word(head: str) -> str:
    """A head as it is compared: without spaces, brackets and the marks of what must be filled in."""
    return re.sub(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】|[*:：\s]", "", halfwidth(head)).lower() or squeezed(head)


def field_of_head(head: str) -> str:
    """The field a head names, ``option-3`` for the column of an option; empty where it names none."""
    word = head_word(head)
    if word in _FIELD:
        return _FIELD[word]
    place = option_of_head(word)
    return "" if place is None else f"option-{place}"


def option_of_head(word: str) -> int | None:
    """Which option's column a head is: ``选项A`` and ``选项1`` are the first."""
    match = _OPTION_HEAD.fullmatch(word)
    if match is None:
        return None
    said = match[1] or match[2]
    if said.isdigit():
        return int(said) - 1
    return _DIGITS.index(said) if said in _DIGITS else ord(said) - ord("a")


def kind_word(word: str) -> str:
    """The kind a word means (``choice`` and ``blank`` are open still); empty for none."""
    text = squeezed(word)
    plain = re.sub(r"[()\[\]【】_-]", "", text)
    return _KIND.get(plain) or _KIND.get(plain.removesuffix("试题").removesuffix("题")) or ""


def section_kind(text: str) -> str | None:
    """The word for a kind that a heading like 一、单选题（每题 2 分） names; None where it is no such heading."""
    match = _SECTION.match(text.strip())
    return match[2] if match and (match[1] or match[3]) and kind_word(match[2]) else None


def answer_word(word: str) -> bool | None:
    """对 or 错, in all the ways they are written; None for anything else."""
    text = squeezed(word).strip("。.()（）")
    return True if text in TRUE else False if text in FALSE else None


def difficulty_word(word: str) -> str:
    """easy, medium or hard; empty for a figure, of which nobody knows the scale."""
    text = squeezed(word)
    return _DIFFICULTY.get(text) or _DIFFICULTY.get(text.removesuffix("题")) or ""


def plain_html(text: str) -> tuple[str, tuple[str, ...]]:
    """HTML as plain text with **bold**, and what was lost of it."""
    lost = []
    if len(text) > LONGEST_HTML:
        text = text[:LONGEST_HTML]
        lost.append("太长的文字的后半")
    if re.search(r"<(?:img|video|audio|iframe|object|svg)\b", text, re.IGNORECASE):
        lost.append("图片或音视频")
    if re.search(r"<table\b", text, re.IGNORECASE):
        lost.append("表格的格子")
    text = re.sub(r"<(style|script)\b.*?</\1\s*>", "", text, flags=re.DOTALL | re.IGNORECASE)
    text = re.sub(r"</?(?:b|strong)\b[^<>]*>", "**", _BREAKS.sub("\n", text), flags=re.IGNORECASE)
    text = cell_text(html.unescape(_TAG.sub("", text)))
    return (text if text.count("**") % 2 == 0 else text.replace("**", "")), tuple(lost)

"""GIFT and Aiken, the two text formats of Moodle; each block of lines is a question, a heading, or left over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anpei.exchange.model import Leftover, QuestionSource, SourceQuestion
from anpei.exchange.structured import Building, Share, plain
from anpei.exchange.words import cell_text

__all__ = ["looks_like_aiken", "looks_like_gift", "read_aiken", "read_gift"]

_HIDDEN = {sign: chr(0xE000 + n) for n, sign in enumerate("\\~=#{}:%")}
"""Escaped signs while a question is taken apart."""
_SHOWN = {hidden: sign for sign, hidden in _HIDDEN.items()}
_TITLE = re.compile(r"::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"^\[(html|markdown|plain|moodle)\]", re.IGNORECASE)
_PART = re.compile(r"([~=])\s*(?:%(-?\d{1,3}(?:\.\d{1,6})?)%)?([^~=]*)")
_NUMBER = r"-?\d{1,15}(?:\.\d{1,12})?"
_NUMERIC = re.compile(rf"({_NUMBER})\s*(?:(:|\.\.)\s*({_NUMBER}))?")
_AIKEN_OPTION = re.compile(r"^([A-Z])[.)]\s*(\S.*)$")
_AIKEN_KEY = re.compile(r"^ANSWER:\s*([A-Z])\s*$")


def looks_like_gift(text: str) -> bool:
    return bool(re.search(r"(?<!\\)\{\s*(?:[=~#]|T|F|TRUE|FALSE|\})|^\$CATEGORY:", text, re.MULTILINE)) and "}" in text


def looks_like_aiken(text: str) -> bool:
    return bool(re.search(r"^ANSWER:\s*[A-Z]\s*$", text, re.MULTILINE))


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines between empty ones, each with the number of its first; a bracket that is open goes on."""
    begun, held, deep = 0, list[str](), 0
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.lstrip().startswith("//"):
            continue
        if line.strip() or deep > 0:
            begun = begun or number
            held.append(line)
            plain_line = re.sub(r"\\.", "", line)
            deep = max(0, deep + plain_line.count("{") - plain_line.count("}")) if len(held) < 500 else 0
        elif held:
            yield begun, held
            begun, held, deep = 0, [], 0
    if held:
        yield begun, held


def read_gift(text: str, path: str) -> QuestionSource:
    """The questions of a GIFT file."""
    questions: list[SourceQuestion] = []
    leftovers: list[Leftover] = []
    passed: list[Leftover] = []
    category = ""
    for line, rows in _blocks(text):
        while rows and rows[0].startswith("$CATEGORY:"):
            category = rows[0].removeprefix("$CATEGORY:").strip()
            passed.append(Leftover(line, rows[0]))
            rows, line = rows[1:], line + 1
        if not rows:
            continue
        question = _gift_question("\n".join(rows), line, category)
        if question is None:
            leftovers.append(Leftover(line, " ".join(rows)[:200]))
        else:
            questions.append(question)
    return QuestionSource(path, "gift", tuple(questions), tuple(leftovers), tuple(passed))


def _gift_question(text: str, line: int, category: str) -> SourceQuestion | None:
    text = re.sub(r"\\([\\~=#{}:%])", lambda m: _HIDDEN[m[1]], text)
    made = Building(line, says={"topic": category.removeprefix("$course$/").removeprefix("top/")})
    title = _TITLE.match(text.lstrip())
    if title:
        made.number = _show(title[1]).strip()[:100]
        text = text.lstrip()[title.end() :]
    opened, closed = text.find("{"), text.rfind("}")
    if opened < 0 or closed < opened:
        return None
    before, inside, after = text[:opened].strip(), text[opened + 1 : closed], text[closed + 1 :].strip()
    said = _FORMAT.match(before)
    html = bool(said and said[1].lower() in ("html", "moodle"))
    before = before[said.end() :].strip() if said else before
    made.stem = plain(_show(f"{before} ____ {after}" if after else before), html=html, lost=made.lost)
    inside, _, general = inside.partition("####")
    made.says["explanation"] = plain(_show(general), html=html, lost=made.lost)
    _answers(inside.strip(), made, html=html)
    return made.done()


def _show(text: str) -> str:
    """The signs that were escaped, and line breaks that were written."""
    for hidden, sign in _SHOWN.items():
        if sign != "\\":
            text = text.replace(hidden, sign)
    return text.replace("\\n", "\n").replace(_HIDDEN["\\"], "\\")


def _answers(inside: str, made: Building, *, html: bool) -> None:
    """The part between the brackets, which says the kind and the key."""
    truth = re.fullmatch(r"(TRUE|T|FALSE|F)\s*(#.*)?", inside, re.IGNORECASE | re.DOTALL)
    if not inside:
        made.give("case")
    elif truth:
        if truth[2]:
            made.lost.append("对错各自的反馈")
        made.give("truefalse", answer=truth[1].upper().startswith("T"))
    elif inside.startswith("#"):
        _numeric(inside[1:].strip(), made)
    else:
        _options(inside, made, html=html)


def _options(inside: str, made: Building, *, html: bool) -> None:
    parts = list(_PART.finditer(inside))
    if not parts or inside[: parts[0].start()].strip():
        made.doubt("gift-answers", "大括号里的答案看不懂，请改正。")
        return
    shares = []
    for sign, percent, rest in (part.groups() for part in parts):
        text, _, feedback = rest.partition("#")
        worth = float(percent) if percent else (100.0 if sign == "=" else 0.0)
        shares.append(
            Share(
                plain(_show(text), html=html, lost=made.lost), worth, plain(_show(feedback), html=html, lost=made.lost)
            )
        )
    signs = {part[1] for part in parts}
    if signs == {"="} and all("->" in part[3] for part in parts):
        rows = (part[3].partition("#")[0].partition("->") for part in parts)
        shown = [[plain(_show(side), html=html, lost=made.lost) for side in (left, right)] for left, _, right in rows]
        made.pairs([(left, right) for left, right in shown])
    elif signs == {"="}:
        made.accept(shares)
    elif sum(part[1] == "=" for part in parts) > 1:
        made.doubt("gift-several", "有几个选项前写着 =，说不准是单选还是多选，请改成 ~%50% 一类的写法，或只留一个 =。")
    else:
        multiple = "=" not in signs
        made.choice(shares, multiple=multiple)


def _numeric(inside: str, made: Building) -> None:
    if "=" in inside or "~" in inside:
        parts = [part for part in _PART.finditer(inside) if part[1] == "="]
        if len(parts) != 1 or (parts[0][2] and float(parts[0][2]) < 99):
            made.doubt("weights", "数值题有几个答案各给一部分分，题库里只有一个数和误差，请改掉。")
            return
        inside = parts[0][3]
    text, _, feedback = inside.partition("#")
    if feedback:
        made.lost.append("各答案的反馈")
    match = _NUMERIC.fullmatch(_show(text).strip())
    if match is None:
        made.doubt("gift-answers", "数值题的答案看不懂，请写成 {#数:误差}。")
        return
    first, second = float(match[1]), float(match[3] or 0)
    if match[2] == "..":
        made.number_of((first + second) / 2, abs(second - first) / 2)
    else:
        made.number_of(first, abs(second))


def read_aiken(text: str, path: str) -> QuestionSource:
    """The questions of an Aiken file: a stem, options from A on, ``ANSWER: B``."""
    questions: list[SourceQuestion] = []
    leftovers: list[Leftover] = []
    stem: list[str] = []
    options: list[str] = []
    begun = 0
    for number, raw in enumerate(text.split("\n"), 1):
        line = cell_text(raw)
        key, option = _AIKEN_KEY.match(line), _AIKEN_OPTION.match(line)
        if not line:
            continue
        if key and stem:
            made = Building(begun, stem="\n".join(stem))
            place = ord(key[1]) - ord("A")
            if place < len(options):
                made.choice([Share(each, 100.0 * (n == place)) for n, each in enumerate(options)], multiple=False)
            else:
                made.doubt("key-beyond", f"答案 {key[1]} 指到的选项没有，请检查选项和答案。")
            questions.append(made.done())
            stem, options = [], []
        elif option and stem and ord(option[1]) - ord("A") == len(options):
            options.append(option[2])
        elif key or options:
            leftovers += [Leftover(begun or number, " ".join((*stem, *options))[:200])] if options else []
            leftovers += [Leftover(number, line)] if key else []
            stem, options, begun = ([] if key else [line]), [], number
        else:
            begun = begun if stem else number
            stem.append(line)
    if stem:
        leftovers.append(Leftover(begun, " ".join((*stem, *options))[:200]))
    return QuestionSource(path, "aiken", tuple(questions), tuple(leftovers))

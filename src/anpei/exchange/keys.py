"""Keys as people write them: letters in any width and case, words for 对 and 错, options' texts, numbers with units.

A key that can be read two ways is a doubt with its way out, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from anpei.exchange.model import Choices, Doubt
from anpei.exchange.words import answer_word, halfwidth, squeezed

__all__ = ["Amount", "amount", "letters_of", "right_options", "short", "split_options", "truth"]

LETTERS = "ABCDEFGHIJKL"
_BETWEEN = re.compile(r"[\s,、;|/&+.:，；。．：和]+")
_LED = re.compile(r"^([A-L])\s*[.、:)）．：]\s*(.+)$", re.DOTALL)
_MARK = re.compile(r"(?<![A-Za-z0-9])[(（]?([A-La-lＡ-Ｌａ-ｌ])[)）.、．:：]\s*(?=\S)")
_AMOUNT = re.compile(r"([-+]?\d{1,12}(?:\.\d{1,9})?)\s*(%|℃|°C|[a-zA-Zμ/²³·\u4e00-\u9fff]{0,8})")


@dataclass(frozen=True)
class Amount:
    value: float
    unit: str


def short(text: str) -> str:
    """A text as a message quotes it."""
    text = " ".join(text.split())
    return text if len(text) <= 20 else text[:20] + "…"


def letters_of(key: str) -> list[int] | None:
    """The places that letters name in their order: ``AB``, ``A、B``, ``c``, ``Ｄ``; None for anything else."""
    text = _BETWEEN.sub("", halfwidth(key).upper().strip("()[]【】（）"))
    return [LETTERS.index(letter) for letter in text] if text and set(text) <= set(LETTERS) else None


def right_options(key: str, options: Sequence[str], choices: Choices) -> tuple[list[int], Doubt | None]:
    """The places of the options a key means, in the key's order."""
    letters, texts = letters_of(key), _by_text(key, options)
    if letters is not None and texts is not None and sorted(letters) != sorted(texts):
        words = f"答案“{short(key)}”既是选项的字母，又是另一个选项的文字，请在文件里写清楚是哪一个。"
        return [], Doubt("key-letter-or-text", words)
    if letters is None and (led := _LED.match(halfwidth(key).strip())) is not None:
        return _led(key, led, options)
    places = letters if letters is not None else texts
    if places is None:
        places = _by_number(key, choices)
    if places is None:
        if re.fullmatch(r"[\d\s,、;|，；.]+", key):
            words = f"答案“{short(key)}”是数字。如果是第几个选项，导入时说明（--digits option），不是就改成字母。"
            return [], Doubt("key-digits", words)
        return [], Doubt("key-unknown", f"答案“{short(key)}”既不是选项的字母，也不是某个选项的文字，请改正。")
    if len(set(places)) < len(places):
        return [], Doubt("key-repeated", f"答案“{short(key)}”里有重复的字母，请改正。")
    if any(place >= len(options) or not options[place] for place in places):
        return [], Doubt("key-beyond", f"答案“{short(key)}”指到的选项没有，请检查选项和答案。")
    return places, None


def _led(key: str, led: re.Match[str], options: Sequence[str]) -> tuple[list[int], Doubt | None]:
    """A key that says the letter and the text, which have to agree."""
    place = LETTERS.index(led[1])
    if place < len(options) and squeezed(options[place]) == squeezed(led[2]):
        return [place], None
    return [], Doubt("key-letter-or-text", f"答案“{short(key)}”的字母和文字对不上选项，请改正。")


def _by_text(key: str, options: Sequence[str]) -> list[int] | None:
    wanted = squeezed(key)
    found = [n for n, option in enumerate(options) if option and squeezed(option) == wanted]
    if found:
        return found if len(found) == 1 else None
    parts = [squeezed(part) for part in re.split(r"[\n|;；]+", key) if part.strip()]
    texts = [squeezed(option) for option in options]
    if len(parts) > 1 and all(texts.count(part) == 1 for part in parts):
        return [texts.index(part) for part in parts]
    return None


def _by_number(key: str, choices: Choices) -> list[int] | None:
    text = halfwidth(key).strip()
    if choices.digits != "option" or not re.fullmatch(r"\d{1,2}(?:[\s,、;|]+\d{1,2})*", text):
        return None
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    return [number - 1 for number in numbers] if all(numbers) else None


def truth(key: str, options: Sequence[str], choices: Choices) -> tuple[bool | None, Doubt | None]:
    """Whether a key says 对 or 错; letters only by the options they stand for, or as a person has decided."""
    said = {squeezed(word): value for word, value in choices.truefalse.items()}
    meant = [answer_word(option) for option in options if option]
    letters = letters_of(key)
    spoken = answer_word(key)
    if letters is not None and len(letters) == 1 and sorted(map(str, meant)) == ["False", "True"] and letters[0] < 2:
        return meant[letters[0]], None
    if squeezed(key) in said:
        return said[squeezed(key)], None
    if spoken is not None:
        return spoken, None
    if (letters is not None and len(letters) == 1) or re.fullmatch(r"[012]", halfwidth(key).strip()):
        words = (
            f"判断题的答案写“{short(key)}”，说不准是对还是错。导入时说明，如 --truefalse {squeezed(key).upper()}=对。"
        )
        return None, Doubt("truefalse-letter", words, squeezed(key))
    return None, Doubt("key-unknown", f"判断题的答案“{short(key)}”看不懂，请写对或错。")


def amount(key: str) -> Amount | None:
    """A number with perhaps a unit."""
    match = _AMOUNT.fullmatch(halfwidth(key).strip())
    return Amount(float(match[1]), match[2]) if match else None


def split_options(text: str) -> tuple[tuple[str, ...], Doubt | None]:
    """All options out of one cell or line: by their letters, or one a line, or between upright strokes."""
    marks = list(_MARK.finditer(text))
    names = [halfwidth(mark[1]).upper() for mark in marks]
    if len(marks) >= 2 and names == list(LETTERS[: len(names)]) and not text[: marks[0].start()].strip(" (（"):
        ends = [mark.start() for mark in marks[1:]] + [len(text)]
        return tuple(text[mark.end() : end].strip(" \n;；|") for mark, end in zip(marks, ends, strict=True)), None
    if len(marks) >= 2 and "A" in names:
        return (), Doubt("options-letters", f"选项“{short(text)}”里的字母不是依次的 A、B、C，请分成几格或几行。")
    for sign in ("\n", "|", "｜", "$$", "&&"):
        parts = [part.strip() for part in text.split(sign) if part.strip()]
        if len(parts) >= 2:
            return tuple(parts), None
    if re.search(r"[;；]", text):
        return (), Doubt("options-in-one", f"选项“{short(text)}”只用分号隔开，分不清哪里是一项，请分成几格或几行。")
    return ((text,) if text else ()), None

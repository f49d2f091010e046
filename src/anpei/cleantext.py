"""Text as it may be kept and shown: no halves of surrogate pairs, no control characters, one spelling of each letter.

What comes in is cleaned once, at the door of requests; what an older version let in is mended where it is read back.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

__all__ = ["clean", "mended", "mended_all"]

_UNSOUND = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no XML, no UTF-8 and no screen can hold; tab and line break may stay."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """The text as it is kept: NFC, line breaks as one character, unsound characters gone."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", _UNSOUND.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def mended(text: str) -> str:
    """A text kept before the door cleaned: half a pair shows as �, control characters are gone, the rest as it was."""
    if not _UNSOUND.search(text):
        return text
    return _UNSOUND.sub("", _SURROGATE.sub("\ufffd", text))


def mended_all(value: Any) -> Any:
    """The same of every text in a value read from JSON, keys included."""
    if isinstance(value, str):
        return mended(value)
    if isinstance(value, list):
        return [mended_all(each) for each in value]
    if isinstance(value, dict):
        return {mended_all(key): mended_all(each) for key, each in value.items()}
    return value

"""Colours that are drawn into files, where no sheet of styles is read: PDF, Word, workbooks, codes, marked pictures.

They are the tokens of the pages (``shared/tokens.css``), ``tests/test_tokens.py`` compares the two.
"""

from __future__ import annotations

__all__ = ["AMBER", "BLUE", "GREEN", "GREY", "INK", "LINE", "PALE_BLUE", "PALE_RED", "PAPER", "RED", "SUNKEN", "WHITE"]
__all__ += ["named"]

INK = "#17212b"
GREY = "#55606c"
LINE = "#c9c5bb"
RED = "#a8231b"
AMBER = "#8a4b00"
GREEN = "#17693f"
BLUE = "#1b4f8f"
WHITE = "#ffffff"
PAPER = "#fbfaf7"
SUNKEN = "#f3f1eb"
PALE_BLUE = "#e9f0f9"
PALE_RED = "#fcebe8"


def named(colour: str) -> str:
    """A colour as workbooks and Word name it: ``17212B``."""
    return colour[1:].upper()

"""The scales by which a risk is judged: those of the risk activities, so that a course and its exam say the same."""

from __future__ import annotations

from functools import cache
from typing import Literal

from anpei_widgets.learning.shared import risk_scales as told

from anpei.bank.model import Band, Scale

Method = Literal["lec", "matrix"]


@cache
def scales(method: Method) -> tuple[Scale, ...]:
    """L, E and C, or likelihood and severity; each with its levels, the lowest first."""
    factors = told.LEC if method == "lec" else (told.LIKELIHOOD, told.SEVERITY)
    return tuple(
        Scale(
            id=factor["id"],
            name=factor["name"],
            levels=tuple((level["value"], level["name"], level["means"]) for level in factor["levels"]),
        )
        for factor in factors
    )


@cache
def bands(method: Method) -> tuple[Band, ...]:
    """What a product of levels is called; LEC's own names with the colour that they stand for."""
    rows = told.LEC_BANDS if method == "lec" else told.BANDS
    words = {tone: colour["word"] for tone, colour in told.COLOURS.items()}
    return tuple(
        Band(upto=row["upto"], name=f"{row['name']}（{words[row['tone']]}）", tone=row["tone"]) for row in rows
    )

"""The one scoring function: instant marks, nbgrader and practice all ask it, so they can't disagree.

- single, truefalse: all or nothing.
- multiple: net correct, points × max(0, right chosen − wrong chosen) / number of right options, which is PrairieLearn's
  ``partial-credit="net-correct"``: guessing everything earns nothing when half the options are wrong.
- order: points × right neighbours / (n − 1), Moodle's ordering question "relative to the next item (excluding last)":
  one misplaced step costs its neighbourhood, not everything after it.
- short: an accepted text after normalisation, or a number within tolerance.
- spot: points × max(0, hazards found − false places marked − marks on nothing) / number of hazards; a place marked
  twice counts once. There are at least as many harmless places as hazards, so marking everything earns nothing.
- case: a person marks it; blank is 0 at once.

Points are rounded to hundredths. A value that can't be an answer to the question is scored as wrong, never raised.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from anpei.bank import LETTERS, BadValue, ItemVersion, check_value, net_correct, place_ids
from anpei.grading.model import Mark, Verdict
from anpei.grading.spotting import spotted

NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?")


def score(version: ItemVersion, order: Sequence[int], value: Any, points: float | None = None) -> Mark:
    """Mark one answer given in displayed letters; ``points`` is the slot's worth, the item's own when None."""
    worth = version.points if points is None else points
    try:
        kept = check_value(version.public.kind, len(version.public.choices), value)
    except BadValue:
        return Mark(0.0, worth, "wrong")
    if kept is None or (isinstance(kept, str) and not kept.strip()):
        return Mark(0.0, worth, "blank")
    if version.public.kind == "case":
        return Mark(0.0, worth, "awaiting")
    share = _share(version, order, kept)
    return Mark(round(worth * share, 2) if share < 1 else float(worth), worth, _verdict(share))


def right_value(version: ItemVersion, order: Sequence[int]) -> Any:
    """The answer that earns everything, in displayed letters or places; None for a case, whose key is its rubric."""
    secret, kind = version.secret, version.public.kind
    if kind == "spot":
        return [name for name, index in zip(place_ids(order), order, strict=True) if index in secret.right]
    shown = {index: LETTERS[n] for n, index in enumerate(order)}
    if kind == "single":
        return shown[secret.right[0]]
    if kind == "multiple":
        return sorted(shown[index] for index in secret.right)
    if kind == "order":
        return [shown[index] for index in secret.sequence]
    if kind == "truefalse":
        return secret.answer
    if kind == "short":
        return secret.accept[0] if secret.accept else _written(secret.numeric.value if secret.numeric else 0)
    return None


def feedback(version: ItemVersion, order: Sequence[int]) -> dict[str, str]:
    """The author's word on each option or place that has one, by displayed letter or name."""
    texts = version.secret.feedback
    names = place_ids(order) if version.public.kind == "spot" else LETTERS
    return {names[n]: texts[index] for n, index in enumerate(order) if index < len(texts) and texts[index]}


def _share(version: ItemVersion, order: Sequence[int], value: Any) -> float:
    kind = version.public.kind
    if kind == "spot":
        return spotted(version, order, value).share
    right = right_value(version, order)
    if kind == "multiple":
        return net_correct(set(value), set(right))
    if kind == "order":
        pairs = set(pairwise(right))
        return len(pairs & set(pairwise(value))) / len(pairs)
    if kind == "short":
        return 1.0 if _accepted(version, value) else 0.0
    return 1.0 if value == right else 0.0


def _verdict(share: float) -> Verdict:
    if share >= 1:
        return "right"
    return "partial" if share > 0 else "wrong"


def _accepted(version: ItemVersion, text: str) -> bool:
    given = normal(text)
    if given in {normal(each) for each in version.secret.accept}:
        return True
    numeric = version.secret.numeric
    if numeric is None:
        return False
    number = given.removesuffix(normal(version.public.unit)) if version.public.unit else given
    if not NUMBER.fullmatch(number):
        return False
    return abs(Decimal(number) - Decimal(str(numeric.value))) <= Decimal(str(numeric.tolerance))


def normal(text: str) -> str:
    """Text as it is compared: full and half width, letter case, spaces and closing punctuation make no difference."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold().strip("。.,;!、")


def _written(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else str(number)

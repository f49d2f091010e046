"""The one scoring function: instant marks, nbgrader and practice all ask it, so they can't disagree.

- single, truefalse: all or nothing.
- multiple: by the paper's policy. Net correct (the default, PrairieLearn's ``partial-credit="net-correct"``): points ×
  max(0, right chosen − wrong chosen) / number of right options, so that guessing everything earns nothing when half the
  options are wrong. All or nothing: points when just the right ones are chosen. Partial: points × right chosen / number
  of right options, nothing once a wrong one is among them.
- order: points × right neighbours / (n − 1), Moodle's ordering question "relative to the next item (excluding last)":
  one misplaced step costs its neighbourhood, not everything after it.
- short: an accepted text after normalisation, or a number within tolerance.
- spot: points × max(0, hazards found − false places marked − marks on nothing) / number of hazards; a place marked
  twice counts once. There are at least as many harmless places as hazards, so marking everything earns nothing.
- numeric: a number within the accepted error of the right one (Moodle's nominal or relative tolerance).
- matching, cloze: points × prompts with their right choice / number of prompts; nothing is taken off.
- risk: each factor earns 1 at the right level, 1/2 at the next one above or below, 0 further off; the mean of them.
- branching: what the ways taken earn, of what the best way through the case earns; a way that doesn't follow
  from the one before ends the path.
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

from anpei.bank import (
    LETTERS,
    NUMBER,
    BadValue,
    ItemVersion,
    MultiplePolicy,
    check_value,
    multiple_share,
    place_ids,
    plain_number,
)
from anpei.grading.branching import best_path, followed
from anpei.grading.model import Mark, Verdict
from anpei.grading.spotting import spotted

NEXT_LEVEL = 0.5
"""What a factor of a risk earns that was judged one level too high or too low."""


def score(
    version: ItemVersion,
    order: Sequence[int],
    value: Any,
    points: float | None = None,
    multiple: MultiplePolicy = "net_correct",
) -> Mark:
    """Mark one answer given in displayed letters; ``points`` is the slot's worth, the item's own when None.

    ``multiple`` is the paper's policy for multiple choices.
    """
    worth = version.points if points is None else points
    try:
        kept = check_value(version.public.kind, len(version.public.choices), value)
    except BadValue:
        return Mark(0.0, worth, "wrong")
    if kept is None or (isinstance(kept, str) and not kept.strip()):
        return Mark(0.0, worth, "blank")
    if version.public.kind == "case":
        return Mark(0.0, worth, "awaiting")
    share = _share(version, order, kept, multiple)
    return Mark(round(worth * share, 2) if share < 1 else float(worth), worth, _verdict(share))


def right_value(version: ItemVersion, order: Sequence[int]) -> Any:
    """The answer that earns everything, in displayed letters or places; None for a case, whose key is its rubric."""
    secret, kind = version.secret, version.public.kind
    if kind == "spot":
        return [name for name, index in zip(place_ids(order), order, strict=True) if index in secret.right]
    if kind == "branching":
        return best_path(version, order)
    shown = {index: LETTERS[n] for n, index in enumerate(order)}
    if kind == "single":
        return shown[secret.right[0]]
    if kind == "multiple":
        return sorted(shown[index] for index in secret.right)
    if kind == "order":
        return [shown[index] for index in secret.sequence]
    if kind == "truefalse":
        return secret.answer
    if kind in ("matching", "cloze"):
        return [shown[index] for index in secret.pairs]
    if kind == "risk":
        return [LETTERS[level] for level in secret.levels]
    if kind in ("short", "numeric"):
        return secret.accept[0] if secret.accept else str(plain_number(secret.numeric.value if secret.numeric else 0))
    return None


def feedback(version: ItemVersion, order: Sequence[int]) -> dict[str, str]:
    """The author's word on each option, place or factor that has one, by displayed letter or name."""
    texts = version.secret.feedback
    if version.public.kind == "risk":
        return {scale.id: text for scale, text in zip(version.public.scales, texts, strict=False) if text}
    names = place_ids(order) if version.public.kind in ("spot", "branching") else LETTERS
    return {names[n]: texts[index] for n, index in enumerate(order) if index < len(texts) and texts[index]}


def _share(version: ItemVersion, order: Sequence[int], value: Any, multiple: MultiplePolicy) -> float:
    kind = version.public.kind
    if kind == "spot":
        return spotted(version, order, value).share
    if kind == "branching":
        return followed(version, order, value).share
    if kind in ("short", "numeric"):
        return 1.0 if _accepted(version, value) else 0.0
    right = right_value(version, order)
    if kind == "multiple":
        return multiple_share(multiple, set(value), set(right))
    if kind in ("matching", "cloze"):
        return float(sum(each == wanted for each, wanted in zip(value, right, strict=False)) / len(right))
    if kind == "risk":
        return float(sum(_near(each, wanted) for each, wanted in zip(value, right, strict=False)) / len(right))
    if kind == "order":
        pairs = set(pairwise(right))
        return len(pairs & set(pairwise(value))) / len(pairs)
    return 1.0 if value == right else 0.0


def _near(given: str | None, right: str) -> float:
    """What a factor earns by how far its level lies from the right one."""
    if given is None:
        return 0.0
    return {0: 1.0, 1: NEXT_LEVEL}.get(abs(LETTERS.index(given) - LETTERS.index(right)), 0.0)


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

"""Rules on sources: nothing is taught as law that the register of laws doesn't hold."""

from __future__ import annotations

from collections.abc import Iterable

from anpei.bank.entry import BankEntry, ItemRule, Problem, World
from anpei.laws import Citation


def cite_unknown(entry: BankEntry, world: World) -> Iterable[Problem]:
    """Every citation stands in the register of laws, with a gist."""
    for where, text in entry.cited:
        citation = Citation.parse(text)
        if citation is None:
            yield where, f"引用“{text}”的写法不对，应如 xiaofang#44。"
        elif problem := world.registry.problem(citation):
            yield where, problem


def law_without_cites(entry: BankEntry, world: World) -> Iterable[Problem]:
    """What rests on law cites it; what has no article behind it says ``basis: guidance``."""
    if entry.raw.get("basis", "law") == "law" and not any(text for _, text in entry.cited):
        yield ("cites",), "依据是法律（basis: law），却没有引用（cites）。没有条文依据的请写 basis: guidance。"


def guidance_without_source(entry: BankEntry, world: World) -> Iterable[Problem]:
    """Practice guidance names its source, and is shown as still to be verified."""
    if entry.text("basis") == "guidance" and not entry.text("source"):
        yield ("source",), "依据是通行做法（basis: guidance），要写明出处（source）。"


SOURCE_RULES: tuple[ItemRule, ...] = (cite_unknown, law_without_cites, guidance_without_source)


def cite_not_in_force(entry: BankEntry, world: World) -> Iterable[Problem]:
    """The cited version is in force on the day of the check."""
    for where, text in entry.cited:
        card = world.registry.resolve(text, world.on) if world.on else None
        if card is not None and card.status in ("已被替代", "尚未施行"):
            yield where, f"{card.title}{card.status}，请确认题目仍然适用。"


SOURCE_HINTS: tuple[ItemRule, ...] = (cite_not_in_force,)

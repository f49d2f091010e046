"""The hours of training and the frequency of drills that we bring along, as the texts of the decrees have them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from anpei import hours, laws
from anpei.content import Shelves, bundled
from anpei.exercises import report


@dataclass(frozen=True)
class Shipped:
    """The register and the rules by their id."""

    registry: laws.Registry
    hours: dict[str, hours.Category]
    frequencies: dict[str, report.FrequencyRule]


@pytest.fixture(scope="module")
def shipped() -> Shipped:
    shelves = Shelves([bundled()])
    told = report.load_drilling(shelves).frequencies
    assert told is not None
    return Shipped(
        laws.load(shelves)[0],
        {rule.id: rule for rule in (hours.load(shelves)[0] or hours.NONE).categories},
        {rule.id: rule for rule in told.rules},
    )


@pytest.mark.parametrize(
    ("category", "least", "period", "cite"),
    [
        ("worker_first", 24, "once", "peixun-3#13.1"),
        ("worker_risky_first", 72, "once", "peixun-3#13.2"),
        ("worker_risky_yearly", 20, "year", "peixun-3#13.2"),
        ("leader_first", 32, "once", "peixun-3#9.1"),
        ("leader_yearly", 12, "year", "peixun-3#9.1"),
        ("leader_risky_first", 48, "once", "peixun-3#9.2"),
        ("leader_risky_yearly", 16, "year", "peixun-3#9.2"),
    ],
)
def test_hours_that_the_decree_has_are_verified(
    category: str, least: int, period: str, cite: str, shipped: Shipped
) -> None:
    rule = shipped.hours[category]
    assert (rule.hours, rule.period, rule.cites, rule.certainty) == (least, period, (cite,), "核")


SECOND_HAND = ["worker_yearly", "builder_first", "builder_yearly", "health_first", "health_yearly"]


@pytest.mark.parametrize("category", SECOND_HAND)
def test_hours_from_second_hand_stay_marked(category: str, shipped: Shipped) -> None:
    assert shipped.hours[category].certainty == "转" and shipped.hours[category].source


@pytest.mark.parametrize(
    ("rule_id", "months", "cites", "certainty"),
    [
        ("any-yearly", 12, ("yuan-guanli#33.1",), "核"),
        ("site-half-yearly", 6, ("yuan-guanli#33.1",), "核"),
        ("fire-key-half-yearly", 6, ("xiaofang-61#40",), "核"),
        ("fire-other-yearly", 12, ("xiaofang-61#40",), "核"),
        ("high-rise-yearly", 12, ("gaoceng-5#44",), "核"),
        ("high-rise-half-yearly", 6, ("gaoceng-5#44",), "核"),
        ("high-rise-parts-quarterly", 3, ("gaoceng-5#44",), "核"),
        ("high-rise-homes-yearly", 12, ("gaoceng-5#41",), "转"),
        ("hazchem", 0, ("weihua-fa#91",), "转"),
        ("confined-space", 0, ("youxian-13#10",), "核"),
        ("high-toxic", 0, ("youdu#16",), "转"),
        ("major-special-yearly", 12, (), "转"),
        ("major-site-half-yearly", 6, (), "转"),
    ],
)
def test_frequencies_are_the_decrees(
    rule_id: str, months: int, cites: tuple[str, ...], certainty: str, shipped: Shipped
) -> None:
    rule = shipped.frequencies[rule_id]
    assert (rule.months, rule.cites, rule.certainty) == (months, cites, certainty)


def test_only_a_building_over_100_metres_drills_every_half_year(shipped: Shipped) -> None:
    applying = {rule.id: rule.applies for rule in shipped.frequencies.values() if rule.id.startswith("high-rise")}
    assert applying["high-rise-half-yearly"] == ("high-rise-100",)
    assert "high-rise" in applying["high-rise-yearly"]


def test_a_verified_rule_shows_a_card_in_force(shipped: Shipped) -> None:
    rules = [rule for rule in (*shipped.hours.values(), *shipped.frequencies.values()) if rule.certainty == "核"]
    cards = [card for rule in rules for card in shipped.registry.cards(rule.cites, date(2026, 12, 1))]
    assert cards and {card.status for card in cards} == {"现行"}


def test_an_article_verified_by_itself_shows_so_and_its_neighbour_does_not(shipped: Shipped) -> None:
    on = date(2026, 12, 1)
    shown = [card.status for text in ("peixun-3#13", "peixun-3#23") if (card := shipped.registry.resolve(text, on))]
    assert shown == ["现行", "待核"]

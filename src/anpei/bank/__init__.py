"""The question bank: plain files in, item versions of a public and a secret half out, faults named by line."""

from anpei.bank.entry import World
from anpei.bank.files import (
    HINTS,
    RULES,
    SHAPE_RULES,
    check,
    check_balance,
    drafted,
    examine,
    load,
    rule_name,
    world_of,
)
from anpei.bank.geometry import Point, nearest, position
from anpei.bank.guessing import Result as GuessResult
from anpei.bank.guessing import play as play_guesses
from anpei.bank.model import (
    KINDS,
    LETTERS,
    MOST_PLACES,
    SLACK,
    Bank,
    Criterion,
    ItemVersion,
    Kind,
    Media,
    Numeric,
    PublicItem,
    Region,
    Scene,
    SecretItem,
    fingerprint,
    place_ids,
    plain_number,
    practice_order,
)
from anpei.bank.rules_alike import alike_pairs, alike_to
from anpei.bank.scenes import drawing_problem
from anpei.bank.values import BadValue, check_value, net_correct

__all__ = [
    "HINTS",
    "KINDS",
    "LETTERS",
    "MOST_PLACES",
    "RULES",
    "SHAPE_RULES",
    "SLACK",
    "BadValue",
    "Bank",
    "Criterion",
    "GuessResult",
    "ItemVersion",
    "Kind",
    "Media",
    "Numeric",
    "Point",
    "PublicItem",
    "Region",
    "Scene",
    "SecretItem",
    "World",
    "alike_pairs",
    "alike_to",
    "check",
    "check_balance",
    "check_value",
    "drafted",
    "drawing_problem",
    "examine",
    "fingerprint",
    "load",
    "nearest",
    "net_correct",
    "place_ids",
    "plain_number",
    "play_guesses",
    "position",
    "practice_order",
    "rule_name",
    "world_of",
]

"""The question bank: plain files in, item versions of a public and a secret half out, faults named by line."""

from anpei.bank.files import HINTS, RULES, SHAPE_RULES, check, load, rule_name
from anpei.bank.model import (
    KINDS,
    LETTERS,
    Bank,
    Criterion,
    ItemVersion,
    Kind,
    Media,
    Numeric,
    PublicItem,
    SecretItem,
    fingerprint,
    plain_number,
    practice_order,
)
from anpei.bank.values import BadValue, check_value

__all__ = [
    "HINTS",
    "KINDS",
    "LETTERS",
    "RULES",
    "SHAPE_RULES",
    "BadValue",
    "Bank",
    "Criterion",
    "ItemVersion",
    "Kind",
    "Media",
    "Numeric",
    "PublicItem",
    "SecretItem",
    "check",
    "check_value",
    "fingerprint",
    "load",
    "plain_number",
    "practice_order",
    "rule_name",
]

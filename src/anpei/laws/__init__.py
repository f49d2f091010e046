"""The law spine: what is cited, which version was in force when, how sure we are of it, and what to look at again."""

from anpei.laws.files import FILE_RULES, load
from anpei.laws.mentions import KINDS, Cited, Doubt, Mention, cited, doubts, outdated, touched
from anpei.laws.model import Card, Citation, Law, Registry, Status, Version
from anpei.laws.reviews import LawReview, ReviewItem, close_item, open_review, reviewed_since, reviews
from anpei.laws.rules import RULES, rule_name

__all__ = [
    "FILE_RULES",
    "KINDS",
    "RULES",
    "Card",
    "Citation",
    "Cited",
    "Doubt",
    "Law",
    "LawReview",
    "Mention",
    "Registry",
    "ReviewItem",
    "Status",
    "Version",
    "cited",
    "close_item",
    "doubts",
    "load",
    "open_review",
    "outdated",
    "reviewed_since",
    "reviews",
    "rule_name",
    "touched",
]

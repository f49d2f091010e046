"""The law spine: what is cited, which version was in force when, how sure we are of it, and what to look at again."""

from anpei.laws.files import load
from anpei.laws.mentions import KINDS, Cited, Doubt, Mention, cited, doubts, outdated, touched
from anpei.laws.model import Card, Citation, Law, Registry, Status, Version
from anpei.laws.reviews import Review, ReviewItem, close_item, open_review, reviewed_since, reviews

__all__ = [
    "KINDS",
    "Card",
    "Citation",
    "Cited",
    "Doubt",
    "Law",
    "Mention",
    "Registry",
    "Review",
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
    "touched",
]

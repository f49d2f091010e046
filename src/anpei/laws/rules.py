"""What an entry of the register must keep: one rule, one function; each yields every place at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise

from anpei.laws.model import Citation, Law
from anpei.plainfiles import Where

__all__ = ["RULES", "Problem", "Rule", "rule_name"]

Problem = tuple[Where, str]
"""Where in the entry, and what is wrong there, in Chinese."""
Rule = Callable[[Law, Mapping[str, Law]], Iterable[Problem]]
"""A rule about one law among all that are registered."""


def rule_name(rule: Rule) -> str:
    """The name authors see: ``version_order`` is ``version-order``."""
    return rule.__name__.replace("_", "-")


def unchecked(law: Law, laws: Mapping[str, Law]) -> Iterable[Problem]:
    """What is called verified says where and when it was compared with the text."""
    if (law.certainty == "核" or law.verified) and law.checked is None:
        yield (), f"《{law.short}》标了“核”，却没写 checked（在哪里、哪天核对）。"


def verified_alone(law: Law, laws: Mapping[str, Law]) -> Iterable[Problem]:
    """What is verified by itself is an article with a gist, in a law that isn't verified as a whole."""
    told = {key.partition(".")[0] for key in law.gists}
    for n, article in enumerate(law.verified):
        if article not in told:
            yield ("verified", n), f"《{law.short}》的 verified 里有第 {article} 条，gists 里没有它的要点。"
    if law.verified and law.certainty == "核":
        yield ("verified",), f"《{law.short}》整部都标了“核”，不用再写 verified。"


def article_form(law: Law, laws: Mapping[str, Law]) -> Iterable[Problem]:
    """A gist's key is an article: ``44``, ``44.2`` for a paragraph, ``134-1`` for 第一百三十四条之一."""
    for key in law.gists:
        citation = Citation.parse(f"{law.id}#{key}")
        if citation is None or citation.article is None:
            yield ("gists", key), f"条号“{key}”的写法不对。"


def article_range(law: Law, laws: Mapping[str, Law]) -> Iterable[Problem]:
    """A gist's article is one the law has."""
    for key in law.gists:
        citation = Citation.parse(f"{law.id}#{key}")
        if citation is not None and citation.article is not None and not law.has(citation.article):
            yield ("gists", key), f"《{law.short}》只有 {law.articles} 条，没有{citation.place}。"


def version_order(law: Law, laws: Mapping[str, Law]) -> Iterable[Problem]:
    """Versions follow each other, the oldest first, and none is in force at the same time as another."""
    for n, version in enumerate(law.versions):
        if version.from_ is not None and version.until is not None and version.until <= version.from_:
            yield ("versions", n), f"《{law.short}》版本 {version.id} 的失效日不晚于施行日。"
    for n, (earlier, later) in enumerate(pairwise(law.versions), 1):
        if earlier.until is None or (later.from_ is not None and later.from_ < earlier.until):
            yield ("versions", n), f"《{law.short}》版本 {later.id} 与前一版同时有效，请写明前一版的失效日（until）。"


def version_repeated(law: Law, laws: Mapping[str, Law]) -> Iterable[Problem]:
    """A version's name is used once in a law."""
    names = [version.id for version in law.versions]
    for n, name in enumerate(names):
        if name in names[:n]:
            yield ("versions", n), f"《{law.short}》的版本“{name}”写了两次。"


def successor_unknown(law: Law, laws: Mapping[str, Law]) -> Iterable[Problem]:
    """What replaces a law is registered too."""
    if law.successor is not None and law.successor not in laws:
        yield ("successor",), f"《{law.short}》的后继“{law.successor}”没有登记。"


RULES: tuple[Rule, ...] = (
    unchecked, verified_alone, article_form, article_range, version_order, version_repeated, successor_unknown
)  # fmt: skip

"""Laws, their versions and citations; pure. A citation is ``law-id#article[.paragraph][@version]``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from anpei.plainfiles import Plain

__all__ = ["Card", "Citation", "Law", "Registry", "Status", "Version"]

Certainty = Literal["核", "转", "记"]
Status = Literal["现行", "已被替代", "尚未施行", "待核"]
Kind = Literal["法律", "行政法规", "部门规章", "地方性法规", "司法解释", "国家标准", "行业标准", "规范性文件"]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]

_CITATION = re.compile(
    r"^(?P<law>[a-z0-9]+(?:-[a-z0-9]+)*)"
    r"(?:#(?P<article>[1-9]\d*(?:-\d+)?)(?:\.(?P<paragraph>[1-9]\d*))?)?"
    r"(?:@(?P<version>[A-Za-z0-9-]+))?$"
)


@dataclass(frozen=True)
class Citation:
    """A place in a law; ``article`` is ``"134-1"`` for 第一百三十四条之一, None for the law as a whole."""

    law: str
    article: str | None = None
    paragraph: int | None = None
    version: str | None = None

    @classmethod
    def parse(cls, text: str) -> Citation | None:
        """Read a citation; None when the text isn't one."""
        match = _CITATION.match(text.strip())
        if match is None:
            return None
        paragraph = match["paragraph"]
        return cls(match["law"], match["article"], int(paragraph) if paragraph else None, match["version"])

    def touches(self, other: Citation) -> bool:
        """Whether a change of the one concerns the other: same law, and neither speaks of another article."""
        if self.law != other.law or (other.article is None and self.article is not None):
            return False
        if self.article is None:
            return True
        paragraphs = {self.paragraph, other.paragraph} - {None}
        return self.article == other.article and len(paragraphs) < 2

    @property
    def place(self) -> str:
        """The words after the law's name: ``第134条之一第2款``."""
        if self.article is None:
            return ""
        main, _, extra = self.article.partition("-")
        words = f"第{main}条" + (f"之{_numeral(int(extra))}" if extra else "")
        return words + (f"第{self.paragraph}款" if self.paragraph else "")

    def __str__(self) -> str:
        text = self.law + (f"#{self.article}" if self.article else "")
        text += f".{self.paragraph}" if self.paragraph else ""
        return text + (f"@{self.version}" if self.version else "")


def _numeral(number: int) -> str:
    return "零一二三四五六七八九十"[number] if number <= 10 else str(number)


class Version(Plain):
    """One text of a law: in force from ``from_`` until ``until`` (exclusive; None: until further notice)."""

    id: str = Field(pattern=r"^[A-Za-z0-9-]+$")
    passed: date | None = None
    from_: date | None = Field(None, alias="from")
    until: date | None = None
    note: str = ""

    def in_force(self, on: date) -> bool:
        return (self.from_ is None or self.from_ <= on) and (self.until is None or on < self.until)


class Checked(Plain):
    """Where and when somebody compared our gists with the text."""

    where: str = Field(min_length=1)
    on: date


class Law(Plain):
    """A law, regulation or standard; gists are one line an article in our own words.

    ``verified`` are the articles that were compared with two independent texts, or the official one, while the law as a
    whole (``certainty``) was not.
    """

    id: Slug
    name: str = Field(min_length=2)
    short: str = Field(min_length=1)
    kind: Kind
    issuer: str = ""
    number: str = ""
    versions: tuple[Version, ...] = Field(min_length=1)
    articles: int | None = Field(None, ge=1)
    successor: Slug | None = None
    certainty: Certainty
    verified: tuple[str, ...] = ()
    checked: Checked | None = None
    note: str = ""
    gists: dict[str, str] = Field(default_factory=dict)

    def version(self, name: str | None, on: date) -> Version | None:
        """The named version, or without a name the one in force on that day, or else the newest."""
        if name is not None:
            return next((version for version in self.versions if version.id == name), None)
        return next((v for v in self.versions if v.in_force(on)), self.versions[-1])

    def has(self, article: str) -> bool:
        """Whether the law can have such an article: within its count, or one inserted after an article it has."""
        main = int(article.partition("-")[0])
        return self.articles is None or main <= self.articles

    def certain(self, article: str | None) -> Certainty:
        """How far an article was compared, or without one the law as a whole."""
        return "核" if article in self.verified else self.certainty

    def status(self, version: Version, on: date, article: str | None = None) -> Status:
        if version.until is not None and version.until <= on:
            return "已被替代"
        if version.from_ is not None and version.from_ > on:
            return "尚未施行"
        return "现行" if self.certain(article) == "核" and self.vouched(version) else "待核"

    def vouched(self, version: Version) -> bool:
        """Whether the gists were compared after this text was adopted: an older check says nothing about it."""
        adopted = version.passed or version.from_
        return adopted is None or self.checked is None or adopted <= self.checked.on

    def ended(self, version_name: str | None, on: date) -> date | None:
        """Since when a citation no longer speaks of the text it was written against; None while it does.

        A named version ends with its ``until``. Without a name the text meant is the one that was last checked: it has
        ended when no version is in force any more, or when the one in force replaced another after the check.
        """
        version = self.version(version_name, on)
        if version is None:
            return None
        if version.until is not None and version.until <= on:
            return version.until
        replaced = any(each.until is not None and each.until <= on for each in self.versions)
        if version_name is None and replaced and version.in_force(on) and not self.vouched(version):
            return version.from_
        return None


@dataclass(frozen=True)
class Card:
    """What a reader sees of a citation."""

    citation: str
    law: str
    name: str
    short: str
    place: str
    gist: str
    status: Status
    certainty: Certainty
    version: str
    successor: str | None

    @property
    def title(self) -> str:
        return f"《{self.short}》{self.place}"


class Registry:
    """Every law cited anywhere, by id; ``faulty`` are those whose entry breaks a rule of the register."""

    def __init__(self, laws: dict[str, Law], faulty: Iterable[str] = ()) -> None:
        self.laws = laws
        self.faulty = frozenset(faulty)

    def problem(self, citation: Citation) -> str | None:
        """Why a citation can't stand, in Chinese; None when it can."""
        law = self.laws.get(citation.law)
        if law is None:
            return f"法规登记里没有“{citation.law}”。"
        if citation.version and law.version(citation.version, date.min) is None:
            return f"《{law.short}》没有登记版本“{citation.version}”。"
        if citation.article is None:
            return None
        if not law.has(citation.article):
            return f"《{law.short}》只有 {law.articles} 条，没有{citation.place}。"
        if self._gist(law, citation) is None:
            return f"《{law.short}》{citation.place}还没有要点（gists）。"
        return None

    def known(self, text: str) -> Citation | None:
        """The citation a text is, if it is one that can stand, whatever the day."""
        citation = Citation.parse(text)
        return citation if citation is not None and self.problem(citation) is None else None

    def title(self, citation: Citation) -> str:
        """``《消防法》第44条``; only of a citation that is known."""
        return f"《{self.laws[citation.law].short}》{citation.place}"

    def resolve(self, text: str, on: date) -> Card | None:
        """The card of a citation on a day; None when it doesn't resolve."""
        citation = self.known(text)
        if citation is None:
            return None
        law = self.laws[citation.law]
        version = law.version(citation.version, on)
        assert version is not None
        return Card(
            citation=str(citation),
            law=law.id,
            name=law.name,
            short=law.short,
            place=citation.place,
            gist=self._gist(law, citation) or law.note,
            status=law.status(version, on, citation.article),
            certainty=law.certain(citation.article),
            version=version.id,
            successor=law.successor,
        )

    def cards(self, texts: Iterable[str], on: date) -> list[Card]:
        """The cards on a day of those citations that resolve, each once."""
        return [card for text in dict.fromkeys(texts) if (card := self.resolve(text, on)) is not None]

    def ended(self, text: str, on: date) -> date | None:
        """Since when a citation is superseded; None when it stands or isn't known."""
        citation = Citation.parse(text)
        law = self.laws.get(citation.law) if citation else None
        return law.ended(citation.version, on) if citation and law else None

    @staticmethod
    def _gist(law: Law, citation: Citation) -> str | None:
        if citation.article is None:
            return None
        exact = f"{citation.article}.{citation.paragraph}"
        return law.gists.get(exact) or law.gists.get(citation.article)

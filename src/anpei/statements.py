"""Every statement the content makes, one at a time with its place: to draw a sample of them, to find what is unsure.

The opening scene of a chapter, a question and what somebody says in a story are no statements. What a reader has to
judge are the sentences of chapters; keys, feedback, explanations, rubrics and model answers of items; the notes of a
debrief; the words of simulations.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from anpei_widgets import BASES, Basis

from anpei import bank, courses, grading
from anpei.exercises import scenarios

__all__ = ["UNSURE", "Statement", "in_chapter", "in_item", "in_scenario", "in_widget", "sample", "statements"]

UNSURE = "待核"
SHORTEST = 12
"""Characters from which a sentence says something; one with an article or a number beside it always does."""
_SENTENCE = re.compile(r".+?(?:[。！？；]+[”’*]*(?:（[^（）]*(?:（[^（）]*）[^（）]*)*）[。*]*)*|$)")
_ASIDE = re.compile(r"(?<=[（、])\[\[[^\]]*\]\]")
_MARKS = re.compile(r"\[\[|\]\]|[*`>]")
_HOLES = re.compile(r"（[、，。 ]*）|(?<=（)[、，]+")


@dataclass(frozen=True)
class Statement:
    """``ref`` is the place as the law spine names it, ``part`` its section or what it is, ``cites`` stand beside it.

    ``group`` is what it is drawn with: its course, its topic of the bank, its drill, or the simulations together.
    """

    group: str
    ref: str
    part: str
    text: str
    cites: tuple[str, ...] = ()

    @property
    def plain(self) -> str:
        """The words without Markdown and citations; those of a chapter after the title of their section."""
        words = _plain(self.text)
        return f"{self.part}：{words}" if self.part and self.ref.startswith("chapter:") else words


def statements(items: bank.Bank, catalog: courses.Catalog, shelf: scenarios.Shelf) -> list[Statement]:
    """All of them, ordered as on the shelves."""
    found: list[Statement] = []
    for course in catalog.courses.values():
        for chapter in course.chapters:
            found += in_chapter(course, chapter)
    for version in items.items.values():
        found += in_item(version)
    for slug, script in shelf.scripts.items():
        found += in_scenario(slug, script)
    for basis in BASES:
        found += in_widget(basis)
    return found


def in_chapter(course: courses.Course, chapter: courses.Chapter) -> Iterator[Statement]:
    """The sentences below the opening scene; an unreadable notebook has none."""
    group, ref = f"course:{course.slug}", f"chapter:{course.slug}/{chapter.slug}"
    for text in courses.markdown_of(chapter)[1:]:
        lines = text.splitlines()
        section = next((line.lstrip("# ") for line in lines if line.startswith("#")), "")
        for sentence in (found for line in lines for found in _sentences(line)):
            yield Statement(group, ref, section, sentence, courses.cited_in(sentence))


def in_item(version: bank.ItemVersion) -> Iterator[Statement]:
    """What the key, the feedback, the explanation and the marking of one item assert."""
    group, ref = f"topic:{version.topic}", f"item:{version.item_id}"
    for part, text in _parts(version):
        for sentence in [text] if part == "答案" else _lines(text):
            if _asserts(sentence) or part != "参考答案":
                yield Statement(group, ref, part, sentence, version.secret.cites)


def _parts(version: bank.ItemVersion) -> Iterator[tuple[str, str]]:
    secret, public = version.secret, version.public
    if key := _key(version):
        yield "答案", f"{public.stem.strip()} → {key}"
    for choice, feedback in zip(public.choices, secret.feedback, strict=False):
        yield "讲评", f"{choice} → {feedback}" if feedback else ""
    yield "解析", secret.explanation
    yield from (("评分要点", row.criterion) for row in secret.rubric)
    yield "参考答案", secret.model_answer


def _key(version: bank.ItemVersion) -> str:
    """The right answer in words; empty for what is marked by hand or found on a picture."""
    secret, choices = version.secret, version.public.choices
    if secret.answer is not None:
        return "对" if secret.answer else "错"
    if secret.numeric is not None:
        return f"{bank.plain_number(secret.numeric.value)}{version.public.unit}"
    if lines := bank.answer_lines(version.public.spec(range(len(choices)), 1), _parts_key(version)):
        return "；".join(lines)
    order = secret.sequence or secret.right
    return "；".join(choices[n] for n in order) or "、".join(secret.accept)


def _parts_key(version: bank.ItemVersion) -> Any:
    """The key of a question answered in parts, as if its choices stood in their own order."""
    return grading.right_value(version, range(len(version.public.choices)))


def in_scenario(slug: str, script: scenarios.CompiledScenario) -> Iterator[Statement]:
    """What the debrief says: takeaways, and of each decision its note and those of its answers."""
    scenario = script.scenario
    for source in scenario.debrief.takeaways:
        yield Statement(f"drill:{slug}", f"drill:{slug}", "要点", source.text, source.cites)
    for node in scenario.nodes:
        notes = [node.note, *(f"{option.text} → {option.note}" for option in node.options), node.timeout.note]
        for note in notes:
            yield Statement(f"drill:{slug}", f"drill:{slug}/{node.id}", "讲评", note, node.cites)


def in_widget(basis: Basis) -> Iterator[Statement]:
    """A simulation's own words."""
    told = (text for text in basis.sentences if "。" in text and _asserts(text))
    return (Statement("widget", f"widget:{basis.widget}", "模拟", text, basis.cites) for text in told)


def sample(population: Sequence[Statement], count: int, seed: int) -> list[Statement]:
    """``count`` statements by chance, the same for the same seed: of each group its share, of each at least one."""
    groups: dict[str, list[Statement]] = {}
    for one in population:
        groups.setdefault(one.group, []).append(one)
    chance = random.Random(seed)  # noqa: S311 - a draw to be repeated, no secret
    shares = _shares([len(rows) for rows in groups.values()], count)
    return [one for rows, share in zip(groups.values(), shares, strict=True) for one in chance.sample(rows, share)]


def _shares(sizes: Sequence[int], count: int) -> list[int]:
    """``count`` given out in proportion by largest remainders, at least one each, never more than there are."""
    exact = [count * size / sum(sizes) for size in sizes]
    shares = [min(size, max(1, int(part))) for size, part in zip(sizes, exact, strict=True)]
    by_rest = sorted(range(len(sizes)), key=lambda n: (int(exact[n]) - exact[n], n))
    while sum(shares) < min(count, sum(sizes)):
        for n in by_rest:
            if shares[n] < sizes[n] and sum(shares) < count:
                shares[n] += 1
    return shares


def _lines(text: str) -> Iterable[str]:
    return (line.strip() for line in text.splitlines() if line.strip())


def _sentences(line: str) -> Iterator[str]:
    """The sentences of one line of Markdown that say something; headings and rules of tables don't."""
    if line.lstrip().startswith(("#", "![", "| ---")):
        return
    for match in _SENTENCE.finditer(line.strip().strip("|> ")):
        sentence = match[0].strip("；").strip()
        if _asserts(sentence):
            yield sentence


def _asserts(sentence: str) -> bool:
    """Whether somebody could be wrong with it: no question, nobody's speech, and not a mere word or two."""
    words = _plain(sentence)
    if UNSURE in words:
        return True
    if words.endswith(("？", "？”")) or "：“" in words:
        return False
    return bool(len(words) >= SHORTEST or courses.cited_in(sentence) or re.search("[0-9]", words))


def _plain(sentence: str) -> str:
    """Without Markdown; a citation stays where the sentence can't be read without it."""
    return _HOLES.sub("", _MARKS.sub("", _ASIDE.sub("", sentence))).replace(" | ", "：").strip()

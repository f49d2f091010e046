"""The bank's files read into item versions; every broken rule of every item is told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from anpei import laws
from anpei.bank.entry import BankEntry, ItemRule, Problem, World
from anpei.bank.halves import version_of
from anpei.bank.kinds import KINDS
from anpei.bank.model import (
    Bank,
    ItemVersion,
)
from anpei.bank.rules_alike import ALIKE_HINTS, BankRule
from anpei.bank.rules_balance import BALANCE_HINTS
from anpei.bank.rules_guess import GUESS_HINTS
from anpei.bank.rules_key import KEY_RULES
from anpei.bank.rules_parts import PART_HINTS, PART_RULES
from anpei.bank.rules_source import SOURCE_HINTS, SOURCE_RULES
from anpei.bank.rules_spot import SPOT_HINTS, SPOT_RULES
from anpei.bank.rules_words import WORD_HINTS, WORD_RULES
from anpei.bank.shape import BankFile, ItemFile, TopicFile
from anpei.content import Shelves
from anpei.findings import FieldFinding, Finding, sort
from anpei.plainfiles import Document, LooseDocument, parse, read_yaml, safely, told_by

ITEM_RULES: tuple[ItemRule, ...] = (*WORD_RULES, *KEY_RULES, *PART_RULES, *SPOT_RULES, *SOURCE_RULES)
ITEM_HINTS: tuple[ItemRule, ...] = (*GUESS_HINTS, *PART_HINTS, *SPOT_HINTS, *SOURCE_HINTS, *WORD_HINTS)
BANK_HINTS: tuple[BankRule, ...] = (*BALANCE_HINTS, *ALIKE_HINTS)
HINTS: tuple[ItemRule | BankRule, ...] = (*ITEM_HINTS, *BANK_HINTS)
RULES: tuple[ItemRule | BankRule, ...] = (*ITEM_RULES, *HINTS)
SHAPE_NAMES = {"extra-forbidden": "unknown-key", "missing": "missing-key", "literal-error": "unknown-word"}
SHAPE_RULES = {
    "unknown-key": "There are no keys but the known ones; a text with a comma or colon needs quotes.",
    "missing-key": "Every item has its id and kind, every file its topic and items.",
    "unknown-word": "Where only certain words may stand (use, difficulty, basis), one of them does.",
    "wrong-type": "A list is a list, a number a number, a text a text.",
    "unknown-topic": "The file's topic stands in ``quizzes/topics.yaml``.",
    "id-repeated": "An id is used once in the whole bank, and never again for another item.",
}
UNFINISHED = ("draft", "retired")
T = TypeVar("T")


def rule_name(rule: Callable[..., object]) -> str:
    """The name authors see: ``no_right_option`` is ``no-right-option``."""
    return rule.__name__.replace("_", "-")


def load(shelves: Shelves, registry: laws.Registry | None = None, *, on: date | None = None) -> Bank:
    """Read ``quizzes/topics.yaml`` and ``quizzes/bank/*.yaml``; items with an error are left out of ``items``.

    Whether what they cite is in force is only looked at for a day (``on``), and only authors need it.
    """
    topics, findings = _topics(shelves)
    world = World(topics, registry or laws.load(shelves)[0], shelves, on)
    bank = Bank({}, findings, topics)
    for path in shelves.glob("quizzes/bank/*.yaml"):
        safely(path, partial(_read, path, world, bank), bank.findings.append)
    bank.findings[:] = sort(bank.findings)
    return bank


def world_of(shelves: Shelves, registry: laws.Registry, on: date | None) -> World:
    """What the items of these shelves may refer to."""
    return World(_topics(shelves)[0], registry, shelves, on)


def check(bank: Bank) -> list[Finding]:
    """All findings with those about the bank as a whole, which take longer and which only authors need."""
    return sort([*bank.findings, *_told(bank, BANK_HINTS)])


def check_balance(bank: Bank) -> list[Finding]:
    """What is wrong with banks and uses as a whole: whether they can be guessed."""
    return sort(_told(bank, BALANCE_HINTS))


def topics(shelves: Shelves) -> dict[str, str]:
    """The topics there are, by slug, with their titles."""
    return _topics(shelves)[0]


def _told(bank: Bank, hints: Iterable[BankRule]) -> list[Finding]:
    told = [told_by("quizzes/bank", _of_the_whole, bank, hint) for hint in hints]
    return [finding for found in told for finding in found]


def _of_the_whole(bank: Bank, hint: BankRule) -> Iterable[Finding]:
    files = {version.topic: bank.origins[ident][0] for ident, version in reversed(bank.items.items())}
    for place, message in hint(bank):
        if place in bank.origins:
            path, line = bank.origins[place]
            yield Finding(path, line, rule_name(hint), f"{place}：{message}", "warning")
        else:
            yield Finding(files.get(place, "quizzes/bank"), 0, rule_name(hint), message, "warning")


def _topics(shelves: Shelves) -> tuple[dict[str, str], list[Finding]]:
    path = shelves.find("quizzes/topics.yaml")
    if path is None:
        return {}, []
    document, findings = read_yaml(path)
    if document is None:
        return {}, findings
    if not isinstance(document.data, dict):
        return {}, [document.finding((), "wrong-type", "文件应当是一组“主题: {title: 名称}”。")]
    topics = {}
    for slug in document.data:
        topic, problems = parse(document, (slug,), TopicFile)
        findings += problems
        if topic:
            topics[str(slug)] = topic.title
    return topics, findings


def _read(path: Path, world: World, bank: Bank) -> None:
    document, findings = read_yaml(path)
    bank.findings.extend(findings)
    if document is None:
        return
    file, problems = parse(document, (), BankFile)
    bank.findings.extend(_named(problems))
    if file is None:
        return
    if file.topic not in world.topics:
        message = f"主题“{file.topic}”没有登记在 quizzes/topics.yaml。"
        bank.findings.append(document.finding(("topic",), "unknown-topic", message))
    entries = [
        BankEntry(document, ("items", n), raw if isinstance(raw, dict) else {}, file.topic)
        for n, raw in enumerate(file.items)
    ]
    for entry in entries:  # an item that can't be judged takes no other with it
        safely(path, partial(_take, entry, world, bank), bank.findings.append, document.line(entry.where))


def _take(entry: BankEntry, world: World, bank: Bank) -> None:
    """Check one item and put it into the bank if nothing stands against it."""
    item, version, findings = _judged(entry, world, _repeated(entry, bank))
    if entry.item_id:
        bank.origins.setdefault(entry.item_id, (entry.document.path, entry.document.line(entry.where)))
        bank.written.setdefault(entry.item_id, entry.raw)
    if item is not None and version is not None:
        bank.items[item.id] = version
        if item.state != "published":
            bank.drafts.add(item.id)
    if entry.raw.get("state") in UNFINISHED:  # its author isn't done: nobody else is kept from anything by it
        findings = [replace(found, level="warning") for found in findings]
    bank.findings.extend(findings)


def examine(raw: Mapping[str, Any], topic: str, world: World) -> tuple[ItemVersion | None, list[Finding]]:
    """One item as data, not yet in any file: what it becomes if nothing stands against it, and all that is wrong.

    Each finding is a :class:`FieldFinding`: it says which field it is about.
    """
    entry = BankEntry(LooseDocument("", dict(raw), None), (), raw, topic)
    failed = partial(_failed, None, None)
    return safely("", lambda: _judged(entry, world, ()), failed)[1:]


def _failed(item: None, version: None, finding: Finding) -> tuple[None, None, list[Finding]]:
    return item, version, [FieldFinding(**vars(finding))]


def _judged(
    entry: BankEntry, world: World, more: Iterable[Finding]
) -> tuple[ItemFile | None, ItemVersion | None, list[Finding]]:
    """What is written, what it becomes if there is no error in it, and every finding."""
    item, shape = parse(entry.document, entry.where, ItemFile)
    findings = _named(shape)
    if entry.raw:
        for rule in ITEM_RULES:
            findings += _found(entry, rule_name(rule), rule(entry, world))
    findings += more
    version = version_of(entry, item, world) if item is not None and not findings else None
    for hint in ITEM_HINTS:
        findings += _found(entry, rule_name(hint), hint(entry, world), entry.document.warning)
    return item, version, findings


def _repeated(entry: BankEntry, bank: Bank) -> list[Finding]:
    if not entry.item_id or entry.item_id not in bank.origins:
        return []
    path, line = bank.origins[entry.item_id]
    message = f"题号“{entry.item_id}”已用过（{Path(path).name} 第 {line} 行）。"
    return [entry.document.finding((*entry.where, "id"), "id-repeated", message)]


def _found(
    entry: BankEntry, name: str, problems: Iterable[Problem], make: Callable[..., Finding] | None = None
) -> list[Finding]:
    make = make or entry.document.finding
    return [make((*entry.where, *where), name, f"{_label(entry)}{message}") for where, message in problems]


def _label(entry: BankEntry) -> str:
    return f"{entry.item_id}：" if entry.item_id else ""


def _named(findings: list[Finding]) -> list[Finding]:
    """Shape findings under our own names: everything that is no unknown key or word is a wrong type."""
    return [replace(found, rule=SHAPE_NAMES.get(found.rule, "wrong-type")) for found in findings]


def drafted(value: Mapping[str, Any], topic: str, registry: laws.Registry, shelves: Shelves) -> ItemVersion | None:
    """An item as it would be seen, whatever the rules say of it; None while there is too little to see."""
    document = Document("", dict(value), None)
    item, _ = parse(document, (), ItemFile)
    if item is None or item.kind not in KINDS:
        return None
    entry = BankEntry(document, (), value, topic)
    return safely("", lambda: version_of(entry, item, World({}, registry, shelves, None)), lambda _: None)

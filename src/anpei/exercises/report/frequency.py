"""``drills/frequency.yaml`` and ``drills/enterprise.yaml``: how often whom the law makes drill, and what we have.

A frequency says what it rests on and how sure we are; the enterprise says which kinds of unit it is, and its plans.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from anpei import laws
from anpei.content import Shelves, bundled
from anpei.exercises.report.model import PlanLine
from anpei.findings import Finding
from anpei.plainfiles import Document, Plain, Where, read_as, safely

__all__ = [
    "ENTERPRISE",
    "FREQUENCY",
    "PLANS",
    "Drilling",
    "Enterprise",
    "Frequencies",
    "FrequencyRule",
    "Override",
    "PlanEntry",
    "PlanVersion",
    "load_drilling",
    "plans_of",
    "profile_faults",
    "version_words",
]

FREQUENCY, ENTERPRISE = "drills/frequency.yaml", "drills/enterprise.yaml"
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Line = Annotated[str, Field(min_length=2, max_length=160)]
PlanKind = Literal["comprehensive", "special", "site", "fire"]
PLANS: dict[str, str] = {
    "comprehensive": "综合预案",
    "special": "专项预案",
    "site": "现场处置方案",
    "fire": "灭火和应急疏散预案",
}


class FrequencyRule(Plain):
    """At least once in ``months``: for each plan (``each``) or for any one of them (``any``); 0 months: no number."""

    id: Slug
    title: Line
    who: Line
    applies: Annotated[tuple[Slug, ...], Field(min_length=1)]
    plans: Annotated[tuple[PlanKind, ...], Field(min_length=1)]
    months: Annotated[int, Field(ge=0, le=60)]
    scope: Literal["any", "each"] = "each"
    file_with: str = ""
    cites: tuple[str, ...] = ()
    source: str = ""
    certainty: Literal["核", "转", "记"]
    note: str = ""


class Frequencies(Plain):
    """Kinds of unit by id, and the rules."""

    kinds: dict[Slug, Line]
    rules: Annotated[tuple[FrequencyRule, ...], Field(min_length=1)]


class PlanVersion(Plain):
    """What a plan was called, when it was issued, and its receipt from the authority it was filed with."""

    version: Annotated[str, Field(max_length=80)] = ""
    issued: date | None = None
    filed: Annotated[str, Field(max_length=160)] = ""
    filed_on: date | None = None


class PlanEntry(PlanVersion):
    """One emergency plan of ours; ``months`` overrides the rules' interval, ``since`` is when it came into force.

    ``earlier`` are the versions before this one, the latest first.
    """

    id: Slug
    title: Line
    kind: PlanKind
    scenarios: tuple[Slug, ...] = ()
    since: date | None = None
    months: Annotated[int, Field(ge=1, le=60)] | None = None
    note: Annotated[str, Field(max_length=500)] = ""
    earlier: tuple[PlanVersion, ...] = ()


class Override(Plain):
    months: Annotated[int, Field(ge=1, le=60)] | None = None
    scope: Literal["any", "each"] | None = None
    why: Line


class Enterprise(Plain):
    """Which kinds of unit we are, our plans, and where our province asks for more."""

    kinds: Annotated[tuple[Slug, ...], Field(min_length=1)]
    plans: tuple[PlanEntry, ...] = ()
    overrides: dict[Slug, Override] = Field(default_factory=dict)


@dataclass(frozen=True)
class Drilling:
    """Both files; ``sample`` says that the enterprise's own file is missing and the bundled example stands in."""

    frequencies: Frequencies | None = None
    enterprise: Enterprise | None = None
    sample: bool = False
    findings: list[Finding] = field(default_factory=list)


def load_drilling(shelves: Shelves, registry: laws.Registry | None = None) -> Drilling:
    """Read both files; what can't be read is None with its findings."""
    return safely(FREQUENCY, lambda: _load_drilling(shelves, registry), lambda finding: Drilling(findings=[finding]))


def _load_drilling(shelves: Shelves, registry: laws.Registry | None) -> Drilling:
    path = shelves.find(ENTERPRISE)
    paper, frequencies, found = read_as(shelves.find(FREQUENCY), Frequencies)
    own, enterprise, more = read_as(path, Enterprise)
    found = [*found, *more]
    if paper is not None and frequencies is not None:
        found += [*_rules(paper, frequencies), *(_cited(paper, frequencies, registry) if registry else ())]
    if own is not None and enterprise is not None and frequencies is not None:
        found += _known(own, frequencies, enterprise)
    sample = path is not None and path.is_relative_to(bundled().resolve()) and len(shelves.roots) > 1
    return Drilling(frequencies, enterprise, sample, found)


def plans_of(drilling: Drilling | None, scenario: str) -> tuple[PlanLine, ...]:
    """The enterprise's plans that a drill of this scenario exercises."""
    if drilling is None or drilling.enterprise is None:
        return ()
    return tuple(
        PlanLine(one.title, PLANS[one.kind], version_words(one), str(one.since or ""), one.note, drilling.sample)
        for one in drilling.enterprise.plans
        if scenario in one.scenarios
    )


def version_words(version: PlanVersion) -> str:
    """A version with when it was issued and filed; empty where nothing of it is known."""
    issued = f"{version.issued} 发布" if version.issued else ""
    filed = "".join(filter(None, [f"{version.filed_on} " if version.filed_on else "", "备案", version.filed]))
    known = filter(None, [issued, filed if version.filed or version.filed_on else ""])
    return "，".join(filter(None, [version.version, *known]))


def _rules(document: Document, frequencies: Frequencies) -> Iterator[Finding]:
    """An id stands once, every kind of unit is known, and each rule rests on something."""
    seen: set[str] = set()
    for n, rule in enumerate(frequencies.rules):
        if rule.id in seen:
            yield document.finding(("rules", n, "id"), "frequency-twice", f"编号“{rule.id}”用了两次，请改一个。")
        seen.add(rule.id)
        for kind in rule.applies:
            if kind not in frequencies.kinds:
                yield document.finding(("rules", n, "applies"), "frequency-kind", f"kinds 里没有“{kind}”。")
        if not rule.cites and not rule.source:
            yield document.finding(("rules", n), "frequency-basis", "要写依据：cites 或 source。")


def _cited(document: Document, frequencies: Frequencies, registry: laws.Registry) -> Iterator[Finding]:
    """Citations lead somewhere."""
    for n, rule in enumerate(frequencies.rules):
        for text in rule.cites:
            citation = laws.Citation.parse(text)
            problem = registry.problem(citation) if citation else f"“{text}”不是引用的写法。"
            if problem:
                yield document.finding(("rules", n, "cites"), "frequency-cite", problem)


def _known(document: Document, frequencies: Frequencies, enterprise: Enterprise) -> Iterator[Finding]:
    """The enterprise speaks of kinds and rules there are, and asks no less; a plan stands once, filed after issue."""
    for where, rule, message in profile_faults(frequencies, enterprise):
        yield document.finding(where, rule, message)


def profile_faults(frequencies: Frequencies, enterprise: Enterprise) -> Iterator[tuple[Where, str, str]]:
    """What is wrong with what the enterprise says of itself: where, by which rule, and the words."""
    for n, kind in enumerate(enterprise.kinds):
        if kind not in frequencies.kinds:
            yield ("kinds", n), "enterprise-kind", f"frequency.yaml 里没有单位类型“{kind}”。"
    rules = {rule.id: rule for rule in frequencies.rules}
    for name, override in enterprise.overrides.items():
        if name not in rules:
            yield ("overrides", name), "enterprise-rule", f"frequency.yaml 里没有规则“{name}”。"
        elif (least := rules[name].months) and (override.months or 0) > least:
            yield ("overrides", name, "months"), "enterprise-laxer", f"比法规宽：至少每 {least} 个月演一次。"
    seen: set[str] = set()
    for n, plan in enumerate(enterprise.plans):
        if plan.id in seen:
            yield ("plans", n, "id"), "plan-twice", f"预案编号“{plan.id}”用了两次，请改一个。"
        seen.add(plan.id)
        if plan.issued and plan.filed_on and plan.filed_on < plan.issued:
            yield ("plans", n, "filed_on"), "plan-dates", "备案日期早于发布日期，请核对。"

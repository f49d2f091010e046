"""Who signs which part of a report, and what a signature of a part binds: one table, which every page words.

A part is some of the report's chapters. Whoever signs it signs its text, whose SHA-256 the signature names; when that
text is another one later, the signature is told as 签后改过 and doesn't count any more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from anpei import clock
from anpei.exercises.report.blocks import Heading, ReportBlock, Signatures, Table
from anpei.exercises.report.canonical_json import GOES_ON, changed_parts, digest, revived
from anpei.exercises.report.model import PartSignature, Report

__all__ = ["PARTS", "PartStanding", "ReportPart", "blocks_of", "part_named", "part_text", "standing_of"]

UNBOUND = ("定稿与撤回记录", "没有具备的事项")
"""Tables that tell how the report was finished, not what it says."""
METHODS = {"drawn": "手写签名", "typed": "姓名和密码"}


@dataclass(frozen=True)
class ReportPart:
    """One part: ``signer`` is whose it is, ``chapters`` how its headings begin, ``fields`` what people write in it."""

    key: str
    signer: str
    title: str
    chapters: tuple[str, ...]
    fields: tuple[str, ...]
    may_sign: str
    gaps: tuple[str, ...] = ()
    """What must be there before it can be signed, besides its fields."""


PARTS = (
    ReportPart(
        "direction", "导调", "演练组织与实施", ("一、", "附件 2", "附件 3"), ("organiser",),
        "组织这次演练的导调员，或指定的另一位导调员", ("run", "muster"),
    ),
    ReportPart(
        "evaluation", "评估组长", "评估过程、分析与结论", ("二、", "三、", "五、", "附件 1", "附件 4", "附件 5"),
        ("method", "self_review", "preparation", "plan_fit", "resources", "coordination", "conclusion", "grade"),
        "导调指定的评估组长，不能是组织这次演练的人", ("disputes",),
    ),
    ReportPart(
        "improvement", "单位负责人", "改进意见与整改", ("四、",), ("strengths", "problems", "suggestions"),
        "导调指定的单位负责人，名册上在职的任何人",
    ),
)  # fmt: skip
_BY_KEY = {part.key: part for part in PARTS}


def part_named(key: str) -> ReportPart | None:
    return _BY_KEY.get(key)


def blocks_of(blocks: Iterable[ReportBlock], part: ReportPart) -> Iterator[ReportBlock]:
    """The blocks of a part, as they are bound: the same before the report is finished and after."""
    inside = False
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            inside = block.text.startswith(part.chapters)
        if not inside or isinstance(block, Signatures) or (isinstance(block, Table) and block.title in UNBOUND):
            continue
        yield _as_written(block)


def _as_written(block: ReportBlock) -> ReportBlock:
    """The list of corrective actions without how far each has come, for that goes on; all else as it is."""
    if isinstance(block, Table) and block.title.startswith(GOES_ON):
        return Table(GOES_ON, block.heads[:-1], tuple(row[:-1] for row in block.rows), block.widths[:-1])
    return block


def part_text(number: str, title: str, blocks: Iterable[ReportBlock], part: ReportPart) -> str:
    """The canonical JSON that a signature of a part binds; it names the drill, so that it fits no other."""
    plain = [{"kind": type(b).__name__.lower(), **asdict(b)} for b in blocks_of(blocks, part)]
    told = {"schema": 1, "part": part.key, "number": number, "title": title, "blocks": plain}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True)
class PartStanding:
    """Where a part stands: who is to sign, who signed, and what has changed since; ``text`` is what would be signed."""

    part: ReportPart
    signer: str
    signer_name: str
    text: str
    signature: PartSignature | None
    changed: tuple[str, ...] = ()

    @property
    def sha(self) -> str:
        return digest(self.text)

    @property
    def holds(self) -> bool:
        """Whether it is signed as it reads now."""
        return self.signature is not None and self.signature.sha == self.sha

    @property
    def word(self) -> str:
        if self.signature is not None:
            return "已签字" if self.holds else "签后改过"
        return "待签字" if self.signer else "没有指定签字人"

    @property
    def tone(self) -> str:
        return "ok" if self.holds else "danger" if self.signature is not None else "warn"

    @property
    def label(self) -> str:
        """As the signature stands in a document."""
        return f"{self.part.signer}：{self.part.title}"

    def line(self, zone: str) -> str:
        """Who signed, when, how, over which text; what no longer holds says so."""
        if self.signature is None:
            return ""
        one = self.signature
        when = f"{clock.local(one.at, zone):%Y-%m-%d %H:%M}"
        told = f"{one.name} {when} {METHODS[one.method]}，摘要 {one.sha[:16]}…"
        return told if self.holds else f"{told}（签后改过，要重新签字）"

    def refusal(self, person: str, *, finished: bool, missing: Sequence[str] = ()) -> str:
        """Why somebody can't sign it now, in words; "" when they can. ``missing``: what the part still lacks."""
        if finished:
            return "报告已经定稿，不能再签。要改，请导调先撤回定稿。"
        if not self.signer:
            return f"还没有指定签字人。{self.part.signer}签字的，应当是{self.part.may_sign}。请导调在报告页指定。"
        if person != self.signer:
            return f"这一部分由{self.signer_name}签字，别人不能代签。要换人，请导调在报告页重新指定。"
        if self.holds:
            return "你已经签过这一部分，内容没有变。"
        return f"这一部分还没有写完：{''.join(missing)}" if missing else ""


def standing_of(told: Report, blocks: Sequence[ReportBlock]) -> tuple[PartStanding, ...]:
    """Where each part of a report with these blocks stands."""
    found = []
    for part in PARTS:
        signer, name = told.signers.get(part.key, ("", ""))
        signature = told.part_signatures.get(part.key)
        text = part_text(told.label, told.title, blocks, part)
        changed: tuple[str, ...] = ()
        if signature is not None and signature.sha != digest(text):
            before = [revived(plain) for plain in json.loads(signature.content)["blocks"]]
            changed = tuple(changed_parts(before, list(blocks_of(blocks, part)), ongoing=False))
        found.append(PartStanding(part, signer, name, text, signature, changed))
    return tuple(found)

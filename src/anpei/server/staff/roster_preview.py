"""What a page shows of a roster before anybody changes: sheets, columns, first people, faults, what would be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from anpei import staff
from anpei.findings import Finding, errors_only
from anpei.spreadsheets import HEADER_WITHIN
from anpei.staff import Roster, RosterFile, RosterLayout

__all__ = ["RosterPreview", "preview_of"]

FIRST = 5
MOST_TOLD = 50
FIELD_OF_RULE = {
    "roster-staff-no": "staff_no",
    "roster-name": "name",
    "roster-department": "department",
    "roster-post": "post",
    "roster-team": "team",
    "roster-role": "roles",
    "roster-status": "status",
    "roster-scope": "scope",
    "roster-date": "hired",
}


@dataclass(frozen=True)
class RosterPreview:
    """Everything the page says, in words; ``layout`` is how it was read and ``counts`` what importing would do."""

    sheets: list[dict[str, Any]]
    headers: list[dict[str, Any]]
    fields: list[dict[str, Any]]
    first: list[dict[str, str]]
    told: list[dict[str, Any]]
    more_told: int
    faulty: int
    layout: RosterLayout
    counts: dict[str, int]
    refused: bool

    @property
    def importable(self) -> int:
        """People who would be changed in some way."""
        return self.counts["created"] + self.counts["updated"] + self.counts["left"]


def preview_of(session: Session, file: RosterFile, layout: RosterLayout) -> RosterPreview:
    """The file as it would be read so, held against the people there are."""
    roster = file.read(layout)
    sheet = file.sheet(layout)
    lines = sheet.lines if sheet is not None else ()
    report, allowed = staff.examine_roster(session, roster)
    sound, _ = staff.examine_roster(session, roster, sound_only=True)
    groups = ("created", "updated", "left", "unchanged")
    position = staff.header_position(lines, layout)
    heads = lines[position].cells if position is not None else ()
    columns = roster.header.columns if roster.header is not None else layout.columns
    if columns is None:
        columns = staff.columns_by_heads(heads, layout.words)
    used = RosterLayout(sheet.name if sheet else "", lines[position].number if position is not None else 0, columns)
    sample = lines[position + 1].cells if position is not None and len(lines) > position + 1 else ()
    findings = sorted(report.findings, key=lambda finding: (finding.level != "error", finding.line))
    return RosterPreview(
        sheets=[
            {"name": one.name, "lines": len(one.lines), "hidden": one.hidden, "chosen": one is sheet}
            for one in file.sheets
        ],
        headers=[
            {"number": line.number, "words": "、".join(filter(None, line.cells))[:40], "chosen": at == position}
            for at, line in enumerate(lines[:HEADER_WITHIN])
        ],
        fields=[_field(name, columns, heads, sample) for name in staff.COLUMNS],
        first=[_person(roster, at) for at in range(min(FIRST, len(roster.rows)))],
        told=[_told(finding, columns) for finding in findings[:MOST_TOLD]],
        more_told=max(0, len(findings) - MOST_TOLD),
        faulty=len({finding.line for finding in errors_only(findings) if finding.line}),
        layout=used,
        counts={name: len(getattr(sound, name)) for name in groups} | {"rows": roster.total},
        refused=allowed is None or roster.header is None,
    )


def _field(name: str, columns: Any, heads: tuple[str, ...], sample: tuple[str, ...]) -> dict[str, Any]:
    """One of our columns, and every column of the file that it may be."""
    choices = [
        {"place": place, "words": _column_words(place, head, sample), "chosen": columns.get(name, -1) == place}
        for place, head in enumerate(heads)
        if head or (place < len(sample) and sample[place])
    ]
    found = any(choice["chosen"] for choice in choices)
    return {
        "name": name, "label": staff.LABELS[name], "required": name in staff.REQUIRED, "choices": choices,
        "found": found,
    }  # fmt: skip


def _column_words(place: int, head: str, sample: tuple[str, ...]) -> str:
    example = sample[place] if place < len(sample) else ""
    return f"{_letter(place)} 列 {head[:20] or '（没有表头）'}" + (f"，如 {example[:16]}" if example else "")


def _letter(place: int) -> str:
    """A column as Excel calls it."""
    return (chr(64 + place // 26) if place >= 26 else "") + chr(65 + place % 26)


def _person(roster: Roster, at: int) -> dict[str, str]:
    row = roster.rows[at]
    roles = "、".join(staff.ROLE_NAMES[role] for role in staff.ROLES if role in (row.roles or ()))
    status = {None: "", True: "在职", False: "离职"}[row.active]
    return {
        "line": str(row.line), "staff_no": row.staff_no, "name": row.name, "department": row.department,
        "post": row.post or "", "team": row.team or "", "roles": roles, "status": status, "hired": row.hired or "",
        "scope": "、".join(sorted(row.scope or ())),
    }  # fmt: skip


def _told(finding: Finding, columns: Any) -> dict[str, Any]:
    """A finding with its row and, where it is about one, its column."""
    field = next((name for rule, name in FIELD_OF_RULE.items() if finding.rule.startswith(rule)), "")
    place = columns.get(field, -1)
    where = f"第 {finding.line} 行" if finding.line else ""
    where += f" {_letter(place)} 列" if where and place >= 0 else ""
    return {"where": where, "words": finding.message, "error": finding.level == "error"}

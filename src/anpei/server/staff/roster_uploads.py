"""A roster that was sent from the browser: kept until it is imported, as it was read and as it is to be read.

What was confirmed stands on the disk before the first person is written, and is gone on with after a restart until all
are in: nothing stays half written. Then file and rows are deleted; how it ended is kept for a day.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from anpei import audit, records, spreadsheets, staff
from anpei.database import Database
from anpei.errors import AnpeiError
from anpei.findings import Finding, errors_only
from anpei.plainfiles import write_atomic
from anpei.server.core.uploads import FILE, Upload
from anpei.settings import Site
from anpei.staff import roster_words

__all__ = ["ROWS", "RosterDecision", "RosterUpload", "confirmed"]

ROWS, DECISION, PERCENT = "rows.json", "decision.json", "percent"


@dataclass(frozen=True)
class RosterDecision:
    """What was confirmed: how to read the file, whether faulty rows are left out, and what was promised.

    ``state``: ``going``, ``done`` or ``refused``; ``words`` say why it was refused.
    """

    sheet: str
    header: int
    columns: dict[str, int]
    sound_only: bool
    counts: dict[str, int]
    state: str = "going"
    words: str = ""

    @property
    def layout(self) -> staff.RosterLayout:
        return staff.RosterLayout(self.sheet, self.header, self.columns)


@dataclass(frozen=True)
class RosterUpload(Upload):
    """A roster, as it was read and as it is to be read."""

    shelf = "rosters"
    what = unnamed = "名单"

    def keep(self, file: staff.RosterFile) -> None:
        """Keep the file's sheets as they were read."""
        self._write(
            ROWS, {"findings": [asdict(one) for one in file.findings], "sheets": [_plain(s) for s in file.sheets]}
        )

    def file(self) -> staff.RosterFile:
        """The file's sheets; when its reader came to no end, a finding that says so."""
        kept = self._read(ROWS)
        if not kept:
            words = "这个文件读了很久也没有读完，已经停下。请只保留名单本身，另存后再试。"
            return staff.RosterFile(self.name, (), (Finding(self.name, 0, "roster-unreadable", words),))
        findings = tuple(Finding(**one) for one in kept["findings"])
        return staff.RosterFile(self.name, tuple(map(_sheet, kept["sheets"])), findings)

    def decision(self) -> RosterDecision | None:
        """What was confirmed, if anything was."""
        kept = self._read(DECISION)
        return RosterDecision(**kept) if kept else None

    def decide(self, decision: RosterDecision) -> None:
        self._write(DECISION, asdict(decision))

    def percent(self) -> int:
        try:
            return int((self.folder / PERCENT).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return 0

    def go_on(self, db: Database, now: int) -> None:
        """Import what was confirmed, or the rest of it after a restart; people already written stay as they are."""
        decision = self.decision()
        if decision is None or decision.state != "going":
            return
        roster = self.file().read(decision.layout)
        try:
            origin = audit.Origin(self.by)
            with audit.acting(audit.Acting(origin, "roster.import", self.name, {"行数": len(roster.rows)})):
                report = records.import_roster(
                    db, roster, now=now, sound_only=decision.sound_only, progress=self._progress()
                )
            errors = errors_only(report.findings)
            words = "" if report.applied else errors[0].message if errors else "名单里没有可以导入的人。"
        except AnpeiError as error:
            words = str(error)
        if not words and roster.header is not None:
            roster_words.remember(self.site, roster_words.said_by(roster.header))
        self.decide(RosterDecision(**{**asdict(decision), "state": "refused" if words else "done", "words": words}))
        for gone in (FILE, ROWS):
            (self.folder / gone).unlink(missing_ok=True)

    def _progress(self) -> Any:
        """Tells how far it is, a hundred times at most."""
        told = [-1]

        def progress(done: int, total: int) -> None:
            percent = min(99, 100 * done // max(1, total))
            if percent != told[0]:
                told[0] = percent
                write_atomic(self.folder / PERCENT, str(percent), mode=0o600)

        return progress


def confirmed(site: Site) -> list[str]:
    """The uploads that were confirmed and aren't all written, by name."""
    found = []
    for path in sorted((site.var / "rosters").glob(f"*/{DECISION}")):
        decision = RosterUpload(site, path.parent).decision()
        if decision is not None and decision.state == "going":
            found.append(path.parent.name)
    return found


def _plain(sheet: spreadsheets.Worksheet) -> dict[str, Any]:
    rows = [[row.number, row.cells, sorted(row.lost)] for row in sheet.lines]
    told = [asdict(finding) for finding in sheet.findings]
    return {"name": sheet.name, "hidden": sheet.hidden, "findings": told, "rows": rows}


def _sheet(kept: dict[str, Any]) -> spreadsheets.Worksheet:
    rows = tuple(spreadsheets.SheetRow(number, tuple(cells), frozenset(lost)) for number, cells, lost in kept["rows"])
    told = tuple(Finding(**one) for one in kept["findings"])
    return spreadsheets.Worksheet(kept["name"], rows, told, kept["hidden"])

"""The records pack: whole, in order, and any change shows."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

from anpei.database import Database
from anpei.exercises import report, runs
from tests.helpers.played import NOW


def chain_of(archive: tuple[Database, int]) -> tuple[runs.RunRecord, list[dict[str, object]]]:
    db, run = archive
    with db.read() as session:
        story = runs.run_record(session, run)
    return story, report.chain(story)


def test_the_chain_covers_every_line_of_the_log(archive: tuple[Database, int]) -> None:
    story, lines = chain_of(archive)
    assert [line["seq"] for line in lines] == [event.seq for event in story.events]
    assert report.verify(story.run.run_id, story.run.sha, lines)


def test_a_changed_or_missing_line_breaks_it(archive: tuple[Database, int]) -> None:
    story, lines = chain_of(archive)
    changed = [{**line, "actor": "E9999"} if n == 5 else line for n, line in enumerate(lines)]
    for forged in (changed, lines[:5] + lines[6:]):
        assert not report.verify(story.run.run_id, story.run.sha, forged)


def test_it_still_holds_after_a_trip_through_json(archive: tuple[Database, int]) -> None:
    story, lines = chain_of(archive)
    assert report.verify(story.run.run_id, story.run.sha, json.loads(json.dumps(lines)))


def test_the_manifest_names_every_file_with_its_hash() -> None:
    body = report.pack({"log.csv": b"a", "photos/x.jpg": b"b"}, now=NOW, zone="Asia/Shanghai")
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        manifest = json.loads(file.read(report.MANIFEST))
        found = {n: hashlib.sha256(file.read(n)).hexdigest() for n in file.namelist() if n != report.MANIFEST}
    assert manifest == found
    assert {"log.csv", "photos/x.jpg", "说明.txt"} == set(manifest)


def test_nothing_typed_becomes_a_formula() -> None:
    body = report.sheet_csv(("名",), [("=1+1",), (" @x",), ("-3",), ("好",)]).decode("utf-8-sig")
    assert body.splitlines() == ["名", "'=1+1", "' @x", "'-3", "好"]

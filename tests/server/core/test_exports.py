"""How the making of a workbook stands is read off the disk and who holds the lock, whatever ended its maker."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from anpei.server.core import exports
from anpei.server.core.export_process import ASKED, FILE, LOCK, PROGRESS, run
from anpei.server.core.exports import ExportJob
from anpei.settings import Site
from tests.helpers.processes import PATIENCE, run_apart


def test_what_has_neither_a_maker_nor_a_file_has_failed(tmp_path: Path) -> None:
    """Also when the server, which would have seen its process end, was killed with it."""
    job = ExportJob(tmp_path)
    lock = os.open(tmp_path / LOCK, os.O_CREAT | os.O_WRONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, pass_fds=[lock]) as maker:
        os.close(lock)
        assert job.state == "going"
        maker.kill()
        maker.wait()
        assert job.state == "failed"
    (tmp_path / FILE).touch()
    assert job.state == "done"


def test_its_process_gives_way_to_everything_else(site: Site) -> None:
    async def make() -> ExportJob:
        job = exports.begin(site, "tests.server.core.lowly", {})
        await asyncio.wait_for(asyncio.gather(*exports.MAKING), PATIENCE)
        return job

    assert run_apart(make()).state == "done"


def test_how_far_it_is_can_be_read_while_it_is_made(site: Site, tmp_path: Path) -> None:
    (tmp_path / ASKED).write_text(json.dumps({}), encoding="utf-8")
    seen: list[int] = []

    def write(_site: Site, _asked: object, _file: object, told: Callable[[int, int], None]) -> None:
        for done in (0, 1, 2):
            told(done, 2)
            seen.append(ExportJob(tmp_path).percent)

    run(str(site.root), str(tmp_path), write)
    assert seen == [0, 50, 99]
    assert not [path for path in tmp_path.glob("*.part") if path.stem == PROGRESS]

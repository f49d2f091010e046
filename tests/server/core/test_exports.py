"""How the making of a workbook stands is read off the disk and who holds the lock, whatever ended its maker."""

from __future__ import annotations

import fcntl
import os
import subprocess
from pathlib import Path

from anpei.server.core.export_process import FILE, LOCK
from anpei.server.core.exports import ExportJob


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

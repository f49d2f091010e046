"""The process that reads a roster somebody sent: it gives way to everything else, and the system bounds it."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

from anpei import staff
from anpei.server.core.uploads import FILE
from anpei.server.staff.roster_uploads import RosterUpload
from anpei.settings import open_site

SECONDS = 120
BYTES = 3 * 2**30


def main(site_folder: str, folder: str) -> None:
    """Read the upload in this folder and keep its rows beside it."""
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    upload = RosterUpload(open_site(site_folder), Path(folder))
    upload.keep(staff.open_roster((upload.folder / FILE).read_bytes(), upload.name))


if __name__ == "__main__":
    main(*sys.argv[1:])

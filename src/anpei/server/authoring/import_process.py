"""The process that reads a file of questions somebody sent, and lands it: it gives way, and the system bounds it.

What it is told comes as JSON: the choices, and for landing whoever lands and the day. What came of it lies beside the
file; nothing does where it came to no end, and then the same may be begun once more.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

from anpei import exchange
from anpei.authoring import Author
from anpei.server.authoring.import_uploads import QuestionUpload
from anpei.server.core.uploads import FILE
from anpei.settings import open_site

SECONDS = 120
BYTES = 3 * 2**30


def main(site_folder: str, folder: str, told: dict[str, Any]) -> None:
    """Say what an import of the upload in this folder would do; with ``day``, do it."""
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    upload, choices = QuestionUpload(open_site(site_folder), Path(folder)), exchange.Choices(**told["choices"])
    data = (upload.folder / FILE).read_bytes()
    source = exchange.read_questions(data, upload.name, choices)
    if told["day"]:
        author = Author(told["staff_no"], told["name"])
        upload.keep_landed(exchange.land(upload.site, source, data, choices, day=told["day"], author=author).plan)
    else:
        upload.keep_look(choices, exchange.examine(upload.site, source, data, choices))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], json.loads(sys.stdin.read()))

"""Files that were sent from the browser: each kept for a day in a folder of its own below var.

Whoever sent one goes on with it; for everybody else it isn't there.
"""

from __future__ import annotations

import json
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Self

from anpei import clock
from anpei.errors import NotFound
from anpei.plainfiles import write_atomic
from anpei.settings import Site

__all__ = ["FILE", "UPLOAD", "Upload"]

UPLOAD = r"([0-9a-f]{32})"
"""An upload's name in an address."""
ASKED, FILE = "asked.json", "file"
KEPT = clock.DAY


@dataclass(frozen=True)
class Upload:
    """One upload: a folder below ``var/<shelf>``.

    ``what`` is what it holds, and ``unnamed`` what one is called that came without a name.
    """

    site: Site
    folder: Path
    shelf: ClassVar[str]
    what: ClassVar[str]
    unnamed: ClassVar[str]

    @classmethod
    def begin(cls, site: Site, by: str, name: str) -> Self:
        """A new folder for what somebody is about to send; what is older than a day goes."""
        shelf = site.var / cls.shelf
        shelf.mkdir(mode=0o700, exist_ok=True)
        for old in shelf.iterdir():
            if old.is_dir() and old.stat().st_mtime * 1000 < clock.now() - KEPT:
                shutil.rmtree(old, ignore_errors=True)
        upload = cls(site, shelf / secrets.token_hex(16))
        upload.folder.mkdir(mode=0o700)
        upload._write(ASKED, {"by": by, "name": name})
        return upload

    @classmethod
    def find(cls, site: Site, name: str, staff_no: str) -> Self:
        """The upload of this name, if this person sent it."""
        upload = cls(site, site.var / cls.shelf / name)
        if upload.by != staff_no:
            raise NotFound(f"没有这份{cls.what}，或已过期。", way_out="请重新选文件上传。")
        return upload

    @property
    def by(self) -> str:
        """The staff number of whoever sent it; empty where there is none."""
        return str(self._read(ASKED).get("by", ""))

    @property
    def name(self) -> str:
        """What the file is called where it came from."""
        return str(self._read(ASKED).get("name", "")) or self.unnamed

    def _write(self, name: str, data: Any) -> None:
        write_atomic(self.folder / name, json.dumps(data, ensure_ascii=False), mode=0o600)

    def _read(self, name: str) -> dict[str, Any]:
        try:
            found = json.loads((self.folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

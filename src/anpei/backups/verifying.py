"""Whether a backup could be restored: its sums without a key; with the key all of it, unpacked and looked through."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from anpei.backups import container
from anpei.backups.archive import Progress
from anpei.backups.restoring import unpacked
from anpei.backups.sealing import RecoveryKey
from anpei.backups.staging import private_folder

__all__ = ["Verified", "verify"]


@dataclass(frozen=True)
class Verified:
    """What the backup says of itself; ``files`` is None where nothing was opened for want of the key."""

    head: container.Head
    created: int
    files: int | None


def verify(archive: Path, key: RecoveryKey | None, progress: Progress = lambda done, total, name: None) -> Verified:
    """Refused when the file is torn, changed, of a newer version, or holds a database that is broken."""
    head = container.checked(archive, progress)
    container.refuse_newer(head)
    if head.damaged:
        raise container.damaged(f"其中的数据库 {'、'.join(head.damaged)} 在备份时就已损坏")
    if head.sealed and key is None:
        return Verified(head, head.created, None)
    with private_folder(Path(tempfile.gettempdir())) as folder:
        found = unpacked(archive, folder / "site", lambda _: key or _none(), progress)
    return Verified(head, found.created, found.files)


def _none() -> RecoveryKey:
    raise AssertionError("an open backup asks for no key")

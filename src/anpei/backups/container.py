"""The file as it lies on a disk: a plain tar of three entries, of which only the middle one is encrypted.

``anpei-backup.json``  what can be known without a key: version, schema, when, for which key
``payload.tar.gz.age`` the site (``payload.tar.gz`` on a site without a recovery key)
``anpei-backup.sum``   size and SHA-256 of both: a torn or changed file is known without a key

Files of before are a ``tar.gz`` whose list comes last; they are still read (:class:`Old`).
"""

from __future__ import annotations

import hashlib
import json
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from anpei import schemas
from anpei.errors import Refused, SettingsError
from anpei.version import version

__all__ = [
    "DAMAGED",
    "FORMAT",
    "Head",
    "Payload",
    "checked",
    "damaged",
    "opened_payload",
    "read_head",
    "refuse_newer",
    "write",
]

HEAD, SUM = "anpei-backup.json", "anpei-backup.sum"
PAYLOAD, SEALED = "payload.tar.gz", "payload.tar.gz.age"
FORMAT = 2
LARGEST_NOTE = 1 << 20
BLOCK = tarfile.BLOCKSIZE
CHUNK = 1 << 20
GZIP = b"\x1f\x8b"
DAMAGED = "请换一个备份文件。原来的站点没有改动。"


class Head(BaseModel):
    """What a backup says of itself without a key. ``damaged``: databases that were broken already, by name."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: int
    anpei: str = ""
    schema_version: str | None = None
    database: Literal["sqlite", "postgresql"] = "sqlite"
    created: int = 0
    recipients: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()

    @property
    def sealed(self) -> bool:
        return bool(self.recipients)


class Payload(BaseModel):
    """The other note, written last."""

    head: str
    size: int
    sha256: str


def damaged(why: str) -> Refused:
    return Refused(f"备份文件不能用：{why}。", code="damaged_archive", way_out=DAMAGED)


class _Summing:
    """A file that is hashed and counted while it is written."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest, self.size = file, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        self.file.write(data)
        self.digest.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        self.file.flush()


def write(file: IO[bytes], head: Head, fill: Callable[[Any], None]) -> None:
    """Write the three entries; ``fill`` writes the middle one, whose length is known only when it ends."""
    note = head.model_dump_json(indent=1).encode()
    _add(file, HEAD, note)
    name, at = SEALED if head.sealed else PAYLOAD, file.tell()
    file.write(_entry(name, 0))
    payload = _Summing(file)
    fill(payload)
    file.write(b"\0" * (-payload.size % BLOCK))
    told = Payload(head=hashlib.sha256(note).hexdigest(), size=payload.size, sha256=payload.digest.hexdigest())
    _add(file, SUM, told.model_dump_json().encode())
    file.write(b"\0" * (2 * BLOCK))
    end = file.tell()
    file.seek(at)
    file.write(_entry(name, payload.size))
    file.seek(end)


def _entry(name: str, size: int) -> bytes:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry.tobuf(tarfile.GNU_FORMAT)


def _add(file: IO[bytes], name: str, data: bytes) -> None:
    file.write(_entry(name, len(data)) + data + b"\0" * (-len(data) % BLOCK))


def read_head(path: Path) -> Head:
    """What a backup says of itself; one of before, which says it at its end, tells only its format.

    Raises SettingsError when there is no such file, Refused for anything that isn't a backup.
    """
    try:
        with path.open("rb") as file:
            if file.read(2) == GZIP:
                return Head(format=1)
            file.seek(0)
            with tarfile.open(fileobj=file, mode="r:") as entries:
                first = entries.next()
                if first is None or first.name != HEAD:
                    raise damaged("它不是 anpei backup 生成的文件")
                return Head.model_validate_json(_note(entries, first))
    except FileNotFoundError:
        raise SettingsError(f"没有这个文件：{path}。", way_out="请检查路径。") from None
    except IsADirectoryError:
        raise SettingsError(f"{path} 是一个文件夹。", way_out="请写备份文件的路径。") from None
    except (tarfile.TarError, ValidationError, ValueError, EOFError) as error:
        raise damaged(f"开头读不出来（{type(error).__name__}）") from None


def refuse_newer(head: Head) -> None:
    """What a later version made is not tried: its format, or the schema of its database, says so."""
    if head.format > FORMAT or schemas.newer(head.schema_version):
        made = f"安培 {head.anpei}" if head.anpei else "更新的版本"
        schema = f"，结构 {head.schema_version}" if head.schema_version else ""
        raise Refused(
            f"这个备份由{made} 生成{schema}；这里是安培 {version()}，只认得到 {schemas.newest()}。",
            code="newer_backup",
            way_out="请先升级安培再恢复。原来的站点没有改动。",
        )


def checked(path: Path, progress: Callable[[int, int, str], None] = lambda done, total, name: None) -> Head:
    """Read the whole file once and compare it with its own sums; torn or changed is :class:`Refused`."""
    head = read_head(path)
    if head.format != FORMAT:
        return head
    try:
        with path.open("rb") as file, tarfile.open(fileobj=file, mode="r:") as entries:
            note, payload, last = (entries.next() for _ in range(3))
            if note is None or payload is None or last is None or last.name != SUM:
                raise damaged("结尾缺失，多半没有写完或没有拷完")
            told = Payload.model_validate_json(_note(entries, last))
            digest, done = hashlib.sha256(), 0
            source = entries.extractfile(payload)
            assert source is not None
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                done += len(chunk)
                progress(done, payload.size, path.name)
            whole = (done, digest.hexdigest()) == (told.size, told.sha256)
            if not whole or hashlib.sha256(_note(entries, note)).hexdigest() != told.head:
                raise damaged("内容与校验和不符")
    except (tarfile.TarError, ValidationError, ValueError, EOFError, OSError) as error:
        raise damaged(f"读到一半出错（{type(error).__name__}）") from None
    return head


def _note(entries: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    source = entries.extractfile(entry)
    if source is None or entry.size > LARGEST_NOTE:
        raise damaged("说明读不出来")
    data = source.read()
    if len(data) != entry.size or not isinstance(json.loads(data), dict):
        raise damaged("说明读不出来")
    return data


@contextmanager
def opened_payload(path: Path) -> Iterator[IO[bytes]]:
    """The middle entry; of a file of before, the whole file."""
    with path.open("rb") as file:
        if file.read(2) == GZIP:
            file.seek(0)
            yield file
            return
        file.seek(0)
        with tarfile.open(fileobj=file, mode="r:") as entries:
            for entry in entries:
                if entry.name in (PAYLOAD, SEALED):
                    source = entries.extractfile(entry)
                    assert source is not None
                    yield source
                    return
    raise damaged("缺少内容")

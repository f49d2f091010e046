"""A backup is one file: the databases as of one moment, settings, workspace and keys, and at its end a list of it all.

Databases are looked through before anything is encrypted, the file is read again and summed after. One with a broken
database never counts: it is kept as ``*.damaged`` for whoever rescues what is left, and the command fails.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from anpei import engines, schemas, storage
from anpei.backups import container, journal
from anpei.backups.databases import copy_databases, room_needed
from anpei.backups.sealing import recipients, seal
from anpei.backups.staging import staging_folder, whole_file
from anpei.errors import AnpeiError, Refused, Unavailable
from anpei.settings import Site
from anpei.version import version

__all__ = ["LIST", "BackupSummary", "Progress", "back_up", "running"]

LIST = "anpei-backup.json"
DERIVED = ("run", "logs", "built", journal.FILE)  # below var/: made again when needed, or about this machine alone
SKIPPED = ("__pycache__", ".ipynb_checkpoints")
SIDE_FILES = (".db-wal", ".db-shm", ".db-journal")
NEVER = ("cookie",)
"""Below var/private: whoever has it can sign in as anybody. A restored site makes its own."""

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class BackupSummary:
    """What a backup holds; where the databases were copied to before, and whether it is encrypted."""

    path: Path
    files: int
    bytes: int
    skipped: tuple[str, ...]
    staging: Path
    sealed: bool


def back_up(
    site: Site,
    target: Path,
    now: int,
    progress: Progress = lambda done, total, name: None,
    *,
    daily: bool = False,
) -> BackupSummary:
    """Write the archive whole or not at all, readable by its owner only; the platform may be running meanwhile.

    ``progress`` is told bytes done, bytes in all and the file at hand. That it succeeded or failed is remembered.
    """
    try:
        made = _made(site, target, now, progress)
    except OSError as error:
        trouble = _told(error)
        journal.note_failed(site, now, str(trouble))
        raise trouble from error
    except AnpeiError as error:
        journal.note_failed(site, now, str(error))
        raise
    size = made.path.stat().st_size
    journal.note_good(
        site, journal.Kept(at=now, path=str(target.resolve()), size=size, sealed=made.sealed, daily=daily)
    )
    return made


def _made(site: Site, target: Path, now: int, progress: Progress) -> BackupSummary:
    target.parent.mkdir(parents=True, exist_ok=True)
    keys = recipients(site)
    with staging_folder(site, target, room_needed(site)) as folder, _history_at_rest(site):
        copied = copy_databases(site, folder)
        newest = _newest_commit(site, folder)
        files, skipped = _files(site, sealed=bool(keys))
        sources = copied.files | files | newest
        head = _head(site, now, keys, copied.damaged)
        about = {**head.model_dump(mode="json"), "site": site.settings.site.name}
        written = target.with_name(f"{target.name}.damaged") if copied.damaged else target
        size = 0

        def fill(payload: Any) -> None:
            def pack(file: IO[bytes]) -> None:
                nonlocal size
                size = _write(file, sources, about, progress)

            seal(keys, pack, payload)

        with whole_file(written) as file:
            container.write(file, head, fill)
    if copied.damaged:
        raise Refused(
            f"数据库 {'、'.join(copied.damaged)} 已损坏，这不是能用的备份。",
            code="damaged_database",
            way_out=f"副本留在 {written}，供抢救用。请停掉平台，运行 anpei doctor 看情况，"
            "再用 anpei restore 从以前好的备份恢复。",
        )
    container.checked(target)
    return BackupSummary(target, len(sources), size, tuple(skipped), folder, bool(keys))


def _head(site: Site, now: int, keys: list[str], broken: tuple[str, ...]) -> container.Head:
    return container.Head(
        format=container.FORMAT,
        anpei=version(),
        schema_version=schemas.schema_of(site.database_url),
        database="postgresql" if engines.on_postgres(site.database_url) else "sqlite",
        created=now,
        recipients=tuple(keys),
        damaged=broken,
    )


def _told(error: OSError) -> Unavailable:
    """A disk's refusal in words."""
    disk = storage.refusal(error)
    if disk is not None:
        message = disk.message.replace("服务器的", "").replace("这一步没有保存", "备份没有完成")
        return Unavailable(message, code=disk.code, way_out="请腾出空间或把备份写到别的盘，再备份一次。")
    what = f"{error.strerror or error}" + (f"：{error.filename}" if error.filename else "")
    return Unavailable(f"备份没有完成（{what}）。", way_out="请检查路径和权限，再备份一次。")


def running(site_root: Path) -> bool:
    """Whether ``anpei serve`` runs on this site now; nothing is changed by asking."""
    lock = site_root / "var/run/serve.lock"
    if not lock.exists():
        return False
    with lock.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


@contextmanager
def _history_at_rest(site: Site) -> Iterator[None]:
    """Within it nobody packs the history of the content anew; commits go on."""
    try:
        folder = os.open(site.var / "history", os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        yield
        return
    try:
        fcntl.flock(folder, fcntl.LOCK_SH)
        yield
    finally:
        os.close(folder)


def _newest_commit(site: Site, folder: Path) -> dict[str, Path]:
    """Where the history stood before its files are listed: what is committed later would come without its files."""
    name = "var/history/refs/heads/main"
    with suppress(FileNotFoundError):
        (folder / "history-head").write_bytes((site.root / name).read_bytes())
        return {name: folder / "history-head"}
    return {}


def _files(site: Site, *, sealed: bool) -> tuple[dict[str, Path], list[str]]:
    """Everything else by its name in the archive, and what was left out because it is no plain file.

    Keys go along only where the archive is encrypted, and the one that signs sign-ins never.
    """
    found: dict[str, Path] = {}
    skipped: list[str] = []
    for path in [site.root / "anpei.toml", *_tls(site), *_walk(site.workspace), *_walk(site.var, without=DERIVED)]:
        name = path.relative_to(site.root).as_posix()
        if path.parent == site.private and (path.name in NEVER or not sealed):
            continue
        if path.is_symlink() or not path.is_file():
            skipped.append(name)
        elif not (path.parent == site.var and (path.suffix == ".db" or path.name.endswith(SIDE_FILES))):
            found[name] = path
    return found, skipped


def _tls(site: Site) -> list[Path]:
    """Certificate and key, where they lie in the site's folder."""
    server = site.settings.server
    paths = [site.root / name for name in (server.tls_cert, server.tls_key) if name]
    return [path for path in paths if path.is_file() and path.is_relative_to(site.root)]


def _walk(folder: Path, without: tuple[str, ...] = ()) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir()):
        if entry.name in SKIPPED or entry.name in without:
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _walk(entry)
        else:
            yield entry


def _write(file: IO[bytes], sources: dict[str, Path], about: dict[str, Any], progress: Progress) -> int:
    total = sum(path.stat().st_size for path in sources.values() if path.exists())
    done, listed = 0, {}
    with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as archive:
        for name, path in sources.items():
            progress(done, total, name)
            with suppress(FileNotFoundError):  # somebody deleted it just now
                listed[name] = _add(archive, name, path)
                done += listed[name]["size"]
        manifest = json.dumps({**about, "files": listed}, ensure_ascii=False, indent=1).encode()
        entry = tarfile.TarInfo(LIST)
        entry.size, entry.mode = len(manifest), 0o600
        archive.addfile(entry, io.BytesIO(manifest))
    progress(total, total, "")
    return done


class _Hashing:
    """A file that is hashed while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self.file.read(size)
        self.digest.update(chunk)
        return chunk


def _add(archive: tarfile.TarFile, name: str, path: Path) -> dict[str, Any]:
    """Add a file as long as it is now; one that shrinks meanwhile would tear the archive, so that is an error."""
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode, entry.mtime = status.st_size, status.st_mode & 0o777, int(status.st_mtime)
        reader = _Hashing(file)
        try:
            archive.addfile(entry, reader)
        except OSError as error:
            if error.errno is not None:
                raise
            raise Unavailable(f"{name} 在备份时被改短了。", way_out="请再备份一次。") from None
    return {"size": entry.size, "sha256": reader.digest.hexdigest()}

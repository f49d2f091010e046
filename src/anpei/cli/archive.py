"""A backup is one file: the databases as of one moment, settings, workspace and keys, and at its end a list of it all.

The list (``anpei-backup.json``: size and SHA-256 of every file) comes last: a torn archive is known by its lack.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from sqlalchemy.engine import make_url

from anpei.errors import SettingsError, Unavailable
from anpei.settings import Site
from anpei.version import version

MANIFEST = "anpei-backup.json"
FORMAT = 1
DERIVED = ("run", "logs", "built")  # below var/: made again when needed
SKIPPED = ("__pycache__", ".ipynb_checkpoints")
SIDE_FILES = (".db-wal", ".db-shm", ".db-journal")

ELSEWHERE = "请用 pg_dump 备份数据库，用 tar 备份站点文件夹；命令见 anpei help operate 的“PostgreSQL”。"

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class BackupSummary:
    """What a backup holds."""

    path: Path
    files: int
    bytes: int
    skipped: tuple[str, ...]


def back_up(site: Site, target: Path, now: int, progress: Progress = lambda done, total, name: None) -> BackupSummary:
    """Write the archive whole or not at all, readable by its owner only; the platform may be running meanwhile.

    ``progress`` is told bytes done, bytes in all and the file at hand.
    """
    _require_sqlite(site)
    target.parent.mkdir(parents=True, exist_ok=True)
    (site.var / "run").mkdir(exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=site.var / "run", prefix="backup-") as folder:
        # first our own database: a gradebook that knows one submission more does no harm, one less would
        copies = {name: _copy_database(site.var / name, Path(folder)) for name in _databases(site)}
        files, skipped = _files(site)
        sources = {f"var/{name}": path for name, path in copies.items()} | files
        with _whole_file(target) as file:
            size = _write(file, sources, _about(site, now), progress)
    return BackupSummary(target, len(sources), size, tuple(skipped))


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


def _require_sqlite(site: Site) -> None:
    url = make_url(site.database_url)
    own = site.var / "anpei.db"
    if url.get_backend_name() != "sqlite" or Path(url.database or "").resolve() != own.resolve():
        raise SettingsError("数据库不在站点文件夹里，这个命令备份不了它。", way_out=ELSEWHERE)
    if not own.exists():
        raise Unavailable("站点还没有数据库。", way_out=f"先运行 anpei serve {site.root} 建立它。")


def _databases(site: Site) -> list[str]:
    """SQLite files in ``var``, our own first."""
    names = sorted(path.name for path in site.var.glob("*.db"))
    return sorted(names, key=lambda name: name != "anpei.db")


def _copy_database(path: Path, folder: Path) -> Path:
    """One consistent copy in one step; in WAL mode writers go on meanwhile."""
    copy = folder / path.name
    copy.touch(mode=0o600)
    with closing(sqlite3.connect(path, timeout=30)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def _files(site: Site) -> tuple[dict[str, Path], list[str]]:
    """Everything else by its name in the archive, and what was left out because it is no plain file."""
    found: dict[str, Path] = {}
    skipped: list[str] = []
    for path in [site.root / "anpei.toml", *_tls(site), *_walk(site.workspace), *_walk(site.var, without=DERIVED)]:
        name = path.relative_to(site.root).as_posix()
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


def _about(site: Site, now: int) -> dict[str, Any]:
    return {"format": FORMAT, "anpei": version(), "site": site.settings.site.name, "created": now}


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
        entry = tarfile.TarInfo(MANIFEST)
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
            raise Unavailable(f"备份 {name} 时出错：{error}。", way_out="请检查磁盘空间，然后再备份一次。") from None
    return {"size": entry.size, "sha256": reader.digest.hexdigest()}


@contextmanager
def _whole_file(target: Path) -> Iterator[IO[bytes]]:
    """A file that appears under its name only when it is complete and on disk."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)

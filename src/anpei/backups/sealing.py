"""Encryption in age's format: this machine knows only the public half of the recovery key and can't open what it made.

The private half is shown once and kept elsewhere. Whoever has it can open a backup without Anpei: ``tar``, ``age``.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

import pyrage
from pyrage import x25519

from anpei.errors import Refused, SettingsError
from anpei.plainfiles import write_atomic
from anpei.settings import Site

__all__ = [
    "KEY_VARIABLE",
    "RecoveryKey",
    "new_key",
    "opened",
    "parse_key",
    "recipients",
    "seal",
    "set_recipient",
    "wrong_key",
]

FILE = "recovery-key.pub"
KEY_VARIABLE = "ANPEI_RECOVERY_KEY"
PRIVATE = "AGE-SECRET-KEY-1"
ANOTHER = "运行 anpei backup --new-key 换一把恢复密钥。"


@dataclass(frozen=True)
class RecoveryKey:
    """Both halves as text; the secret one is never written to the site."""

    secret: str
    public: str


def new_key() -> RecoveryKey:
    made = x25519.Identity.generate()
    return RecoveryKey(str(made), str(made.to_public()))


def parse_key(text: str) -> RecoveryKey:
    """The key in what a person pasted or keeps in a file, where other lines may stand around it."""
    words = [word for word in text.replace('"', " ").split() if word.upper().startswith(PRIVATE)]
    try:
        found = x25519.Identity.from_str(words[0].upper())
    except (IndexError, pyrage.IdentityError):
        raise Refused(
            "这不是一把恢复密钥。",
            code="no_key",
            way_out=f"恢复密钥是一行以 {PRIVATE} 开头的字，建站或运行 anpei backup --new-key 时显示过一次。",
        ) from None
    return RecoveryKey(str(found), str(found.to_public()))


def recipients(site: Site) -> list[str]:
    """Public keys that the site's backups are encrypted for; none on a site that has no recovery key yet."""
    path = site.var / FILE
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{path} 读不了（{error}）。", way_out="运行 anpei backup --new-key 换一把恢复密钥。"
        ) from None
    found = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    for line in found:
        _recipient(line, f"{path} 里有一行不是公钥。")
    return found


def set_recipient(site: Site, public: str) -> None:
    """From now on the site's backups are for this key alone."""
    words = "# 备份按这把公钥加密；能打开备份的恢复密钥不在这台机器上。换一把：anpei backup --new-key"
    write_atomic(site.var / FILE, f"{words}\n{public}\n", mode=0o600)


def _recipient(public: str, trouble: str) -> x25519.Recipient:
    try:
        return x25519.Recipient.from_str(public)
    except pyrage.RecipientError:
        raise SettingsError(trouble, way_out=ANOTHER) from None


def seal(publics: list[str], write: Callable[[IO[bytes]], None], target: IO[bytes]) -> None:
    """Let ``write`` write into ``target``, encrypted for these keys; without keys as it is."""
    if not publics:
        write(target)
        return
    keys = [_recipient(public, "恢复密钥的公钥不对。") for public in publics]
    reading, writing = os.pipe()
    failed: list[BaseException] = []

    def produce() -> None:
        try:
            with os.fdopen(writing, "wb") as plain:
                write(plain)
        except BaseException as error:  # told by whoever waits for the end
            failed.append(error)

    thread = threading.Thread(target=produce, name="anpei-backup")
    thread.start()
    try:
        with os.fdopen(reading, "rb") as plain:
            pyrage.encrypt_io(plain, target, keys)
    finally:
        thread.join()
        if failed and not isinstance(failed[0], BrokenPipeError):
            raise failed[0]


@contextmanager
def opened(source: IO[bytes], key: RecoveryKey) -> Iterator[IO[bytes]]:
    """What was sealed, as it was written; a wrong key or a changed byte is Refused, at the end at the latest."""
    identity = x25519.Identity.from_str(key.secret)
    reading, writing = os.pipe()
    failed: list[Exception] = []

    def produce() -> None:
        try:
            with os.fdopen(writing, "wb") as plain:
                pyrage.decrypt_io(source, plain, [identity])
        except Exception as error:
            failed.append(error)

    thread = threading.Thread(target=produce, name="anpei-restore")
    thread.start()
    try:
        with os.fdopen(reading, "rb") as plain:
            yield plain
            while plain.read(1 << 20):  # the last block proves the whole
                pass
    finally:
        thread.join()
        if failed and not isinstance(failed[0], BrokenPipeError):  # the reader stopped first: its reason counts
            raise _told(failed[0], key) from None


def wrong_key(key: RecoveryKey, wanted: Sequence[str]) -> Refused:
    return Refused(
        f"这把恢复密钥打不开这个备份：它的公钥是 {key.public}，备份是给 {'、'.join(wanted)} 的。",
        code="wrong_key",
        way_out="请用生成这个备份时的那一把。",
    )


def _told(error: Exception, key: RecoveryKey) -> Refused:
    if isinstance(error, pyrage.DecryptError) and "No matching keys" in str(error):
        return wrong_key(key, ["另一把"])
    return Refused(
        "备份文件不能用：解密时发现内容被改动或不完整。",
        code="damaged_archive",
        way_out="请换一个备份文件。原来的站点没有改动。",
    )

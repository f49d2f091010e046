"""Commands in the audit log: who ran what, written along with what the command changes.

A command that changes files only, or takes people's data home, says so with :func:`note_command`.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Collection, Sequence
from contextlib import suppress

from sqlalchemy import inspect
from sqlalchemy.exc import DatabaseError

from anpei import audit
from anpei.database import Database
from anpei.errors import AnpeiError
from anpei.settings import Site

__all__ = ["command_under_way", "note_command"]

COMMAND_LINE = "命令行"


def command_under_way(words: Sequence[str], groups: Collection[str]) -> audit.Acting:
    """The act that a command is. Of its words those are kept that name it and what it is about; options aren't."""
    length = 2 if words and words[0] in groups else 1
    command, rest = " ".join(words[:length]), words[length:]
    named = [word for before, word in zip(("", *rest), rest, strict=False) if not {before[:1], word[:1]} & {"-"}]
    detail: dict[str, str | int] = {"命令": command, "参数": " ".join(named[1:])}
    return audit.Acting(_origin(), "site.command", named[0] if named else "", detail)


def note_command(site: Site) -> None:
    """Note the command under way, of which the database knows nothing; one that is away or broken stops nothing."""
    with suppress(AnpeiError, DatabaseError), Database(site.database_url) as db:
        if inspect(db.engine).has_table("audit"):
            db.write(lambda session: None).result()


def _origin() -> audit.Origin:
    """The user of the machine, also behind ``sudo``, and where they are connected from."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):  # an own number without a name, as in a container
        user = str(os.getuid())
    asked = os.environ.get("SUDO_USER", "")
    who = f"os:{asked}（{user}）" if asked and asked != user else f"os:{user}"
    return audit.Origin(who, os.environ.get("SSH_CLIENT", "").partition(" ")[0] or "本机", COMMAND_LINE)

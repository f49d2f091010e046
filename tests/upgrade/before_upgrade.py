"""The site of before, as it lay on its machine when the new house was installed: unpacked, never opened yet.

Two things are ours, not the old platform's: its ports, and the clock of what was under way. An exam and a drill of
months ago would be over by the clock before the test begins; so what was open when the old platform stopped is set
forward to now, and nothing else is touched.
"""

from __future__ import annotations

import json
import re
import socket
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import create_engine, text

from anpei import clock, engines
from anpei.settings import Site, open_site
from tests import prepare
from tests.helpers import databases
from tests.helpers.platform import free_ports

__all__ = ["ARCHIVES", "Before", "unpacked"]

ARCHIVES = Path(__file__).with_name("before")
UNDER_WAY = (
    "UPDATE attempt SET started = started + :by, deadline = deadline + :by WHERE handed_in IS NULL",
    "UPDATE drill_event SET ts = ts + :by WHERE run_id IN (SELECT run_id FROM drill_run WHERE status <> 'ended')",
    "UPDATE drill_run SET created = created + :by WHERE status <> 'ended'",
    "UPDATE kiosk_seat SET since = since + :by, seen = seen + :by WHERE seen > 0",
)


@dataclass(frozen=True)
class Before:
    """The site, and what people had in their hands when it was left."""

    site: Site
    facts: dict[str, Any]


def unpacked(kind: str, folder: Path) -> Before:
    """The site as made on ``kind`` of database, below ``folder``; its database still has the tables of before."""
    with tarfile.open(ARCHIVES / f"{kind}.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    facts = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    toml = folder / "site/anpei.toml"
    words = toml.read_text(encoding="utf-8")
    for name, port in zip(("port", "lab_port"), _neighbours(), strict=True):
        words = re.sub(rf"(?m)^{name} = \d+$", f"{name} = {port}", words)
    if kind == "postgres":
        for name, dump in (("url", "anpei.sql"), ("gradebook", "gradebook.sql")):
            words = re.sub(rf'(?m)^{name} = ".*"$', f'{name} = "{_restored(folder / dump)}"', words)
    toml.write_text(words, encoding="utf-8")
    site = open_site(folder / "site")
    if prepare.BUILT.exists():  # bundled chapters, which the test's other platforms have too
        prepare.lay_built(site.built)
    _set_forward(site, facts["stopped"])
    return Before(site, facts)


def _neighbours() -> tuple[int, int]:
    """Two free ports, and one behind the second, which a site of before that knows no ``live_port`` takes by itself."""
    while True:
        port, lab_port = free_ports(2)
        with socket.socket() as probe:
            if lab_port + 1 != port and probe.connect_ex(("127.0.0.1", lab_port + 1)):
                return port, lab_port


def _restored(dump: Path) -> str:
    """The address of a new database with what was dumped."""
    url = databases.cluster().new_database()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(dump.read_bytes())
    return url


def _set_forward(site: Site, stopped: int) -> None:
    engine = create_engine(engines.parse(site.database_url))
    with engine.begin() as connection:
        for statement in UNDER_WAY:
            connection.execute(text(statement), {"by": clock.now() - stopped})
    engine.dispose()

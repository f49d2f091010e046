"""A small enterprise and the real platform over it, for tests that need the whole house."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from anpei import clock, confinement, records, staff
from anpei.confinement.walls import ENOUGH
from anpei.database import Database, upgrade
from anpei.settings import Site, create_site, open_site
from tests import prepare
from tests.helpers import databases
from tests.helpers.processes import PATIENCE, stop, wait_for

PASSWORD = "Yantai-2026-safe"
PIN = "604173"
ROSTER = """工号,姓名,部门,岗位,角色,状态
E1001,林晓岚,生产部,模切机长,,在职
E1002,周启明,生产部,叉车司机,,在职
E1003,阿依古丽,仓储部,仓管员,,在职
N1004,新来,仓储部,仓管员,,在职
T2001,沈知行,安全环保部,安全培训师,培训师,在职
D3001,郑指挥,安全环保部,应急主管,导调员,在职
A9001,秦望舒,安全环保部,安全员,管理员,在职
"""
NEWCOMER = "N1004"
COMMAND = [str(Path(sys.executable).with_name("anpei"))]


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on now."""
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [int(each.getsockname()[1]) for each in sockets]
    for each in sockets:
        each.close()
    return ports


def make_site(folder: Path, extra: str = "", server: str = "") -> Site:
    """A site with seven people; ``server`` are more lines of [server], ``extra`` other sections."""
    port, lab_port, live_port = free_ports(3)
    if confinement.abi() < ENOUGH:  # an old machine runs the tests all the same
        extra = f"[kernels]\naccept_missing_walls = true\n{extra.replace('[kernels]', '')}"
    server += '\nallowed_hosts = ["training.plant.test"]'  # as phones on a LAN find it
    ports = f"port = {port}\nlab_port = {lab_port}\nlive_port = {live_port}\n"
    toml = f'[site]\nname = "启明包装"\n[server]\n{ports}{server}\n{extra}\n'
    if "[signin]" not in extra:  # who signed in once may act as an administrator all day
        toml += "[signin]\nconfirm_minutes = 720\n"
    toml += databases.settings("peopled", _fill)
    site = create_site(folder, toml)
    if prepare.BUILT.exists():
        prepare.lay_built(site.built)
    if databases.chosen() == "sqlite":
        shutil.copy(_peopled(), site.var / "anpei.db")
    return site


@cache
def _peopled() -> Path:
    """The database every site begins with, made once in a test process: ten real password hashes take their time."""
    path = Path(tempfile.mkdtemp(prefix="anpei-people-")) / "anpei.db"
    atexit.register(shutil.rmtree, path.parent, ignore_errors=True)
    _fill(f"sqlite:///{path}")
    return path


def _fill(url: str) -> None:
    upgrade(url)
    with Database(url) as db:
        people(db)


def people(db: Database) -> None:
    """Import the roster and give everybody the same password and PIN; the newcomer must still choose an own one."""
    roster = staff.read_roster(ROSTER.encode(), "名册.csv")
    now = clock.now()
    records.import_roster(db, roster, now=now)
    for row in roster.rows:
        staff.set_password(db, row.staff_no, PASSWORD, now=now, must_change=row.staff_no == NEWCOMER)
        if row.staff_no.startswith("E"):
            staff.set_pin(db, row.staff_no, PIN, now=now)


class Visitor(httpx.Client):
    """A client that has made its first requests already and is closed by ``with`` or not at all."""

    def __enter__(self) -> Visitor:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


AS_ROOT = ("--allow-root",) if os.geteuid() == 0 else ()
"""What a platform has to be told where tests run as root, as in a container."""


@dataclass
class Platform:
    """A running ``anpei serve``."""

    site: Site
    process: subprocess.Popen[bytes]
    output: Path
    passes: dict[tuple[str, str], httpx.Cookies] = field(
        default_factory=dict
    )  # a password is hashed once, not each time

    @property
    def base(self) -> str:
        server = self.site.settings.server
        return f"{'https' if server.tls_cert else 'http'}://127.0.0.1:{server.port}{server.base_url}"

    def url(self, path: str = "") -> str:
        return self.base + path

    def lab_url(self, path: str = "") -> str:
        server = self.site.settings.server
        return f"http://127.0.0.1:{server.lab_port}{server.base_url}studio/{path}"

    def stranger(self, address: str = "") -> Visitor:
        """A client that is not signed in; ``address``: which of this machine's own it comes from."""
        wire = httpx.HTTPTransport(local_address=address, verify=False, trust_env=False) if address else None
        return Visitor(
            base_url=self.base, timeout=PATIENCE, follow_redirects=False, verify=False, trust_env=False, transport=wire
        )

    def client(self, staff_no: str, password: str = PASSWORD) -> Visitor:
        """A signed-in client that sends the XSRF header with everything."""
        client, badge = self.stranger(), (staff_no, password)
        client.cookies.update(self.passes.get(badge))
        if client.get("login").status_code != 302:
            form = {"staff_no": staff_no, "password": password, "_xsrf": client.cookies["_xsrf"]}
            answer = client.post("login", data=form)
            assert answer.status_code == 302, answer.text[:2000]
        self.passes[badge] = httpx.Cookies(client.cookies)
        client.headers["X-XSRFToken"] = client.cookies["_xsrf"]
        return client

    def cookies(self, staff_no: str, host: str = "127.0.0.1") -> list[Any]:
        """What the browser of somebody who is signed in holds."""
        url = self.url().replace("127.0.0.1", host)
        with self.client(staff_no) as client:
            return [{"name": c.name, "value": c.value or "", "url": url} for c in client.cookies.jar]

    def log(self, name: str = "learner") -> str:
        path = self.site.logs / f"{name}.log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8", errors="replace")

    def stop(self) -> int:
        return stop(self.process)


def start(site: Site, *options: str) -> Platform:
    """Run ``anpei serve`` on the site and wait until it says that it is ready."""
    if prepare.BUILT.exists():
        prepare.lay_published(site)
    output = site.root / "serve.out"
    environment = os.environ | {"PYTHONUNBUFFERED": "1", "COLUMNS": "200"}
    command = [*COMMAND, "serve", str(site.root), *AS_ROOT, *options]
    with output.open("wb") as sink:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, env=environment, start_new_session=True
        )
    platform = Platform(site, process, output)
    try:
        wait_for(lambda: "已启动" in platform.said() or process.poll() is not None, seconds=240)
    except TimeoutError:
        platform.stop()
        raise
    if process.poll() is not None:
        raise RuntimeError(platform.said() + platform.log() + platform.log("lab") + platform.log("worker"))
    return platform


def restart(platform: Platform) -> Platform:
    """The same site again, after whatever happened to the first process."""
    platform.stop()
    return start(open_site(platform.site.root))

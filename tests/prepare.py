"""Find Chromium, a CJK font and PostgreSQL, or install Debian's packages where that is allowed, or say what to type.

The evacuation engine is installed where there is a wheel for this machine; elsewhere its tests are skipped and say why.
The bundled chapters are built once beforehand, so that the many platforms the tests start needn't each build them.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from anpei.settings import Site

PACKAGES = ("chromium-headless-shell", "fonts-noto-cjk", "postgresql")
OLDER = ("chromium", *PACKAGES[1:])  # where the shell, which costs a sixth, isn't packaged yet
NO_CLUSTER = "create_main_cluster = false\n"
CLUSTERS = Path("/etc/postgresql-common/createcluster.d/anpei-tests.conf")
POSTGRES = Path("/usr/lib/postgresql")
PROXIES = {"nginx": "usr/sbin/nginx", "caddy": "usr/bin/caddy"}
"""Debian's packages of the reverse proxies, and the program in each."""
UNPACKED = Path(__file__).parent / ".proxies"
BUILT = Path(__file__).parent / ".built"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser() -> str | None:
    """The Chromium to test with; ``ANPEI_CHROMIUM`` names another one."""
    named = os.environ.get("ANPEI_CHROMIUM")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), None)


def has_cjk_font() -> bool:
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    listed = subprocess.run([lister, ":lang=zh-cn"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def postgres() -> Path | None:
    """The folder of the newest PostgreSQL's programs; Debian keeps them off the PATH."""
    debian = sorted(POSTGRES.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = str(debian[-1]) if debian else shutil.which("initdb")
    return Path(found).parent if found else None


def proxy(name: str) -> Path | None:
    """A reverse proxy's program: this machine's own, else the unpacked one."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    unpacked = UNPACKED / PROXIES[name]
    return Path(found) if found else unpacked if unpacked.exists() else None


def proxies() -> None:
    """Unpack the proxies' packages beside the tests: nothing is installed, and no service starts.

    Where that can't be, their tests are skipped, which is said in a line.
    """
    missing = [name for name in PROXIES if proxy(name) is None]
    if missing and shutil.which("apt-get") and shutil.which("dpkg-deb"):
        if not _unpack(missing) and os.geteuid() == 0:
            _apt("update")
            _unpack(missing)
        missing = [name for name in PROXIES if proxy(name) is None]
    if missing:
        words = f"没有 {'、'.join(missing)}，用到反向代理的测试会跳过。要装：sudo apt-get install {' '.join(missing)}"
        sys.stderr.write(f"{words}\n")


def _unpack(names: list[str]) -> bool:
    UNPACKED.mkdir(exist_ok=True)
    command = ["apt-get", "-qq", "-o", "APT::Sandbox::User=root", "download", *names]
    if subprocess.run(command, cwd=UNPACKED, stderr=subprocess.DEVNULL, check=False).returncode:
        return False
    for package in UNPACKED.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", package, UNPACKED], check=True)
        package.unlink()
    return True


@contextmanager
def without_default_cluster() -> Iterator[None]:
    """While installing, ask Debian not to make and start a server of its own: the tests start theirs."""
    CLUSTERS.parent.mkdir(parents=True, exist_ok=True)
    CLUSTERS.write_text(NO_CLUSTER)
    try:
        yield
    finally:
        CLUSTERS.unlink()


def install() -> bool:
    """Debian's packages, if this is root on a machine with apt."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    _apt("update")
    with without_default_cluster():
        return any(_apt("install", "-y", "--no-install-recommends", *packages) for packages in (PACKAGES, OLDER))


def _apt(*words: str) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(["apt-get", "-qq", *words], env=environment, check=False).returncode == 0


@cache
def build_chapters() -> None:
    """Every bundled static chapter, and all that is bundled as published, in a site that's kept to be copied from.

    What has not changed is not built again. One process builds, the others wait for it.
    """
    from anpei import clock, courses, laws, publishing
    from anpei.settings import create_site, open_site

    with (BUILT.parent / ".built.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        site = open_site(BUILT) if (BUILT / "anpei.toml").exists() else create_site(BUILT, "")
        registry, _ = laws.load(site.shelves)
        for course in courses.load(site.shelves).courses.values():
            courses.build(site, course, registry)
        store = publishing.store_of(site)
        if store.stamp() is not None and store.index().seen != publishing.stamp_of(site.shelves):
            shutil.rmtree(store.folder)  # else it would keep what a release keeps of the one before
        publishing.settle(site, clock.now())


def lay_built(folder: Path) -> None:
    """Put every bundled static chapter, as the files are now, where a site keeps what it has built."""
    build_chapters()
    shutil.copytree(BUILT / "var/built", folder, dirs_exist_ok=True)


def lay_published(site: Site) -> None:
    """What the first start of a site without own content would publish; that start finds it done."""
    from anpei import publishing
    from anpei.settings import open_site

    build_chapters()
    built, store = open_site(BUILT), publishing.store_of(site)
    if store.stamp() is None and publishing.store_of(built).index().seen == publishing.stamp_of(site.shelves):
        shutil.copytree(publishing.store_of(built).folder, store.folder)


def main() -> int:
    if not tools():
        return 1
    proxies()
    simulate()
    build_chapters()
    return 0


def simulate() -> None:
    """Get the evacuation engine, or say in one line why its tests will be skipped."""
    from anpei.errors import AnpeiError
    from anpei.exercises import evacuation

    if not evacuation.available():
        try:
            evacuation.install(lambda words: sys.stderr.write(f"{words}\n") and None)
        except AnpeiError as error:
            sys.stderr.write(f"疏散推演的测试会跳过：{error}\n")


def tools() -> bool:
    """Whether everything the tests need is there, installed now if need be."""
    if browser() and has_cjk_font() and postgres():
        return True
    sys.stderr.write("测试要用 Chromium、中文字体和 PostgreSQL，正在安装 Debian 的软件包……\n")
    install()
    line = f"sudo apt-get install {' '.join(OLDER)}"
    if postgres() is None:
        sys.stderr.write(f"没有 PostgreSQL，用到它的测试会跳过。要装：{line}\n")
    if browser() and has_cjk_font():
        return True
    sys.stderr.write(f"缺少 Chromium 或中文字体。请运行：{line}，再运行 make test。\n")
    return False


if __name__ == "__main__":
    sys.exit(main())

"""On a Linux that lacks walls, each is named where people look, and another system user is asked for."""

from __future__ import annotations

import os
import pwd
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from anpei import confinement
from anpei.cli.checks import walls
from anpei.cli.serve import require_fit
from anpei.confinement import cgroup, landlock
from anpei.confinement.kernels import lab_limits, walls_for
from anpei.confinement.walls import VARIABLE, Limits
from anpei.errors import SettingsError
from anpei.settings import Site, open_site
from tests.helpers.confined import WALLED, own_folder
from tests.helpers.platform import Platform, make_site, start

LAUNCH = [sys.executable, "-I", "-m", "anpei.confinement.launch"]
EMPTY = (
    "truncate($ARGV[0], 0)"  # by name, as Landlock can't deny before its third version; another user has no Python here
)
ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes somebody else (要 root 才能换用户)")


def with_kernels(site: Site, lines: str) -> Site:
    path = site.root / "anpei.toml"
    path.write_text(path.read_text() + f"\n[kernels]\n{lines}\n")
    return open_site(site.root)


@WALLED
@pytest.mark.parametrize(
    ("version", "named", "level"),
    [
        (2, ("清空文件", "网络连接", "设备控制", "信号"), "error"),
        (3, ("网络连接", "设备控制", "信号"), "warning"),
        (4, ("设备控制", "信号"), "warning"),
        (5, ("信号",), "warning"),
        (6, (), "ok"),
    ],
)
def test_doctor_names_each_wall_that_is_lacking(
    site: Site, monkeypatch: pytest.MonkeyPatch, version: int, named: tuple[str, ...], level: str
) -> None:
    monkeypatch.setenv(landlock.VARIABLE, str(version))
    assert tuple(wall.name for wall in confinement.lacking(confinement.abi())) == named
    check = next(walls(site))
    assert check.level == level
    assert all(name in check.message for name in named)


def test_a_machine_without_any_walls_says_so(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(landlock.VARIABLE, "0")
    check = next(walls(site))
    assert check.level == "error" and "没有 Landlock" in check.message and "anpei help service" in check.way_out


def test_serving_asks_for_another_user_where_a_database_could_be_emptied(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(landlock.VARIABLE, "2")
    with pytest.raises(SettingsError) as refused:
        require_fit(site, root=True)
    assert "[kernels] user" in refused.value.way_out
    require_fit(with_kernels(site, 'user = "nobody"'), root=True)


def test_serving_goes_on_where_it_is_accepted(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(landlock.VARIABLE, "2")
    require_fit(with_kernels(site, "accept_missing_walls = true"), root=True)


@ROOT
@WALLED
def test_serving_as_root_asks_for_the_word(site: Site) -> None:
    with pytest.raises(SettingsError, match="root") as refused:
        require_fit(site, root=False)
    assert "--allow-root" in refused.value.way_out
    require_fit(site, root=True)


def test_a_user_that_is_missing_and_a_database_without_a_password_are_told(site: Site) -> None:
    assert "useradd" in next(walls(with_kernels(site, 'user = "nobody-of-that-name"'))).way_out
    by_socket = site.settings.database.model_copy(update={"url": "postgresql:///anpei"})
    told = Site(site.root, site.settings.model_copy(update={"database": by_socket}))
    assert any("peer" in check.message for check in walls(told))


@ROOT
@WALLED
def test_as_another_user_a_kernel_can_not_empty_a_database_on_an_old_linux_either(site: Site) -> None:
    """Without that user it can, as is said of such a Linux."""
    ledger, outcomes = site.var / "ledger.db", {}
    for user in ("nobody", ""):
        ledger.write_text("who passed")
        with own_folder() as own:
            behind = walls_for(site, own, lab_limits(site))._replace(abi=2, user=user)
            env = {VARIABLE: behind.written(), "PATH": os.environ["PATH"]}
            done = subprocess.run([*LAUNCH, "/usr/bin/perl", "-e", EMPTY, str(ledger)], env=env, capture_output=True)
            assert done.stderr == b""
            told = subprocess.run([*LAUNCH, "/usr/bin/id", "-u"], env=env, capture_output=True, text=True)
        outcomes[user] = (ledger.read_text(), int(told.stdout))
    assert outcomes == {"nobody": ("who passed", pwd.getpwnam("nobody").pw_uid), "": ("", 0)}


@ROOT
@WALLED
def test_only_what_is_the_platforms_own_is_given_to_that_user(site: Site) -> None:
    """A kernel that starts again may have laid links to the database into its folder."""
    ledger = site.var / "ledger.db"
    ledger.write_text("who passed")
    with own_folder() as own:
        (own / "k.json").write_text("the connection")
        (own / "link").symlink_to(ledger)
        (own / "hard").hardlink_to(ledger)
        env = {VARIABLE: walls_for(site, own, lab_limits(site))._replace(user="nobody").written()}
        done = subprocess.run([*LAUNCH, "/bin/cat", str(own / "k.json")], env=env, capture_output=True, text=True)
        assert done.stdout == "the connection"
        assert (ledger.stat().st_uid, own.stat().st_uid) == (0, pwd.getpwnam("nobody").pw_uid)


@WALLED
def test_a_kernel_has_limits_and_none_of_roots_powers(site: Site) -> None:
    tell = (
        "import resource as r; print([r.getrlimit(each)[1] for each in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_NPROC)]);"
        "print([line.split()[1] for line in open('/proc/self/status') if line.startswith('CapEff')][0])"
    )
    with own_folder() as own:
        env = {VARIABLE: walls_for(site, own, Limits(memory=1 << 30)).written(), "PATH": os.environ["PATH"]}
        done = subprocess.run([*LAUNCH, sys.executable, "-I", "-c", tell], env=env, capture_output=True, text=True)
    limits, powers = done.stdout.splitlines()
    kinds = (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_NPROC)
    addresses, *untouched = [resource.getrlimit(each)[1] for each in kinds]
    assert limits == str([3 << 30 if cgroup.delegated() is None else addresses, *untouched])
    assert int(powers, 16) & ~0b1010 == 0


def test_a_group_is_made_beside_the_platforms_where_one_is_delegated(tmp_path: Path) -> None:
    """What systemd gives with ``Delegate`` and ``DelegateSubgroup``, laid out in a folder."""
    tree, told = tmp_path / "cgroup", tmp_path / "told"
    service = tree / "system.slice/anpei.service"
    (service / "platform").mkdir(parents=True)
    told.write_text("0::/system.slice/anpei.service/platform\n")
    assert cgroup.delegated(tree, told) is None
    (service / "cgroup.controllers").write_text("cpu memory pids")
    (service / "cgroup.subtree_control").touch()
    (service / "cgroup.procs").touch()
    assert cgroup.delegated(tree, told) == service
    assert cgroup.enter(Limits(memory=5, processes=7), service)
    [group] = service.glob("anpei-kernel-*")
    assert {path.name: path.read_text() for path in group.iterdir()} == {
        "memory.max": "5", "memory.swap.max": "0", "pids.max": "7", "cgroup.procs": str(os.getpid()),
    }  # fmt: skip
    (service / "cgroup.procs").write_text("1")  # processes of its own: Linux would refuse groups below it
    assert cgroup.delegated(tree, told) is None


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A platform on a Linux of 2022 whose operator accepted what it lacks."""
    site = make_site(tmp_path_factory.mktemp("old") / "site", extra="[kernels]\naccept_missing_walls = true\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(landlock.VARIABLE, "2")
        platform = start(site, "--no-lab")
    yield platform
    platform.stop()


@WALLED
@pytest.mark.machines
def test_the_start_and_the_administrators_page_name_them(old: Platform) -> None:
    assert "还管不住内核的清空文件" in old.said()
    with old.client("A9001") as admin:
        page = admin.get("admin").text
    assert "内核隔离不完整" in page and "清空文件" in page


@WALLED
@pytest.mark.machines
def test_where_nothing_is_lacking_nothing_is_said(server: Platform) -> None:
    with server.client("A9001") as admin:
        assert "内核隔离" not in admin.get("admin").text
    assert "管不住" not in server.said()

"""Ports: two of them, and one that somebody else holds is stepped over by the demo and named to everybody else."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from anpei.cli.serve import _on_free_ports
from anpei.errors import SettingsError, Unavailable
from anpei.server.processes.network import free_port, require_free
from anpei.settings import create_site, open_site


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen(1)
        yield int(holder.getsockname()[1])


@pytest.mark.parametrize("pair", [("port", "lab_port"), ("port", "live_port"), ("lab_port", "live_port")])
def test_one_port_for_two_is_refused_by_name(tmp_path: Path, pair: tuple[str, str]) -> None:
    with pytest.raises(SettingsError, match=rf"{pair[0]} 和 {pair[1]} 不能是同一个端口（8800）"):
        create_site(tmp_path / "site", f"[server]\n{pair[0]} = 8800\n{pair[1]} = 8800\n")


@pytest.mark.parametrize(
    ("lines", "live"),
    [
        ("", 8792),
        ("port = 8792", 8793),
        ("lab_port = 9000", 9001),
        ("port = 1\nlab_port = 65535", 2),
        ("live_port = 7", 7),
    ],
)
def test_a_site_of_before_gets_a_live_port_beside_its_others(tmp_path: Path, lines: str, live: int) -> None:
    assert create_site(tmp_path / "site", f"[server]\n{lines}\n").settings.server.live_port == live


def test_a_taken_port_is_named_and_the_next_free_one_found(taken: int) -> None:
    with pytest.raises(Unavailable, match=f"端口 {taken} 已被别的程序占用"):
        require_free("127.0.0.1", taken, "port")
    assert free_port(taken, "127.0.0.1") > taken
    assert free_port(taken + 1, "127.0.0.1", but=(taken + 1,)) > taken + 1


def test_a_demo_moves_aside_or_to_where_it_is_told(tmp_path: Path, taken: int) -> None:
    site = create_site(tmp_path / "site", f'[site]\nname = "x"\n[server]\nlab_port = {taken}\nport = {taken + 1}\n')
    moved = _on_free_ports(site, None, None).settings.server
    ports = {moved.port, moved.lab_port, moved.live_port}
    assert taken not in ports and len(ports) == 3
    assert _on_free_ports(open_site(site.root), free_port(20000), None).settings.server.port >= 20000
    assert open_site(site.root).settings.site.name == "x"

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


def test_one_port_for_both_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"port 和 lab_port 不能是同一个端口（8800）"):
        create_site(tmp_path / "site", "[server]\nport = 8800\nlab_port = 8800\n")


def test_a_taken_port_is_named_and_the_next_free_one_found(taken: int) -> None:
    with pytest.raises(Unavailable, match=f"端口 {taken} 已被别的程序占用"):
        require_free("127.0.0.1", taken, "port")
    assert free_port(taken, "127.0.0.1") > taken
    assert free_port(taken + 1, "127.0.0.1", but=taken + 1) > taken + 1


def test_a_demo_moves_aside_or_to_where_it_is_told(tmp_path: Path, taken: int) -> None:
    site = create_site(tmp_path / "site", f'[site]\nname = "x"\n[server]\nlab_port = {taken}\nport = {taken + 1}\n')
    moved = _on_free_ports(site, None, None).settings.server
    assert taken not in (moved.port, moved.lab_port) and moved.port != moved.lab_port
    assert _on_free_ports(open_site(site.root), free_port(20000), None).settings.server.port >= 20000
    assert open_site(site.root).settings.site.name == "x"

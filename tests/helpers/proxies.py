"""A real nginx or Caddy before a platform, with the example that ``deploy/`` gives."""

from __future__ import annotations

import random
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from anpei.settings import Site
from tests import prepare
from tests.helpers.processes import stop, wait_for

__all__ = ["TLS", "behind", "lasting_ports"]

DEPLOY = Path(__file__).parents[2] / "deploy"
TLS = Path(__file__).parents[1] / "server/processes/tls"
NGINX = """error_log stderr;
pid {folder}/pid;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/example.conf;
}}
"""
CADDY = "{\n\tadmin off\n\tauto_https disable_redirects\n\tstorage file_system FOLDER\n}\n"


def lasting_ports(count: int) -> list[int]:
    """Free ports that nobody's outgoing connection takes while one proxy has gone and the other not yet come."""
    found: list[int] = []
    for port in random.SystemRandom().sample(range(15_000, 30_000), 200):
        with socket.socket() as probe:
            if len(found) < count and probe.connect_ex(("127.0.0.1", port)):
                found.append(port)
    return found


def example(name: str, site: Site) -> str:
    """The example, for this site's addresses and the tests' certificate."""
    server = site.settings.server
    text = (DEPLOY / {"nginx": "nginx.conf", "caddy": "Caddyfile"}[name]).read_text(encoding="utf-8")
    ours = {
        "anpei.example.com": "localhost",
        "443 ssl": f"{server.outside.port} ssl",
        "8443 ssl": f"{server.lab_outside.port} ssl",
        "8444 ssl": f"{server.live_outside.port} ssl",
        "localhost:8444": f"localhost:{server.live_outside.port}",
        "127.0.0.1:8792": f"127.0.0.1:{server.live_port}",
        "localhost:443": f"localhost:{server.outside.port}",
        "localhost:8443": f"localhost:{server.lab_outside.port}",
        "127.0.0.1:8790": f"127.0.0.1:{server.port}",
        "127.0.0.1:8791": f"127.0.0.1:{server.lab_port}",
        "/etc/ssl/anpei": "the tests' certificate",  # whose folder may well be below another /anpei/
        "/anpei/": server.base_url,
        "the tests' certificate": str(TLS),
    }
    for first in ("8443 ssl", "8444 ssl"):
        text = text.replace(first, ours.pop(first))
    for theirs, own in ours.items():
        text = text.replace(theirs, own)
    return text


@contextmanager
def behind(name: str, site: Site, folder: Path) -> Iterator[None]:
    """The proxy, listening where the site's external addresses are, until the block is left."""
    program = prepare.proxy(name)
    if program is None:
        pytest.skip(f"没有 {name}（tests/prepare.py 会取；取不到的机器跳过）")
    folder.mkdir()
    if name == "nginx":
        (folder / "example.conf").write_text(example(name, site))
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder))
        line = ["-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    else:
        (folder / "Caddyfile").write_text(CADDY.replace("FOLDER", str(folder)) + example(name, site))
        line = ["run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    said = folder / "said"
    with said.open("wb") as sink:
        process = subprocess.Popen([str(program), *line], stdout=sink, stderr=sink, cwd=folder)
    try:
        wait_for(lambda: process.poll() is not None or _listens(site.settings.server.live_outside.port or 0))
        assert process.poll() is None, said.read_text()
        yield
    finally:
        stop(process)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0

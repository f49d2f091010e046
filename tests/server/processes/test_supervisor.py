"""``anpei serve`` starts everything, keeps it going, and takes everything with it when it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess

import psutil

from anpei.server.processes.network import answers
from anpei.settings import Site
from tests.helpers.platform import COMMAND, Platform, start
from tests.helpers.processes import wait_for


def below(platform: Platform) -> list[psutil.Process]:
    return psutil.Process(platform.process.pid).children(recursive=True)


def child(platform: Platform, name: str) -> psutil.Process:
    return next(each for each in below(platform) if each.cmdline()[-2:-1] == [name])


def gone(processes: list[psutil.Process]) -> bool:
    return all(not each.is_running() or each.status() == psutil.STATUS_ZOMBIE for each in processes)


def test_a_fallen_server_is_started_again_a_second_platform_refused_and_ctrl_c_stops_everything(site: Site) -> None:
    platform = start(site)
    try:
        fallen = child(platform, "learner")
        os.kill(fallen.pid, signal.SIGKILL)
        wait_for(lambda: "意外停止" in platform.said())
        wait_for(lambda: answers(site, "learner"))
        assert child(platform, "learner").pid != fallen.pid
        ended = serve(site)
        assert ended.returncode == 1
        assert "已经在运行" in ended.stderr
    finally:
        processes = below(platform)
        code = platform.stop()
    assert len(processes) >= 3
    assert code == 0
    wait_for(lambda: gone(processes))


def test_a_killed_supervisor_leaves_no_orphans(site: Site) -> None:
    platform = start(site, "--no-lab")
    processes = below(platform)
    platform.process.kill()
    platform.process.wait()
    wait_for(lambda: gone(processes))


def test_a_busy_port_is_one_sentence_with_the_way_out(site: Site) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", site.settings.server.port))
        taken.listen()
        ended = serve(site)
    assert ended.returncode == 1
    assert f"端口 {site.settings.server.port} 已被别的程序占用。" in ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr


def serve(site: Site) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, "serve", str(site.root)], capture_output=True, text=True, timeout=120, check=False)

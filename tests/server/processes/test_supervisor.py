"""``anpei serve`` starts everything, keeps it going, and takes everything with it when it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from zoneinfo import ZoneInfo

import psutil
import pytest

from anpei import kernel_log
from anpei.server.processes import supervisor
from anpei.server.processes.log_files import LogFiles
from anpei.server.processes.network import answers
from anpei.server.processes.service_manager import ServiceManager
from anpei.settings import Site
from tests.helpers.platform import AS_ROOT, COMMAND, Platform, start
from tests.helpers.processes import PATIENCE, wait_for


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
        wait_for(lambda: "anpei.supervisor the process ended with code -9" in platform.log())
        toml = site.root / "anpei.toml"
        toml.write_text(toml.read_text().replace("启明包装", "启明二厂"))
        platform.process.send_signal(signal.SIGHUP)
        with platform.stranger() as stranger:
            wait_for(lambda: "启明二厂" in stranger.get("login").text)
        toml.write_text(toml.read_text() + "[nonsense]\n")
        platform.process.send_signal(signal.SIGHUP)
        wait_for(lambda: "设置没有换上，照旧运行" in platform.said())
        toml.write_text(toml.read_text().replace("[nonsense]\n", ""))
        ended = serve(site)
        assert ended.returncode == 1
        assert "已经在运行" in ended.stderr
    finally:
        processes = below(platform)
        code = platform.stop()
    assert len(processes) >= 3
    assert code == 0
    wait_for(lambda: gone(processes))


def test_a_server_out_of_descriptors_lets_people_wait_and_goes_with_a_killed_supervisor(site: Site) -> None:
    """Its log doesn't grow meanwhile, whoever is connected already is served, and nobody who waits is sent away."""
    platform = start(site, "--no-lab")
    try:
        learner, server = child(platform, "learner"), site.settings.server
        with ExitStack() as stack:
            person = stack.enter_context(platform.client("E1001"))
            assert person.get("healthz").is_success
            open_now = learner.num_fds()
            learner.rlimit(psutil.RLIMIT_NOFILE, (open_now + 5, open_now + 5))
            for _ in range(100):
                stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE))
            wait_for(lambda: "new connections wait: Too many open files" in platform.log())
            assert person.get("healthz").is_success
            late = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
            late.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        with late:
            assert late.recv(100).startswith(b"HTTP/1.1 200"), "who waited is served, once there is room"
        with platform.client("E1002") as next_one:
            assert next_one.get("my").is_success
        wait_for(lambda: "new connections are taken in again" in platform.log())
        assert len(platform.log()) < 20_000
        processes = below(platform)
        platform.process.kill()
        platform.process.wait()
        wait_for(lambda: gone(processes))
    finally:
        platform.stop()


def test_a_busy_port_is_one_sentence_with_the_way_out(site: Site) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", site.settings.server.port))
        taken.listen()
        ended = serve(site)
    assert ended.returncode == 1
    assert f"端口 {site.settings.server.port} 已被别的程序占用。" in ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr


def serve(site: Site) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "serve", str(site.root), *AS_ROOT], capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def test_a_process_whose_loop_stands_still_is_ended_and_started_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It beats once, as a real one does from its event loop, and then hangs."""
    hang = "import signal; from anpei import heartbeat; heartbeat.follow(); heartbeat.beat(); signal.pause()"
    monkeypatch.setattr(supervisor, "command", lambda name, of: [sys.executable, "-c", hang])
    monkeypatch.setattr(supervisor, "HUNG_SECONDS", 0.5)
    (site.var / "run").mkdir(exist_ok=True)
    said: list[str] = []
    watching = supervisor.Supervisor(site, ("worker",), said.append)
    logs = LogFiles(site.logs, ["worker", kernel_log.NAME], ZoneInfo(site.zone), foreign=[kernel_log.NAME])
    watching._logs = logs
    try:
        watching._start(watching.children[0], logs)
        first = watching.children[0].process

        def again() -> bool:
            watching._tend(logs)
            return watching.children[0].process is not first

        wait_for(again, every=0.05)
    finally:
        watching._stop_all()
    assert "阅卷服务没有反应了，强行结束。" in said and first is not None and first.returncode == -signal.SIGKILL
    assert json.loads((site.var / "run/processes.json").read_text())["worker"]["falls"] == 1


def test_systemd_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        manager = ServiceManager()
        assert "NOTIFY_SOCKET" not in os.environ, "the platform's own processes tell systemd nothing"
        manager.tell("READY=1")
        assert line.recv(100) == b"READY=1"
    manager.tell("WATCHDOG=1")

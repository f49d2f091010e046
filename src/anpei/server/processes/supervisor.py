"""``anpei serve``: start every process, see that it answers, start it again when it falls or hangs, stop them together.

SIGHUP reads settings and certificate again, where no terminal is there to be hung up.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType
from typing import IO
from zoneinfo import ZoneInfo

from anpei import clock, heartbeat, kernel_log
from anpei.errors import AnpeiError, Unavailable
from anpei.plainfiles import write_atomic
from anpei.server.processes import parent_watch
from anpei.server.processes.child import command
from anpei.server.processes.log_files import LogFiles
from anpei.server.processes.network import answers, require_free
from anpei.server.processes.service_manager import ServiceManager
from anpei.server_settings import PORTS
from anpei.settings import Site, open_site

__all__ = ["Supervisor"]

READY_SECONDS = 90.0
STOP_SECONDS = 12.0
STEADY_SECONDS = 60.0
LONGEST_WAIT = 30.0
HUNG_SECONDS, BEGINNING_SECONDS = 90.0, 300.0
"""So long may a process be silent: while it runs, and until it is heard for the first time."""
WATCHDOG_EVERY = 10.0
PROCESSES_FILE = "processes.json"
"""Below var/run: what runs since when, for the administrators' page."""
TITLES = {"learner": "学习服务", "lab": "培训师工作台", "worker": "阅卷服务"}


@dataclass
class _Child:
    """One process: running, or due to be started again at ``due`` (monotonic seconds)."""

    name: str
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    falls: int = 0
    due: float = field(default=0.0)
    listener: heartbeat.Listener | None = None
    since: int = 0

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """Runs the processes of one site; a second one on the same site is refused."""

    def __init__(self, site: Site, names: tuple[str, ...], say: Callable[[str], None]) -> None:
        self.site, self.say = site, say
        self.children = [_Child(name) for name in names]
        self._stopping = 0
        self._lock: IO[str] | None = None
        self._lifeline, self._held = parent_watch.open_lifeline()
        self._logs: LogFiles | None = None
        self._reading_again = False
        self._manager, self._told = ServiceManager(), 0.0

    def run(self, ready: Callable[[], None]) -> None:
        """Start, call ``ready`` once all answer, and keep them going until a signal comes."""
        self._claim()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGHUP, self._stop if sys.stdin is not None and sys.stdin.isatty() else self._read_again)
        try:
            names = [child.name for child in self.children]
            zone = ZoneInfo(self.site.zone)
            self._logs = LogFiles(self.site.logs, [*names, kernel_log.NAME], zone, foreign=[kernel_log.NAME])
            for child in self.children:
                self._start(child, self._logs)
            self._await_ready()
            if not self._stopping:
                self._manager.tell("READY=1")
                ready()
            while not self._stopping:
                if self._reading_again:
                    self._reading_again = False
                    self._renew(self._logs)
                self._tend(self._logs)
                self._go_on()
                time.sleep(0.2)
        finally:
            self._manager.tell("STOPPING=1")
            self._stop_all()

    def _claim(self) -> None:
        """One supervisor a site, and its ports free; else one sentence with the way out."""
        run = self.site.var / "run"
        run.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = (run / "serve.lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Unavailable("这个站点已经在运行。", way_out="先停掉那一个（在它的窗口按 Ctrl-C）。") from None
        server = self.site.settings.server
        for name in PORTS:
            require_free(server.bind, getattr(server, name), name)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping += 1

    def _read_again(self, _number: int, _frame: FrameType | None) -> None:
        self._reading_again = True

    def _go_on(self) -> None:
        """Tell systemd now and then that this process goes on."""
        if time.monotonic() - self._told > WATCHDOG_EVERY:
            self._told = time.monotonic()
            self._manager.tell("WATCHDOG=1")

    def _renew(self, logs: LogFiles) -> None:
        """Settings and certificate as they are now, and every process begun anew with them; bad ones change nothing."""
        try:
            site = open_site(self.site.root)
            server, before = site.settings.server, self.site.settings.server
            if server.tls_cert or server.tls_key:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(site.root / server.tls_cert, site.root / server.tls_key)
            for name in PORTS:
                if (server.bind, getattr(server, name)) != (before.bind, getattr(before, name)):
                    require_free(server.bind, getattr(server, name), name)
        except (AnpeiError, OSError) as error:
            self.say(f"设置没有换上，照旧运行：{error}")
            logs.note("learner", "settings were read again and can't be used; nothing changed")
            return
        self.site = site
        self.say("设置和证书已重新读取，正在换上。")
        self._end_all()
        for child in self.children:
            self._start(child, logs)

    def _start(self, child: _Child, logs: LogFiles) -> None:
        output, kernels = logs.pipe(child.name), logs.pipe(kernel_log.NAME)
        if child.listener is not None:
            child.listener.close()
        child.listener = heartbeat.Listener()
        beats = child.listener.writing
        told = {parent_watch.VARIABLE: str(self._lifeline), kernel_log.VARIABLE: str(kernels)}
        told[heartbeat.VARIABLE] = str(beats)
        child.process = subprocess.Popen(
            command(child.name, self.site),
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, env={**os.environ, **told, "PYTHONUNBUFFERED": "1"},
            cwd=self.site.var / "run", pass_fds=(self._lifeline, kernels, beats), start_new_session=True,
        )  # fmt: skip
        child.listener.started()
        child.started, child.due, child.since = time.monotonic(), 0.0, clock.now()
        self._tell_processes()

    def _tell_processes(self) -> None:
        """What runs since when (ms), for whoever administers; on a full disk nobody is told."""
        told = {
            child.name: {"title": TITLES[child.name], "since": child.since, "alive": child.alive, "falls": child.falls}
            for child in self.children
        }
        with suppress(OSError):
            write_atomic(self.site.var / "run" / PROCESSES_FILE, json.dumps(told, ensure_ascii=False))

    def _await_ready(self) -> None:
        waiting = [child for child in self.children if child.name != "worker"]
        until = time.monotonic() + READY_SECONDS
        for child in waiting:
            self.say(f"正在启动{TITLES[child.name]}…")
            while not self._stopping and not answers(self.site, child.name):
                if not child.alive or time.monotonic() > until:
                    log = self.site.logs / f"{child.name}.log"
                    raise Unavailable(f"{TITLES[child.name]}没有启动成功。", way_out=f"原因见 {log}。")
                time.sleep(0.1)

    def _tend(self, logs: LogFiles) -> None:
        """Start fallen processes again, each time after a longer wait, soon again after a steady while."""
        now = time.monotonic()
        for child in self.children:
            if child.alive:
                self._look_after(child, logs, now)
                continue
            if not child.due:
                ended = child.process.returncode if child.process is not None else None
                child.falls = 1 if now - child.started > STEADY_SECONDS else child.falls + 1
                wait = min(LONGEST_WAIT, 0.5 * 2**child.falls)
                child.due = now + wait
                self.say(f"{TITLES[child.name]}意外停止，{wait:.0f} 秒后重新启动（详情见 var/logs/{child.name}.log）。")
                logs.note(child.name, f"the process ended with code {ended} and starts again in {wait:.0f} s")
                self._tell_processes()
            elif now >= child.due:
                self._start(child, logs)

    def _look_after(self, child: _Child, logs: LogFiles, now: float) -> None:
        """End a process whose event loop stands still; it is started again like one that fell."""
        if child.listener is None:
            return
        silent = child.listener.look(now)
        if silent > (HUNG_SECONDS if child.listener.begun else BEGINNING_SECONDS):
            self.say(f"{TITLES[child.name]}没有反应了，强行结束。")
            logs.note(child.name, f"the process was silent for {silent:.0f} s and is killed")
            _signal([child], signal.SIGKILL)

    def _stop_all(self) -> None:
        """End every process and let go of everything."""
        self._end_all()
        for child in self.children:
            if child.listener is not None:
                child.listener.close()
        if self._logs is not None:
            self._logs.close()
        os.close(self._held)
        os.close(self._lifeline)
        if self._lock is not None:
            self._lock.close()

    def _end_all(self) -> None:
        """Ask every process group to end, then insist; a second Ctrl-C insists at once."""
        _signal(self.children, signal.SIGTERM)
        until = time.monotonic() + STOP_SECONDS
        while any(child.alive for child in self.children) and time.monotonic() < until and self._stopping < 2:
            time.sleep(0.05)
        _signal(self.children, signal.SIGKILL)
        for child in self.children:
            if child.process is not None:
                child.process.wait()


def _signal(children: list[_Child], number: signal.Signals) -> None:
    """To the whole group: a process's own children, if it left any, go with it."""
    for child in children:
        if child.process is not None:
            try:
                os.killpg(child.process.pid, number)
            except ProcessLookupError:
                continue

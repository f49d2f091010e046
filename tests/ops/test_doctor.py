"""The doctor: on a sound site nothing but good news, and each illness named with its cure."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from anpei import clock, tasks
from anpei.assignments import old_config
from anpei.cli.checks import examine
from anpei.cli.databases import Check
from anpei.database import Database
from anpei.server.processes.log_lines import stamp
from anpei.settings import Site

Command = Callable[..., object]


def ill(site: Site) -> list[tuple[str, str]]:
    """What is not well: names and levels."""
    return [(check.name, check.level) for check in examine(site.root) if check.level != "ok"]


def told(site: Site, name: str) -> Check:
    return next(check for check in examine(site.root) if check.name == name and check.level != "ok")


def setting(site: Site, text: str) -> None:
    with (site.root / "anpei.toml").open("a") as file:
        file.write(text)


def test_a_new_site_only_lacks_what_is_still_to_do(site: Site) -> None:
    assert ill(site) == [("人员", "warning"), ("备份", "warning"), ("阅卷", "warning")]


def test_work_that_failed_is_told_until_it_is_done(site: Site) -> None:
    with Database(site.database_url) as db:
        error = ValueError("1 validation error for ItemVersion")
        db.write(lambda s: tasks.note_failure(s, "marks", "12", error, every=1000, now=1_795_000_000_000)).result()
        check = told(site, "后台事项")
        assert check.level == "warning" and check.way_out
        assert "客观题评分（第 12 次答卷）从 11月18日 19:06 起失败 1 次" in check.message
        assert "1 validation error for ItemVersion" in check.message
        db.write(lambda s: tasks.clear_failures(s, "marks", ["12"])).result()
    assert "后台事项" not in dict(ill(site))


def test_logs_are_told_with_their_size_and_what_keeps_failing(site: Site) -> None:
    """What failed days ago, or only once, is no news."""
    assert [check.level for check in examine(site.root) if check.name == "日志"] == ["ok"]
    now, zone = clock.now() / 1000, ZoneInfo(site.zone)
    kept = [
        (3 * 24 * 3600, "repeated 9 times since x: long ago"),
        (60, "repeated 7 times since y: it failed"),
        (5, "z"),
    ]
    lines = [f"{stamp(now - ago, zone)} ERROR anpei.tasks {words}\n" for ago, words in kept]
    site.logs.mkdir()
    (site.logs / "learner.log").write_text("".join(lines), encoding="utf-8")
    (site.logs / "worker.log").write_text(lines[0], encoding="utf-8")
    (told_here,) = [check for check in examine(site.root) if check.name == "日志" and check.level != "ok"]
    assert "learner.log 最近一天里反复出现：repeated 7 times since y: it failed" in told_here.message
    (site.logs / "learner.old.log").touch()
    os.truncate(site.logs / "learner.old.log", 200_000_000)
    assert "共 200.0 MB，偏多" in told(site, "日志").message


def test_every_illness_comes_with_a_way_out(site: Site) -> None:
    site.var.chmod(0o755)
    (site.var / "gradebook.db").write_bytes(b"not a database" * 100)
    setting(site, 'tls_cert = "cert.pem"\n')
    sick = [check for check in examine(site.root) if check.level != "ok"]
    assert len(sick) >= 5 and all(check.way_out for check in sick)


def test_a_folder_that_is_no_site(tmp_path: Path) -> None:
    last = examine(tmp_path)[-1]
    assert (last.name, last.level) == ("站点", "error") and "anpei init" in last.way_out


def test_a_misspelt_setting(site: Site) -> None:
    setting(site, "prot = 8080\n")
    assert ill(site) == [("站点", "error")]


def test_a_key_others_can_read(site: Site) -> None:
    (site.private / "cookie").chmod(0o644)
    check = told(site, "权限")
    assert check.level == "error" and check.way_out == f"chmod 600 {site.private / 'cookie'}"


@pytest.mark.parametrize("name", ["anpei.db", "gradebook.db"])
def test_a_broken_database(site: Site, name: str) -> None:
    path = site.var / name
    path.write_bytes((path.read_bytes() if path.exists() else b"")[:100] + b"\xff" * 9000)
    path.chmod(0o600)
    assert ("数据完整", "error") in ill(site)


def test_a_reference_to_nobody(site: Site) -> None:
    with closing(sqlite3.connect(site.var / "anpei.db")) as connection:
        connection.execute("UPDATE person SET department_id = 999")
        connection.commit()
    assert ("数据完整", "error") in ill(site)


def test_no_database_yet(site: Site) -> None:
    (site.var / "anpei.db").unlink()
    assert ("数据库", "error") in ill(site)
    assert not (site.var / "anpei.db").exists()


def test_a_database_server_that_doesnt_answer(site: Site) -> None:
    setting(site, '[database]\nurl = "sqlite:////proc/nowhere/anpei.db"\n')
    assert ("数据库", "error") in ill(site)


def test_a_port_somebody_else_holds(site: Site) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        port = other.getsockname()[1]
        text = (site.root / "anpei.toml").read_text().replace(str(site.settings.server.port), str(port))
        (site.root / "anpei.toml").write_text(text)
        check = told(site, "端口")
    assert str(port) in check.message and "port" in check.way_out


def test_a_platform_that_runs_and_doesnt_answer(site: Site) -> None:
    (site.var / "run").mkdir(exist_ok=True)
    with (site.var / "run/serve.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "没有回应" in told(site, "端口").message


def test_passwords_in_the_clear_on_the_network(site: Site) -> None:
    setting(site, "lan = true\n")
    assert told(site, "加密").level == "warning"


@pytest.mark.parametrize("lines", ['tls_cert = "cert.pem"\n', 'tls_cert = "cert.pem"\ntls_key = "key.pem"\n'])
def test_a_certificate_that_cant_be_used(site: Site, lines: str) -> None:
    setting(site, lines)
    assert told(site, "加密").level == "error"


def test_a_configuration_of_nbgraders_that_nobody_reads(site: Site) -> None:
    path = site.nbgrader / old_config.NAME
    path.parent.mkdir(parents=True)
    path.write_text("c = get_config()\nc.LimitOutput.max_lines = 50\nimport os\n")
    assert "不起作用" in told(site, "阅卷").message
    assert old_config.carry_over(site) != []
    assert "import os" in told(site, "阅卷").message
    old_config.kept_at(site).unlink()
    (site.nbgrader / "source").mkdir()
    assert "阅卷" not in dict(ill(site))


def test_nobody_who_could_administer(site: Site) -> None:
    with closing(sqlite3.connect(site.var / "anpei.db")) as connection:
        connection.execute("UPDATE person SET password_hash = NULL")
        connection.commit()
    assert "管理员" in told(site, "人员").message


def test_the_command_ends_with_one_on_errors_only(site: Site, anpei: Command) -> None:
    assert anpei("doctor").code == 0
    (site.private / "cookie").chmod(0o644)
    sick = anpei("doctor")
    assert sick.code == 1 and "chmod 600" in sick.text.replace("\n", "")


def test_the_command_speaks_json(site: Site, anpei: Command) -> None:
    checks = json.loads(anpei("doctor", "--json").text)
    assert {"name", "level", "message", "way_out"} == set(checks[0])


PROXY = 'external_url = "https://a.example/"\n'
LAB = 'lab_external_url = "https://a.example:8443/studio/"\n'
LIVE = 'live_external_url = "https://a.example:8444/"\n'
BELIEVED = 'trusted_proxies = ["127.0.0.1"]\n'


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (PROXY + LAB, "trusted_proxies"),
        (PROXY + BELIEVED, "没有设 lab_external_url"),
        (PROXY + LAB + BELIEVED, "没有设 live_external_url"),
        (PROXY + BELIEVED + 'lab_external_url = "https://a.example/studio/"\n', "同一个地址和端口"),
        (PROXY + LAB + LIVE + BELIEVED + "lan = true\n", "开着不加密的端口"),
    ],
)
def test_an_address_that_leads_nowhere_or_past_the_proxy(site: Site, lines: str, words: str) -> None:
    toml = (site.root / "anpei.toml").read_text()
    (site.root / "anpei.toml").write_text(toml.replace("[server]\n", "[server]\n" + lines))
    assert words in told(site, "访问地址").message


def test_behind_a_proxy_all_is_well(site: Site) -> None:
    toml = (site.root / "anpei.toml").read_text()
    (site.root / "anpei.toml").write_text(toml.replace("[server]\n", "[server]\n" + PROXY + LAB + LIVE + BELIEVED))
    assert "访问地址" not in dict(ill(site))
    assert [check.message for check in examine(site.root) if check.name == "访问地址"] == [
        "https://a.example/，JupyterLab https://a.example:8443/studio/，互动部分 https://a.example:8444/"
    ]

"""A site opens, or says in one sentence why not."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from anpei.errors import SettingsError
from anpei.settings import close_workspace, create_site, open_site


def test_an_empty_settings_file_has_every_default(tmp_path: Path) -> None:
    site = create_site(tmp_path / "s", "")
    assert site.settings.server.bind == "127.0.0.1"
    assert site.database_url.endswith("/var/anpei.db")


def test_one_setting_opens_the_local_network(tmp_path: Path) -> None:
    assert create_site(tmp_path / "s", "[server]\nlan = true\n").settings.server.bind == "0.0.0.0"


OUTSIDE = "[server]\nexternal_url = 'https://a.test/x/'\n"


def test_the_external_address_moves_everything_below_its_path(tmp_path: Path) -> None:
    server = create_site(tmp_path / "s", "[server]\nexternal_url = 'https://A.test:443/x'\n").settings.server
    assert (server.external_url, server.base_url) == ("https://a.test/x/", "/x/")
    assert server.lab_outside.geturl() == "http://a.test:8791/x/studio/"


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("[server]\nprot = 1\n", "prot"),
        ("[sever]\n", "sever"),
        ("[server]\nport = 99999\n", "65535"),
        ("[site]\ntimezone = 'Mars/Base'\n", "Mars/Base"),
        ("[server\n", "写法有误"),
        ("[server]\nbase_url = 'x'\n", "base_url"),
        ("[server]\nexternal_url = 'anpei.example.com'\n", "不是网址"),
        ("[server]\nexternal_url = 'https://a.test/?x=1'\n", "不能有用户名"),
        ("[server]\nexternal_url = 'https://a.test/a b/'\n", "的路径只能用字母"),
        ("[server]\nexternal_url = 'https://a.test/x/'\nbase_url = '/y/'\n", "请删掉 base_url"),
        ("[server]\nlab_external_url = 'https://a.test/studio/'\n", "一起设 external_url"),
        (OUTSIDE + "lab_external_url = 'https://b.test/x/studio/'\n", "主机名要与 external_url 相同"),
        (OUTSIDE + "lab_external_url = 'https://a.test:8443/studio/'\n", "路径要是 /x/studio/"),
        (OUTSIDE + "hsts_days = 30\n", "所有端口"),
        ("[server]\nlive_external_url = 'https://a.test/'\n", "一起设 external_url"),
        (OUTSIDE + "live_external_url = 'https://a.test/x/'\n", "不能与 external_url 同一个"),
        (OUTSIDE + "live_external_url = 'https://a.test:8444/'\n", "路径要与 external_url 相同"),
        (OUTSIDE + "live_external_url = 'http://live.a.test/x/'\n", "也要是：浏览器不在加密的页面里打开不加密的"),
        ("[server]\ntrusted_proxies = ['proxy']\n", "请写 IP 或网段"),
        ("[server]\ntrusted_proxies = ['0.0.0.0/0']\n", "所有地址"),
        ("[server]\nallowed_hosts = ['http://a.test']\n", "只写名字"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, toml: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        create_site(tmp_path / "s", toml)


def test_a_folder_that_is_no_site_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="anpei init"):
        open_site(tmp_path)


def test_an_existing_site_is_never_overwritten(tmp_path: Path) -> None:
    create_site(tmp_path, "")
    with pytest.raises(SettingsError, match="已经是一个站点"):
        create_site(tmp_path, "")


def test_a_secret_is_made_once_and_kept_private(tmp_path: Path) -> None:
    site = create_site(tmp_path, "")
    assert site.secret("draw") == open_site(tmp_path).secret("draw")
    assert (site.private / "draw").stat().st_mode & 0o077 == 0


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_every_folder_of_a_new_site_is_its_users_alone(tmp_path: Path) -> None:
    root = create_site(tmp_path / "made" / "s", "").root
    assert {mode(path) for path in (root, *root.rglob("*")) if path.is_dir()} == {0o700}
    assert mode(root / "anpei.toml") == 0o600


@pytest.mark.parametrize(
    ("before", "toml", "after"),
    [
        (0o755, "", 0o700),
        (0o700, "", 0o700),
        (0o755, '[kernels]\nuser = "anpei-kernel"\n', 0o750),
        (0o2775, "", 0o2770),
        (0o770, "", 0o770),
    ],
)
def test_an_earlier_sites_workspace_is_closed_but_for_a_group_that_is_meant(
    tmp_path: Path, before: int, toml: str, after: int
) -> None:
    site = create_site(tmp_path / "s", toml)
    site.workspace.chmod(before)
    assert close_workspace(site) is (before != after)
    assert mode(site.workspace) == after and not close_workspace(site)

"""The same platform with a certificate and open to the network, whatever lies around it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from anpei.server.core.addresses import outside
from tests.helpers.live_shelf import WHO, lay, shown
from tests.helpers.platform import PASSWORD, make_site, start
from tests.helpers.processes import wait_for

pytestmark = pytest.mark.machines
TLS = Path(__file__).with_name("tls")  # for localhost, self-signed, worth nothing anywhere else
AROUND = ("voila.py", "voila.json", "jupyter_server_config.py", "anpei.py", "ipykernel.py")
SHADOW = "raise SystemExit('a file in the working directory was read')"


def test_two_settings_turn_https_on_one_opens_to_the_network_and_files_lying_around_have_no_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    around = tmp_path / "around"
    around.mkdir()
    for name in AROUND:
        (around / name).write_text(SHADOW)
    monkeypatch.chdir(around)
    monkeypatch.setitem(os.environ, "JUPYTER_CONFIG_DIR", str(around))
    lines = f'lan = true\ntls_cert = "{TLS / "cert.pem"}"\ntls_key = "{TLS / "key.pem"}"'
    site = make_site(tmp_path / "site", server=lines)
    platform = start(site, "--no-lab")
    try:
        assert outside(site) in platform.said()
        wait_for(lambda: "█" in platform.said() or "▄" in platform.said())  # the address is said first, then its code
        assert platform.base.startswith("https://")
        with platform.stranger() as client:
            form = {"staff_no": "E1001", "password": PASSWORD, "_xsrf": client.get("login").cookies["_xsrf"]}
            cookie = client.post("login", data=form).headers["Set-Cookie"]
        assert "secure" in cookie.lower().split("samesite")[0] + cookie.lower().split("lax")[-1]
        with platform.client("E1001") as client:
            assert "VIEWER" in shown(client, lay(platform, "around", WHO))
    finally:
        platform.stop()

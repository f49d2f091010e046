"""What a learner, or a stranger, must not reach."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest
import websocket
from jupyter_server.services.kernels.connection.base import serialize_msg_to_ws_v1

from anpei import bank
from tests.helpers.confined import WALLED
from tests.helpers.live_shelf import COUNTER, ENVIRONMENT, WHO, lay, opened, shown
from tests.helpers.platform import PASSWORD, Platform
from tests.helpers.processes import PATIENCE, wait_for
from tests.helpers.wire import refuses_huge_body

CLOSED = [
    "voila/files/courses/smoke/01.ipynb", "voila/tree", "voila/tree/courses", "voila/api/contents",
    "voila/render/x.ipynb",
    "api/contents", "api/kernels", "api/sessions", "api/terminals", "api/kernelspecs", "files/anpei.toml",
    "nbconvert/html/x.ipynb", "voila/execution/0-0-0-0-0", "voila/query/0-0-0-0-0", "var/anpei.db",
]  # fmt: skip
CLIMBS = [
    "static/anpei/../../base.py", "static/anpei/%2e%2e/base.py", "static/anpei/..%2f..%2f..%2fpyproject.toml",
    "static/live/../index.html.j2", "static/widgets/../base.py", "static/widgets/../bundles.py",
    "static/widgets/manifest.json",
    "voila/static/../../../../../etc/passwd", "voila/templates/lab/static/..%2f..%2fconf.json",
    "static/anpei//etc/passwd", "static/anpei/app.py", "static/anpei/core/handlers.py", "static/anpei/core/layout.html",
]  # fmt: skip


@pytest.mark.parametrize("path", CLOSED)
def test_jupyters_own_routes_do_not_exist(server: Platform, path: str) -> None:
    with server.stranger() as stranger, server.client("E1001") as learner:
        assert stranger.get(path).status_code == 404
        assert learner.get(path).status_code == 404


@pytest.mark.parametrize("path", CLIMBS)
def test_static_routes_do_not_climb(server: Platform, path: str) -> None:
    url = httpx.URL(server.url()).copy_with(raw_path=f"/{path}".encode())
    assert httpx.get(url, trust_env=False).status_code in (403, 404)


def test_no_kernel_for_a_stranger(server: Platform) -> None:
    path = lay(server, "stranger", WHO)
    with server.stranger() as stranger:
        answer = stranger.get(path)
    assert answer.status_code == 302
    assert "/login" in answer.headers["Location"]


def test_a_notebook_opens_only_to_the_roles_it_names(server: Platform) -> None:
    silent, trainers = (
        lay(server, "silent", WHO, roles=None),
        lay(server, "trainers", WHO, roles=("trainer",)),
    )
    with server.client("E1001") as learner:
        asked = [learner.post(path.replace("live/", "api/live/open/")) for path in (silent, trainers)]
    assert [answer.status_code for answer in asked] == [403, 403]


def test_somebody_elses_kernel_is_out_of_reach(server: Platform) -> None:
    path = lay(server, "mine", WHO)
    with server.client("E1001") as owner, server.client("E1002") as other, opened(owner, path) as kernel:
        assert other.get(f"api/kernels/{kernel}").status_code == 403
        assert other.delete(f"api/kernels/{kernel}").status_code == 403
        assert other.post("api/live/beat", json={"kernel": kernel}).json() == {"state": "gone"}
        other.post("api/live/leave", data={"kernel": kernel})
        other.post(f"voila/api/shutdown/{kernel}")
        assert owner.get(f"api/kernels/{kernel}").status_code == 200
        with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
            socket_to(server, other, kernel)


def test_a_forged_identity_is_ignored(server: Platform) -> None:
    path = lay(server, "forged", WHO)
    forged = {"X-Forwarded-User": "A9001", "REMOTE_USER": "A9001", "Authorization": "token A9001"}
    with server.client("E1001") as learner:
        learner.headers.update(forged)
        page = shown(learner, f"{path}?ANPEI_STAFF_NO=A9001&token=A9001&user=A9001")
    assert "staff_no=&#39;E1001&#39;" in page
    assert "A9001" not in page.split("VIEWER")[1].split("\n")[0]


def test_a_kernel_inherits_no_secret(server: Platform) -> None:
    path = lay(server, "environment", ENVIRONMENT)
    with server.client("E1001") as learner:
        told = shown(learner, path).split("ENVIRONMENT")[1].split("</pre>")[0]
    assert "(&#39;HOME&#39;, &#39;/tmp/voila_" in told
    for word in (
        "SECRET",
        "TOKEN",
        "PASSWORD",
        "sqlite",
        "postgres",
        "anpei.db",
        "LIFELINE",
        "PYTHONPATH",
        "SSH_",
    ):
        assert word not in told


@WALLED
def test_a_live_chapters_code_reaches_nothing_of_the_platform(server: Platform) -> None:
    site, port = server.site, server.site.settings.server.port
    acts = (
        f"open('{site.var}/private/cookie', 'rb')", f"open('{site.var}/anpei.db', 'rb')", "os.kill(os.getppid(), 0)",
        f"os.truncate('{site.var}/anpei.db', 0)", f"socket.create_connection(('127.0.0.1', {port}))",
        f"open('{site.workspace}/x', 'w')", f"os.listdir('{site.workspace}')",
    )  # fmt: skip
    tries = [f"try: print('REACHED', {act})\nexcept OSError as error: print(type(error).__name__)" for act in acts]
    path = lay(server, "reaching", "import os, socket\n" + "\n".join(tries))
    with server.client("E1001") as learner:
        page = shown(learner, path)
    assert page.count("PermissionError") == len(acts)
    assert "REACHED" not in page


def test_a_static_chapter_does_not_open_as_a_live_one(server: Platform) -> None:
    with server.client("E1001") as learner:
        assert learner.get("courses/fire-escape/01-first-minute").status_code == 200
        assert learner.get("live/fire-escape/01-first-minute").status_code == 404


def test_secrets_are_files_for_the_owner_only_and_in_no_log(server: Platform) -> None:
    private = server.site.private
    assert {path.stat().st_mode & 0o777 for path in private.iterdir()} == {0o600}
    written = server.log() + server.log("worker") + server.log("kernels") + server.said()
    for secret in (PASSWORD, server.site.secret("cookie").hex(), repr(server.site.secret("cookie"))[2:12]):
        assert secret not in written


@pytest.mark.parametrize("channel", ["shell", "control", "stdin"])
@pytest.mark.parametrize("binary", [False, True])
def test_no_code_runs_through_the_websocket(server: Platform, tmp_path: Path, channel: str, binary: bool) -> None:
    path, trace = lay(server, "execute", COUNTER), tmp_path / "trace"
    with server.client("E1001") as learner, opened(learner, path) as kernel:
        socket = socket_to(server, learner, kernel, binary=binary)
        kind = {"shell": "execute_request", "control": "debug_request", "stdin": "input_reply"}[channel]
        for name in ("execute_request", kind):
            send(socket, name, {"code": f"open({str(trace)!r}, 'w')", "silent": False}, channel, binary)
        send(socket, "comm_info_request", {}, "shell", binary)
        assert "comm_info_reply" in heard(socket)
        socket.close()
    assert not trace.exists()


def test_every_widgets_state_can_be_read_and_holds_no_key(server: Platform) -> None:
    path = lay(server, "asked", 'import anpei_widgets as aw\naw.practice("fire-p01")')
    secret = bank.load(server.site.shelves).items["fire-p01"].secret
    with server.client("E1001") as learner, opened(learner, path) as kernel:
        socket = socket_to(server, learner, kernel)
        ask = {"comm_id": "ask", "target_name": "jupyter.widget.control", "data": {}}
        send(socket, "comm_open", ask, "shell", False)
        send(socket, "comm_msg", {"comm_id": "ask", "data": {"method": "request_states"}}, "shell", False)
        send(socket, "comm_info_request", {}, "shell", False)
        raw = heard(socket, until="update_states")
        told = raw + raw.encode().decode("unicode_escape", "ignore")  # JSON may carry Chinese as escapes
        socket.close()
    assert "fire-p01" in told
    assert secret.explanation not in told and not any(words in told for words in secret.feedback if words)


def test_a_script_in_a_live_pages_title_is_text(server: Platform) -> None:
    path = lay(server, "titled", WHO, title="</title><script>hit()</script>")
    with server.client("E1001") as learner:
        page = shown(learner, path)
    assert "<script>hit" not in page and page.count("&lt;script&gt;hit()") >= 2


def test_nonsense_on_the_websocket_harms_nobody(server: Platform) -> None:
    path = lay(server, "nonsense", COUNTER)
    with server.client("E1001") as learner, opened(learner, path) as kernel:
        for nonsense in ("no json", "[]", '{"channel": "nowhere", "header": {}}', '{"header": 1}'):
            socket = socket_to(server, learner, kernel)
            socket.send(nonsense)
            socket.close()
        assert learner.get("healthz").json() == {"ok": True}
    assert "Uncaught" not in server.log()


@pytest.mark.parametrize("binary", [False, True])
def test_no_word_of_a_message_gets_into_a_log(server: Platform, binary: bool) -> None:
    """Neither of one that is refused for its type, nor of one without a channel that is known."""
    path, forged = lay(server, "logged", COUNTER), "\n2026-01-01T00:00:00.000+08:00 ERROR anpei.records FORGED"
    with server.client("E1001") as learner, opened(learner, path) as kernel:
        for name, channel in ((forged * 1000, "shell"), ("comm_msg", forged * 1000), ("FORGED" * 100_000, "FORGED")):
            socket = socket_to(server, learner, kernel, binary=binary)
            send(socket, name, {"text": forged}, channel, binary)
            until_closed(socket)
        socket = socket_to(server, learner, kernel, binary=binary)
        send(socket, "execute_request", {"code": "FORGED"}, "shell", binary)
        send(socket, "comm_info_request", {}, "shell", binary)
        assert "comm_info_reply" in heard(socket)
        socket.close()
    wait_for(lambda: f"kernel {kernel}: a message that may not be sent was left out" in server.log())
    assert "FORGED" not in server.log() + server.log("kernels")


def test_what_a_kernel_prints_is_marked_in_a_log_of_its_own(server: Platform) -> None:
    forged = "2026-01-01T00:00:00.000+08:00 ERROR anpei.records printed by a kernel"
    path = lay(server, "loud", f"import os\nos.write(2, b'\\n{forged}\\n')", COUNTER)
    with server.client("E1001") as learner, opened(learner, path):
        wait_for(lambda: f" > {forged}\n" in server.log("kernels"))
    assert "printed by a kernel" not in server.log()


@pytest.mark.parametrize("claim", [2**62, 2**31 - 1, 0])
def test_a_message_that_claims_more_parts_than_it_has_stops_nobody(server: Platform, claim: int) -> None:
    path = lay(server, "claims", COUNTER)
    with server.client("E1001") as learner, opened(learner, path) as kernel:
        for binary, order in ((True, "little"), (False, "big")):
            socket = socket_to(server, learner, kernel, binary=binary)
            size = 8 if binary else 4
            socket.send_binary((claim % 2 ** (8 * size)).to_bytes(size, order) + bytes(64))  # type: ignore[arg-type]
            until_closed(socket)
        assert learner.get("healthz").json() == {"ok": True}


def test_a_strangers_huge_body_is_not_taken_in(server: Platform) -> None:
    assert refuses_huge_body(server.site.settings.server.port)


def test_an_unknown_template_or_theme_is_not_looked_for(server: Platform) -> None:
    path = lay(server, "template", WHO)
    with server.client("E1001") as learner:
        assert "nosuch" not in shown(learner, f"{path}?template=nosuch&theme=nosuch")


def socket_to(server: Platform, client: httpx.Client, kernel: str, *, binary: bool = False) -> websocket.WebSocket:
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    url = server.url(f"api/kernels/{kernel}/channels?session_id=test").replace("http", "ws", 1)
    protocols = ["v1.kernel.websocket.jupyter.org"] if binary else None
    return websocket.create_connection(url, cookie=cookies, subprotocols=protocols, timeout=PATIENCE)


def send(socket: websocket.WebSocket, name: str, content: dict[str, object], channel: str, binary: bool) -> None:
    header = {
        "msg_id": name,
        "msg_type": name,
        "session": "test",
        "username": "",
        "version": "5.3",
        "date": "2026-01-01T00:00:00Z",
    }
    parts = [header, {}, {"version": "1.0.0"}, content]
    if binary:
        encoded = [json.dumps(part).encode() for part in parts]
        socket.send_binary(bytes(serialize_msg_to_ws_v1(encoded, channel)))
    else:
        names = ("header", "parent_header", "metadata", "content")
        socket.send(json.dumps(dict(zip(names, parts, strict=True)) | {"channel": channel, "buffers": []}))


def until_closed(socket: websocket.WebSocket) -> None:
    """Wait until the server has closed the connection."""
    while socket.recv_data()[0] != websocket.ABNF.OPCODE_CLOSE:
        pass
    socket.shutdown()


def heard(socket: websocket.WebSocket, until: str = "comm_info_reply") -> str:
    """Everything the kernel says up to and including the answer to the last, allowed request."""
    told = ""
    while until not in told:
        told += str(socket.recv())
    return told

"""Behind a real nginx and a real Caddy, by the examples in ``deploy/``: TLS, a path, sockets, streams, addresses."""

from __future__ import annotations

import json
import re
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
import websocket

from anpei import clock
from anpei.database import Database
from anpei.exercises import runs
from anpei.server.core.event_streams import MOST_STREAMS
from anpei.server.core.identity import BROWSER_COOKIE, SESSION_COOKIE
from tests.helpers.live_shelf import COUNTER, kernel_of, lay, way_to
from tests.helpers.platform import PASSWORD, Platform, Visitor, make_site, start
from tests.helpers.played import the_script
from tests.helpers.processes import PATIENCE
from tests.helpers.proxies import behind, lasting_ports

pytestmark = pytest.mark.machines
PHONE = "127.0.0.7"
ELSEWHERE = re.compile(r"https?://(?!localhost[:/])")
LINKS = re.compile(r"""(?:href|src|action|data-href|data-finish)=["']([^"'#][^"']*)["']""")
MOST_PAGES = 40
STARTS = ("my", "courses", "board", "admin", "drills/archive", "musters", "admin/roster", "hours", "laws/anquan-fa")


@pytest.fixture(scope="module")
def external(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A platform that people open at ``https://localhost:…/plant/``; both proxies come and go before it."""
    port, lab_port, live_port = lasting_ports(3)
    lines = (
        f'external_url = "https://localhost:{port}/plant"\n'
        f'lab_external_url = "https://localhost:{lab_port}/plant/studio/"\n'
        f'live_external_url = "https://localhost:{live_port}/plant/"\n'
        'trusted_proxies = ["127.0.0.1"]\nhsts_days = 1'
    )
    site = make_site(tmp_path_factory.mktemp("external") / "site", server=lines)
    script, now = the_script(), clock.now()
    seats = [runs.Seat("k-1", "E1001", tuple(script.roles))]
    with Database(site.database_url) as db:
        db.write(
            lambda session: runs.create(session, script, seats, by="D3001", origin="director", seed="seed", now=now)
        ).result()
    platform = start(site)
    yield platform
    platform.stop()


def through(platform: Platform, staff_no: str = "", **headers: str) -> Visitor:
    """Somebody's phone on the other side of the proxy; signed in if it is said who."""
    server = platform.site.settings.server
    wire = httpx.HTTPTransport(local_address=PHONE, verify=False, trust_env=False)
    phone = Visitor(base_url=server.external_url, transport=wire, timeout=PATIENCE, headers=headers)
    if staff_no:
        xsrf = phone.get("login").cookies["_xsrf"]
        answer = phone.post("login", data={"staff_no": staff_no, "password": PASSWORD, "_xsrf": xsrf})
        assert answer.status_code == 302, answer.text[:2000]
        phone.headers["X-XSRFToken"] = phone.cookies["_xsrf"]
    return phone


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_all_of_it_works_behind_a_proxy(external: Platform, tmp_path: Path, name: str) -> None:
    with behind(name, external.site, tmp_path / name):
        signs_in(external)
        links_lead_outside(external)
        a_kernel_answers(external, name)
        a_drill_is_followed(external)


def signs_in(external: Platform) -> None:
    """Cookies below the path and Secure; the address is the phone's, whatever it writes into its request."""
    with through(external, "E1001", **{"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"}) as phone:
        jar = list(phone.cookies.jar)
        assert {cookie.name: cookie.path for cookie in jar} == dict.fromkeys(
            ("_xsrf", BROWSER_COOKIE, SESSION_COOKIE), "/plant/"
        )
        assert all(cookie.secure for cookie in jar)
        page = phone.get("password")
        assert page.headers["Strict-Transport-Security"] == "max-age=86400"
        assert PHONE in page.text
        assert "203.0.113.9" not in page.text


def links_lead_outside(external: Platform) -> None:
    server = external.site.settings.server
    with through(external, "A9001") as admin:
        made = admin.post("admin", data={"act": "enrol", "name": "门口", "_xsrf": admin.cookies["_xsrf"]}).text
        assert f"{server.external_url}kiosk/enrol?token=" in made
        assert admin.get("studio").headers["Location"] == f"{server.lab_external_url}lab"
        lab = admin.get(f"{server.lab_external_url}api/me")
        assert lab.json()["identity"]["username"] == "A9001"
        assert lab.headers["Strict-Transport-Security"] == "max-age=86400"
        for page in ("formgrader/manage_assignments", "lab"):
            shown = admin.get(server.lab_external_url + page)
            assert shown.status_code == 200
            assert {urlsplit(urljoin(str(shown.url), link)).path[:7] for link in LINKS.findall(shown.text)} == {
                "/plant/"
            }
        assert admin.get(server.lab_external_url + "board").headers["Location"] == f"{server.external_url}board"
    with through(external) as stranger:
        way = stranger.get(f"{server.lab_external_url}lab").headers["Location"]
        way = stranger.get(urljoin(server.lab_external_url, way)).headers["Location"]
        assert way.startswith(f"{server.external_url}login?next=https%3A%2F%2Flocalhost%3A")


def a_kernel_answers(external: Platform, name: str) -> None:
    """A live chapter's socket, as its frame opens it: on the live origin, and without a cookie."""
    server = external.site.settings.server
    with through(external, "E1001") as phone:
        way = way_to(phone, lay(external, f"behind-{name}", COUNTER))
        assert way.startswith(server.live_external_url + "part/")
        document = httpx.get(way, timeout=PATIENCE, verify=False, trust_env=False)
        policy, kernel = document.headers["Content-Security-Policy"], kernel_of(document.text)
        assert f"frame-ancestors https://{server.outside.netloc};" in policy
        assert f"wss://{server.live_outside.netloc} " in policy and "Set-Cookie" not in document.headers
        address = way.partition("live/")[0].replace("https", "wss") + f"api/kernels/{kernel}/channels"
        line = websocket.create_connection(
            address, origin="null", timeout=PATIENCE, sslopt={"cert_reqs": ssl.CERT_NONE},
        )  # fmt: skip
        header = {"msg_id": "m", "msg_type": "comm_info_request", "username": "", "session": "s", "version": "5.3"}
        asked = {
            "header": header,
            "parent_header": {},
            "metadata": {},
            "content": {},
            "channel": "shell",
            "buffers": [],
        }
        try:
            line.send(json.dumps(asked))
            while json.loads(line.recv())["header"]["msg_type"] != "comm_info_reply":
                pass
        finally:
            line.close()
            phone.post("api/live/leave", data={"kernel": kernel})


def a_drill_is_followed(external: Platform) -> None:
    """What the director does comes down the open stream, and nothing in between keeps it."""
    with through(external, "D3001") as director, director.stream("GET", "api/drills/runs/1/events") as stream:
        lines = stream.iter_lines()
        seen = json.loads(next(line for line in lines if line.startswith("data:"))[5:])
        with through(external, "D3001") as hand:
            said = {"uuid": f"u-{seen['now']}", "text": "走东门"}
            assert hand.post("api/drills/runs/1/observations", json=said).status_code == 200
        assert any("走东门" in line for line in lines if line.startswith("data:"))


def test_one_person_holds_a_few_streams_and_no_more(external: Platform) -> None:
    address = "api/drills/runs/1/events"
    with ExitStack() as stack:
        director = stack.enter_context(external.client("D3001"))
        opened = [stack.enter_context(director.stream("GET", address)) for _ in range(MOST_STREAMS)]
        assert {stream.status_code for stream in opened} == {200}
        refused = director.get(address)
        assert (refused.status_code, refused.json()["error"]["code"]) == (429, "too_many")


def test_nothing_leaves_the_path(external: Platform) -> None:
    """Every link, picture, script and form of whatever each role can click to lies below the path, and is there."""
    for staff_no in ("E1001", "T2001", "D3001", "A9001"):
        with external.client(staff_no) as client:
            crawl(external, client)
    with external.stranger() as stranger:
        assert stranger.get(external.url("").removesuffix("plant/") + "login").status_code == 404


def crawl(external: Platform, client: Visitor) -> None:
    server = external.site.settings.server
    ours = (server.base_url, server.external_url, server.lab_external_url)
    todo, done = [f"/plant/{start}" for start in STARTS], set()
    while todo and len(done) < MOST_PAGES:
        path = todo.pop(0)
        done.add(path)
        answer = client.get(path)
        if answer.status_code in (302, 303):
            todo += [answer.headers["Location"]]
            assert answer.headers["Location"].startswith(ours), path
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        for link in LINKS.findall(answer.text):
            place = urljoin(str(answer.url), link.replace("&amp;", "&"))
            parts = urlsplit(place)
            if parts.scheme not in ("http", "https") or (ELSEWHERE.match(place) and parts.hostname != "127.0.0.1"):
                continue
            assert parts.path.startswith("/plant/"), (path, link)
            below = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.hostname == "127.0.0.1" and "logout" not in below and below not in done and "/studio" not in below:
                todo.append(below)
    assert len(done) > 10

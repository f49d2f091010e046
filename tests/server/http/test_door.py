"""Whose a request is, for which host, and how many connections and bytes anybody may hold."""

from __future__ import annotations

import pytest

from anpei.server.http.bodies import Bodies, seconds_for
from anpei.server.http.connections import Connections, HeldConnection
from anpei.server.http.forwarded import client_of, plain_ip, scheme_of
from anpei.server.http.hosts import machine_names, name_of, serves
from anpei.server_settings import ServerSection

PROXIES = ServerSection(trusted_proxies=("127.0.0.1", "10.0.0.0/24", "fd00::/64")).proxies


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.168.1.9", "203.0.113.5", "192.168.1.9"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "192.168.1.9", "192.168.1.9"),
        ("127.0.0.1", "203.0.113.5, 192.168.1.9", "192.168.1.9"),
        ("127.0.0.1", "203.0.113.5, 192.168.1.9, 10.0.0.7", "192.168.1.9"),
        ("127.0.0.1", "10.0.0.8, 10.0.0.7", "10.0.0.8"),
        ("127.0.0.1", "192.168.1.9, nonsense", "127.0.0.1"),
        ("127.0.0.1", "192.168.1.9, nonsense, 10.0.0.7", "10.0.0.7"),
        ("127.0.0.1", "192.168.1.9:5123", "192.168.1.9"),
        ("fd00::1", "[2001:db8::5]:443", "2001:db8::5"),
        ("127.0.0.1", "::ffff:192.168.1.9", "192.168.1.9"),
    ],
)
def test_the_client_is_the_last_hop_that_is_no_proxy_of_ours(peer: str, forwarded: str, client: str) -> None:
    assert client_of(peer, {"X-Forwarded-For": forwarded}, PROXIES) == client


def test_without_trusted_proxies_nothing_forwarded_is_read() -> None:
    told = {"X-Forwarded-For": "203.0.113.5", "X-Forwarded-Proto": "https"}
    assert client_of("127.0.0.1", told, ()) == "127.0.0.1"
    assert scheme_of("http", told, trusted=False, outside="https") == "http"


def test_a_trusted_proxy_says_how_the_browser_came_and_one_that_is_silent_is_taken_at_the_settings_word() -> None:
    assert scheme_of("http", {"X-Forwarded-Proto": "https"}, trusted=True, outside="") == "https"
    assert scheme_of("http", {"X-Forwarded-Proto": "https, http"}, trusted=True, outside="https") == "http"
    assert scheme_of("http", {"X-Forwarded-For": "1.2.3.4"}, trusted=True, outside="https") == "https"
    assert scheme_of("http", {}, trusted=True, outside="https") == "http"
    assert scheme_of("http", {}, trusted=True, outside="") == "http"


@pytest.mark.parametrize(
    ("header", "host"),
    [
        ("Anpei.Example.com:8443", "anpei.example.com"),
        ("[::1]:8790", "::1"),
        ("::1", "::1"),
        ("x.", "x"),
        ("", ""),
        ("[::1]x", "::1]x"),
        ("[::1]:x", "::1]:x"),
    ],
)
def test_a_hosts_name_is_read_without_its_port(header: str, host: str) -> None:
    assert name_of(header) == host


def test_it_answers_for_its_own_addresses_and_for_what_the_settings_name() -> None:
    server = ServerSection(external_url="https://培训.example.com/", allowed_hosts=("Anpei-Server",))
    ours = ("xn--2js261j.example.com", "anpei-server", "localhost", "127.0.0.3", "::1", "192.168.1.5", *machine_names())
    assert {name: serves(server, name, "192.168.1.5") for name in ours} == dict.fromkeys(ours, True)
    others = ("evil.example", "192.168.1.6", "anpei-server.evil.example", "127.0.0.1.evil.example", "localhost.evil")
    assert {name: serves(server, name, "192.168.1.5") for name in others} == dict.fromkeys(others, False)


class Line:
    """A connection's stream, as far as it is counted."""

    def __init__(self) -> None:
        self.over = False

    def close(self) -> None:
        self.over = True

    def closed(self) -> bool:
        return self.over


def held(peer: str, *, proxied: bool = False) -> HeldConnection:
    return HeldConnection(Line(), peer, proxied)  # type: ignore[arg-type]


def test_whoever_has_too_many_loses_the_one_that_waits_longest_and_none_that_is_answered() -> None:
    table = Connections(each=3, total=100)
    mine = [held("a") for _ in range(4)]
    assert all(table.enter(one) for one in mine[:3])
    mine[0].answering = True
    table.waits(mine[1])
    assert table.enter(mine[3])
    assert [one.stream.closed() for one in mine] == [False, False, True, False]
    for one in mine:
        one.answering = True
    assert not table.enter(held("a"))
    assert table.enter(held("b"))
    assert (table.of("a"), table.of("b")) == (3, 1)


def test_a_stream_of_events_gives_way_for_it_is_opened_again() -> None:
    table = Connections(each=2, total=100)
    page, stream = held("a"), held("a")
    for one in (page, stream):
        assert table.enter(one)
        one.answering = True
    table.streams(stream)
    assert table.enter(held("a"))
    assert (page.stream.closed(), stream.stream.closed()) == (False, True)


def test_when_the_house_is_full_whoever_has_most_gives_way() -> None:
    table = Connections(each=10, total=4)
    greedy, modest = [held("a") for _ in range(3)], held("b")
    for one in (modest, *greedy):
        assert table.enter(one)
    assert table.enter(held("c"))
    assert [one.stream.closed() for one in (modest, *greedy)] == [False, True, False, False]


def test_behind_a_proxy_each_request_counts_for_its_own_address() -> None:
    table = Connections(each=2, total=100)
    lines = [held("127.0.0.1", proxied=True) for _ in range(6)]
    for number, line in enumerate(lines):
        assert table.enter(line)
        assert table.belongs(line, f"phone-{number // 2}")
        line.answering = True
    late = held("127.0.0.1", proxied=True)
    assert table.enter(late)
    assert not table.belongs(late, "phone-0")
    table.waits(lines[0])
    assert table.belongs(late, "phone-0")


def test_a_websocket_counts_until_it_is_closed() -> None:
    table = Connections(each=1, total=100)
    socket = held("a")
    assert table.enter(socket)
    socket.answering = socket.detached = True
    assert not table.enter(held("a"))
    socket.stream.close()
    assert table.enter(held("a"))


def test_strangers_share_little_memory_and_nobodys_who_is_known() -> None:
    bodies = Bodies(strangers=100, known=1000)
    assert bodies.take(90, known=False)
    assert not bodies.take(20, known=False)
    assert bodies.take(900, known=True)
    bodies.give_back(90, known=False)
    assert bodies.take(100, known=False)


def test_a_body_has_the_time_that_a_bad_network_takes() -> None:
    assert seconds_for(0) == 20
    assert seconds_for(1024 * 1024) == 148
    assert seconds_for(64 * 1024 * 1024) == 600


def test_what_is_no_address_is_nobodys() -> None:
    assert [plain_ip(text) for text in ("", "unknown", "_hidden", "1.2.3.4.5", "fe80::1%eth0")] == [
        "", "", "", "", "fe80::1",
    ]  # fmt: skip

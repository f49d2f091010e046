"""Every write door, fed what no page sends: it refuses in words or takes it, and every page goes on to open."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

import pytest
from PIL import Image

from anpei import clock
from tests.server.requests.bodies import FORMS, JSON
from tests.server.requests.conftest import (
    KIOSKS,
    ROUTES,
    Answer,
    Asked,
    House,
    expected,
    path_of,
    roll_call,
    settled,
    somebody,
)  # fmt: skip

pytestmark = pytest.mark.machines
KIOSK, SEATED = KIOSKS
RAW = (
    b"", b"null", b"[]", b'"text"', b"7", b"{", b"\xff\xfe{}", b'{"uuid": NaN}', b'{"uuid": Infinity}',
    b"[" * 4000 + b"]" * 4000, b'{"a":' * 4000 + b"1" + b"}" * 4000, b'{"value": ' + b"9" * 4000 + b"}",
    b'{"value": 1e999}', b'{"uuid": "a", "uuid": ["b"]}', b'{"\\ud800": 1}', b'[{"uuid": "a"}]', b"<xml/>", b"a=1&b=2",
)  # fmt: skip
"""Bodies that are no object, or hardly JSON."""
VALUES: dict[str, tuple[Any, ...]] = {
    "nothing or a truth": (None, True, False),
    "a number": (0, -1, 7.5, 10**9),
    "a number too large": (2**53 + 1, -(2**63), 10**40),
    "an empty or long text": ("", " ", "x" * 100, "长" * 3000),
    "half a character": ("\ud800", "a\udfffb", "\ufffe\uffff"),
    "a control character": ("\x00", "a\x00b\x1b[31m", "\u202e\u2066"),
    "a text that means something": (
        "２０２６", "<script>hit()</script>", "../../etc", "'; DROP TABLE person; --", "=cmd|' /C calc'!A0",
    ),
    "a list": ([], [None], [[]], ["\ud800"] * 3, [{"device": "\ud800"}]),
    "an object": ({}, {"x": {}}, {"\ud800": "\x00"}, {"x": "a", "y": None}),
}  # fmt: skip
"""What may stand where a page sends a text, a number or a list, by its kind."""
FIELDS = (
    b"", b"=", b"&&&", b"act", b"%ff%fe=%ff", b"act=%ff", b"act=%00", b"a" * 5000 + b"=1", b"x=1&" * 500,
    b"act=" + b"9" * 5000,
)  # fmt: skip
"""Forms that no browser writes."""
TEXTS: dict[str, tuple[str, ...]] = {
    "empty": ("", " "),
    "a control character": ("\x00", "a\x00b\x1b", "\u202e"),
    "too long": ("长" * 3000, "9" * 400),
    "a number": ("-1", "0", "1e9", "nan"),
    "digits of another script": ("٣", "２", "1;2"),
    "a day": ("2026-02-30", "9999-12-31", "0001-01-01"),
    "markup": ("<img src=x onerror=hit()>", "'; --", "../.."),
    "a word": ("true", "kiosk:", "everyone"),
}  # fmt: skip
ELSEWHERE = {
    "logout": "ends the session", "voila/api/shutdown/<kernel_id>": "has no body", "api/kiosk/leave": "has no body",
    "api/attempts/<attempt_id>/hand-in": "has no body", "api/kernels/<kernel_id>": "Jupyter's",
    "api/live/open/<course>/<chapter>": "has no body",
    "api/authoring/pictures": "takes a picture: tests/server/authoring/test_desk.py",
    "api/authoring/imports": "takes a file: tests/server/authoring/test_import_page.py",
    "api/roster": "takes a file: tests/server/staff/test_roster_in_the_browser.py",
    "api/evaluations/<run>/photos": "takes a picture: test_no_picture_breaks_the_sheet",
    "api/musters/<muster>/end": "ends it, so each has its own: test_nothing_hostile_ends_a_roll_call_badly",
}  # fmt: skip
LOOKERS = ("admin", KIOSK, SEATED, "learner", "warden", "director", "evaluator")
QUERIES = (
    "page", "q", "seq", "after", "as", "run", "plan", "version", "department", "kind", "year", "scenario",
    "next", "path", "token", "code", "drill", "done", "staff_no", "status", "target", "uuid", "item", "tapped",
)  # fmt: skip


WORDS = ("%ff", "%00", "9" * 30, "-1", "%ED%A0%80", quote("长" * 250), "[", "//[", "٣")


def test_no_write_door_is_forgotten() -> None:
    writes = {route.address for route in ROUTES if {*route.methods} - {"GET"}}
    assert writes == {*JSON, *FORMS, *ELSEWHERE}


def filled(house: House, value: Any) -> Any:
    """A value with the numbers of this house in it."""
    text = json.dumps(value, ensure_ascii=True)
    for name, known in house.known.items():
        text = text.replace("{" + name + "}", str(known))
    return json.loads(text)


def pairs(
    fields: Sequence[str], values: Mapping[str, Sequence[Any]], shift: int, *, whole: bool
) -> Iterator[tuple[str, Any]]:
    """Every value in every field; or, for the quick run, one of each kind, in other fields for each next body."""
    if whole:
        yield from ((name, value) for name in fields for kind in values.values() for value in kind)
    elif fields:
        for place, kind in enumerate(values.values()):
            yield fields[(place + shift) % len(fields)], kind[shift % len(kind)]


def json_attacks(house: House, *, whole: bool) -> Iterator[Asked]:
    by_address = {route.address: route for route in ROUTES}
    for shift, (address, (method, who, usual)) in enumerate(JSON.items()):
        path = path_of(house, by_address[address])
        raws = RAW if whole else RAW[shift % 3 :: 3]
        yield from (Asked(who, method, path, raw) for raw in raws)
        for number, body in enumerate(filled(house, usual)):
            yield from (Asked(who, method, path, sent) for sent in spoilt(body, shift + number, whole=whole))


def spoilt(good: dict[str, Any], shift: int, *, whole: bool) -> Iterator[bytes]:
    """A body with one thing wrong in it: a value of another kind, a field that is missing, one too many."""
    for name, value in pairs(list(good), VALUES, shift, whole=whole):
        yield json.dumps(good | fresh() | {name: value}).encode()
    yield json.dumps({name: {"\ud800": [good]} for name in good}).encode()
    for name in good if whole else list(good)[shift % max(1, len(good)) :][:1]:
        body = {key: value for key, value in (good | fresh()).items() if key != name}
        yield json.dumps(body | {"more": ["\ud800"], "by": "A9001", "now": 0}).encode()


def fresh() -> dict[str, str]:
    return {"uuid": uuid4().hex}


def form_attacks(house: House, *, whole: bool) -> Iterator[Asked]:
    by_address = {route.address: route for route in ROUTES}
    for shift, (address, (who, usual)) in enumerate(FORMS.items()):
        path = path_of(house, by_address[address])
        yield from (Asked(who, "POST", path, raw, form=True) for raw in (FIELDS if whole else FIELDS[shift % 3 :: 3]))
        for number, good in enumerate(filled(house, usual)):
            for name, text in pairs(list(good), TEXTS, shift + number, whole=whole):
                yield Asked(who, "POST", path, urlencode(good | {name: text}).encode(), form=True)
            more = "".join(f"&{name}=%ED%A0%80&{name}=%ff" for name in good)
            yield Asked(who, "POST", path, (urlencode(good) + more).encode(), form=True)


def query_attacks(house: House, *, whole: bool) -> Iterator[Asked]:
    for place, route in enumerate(ROUTES):
        if "GET" not in route.methods or route.address.endswith(("/events", "/channels")):
            continue
        for text in WORDS if whole else WORDS[place % 4 :: 4]:
            query = "&".join(f"{name}={text}" for name in QUERIES)
            yield Asked(somebody(route), "GET", f"{path_of(house, route)}?{query}")


def broken(answers: list[Answer]) -> Counter[str]:
    """Doors that answered with a failure, and how often."""
    return Counter(f"{a.asked.method} {a.asked.path.split('?')[0]} {a.status}" for a in answers if a.status >= 500)


def pages(house: House) -> list[Asked]:
    """Every page and every view there is, of everything there is, for everybody who may look."""
    found = []
    for route in ROUTES:
        if "GET" in route.methods and not route.address.endswith(("/channels",)):
            path = path_of(house, route)
            whoever = [who for who in LOOKERS if expected(route.rule("GET"), who, house)]
            alike = route.rule("GET").reach in ("public", "enterprise", "scope")
            found += [Asked(who, "GET", path) for who in (whoever[:1] if alike else whoever)]
    return found


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.long)])
def test_nothing_hostile_breaks_a_door_and_every_page_opens_afterwards(house: House, whole: bool) -> None:
    for attacks in (form_attacks, json_attacks, query_attacks):
        answers = house.ask(attacks(house, whole=whole))
        assert broken(answers) == {}
    settled(house)
    assert broken(house.ask(pages(house))) == {}


def picture(kind: str, size: tuple[int, int] = (8, 8)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "white").save(target, kind)
    return target.getvalue()


def pictures() -> dict[str, bytes]:
    """What a tablet never sends as a photo."""
    return {
        "nothing": b"", "no picture": b"\xff\xd8\xff" + b"x" * 200, "half a picture": picture("JPEG")[:-60],
        "JSON": b'{"uuid": "\\ud800"}', "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><script>hit()</script></svg>',
        "another kind": picture("BMP"), "a bomb": picture("PNG", (9000, 9000)),
        "a size that lies": picture("PNG").replace(b"\x00\x00\x00\x08" * 2, b"\x7f\xff\xff\xff" * 2),
    }  # fmt: skip


def test_no_picture_breaks_the_sheet(house: House) -> None:
    path = path_of(house, next(r for r in ROUTES if r.address == "api/evaluations/<run>/photos"))
    item, good = house.known["item"], picture("JPEG")
    sent = {"uuid": uuid4().hex, "item": item, "tapped": "1", "sent": "2"}
    never = pictures()
    bad = [Asked("evaluator", "POST", f"{path}?{urlencode(sent)}", body) for body in never.values()]
    refused = house.ask(bad)
    assert {name: a.status for name, a in zip(never, refused, strict=True) if not 400 <= a.status < 500} == {}
    assert all(json.loads(a.text)["error"]["message"] for a in refused)
    asked = [
        Asked("evaluator", "POST", f"{path}?{urlencode(sent | {'uuid': uuid4().hex} | {name: kind[0]})}", good)
        for name in sent
        for kind in TEXTS.values()
    ]
    asked += [Asked("evaluator", "POST", f"{path}?{name}={word}", good) for name in sent for word in WORDS]
    assert broken(house.ask(asked)) == {}
    (kept,) = house.ask([Asked("evaluator", "POST", f"{path}?{urlencode(sent)}", good)])
    name = json.loads(kept.text)["photo"]
    views = house.ask([Asked("evaluator", "GET", f"{path}/{name}"), Asked("evaluator", "GET", path[: -len("/photos")])])
    assert [kept.status, *(a.status for a in views)] == [200, 200, 200]


def test_nothing_hostile_ends_a_roll_call_badly(house: House) -> None:
    now, good = clock.now(), {"uuid": "", "note": "人齐了"}
    bodies = [*RAW, *spoilt(good, 0, whole=True)]
    calls = [roll_call(house.db, now) for _ in range(4)]
    asked = [
        Asked("director", "POST", f"api/musters/{calls[place % len(calls)]}/end", body)
        for place, body in enumerate(bodies)
    ]
    assert broken(house.ask(asked)) == {}
    (done,) = house.ask([Asked("director", "POST", f"api/musters/{calls[0]}/end", good | fresh())])
    assert done.status == 200
    views = [f"{page}{call}{more}" for call in calls for page, more in (("api/musters/", ""), ("muster/", "/record"))]
    assert {a.status for a in house.ask(Asked("director", "GET", view) for view in views)} == {200}


def test_a_refusal_says_what_is_wrong_and_the_way_out(house: House) -> None:
    path = f"api/attempts/{house.known['attempt']}/flags/q01"
    bodies = (b"[]", b"{}", b'{"flag": "yes"}', b'{"flag": NaN}', b"x" * 5000)
    told = [json.loads(answer.text)["error"] for answer in house.ask(Asked("learner", "PUT", path, b) for b in bodies)]
    assert [error["message"] for error in told] == [
        "这个请求读不出来。", "缺少“标记”。", "“标记”的格式不对。", "这个请求读不出来。", "内容太大。",
    ]  # fmt: skip
    assert all(error["way_out"] for error in told)


@pytest.mark.parametrize(
    ("address", "field", "wrong"),
    [
        ("api/attempts/<attempt_id>/answers/<slot>", "base", (True, "0", 0.5, None, [])),
        ("api/active/<course>/<chapter>", "seconds", (True, "5", None)),
        ("api/active/<course>/<chapter>", "uuid", (7, None, [])),
        ("api/place/<course>/<chapter>", "block", (True, "1", None)),
        ("api/drills/runs/<run>/scores", "points", (True, "50", 1.5)),
    ],
)
def test_a_number_is_a_number_and_a_text_a_text(house: House, address: str, field: str, wrong: tuple[Any, ...]) -> None:
    method, who, (usual, *_) = JSON[address]
    path = path_of(house, next(route for route in ROUTES if route.address == address))
    bodies = [json.dumps(filled(house, usual) | {"uuid": "number-0001"} | {field: value}).encode() for value in wrong]
    told = house.ask(Asked(who, method, path, body) for body in bodies)
    assert [(one.status, json.loads(one.text)["error"]["code"]) for one in told] == [(422, "bad_request")] * len(wrong)

"""Static files travel small, are kept long, and change when they change."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from anpei import clock, records
from anpei.database import Database
from anpei.server.core.compressed import Compressed
from anpei.server.core.static_files import static_version
from tests.helpers.platform import Platform

ASSET = re.compile(r"""(?:href|src|url)=?["(']?([^"')\s>]*(?:static/|media/)[^"')\s>#]*)""")
PAPER = "fire-basics"
CHAPTER = "courses/fire-escape/02-extinguisher"


def test_scripts_are_compressed_for_whoever_takes_it(server: Platform) -> None:
    with server.stranger() as client:
        packed = client.get("voila/static/voila.js", headers={"Accept-Encoding": "gzip"})
        plain = client.get("voila/static/voila.js", headers={"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) < len(plain.content) / 2
    assert packed.content == plain.content
    assert "Content-Encoding" not in plain.headers


def test_files_named_by_their_content_are_kept_for_ever_others_are_asked_for(server: Platform) -> None:
    with server.stranger() as client:
        kept = client.get("static/anpei/core/tokens.css", params={"v": static_version("core/tokens.css")})
        asked = client.get("static/anpei/core/tokens.css?v=0123456789")  # another's name must not keep this content
        again = client.get("static/anpei/core/tokens.css", headers={"If-None-Match": asked.headers["Etag"]})
    assert "immutable" in kept.headers["Cache-Control"]
    assert asked.headers["Cache-Control"] == "no-cache"
    assert (again.status_code, again.content) == (304, b"")


def test_a_widget_is_one_script_and_one_sheet(server: Platform) -> None:
    with server.stranger() as client:
        assert client.get("static/widgets/choice.js").headers["Content-Type"].startswith("text/javascript")
        assert client.get("static/widgets/choice.css").headers["Content-Type"].startswith("text/css")
        assert client.get("static/widgets/nosuch.js").status_code == 404


def test_a_missing_file_is_not_a_page(server: Platform) -> None:
    with server.stranger() as client:
        answers = [client.get(f"static/anpei/{name}.css") for name in ("nosuch", "%00", "long" * 100)]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert {answer.headers["Content-Type"].partition(";")[0] for answer in answers} == {"text/plain"}


@pytest.mark.parametrize("path", ["my", CHAPTER, "courses/fire-escape", "login", "exam"])
def test_everything_a_page_brings_is_named_by_its_content(server: Platform, path: str) -> None:
    with server.client("E1002") as client, server.stranger() as stranger:
        page = (stranger if path == "login" else client).get(begun(client) if path == "exam" else path)
        assert page.status_code == 200
        assert page.headers["Cache-Control"] == "no-store"  # it is about a person: asked anew, kept by nobody
        assert page.headers["Content-Encoding"] == "gzip"
        assert int(page.headers["Content-Length"]) < len(page.content) / 2
        found = {str(page.url.join(name.replace("&amp;", "&"))) for name in ASSET.findall(page.text)}
        assert len(found) > 2
        for address in found:
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert re.search(r"max-age=31536000, immutable", answer.headers["Cache-Control"]), address
            assert len(answer.content) < 1024 or answer.headers["Content-Encoding"] == "gzip", address
    assert path != CHAPTER or any("/media/" in address for address in found)


@pytest.fixture(autouse=True, scope="module")
def assigned(server: Platform) -> Iterator[None]:
    """A paper that everybody may sit, as long as this file runs."""
    now = clock.now()
    with Database(server.site.database_url) as db:
        plan = db.write(
            lambda s: records.assign(s, "paper", PAPER, "everyone", due=now + clock.DAY, by="T2001", now=now)
        ).result()
        yield
        db.write(lambda s: records.withdraw(s, plan.id, by="T2001", now=now)).result()


def begun(client: httpx.Client) -> str:
    """An exam's page."""
    answer = client.post(f"papers/{PAPER}")
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].lstrip("/")


def test_json_travels_small_and_short_answers_as_they_are(server: Platform) -> None:
    with server.client("E1002") as client:
        sheet = client.get(begun(client).replace("exam/", "api/attempts/"))
        clock = client.get(begun(client).replace("exam/", "api/attempts/") + "/clock")
    assert sheet.headers["Content-Encoding"] == "gzip"
    assert sheet.headers["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in clock.headers


def test_a_stream_of_events_and_a_very_long_answer_travel_as_they_are() -> None:
    asked = HTTPServerRequest(
        start_line=RequestStartLine("GET", "/", "HTTP/1.1"),
        headers=HTTPHeaders({"Accept-Encoding": "gzip", "Host": "x"}),
    )
    for kind, length, packed in (
        ("text/event-stream", 2000, False),
        ("text/html", 2000, True),
        ("text/html", 2_000_000, False),
    ):
        headers = HTTPHeaders({"Content-Type": f"{kind}; charset=utf-8"})
        _, headers, _ = Compressed(asked).transform_first_chunk(200, headers, b"x" * length, finishing=True)
        assert ("Content-Encoding" in headers) == packed

"""Static files travel small, are kept long, and change when they change."""

from __future__ import annotations

from tests.helpers.platform import Platform


def test_scripts_are_compressed_for_whoever_takes_it(server: Platform) -> None:
    with server.stranger() as client:
        packed = client.get("voila/static/voila.js", headers={"Accept-Encoding": "gzip"})
        plain = client.get("voila/static/voila.js", headers={"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) < len(plain.content) / 2
    assert packed.content == plain.content
    assert "Content-Encoding" not in plain.headers


def test_versioned_files_are_kept_for_ever_others_are_asked_for(server: Platform) -> None:
    with server.stranger() as client:
        kept, asked = client.get("static/anpei/core/tokens.css?v=abc"), client.get("static/anpei/core/tokens.css")
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
        answer = client.get("static/anpei/nosuch.css")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/plain")

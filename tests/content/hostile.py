"""What a file can be made to hold: bytes cut, doubled and replaced, values put where others belong, known bombs."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import yaml
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

SNIPPETS: tuple[bytes, ...] = (
    b"2026-02-30", b"9" * 5000, b"0x" + b"f" * 5000, b"-", b"[" * 6000, b"- " * 6000, b"{" * 60, b"&a [*a]", b"*a",
    b"? [a]\n: b\n", b"<<: *a\n", b"!!python/object:os.system x", b"!!timestamp x", b"!!binary '*'", b'"\\0"',
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n", b"\t", b"\xd6\xd0\xce\xc4", b"\\ud800", b"NaN", b"1e999",
    b"-1e999", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<g>" * 300,
    b"</g>", b"&lol;", b'transform="matrix(1)"', b'points=""',
    b'data-people="\xc2\xb2"', b"null", b"true", b'""', b"#", b":", b"\n", b'"', b"'", b"`" * 50, b"](" * 50,
    b"1+" * 5000,
)  # fmt: skip
"""Put in anywhere: what has made a parser, a library or a rule raise, hang or end the process."""

VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**18, 1.5, float("inf"), float("nan"), "", " ", "x" * 3000, "\u202e", "😀", "a: b",
    "[[x#1]]", [], {}, [None], [[]], [{}], {"": ""}, {"a": []}, {1: 2}, date(2026, 1, 1), "2026-02-30",
    [1, "a", None, {"b": [1.5]}],
    "(" * 200, "not " * 200, "a" * 20 + "**2", "**" * 40, "$\\href{", "../../etc/passwd", "media/../x.svg",
)  # fmt: skip
"""Put where another value belongs."""


@st.composite
def mangled(draw: DrawFn, seed: bytes) -> bytes:
    """A real file after one to four accidents."""
    data = seed
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        end = min(len(data), at + draw(st.integers(0, 60)))
        what = draw(st.sampled_from(("cut", "put", "replace", "double", "truncate", "bytes")))
        if what == "cut":
            data = data[:at] + data[end:]
        elif what == "put":
            data = data[:at] + draw(st.sampled_from(SNIPPETS)) + data[at:]
        elif what == "replace":
            data = data[:at] + draw(st.sampled_from(SNIPPETS)) + data[end:]
        elif what == "double":
            data = data[:end] + data[at:]
        elif what == "truncate":
            data = data[:at]
        else:
            data = data[:at] + draw(st.binary(max_size=8)) + data[end:]
    return data


@st.composite
def altered(draw: DrawFn, seed: Any, dump: Callable[[Any], bytes]) -> bytes:
    """A real file's data with one to three values replaced, doubled or taken away: it parses, and means nothing."""
    data = copy.deepcopy(seed)
    for _ in range(draw(st.integers(1, 3))):
        places = list(_places(data))
        if not places:
            break
        holder, key = draw(st.sampled_from(places))
        what = draw(st.sampled_from(("value", "value", "value", "drop", "double")))
        if what == "drop":
            del holder[key]
        elif what == "double" and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[key]))
        else:
            holder[key] = copy.deepcopy(draw(st.sampled_from(VALUES)))
    return dump(data)


def _places(data: Any) -> list[tuple[Any, Any]]:
    """Every value's holder and key, the holders' own places included."""
    found: list[tuple[Any, Any]] = []
    waiting = [data]
    while waiting:
        holder = waiting.pop()
        keys: Sequence[Any] = list(holder) if isinstance(holder, dict) else range(len(holder))
        found += [(holder, key) for key in keys]
        waiting += [holder[key] for key in keys if isinstance(holder[key], dict | list)]
    return found


def yaml_bytes(data: Any) -> bytes:
    text: str = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    return text.encode("utf-8", "surrogatepass")


def any_file(seed: bytes, data: Any = None, dump: Callable[[Any], bytes] = yaml_bytes) -> SearchStrategy[bytes]:
    """Files like ``seed``, files whose ``data`` was altered, and files that are nothing."""
    kinds: list[SearchStrategy[bytes]] = [mangled(seed), mangled(seed), st.binary(max_size=300)]
    if data is not None:
        kinds += [altered(data, dump), altered(data, dump)]
    return st.one_of(kinds)


TAGS: tuple[bytes, ...] = (
    b"", b"0", b"-1", b"1e308", b"-1e308", b"nan", b"inf", b"1e-300", b"3", b"70000", b"999999999999", b"x", b"\xff",
    b"LINE", b"LWPOLYLINE", b"POLYLINE", b"CIRCLE", b"ARC", b"SPLINE", b"INSERT", b"MTEXT", b"VIEWPORT", b"SEQEND",
    b"ENDSEC", b"EOF", b"*Model_Space", "疏散-墙".encode(), "疏散-出口".encode(), "疏散-场地".encode(), "20人".encode(),
)  # fmt: skip
"""Put where a DXF's group code or value belongs."""


@st.composite
def tagged(draw: DrawFn, seed: bytes) -> bytes:
    """A DXF some of whose entities' tags, each two lines, were replaced, doubled or taken away."""
    lines = seed.splitlines()
    first = lines.index(b"ENTITIES") // 2
    for _ in range(draw(st.integers(1, 4))):
        at = 2 * draw(st.integers(first, len(lines) // 2 - 2))
        what = draw(st.sampled_from(("value", "value", "value", "code", "drop", "double")))
        if what == "value":
            lines[at + 1] = draw(st.sampled_from(TAGS))
        elif what == "code":
            lines[at] = str(draw(st.integers(-1, 1071))).encode()
        elif what == "drop":
            del lines[at : at + 2]
        else:
            lines[at:at] = lines[at : at + 2]
    return b"\n".join(lines)


@st.composite
def workbooks(draw: DrawFn, seed: bytes) -> bytes:
    """A workbook one of whose parts was mangled, or that was itself."""
    if draw(st.booleans()):
        return draw(mangled(seed))
    with zipfile.ZipFile(io.BytesIO(seed)) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    name = draw(st.sampled_from(sorted(parts)))
    parts[name] = draw(mangled(parts[name]))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return target.getvalue()

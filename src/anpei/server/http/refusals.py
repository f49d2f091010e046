"""What is said before any handler: a plain page or, to a script, JSON; each with the way out."""

from __future__ import annotations

import json
import re
from html import escape
from http.client import responses

from tornado import httputil

from anpei.server.core.refusals import WORDS

__all__ = ["Refusal", "full", "other_host", "signed_out", "too_large", "too_many"]

Refusal = tuple[int, str, str, str]
"""Status, code, message and way out."""
PAGE = """<!doctype html>
<html lang="zh-CN" style="color-scheme:light dark"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{message}</title></head>
<body style="max-width:64ch;margin:15vh auto;padding:0 5%;font:larger/1.8 sans-serif;overflow-wrap:anywhere">
<h1 style="font-size:larger">{message}</h1>{way_out}</body></html>
"""


def other_host(host: str, external_url: str) -> Refusal:
    """421: whoever is asked by a name that the settings don't know."""
    home = f"请改用 {external_url} 打开。" if external_url else "请用管理员给你的地址打开。"
    named = host[:100]
    setting = (
        f'管理员：如果“{named}”就是本平台，请在 anpei.toml 的 [server] 里写 allowed_hosts = ["{named}"]，再重新启动。'
    )
    return 421, "other_host", f"这个地址（{named}）不是本平台的地址。", f"{home}\n{setting}"


def signed_out() -> Refusal:
    return (401, *WORDS[401])


def too_large() -> Refusal:
    return (413, *WORDS[413])


def too_many() -> Refusal:
    return 429, "too_many", "从这个网络同时打开的页面太多。", "请关掉几个页面，过一会儿再试。"


def full() -> Refusal:
    return 503, "busy", "平台正忙，这次没有收下。", "请过一会儿再试；已保存的内容不会丢。"


def paragraphs(text: str) -> str:
    """Lines as HTML, an address among the words as a link."""
    lines = (re.sub(r"https?://[^\s<]+", r'<a href="\g<0>">\g<0></a>', escape(line)) for line in text.split("\n"))
    return "".join(f"<p>{line}</p>" for line in lines)


def answer(refusal: Refusal, *, script: bool) -> tuple[httputil.ResponseStartLine, httputil.HTTPHeaders, bytes]:
    """The whole response."""
    status, code, message, way_out = refusal
    if script:
        error = {"error": {"code": code, "message": message, "way_out": way_out}}
        body, kind = json.dumps(error, ensure_ascii=False).encode(), "application/json"
    else:
        body, kind = PAGE.format(message=escape(message), way_out=paragraphs(way_out)).encode(), "text/html"
    headers = httputil.HTTPHeaders(
        {
            "Content-Type": f"{kind}; charset=utf-8",
            "Content-Length": str(len(body)),
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        }
    )
    if status in (429, 503):
        headers["Retry-After"] = "10"
    return httputil.ResponseStartLine("HTTP/1.1", status, responses.get(status, "Refused")), headers, body

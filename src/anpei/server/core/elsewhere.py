"""What a page of another origin may ask of the platform: to be opened in a tab, and nothing else.

Browsers send the platform's cookie along wherever a request comes from on the same host, whichever port: from the
trainers' Lab, or any other program of that machine. What such a page writes is refused by its ``Origin`` and the XSRF
token; what it reads, frames or shows as a picture is refused here, by what the browser itself says of the request.
"""

from __future__ import annotations

from tornado.httputil import HTTPServerRequest

from anpei.errors import Forbidden
from anpei.server.core.addresses import is_trustworthy

__all__ = ["opened_by", "refuse_others_requests"]

OTHERS = ("same-site", "cross-site")


def refuse_others_requests(request: HTTPServerRequest) -> None:
    """What a page of another origin asks for is :class:`Forbidden`, unless somebody opens a page by a link there."""
    told = request.headers
    if told.get("Sec-Fetch-Site") not in OTHERS:
        return
    opens = (told.get("Sec-Fetch-Mode"), told.get("Sec-Fetch-Dest")) == ("navigate", "document")
    if not (opens and request.method in ("GET", "HEAD")):
        raise Forbidden("这个请求来自别的网页，没有执行。", code="other_origin", way_out="请从平台自己的页面打开。")


def opened_by(request: HTTPServerRequest) -> dict[str, str]:
    """The header that keeps a page of another origin from holding on to the tab it opened; browsers heed it where the
    connection can be trusted, and complain elsewhere."""
    return {"Cross-Origin-Opener-Policy": "same-origin"} if is_trustworthy(request) else {}

"""What the log says of requests: failures and slow answers, never who asked or what, for that is nobody's to read."""

from __future__ import annotations

import logging
import re

from tornado import web

__all__ = ["log_request", "plain_path"]

SLOW_SECONDS = 5.0
_PASS = re.compile(r"part/[A-Za-z0-9_-]{43}/")
log = logging.getLogger("anpei.requests")


def log_request(handler: web.RequestHandler) -> None:
    """Failures and slow answers; never the query, which may carry a kiosk's enrolment token.

    Failures of one address are one record, however long each took, so that the log counts them.
    """
    status, took = handler.get_status(), handler.request.request_time()
    method, path = handler.request.method, plain_path(handler.request.path)
    if took > SLOW_SECONDS:
        log.warning("%d %s %s took %d s", status, method, path, round(took))
    elif status >= 500:
        log.warning("%d %s %s", status, method, path)


def plain_path(path: str) -> str:
    """A path as logs may have it: without the pass of the live origin."""
    return _PASS.sub("part/…/", path)

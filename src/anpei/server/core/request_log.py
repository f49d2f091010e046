"""What the log says of requests: failures and slow answers, never who asked or what, for that is nobody's to read."""

from __future__ import annotations

import logging

from tornado import web

__all__ = ["log_request"]

SLOW_SECONDS = 5.0
log = logging.getLogger("anpei.requests")


def log_request(handler: web.RequestHandler) -> None:
    """Failures and slow answers; never the query, which may carry a kiosk's enrolment token.

    Failures of one address are one record, however long each took, so that the log counts them.
    """
    status, took = handler.get_status(), handler.request.request_time()
    if took > SLOW_SECONDS:
        log.warning("%d %s %s took %d s", status, handler.request.method, handler.request.path, round(took))
    elif status >= 500:
        log.warning("%d %s %s", status, handler.request.method, handler.request.path)

"""Streams of events: one long answer each, of which nobody holds more than a few screens need."""

from __future__ import annotations

from anpei.errors import TooMany
from anpei.server.core.handlers import ApiHandler

__all__ = ["MOST_STREAMS", "EventStreamHandler"]

MOST_STREAMS = 20
"""That one person or kiosk may hold open at once; a page that gets none asks now and then instead."""


class EventStreamHandler(ApiHandler):
    """Counts from :meth:`begin_stream` until the stream ends or its connection closes, whichever is seen first."""

    _counted = ""

    def begin_stream(self) -> None:
        """What every stream says first; :class:`TooMany` for whoever holds too many already."""
        streams, whose = self.context.streams, self.asker.username
        if streams[whose] >= MOST_STREAMS:
            raise TooMany("同时打开的页面太多。", way_out="请关掉几个页面再刷新。")
        streams[whose] += 1
        self._counted = whose
        self.set_header("Content-Type", "text/event-stream; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Accel-Buffering", "no")

    def end_stream(self) -> None:
        whose, self._counted = self._counted, ""
        if whose:
            self.context.streams[whose] -= 1
            if not self.context.streams[whose]:
                del self.context.streams[whose]

    def on_connection_close(self) -> None:
        self.end_stream()
        super().on_connection_close()

"""The plain way for comparison: Tornado and SQLite with ``synchronous=FULL``, one commit an answer."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sqlite3
import sys

from tornado.web import Application, RequestHandler


class Answer(RequestHandler):
    def initialize(self, db: sqlite3.Connection) -> None:
        self.db = db

    def put(self, attempt: str, slot: str) -> None:
        body = json.loads(self.request.body)
        row = (attempt, slot, body["uuid"], json.dumps(body["value"]))
        with self.db:
            self.db.execute("INSERT OR IGNORE INTO answer VALUES (?, ?, ?, ?)", row)
        self.finish({"status": "saved", "uuid": body["uuid"], "revision": body["base"] + 1})


async def main(port: int, path: str) -> None:
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE answer (attempt, slot, uuid PRIMARY KEY, value)")
    Application([(r"/api/attempts/(\d+)/answers/(\w+)", Answer, {"db": db})]).listen(port, "127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main(int(sys.argv[1]), sys.argv[2]))

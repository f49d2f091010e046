"""``authoring/import``: questions from a file or pasted text: looked at, decided about, landed as drafts.

Reading is done by a process of its own, one at a time; nothing is landed that was not looked at on a page before, and
the same file lands once, however often it is sent.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from anpei import exchange, spreadsheets
from anpei.exchange import Choices
from anpei.server.authoring.forms import kind_label
from anpei.server.authoring.import_choices import ImportLookRequest, asked_of, plain_import_words
from anpei.server.authoring.import_uploads import QuestionUpload
from anpei.server.authoring.shelf import shelf_of
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.core.handlers import Handler, PageHandler
from anpei.server.core.upload_door import UploadHandler
from anpei.server.core.uploads import FILE, UPLOAD
from anpei.server.core.view_models import page_within

__all__ = ["HANDLERS"]

READING = "anpei.server.authoring.import_process"
PER_PAGE = 50
TONES = {"new": "ok", "duplicate": "", "landed": "", "undecided": "warn", "unusable": "danger"}
NO_END = "这个文件读了很久也没有读完，已经停下。请拆成几个，只留题目，再试。"
NOT_LANDED = "没有导入完。请再点一次导入：已经导入的不会重复。"


async def _run(handler: Handler, upload: QuestionUpload, choices: Choices, day: str) -> None:
    """Let the process do what is asked; what came of it lies beside the file."""
    person = handler.person
    told = {"choices": vars(choices), "day": day, "staff_no": person.staff_no, "name": person.name}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", READING, str(upload.site.root), str(upload.folder),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    await process.communicate(json.dumps(told).encode())
    if process.returncode:
        handler.log.warning("question file %s: the process ended with %s", upload.folder.name, process.returncode)


def _turn(handler: Handler) -> asyncio.Lock:
    """One file is read at a time: each takes a processor for seconds."""
    found: asyncio.Lock = handler.settings.setdefault("anpei_question_imports", asyncio.Lock())
    return found


async def _looked(
    handler: Handler, upload: QuestionUpload, choices: Choices, *, again: bool = False
) -> dict[str, Any] | None:
    """What an import would do; nothing where reading came to no end."""
    async with _turn(handler):
        look = None if again else await asyncio.to_thread(upload.look, choices)
        if look is None:
            upload.forget_look()
            await _run(handler, upload, choices, "")
            look = await asyncio.to_thread(upload.look, choices)
        return look


class QuestionImportPage(PageHandler):
    """``authoring/import``: choose a file, or paste."""

    access = permissions.AUTHORS

    def get(self) -> None:
        megabytes = spreadsheets.MAX_BYTES // 1_000_000
        self.render_page("authoring/import.html", readable=exchange.READABLE, megabytes=megabytes)


class QuestionUploadHandler(UploadHandler):
    """``PUT api/authoring/imports?name=``: a file as it is, or pasted text without a name; it is read at once."""

    access = permissions.AUTHORS
    largest_body = spreadsheets.MAX_BYTES + 1
    unnoted = "nothing is landed before it is confirmed, and that is noted"

    async def put(self) -> None:
        name, body = self.received()
        upload = QuestionUpload.begin(self.site, self.person.staff_no, name)
        await asyncio.to_thread((upload.folder / FILE).write_bytes, body)
        await _looked(self, upload, ImportLookRequest().choices({}))
        self.log.info("question file %s: %d bytes", self.person.staff_no, len(body))
        self.answer({"page": f"authoring/import/{upload.folder.name}"})


class QuestionUploadPage(PageHandler):
    """``authoring/import/<upload>``: what would be done, question by question; POST does it; then what was done."""

    access = permissions.AUTHORS
    acts = does(POST="content.import")

    async def get(self, name: str) -> None:
        upload = QuestionUpload.find(self.site, name, self.person.staff_no)
        landed = upload.landed()
        if landed:
            self.render_page("authoring/import-landed.html", upload=upload, landed=landed, words=exchange.WORDS)
            return
        await self.show(upload, self.query(ImportLookRequest))

    async def post(self, name: str) -> None:
        upload, sent = QuestionUpload.find(self.site, name, self.person.staff_no), self.form(ImportLookRequest)
        choices = sent.choices(await asyncio.to_thread(shelf_of(self).topics))
        if not upload.landed():
            await self.noted(about=upload.name)
        async with _turn(self):
            if not upload.landed():
                await _run(self, upload, choices, self.today().isoformat())
        if not upload.landed():
            await self.show(upload, sent, NOT_LANDED)
            return
        self.redirect(self.url(f"authoring/import/{name}"), status=303)

    async def show(self, upload: QuestionUpload, sent: ImportLookRequest, trouble: str = "") -> None:
        topics = await asyncio.to_thread(shelf_of(self).topics)
        choices = sent.choices(topics)
        look = await _looked(self, upload, choices, again=sent.again)
        if look is None:
            self.render_page("authoring/import-look.html", upload=upload, look=None, trouble=trouble or NO_END)
            return
        fields, address = sent.fields(), f"authoring/import/{upload.folder.name}"
        kept = [one for one in look["questions"] if sent.outcome in ("", one["outcome"])]
        page, pages = page_within(sent.page, len(kept), PER_PAGE)
        asked = asked_of(look, choices, topics)
        self.render_page(
            "authoring/import-look.html", upload=upload, look=look, trouble=trouble, fields=fields, asked=asked,
            words=exchange.WORDS, tones=TONES, outcome=sent.outcome, header=sent.header or "", page=page, pages=pages,
            unread=not look["questions"], plain=plain_import_words,
            rows=[row_of(one, topics) for one in kept[(page - 1) * PER_PAGE : page * PER_PAGE]],
            narrowed=lambda outcome: self.url(address, **dict(fields) | ({"outcome": outcome} if outcome else {})),
            turn=lambda number: self.url(address, **dict(fields) | {"outcome": sent.outcome, "page": str(number)}),
        )  # fmt: skip


def row_of(one: dict[str, Any], topics: dict[str, str]) -> dict[str, Any]:
    """A question and what will come of it, in words."""
    told = [one["why"], *(doubt["message"] for doubt in one["doubts"])]
    if one["outcome"] in ("duplicate", "landed"):
        told.append(f"和 {one['of']} 相同，不再导入。")
    return {
        "where": f"{one['part']} 第 {one['line']} 行" if one["part"] else f"第 {one['line']} 行",
        "stem": one["stem"].replace("**", "") or "（没有题干）",
        "outcome": one["outcome"],
        "about": [word for word in (kind_label(one["kind"]), topics.get(one["topic"], one["topic"])) if word],
        "told": [plain_import_words(words) for words in told if words],
        "needs": one["needs"],
        "lost": one["lost"],
        "notes": one["notes"],
    }


HANDLERS = [
    (r"authoring/import", QuestionImportPage),
    (rf"authoring/import/{UPLOAD}", QuestionUploadPage),
    (r"api/authoring/imports", QuestionUploadHandler),
]

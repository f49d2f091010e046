"""nbgrader's formgrader as a server extension of the trainers' JupyterLab: Chinese, escaped, no foreign address.

nbgrader keeps one database session for ever; here it ends with each request, so a page shows what the worker wrote a
moment ago. A mark or comment is booked with the name of the trainer who gave it. nbgrader knows no departments: every
page lists everybody, so whoever looks after some departments only is turned away, by what the Lab says of them.
"""

from __future__ import annotations

import math
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from jupyter_server.utils import url_path_join
from nbgrader.api import MissingEntry
from nbgrader.server_extensions.formgrader import apihandlers, base, handlers
from nbgrader.server_extensions.formgrader import formgrader as stock
from sqlalchemy import text
from tornado import web
from traitlets.config import Config

from anpei import records
from anpei.assignments.code_pages import FormgradeExporter
from anpei.assignments.command import start_from
from anpei.assignments.config import TEMPLATES, configure
from anpei.assignments.marked_notebook import number
from anpei.assignments.shapes import is_paper, titles
from anpei.settings import Site

__all__ = ["MAY_MARK", "UNWANTED_PLUGINS", "lab_config", "load_jupyter_server_extension"]

MAY_MARK = "anpei_may_mark"
"""The setting of the server's application under which it says who may mark everybody."""
DIST = Path(__file__).with_name("dist")
_UNWANTED = ("assignment-list", "course-list", "create-assignment", "validate-assignment")
UNWANTED_PLUGINS = tuple(f"@jupyter/nbgrader:{name}" for name in _UNWANTED)
_CLAIM = "INSERT INTO anpei_marker VALUES (:row, :marker) ON CONFLICT (row_id) DO UPDATE SET marker = :marker"


def _claim(handler: Any, row_id: str) -> None:
    """Say who is marking, in the transaction of the mark itself; the gradebook's log reads it there."""
    person = getattr(handler.current_user, "username", "")
    handler.gradebook.db.execute(text(_CLAIM), {"row": row_id, "marker": person})


LONGEST = 128
"""What nbgrader's tables hold of a name in PostgreSQL; a file's name may not be longer than 255 bytes either."""


class BadEntry(web.HTTPError):
    """Something entered on a page that isn't kept; its words are for whoever entered it."""

    def __init__(self, words: str) -> None:
        super().__init__(400, reason="Bad Request")
        self.words = words


class _Told:
    """What is refused is said in words, so that the page can show them."""

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        error = (kwargs.get("exc_info") or (None, None))[1]
        if isinstance(error, BadEntry):
            self.finish({"error": error.words})  # type: ignore[attr-defined]
        else:
            super().write_error(status_code, **kwargs)  # type: ignore[misc]

    def entered(self) -> dict[str, Any]:
        """What was sent: fields by name."""
        sent = self.get_json_body()  # type: ignore[attr-defined]
        if not isinstance(sent, dict):
            raise BadEntry("没有收到要保存的内容，什么也没有保存。请刷新页面再试。")
        return sent


class MarkHandler(_Told, apihandlers.GradeHandler):
    @web.authenticated
    def put(self, row_id: str) -> None:
        sent = self.entered()
        try:
            grade = self.gradebook.find_grade_by_id(row_id)
        except MissingEntry:
            raise web.HTTPError(404) from None
        assignment = grade.notebook.assignment.assignment.name
        ours = is_paper(str(self.settings["anpei_site"]), assignment)
        _check_mark(sent.get("manual_score"), sent.get("extra_credit"), grade.max_score, ours=ours)
        _claim(self, row_id)
        super().put(row_id)


def _check_mark(points: Any, extra: Any, most: float, *, ours: bool) -> None:
    """Points lie between nothing and the most there is; of a paper also with what is given beside."""
    for given in (points, extra):
        if given is not None and not (isinstance(given, int | float | str) and math.isfinite(_number(given))):
            raise BadEntry("分数要写成数字，没有保存。请改正。")
    given, beside = (0.0 if each is None else _number(each) for each in (points, extra))
    if given < 0 or beside < 0:
        raise BadEntry("分数不能小于 0，没有保存。请改正。")
    if given > most or (ours and given + beside > most):
        raise BadEntry(f"这道题最高 {number(most)} 分，没有保存。请改正。")
    if beside > max(most, 1.0) * 10:
        raise BadEntry("附加分太高，没有保存。请改正。")


def _number(given: Any) -> float:
    try:
        return math.nan if isinstance(given, bool) else float(given)
    except ValueError:
        return math.nan


class CommentHandler(_Told, apihandlers.CommentHandler):
    @web.authenticated
    def put(self, row_id: str) -> None:
        comment = self.entered().get("manual_comment")
        if comment is not None and not isinstance(comment, str):
            raise BadEntry("评语要写成文字，没有保存。")
        if len(comment or "") > records.COMMENT_LENGTH:
            raise BadEntry(f"评语最长 {records.COMMENT_LENGTH} 字，没有保存。请写短些。")
        _claim(self, row_id)
        super().put(row_id)


class AssignmentHandler(_Told, apihandlers.AssignmentHandler):
    @web.authenticated
    def put(self, assignment: str) -> None:
        self.entered()
        _check_name("作业名", assignment.strip())
        try:
            super().put(assignment)
        except ValueError:
            raise BadEntry("截止时间或时区写得不对，没有保存。时区请写成 +0800 这样。") from None


class StudentHandler(_Told, apihandlers.StudentHandler):
    @web.authenticated
    def put(self, student: str) -> None:
        sent = self.entered()
        _check_name("工号", student.strip())
        for words, name in (("姓", "last_name"), ("名", "first_name"), ("邮箱", "email")):
            if not isinstance(sent.get(name) or "", str) or len(sent.get(name) or "") > LONGEST:
                raise BadEntry(f"{words}最长 {LONGEST} 个字，没有保存。请写短些。")
        super().put(student)


def _check_name(words: str, name: str) -> None:
    """A name becomes a folder's and a row's."""
    if not name or len(name) > LONGEST or len(name.encode()) > 200:
        raise BadEntry(f"{words}不能空着，也不能超过 {LONGEST} 个字，没有保存。请改正。")
    if name.startswith(".") or any(each in '/\\+*?"<>|:' or ord(each) < 32 for each in name):
        raise BadEntry(f"{words}不能以点开头，也不能有 / \\ + * ? : 这些符号，没有保存。请改正。")


class SubmittedFiles(handlers.SubmissionFilesHandler):
    """What came with a submission is anybody's: it is shown, and nothing of it runs as this site's page."""

    def set_extra_headers(self, path: str) -> None:
        super().set_extra_headers(path)
        self.set_header(
            "Content-Security-Policy", "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
        )
        self.set_header("X-Content-Type-Options", "nosniff")


def load_jupyter_server_extension(server: Any) -> None:
    """Put our handlers in front of nbgrader's, load nbgrader's, then exchange its templates."""
    app = server.web_app
    base.BaseHandler.on_finish = _end_session
    base.BaseHandler.prepare = _ask_scope
    site = server.config.GradeResponses.site
    app.settings["anpei_site"] = site
    routes: list[tuple[Any, ...]] = [
        (r"/formgrader/api/grade/([^/]+)", MarkHandler),
        (r"/formgrader/api/comment/([^/]+)", CommentHandler),
        (r"/formgrader/api/assignment/([^/]+)", AssignmentHandler),
        (r"/formgrader/api/student/([^/]+)", StudentHandler),
        (r"/formgrader/submissions/([^/]+/.*\.\w+)", SubmittedFiles),
        (r"/formgrader/anpei/([a-z-]+\.(?:css|js))", web.StaticFileHandler, {"path": str(DIST)}),
    ]
    prefix = app.settings["base_url"]
    routes.append(
        (r"/formgrader/submissions/?", web.RedirectHandler, {"url": url_path_join(prefix, "formgrader/gradebook")})
    )
    app.add_handlers(".*$", [(url_path_join(prefix, route[0]), *route[1:]) for route in routes])
    start_from(Path(site))
    stock.load_jupyter_server_extension(server)
    loader = FileSystemLoader([str(TEMPLATES / "formgrader"), handlers.template_path])
    pages = Environment(loader=loader, autoescape=select_autoescape(default=True, default_for_string=True))
    pages.globals["titles"] = partial(titles, site)
    app.settings["nbgrader_jinja2_env"] = pages
    app.settings["nbgrader_exporter"] = FormgradeExporter(config=app.settings["nbgrader_formgrader"].config)
    app.settings["page_config_hook"] = _hide_plugins


_load_jupyter_server_extension = load_jupyter_server_extension


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    return [{"module": "anpei.assignments.formgrader"}]


def _end_session(handler: Any) -> None:
    book = handler.settings.get("nbgrader_gradebook")
    if book is not None:
        book.db.remove()


async def _ask_scope(handler: Any) -> None:
    """The Lab's own rule before anything of nbgrader runs; where the server has none, nobody is limited."""
    await super(base.BaseHandler, handler).prepare()
    may_mark = handler.settings.get(MAY_MARK)
    if may_mark is None or handler.current_user is None or may_mark(handler.current_user):
        return
    handler.set_status(403)
    handler.finish(handler.render("limited.tpl", base_url=handler.base_url, error_code=403))


def _hide_plugins(_handler: Any, page_config: dict[str, Any]) -> dict[str, Any]:
    disabled = page_config.get("disabledExtensions") or []
    page_config["disabledExtensions"] = [*disabled, *(name for name in UNWANTED_PLUGINS if name not in disabled)]
    return page_config


_OURS = "anpei.assignments.formgrader"
_STOCK = ("formgrader", "validate_assignment", "assignment_list", "course_list")


def lab_config(site: Site) -> Config:
    """Settings to merge into the Lab's; its root must be ``site.workspace``."""
    config = Config()
    extensions = {f"nbgrader.server_extensions.{name}": False for name in _STOCK}
    config.ServerApp.jpserver_extensions = {**extensions, _OURS: True}
    configure(config, Path(site.root))
    return config

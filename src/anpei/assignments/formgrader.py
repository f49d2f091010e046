"""nbgrader's formgrader as a server extension of the trainers' JupyterLab: Chinese, escaped, no foreign address.

nbgrader keeps one database session for ever; here it ends with each request, so a page shows what the worker wrote a
moment ago. A mark or comment is booked with the name of the trainer who gave it. nbgrader knows no departments: every
page lists everybody, so whoever looks after some departments only is turned away, by what the Lab says of them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from jupyter_server.utils import url_path_join
from nbgrader.server_extensions.formgrader import apihandlers, base, handlers
from nbgrader.server_extensions.formgrader import formgrader as stock
from sqlalchemy import text
from tornado import web
from traitlets.config import Config

from anpei.assignments.code_pages import FormgradeExporter
from anpei.assignments.command import start_from
from anpei.assignments.config import TEMPLATES, configure
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


class MarkHandler(apihandlers.GradeHandler):
    @web.authenticated
    def put(self, row_id: str) -> None:
        _claim(self, row_id)
        super().put(row_id)


class CommentHandler(apihandlers.CommentHandler):
    @web.authenticated
    def put(self, row_id: str) -> None:
        _claim(self, row_id)
        super().put(row_id)


def load_jupyter_server_extension(server: Any) -> None:
    """Put our handlers in front of nbgrader's, load nbgrader's, then exchange its templates."""
    app = server.web_app
    base.BaseHandler.on_finish = _end_session
    base.BaseHandler.prepare = _ask_scope
    routes: list[tuple[Any, ...]] = [
        (r"/formgrader/api/grade/([^/]+)", MarkHandler),
        (r"/formgrader/api/comment/([^/]+)", CommentHandler),
        (r"/formgrader/anpei/([a-z-]+\.(?:css|js))", web.StaticFileHandler, {"path": str(DIST)}),
    ]
    prefix = app.settings["base_url"]
    app.add_handlers(".*$", [(url_path_join(prefix, route[0]), *route[1:]) for route in routes])
    start_from(Path(server.config.GradeResponses.site))
    stock.load_jupyter_server_extension(server)
    loader = FileSystemLoader([str(TEMPLATES / "formgrader"), handlers.template_path])
    app.settings["nbgrader_jinja2_env"] = Environment(
        loader=loader, autoescape=select_autoescape(default=True, default_for_string=True)
    )
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

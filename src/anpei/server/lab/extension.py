"""In the trainers' Lab the same widgets work: practice, drawn quizzes and pictures come through the same handlers.

So does a real emergency: every page of the Lab goes red, and what is to be done then is done on the platform's pages.
"""

from __future__ import annotations

import importlib
from typing import Any

from jupyterlab_server.settings_handler import SettingsHandler
from jupyterlab_server.workspaces_handler import WorkspacesHandler

from anpei import assignments
from anpei.server.core.authorizer import looks_after_all
from anpei.server.core.context import Context
from anpei.server.core.static_files import ASSET_KINDS, ASSETS, FolderFiles, WidgetFiles
from anpei.server.lab.path import lab_home
from anpei.server.lab.sight import LabSettings, LabWorkspaces

__all__: list[str] = []

API = ("courses.practice_api", "exams.notebook_api", "exams.api", "exams.pictures_api", "drills.emergency_api")
EMERGENCY = r"static/anpei/(core/(?:emergency\.js|emergency\.css|tokens\.css))"


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "anpei.server.lab.extension"}]


def _load_jupyter_server_extension(server: Any) -> None:
    """Mount the API's handlers under the Lab's own base URL, where the widgets look for them.

    What Jupyter has, too, is ours: its own handlers are mounted later.
    """
    app = server.web_app
    app.settings["anpei"] = Context(server.site, server.db)
    app.settings[assignments.MAY_MARK] = looks_after_all
    modules = [importlib.import_module(f"anpei.server.{name}") for name in API]
    pages = (EMERGENCY, FolderFiles, {"folders": list(ASSETS), "kinds": ASSET_KINDS})
    routes = [(r"static/widgets/(.*)", WidgetFiles), pages, *(route for module in modules for route in module.HANDLERS)]
    spaces = {"name": "lab", "manager": LabWorkspaces(str(lab_home(server.site) / "workspaces"))}
    routes += [(r"lab/api/workspaces/?", WorkspacesHandler, spaces)]
    routes += [(r"lab/api/workspaces/(?P<space_name>.+)", WorkspacesHandler, spaces)]
    SettingsHandler.settings_dir = LabSettings()
    app.add_handlers(".*$", [(app.settings["base_url"] + pattern, *rest) for pattern, *rest in routes])

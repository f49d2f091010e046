"""The trainers' JupyterLab: a process of its own, the same people and cookie, the workspace and nothing above it.

No file of the machine's Jupyter configuration is read; everything is set here, and nothing is loaded from the internet.
"""

from __future__ import annotations

import json
import os
import tempfile
import uuid
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.identity import User
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.serverapp import ServerApp
from jupyterlab.commands import get_app_dir
from tornado import web
from traitlets.config import Config

from anpei import assignments, heartbeat, kernel_log
from anpei.confinement.kernels import (
    OneKernelSpec,
    environment,
    lab_limits,
    short_folder,
    walls_for,
)
from anpei.database import Database
from anpei.plainfiles import write_atomic
from anpei.server.core.addresses import lab_outside, outside
from anpei.server.core.authorizer import TrainerAuthorizer, looks_after_all, may_use_lab
from anpei.server.core.confined_kernels import ConfinedKernels
from anpei.server.core.identity import RosterIdentityProvider
from anpei.server.core.request_log import log_request
from anpei.server.core.viewer import Viewer, environment_of
from anpei.server.http.server import GuardedServer, Limits
from anpei.server.lab.path import LAB_PATH, lab_home
from anpei.server.lab.sight import LabContents, LabFiles, LabSessions
from anpei.server.lab.sockets import TrainersConnection
from anpei.server.live.kernels import asking
from anpei.server.processes.log_lines import LOGGING_CONFIG
from anpei.settings import Site

__all__ = ["serve_lab"]

LIMITS = Limits(largest_body=64 * 1024 * 1024, largest_message=16 * 1024 * 1024)
"""A saved notebook with pictures (JupyterLab uploads larger files in pieces); what a widget is given to read."""
OFF = (
    "@jupyterlab/apputils-extension:announcements",
    "@jupyterlab/extensionmanager-extension",
    "@jupyterlab/terminal-extension",
    "@jupyterlab/lsp-extension",
    "@jupyterlab/fileeditor-extension:language-server",
    "@jupyterlab/notebook-extension:language-server",
    "@jupyterlab/help-extension:licenses",
    "@voila-dashboards/jupyterlab-preview",
)
CALM = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
    "@jupyterlab/translation-extension:plugin": {"locale": "zh_CN"},
}


class LabSignIn(JupyterHandler):
    """The Lab has no sign-in of its own: strangers go to the platform's, and come back; others are told."""

    @allow_unauthenticated
    def get(self) -> None:
        provider: LabIdentityProvider = self.identity_provider
        site = provider.site
        person = provider.signed_in(self)
        if person is not None and may_use_lab(person):
            self.redirect(self.base_url + "lab")
        elif person is not None:
            self.redirect(outside(site, request=self.request, crossing=True))
        else:
            wanted = self.get_query_argument("next", "")
            below = wanted.removeprefix(self.base_url) if wanted.startswith(self.base_url) else "lab"
            back = lab_outside(site, below, self.request, crossing=False)
            self.redirect(outside(site, "login", self.request, crossing=True, next=back))


class LabOutside(JupyterHandler):
    """From the Lab's pages to the platform's: the trainers' board, and the roll calls of an emergency."""

    @web.authenticated
    def get(self, path: str) -> None:
        site = self.identity_provider.site
        query = {name: self.get_query_argument(name) for name in self.request.query_arguments}
        self.redirect(outside(site, path, self.request, crossing=True, **query))


class LabIdentityProvider(RosterIdentityProvider):
    """The roster's identity; to the Lab, whoever is neither trainer nor admin is a stranger."""

    def get_user(self, handler: web.RequestHandler) -> User | None:
        user = self.signed_in(handler)
        return user if may_use_lab(user) else None

    def signed_in(self, handler: web.RequestHandler) -> User | None:
        return super().get_user(handler)

    def get_handlers(self) -> list[tuple[str, object]]:
        return [(r"/login", LabSignIn), (r"/logout", LabSignIn), (r"/(board|musters?|muster/[0-9/]+)", LabOutside)]


class LabKernels(ConfinedKernels):
    """Trainers' kernels inherit no more than learners' do, and reach what of the workspace their trainer may.

    Trainers share their kernels, but not with whoever may reach less than the kernel does.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._reach_marks: set[str] = set()

    def open_to(self, kernel_id: str, user: object) -> bool:
        """Whether somebody may do what this kernel can: one that reaches everybody's marks is not for the limited."""
        return looks_after_all(user) or kernel_id not in self._reach_marks

    def list_kernels(self) -> list[dict[str, Any]]:
        return [told for told in super().list_kernels() if self.open_to(told["id"], asking())]

    def remove_kernel(self, kernel_id: str) -> Any:
        self._reach_marks.discard(kernel_id)
        return super().remove_kernel(kernel_id)

    async def start_kernel(self, **kwargs: Any) -> str:
        """Start a kernel under a number of ours: it names the kernel's own folder, and Jupyter would take any text."""
        asked = kwargs.pop("env", None) or {}
        site: Site = self.parent.site
        kernel_id = kwargs["kernel_id"] = str(uuid.uuid4())
        own = self.folder_of(kernel_id)
        env = environment(own) | {key: asked[key] for key in ("JPY_SESSION_NAME",) if key in asked}
        user = asking()
        hidden = () if looks_after_all(user) else (site.nbgrader,)
        if not hidden:
            self._reach_marks.add(kernel_id)
        walls = walls_for(site, own, lab_limits(site), write=(site.workspace,), hidden=hidden)
        if user is not None:
            env |= environment_of(Viewer(user.username, user.name, user.roles, self.parent.base_url))
        output = kernel_log.descriptor()
        told = {**kwargs, "path": kwargs.get("path") or "", "kernel_id": kernel_id, "env": env, "walls": walls}
        return str(await super().start_kernel(stdout=output, stderr=output, **told))


class TrainersServer(ServerApp):
    """Jupyter's server of one site; it reads no configuration but what it is given."""

    site: Site
    db: Database

    def load_config_file(self, **kwargs: Any) -> None:
        """Files on the machine have no say."""

    def init_httpserver(self) -> None:
        """As Jupyter does it, with our door before the handlers."""
        rules, known = self.site.settings.server, self.identity_provider.knows
        self._http_server = GuardedServer(self.web_app, rules, LIMITS, known, ssl_options=self.ssl_options)
        self._find_http_port()
        self.io_loop.add_callback(self._bind_http_server)


def set_front_door(config: Config, site: Site) -> None:
    """Address, identity and who may come in."""
    server = site.settings.server
    config.ServerApp.update(
        ip=server.bind,
        port=server.lab_port,
        port_retries=0,
        base_url=server.base_url + LAB_PATH,
        open_browser=False,
        allow_root=True,
        allow_remote_access=True,
        identity_provider_class=LabIdentityProvider,
        authorizer_class=TrainerAuthorizer,
        cookie_secret=site.secret("cookie"),
        quit_button=False,
        terminals_enabled=False,
        default_url=server.base_url + LAB_PATH + "lab",
        tornado_settings={
            "xsrf_cookie_kwargs": {"path": server.base_url, "samesite": "Lax"},
            "log_function": log_request,
            "websocket_max_message_size": LIMITS.largest_message,
            "mathjax_url": "static/mathjax.js",  # never loaded: Lab brings its own, and without a name it names a CDN
        },
        log_level="WARN",
    )
    config.Application.logging_config = LOGGING_CONFIG
    if server.tls_cert:
        config.ServerApp.update(certfile=str(site.root / server.tls_cert), keyfile=str(site.root / server.tls_key))


def set_content(config: Config, site: Site) -> None:
    """The workspace is the root; hidden files are not shown, and nothing above is reachable."""
    config.ServerApp.root_dir = str(site.workspace)
    config.ServerApp.contents_manager_class = LabContents
    config.ContentsManager.files_handler_class = LabFiles
    config.ContentsManager.allow_hidden = False
    config.FileContentsManager.delete_to_trash = False
    config.ServerApp.session_manager_class = LabSessions
    config.ServerApp.kernel_manager_class = LabKernels
    config.ServerApp.kernel_websocket_connection_class = TrainersConnection
    config.ServerApp.kernel_spec_manager_class = OneKernelSpec
    config.TemplateExporter.extra_template_basedirs = []  # its default is the current folder; a template is a program
    config.KernelManager.transport = "ipc"
    config.ServerKernelManager.transport = "ipc"


def set_lab(config: Config, site: Site) -> None:
    """No news, no extension shop, no update check."""
    home = lab_home(site)
    config.LabApp.update(
        news_url=None,
        check_for_updates_class="jupyterlab.NeverCheckForUpdate",
        extension_manager="readonly",
        app_settings_dir=str(home / "defaults"),
        user_settings_dir=str(home / "settings"),
        workspaces_dir=str(home / "workspaces"),
        templates_dir=str(home / "pages"),
    )
    config.ServerApp.jpserver_extensions = {"jupyterlab": True, "anpei.server.lab.extension": True}


def lab_config(site: Site) -> Config:
    """The whole configuration; what nbgrader needs comes from its own room."""
    config = Config()
    set_front_door(config, site)
    set_content(config, site)
    set_lab(config, site)
    ours = dict(config.ServerApp.jpserver_extensions)
    config.merge(assignments.lab_config(site))
    config.ServerApp.jpserver_extensions = {**dict(config.ServerApp.jpserver_extensions), **ours}
    return config


def _prepare(site: Site, runtime: str) -> None:
    """Jupyter looks for configuration, settings and run-time files in our folders alone."""
    home = lab_home(site)
    places = {"JUPYTER_CONFIG_DIR": home / "config", "JUPYTER_RUNTIME_DIR": Path(runtime)}
    for name, place in {**places, "IPYTHONDIR": home / "ipython"}.items():
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.environ[name] = str(place)
    os.environ["JUPYTER_NO_CONFIG"] = "1"
    write_atomic(home / "defaults" / "page_config.json", json.dumps({"disabledExtensions": dict.fromkeys(OFF, True)}))
    write_atomic(home / "defaults" / "overrides.json", json.dumps(CALM))
    _lay_pages(home / "pages")


def _lay_pages(folder: Path) -> None:
    """JupyterLab's own pages, each with what makes it go red in a real emergency."""
    place = "{{ base_url | escape }}static/anpei/core/emergency"
    watch = f'<link rel="stylesheet" href="{place[:-9]}tokens.css"><script type="module" src="{place}.js"'
    watch += f' data-emergency-sheet="{place}.css"></script>'
    for path in (Path(get_app_dir()) / "static").glob("*.html"):
        page = path.read_text(encoding="utf-8")
        write_atomic(folder / path.name, page.replace("</body>", f"{watch}</body>"))


def serve_lab(site: Site) -> None:
    """Run the trainers' Lab in this process until SIGTERM."""
    folder = tempfile.TemporaryDirectory(prefix="anpei-lab-", dir=short_folder())
    with folder as runtime, Database(site.database_url) as db:
        _prepare(site, runtime)
        os.chdir(runtime)  # libraries look in the current folder for templates and modules; the workspace is others'
        TrainersServer.site, TrainersServer.db = site, db
        server = TrainersServer.instance(config=lab_config(site))
        server.initialize([])
        server.io_loop.add_callback(heartbeat.keep_beating)
        server.start()

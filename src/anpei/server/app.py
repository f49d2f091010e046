"""The learner server: Voila's application with our identity, pages and API in it, and only the routes named here."""

from __future__ import annotations

import gc
import logging
import shutil
import signal
import ssl
import sys
from pathlib import Path
from typing import Any

import tornado.ioloop
from jupyter_server import DEFAULT_STATIC_FILES_PATH
from jupyter_server.services.kernels.handlers import KernelHandler
from jupyterlab_server.themes_handler import ThemesHandler
from tornado import web
from traitlets import List, Unicode
from traitlets.config import Config
from voila.app import Voila
from voila.paths import collect_static_paths, collect_template_paths
from voila.utils import get_voila_labextensions_path

from anpei import clock, content, heartbeat, records
from anpei.confinement.kernels import OneKernelSpec, short_folder
from anpei.database import Database
from anpei.errors import AnpeiError, SettingsError
from anpei.server.background import BackgroundWork
from anpei.server.core import permissions
from anpei.server.core.authorizer import OwnerAuthorizer
from anpei.server.core.compressed import Compressed
from anpei.server.core.context import Context
from anpei.server.core.handlers import PageHandler
from anpei.server.core.identity import RosterIdentityProvider
from anpei.server.core.request_log import log_request
from anpei.server.core.static_files import ASSET_KINDS, ASSETS, FolderFiles, WidgetFiles
from anpei.server.http.server import GuardedServer, Limits
from anpei.server.lab import lab_redirect
from anpei.server.live import kernel_pages, origin
from anpei.server.live.connections import CheckedConnection
from anpei.server.live.kernels import OwnedKernelManager
from anpei.server.live.notebooks import gate
from anpei.server.live.passes import Passes
from anpei.server.live.renderer import EXTENSIONS
from anpei.server.live.sockets import KernelSocket
from anpei.server.live.voila_files import VoilaFiles
from anpei.server.processes.log_lines import LOGGING_CONFIG
from anpei.server.routes import all_handlers
from anpei.settings import Site

__all__ = ["LearnerServer", "every_handler", "live_handlers", "serve_learners"]


KERNEL_ID = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"
NAME = r"([A-Za-z0-9_-]+)"
LIMITS = Limits(largest_body=1024 * 1024, largest_message=2 * 1024 * 1024)
"""A handler of ours says less or more itself; a message over a kernel's socket is a tap or a typed text."""
SWITCH = 0.001
"""So many seconds a thread that reckons may keep the others waiting: an answer changes threads three times."""
log = logging.getLogger("anpei.content")


class MissingPage(PageHandler):
    """Whatever no route names does not exist, for the signed-in and for strangers."""

    access = permissions.PUBLIC

    async def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.current_user = self._jupyter_current_user = self.identity_provider.get_user(self)
        raise web.HTTPError(404)


class OwnKernel(KernelHandler):
    """Jupyter's own, which asks the authorizer whose the kernel is."""

    access = permissions.KERNELS


class Themes(ThemesHandler):
    """Jupyter's own, for whoever is signed in."""

    access = permissions.CARDS


def every_handler(voila: dict[str, Any], themes: str) -> list[tuple[Any, ...]]:
    """Patterns relative to the base URL and their handlers, in the order in which they are tried."""
    return [*kernel_pages.HANDLERS, *lab_redirect.HANDLERS, *_jupyter(voila, themes), *_static(), *all_handlers()]


def _jupyter(voila: dict[str, Any], themes: str) -> list[tuple[Any, ...]]:
    labextensions = get_voila_labextensions_path([])
    shown = {"themes_url": "/voila/api/themes", "path": themes, "labextensions_path": labextensions}
    return [
        (rf"apps/{NAME}", kernel_pages.AppPage, voila),
        (rf"api/kernels/{KERNEL_ID}", OwnKernel),
        (rf"api/kernels/{KERNEL_ID}/channels", KernelSocket),
        (r"voila/api/themes/(.*)", Themes, shown),
    ]


def live_handlers(voila: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The same of the live origin."""
    part = (rf"{origin.PART}/live/{NAME}/{NAME}", origin.LivePart, voila)
    return [*origin.HANDLERS, part, (r"healthz", kernel_pages.HealthHandler), *_static()]


def _static() -> list[tuple[Any, ...]]:
    """All static routes; the labextensions are looked for at each request, as Voila does."""
    lab_static = [Path(path) for path in collect_static_paths(["voila", "nbconvert"], "lab")]
    extensions = [Path(path) for path in get_voila_labextensions_path([])]
    return [
        (r"static/anpei/(.*)", FolderFiles, {"folders": list(ASSETS), "kinds": ASSET_KINDS}),
        (r"static/widgets/(.*)", WidgetFiles),
        (r"voila/templates/lab/static/(.*)", FolderFiles, {"folders": lab_static, "hashed": True}),
        (r"voila/static/(.*)", VoilaFiles, {"folders": lab_static, "hashed": True}),
        (r"voila/labextensions/(.*)", FolderFiles, {"folders": extensions, "hashed": True}),
    ]


class LearnerServer(Voila):
    """Configured from the site alone: no config file, command line or working directory has a say."""

    name = "anpei-learner"
    config_file_paths = List(Unicode(), default_value=[])
    identity_provider_class = RosterIdentityProvider
    authorizer_class = OwnerAuthorizer

    def __init__(self, site: Site, db: Database, **kwargs: Any) -> None:
        self.site, self.db = site, db
        super().__init__(config=_config(site), **kwargs)

    def load_config_file(self, *args: Any, **kwargs: Any) -> None:
        """Files named voila.py or voila.json anywhere are not read."""

    def setup_template_dirs(self) -> None:
        """Our template before Voila's own, straight from the content, so that nothing on the machine shadows it."""
        mine = content.bundled() / "voila_apps" / "template"
        self.template_paths = [str(mine), *collect_template_paths(["voila", "nbconvert"], "lab", prune=True)]
        self.static_paths = [*collect_static_paths(["voila", "nbconvert"], "lab"), DEFAULT_STATIC_FILES_PATH]

    def init_settings(self) -> dict[str, Any]:
        settings: dict[str, Any] = super().init_settings()
        base = self.base_url
        settings.update(
            {
                "anpei": Context(self.site, self.db),
                "anpei_passes": Passes(),
                "login_url": f"{base}login",
                "static_path": DEFAULT_STATIC_FILES_PATH,
                "static_url_prefix": f"{base}static/jupyter/",
                "xsrf_cookie_kwargs": {"path": base, "samesite": "Lax"},
                "default_handler_class": MissingPage,
                "serverapp": None,
                "log_function": log_request,
                "websocket_max_message_size": LIMITS.largest_message,
            }
        )
        return settings

    def init_handlers(self) -> list[tuple[Any, ...]]:
        """Every route there is. Voila's file, tree, contents and render routes are not among them."""
        return self._below_the_path(every_handler(self._voila(), self.themes_dir))

    def _voila(self) -> dict[str, Any]:
        return {
            "template_paths": self.template_paths,
            "config": self.config,
            "voila_configuration": self.voila_configuration,
        }

    def _below_the_path(self, handlers: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        return [(f"{self.base_url}{pattern}", *rest) for pattern, *rest in handlers]

    def _live_origin(self) -> GuardedServer:
        """The server of the live origin: beside the platform's, for the kernels are the same."""
        provider = origin.LiveIdentityProvider(parent=self, log=self.log)
        provider.passes = self.app.settings["anpei_passes"]
        settings = origin.settings_of(self.app.settings, provider, origin.LiveAuthorizer(parent=self, log=self.log))
        app = web.Application(self._below_the_path(live_handlers(self._voila())), **settings)
        app.add_transform(Compressed)
        rules = self.site.settings.server
        return GuardedServer(
            app, rules, LIMITS, provider.knows, outside=rules.live_outside, ssl_options=_tls(self.site)
        )

    def listen(self) -> None:
        """Listen on the two ports the site names and run until told to stop."""
        self.ioloop = tornado.ioloop.IOLoop.current()  # before anything slow: a signal asks for it
        self._read_content()
        gc.freeze()  # what is read at the start stays, and answers don't wait while it is looked through for rubbish
        sys.setswitchinterval(SWITCH)
        self.app.add_transform(Compressed)
        self.http_server = GuardedServer(
            self.app, self.site.settings.server, LIMITS, self.identity_provider.knows, ssl_options=_tls(self.site)
        )
        live_server = self._live_origin()
        live_server.listen(self.site.settings.server.live_port, self.ip)
        self.http_server.listen(self.port, self.ip)
        background = BackgroundWork(self.app.settings["anpei"], self.kernel_manager)
        self.ioloop.add_callback(background.start)
        self.ioloop.add_callback(heartbeat.keep_beating)
        try:
            self.ioloop.start()
        finally:
            self.ioloop.run_sync(background.stop)
            live_server.stop()
            self.http_server.stop()
            self.stop()

    def _read_content(self) -> None:
        """Read courses, questions and drills before the first person comes, who would otherwise wait for it."""
        try:
            context: Context = self.app.settings["anpei"]
            context.content()
            records.ready(context.db, context.syllabi(), clock.now())
            context.builder.build_all(context.catalog())
        except AnpeiError:
            log.exception("content can't be read")

    def stop(self) -> None:
        """Stop every kernel, then let go of the connection files; a second signal changes nothing any more."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        self.app.settings["anpei"].builder.close()
        tornado.ioloop.IOLoop.current().run_sync(self.kernel_manager.shutdown_all)
        shutil.rmtree(self.connection_dir, ignore_errors=True)


def _tls(site: Site) -> ssl.SSLContext | None:
    """The site's certificate, if it names one; an unreadable one is a :class:`SettingsError`."""
    server = site.settings.server
    if not (server.tls_cert or server.tls_key):
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(site.root / server.tls_cert, site.root / server.tls_key)
    except (OSError, ssl.SSLError) as error:
        raise SettingsError(f"证书读不了：{error}。", way_out="请检查 [server] 的 tls_cert 与 tls_key。") from None
    return context


def _config(site: Site) -> Config:
    server = site.settings.server
    config = Config()
    config.Voila.update(
        ip=server.bind,
        port=server.port,
        base_url=server.base_url,
        root_dir=str(site.root / "workspace"),
        cookie_secret=site.secret("cookie"),
        connection_dir_root=short_folder(),
        open_browser=False,
        kernel_websocket_connection_class=CheckedConnection,
        log_level="WARN",
    )
    config.Application.logging_config = LOGGING_CONFIG
    config.VoilaConfiguration.update(
        template="lab",
        allow_template_override="NO",
        allow_theme_override="NO",
        extension_allowlist=list(EXTENSIONS),
        multi_kernel_manager_class=OwnedKernelManager,
        kernel_spec_manager_class=OneKernelSpec,
        prelaunch_hook=gate,
        file_allowlist=[],
        show_tracebacks=False,
        http_keep_alive_timeout=10,
    )
    config.KernelManager.update(transport="ipc", autorestart=False)
    config.ServerKernelManager.update(transport="ipc", autorestart=False)
    config.OwnedKernelManager.update(buffer_offline_messages=True, allow_tracebacks=False)
    return config


def serve_learners(site: Site) -> None:
    """Run the learner server in this process until SIGTERM or SIGINT."""
    with Database(site.database_url) as db:
        server = LearnerServer(site, db)
        server.initialize([])
        signal.signal(signal.SIGINT, server._handle_signal_stop)
        server.start()

"""What a browser needs to show a kept page without a network, and to put the platform on a phone's home screen.

Both are public and say nothing of anybody. A worker lives below the base URL, for that is as far as it may reach;
switched off (``[server] offline_pages``), what is sent removes itself and what was kept.
"""

from __future__ import annotations

import json

from anpei import colours
from anpei.server.core import permissions
from anpei.server.core.handlers import PageHandler
from anpei.server.core.static_files import SERVER

__all__ = ["HANDLERS"]


class ServiceWorkerScript(PageHandler):
    """``service-worker.js``: asked for again each time, so that a switch is heard of."""

    access = permissions.PUBLIC

    def get(self) -> None:
        told = json.dumps({"on": self.site.settings.server.offline_pages, "base": self.base_url})
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.set_header("Cache-Control", "no-cache")
        code = (SERVER / "dist/core/service-worker.js").read_text(encoding="utf-8")
        self.finish(f"self.ANPEI = {told};\n{code}")


class AppManifest(PageHandler):
    """``manifest.webmanifest``: the platform as an app, by the enterprise's name."""

    access = permissions.PUBLIC

    def get(self) -> None:
        name = self.site.settings.site.name
        icon = {"src": self.static("core/mark.svg"), "type": "image/svg+xml", "sizes": "any", "purpose": "any"}
        self.set_header("Content-Type", "application/manifest+json; charset=utf-8")
        self.set_header("Cache-Control", "no-cache")
        told = {
            "name": f"{name} · 安培", "short_name": name[:12], "lang": "zh-CN", "start_url": self.url("my"),
            "scope": self.base_url, "display": "standalone", "background_color": colours.PAPER,
            "theme_color": colours.PAPER, "icons": [icon],
        }  # fmt: skip
        self.finish(json.dumps(told, ensure_ascii=False))


HANDLERS = [(r"service-worker\.js", ServiceWorkerScript), (r"manifest\.webmanifest", AppManifest)]

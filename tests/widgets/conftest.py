"""Show one widget in a plain page: the page host, the real bundle, no server behind them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from anpei_widgets import bundle
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route

from tests.widgets.axe import NARROW, unfit

STATIC = Path(__file__).parents[2] / "src/anpei/server"
AT = "http://widgets.test/"
PAGE = """<!doctype html><html lang="zh-CN" class="anpei-page"><head><meta charset="utf-8"><title>widget</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>{tokens}</style><style>{base}</style></head>
<body data-base-url="/"><main id="place" style="padding:1rem" data-spec='{wanted}'><h1 class="spoken">widget</h1></main>
<script type="module">{mount}</script></body></html>"""
MOUNT = """import { mount } from "/static/anpei/core/host.js";
const place = document.getElementById("place");
const { name, spec, value, state } = JSON.parse(place.dataset.spec);
window.messages = [];
const onMessage = (m) => window.messages.push(m);
const mounted = await mount(place, name, spec, { value, state, onMessage });
window.model = mounted.model;
await mounted.dressed;
place.dataset.ready = "";
"""


class Shown:
    """A mounted widget: its page, its root, its model's value."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def root(self) -> Locator:
        return self.page.locator("#place")

    @property
    def value(self) -> Any:
        return self.page.evaluate("model.get('value')")

    @property
    def messages(self) -> Any:
        return self.page.evaluate("messages")

    def update(self, key: str, value: Any) -> None:
        self.page.evaluate("([k, v]) => model.update(k, v)", [key, value])

    def unfit_at(self, moments: Mapping[str, Any], **how: Any) -> dict[str, list[str]]:
        """By name, why a moment of the widget on a narrow phone is not for everybody (see :func:`axe.unfit`)."""
        self.page.set_viewport_size(NARROW)
        found = {}
        for name, value in moments.items():
            self.update("value", value)
            found[name] = unfit(self.page, **how)
        return found


Show = Callable[..., Shown]


@pytest.fixture
def touch(browser: Browser) -> Iterator[BrowserContext]:
    """A phone with a touch screen."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, locale="zh-CN")
    yield context
    context.close()


@pytest.fixture
def show(page: Page) -> Show:
    """``show("choice", spec, value=…, state=…)`` mounts a widget; ``on`` names another page than the default one."""

    def show(
        name: str,
        spec: Any,
        value: Any = None,
        state: Any = None,
        on: Page | None = None,
        before: Callable[[], None] = lambda: None,
    ) -> Shown:
        where = on or page
        wanted = {"name": name, "spec": spec, "value": value, "state": state or {}}
        where.route(AT + "**", lambda route: _answer(route, wanted))
        before()
        where.goto(AT)
        where.locator("#place[data-ready]").wait_for()
        return Shown(where)

    return show


def _answer(route: Route, wanted: dict[str, Any]) -> None:
    path = route.request.url.removeprefix(AT).split("?")[0]
    kind = {"js": "text/javascript", "css": "text/css"}.get(path.rpartition(".")[2], "text/html")
    route.fulfill(body=_body(path, wanted), content_type=f"{kind}; charset=utf-8")


def _body(path: str, wanted: dict[str, Any]) -> str:
    if path.startswith("static/widgets/"):
        script, style = bundle(Path(path).stem)
        return script if path.endswith(".js") else style
    if path.startswith("static/anpei/"):
        return _static(path.removeprefix("static/anpei/"))
    spec = json.dumps(wanted, ensure_ascii=False).replace("'", "&#39;")
    return PAGE.format(wanted=spec, mount=MOUNT, **{name: _static(f"core/{name}.css") for name in ("tokens", "base")})


@cache
def _static(name: str) -> str:
    built = STATIC / "dist" / name
    return (built if built.is_file() else STATIC / name).read_text(encoding="utf-8")

"""What an open tablet holds of the server's memory, for :mod:`benchmarks.drill_load`.

The page is fetched, its websocket opened and its heartbeat sent, as a browser does it; the kernel that drew the page is
real, and gone a moment after the heartbeat says that the page shows.
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import httpx
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from anpei.database import Database
from benchmarks import drill_load
from benchmarks.static_chapter import usage
from tests.helpers.live_shelf import kernel_of, kernels
from tests.helpers.platform import Platform, make_site, start

OPENING_TOGETHER = 2
Page = tuple[str, WebSocketClientConnection]


def measure(folder: Path, size: int) -> dict[str, float]:
    """MB of PSS a tablet: while its kernel lives, and from then on."""
    site = make_site(folder / "site")
    drill_load.lay(site)
    with Database(site.database_url) as db:
        kiosks, _ = drill_load.seated(site, db, size)
    platform = start(site)
    try:
        return asyncio.run(_open(platform, kiosks))
    finally:
        platform.stop()


async def _open(platform: Platform, kiosks: list[drill_load.Kiosk]) -> dict[str, float]:
    """One page first, which warms the server, then all others."""
    await _let_go(platform, kiosks[:1], [await _page(platform, kiosks[0])])
    before = usage(platform.process.pid)[1]
    gate = asyncio.Semaphore(OPENING_TOGETHER)

    async def opened(kiosk: drill_load.Kiosk) -> Page:
        async with gate:
            return await _page(platform, kiosk)

    pages = await asyncio.gather(*map(opened, kiosks[1:]))
    drawn = usage(platform.process.pid)[1]
    await _let_go(platform, kiosks[1:], pages)
    after = usage(platform.process.pid)[1]
    count = len(pages) * 1e6
    drawing, shown = (round((each - before) / count, 2) for each in (drawn, after))
    return {"tablets": len(pages), "mb_drawing": drawing, "mb": shown}


async def _let_go(platform: Platform, kiosks: list[drill_load.Kiosk], pages: list[Page]) -> None:
    """Say that these pages show, until no kernel is left."""
    port = platform.site.settings.server.port
    while kernels(platform):
        for kiosk, (kernel, _) in zip(kiosks, pages, strict=True):
            await drill_load.post(port, kiosk.cookie, "/api/live/beat", {"kernel": kernel, "shown": True})
        await asyncio.sleep(1)


async def _page(platform: Platform, kiosk: drill_load.Kiosk) -> Page:
    """A kiosk's page with its websocket; gives the kernel's id."""
    headers = {"Cookie": kiosk.cookie}
    async with httpx.AsyncClient(timeout=600, headers=headers) as client:
        kernel = kernel_of((await client.get(platform.url("apps/kiosk"))).text)
    address = re.sub("^http", "ws", platform.url(f"api/kernels/{kernel}/channels"))
    return kernel, await websocket_connect(HTTPRequest(address, headers=headers))

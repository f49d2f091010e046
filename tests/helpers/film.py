"""A browser whose camera plays a film of badges, one after the other, over and over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import segno
from playwright.sync_api import Browser, Playwright

from tests import prepare

__all__ = ["filmed", "shoot"]

WIDTH, HEIGHT, SIDE = 640, 480, 8


@contextmanager
def filmed(playwright: Playwright, film: Path) -> Iterator[Browser]:
    """Chromium with the film for a camera; the film must be shot before the camera is opened."""
    flags = (
        "use-fake-ui-for-media-stream",
        "use-fake-device-for-media-stream",
        f"use-file-for-fake-video-capture={film}",
    )
    chromium = playwright.chromium.launch(
        executable_path=prepare.browser(), args=["--no-sandbox", *(f"--{flag}" for flag in flags)]
    )
    yield chromium
    chromium.close()


def shoot(film: Path, scenes: Sequence[str], frames: int = 5, rate: int = 10) -> None:
    """Each scene is a badge held still for some frames, ``""`` is nobody there; raw YUV, grey all round."""
    frame = {code: _frame(code) for code in set(scenes)}
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{rate}:1 Ip A1:1 C420jpeg\n".encode()
    film.write_bytes(head + b"".join(frame[code] * frames for code in scenes))


def _frame(code: str) -> bytes:
    light = [bytearray(b"\x90" * WIDTH) for _ in range(HEIGHT)]
    rows = _qr(code) if code else []
    for y, row in enumerate(rows, (HEIGHT - len(rows)) // 2):
        left = (WIDTH - len(row)) // 2
        light[y][left : left + len(row)] = bytes(0x10 if dark else 0xEB for dark in row)
    return b"FRAME\n" + b"".join(light) + b"\x80" * (WIDTH * HEIGHT // 2)


def _qr(code: str) -> list[bytes]:
    return [bytes(row) for row in segno.make(code, error="m", micro=False).matrix_iter(scale=SIDE, border=4)]

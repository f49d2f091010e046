"""Kernels go when their page, their owner or their process is gone; what Voila compiled is compiled once."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import DictLoader, Environment
from tornado import web
from traitlets.config import LoggingConfigurable

from anpei.confinement.kernels import OneKernelSpec
from anpei.server.live.kernels import FIRST_BEAT, NEXT_BEAT, OwnedKernelManager
from anpei.server.live.renderer import MemoryBytecode
from anpei.server.live.sockets import KernelSocket
from anpei.settings import Site
from tests.helpers.processes import run_apart

NOW = 1_795_000_000_000


class Application(LoggingConfigurable):
    """What the manager asks of the server it belongs to."""

    def __init__(self, site: Site) -> None:
        super().__init__()
        self.site, self.base_url, self.root_dir = site, "/", str(site.workspace)


@pytest.fixture
def manager(site: Site) -> OwnedKernelManager:
    return OwnedKernelManager(parent=Application(site), kernel_spec_manager=OneKernelSpec())


def closed(manager: OwnedKernelManager, now: int, *, present: bool = True) -> list[str]:
    """The kernels whose pages are done with, after a look at each."""

    async def look() -> list[str]:
        return [kernel for kernel in list(manager.pages) if await manager.close_unused(kernel, now, lambda _: present)]

    return run_apart(look())


def test_a_place_whose_page_never_spoke_is_given_to_the_next(manager: OwnedKernelManager) -> None:
    kernel, _ = manager.reserve("E1", "/live/a/b", NOW, counted=True)
    assert closed(manager, NOW + FIRST_BEAT) == []
    assert closed(manager, NOW + FIRST_BEAT + 1) == [kernel]
    assert manager.tickets.held_by("E1") == 0


def test_a_page_that_fell_silent_gives_its_kernel_back(manager: OwnedKernelManager) -> None:
    kernel, _ = manager.reserve("E1", "/live/a/b", NOW, counted=True)
    manager.pages[kernel].beat = NOW
    assert closed(manager, NOW + NEXT_BEAT + 1) == [kernel]


def test_a_leavers_kernel_stops(manager: OwnedKernelManager) -> None:
    kernel, _ = manager.reserve("E1", "/live/a/b", NOW, counted=True)
    assert closed(manager, NOW, present=False) == [kernel]


def test_kiosks_do_not_queue(manager: OwnedKernelManager) -> None:
    states = [manager.reserve("kiosk:k1", "/apps/kiosk", NOW, counted=False)[1].state for _ in range(9)]
    assert set(states) == {"go"}


def test_an_app_that_shows_goes_on_without_its_kernel(manager: OwnedKernelManager) -> None:
    kernel, _ = manager.reserve("kiosk:k1", "/apps/kiosk", NOW, counted=False)
    manager.pages[kernel].shown = True
    assert closed(manager, NOW) == []
    assert manager.is_let_go(kernel)
    assert run_apart(manager.beat(kernel, "kiosk:k1", NOW + 1)) == "alive"
    assert run_apart(manager.beat(kernel, "kiosk:k2", NOW + 1)) == "gone"
    assert closed(manager, NOW + NEXT_BEAT + 2) == [kernel]


def test_nobody_signed_in_no_kernel(manager: OwnedKernelManager) -> None:
    kernel, _ = manager.reserve("E1", "/live/a/b", NOW, counted=True)
    with pytest.raises(web.HTTPError):
        run_apart(manager.start_kernel(kernel_id=kernel))


def test_only_this_interpreter_is_a_kernel() -> None:
    assert list(OneKernelSpec().find_kernel_specs()) == ["python3"]


def test_templates_are_compiled_once() -> None:
    kept, sources = MemoryBytecode(), {"page": "{{ 1 + 1 }}"}
    for _ in range(2):
        environment = Environment(loader=DictLoader(sources), bytecode_cache=kept, autoescape=True)
        assert environment.get_template("page").render() == "2"
    assert len(kept._kept) == 1


def test_a_changed_template_is_compiled_again() -> None:
    kept = MemoryBytecode()
    for text, shown in (("{{ 1 }}", "1"), ("{{ 2 }}", "2")):
        environment = Environment(loader=DictLoader({"page": text}), bytecode_cache=kept, autoescape=True)
        assert environment.get_template("page").render() == shown


def test_a_click_does_not_wait_for_nagle(monkeypatch: pytest.MonkeyPatch) -> None:
    set_to: list[bool] = []

    async def opened(self: Any, kernel_id: str) -> None:
        assert kernel_id == "k"

    monkeypatch.setattr(KernelSocket.__mro__[1], "open", opened)
    socket = KernelSocket.__new__(KernelSocket)
    socket.set_nodelay, socket.connection = set_to.append, "a kernel's"
    run_apart(socket.open("k"))
    assert set_to == [True]

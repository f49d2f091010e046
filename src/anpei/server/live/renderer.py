"""Voila's renderer with the waste taken out: templates compiled once, labextensions looked up once in ten seconds."""

from __future__ import annotations

import time
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from jupyter_core.utils import ensure_async
from nbformat import NotebookNode
from voila.execute import VoilaExecutor
from voila.notebook_renderer import NotebookRenderer
from voila.utils import get_page_config

from anpei.server.live.voila_files import voila_static

__all__ = ["LiveRenderer", "MemoryBytecode", "page_config"]

FRESH = 10.0
# the front end always asks for MathJax, which no chapter uses; what it adds to the address becomes a comment
MATHJAX_HUB = "Config(){},Configured(){},Queue(){},Register:{StartupHook(){}}"
NO_MATHJAX = f"data:text/javascript,MathJax={{Hub:{{{MATHJAX_HUB}}},Ajax:{{}}}}//"
EXTENSIONS = (
    "@jupyter-widgets/jupyterlab-manager",
    "@voila-dashboards/widgets-manager7",
    "@voila-dashboards/widgets-manager8",
    "anywidget",
)
_configs: dict[str, tuple[float, dict[str, Any]]] = {}


class MemoryBytecode(BytecodeCache):
    """Compiled templates of this process; Jinja itself drops one whose source changed."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        kept = self._kept.get(bucket.key)
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_bytecode = MemoryBytecode()


def page_config(base_url: str, settings: dict[str, Any], log: Any, configuration: Any) -> dict[str, Any]:
    """What Voila's front end is told; never a CDN."""
    made, config = _configs.get(base_url, (0.0, {}))
    if not config or time.monotonic() - made > FRESH:
        config = get_page_config(base_url=base_url, settings=settings, log=log, voila_configuration=configuration)
        config["fullStaticUrl"] = base_url + voila_static()
        config["fullMathjaxUrl"], config["mathjaxConfig"] = NO_MATHJAX, "TeX"
        _configs[base_url] = (time.monotonic(), config)
    return dict(config)


class LiveRenderer(NotebookRenderer):
    """Renders a notebook that has already been found and allowed."""

    def __init__(self, given: NotebookNode, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._given = given

    async def load_notebook(self, path: str) -> NotebookNode:
        return self._given

    async def initialize(self, **kwargs: Any) -> None:
        await super().initialize(**kwargs)
        self.exporter.enable_async = True
        self.exporter.environment.bytecode_cache = _bytecode

    async def _jinja_kernel_start(self, nb: NotebookNode, kernel_id: str, kernel_future: Any) -> str:
        """Connect to the kernel; its id is in its environment already, so nothing is executed for that."""
        manager = await ensure_async(kernel_future)
        self.executor = VoilaExecutor(
            nb, km=manager, config=self.traitlet_config, show_tracebacks=self.voila_configuration.show_tracebacks
        )
        self.executor.kc = await self.executor.async_start_new_kernel_client()
        self.kernel_started = True
        return kernel_id

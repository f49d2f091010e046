"""Whether JuPedSim is here, and how to get it without the graphics libraries it asks for but doesn't need.

JuPedSim's metadata demand PySide6 and VTK, more than a gigabyte, for a viewer we don't use. So it is installed alone,
and what it really imports beside it. It has no wheel for every machine; the platform runs without it and says so.
"""

from __future__ import annotations

import importlib.util
import platform
import subprocess
import sys
from collections.abc import Callable
from importlib import metadata

from anpei.errors import Unavailable

__all__ = ["PINNED", "available", "engine_version", "install", "require", "why_not"]

PINNED = "jupedsim==1.4.2"
EXTRA = "evacuation"
MISSING = "疏散推演没有安装，其他功能不受影响。"
WAY_OUT = "在服务器上运行 anpei evacuation install，不用重启。"


def engine_version() -> str:
    """The installed JuPedSim's version; empty when there is none."""
    if importlib.util.find_spec("jupedsim") is None:
        return ""
    try:
        return metadata.version("jupedsim")
    except metadata.PackageNotFoundError:
        return ""


def available() -> bool:
    """Whether simulations can run here; asked of the disk each time, so an installation counts at once."""
    importlib.invalidate_caches()
    return bool(engine_version()) and importlib.util.find_spec("deprecated") is not None


def why_not() -> str:
    """One sentence for people on why nothing can be simulated; empty when it can."""
    return "" if available() else f"{MISSING}{WAY_OUT}"


def require() -> None:
    """Raise when nothing can be simulated here."""
    if not available():
        raise Unavailable(MISSING, way_out=WAY_OUT)


def beside() -> list[str]:
    """What has to be installed with the engine: our own metadata's extra of this name, as pip takes it."""
    told = (line.partition(";") for line in metadata.requires("anpei") or ())
    return [package.strip() for package, _, marker in told if f"'{EXTRA}'" in marker.replace('"', "'")]


def install(say: Callable[[str], None]) -> None:
    """Install the engine alone and its few real needs; says what it does, raises Unavailable with pip's last line."""
    say(f"正在安装 {PINNED}（不带图形界面）…")
    for words in (["--no-deps", PINNED], beside()):
        command = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Unavailable(_reason(done.stdout + done.stderr), way_out="其他功能不受影响，可以以后再装。")
    if not available():
        raise Unavailable("装好了，但是加载不了。", way_out="请把 pip show jupedsim 的输出发给管理员。")


def _reason(said: str) -> str:
    if "No matching distribution" in said or "Could not find a version" in said:
        machine = f"{platform.system()} {platform.machine()}，Python {platform.python_version()}"
        return f"没有下载到 JuPedSim：网络不通，或者它没有这种机器的安装包（{machine}）。"
    if "No module named pip" in said:
        return "这个 Python 环境里没有 pip。"
    return f"安装没有成功：{(said.strip().splitlines() or ['原因不明'])[-1][:200]}。"

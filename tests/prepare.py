"""Find Chromium and a CJK font, or install Debian's packages where that is allowed, or say the line to type.

The evacuation engine is installed where there is a wheel for this machine; elsewhere its tests are skipped and say why.
The bundled chapters are built once beforehand, so that the many platforms the tests start needn't each build them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = ("chromium", "fonts-noto-cjk")
BUILT = Path(__file__).parent / ".built"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser() -> str | None:
    """The Chromium to test with; ``ANPEI_CHROMIUM`` names another one."""
    named = os.environ.get("ANPEI_CHROMIUM")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), None)


def has_cjk_font() -> bool:
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    listed = subprocess.run([lister, ":lang=zh-cn"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def install() -> bool:
    """Debian's packages, if this is root on a machine with apt."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    commands = (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES])
    return all(subprocess.run(command, env=environment, check=False).returncode == 0 for command in commands)


def build_chapters() -> None:
    """Every bundled static chapter, in a site that's kept for :func:`tests.helpers.platform.make_site` to copy from."""
    from anpei import courses
    from anpei.settings import create_site, open_site

    site = open_site(BUILT) if (BUILT / "anpei.toml").exists() else create_site(BUILT, "")
    for course in courses.load(site.shelves).courses.values():
        courses.build(site, course)


def main() -> int:
    if not tools():
        return 1
    simulate()
    build_chapters()
    return 0


def simulate() -> None:
    """Get the evacuation engine, or say in one line why its tests will be skipped."""
    from anpei import evacuation
    from anpei.errors import AnpeiError

    if not evacuation.available():
        try:
            evacuation.install(lambda words: sys.stderr.write(f"{words}\n") and None)
        except AnpeiError as error:
            sys.stderr.write(f"疏散推演的测试会跳过：{error}\n")


def tools() -> bool:
    """Whether everything the tests need is there, installed now if need be."""
    if browser() and has_cjk_font():
        return True
    sys.stderr.write("测试要用 Chromium 和中文字体，正在安装 Debian 的软件包……\n")
    if install() and browser() and has_cjk_font():
        return True
    line = f"sudo apt-get install {' '.join(PACKAGES)}"
    sys.stderr.write(f"缺少 Chromium 或中文字体。请运行：{line}，再运行 make test。\n")
    return False


if __name__ == "__main__":
    sys.exit(main())

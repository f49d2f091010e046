"""Guides that come with the platform: ``docs/howto`` and the examples of ``deploy``, also inside a wheel.

A guide is named by its file without the ending, so ``operate`` is ``docs/howto/operate.md``. Whatever the command line
or a page points to must be one of them: a machine that has only the wheel has no other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from anpei.content import bundled
from anpei.errors import NotFound

__all__ = ["EXAMPLES", "Guide", "guide", "guides"]

EXAMPLES = {
    "settings": ("deploy/anpei.toml", "全部设置和默认值（anpei.toml）"),
    "service": ("deploy/anpei.service", "开机自动运行（systemd 单元）"),
    "nginx": ("deploy/nginx.conf", "放在 nginx 后面（配置的例子）"),
    "caddy": ("deploy/Caddyfile", "放在 Caddy 后面（配置的例子）"),
}


@dataclass(frozen=True)
class Guide:
    """One guide: what to ask for it by, its Chinese title, and where it lies."""

    name: str
    title: str
    path: Path

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def is_prose(self) -> bool:
        """Markdown to be laid out; an example is to be copied as it stands."""
        return self.path.suffix == ".md"


def guides() -> Iterator[Guide]:
    """Every guide by name, then every example."""
    for path in sorted((bundled() / "docs/howto").glob("*.md")):
        with path.open(encoding="utf-8") as lines:
            yield Guide(path.stem, lines.readline().removeprefix("# ").strip(), path)
    for name, (where, title) in EXAMPLES.items():
        yield Guide(name, title, bundled() / where)


def guide(name: str) -> Guide:
    """The guide of that name; NotFound says which there are."""
    for one in guides():
        if one.name == name:
            return one
    names = "、".join(one.name for one in guides())
    raise NotFound(f"没有叫“{name}”的手册。", way_out=f"可看的有：{names}。")

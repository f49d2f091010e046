"""Every page people come to by themselves: who may open it, and where its link stands. One table says both.

Pages ask it whom to let in, the bar on top and the hub of drills are drawn from it: no page is open to somebody who
finds no link to it, and no link leads to a closed one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

__all__ = ["PAGES", "PageEntry", "bar", "hub", "may"]

DIRECTING = ("director", "admin")
TRAINING = ("trainer", "admin")
WATCHING = ("director", "evaluator", "trainer", "admin")


@dataclass(frozen=True)
class PageEntry:
    """``roles`` may open the page (nobody named: everybody signed in), ``bar`` of them find it in the bar.

    ``note`` is what the hub of drills says of it; without a note it doesn't stand there.
    """

    page: str
    icon: str
    label: str
    roles: tuple[str, ...] = ()
    bar: tuple[str, ...] | None = None
    note: str = ""

    def open_to(self, roles: Collection[str]) -> bool:
        return not self.roles or bool({*self.roles} & {*roles})

    def in_bar_of(self, roles: Collection[str]) -> bool:
        """Whether it stands in the bar of somebody with these roles."""
        return self.open_to(roles) if self.bar is None else bool({*self.bar} & {*roles})


PAGES = (
    PageEntry("my", "training", "我的培训"),
    PageEntry("record", "record", "培训档案"),
    PageEntry("board", "board", "培训看板", TRAINING),
    PageEntry("drills", "drill", "应急演练", WATCHING),
    PageEntry("director", "play", "导调台", DIRECTING, (), "开始、观察、终止演练"),
    PageEntry("evaluate", "check", "演练评估", WATCHING, ("evaluator",), "评估表与合议"),
    PageEntry("admin", "admin", "人员设备", ("admin",)),
    PageEntry("musters", "person", "清点", WATCHING, (), "集合点、名单、用时"),
    PageEntry("visitors", "key", "访客登记", ("director", "trainer", "admin", "kiosk"), (), "谁进了厂，谁还没走"),
    PageEntry("evacuation", "lost", "疏散推演", ("director", "trainer", "admin"), (), "算一算要多久"),
    PageEntry("drills/calendar", "clock", "演练日历", DIRECTING, (), "什么时候该演"),
    PageEntry("drills/archive", "record", "演练档案", WATCHING, (), "每一次演练都查得到"),
    PageEntry("drills/actions", "assign", "整改清单", (), (), "从问题到销项"),
)
_BY_PAGE = {door.page: door for door in PAGES}


def may(page: str) -> tuple[str, ...]:
    """The roles that may open a page; none for everybody who is signed in."""
    return _BY_PAGE[page].roles


def bar(roles: Collection[str]) -> list[PageEntry]:
    """The bar on every page of somebody with these roles."""
    return [door for door in PAGES if door.in_bar_of(roles)]


def hub(roles: Collection[str]) -> list[PageEntry]:
    """The tools of drills that somebody with these roles may use."""
    return [door for door in PAGES if door.note and door.open_to(roles)]

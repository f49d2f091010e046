"""Who may come, route by route: one table of rules, asked at the door of every request and by whatever leads there.

A rule says which people (by role), whether an enrolled kiosk, whether strangers; and how far it reaches, which is what
whoever came in may see there. A handler names its rule, the base handler enforces it before anything of the handler
runs, and without a rule nobody but people of the roster comes in. The bar on top and the hub of drills are drawn from
the same rules: no page is open to somebody who finds no link to it, and no link leads to a closed one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

__all__ = [
    "PAGES",
    "REACHES",
    "Access",
    "PageEntry",
    "Reach",
    "bar",
    "hub",
    "page_rule",
]

Reach = Literal[
    "public", "self", "scope", "enterprise", "run", "sheet", "roll call", "seat", "signature", "kernel", "notebook"
]
OF_RUNS: tuple[Reach, ...] = ("run", "sheet", "seat")
"""Reaches that end at the runs somebody may know of."""
WRITES = ("POST", "PUT", "PATCH", "DELETE")
REACHES: dict[Reach, str] = {
    "public": "the same for everybody, nobody's data",
    "self": "one's own",
    "scope": "the people of the departments one looks after; without a limit the whole enterprise",
    "enterprise": "what belongs to all, whatever the department",
    "run": "a drill; who is limited to departments: one's own drills and those in which somebody of theirs took part",
    "sheet": "the evaluation of a drill, as far as its run may be seen; an evaluator signs before seeing the others'",
    "roll call": "a roll call, whatever the departments, for anybody may have to be found; "
    "who neither calls nor watches sees only where they are its warden",
    "seat": "the drill played at this kiosk, by whoever sits there",
    "signature": "what one was named to sign or approve; the whole of it for whoever may read it anyway",
    "kernel": "the interactive pages one opened",
    "notebook": "as the notebook's own metadata says",
}
"""How far a right reaches, as the reference page words it."""


@dataclass(frozen=True)
class Access:
    """Who may come through a door, and how far what is behind it reaches.

    ``roles``: people with one of these, any person of the roster when none is named. ``other``: methods that have
    another rule than looking.
    """

    reach: Reach
    roles: tuple[str, ...] = ()
    people: bool = True
    kiosks: bool = False
    strangers: bool = False
    other: tuple[tuple[str, Access], ...] = ()

    def of(self, method: str | None) -> Access:
        """The rule for an HTTP method."""
        return dict(self.other).get((method or "").upper(), self)

    def admits(self, roles: Collection[str]) -> bool:
        """Whether a person with these roles may come."""
        return self.strangers or (self.people and (not self.roles or bool({*self.roles} & {*roles})))

    def writing(self, rule: Access, *methods: str) -> Access:
        """The same for looking, another rule for changing something, or only for these methods."""
        kept = tuple(pair for pair in self.other if pair[0] not in (methods or WRITES))
        return replace(self, other=(*kept, *((method, rule) for method in methods or WRITES)))


TRAIN = ("trainer", "admin")
DIRECT = ("director", "admin")
CONTROL = ("director", "evaluator", "admin")
WATCH = ("director", "evaluator", "trainer", "admin")
MODEL = ("director", "trainer", "admin")

PUBLIC = Access("public", strangers=True)
"""Signing in and out, enrolling a kiosk by its link, whether the server answers."""
OWN = Access("self")
"""Everybody on the roster, for what is their own."""
SHARED = Access("enterprise")
"""Everybody on the roster, for what is the same for all: courses, law cards, pictures."""
HOME = Access("self", kiosks=True)
"""Everybody's first page; a kiosk is led to its own."""
CARDS = Access("enterprise", kiosks=True)
"""What a kiosk shows, too: law cards, pictures of questions."""
TRAINERS = Access("scope", TRAIN)
"""The board and its lists, assigning, marks, hours, and the records of others."""
FINDERS = Access("scope", ("director", "trainer", "admin"))
"""Finding a person by part of a name or number, to put them into a form."""
GUIDES = Access("public", TRAIN)
"""The guides."""
CURATORS = Access("enterprise", TRAIN)
"""What trainers do for the whole enterprise: reviews of the law, JupyterLab."""
AUTHORS = Access("enterprise", ("trainer",))
"""The desk at which content is written: whoever comes in sees keys, so nobody does by administrating alone."""
ADMINISTRATORS = Access("enterprise", ("admin",))
DIRECTORS = Access("run", DIRECT)
"""Starting, directing and signing drills, and everything that is filed of them."""
CALENDAR = Access("enterprise", DIRECT)
PREPARERS = Access("scope", MODEL)
"""Writing the plans of drills; who is limited to departments knows of those with somebody of theirs."""
CONTROLLERS = Access("run", CONTROL)
"""Looking at a drill while it goes on, and noting what was seen."""
WATCHERS = Access("run", WATCH)
"""Whoever has to do with drills: hub and archive."""
EVALUATORS = Access("sheet", WATCH)
SETTLERS = Access("sheet", DIRECT)
EVALUATIONS = EVALUATORS.writing(SETTLERS)
AFTER_DRILL = EVALUATORS.writing(DIRECTORS)
SIGNERS = Access("signature")
"""Everybody comes this far: who signs what is known only of each report and plan."""
ACTIONS = Access("self")
"""Corrective actions: one's own for everybody, all of them for a director."""
MODELLERS = Access("enterprise", MODEL)
"""The evacuation model."""
MODEL_WATCHERS = Access("enterprise", (*MODEL, "evaluator"))
DRILL_PEOPLE = Access("run", (*MODEL, "evaluator"))
"""The people of a drill on the map."""
MODEL_RUNS = MODEL_WATCHERS.writing(MODELLERS)
CALLERS = Access("roll call", DIRECT)
"""Beginning, following and ending roll calls."""
ROLL_CALLS = Access("roll call", WATCH).writing(CALLERS)
ROLL_CALL_WATCHERS = Access("roll call", WATCH)
WARDENS = Access("roll call", kiosks=True)
"""Everybody comes this far: who is a warden is known only of each roll call."""
VISITORS = Access("enterprise", ("director", "trainer", "admin"), kiosks=True)
"""The gate; of the kiosks only one that an administrator made a gate desk."""
RAISERS = Access("enterprise", CONTROL)
"""Raising a real emergency."""
CLEARERS = Access("enterprise", DIRECT)
EMERGENCY = Access("enterprise", kiosks=True).writing(RAISERS).writing(CLEARERS, "DELETE")
KIOSK = Access("seat", people=False, kiosks=True)
"""An enrolled kiosk and nobody else."""
SEATS = Access("seat", CONTROL, kiosks=True).writing(KIOSK)
"""A drill's state: the kiosk at which somebody plays, or whoever controls it; decisions come from the kiosk alone."""
KERNELS = Access("kernel", kiosks=True)
NOTEBOOKS = Access("notebook", kiosks=True)


@dataclass(frozen=True)
class PageEntry:
    """A page people come to by themselves: whom its ``rule`` lets in, and which ``bar`` of them find it in the bar.

    ``note`` is what the hub of drills says of it; without a note it doesn't stand there.
    """

    page: str
    icon: str
    label: str
    rule: Access
    bar: tuple[str, ...] | None = None
    note: str = ""

    @property
    def roles(self) -> tuple[str, ...]:
        return self.rule.roles

    def open_to(self, roles: Collection[str]) -> bool:
        return self.rule.admits(roles)

    def in_bar_of(self, roles: Collection[str]) -> bool:
        """Whether it stands in the bar of somebody with these roles."""
        return self.open_to(roles) if self.bar is None else bool({*self.bar} & {*roles})


PAGES = (
    PageEntry("my", "training", "我的培训", HOME),
    PageEntry("record", "record", "培训档案", OWN),
    PageEntry("board", "board", "培训看板", TRAINERS),
    PageEntry("authoring", "mark", "备课台", AUTHORS),
    PageEntry("drills", "drill", "应急演练", WATCHERS),
    PageEntry("director", "play", "导调台", DIRECTORS, (), "开始、观察、终止演练"),
    PageEntry("evaluate", "check", "演练评估", EVALUATORS, ("evaluator",), "评估表与合议"),
    PageEntry("admin", "admin", "人员设备", ADMINISTRATORS),
    PageEntry("musters", "person", "清点", ROLL_CALLS, (), "集合点、名单、用时"),
    PageEntry("visitors", "key", "访客登记", VISITORS, (), "谁进了厂，谁还没走"),
    PageEntry("evacuation", "lost", "疏散推演", MODELLERS, (), "算一算要多久"),
    PageEntry("drills/planned", "assign", "演练准备", PREPARERS, (), "方案、脚本、签到表、审批"),
    PageEntry("drills/calendar", "clock", "演练日历", CALENDAR, (), "什么时候该演"),
    PageEntry("drills/archive", "record", "演练档案", WATCHERS, (), "每一次演练都查得到"),
    PageEntry("drills/actions", "assign", "整改清单", ACTIONS, (), "从问题到销项"),
)
_BY_PAGE = {entry.page: entry for entry in PAGES}


def page_rule(page: str) -> Access:
    """Whom a page lets in."""
    return _BY_PAGE[page].rule


def bar(roles: Collection[str]) -> list[PageEntry]:
    """The bar on every page of somebody with these roles."""
    return [entry for entry in PAGES if entry.in_bar_of(roles)]


_OWN_PLACES = ("courses", "papers", "exam", "refresh")


def section(address: str, entries: Collection[PageEntry]) -> str:
    """The entry of a bar that a page belongs to, by the first part of its address: its own or the one above it."""
    place = address.split("/")[0]
    if any(entry.page == place for entry in entries):
        return place
    if place in _OWN_PLACES:
        return "my"
    return "drills" if any(entry.note and entry.page == place for entry in PAGES) else ""


def hub(roles: Collection[str]) -> list[PageEntry]:
    """The tools of drills that somebody with these roles may use."""
    return [entry for entry in PAGES if entry.note and entry.open_to(roles)]

"""``permissions.md``: every route with who may come and how far it reaches, from the rules the doors themselves ask."""

from __future__ import annotations

from typing import Any

from anpei import staff
from anpei.server.app import every_handler, live_handlers
from anpei.server.core.permissions import REACHES, Access
from anpei.server.live.origin import PART
from anpei.server.routes import described

__all__ = ["ROLES", "page", "rows"]

ROLES = tuple(role for role in staff.ROLES if role != "kiosk")
HEAD = """# Who may come, route by route

Written by `python -m anpei.reference` from the handlers' own rules (`anpei.server.core.permissions`); a test walks
every row with every role over the running platform. Whoever may not come gets 401 (a stranger; a page sends them to
sign in) or 403. An address without a row does not exist (404).

"""
LIVE = """
## On the live origin

`[server] live_port`, where a kernel's part of a chapter is shown. No cookie is looked at there; who comes is known by
the pass in the address.

"""
TABLE = """| route | methods | stranger | {roles} | kiosk | reaches |
|---|---|---|{lines}---|---|
"""


def page() -> str:
    """The whole page."""
    words = [f"- **{reach}**: {meaning}." for reach, meaning in REACHES.items()]
    table = TABLE.format(roles=" | ".join(ROLES), lines="---|" * len(ROLES))
    lines = _lines(rows(every_handler({}, "")))
    text = HEAD + "\n".join(words) + f"\n\n{len(lines)} rows.\n\n" + table + "\n".join(lines) + "\n"
    return text + LIVE + table + "\n".join(_lines(rows(live_handlers({})))) + "\n"


def _lines(found: list[list[str]]) -> list[str]:
    return [f"| `{address}` | {methods} | {' | '.join(cells)} | {reach} |" for address, methods, *cells, reach in found]


def rows(handlers: list[tuple[Any, ...]]) -> list[list[str]]:
    """One row a route and rule: methods that have the same rule share one."""
    found = []
    for route in described(handlers):
        by_rule: dict[str, list[str]] = {}
        rules: dict[str, Access] = {}
        for method in route.methods:
            rule = route.rule(method)
            key = repr((rule.roles, rule.people, rule.kiosks, rule.strangers, rule.reach))
            by_rule.setdefault(key, []).append(method)
            rules[key] = rule
        found += [
            [route.address.replace("|", "\\|").replace(PART, "part/<pass>"), " ".join(methods), *_cells(rules[key])]
            for key, methods in by_rule.items()
        ]
    return found


def _cells(rule: Access) -> list[str]:
    people = [rule.admits({"learner", role}) for role in ROLES]
    return [*("✓" if may else "" for may in (rule.strangers, *people, rule.kiosks or rule.strangers)), rule.reach]

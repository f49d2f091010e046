"""Whose training and drills somebody looks after: the whole enterprise, or the departments they were given.

A scope is data of the roster. Every list, export and record of other people asks it, in one of two ways: of a person
already read (``allows``), or inside a query (``where``).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, true

if TYPE_CHECKING:
    from anpei.staff.model import Person

__all__ = ["WHOLE", "Scope"]


@dataclass(frozen=True)
class Scope:
    """The numbers of the departments somebody is limited to; None for the whole enterprise."""

    departments: frozenset[int] | None = None

    @property
    def whole(self) -> bool:
        return self.departments is None

    def allows(self, person: Person) -> bool:
        """Whether this person, as the roster has them now, is within the scope."""
        return self.covers(person.department_id)

    def covers(self, department_id: int) -> bool:
        return self.departments is None or department_id in self.departments

    def where(self, column: Any) -> ColumnElement[bool]:
        """The scope as a condition on a column that holds a department's number; always true for the whole."""
        if self.departments is None:
            return true()
        condition: ColumnElement[bool] = column.in_(sorted(self.departments))
        return condition

    @classmethod
    def read(cls, stored: str | None, roles: Collection[str]) -> Scope:
        """The scope a roster row holds; an administrator is never limited, an empty text allows nobody."""
        if stored is None or "admin" in roles:
            return WHOLE
        return cls(frozenset(int(number) for number in stored.split()))

    def stored(self) -> str | None:
        """The scope as a roster row keeps it."""
        return None if self.departments is None else " ".join(map(str, sorted(self.departments)))


WHOLE = Scope()

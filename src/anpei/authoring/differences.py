"""What turns the data of a file into the data that is wanted, as single steps; pure.

Values are compared typed: ``True`` is not ``1``. What says the same in another form (``4`` and ``4.0``, a text without
the line break that a block of text ends with, a day as text) is taken as it is written already, so that nothing is
rewritten that nobody changed.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

__all__ = ["MISSING", "Operation", "Path", "applied", "as_written", "next_operation", "same", "value_at", "version_of"]

Path = tuple[str | int, ...]
Act = Literal["replace", "insert", "delete", "move", "add"]
MISSING: Any = object()


@dataclass(frozen=True)
class Operation:
    """One step. ``where`` leads to what is replaced, else to the list or mapping that it happens in.

    ``key`` is the element or key it is about; ``to``: where a moved element stands then, or after which key a new one
    is put (None: first).
    """

    act: Act
    where: Path
    key: Any = None
    value: Any = None
    to: Any = None


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same, a truth value being no number."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if _is_number(one) and _is_number(other):
        return bool(one == other)
    return type(one) is type(other) and bool(one == other)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def as_written(written: Any, wanted: Any) -> Any:
    """What is wanted, with everything that says the same as what is written taken from there."""
    if isinstance(written, dict) and isinstance(wanted, dict):
        return {key: as_written(written.get(key, MISSING), value) for key, value in wanted.items()}
    if isinstance(written, list) and isinstance(wanted, list):
        more = [MISSING] * (len(wanted) - len(written))
        return [as_written(*pair) for pair in zip([*written, *more], wanted, strict=False)]
    if isinstance(written, str) and isinstance(wanted, str) and written.rstrip("\n") == wanted.rstrip("\n"):
        return written
    if isinstance(written, date) and isinstance(wanted, str) and written.isoformat() == wanted:
        return written
    return written if written is not MISSING and same(written, wanted) else deepcopy(wanted)


def version_of(value: Any) -> str:
    """A mark of what a value says, the same on every machine."""
    text = json.dumps(_typed(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _typed(value: Any) -> Any:
    if isinstance(value, dict):
        return {f"{type(key).__name__} {key}": _typed(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_typed(each) for each in value]
    if isinstance(value, float):
        return int(value) if value.is_integer() else repr(value)
    return value if value is None or isinstance(value, bool | int | str) else {"": f"{type(value).__name__} {value}"}


def value_at(data: Any, where: Path) -> Any:
    """What stands there; MISSING when nothing does."""
    for step in where:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return MISSING
    return data


def next_operation(old: Any, new: Any, where: Path = ()) -> Operation | None:
    """The next step from old to new, None when they say the same."""
    if same(old, new):
        return None
    if isinstance(old, dict) and isinstance(new, dict) and old:
        return _in_mapping(old, new, where)
    if isinstance(old, list) and isinstance(new, list) and old and new:
        return _in_list(old, new, where)
    return Operation("replace", where, value=new)


def _in_mapping(old: dict[Any, Any], new: dict[Any, Any], where: Path) -> Operation:
    if not old.keys() & new.keys():
        return Operation("replace", where, value=new)
    for key in old:
        if key not in new:
            return Operation("delete", where, key)
    for key, value in old.items():
        found = next_operation(value, new[key], (*where, key))
        if found is not None:
            return found
    before = None
    for key, value in new.items():
        if key not in old:
            return Operation("add", where, key, value, before)
        before = key
    raise AssertionError("nothing differs")


def _in_list(old: list[Any], new: list[Any], where: Path) -> Operation:
    """Away first what nobody wants, then the order, then what is new, then what changed within."""
    partner = _paired(old, new)
    if not partner:
        return Operation("replace", where, value=new)
    for index in reversed(range(len(old))):
        if index not in partner:
            return Operation("delete", where, index)
    order = [partner[index] for index in range(len(old))]
    staying = _longest_rising(order)
    for index, place in enumerate(order):
        if index not in staying:
            rest = [(n, order[n]) for n in range(len(order)) if n != index]
            lower = [at for at, (n, other) in enumerate(rest) if n in staying and other < place]
            return Operation("move", where, index, to=lower[-1] + 1 if lower else 0)
    taken = set(order)
    for index, value in enumerate(new):
        if index not in taken:
            return Operation("insert", where, index, value)
    for index, value in enumerate(old):
        found = next_operation(value, new[index], (*where, index))
        if found is not None:
            return found
    raise AssertionError("nothing differs")


def _paired(old: Sequence[Any], new: Sequence[Any]) -> dict[int, int]:
    """Which element became which: the same one, the one of the same id, else the one most alike."""
    pairs: dict[int, int] = {}
    open_new = dict(enumerate(new))
    marks: dict[str, list[int]] = {}
    for index, value in enumerate(new):
        marks.setdefault(version_of(value), []).append(index)
    for index, value in enumerate(old):
        places = marks.get(version_of(value), [])
        if places:
            place = places.pop(places.index(index) if index in places else 0)
            pairs[index] = place
            del open_new[place]
    for alike in (_same_id, _alike):
        for place, value in list(open_new.items()):
            rest = [(alike(old[n], value), -abs(n - place), n) for n in range(len(old)) if n not in pairs]
            best = max(rest, default=(0, 0, 0))
            if best[0] > 0:
                pairs[best[2]] = place
                del open_new[place]
    return pairs


def _same_id(one: Any, other: Any) -> int:
    both = isinstance(one, dict) and isinstance(other, dict)
    return int(both and one.get("id") is not None and same(one.get("id"), other.get("id")))


def _alike(one: Any, other: Any) -> int:
    """How much of one is in the other; scalars can always take each other's place."""
    if isinstance(one, dict) and isinstance(other, dict):
        if one.get("id") != other.get("id"):
            return 0
        return 1 + sum(same(value, other[key]) for key, value in one.items() if key in other)
    return int(isinstance(one, list) == isinstance(other, list) and isinstance(one, dict) == isinstance(other, dict))


def _longest_rising(order: Sequence[int]) -> set[int]:
    """Indices of a longest rising part: what needn't be moved."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, value in enumerate(order):
        at = bisect_left(tails, value)
        tails[at : at + 1] = [value]
        ends[at : at + 1] = [index]
        before.append(ends[at - 1] if at else -1)
    found: set[int] = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        found.add(at)
        at = before[at]
    return found


def applied(data: Any, step: Operation) -> Any:
    """The data after a step."""
    data = deepcopy(data)
    if step.act == "replace":
        if not step.where:
            return deepcopy(step.value)
        value_at(data, step.where[:-1])[step.where[-1]] = deepcopy(step.value)
        return data
    inside = value_at(data, step.where)
    if step.act == "delete":
        del inside[step.key]
    elif step.act == "move":
        inside.insert(step.to, inside.pop(step.key))
    elif step.act == "insert":
        inside.insert(step.key, deepcopy(step.value))
    else:
        inside[step.key] = deepcopy(step.value)
    return data

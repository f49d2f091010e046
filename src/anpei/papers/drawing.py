"""Drawing a paper is a pure function of the site's secret, the learner, the paper and the attempt's number.

Pools may overlap, so slots are matched to items by augmenting paths (Kuhn 1955): if any assignment without a repeated
item exists, it is found, and each slot tries its candidates in an order nobody without the secret can foresee. That
order is worked out only as far as it is asked for: a bank of thousands is drawn from as quickly as one of dozens.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence

from anpei.bank import Bank, ItemVersion
from anpei.errors import ContentError
from anpei.papers.model import Paper, SlotDraw


def draw(
    paper: Paper,
    bank: Bank,
    secret: bytes,
    person: str,
    attempt_no: int,
    seen: Collection[str] = (),
) -> list[SlotDraw]:
    """One item per slot, none twice, ``seen`` ones only where nothing else is left; :class:`ContentError` if short."""
    base = (paper.slug, person, str(attempt_no))

    def rank(*what: str) -> bytes:
        return hmac.digest(secret, "\x1f".join((*base, *what)).encode(), hashlib.sha256)

    def below(slot: str) -> Callable[[int, int], int]:
        """The slot's ``n``-th choice among ``many``."""
        return lambda n, many: int.from_bytes(rank(slot, "pick", str(n))) % many

    chosen = match({slot.slot: _Wishes(slot.candidates, bank.items, seen, below(slot.slot)) for slot in paper.slots})
    if chosen is None:
        raise ContentError(f"试卷“{paper.title}”的题目不够。", way_out="请联系培训师，看板上写着缺哪些题。")
    draws = []
    for slot in paper.slots:
        version = bank.items[chosen[slot.slot]]
        ranks = [rank(slot.slot, "order", str(n)) for n in range(len(version.public.choices))]
        draws.append(SlotDraw(slot.slot, version.item_id, version.sha, display_order(version, ranks), slot.points))
    return draws


class _Wishes:
    """A slot's usable candidates in the order it tries them, ``seen`` ones last; the same however often it is read."""

    def __init__(
        self,
        candidates: Sequence[str],
        usable: Container[str],
        seen: Collection[str],
        below: Callable[[int, int], int],
    ) -> None:
        self._known: list[str] = []
        self._rest = _shuffled(candidates, usable, seen, below)

    def __iter__(self) -> Iterator[str]:
        place = 0
        while place < len(self._known) or self._further():
            yield self._known[place]
            place += 1

    def _further(self) -> bool:
        wish = next(self._rest, None)
        if wish is not None:
            self._known.append(wish)
        return wish is not None


def _shuffled(
    candidates: Sequence[str], usable: Container[str], seen: Collection[str], below: Callable[[int, int], int]
) -> Iterator[str]:
    """A shuffle (Fisher and Yates) that holds only what has changed places."""
    moved: dict[int, int] = {}
    last: list[str] = []
    for n in range(len(candidates)):
        pick = n + below(n, len(candidates) - n)
        item = candidates[moved.get(pick, pick)]
        moved[pick] = moved.get(n, n)
        if item in seen:
            last.append(item)
        elif item in usable:
            yield item
    yield from (item for item in last if item in usable)


def display_order(version: ItemVersion, ranks: Sequence[bytes]) -> tuple[int, ...]:
    """The choices sorted by rank; steps that would happen to lie in the right order are turned by one."""
    order = tuple(sorted(range(len(ranks)), key=lambda n: ranks[n]))
    if version.public.kind == "order" and order == version.secret.sequence:
        return (*order[1:], order[0])
    return order


def match(wishes: Mapping[str, Iterable[str]]) -> dict[str, str] | None:
    """Give every slot one of its wishes, no wish to two slots; None when that can't be done."""
    holder: dict[str, str] = {}

    def seat(slot: str, tried: set[str]) -> bool:
        for wish in wishes[slot]:
            if wish in tried:
                continue
            tried.add(wish)
            if wish not in holder or seat(holder[wish], tried):
                holder[wish] = slot
                return True
        return False

    if not all(seat(slot, set()) for slot in wishes):
        return None
    return {slot: wish for wish, slot in holder.items()}

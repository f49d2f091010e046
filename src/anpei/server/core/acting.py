"""What of a request is noted in the audit log: a handler names its acts, and the act's own transaction writes the row.

``acts`` says which acts a method does. One act is begun by itself; of several the handler names the one it does, with
:meth:`Acts.note`, before it writes. What is noted stands for whatever the request writes first, so that act and row are
there together or not at all. What writes nothing into the database is noted with :meth:`Acts.noted` before it is done.
A privileged write without an act says in ``unnoted`` where else it is kept; a test finds one that does neither.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from anpei import audit
from anpei.database import Database, alongside
from anpei.server.core.asking import AskedBySomebody
from anpei.server.core.identity import origin_of

__all__ = ["Acts", "begins", "does"]


def does(**acts: str | tuple[str, ...]) -> Mapping[str, str | tuple[str, ...]]:
    """What a handler's methods do: ``does(POST="content.publish")``, or the names of several."""
    return MappingProxyType(acts)


class Acts(AskedBySomebody):
    """A request whose acts are noted."""

    acts: ClassVar[Mapping[str, str | tuple[str, ...]]] = does()
    unnoted: ClassVar[str] = ""

    def note(self, act: str = "", about: str = "", **detail: str | int) -> audit.Acting:
        """Name what this request does, about whom or what, and what else is to be known of it; more can be added."""
        found = self._acting()
        found.act, found.about = act or found.act, about or found.about
        found.detail |= detail
        alongside.set(audit.Along(found))
        return found

    async def noted(self, act: str = "", about: str = "", **detail: str | int) -> None:
        """Note an act at once that the database knows nothing of: a file that is made or taken home."""
        self.note(act, about, **detail)
        db: Database = self.settings["anpei"].db
        await db.awrite(lambda session: None)

    def begin_act(self) -> None:
        """Begin the one act of this method, if it has one: about what the address names."""
        act = self.acts.get(self.request.method or "", "")
        if isinstance(act, str) and act and not self._acting().act:
            self.note(act, " ".join(map(str, self.path_args)))

    def _acting(self) -> audit.Acting:
        if not hasattr(self, "_noting"):
            self._noting = audit.Acting(origin_of(self))
        return self._noting


def begins(method: Callable[..., Any]) -> Callable[..., Any]:
    """A method of a handler, which begins its act when it is entered."""

    @functools.wraps(method)
    def begun(handler: Acts, *args: Any, **kwargs: Any) -> Any:
        handler.begin_act()
        return method(handler, *args, **kwargs)

    return begun

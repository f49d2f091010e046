"""Who asks: the person or kiosk that a request was found to come from, and what follows when there is none."""

from __future__ import annotations

from typing import cast

from jupyter_server.base.handlers import JupyterHandler
from tornado import web

from anpei import staff
from anpei.errors import Forbidden
from anpei.server.core.identity import RosterIdentityProvider, RosterUser
from anpei.server.core.refusals import NOT_A_KIOSK, NOT_A_KIOSK_WAY

__all__ = ["AskedBySomebody"]


class AskedBySomebody(JupyterHandler):
    """A request of a person, of a kiosk, or of nobody known."""

    def user_or_none(self) -> RosterUser | None:
        """Whoever this request was found to come from, a person or a kiosk."""
        user = getattr(self, "_jupyter_current_user", None)
        return user if isinstance(user, RosterUser) else None

    def get_current_user(self) -> RosterUser | None:
        """For what is refused before anybody was asked who they are: nobody, and no line in the log."""
        return self.user_or_none()

    def person_or_none(self) -> staff.Person | None:
        user = self.user_or_none()
        return user.person if user else None

    @property
    def person(self) -> staff.Person:
        """The signed-in person, read from the roster at this request; a leaver or a stranger gets 401."""
        person = self.person_or_none()
        if person is None:
            raise web.HTTPError(401)
        return person

    @property
    def login(self) -> staff.Login | None:
        """The signed-in person's login in this browser."""
        user = self.user_or_none()
        return user.login if user else None

    @property
    def scope(self) -> staff.Scope:
        """Whom the signed-in person may look after: every list, export and record of others asks it."""
        return self.person.scope

    @property
    def asker(self) -> RosterUser:
        """Whoever asks, a person or a kiosk, where the rule lets kiosks in; a stranger gets 401."""
        user = self.user_or_none()
        if user is None:
            raise web.HTTPError(401)
        return user

    def device_or_none(self) -> staff.Device | None:
        """The enrolled kiosk that is asking, whoever else may be signed in on the same browser."""
        user, provider = self.user_or_none(), cast(RosterIdentityProvider, self.identity_provider)
        return user.device if user is not None and user.device is not None else provider.device_of(self)

    @property
    def device(self) -> staff.Device:
        """The enrolled kiosk that is asking, where the rule is for kiosks; anybody else is refused."""
        device = self.device_or_none()
        if device is None:
            raise Forbidden(NOT_A_KIOSK, code="not_a_kiosk", way_out=NOT_A_KIOSK_WAY)
        return device

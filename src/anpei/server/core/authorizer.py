"""Jupyter's own routes, deny by default: a kernel to its owner on the learner server, the Lab to trainers."""

from __future__ import annotations

from typing import Any

from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import User

from anpei.server.core.identity import RosterUser
from anpei.server.core.permissions import TRAIN

__all__ = ["OwnerAuthorizer", "TrainerAuthorizer", "looks_after_all", "may_use_lab"]


def may_use_lab(user: object) -> bool:
    return isinstance(user, RosterUser) and user.has(*TRAIN)


def looks_after_all(user: object) -> bool:
    """Whether nobody's marks are kept from them: a person without a limit to some departments."""
    return isinstance(user, RosterUser) and user.person is not None and user.person.scope.whole


class OwnerAuthorizer(Authorizer):
    """Of Jupyter's resources only kernels exist here, and each only for the person whose page started it."""

    def is_authorized(self, handler: Any, user: User, action: str, resource: str) -> bool:
        kernel_id = handler.path_kwargs.get("kernel_id", "")
        return resource == "kernels" and bool(kernel_id) and handler.kernel_manager.owner_of(kernel_id) == user.username


class TrainerAuthorizer(Authorizer):
    """Everything of JupyterLab for trainers and admins, nothing for anybody else; a kernel to whom it is open."""

    def is_authorized(self, handler: Any, user: User, action: str, resource: str) -> bool:
        kernel_id = handler.path_kwargs.get("kernel_id", "")
        return may_use_lab(user) and (not kernel_id or handler.kernel_manager.open_to(kernel_id, user))

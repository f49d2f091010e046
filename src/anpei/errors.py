"""Every error a person can meet; a message is Chinese and ends with the way out.

AnpeiError
├── SettingsError      anpei.toml or the site folder is not usable
├── ContentError       files written by people have findings
├── NotFound           there is no such thing, or it is not yours to know of
├── Forbidden          it exists, and this person may not
├── Conflict           somebody was faster, or the state has moved on
├── Refused            the request is understood and declined (wrong value, too late, too large)
├── TooMany            the same is open too often already
└── Unavailable        a part of the house is not running just now
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from anpei.findings import Finding

__all__ = [
    "AnpeiError",
    "Conflict",
    "ContentError",
    "Forbidden",
    "NotFound",
    "Refused",
    "SettingsError",
    "TooMany",
    "Unavailable",
]


class AnpeiError(Exception):
    """A failure with a machine-readable code, a Chinese message and the way out."""

    code = "error"
    status = 500

    def __init__(self, message: str, *, code: str | None = None, way_out: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.way_out = way_out
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        return f"{self.message}{self.way_out}"


class SettingsError(AnpeiError):
    code = "settings"


class ContentError(AnpeiError):
    """Content that can't be used; ``findings`` says where and why."""

    code = "content"
    status = 503

    def __init__(self, message: str, findings: Sequence[Finding] = (), *, way_out: str = "") -> None:
        super().__init__(message, way_out=way_out)
        self.findings = list(findings)


class NotFound(AnpeiError):
    code = "not_found"
    status = 404


class Forbidden(AnpeiError):
    code = "forbidden"
    status = 403


class Conflict(AnpeiError):
    code = "conflict"
    status = 409


class Refused(AnpeiError):
    code = "refused"
    status = 422


class TooMany(AnpeiError):
    code = "too_many"
    status = 429


class Unavailable(AnpeiError):
    code = "unavailable"
    status = 503

"""The audit log: who did what, about whom or what, from where and when; added to, never changed."""

from anpei.audit.log import Along, Soundness, acting, add, also, note_failed, soundness, unnoted
from anpei.audit.model import ACTS, GROUPS, Acting, AuditEntry, AuditQuery, Origin, act_words, in_group
from anpei.audit.reading import entries, every_entry, how_many

__all__ = [
    "ACTS",
    "GROUPS",
    "Acting",
    "Along",
    "AuditEntry",
    "AuditQuery",
    "Origin",
    "Soundness",
    "act_words",
    "acting",
    "add",
    "also",
    "entries",
    "every_entry",
    "how_many",
    "in_group",
    "note_failed",
    "soundness",
    "unnoted",
]

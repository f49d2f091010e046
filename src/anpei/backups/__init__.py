"""Backups: one checked file, encrypted for a key that lies elsewhere; made by hand, daily and before an upgrade."""

from anpei.backups.archive import BackupSummary, Progress, back_up, running
from anpei.backups.container import Head, read_head
from anpei.backups.journal import BackupState, Kept, state, worry
from anpei.backups.restoring import Restored, restore
from anpei.backups.schedule import back_up_daily, due
from anpei.backups.sealing import KEY_VARIABLE, RecoveryKey, new_key, parse_key, recipients, set_recipient
from anpei.backups.staging import clear_leftovers
from anpei.backups.upgrading import upgrade_site
from anpei.backups.verifying import Verified, verify

__all__ = [
    "KEY_VARIABLE",
    "BackupState",
    "BackupSummary",
    "Head",
    "Kept",
    "Progress",
    "RecoveryKey",
    "Restored",
    "Verified",
    "back_up",
    "back_up_daily",
    "clear_leftovers",
    "due",
    "new_key",
    "parse_key",
    "read_head",
    "recipients",
    "restore",
    "running",
    "set_recipient",
    "state",
    "upgrade_site",
    "verify",
    "worry",
]

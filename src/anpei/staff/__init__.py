"""Who works here, what they may do, and how they prove who they are.

Functions over an argon2 hash (``sign_in``, ``tap_in``, ``change_password``, ``first_password``, ``set_password``,
``set_pin``, ``change_pin``, ``reset``, ``reset_pin``, ``issue_passwords``, ``issue_pins``) take the
:class:`~anpei.database.Database` and block for 30 ms a hash: call them in a thread. All others take a session.
``PersonRow``, ``person_columns`` and ``named`` are for queries of other rooms that choose people or join them.
"""

from anpei.staff.accounts import (
    change_password,
    change_pin,
    first_password,
    hash_many,
    issue_passwords,
    issue_pins,
    reset,
    reset_pin,
    set_password,
    set_pin,
    unlock,
)
from anpei.staff.badges import (
    BADGE_KEY,
    Badge,
    badge_of,
    badge_person,
    issue_badges,
    renew_badge,
    revoke_badge,
    scan,
)
from anpei.staff.hashing import password_problem, pin_problem
from anpei.staff.importing import RosterReport, import_roster
from anpei.staff.kiosks import device_for, devices, enrol, enrol_link, revoke_device, set_gate
from anpei.staff.lookup import StaffLookup
from anpei.staff.model import ROLE_NAMES, ROLES, Department, Device, Home, Person, Post, SignIn, SignInRules, Team
from anpei.staff.roster import Roster, RosterRow, normal_staff_no, read_roster
from anpei.staff.scope import WHOLE, Scope
from anpei.staff.service import (
    PeopleQuery,
    departments,
    find,
    homes,
    how_many,
    named,
    names,
    people,
    person_columns,
    person_from,
    posts,
    search,
    set_scope,
    teams,
    within,
    without_pin,
)
from anpei.staff.signing import sign_in, tap_in
from anpei.staff.tables import PersonRow

__all__ = [
    "BADGE_KEY",
    "ROLES",
    "ROLE_NAMES",
    "WHOLE",
    "Badge",
    "Department",
    "Device",
    "Home",
    "PeopleQuery",
    "Person",
    "PersonRow",
    "Post",
    "Roster",
    "RosterReport",
    "RosterRow",
    "Scope",
    "SignIn",
    "SignInRules",
    "StaffLookup",
    "Team",
    "badge_of",
    "badge_person",
    "change_password",
    "change_pin",
    "departments",
    "device_for",
    "devices",
    "enrol",
    "enrol_link",
    "find",
    "first_password",
    "hash_many",
    "homes",
    "how_many",
    "import_roster",
    "issue_badges",
    "issue_passwords",
    "issue_pins",
    "named",
    "names",
    "normal_staff_no",
    "password_problem",
    "people",
    "person_columns",
    "person_from",
    "pin_problem",
    "posts",
    "read_roster",
    "renew_badge",
    "reset",
    "reset_pin",
    "revoke_badge",
    "revoke_device",
    "scan",
    "search",
    "set_gate",
    "set_password",
    "set_pin",
    "set_scope",
    "sign_in",
    "tap_in",
    "teams",
    "unlock",
    "within",
    "without_pin",
]

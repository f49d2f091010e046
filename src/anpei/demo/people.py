"""The demo's accounts: who of the sixty has a password or PIN; kept under ``var/private``, to be shown again."""

from __future__ import annotations

import json
import random
from dataclasses import asdict, dataclass
from pathlib import Path

from anpei import staff
from anpei.plainfiles import write_atomic
from anpei.settings import Site

ROSTER = Path(__file__).with_name("roster.csv")
FILE = "demo-accounts.json"
WORDS = ("qingshan", "daqiao", "lvcheng", "xinghe", "hutong", "meihua", "songshu", "yuntai", "shanquan", "zhulin")

# staff number, what to show it for, first sign-in still ahead, has a PIN for the kiosk
CAST = (
    ("A0001", "管理员", False, False),
    ("T0001", "培训师", False, False),
    ("T0002", "培训师", False, False),
    ("D0001", "演练导调", False, True),
    ("E1053", "演练评估", False, True),
    ("E1002", "员工（首次登录，要先改密码）", True, True),
    ("E1003", "员工", False, True),
    ("E1004", "员工（有一项已逾期）", False, True),
    ("E1005", "员工（首次登录，要先改密码）", True, False),
    ("E1024", "员工（叉车司机）", False, True),
    ("E1025", "员工（叉车司机）", False, True),
)


@dataclass(frozen=True)
class DemoAccount:
    """One account to try; ``password`` is the first one, the person may have changed it since."""

    role: str
    staff_no: str
    name: str
    password: str
    pin: str | None
    must_change: bool


@dataclass(frozen=True)
class DemoAccounts:
    accounts: tuple[DemoAccount, ...]

    def __getitem__(self, staff_no: str) -> DemoAccount:
        return next(account for account in self.accounts if account.staff_no == staff_no)

    def first(self, role: str) -> DemoAccount:
        """The first account whose role begins like this: 管理员, 培训师, 演练导调, 员工."""
        return next(account for account in self.accounts if account.role.startswith(role))

    def rows(self) -> list[tuple[str, str, str]]:
        """Role, staff number with name, and secrets, to be printed in three columns."""
        return [
            (one.role, f"{one.staff_no} {one.name}", one.password + (f"（PIN {one.pin}）" if one.pin else ""))
            for one in self.accounts
        ]


def invent(names: dict[str, str], chance: random.Random) -> DemoAccounts:
    """Make up passwords and PINs that obey the rules; ``names`` maps staff number to name."""
    return DemoAccounts(
        tuple(
            DemoAccount(
                role, staff_no, names[staff_no], _password(chance), _pin(staff_no, chance) if has_pin else None, first
            )
            for staff_no, role, first, has_pin in CAST
        )
    )


def accounts(site: Site) -> DemoAccounts:
    """The accounts as they were made; none on a site that isn't a demo."""
    path = site.private / FILE
    if not path.exists():
        return DemoAccounts(())
    return DemoAccounts(tuple(DemoAccount(**one) for one in json.loads(path.read_text(encoding="utf-8"))))


def remember(site: Site, made: DemoAccounts) -> None:
    text = json.dumps([asdict(one) for one in made.accounts], ensure_ascii=False, indent=1)
    site.private.mkdir(mode=0o700, exist_ok=True)
    write_atomic(site.private / FILE, text, mode=0o600)


def _password(chance: random.Random) -> str:
    """Easy to type on a phone; the lock-out makes up for the few bits, and it is a demo."""
    return f"{chance.choice(WORDS)}-{chance.randrange(1000, 10_000)}"


def _pin(staff_no: str, chance: random.Random) -> str:
    while True:
        pin = f"{chance.randrange(1_000_000):06d}"
        if staff.pin_problem(pin, staff_no) is None:
            return pin

"""A fictional enterprise to try everything with; nobody in it exists."""

from anpei.demo.building import COURSE, DRILL, KIOSKS, NAME, PAPER, build, kiosk_links, rows
from anpei.demo.people import DemoAccount, DemoAccounts, accounts

__all__ = [
    "COURSE",
    "DRILL",
    "KIOSKS",
    "NAME",
    "PAPER",
    "DemoAccount",
    "DemoAccounts",
    "accounts",
    "build",
    "kiosk_links",
    "rows",
]

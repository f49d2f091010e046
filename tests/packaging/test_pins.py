"""The pins of ``deploy/constraints.txt`` suit every Python that the project promises, also the first of each kind.

Debian 12 has 3.11.2 and will keep it. A pin's own word is read from what is installed here, so the test only sees pins
that this machine needs, and only while they are what is installed: both are asked first.
"""

from __future__ import annotations

import tomllib
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = [Requirement(line) for line in (ROOT / "deploy/constraints.txt").read_text(encoding="utf-8").splitlines()]
PYTHONS = [f"{word.rpartition(' ')[2]}.0" for word in PROJECT["classifiers"] if word.startswith("Programming Lang")]


def installed() -> list[tuple[Requirement, Distribution]]:
    """Every pin with what is installed of it."""
    found = {canonicalize_name(one.name): one for one in distributions()}
    return [(pin, found[name]) for pin in PINS if (name := canonicalize_name(pin.name)) in found]


def test_every_name_is_pinned_once() -> None:
    names = [canonicalize_name(pin.name) for pin in PINS]
    assert [name for name in names if names.count(name) > 1] == []


def test_what_is_installed_is_what_is_pinned() -> None:
    assert [f"{pin}, not {one.version}" for pin, one in installed() if not pin.specifier.contains(one.version)] == []


def test_every_pin_takes_every_promised_python() -> None:
    assert PYTHONS[0] == "3.11.0" and SpecifierSet(PROJECT["requires-python"]).contains(PYTHONS[0])
    refused = [
        f"{pin} refuses {python}: {wanted}"
        for pin, one in installed()
        if (wanted := one.metadata.get("Requires-Python"))
        for python in PYTHONS
        if not SpecifierSet(wanted).contains(python)
    ]
    assert refused == []

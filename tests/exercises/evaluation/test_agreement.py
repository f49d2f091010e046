"""Krippendorff's alpha against values worked out by hand and published."""

from __future__ import annotations

import pytest

from anpei.exercises.evaluation.reading import alpha


def test_full_agreement_is_one() -> None:
    assert alpha([["done", "done"], ["not", "not"]]) == 1.0


def test_one_name_only_says_nothing() -> None:
    assert alpha([["done", "done"]]) is None
    assert alpha([]) is None


def test_the_published_example_for_names() -> None:
    """Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), data C: four observers, nominal, 0.743."""
    rows = ["1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."]
    units = [[mark for mark in unit if mark != "."] for unit in zip(*(row.split() for row in rows), strict=True)]
    assert alpha([unit for unit in units if len(unit) > 1]) == pytest.approx(0.743, abs=0.0005)

"""A scenario is checked before anybody plays it: its text by rules, its ways by walking them."""

from anpei.exercises.validation.checks import check, check_script
from anpei.exercises.validation.paths import Explorer, Paths

__all__ = ["Explorer", "Paths", "check", "check_script"]

"""Grading: one scoring function for every kind of question and every way an answer arrives."""

from anpei.grading.branching import Followed, followed
from anpei.grading.model import AttemptMarks, Mark, Verdict
from anpei.grading.scoring import feedback, right_value, score
from anpei.grading.service import grade_attempt
from anpei.grading.spotting import MarkedPlace, Spotted, spotted

__all__ = [
    "AttemptMarks",
    "Followed",
    "Mark",
    "MarkedPlace",
    "Spotted",
    "Verdict",
    "feedback",
    "followed",
    "grade_attempt",
    "right_value",
    "score",
    "spotted",
]

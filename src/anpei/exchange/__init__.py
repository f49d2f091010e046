"""Questions in and out: files as trainers and other platforms have them become drafts of the bank, and the other way.

Reading is pure (:func:`read_questions`), so is planning (:func:`plan_import`); only :func:`land` writes. What a file
leaves open is decided by a person (:class:`Choices`).
"""

from anpei.exchange.features import FEATURE_WORDS, FEATURES
from anpei.exchange.items import Exported, OutItem, choose
from anpei.exchange.landing import Landing, examine, land, sha_of
from anpei.exchange.model import Choices, Doubt, Leftover, QuestionSource, SourceQuestion
from anpei.exchange.plan import WORDS, ImportPlan, PlannedQuestion, batch_of, plan_import
from anpei.exchange.reading import READABLE, read_file, read_questions
from anpei.exchange.words import FIELDS, KIND_WORDS, LABELS, answer_word, field_of_head, head_word, kind_word
from anpei.exchange.writing import WRITERS, write

__all__ = [
    "FEATURES",
    "FEATURE_WORDS",
    "FIELDS",
    "KIND_WORDS",
    "LABELS",
    "READABLE",
    "WORDS",
    "WRITERS",
    "Choices",
    "Doubt",
    "Exported",
    "ImportPlan",
    "Landing",
    "Leftover",
    "OutItem",
    "PlannedQuestion",
    "QuestionSource",
    "SourceQuestion",
    "answer_word",
    "batch_of",
    "choose",
    "examine",
    "field_of_head",
    "head_word",
    "kind_word",
    "land",
    "plan_import",
    "read_file",
    "read_questions",
    "sha_of",
    "write",
]

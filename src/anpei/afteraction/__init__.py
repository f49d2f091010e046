"""After a drill: hotwash, report and its files, corrective actions until they are closed, and when to drill again."""

from anpei.afteraction.actions import STEPS, WORDS, Action, Step, action, actions, open_action, rearrange, take_step
from anpei.afteraction.film import film
from anpei.afteraction.fonts import FONTS, covered, drawable, lacking
from anpei.afteraction.frequency import PLANS, Drilling, Enterprise, Frequencies, PlanEntry, Rule, load_drilling
from anpei.afteraction.held import drilled, enter_held, file_drill
from anpei.afteraction.layout import (
    Block,
    Facts,
    Heading,
    Note,
    Pictures,
    Prose,
    Signatures,
    Table,
    blocks,
    rated_words,
    stretch,
)
from anpei.afteraction.model import FIELDS, GRADES, Answered, Expected, MusterTimes, ObjectiveLine, Report, Signed, Text
from anpei.afteraction.pack import MANIFEST, chain, harmless, pack, sheet_csv, verify
from anpei.afteraction.pdf import pdf, text_of
from anpei.afteraction.report import content_sha, report
from anpei.afteraction.schedule import Drilled, Slot, add_months, calendar
from anpei.afteraction.telling import answers_of, expected_of
from anpei.afteraction.texts import history, reopen, save_text, sign_report, signature_of
from anpei.afteraction.word import word

__all__ = [
    "FIELDS",
    "FONTS",
    "GRADES",
    "MANIFEST",
    "PLANS",
    "STEPS",
    "WORDS",
    "Action",
    "Answered",
    "Block",
    "Drilled",
    "Drilling",
    "Enterprise",
    "Expected",
    "Facts",
    "Frequencies",
    "Heading",
    "MusterTimes",
    "Note",
    "ObjectiveLine",
    "Pictures",
    "PlanEntry",
    "Prose",
    "Report",
    "Rule",
    "Signatures",
    "Signed",
    "Slot",
    "Step",
    "Table",
    "Text",
    "action",
    "actions",
    "add_months",
    "answers_of",
    "blocks",
    "calendar",
    "chain",
    "content_sha",
    "covered",
    "drawable",
    "drilled",
    "enter_held",
    "expected_of",
    "file_drill",
    "film",
    "harmless",
    "history",
    "lacking",
    "load_drilling",
    "open_action",
    "pack",
    "pdf",
    "rated_words",
    "rearrange",
    "reopen",
    "report",
    "save_text",
    "sheet_csv",
    "sign_report",
    "signature_of",
    "stretch",
    "take_step",
    "text_of",
    "verify",
    "word",
]

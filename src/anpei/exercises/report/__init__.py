"""After a drill: hotwash, report and its files, corrective actions until they are closed, and when to drill again."""

from anpei.afteraction.actions import STEPS, WORDS, Action, Step, action, actions, open_action, rearrange, take_step
from anpei.afteraction.annexes import rated_words, stretch
from anpei.afteraction.blocks import Block, Facts, Heading, Note, Paper, Pictures, Prose, Signatures, Table
from anpei.afteraction.documents import MSEL, msel, summary, work_plan
from anpei.afteraction.film import film
from anpei.afteraction.fonts import FONTS, covered, drawable, lacking
from anpei.afteraction.frequency import PLANS, Drilling, Enterprise, Frequencies, PlanEntry, Rule, load_drilling
from anpei.afteraction.gaps import Gap, gaps
from anpei.afteraction.held import Filing, drilled, enter_held, file_drill, filings
from anpei.afteraction.layout import blocks, paper
from anpei.afteraction.model import (
    FIELDS,
    GRADES,
    Answered,
    Attended,
    Expected,
    MusterTimes,
    ObjectiveLine,
    PlanLine,
    Report,
    Signed,
    Signing,
    Text,
)
from anpei.afteraction.pack import MANIFEST, chain, harmless, pack, sheet_csv, verify
from anpei.afteraction.pdf import pdf, text_of
from anpei.afteraction.report import report
from anpei.afteraction.schedule import Drilled, Slot, add_months, calendar
from anpei.afteraction.sealing import changed_parts, digest, photos_of, unsound_photos
from anpei.afteraction.signing import Sealed, earlier_of, reopen, sealed, sign_report, signature_of, signings
from anpei.afteraction.telling import answers_of, expected_of
from anpei.afteraction.texts import history, save_text
from anpei.afteraction.word import word

__all__ = [
    "FIELDS",
    "FONTS",
    "GRADES",
    "MANIFEST",
    "MSEL",
    "PLANS",
    "STEPS",
    "WORDS",
    "Action",
    "Answered",
    "Attended",
    "Block",
    "Drilled",
    "Drilling",
    "Enterprise",
    "Expected",
    "Facts",
    "Filing",
    "Frequencies",
    "Gap",
    "Heading",
    "MusterTimes",
    "Note",
    "ObjectiveLine",
    "Paper",
    "Pictures",
    "PlanEntry",
    "PlanLine",
    "Prose",
    "Report",
    "Rule",
    "Sealed",
    "Signatures",
    "Signed",
    "Signing",
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
    "changed_parts",
    "covered",
    "digest",
    "drawable",
    "drilled",
    "earlier_of",
    "enter_held",
    "expected_of",
    "file_drill",
    "filings",
    "film",
    "gaps",
    "harmless",
    "history",
    "lacking",
    "load_drilling",
    "msel",
    "open_action",
    "pack",
    "paper",
    "pdf",
    "photos_of",
    "rated_words",
    "rearrange",
    "reopen",
    "report",
    "save_text",
    "sealed",
    "sheet_csv",
    "sign_report",
    "signature_of",
    "signings",
    "stretch",
    "summary",
    "take_step",
    "text_of",
    "unsound_photos",
    "verify",
    "word",
    "work_plan",
]

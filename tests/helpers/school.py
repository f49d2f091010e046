"""A platform with one course, one paper and a dozen learners, for the tests of the pages."""

from __future__ import annotations

from pathlib import Path

from anpei import clock, records, staff
from anpei.database import Database
from anpei.settings import Site
from tests.helpers import course_shelf, quiz_shelf
from tests.helpers.platform import PASSWORD, ROSTER, make_site

SCRIPT = "<script>document.title='hit'</script>"
LEARNERS = [f"L{number:02d}" for number in range(1, 18)]
NEW = ("N31", "N32", "N33")
ROWS = [f"{no},学员{no[1:]},一车间,操作工,,在职" for no in LEARNERS] + [
    f"{no},新员工{no[1:]},一车间,操作工,,在职" for no in NEW
]
PAPER = quiz_shelf.PAPER.replace("after_publish", "after_hand_in") + "course: fire\n"
CHAPTER = (
    ("markdown", "# 先报警\n\n## 现在就打"),
    ("markdown", f"打 **119**（[[xiaofang#44]]）。\n\n{SCRIPT}\n\n> **禁止**：不断电就用水。"),
    ("code", 'import anpei_widgets as aw\naw.practice("fire-099")'),
    ("markdown", "## 记住\n\n先报警，再往外走。"),
)
COURSE = (
    course_shelf.COURSE.replace("02-smoke", "02-way")
    .replace(", mode: live", "")
    .replace("怎么做。", f"怎么做 {SCRIPT}")
    + "paper: quiz\n"
)


def make_school(folder: Path) -> Site:
    """The site; course and paper are due to everyone in a week."""
    site = make_site(folder, "[learning]\nactive_percent = 0")  # nobody here reads for minutes
    _shelves(site)
    with Database(site.database_url) as db:
        _people(db)
        now = clock.now()
        for kind, target in (("course", "fire"), ("paper", "quiz")):
            _assign(db, kind, target, now + 7 * clock.DAY, now)
    return site


def _shelves(site: Site) -> None:
    quiz_shelf.write(site.workspace, PAPER)
    course = site.workspace / "courses/fire"
    course.mkdir(parents=True)
    (course / "course.yaml").write_text(COURSE, encoding="utf-8")
    (course / "01-alarm.ipynb").write_text(course_shelf.notebook(*CHAPTER), encoding="utf-8")
    text = course_shelf.notebook(("markdown", "# 往哪里走\n\n看绿色的箭头。"), ("code", "import anpei_widgets"))
    (course / "02-way.ipynb").write_text(text, encoding="utf-8")


def _people(db: Database) -> None:
    roster = staff.read_roster((ROSTER + "\n".join(ROWS) + "\n").encode(), "名册.csv")
    now = clock.now()
    records.import_roster(db, roster, now=now)
    for staff_no in (*LEARNERS, *NEW):
        staff.set_password(db, staff_no, PASSWORD, now=now, must_change=staff_no in NEW)


def _assign(db: Database, kind: str, target: str, due: int, now: int) -> None:
    db.write(lambda session: records.assign(session, kind, target, "everyone", due=due, by="T2001", now=now)).result()

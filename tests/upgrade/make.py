"""Makes the site the upgrade test begins with, by using the platform as people do; run once, on the house of before.

The old house does it all: this file is given to a checkout of the old commit and its environment (README.md says how),
and imports nothing of the house beside it. What it leaves is a folder with the site, on SQLite or as two dumps of
PostgreSQL, a backup, and ``facts.json``: what people had in their hands (passwords, cookies of tablets, printed codes)
and what every address answered.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path
from typing import Any

from making.exercising import call_rolls, drills, enrol, evaluate, gate_and_points, simulate
from making.learning import COURSE, DRILL, PAPER, assign, mark, practise, read, review_a_law, sit
from making.plant import Plant, client_of
from sqlalchemy import create_engine, func, select

from anpei import clock, staff
from anpei.clock import DAY
from anpei.database import Database
from anpei.migrations.models import metadata
from anpei.settings import Site
from tests.browser.drills import quick_drill
from tests.helpers import databases, played
from tests.helpers.platform import COMMAND, PASSWORD, PIN, make_site, start

HERE = Path(__file__).parent
COMMIT = "467490c"
MORE = """工号,姓名,部门,岗位,班组,角色,状态
E1001,林晓岚,生产部,模切机长,甲班,,在职
E1002,周启明,生产部,叉车司机,乙班,,在职
E1005,孙立,生产部,叉车司机,乙班,,离职
V5001,顾言,安全环保部,评估员,,评估员,在职
V5002,韩松,安全环保部,评估员,,评估员,在职
"""


def furnish(folder: Path) -> Site:
    """The site with its people and its own shelves; nothing is running yet."""
    site = make_site(folder)
    shutil.copytree(HERE / "shelf", site.workspace, dirs_exist_ok=True)
    quick_drill.lay_chain(site, 6)
    roster = staff.read_roster(MORE.encode(), "名册.csv")
    now = clock.now()
    with Database(site.database_url) as db:
        db.write(lambda s: staff.import_roster(s, roster, now=now)).result()
        for who in ("V5001", "V5002"):
            staff.set_password(db, who, PASSWORD, now=now, must_change=False)
    for command in (["content", "build"], ["assignments", "release", PAPER]):
        subprocess.run([*COMMAND, *command, "--site", str(site.root)], check=True, capture_output=True)
    return site


def drill_of_last_week(db: Database) -> int:
    """A bundled drill with two misses, played by two, over and signed by the director."""
    then = clock.now() - 6 * DAY
    missed = {"d02": "worst", "d04": "late"}
    return played.play(db, played.the_script(), missed=missed, mate=("E1002", "周启明"), now=then)


def mistype(plant: Plant) -> None:
    with plant.platform.stranger() as somebody:
        somebody.get("login")
        form = {"staff_no": "N1004", "password": "not-mine-2026", "_xsrf": somebody.cookies["_xsrf"]}
        assert somebody.post("login", data=form).status_code != 302


def addresses(plant: Plant, drilled: int) -> list[dict[str, Any]]:
    """Every page and file people may have kept the address of, who opens it, and what it answered."""
    runs, kept, rolls = plant.facts["runs"], plant.facts["attempts"], plant.facts["musters"]
    points = f"muster/{rolls['going']}"
    listed = {
        "": ["login"],
        "E1001": [
            "", "my", "password", f"courses/{COURSE}", f"courses/{COURSE}/01-gate", f"courses/{COURSE}/02-forklift",
            f"live/{COURSE}/03-smoke",
            "courses/fire-escape", "courses/fire-escape/01-first-minute", f"papers/{PAPER}",
            f"exam/{kept['published']}/result", f"exam/{kept['second_try']}",
            "record", "my/drills/workshop-fire", f"my/drills/{DRILL}",
            f"record/drills/{drilled}", "laws/xiaofang", "laws/xiaofang/44", "refresh", "drills/actions",
            f"{points}/1", f"api/attempts/{kept['published']}",
        ],
        "E1002": [f"exam/{kept['unmarked']}/result", f"exam/{kept['spots']}", f"record/drills/{drilled}"],
        "E1003": [f"exam/{kept['open']}", "muster/at/1", f"api/attempts/{kept['open']}"],
        "T2001": [
            "board", "board/export.xlsx", "board/assign", "board/reviews", "board/doubts.xlsx", "board/hours",
            "record/E1001", "record/E1005",
        ],
        "A9001": ["admin", "admin/badges?staff_no=E1001"],
        "V5001": ["evaluate", f"evaluate/{drilled}", f"evaluate/{drilled}/reconcile", f"api/evaluations/{drilled}",
                  f"api/evaluations/{drilled}/photos/{plant.facts['photo']}"],
        "D3001": [
            "director", "musters", "musters/sheets", f"muster/{rolls['live']}", f"muster/{rolls['live']}/record",
            f"muster/{rolls['live']}/record.xlsx", points, "visitors", "evacuation",
            "drills", "drills/archive", "drills/calendar", "drills/calendar.xlsx", "drills/calendar.ics",
            f"drills/{drilled}/hotwash", f"drills/{drilled}/report", f"drills/{drilled}/report.pdf",
            f"drills/{drilled}/report.docx", f"drills/{drilled}/records.zip", "api/drills/runs", "api/emergency",
            *(f"api/drills/runs/{run}" for run in runs.values()), f"api/musters/{rolls['going']}",
            f"api/musters/{rolls['live']}", f"api/evacuation/runs/{plant.facts['evacuation']}",
            f"api/evacuation/runs/{plant.facts['evacuation']}/tracks",
        ],
        "kiosk:仓储区入口": ["kiosk", "visitors", "api/kiosk/state"],
    }  # fmt: skip
    found = []
    for who, paths in listed.items():
        for path in paths:
            with client_of(plant, who) as client:
                answer = client.get(path, follow_redirects=True)
            kind = answer.headers.get("content-type", "").partition(";")[0]
            assert answer.status_code == 200, (who, path, answer.status_code, answer.text[:300])
            found.append({"who": who, "path": path, "kind": kind})
    return found


def no_table_is_empty(plant: Plant) -> None:
    """A table without a row would be upgraded untried."""
    with plant.db.read() as session:
        counts = {
            name: session.scalar(select(func.count()).select_from(table)) for name, table in metadata.tables.items()
        }
    empty = [name for name, rows in counts.items() if not rows]
    assert not empty, f"nothing in {empty}"
    plant.facts["rows"] = counts


def not_kept(info: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Without logs and locks, and of the chapters built only those that are the site's own."""
    name = info.name.partition("/")[2]
    built = name.startswith("var/built/courses/") and not name.startswith(f"var/built/courses/{COURSE}")
    gone = name.startswith(("var/logs/", "var/run/")) or name.endswith((".db-wal", ".db-shm", "serve.out"))
    info.uid = info.gid = 0
    info.uname = info.gname = "anpei"
    return None if built or gone or "__pycache__" in name else info


def dump(url: str, target: Path) -> None:
    """A database as statements that any PostgreSQL takes."""
    program = str(databases.cluster().binaries / "pg_dump")
    found = subprocess.run([program, "--inserts", "--no-owner", url], check=True, capture_output=True, text=True).stdout
    lines = [line for line in found.split("\n") if not line.startswith(("\\", "SET transaction_timeout"))]
    target.write_text("\n".join(lines), encoding="utf-8")


def pack(plant: Plant, target: Path) -> None:
    site, folder = plant.site, plant.site.root.parent
    (folder / "facts.json").write_text(json.dumps(plant.facts, ensure_ascii=False, indent=1), encoding="utf-8")
    kind = databases.chosen()
    names = ["site", "facts.json"]
    if kind == "postgres":
        for name, url in (("anpei.sql", site.database_url), ("gradebook.sql", site.gradebook_url)):
            dump(url.replace("+psycopg", ""), folder / name)
            names.append(name)
    else:
        for name in ("anpei.db", "gradebook.db"):
            with closing(create_engine(f"sqlite:///{site.var / name}").raw_connection()) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        command = [*COMMAND, "backup", str(folder / "backup.tar.gz"), "--site", str(site.root)]
        subprocess.run(command, check=True)
        shutil.move(folder / "backup.tar.gz", target / "backup.tar.gz")
    with tarfile.open(target / f"{kind}.tar.xz", "w:xz") as archive:
        for name in names:
            archive.add(folder / name, name, filter=not_kept)


def main(target: Path, work: Path) -> None:
    site = furnish(work / "site")
    with Database(site.database_url) as db:
        drilled = drill_of_last_week(db)
        platform = start(site)
        plant = Plant(platform, db, {"commit": COMMIT, "password": PASSWORD, "pin": PIN, "made": clock.now()})
        try:
            for step in (assign, sit, read, enrol, gate_and_points, call_rolls, review_a_law, simulate, mark, practise):
                print(step.__name__, flush=True)  # noqa: T201 (a person runs this and waits)
                step(plant)
            evaluate(plant, drilled)
            plant.facts["drilled"] = drilled
            drills(plant)
            mistype(plant)
            plant.facts["addresses"] = addresses(plant, drilled)
            no_table_is_empty(plant)
            plant.facts["stopped"] = clock.now()
        finally:
            platform.stop()
    pack(plant, target)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())

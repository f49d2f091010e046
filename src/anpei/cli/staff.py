"""``anpei staff``: the roster, passwords, locks and kiosks from the command line; the platform may be running."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.table import Table
from rich.text import Text

from anpei import clock, records, spreadsheets, staff
from anpei.cli.console import SiteOption, bring_up_to_date, out, say
from anpei.cli.noting import note_command
from anpei.database import Database
from anpei.errors import NotFound, Refused
from anpei.exercises import rollcall
from anpei.findings import render_text, to_json
from anpei.plainfiles import write_atomic
from anpei.server.core.addresses import outside
from anpei.settings import Site, open_site
from anpei.staff import roster_words

app = typer.Typer()
STAFF_NO = typer.Argument(..., metavar="工号", help="例如 E1001。")


@contextmanager
def _database(site: Site) -> Iterator[Database]:
    bring_up_to_date(site)
    with Database(site.database_url) as db:
        yield db


@app.command("import")
def import_file(
    site: SiteOption,
    file: Path = typer.Argument(..., metavar="名册", help=".xlsx，或 UTF-8、GBK 的 .csv。"),
    sheet: str = typer.Option("", "--sheet", help="读哪一张工作表；不写就读第一张像名单的。"),
    columns: list[str] = typer.Option([], "--column", metavar="列=表头", help="如 --column 工号=人员代码；可写多次。"),
    dry_run: bool = typer.Option(False, "--dry-run", help="只看会怎样，不写入。"),
    partial: bool = typer.Option(False, "--partial", help="有错的行跳过，其余照常导入。"),
    as_json: bool = typer.Option(False, "--json", help="输出 JSON。"),
) -> None:
    """导入人员名册；不在名册里的人不动，只有状态写“离职”才停用。"""
    opened = open_site(site)
    words = {**roster_words.known(opened), **_words(columns)}
    roster = staff.read_roster(file, layout=staff.RosterLayout(sheet, words=words))
    with _database(opened) as db:
        now = clock.now()
        with out.status("正在核对名册…") as status:
            report = records.import_roster(
                db, roster, now=now, dry_run=dry_run, sound_only=partial,
                progress=lambda done, total: status.update(f"正在导入 {done}/{total}…"),
            )  # fmt: skip
        with db.read() as session:
            without = staff.without_password(session)
    if as_json:
        typer.echo(json.dumps(_as_json(report), ensure_ascii=False, indent=1))
    else:
        _tell(report, dry_run=dry_run, without=without)
    if not report.ok:
        raise typer.Exit(1)


def _words(columns: list[str]) -> dict[str, str]:
    """What ``--column`` says: heads of the file and the field each means."""
    said = {}
    for column in columns:
        label, _, head = column.partition("=")
        field = staff.field_named(label)
        if field is None or not head.strip():
            known = "、".join(staff.LABELS.values())
            raise Refused(f"看不懂 --column {column}。", way_out=f"写成“列=文件里的表头”，列可写：{known}。")
        said[staff.head_word(spreadsheets.tidy(head))] = field
    return said


def _as_json(report: staff.RosterReport) -> dict[str, object]:
    groups = {name: list(getattr(report, name)) for name in ("created", "updated", "left", "unchanged")}
    return {"applied": report.applied, "rows": report.rows, **groups, "findings": to_json(report.findings)}


def _tell(report: staff.RosterReport, *, dry_run: bool, without: int) -> None:
    if report.findings:
        out.print(render_text(report.findings, Path.cwd()), markup=False, soft_wrap=True)
    counts = (
        f"新增 {len(report.created)}，更新 {len(report.updated)}，离职 {len(report.left)}，未变 {len(report.unchanged)}"
    )
    if report.applied:
        say(f"已导入：{counts}。")
    elif dry_run and (report.ok or report.created or report.updated or report.left or report.unchanged):
        say(f"试运行，没有写入：{counts}。")
    else:
        say("名册有错，没有导入任何人。改正后重来，或加 --partial 只导入没有错的行。")
    if report.applied and without:
        say(f"有 {without} 人还没有密码：anpei staff passwords 初始密码.csv 可一次发放。")


@app.command("passwords")
def passwords(
    site: SiteOption,
    file: Path = typer.Argument(..., metavar="文件", help="写入工号、姓名、部门、初始密码的 CSV（只有本用户能读）。"),
) -> None:
    """给所有还没有密码的在职人员发初始密码；首次登录时必须改掉。"""
    if file.exists():
        raise Refused(f"{file} 已存在，不会覆盖。", way_out="请换一个文件名。")
    with _database(open_site(site)) as db:
        write_atomic(file, "", mode=0o600)  # before anything is changed: the list must have somewhere to go
        with db.read() as session:
            people = staff.people(session)

        def keep(secrets: Mapping[str, str]) -> None:
            write_atomic(file, password_list(people, secrets), mode=0o600)

        with out.status("正在生成…") as status:
            issued = staff.issue_passwords(
                db,
                now=clock.now(),
                keep=keep,
                progress=lambda done, total: status.update(f"正在生成 {done}/{total}…"),
            )
        keep(issued)
    say(f"已给 {len(issued)} 人发初始密码，见 {file.resolve()}。发放后请删除这个文件。")


def password_list(people: list[staff.Person], issued: Mapping[str, str]) -> str:
    """A CSV Excel opens rightly; a name that looks like a formula stays a name."""
    having = (person for person in people if person.staff_no in issued)
    rows = [(person.staff_no, person.name, person.department, issued[person.staff_no]) for person in having]
    return staff.roster_csv([("工号", "姓名", "部门", "初始密码"), *rows])


@app.command("export")
def export(
    site: SiteOption,
    file: Path = typer.Argument(..., metavar="文件", help="写入 .xlsx 或 .csv（只有本用户能读）。"),
) -> None:
    """导出在职人员的名册，补好一列（例如班组）再用 anpei staff import 导回来。"""
    if file.exists():
        raise Refused(f"{file} 已存在，不会覆盖。", way_out="请换一个文件名。")
    opened = open_site(site)
    with _database(opened) as db, db.read() as session:
        note_command(opened)
        people, places = staff.people(session), {place.id: place.name for place in staff.departments(session)}
    rows = staff.roster_rows(people, places)
    if file.suffix.lower() == ".xlsx":
        buffer = io.BytesIO()
        staff.write_roster_workbook(buffer, rows)
        write_atomic(file, buffer.getvalue(), mode=0o600)
    else:
        write_atomic(file, staff.roster_csv(rows), mode=0o600)
    say(f"已导出 {len(people)} 人：{file.resolve()}。")


@app.command("badges")
def badges(
    site: SiteOption,
    file: Path = typer.Argument(..., metavar="文件", help="写入可打印的 A4 网页（只有本用户能读）。"),
    department: str = typer.Option("", "--department", help="只做这个部门的。"),
) -> None:
    """生成带二维码的胸卡，在演练终端上扫一下就位；正在用的卡重印后不变，挂失过的换新码。"""
    from anpei.server.core.printing import badge_sheet  # brings the server along, which other commands needn't wait for

    opened = open_site(site)
    with _database(opened) as db:
        with db.read() as session:
            people = staff.people(session)
        numbers = [person.staff_no for person in people if department in ("", person.department)]
        if not numbers:
            raise Refused(f"没有找到“{department}”的在职人员。", way_out="anpei staff list 可以查看部门。")
        secret, now = opened.secret(staff.BADGE_KEY), clock.now()
        made = staff.issue_badges(db, numbers, secret, now=now)
    write_atomic(file, badge_sheet(made, opened.settings.site.name), mode=0o600)
    say(f"已生成 {len(made)} 张胸卡：{file.resolve()}。用浏览器打开，按 A4、100% 打印；打印后请删除这个文件。")


@app.command("list")
def list_people(
    site: SiteOption,
    everybody: bool = typer.Option(False, "--all", help="也列出离职人员。"),
    as_json: bool = typer.Option(False, "--json", help="输出 JSON。"),
) -> None:
    """列出人员。"""
    with _database(open_site(site)) as db, db.read() as session:
        people = staff.people(session, active=None if everybody else True)
    if as_json:
        typer.echo(json.dumps([_person(person) for person in people], ensure_ascii=False, indent=1))
        return
    heads = ["工号", "姓名", "部门", "班组", "岗位", "角色", "状态"]
    rows = [staff.roster_cells(person) for person in people]
    if not any(person.team for person in people):  # a plant without shifts needs no empty column
        heads, rows = _without(heads, 3), [_without(row, 3) for row in rows]
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for title in heads:
        table.add_column(title)
    for row in rows:
        table.add_row(*map(Text, row))
    out.print(table)
    say(f"共 {len(people)} 人。")


def _without(row: list[str], index: int) -> list[str]:
    return [*row[:index], *row[index + 1 :]]


def _person(person: staff.Person) -> dict[str, object]:
    return {
        "staff_no": person.staff_no, "name": person.name, "department": person.department, "post": person.post,
        "team": person.team, "roles": staff.role_names(person), "active": person.active,
    }  # fmt: skip


@app.command("scope")
def scope(
    site: SiteOption,
    staff_no: str = STAFF_NO,
    departments: list[str] = typer.Argument(None, metavar="[部门]...", help="只管这些部门；不写就只看现在管哪些。"),
    whole: bool = typer.Option(False, "--all", help="不再限定，管全企业。"),
) -> None:
    """限定一名培训师或导调员只管几个部门：看板、导出、档案、阅卷和演练名单都只到这些部门。"""
    with _database(open_site(site)) as db:
        if departments or whole:
            now, wanted = clock.now(), [] if whole else departments
            db.write(lambda session: staff.set_scope(session, staff_no, wanted, now=now)).result()
        with db.read() as session:
            person = staff.find(session, staff_no)
            places = {place.id: place.name for place in staff.departments(session)}
    if person is None:
        raise NotFound(f"没有工号为 {staff_no[:32]} 的人员。", way_out="anpei staff list 可以查看工号。")
    names = "、".join(staff.limits(person, places)) or "不到任何人（管辖部门已不在名册里）"
    say(f"{person.name}管{'全企业' if person.scope.whole else names}。")


@app.command("reset")
def reset(
    site: SiteOption, staff_no: str = STAFF_NO, pin: bool = typer.Option(False, "--pin", help="重置 PIN 码而不是密码。")
) -> None:
    """发一个临时密码（或新的 PIN 码），并解除锁定；其他设备上的登录随之失效。"""
    with _database(open_site(site)) as db:
        secret = (staff.reset_pin if pin else staff.reset)(db, staff_no, now=clock.now())
    say(f"新的 PIN 码：{secret}" if pin else f"临时密码：{secret}（首次登录时必须改掉）")


@app.command("unlock")
def unlock(site: SiteOption, staff_no: str = STAFF_NO) -> None:
    """解除因多次输错密码或 PIN 码造成的锁定。"""
    with _database(open_site(site)) as db:
        locked = db.write(lambda session: staff.unlock(session, staff_no)).result()
    say("已解锁，可以马上登录。" if locked else "这个账号没有输错记录，无需解锁。")


@app.command("kiosk")
def kiosk(
    site: SiteOption,
    name: str = typer.Argument(..., metavar="名称", help="例如“一车间东门”。"),
    area: str = typer.Option("", "--area", help="所在区域。"),
) -> None:
    """登记一台演练终端：在那台机器的浏览器里打开给出的链接，只能用一次。"""
    opened = open_site(site)
    with _database(opened) as db:
        now = clock.now()
        token = db.write(lambda session: staff.enrol_link(session, name, now=now, site_area=area)).result()
    say("24 小时内在那台机器的浏览器里打开（只能用一次）：")
    typer.echo(outside(opened, "kiosk/enrol", token=token))


@app.command("forget-visitors")
def forget_visitors(site: SiteOption) -> None:
    """马上删除保留期已满的访客姓名、单位、接待人和电话；平台运行时会自动做。"""
    opened = open_site(site)
    kept = opened.settings.visitors
    with _database(opened) as db:
        days = {"keep": kept.keep_days, "keep_live": kept.emergency_days}
        done = db.write(lambda session: rollcall.forget(session, now=clock.now(), **days)).result()
    say(f"已删除 {done.visitors} 位访客和 {done.musters} 次清点里外来人员的姓名；人数和时间保留。")

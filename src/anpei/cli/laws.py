"""``anpei laws``: what is cited, whether it may still be, and what to look at again when a law changes."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import typer
from rich.table import Table
from rich.text import Text
from sqlalchemy.orm import Session

from anpei import citing, clock, laws, staff
from anpei.cli.console import SiteOption, bring_up_to_date, out, print_findings, say, shelves_of, zone_of
from anpei.cli.laws_words import check_json, impact_json, review_json, tell_check, tell_impact, tell_reviews
from anpei.database import Database
from anpei.errors import Refused
from anpei.settings import Site, open_site

app = typer.Typer()
OnOption = typer.Option(
    None, "--on", formats=["%Y-%m-%d"], metavar="日期", help="哪一天，如 2027-01-01；不写就是今天。"
)
JsonOption = typer.Option(False, "--json", help="输出 JSON。")
ByOption = typer.Option("", "--by", metavar="工号", help="谁来办：培训师或管理员的工号。")


@app.command("list")
def list_laws(site: SiteOption, on: datetime = OnOption) -> None:
    """列出登记的法规与当天状态。"""
    registry, findings = laws.load(shelves_of(site))
    day = _day(on, site)
    table = Table("编号", "名称", "版本", "状态", "核对", box=None)
    for law in registry.laws.values():
        version = law.version(None, day)
        assert version is not None
        table.add_row(*map(Text, (law.id, law.name, version.id, law.status(version, day), law.certainty)))
    out.print(table)
    print_findings(findings, as_json=False)


@app.command("check")
def check(
    site: SiteOption,
    on: datetime = OnOption,
    everything: bool = typer.Option(False, "--all", help="逐条列出谁引用了它。"),
    as_json: bool = JsonOption,
) -> None:
    """谁引用了什么；到那一天，哪些已被替代、尚未施行、还待核。"""
    day = _day(on, site)
    shelves = shelves_of(site)
    library, (registry, findings) = citing.read_library(shelves), laws.load(shelves)
    rows = laws.cited(registry, citing.mentions(library), day)
    ended = citing.left_out(library.bank, registry, day)
    if as_json:
        typer.echo(json.dumps(check_json(day, rows, ended, findings), ensure_ascii=False, indent=1))
        raise typer.Exit(1 if any(finding.level == "error" for finding in findings) else 0)
    tell_check(day, rows, ended, everything=everything)
    print_findings(findings, as_json=False)


@app.command("impact")
def impact(
    site: SiteOption,
    changed: str = typer.Argument(..., metavar="法规[#条]", help="如 xiaofang 或 xiaofang#44。"),
    open_list: bool = typer.Option(False, "--open-review", help="开一份复核清单，培训师在看板上逐项销项。"),
    by: str = ByOption,
    why: str = typer.Option("", "--why", metavar="原因", help="一句话：哪里变了。"),
    as_json: bool = JsonOption,
) -> None:
    """这部法规（或这一条）变了，会牵动哪些题目、章节、演练和试卷。"""
    library = citing.read_library(shelves_of(site))
    citation = _known(library.registry, changed)
    touched = laws.touched(citing.mentions(library), citation)
    if as_json:
        typer.echo(json.dumps(impact_json(str(citation), touched), ensure_ascii=False, indent=1))
    else:
        tell_impact(library.registry, citation, touched)
    if open_list:
        opened = open_site(site)
        with _database(opened) as db:
            now = clock.now()
            review = db.write(
                lambda session: laws.open_review(
                    session, str(citation), touched, by=_signer(session, by), why=why, now=now
                )
            ).result()
        if not as_json:
            say(f"复核清单 {review.id} 已开，{review.waiting} 项待复核；培训师在“培训看板”的“法规复核”里销项。")


@app.command("reviews")
def reviews(
    site: SiteOption,
    everything: bool = typer.Option(False, "--all", help="也列出已经办完的。"),
    as_json: bool = JsonOption,
) -> None:
    """列出法规复核清单和还没销的项。"""
    opened = open_site(site)
    with _database(opened) as db, db.read() as session:
        found = laws.reviews(session, open_only=not everything)
    if as_json:
        typer.echo(json.dumps([review_json(review) for review in found], ensure_ascii=False, indent=1))
    else:
        tell_reviews(found, opened.zone)


@app.command("close")
def close(
    site: SiteOption,
    review_id: int = typer.Argument(..., metavar="清单号", help="复核清单的编号，见 anpei laws reviews。"),
    ref: str = typer.Argument(..., metavar="项", help="如 item:fire-001。"),
    by: str = ByOption,
    note: str = typer.Option("", "--note", metavar="结论", help="一句话：看了什么，改了没有。"),
) -> None:
    """销掉复核清单里的一项。"""
    with _database(open_site(site)) as db:
        now = clock.now()
        review = db.write(
            lambda session: laws.close_item(session, review_id, ref, by=_signer(session, by), note=note, now=now)
        ).result()
    say(f"已销项，这份清单还剩 {review.waiting} 项。" if review.waiting else "已销项，这份清单全部办完。")


def _day(on: datetime | None, site: Path) -> date:
    """The day asked about; without one, today where the enterprise is."""
    return on.date() if on else clock.day(clock.now(), zone_of(site))


def _known(registry: laws.Registry, text: str) -> laws.Citation:
    """The law or article meant; a law that isn't registered is refused, an article without a gist is not."""
    citation = laws.Citation.parse(text)
    if citation is None or citation.law not in registry.laws:
        raise Refused(
            f"法规登记里没有“{text}”。", way_out="用 anpei laws list 查看编号，写成 xiaofang 或 xiaofang#44。"
        )
    if citation.article is not None and not registry.laws[citation.law].has(citation.article):
        raise Refused(registry.problem(citation) or "没有这一条。", way_out="请核对条号。")
    return citation


def _signer(session: Session, staff_no: str) -> str:
    """The staff number of an active trainer or administrator: a review is signed by a person."""
    person = staff.find(session, staff_no) if staff_no else None
    if person is None or not person.active or not person.roles & {"trainer", "admin"}:
        raise Refused("法规复核要由在职的培训师或管理员来办。", way_out="请加 --by 工号。")
    return person.staff_no


def _database(site: Site) -> Database:
    bring_up_to_date(site)
    return Database(site.database_url)

"""``anpei bank``: questions from files into the bank as drafts, and out of it; keys leave by this way only."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import typer

from anpei import bank, clock, exchange
from anpei.authoring import Author
from anpei.cli.console import SiteOption, out, say
from anpei.cli.noting import note_command
from anpei.content import Shelves
from anpei.errors import Refused
from anpei.findings import render_text, to_json
from anpei.plainfiles import write_atomic
from anpei.settings import open_site

app = typer.Typer()
SHOWN = 3
COMMAND_LINE = Author("", "命令行")
T = TypeVar("T")


@app.command("import")
def import_file(
    site: SiteOption,
    file: Path = typer.Argument(..., metavar="文件", help=f"{exchange.READABLE}。"),
    dry_run: bool = typer.Option(False, "--dry-run", help="只看会怎样，不写入。"),
    topic: str = typer.Option("", "--topic", metavar="主题", help="没有写主题的题放进哪个主题，如 fire。"),
    practice: bool = typer.Option(False, "--practice", help="都是练习题，学员看得到答案；不写就是考试题。"),
    sheet: str = typer.Option("", "--sheet", help="只读这一张工作表，隐藏的也读。"),
    columns: list[str] = typer.Option([], "--column", metavar="列=表头", help="如 --column 题干=试题描述；可写多次。"),
    kinds: list[str] = typer.Option([], "--kind", metavar="词=题型", help="如 --kind 1=单选；可写多次。"),
    truths: list[str] = typer.Option([], "--truefalse", metavar="词=对或错", help="如 --truefalse A=对；可写多次。"),
    digits: str = typer.Option("", "--digits", metavar="option", help="答案里的 1、2、3 是第几个选项。"),
    amounts: str = typer.Option("", "--amounts", metavar="写法", help="2.5 米一类的答案：number 是数，text 照字面。"),
    as_json: bool = typer.Option(False, "--json", help="输出 JSON。"),
) -> None:
    """导入题目，都成为草稿；同一个文件再导一次不会重复。"""
    opened = open_site(site)
    choices = exchange.Choices(
        sheet=sheet, columns=dict(map(_column, columns)), kinds=dict(map(_kind, kinds)),
        truefalse=dict(map(_truth, truths)), digits=_one_of("--digits", digits, ("", "option")),
        amounts=_one_of("--amounts", amounts, ("", "text", "number")), topic=_topic(topic, opened.shelves),
        use="practice" if practice else "exam",
    )  # fmt: skip
    data, findings = exchange.read_file(file)
    if findings:
        raise Refused(findings[0].message, way_out="请检查文件名和权限。")
    paths: tuple[Path, ...] = ()
    with out.status("正在读题目…"):
        source = exchange.read_questions(data, str(file), choices)
        if dry_run:
            plan = exchange.examine(opened, source, data, choices)
        else:
            note_command(opened)
            day = clock.day(clock.now(), opened.zone).isoformat()
            landing = exchange.land(opened, source, data, choices, day=day, author=COMMAND_LINE)
            plan, paths = landing.plan, landing.paths
    if as_json:
        told = {**plan.to_json(), "applied": not dry_run, "paths": [str(path) for path in paths]}
        typer.echo(json.dumps(told | {"told": to_json(plan.told())}, ensure_ascii=False, indent=1))
    else:
        _tell(plan, paths, bank.topics(opened.shelves), dry_run=dry_run)
    if not plan.questions:
        raise typer.Exit(1)


@app.command("export")
def export(
    site: SiteOption,
    file: Path = typer.Argument(..., metavar="文件", help="写到哪里（只有本用户能读）；里面有答案，用完请删除。"),
    name: str = typer.Option("", "--format", metavar="格式", help=f"{'、'.join(exchange.WRITERS)}；不写就看文件名。"),
    topics: list[str] = typer.Option([], "--topic", metavar="主题", help="只要这个主题的题；可写多次。"),
    drafts: bool = typer.Option(False, "--drafts", help="也要写好了的草稿。"),
) -> None:
    """导出题目和答案，给别的平台用，或改好了再导回来。"""
    opened = open_site(site)
    if file.exists():
        raise Refused(f"{file} 已存在，不会覆盖。", way_out="请换一个文件名。")
    endings = {ending: known for known, (ending, _) in reversed(exchange.WRITERS.items())}
    name = name or endings.get(file.suffix.lower(), "")
    if name not in exchange.WRITERS:
        raise Refused("看不出要哪种格式。", way_out=f"用 --format 指定，可写：{'、'.join(exchange.WRITERS)}。")
    wanted = [_topic(topic, opened.shelves) for topic in topics]
    items = exchange.choose(bank.load(opened.shelves), wanted, drafts=drafts)
    note_command(opened)
    exported = exchange.write(items, name)
    write_atomic(file, exported.data, mode=0o600)
    by_words: dict[str, list[str]] = {}
    for item_id, words in exported.lost:
        by_words.setdefault(words, []).append(item_id)
    for words, ids in by_words.items():
        say(f"没有导出的{words}：{len(ids)} 题（{'、'.join(ids[:SHOWN])}{'…' if len(ids) > SHOWN else ''}）")
    say(f"已导出 {exported.count} 题：{file.resolve()}。里面有答案，请妥善保管。")


def _tell(plan: exchange.ImportPlan, paths: tuple[Path, ...], topics: Mapping[str, str], *, dry_run: bool) -> None:
    told = plan.told()
    if told:
        out.print(render_text(told, Path.cwd()), markup=False, soft_wrap=True)
    counted = "，".join(f"{exchange.WORDS[outcome]} {number}" for outcome, number in plan.counts.items() if number)
    if not plan.questions:
        say("没有读到题目，什么也没有写入。")
        return
    say(f"{'试运行，没有写入' if dry_run else '导入完'}：共 {len(plan.questions)} 题，{counted}。")
    if any(doubt.code == "topic" for question in plan.questions for doubt in question.doubts):
        say(f"--topic 可写：{'、'.join(f'{slug}（{title}）' for slug, title in topics.items())}。")
    if plan.leftovers:
        say(f"另有 {len(plan.leftovers)} 行没有成为题目，见上。")
    needs: dict[str, int] = {}
    for question in plan.new:
        for need in question.needs:
            needs[need] = needs.get(need, 0) + 1
    for need, number in sorted(needs.items(), key=lambda each: -each[1])[:SHOWN]:
        say(f"发布前要做：{need}（{number} 题）")
    for path in paths:
        say(f"草稿在 {path}")


def _pairs(option: str, text: str, example: str, meant: Callable[[str], T | None]) -> tuple[str, T]:
    """``词=意思`` of an option, with what the meaning is here."""
    word, _, meaning = text.rpartition("=")
    value = meant(meaning.strip())
    if not word.strip() or value is None:
        raise Refused(f"看不懂 {option} {text}。", way_out=f"写法如 {option} {example}。")
    return word.strip(), value


def _kind(text: str) -> tuple[str, str]:
    return _pairs("--kind", text, "1=单选", lambda word: exchange.kind_word(word) or None)


def _truth(text: str) -> tuple[str, bool]:
    return _pairs("--truefalse", text, "A=对", exchange.answer_word)


def _column(text: str) -> tuple[str, str]:
    """``列=表头``: the head of the file and the field it means."""
    label, _, head = text.partition("=")
    field = exchange.field_of_head(label)
    if not field or not head.strip():
        known = "、".join([*exchange.LABELS.values(), "选项A"])
        raise Refused(f"看不懂 --column {text}。", way_out=f"写成“列=文件里的表头”，列可写：{known}。")
    return exchange.head_word(head), field


def _topic(topic: str, shelves: Shelves) -> str:
    """A topic of the bank, or none."""
    topics = bank.topics(shelves)
    if topic and topic not in topics:
        known = "、".join(f"{slug}（{title}）" for slug, title in topics.items()) or "还没有"
        raise Refused(f"没有主题“{topic}”。", way_out=f"可写：{known}；新主题先登记到 quizzes/topics.yaml。")
    return topic


def _one_of(option: str, value: str, words: tuple[T, ...]) -> T:
    for word in words:
        if word == value:
            return word
    raise Refused(f"{option} 不能写 {value}。", way_out=f"可写：{'、'.join(str(word) for word in words if word)}。")

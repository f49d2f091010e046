"""``anpei assignments``: papers as nbgrader assignments, and the marks on their way there and back."""

from __future__ import annotations

import typer
from sqlalchemy.orm import Session

from anpei import assignments, clock, publishing
from anpei.cli.console import SiteOption, say
from anpei.cli.noting import note_command
from anpei.errors import NotFound
from anpei.papers import Paper
from anpei.settings import Site, open_site

app = typer.Typer()
PaperArgument = typer.Argument("", help="试卷的短名；不写就是全部。")


def chosen(site: Site, slug: str) -> list[Paper]:
    """One paper, or every usable one."""
    known = publishing.ContentReader(site).content().papers.papers
    if slug and slug not in known:
        raise NotFound(f"没有可用的试卷“{slug}”。", way_out="可用的：" + ("、".join(sorted(known)) or "（无）"))
    return [known[slug]] if slug else [known[name] for name in sorted(known)]


@app.command("build")
def build(site: SiteOption, paper: str = PaperArgument) -> None:
    """由试卷生成 nbgrader 作业。"""
    opened = open_site(site)
    for each in chosen(opened, paper):
        done = assignments.build_assignment(opened, each)
        say(f"{each.slug}：{'已生成' if done else '没有变化'}")


@app.command("release")
def release(site: SiteOption, paper: str = PaperArgument) -> None:
    """把作业放进 nbgrader 的收发文件夹，供 nbgrader fetch_assignment 领取。"""
    opened = open_site(site)
    slugs = [each.slug for each in chosen(opened, paper)]
    note_command(opened)
    assignments.release(opened, slugs)
    say(f"已发放：{'、'.join(slugs)}")


@app.command("grade")
def grade(
    site: SiteOption,
    paper: str = PaperArgument,
    learner: str = typer.Option("*", "--learner", help="工号；不写就是全部。"),
    force: bool = typer.Option(False, "--force", help="已评过的也重新评。"),
) -> None:
    """用 nbgrader 自动评分，不启动任何内核。"""
    opened = open_site(site)
    desk = assignments.context_for(str(opened.root))
    note_command(opened)
    for each in chosen(opened, paper):
        for name in assignments.assignments_of(desk.course, each.slug) or [each.slug]:
            if any(desk.course.root.glob(f"submitted/{learner}/{name}/*.ipynb")):
                assignments.run_autograde(desk, name, learner, force=force)
                say(f"{name}：已评分")
            else:
                say(f"{name}：还没有答卷")


@app.command("collect")
def collect(site: SiteOption) -> None:
    """把阅卷页里的分数和评语收进档案；平时由阅卷服务自动做。"""
    desk = assignments.context_for(str(open_site(site).root))
    found = assignments.collect_marks(desk)
    for trouble in found.troubles:
        say(trouble)
    say(f"收到 {found.marks} 处改动，其中 {len(found.troubles)} 处没有收下。")


@app.command("compare")
def compare(
    site: SiteOption,
    mend: bool = typer.Option(False, "--mend", help="让成绩簿照平台的答卷重写不同的那些。"),
) -> None:
    """核对平台的成绩和 nbgrader 成绩簿；平时每晚自动核对。"""
    desk = assignments.context_for(str(open_site(site).root))
    found = assignments.differences(desk)
    for one in found:
        say(one.words)
    if not found:
        say("两边一致。")
    elif mend:
        again = sorted({one.attempt for one in found})
        assignments.grade(desk, again)
        left = assignments.differences(desk)
        say(f"重写了 {len(again)} 份，还有 {len(left)} 份不同。" + ("" if not left else "请在阅卷页改正它们的分数。"))
    else:
        say(found[0].way_out)
        raise typer.Exit(1)


@app.command("publish")
def publish(
    site: SiteOption,
    paper: str = typer.Argument(..., help="试卷的短名。"),
    by: str = typer.Option(..., "--by", help="公布人的工号。"),
) -> None:
    """公布已收进的分数，员工即可看到。"""
    desk = assignments.context_for(str(open_site(site).root))

    def work(session: Session) -> list[int]:
        return assignments.publish(session, paper, clock.now(), by)

    say(f"已公布 {len(desk.db.write(work).result())} 份答卷的成绩。")

"""One function a kind of content; each writes into the site's workspace and never over an existing file.

A workspace file hides the bundled one of the same name, so a new item gets a file of its own: a second ``fire.yaml``
would take the bundled questions away.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib.resources import files
from io import StringIO
from pathlib import Path
from string import Template
from typing import Any

from ruamel.yaml import YAML

from anpei import bank
from anpei.content import Shelves
from anpei.errors import Conflict, NotFound, Refused
from anpei.exercises import scenarios
from anpei.plainfiles import write_atomic

__all__ = ["KINDS", "Made", "chapter", "course", "drill", "item", "paper"]

KINDS = bank.KINDS
SLUG = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
ITEM_ID = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)+$")
CHAPTER = re.compile(r"^\d\d-[a-z0-9]+(-[a-z0-9]+)*$")
TITLE_LENGTH = 60
DRAWN = 5
STEM = "写一个场面（$name）：谁、在哪里、看见了什么。最后要有一问：他该怎么做？"
STEMS = {"cloze": "写一句话（$name），空写成[[正确的词]]，再写一个[[别的词]]，至少两个空。"}
"""What a new item asks for as its stem, where a kind is written in another way."""
DRAFT = "它现在是草稿，只有作者看得到；写好了删去 state: draft 这一行，再发布内容。"


@dataclass(frozen=True)
class Made:
    """What was written, and what the author does next, in Chinese."""

    paths: tuple[Path, ...]
    way_on: str


def course(workspace: Path, shelves: Shelves, name: str, title: str = "") -> Made:
    """A course of one chapter."""
    _named(name, SLUG, "课程名", "fire-escape")
    _free(shelves, f"courses/{name}/course.yaml", f"课程“{name}”已经有了。")
    folder, title = workspace / "courses" / name, _title(title, "这里写课程的名字")
    first = folder / "01-start.ipynb"
    write_atomic(first, _notebook("第一章写一个场面"))
    write_atomic(folder / "course.yaml", _fill("course.yaml", title=title))
    return Made(
        (folder / "course.yaml", first),
        f"在 JupyterLab 里打开章节来写；写法见 courses/README.md。{DRAFT}",
    )


def chapter(workspace: Path, shelves: Shelves, name: str, title: str = "") -> Made:
    """A chapter ``course/02-smoke``, put at the end of the course's list."""
    slug, _, stem = name.partition("/")
    _named(stem, CHAPTER, "章节名", "fire-escape/02-smoke")
    listing = workspace / "courses" / slug / "course.yaml"
    if shelves.find(f"courses/{slug}/course.yaml") is None:
        raise NotFound(f"没有课程“{slug}”。", way_out=f"先运行 anpei new course {slug}")
    if not listing.is_file():
        raise Refused(f"课程“{slug}”是自带的，还没有复制过来。", way_out=f"先运行 anpei content adopt courses/{slug}")
    path, title = listing.parent / f"{stem}.ipynb", _title(title, "这里写章节的名字")
    if path.exists():
        raise Conflict(f"章节“{name}”已经有了。", way_out="请换一个编号。")
    entry = {"file": path.name, "title": title, "minutes": 10, "mode": "static", "state": "draft"}
    text = _listed(listing, entry)
    write_atomic(path, _notebook(title))
    write_atomic(listing, text)
    return Made((path, listing), f"在 JupyterLab 里打开它来写。{DRAFT}")


def item(workspace: Path, shelves: Shelves, name: str, topic: str = "", kind: str = "single") -> Made:
    """A practice item in a file of its own: nothing unfinished is examined."""
    _named(name, ITEM_ID, "题号", "fire-040")
    if kind not in KINDS:
        raise Refused(f"不认识的题型“{kind}”。", way_out=f"可用：{'、'.join(KINDS)}。")
    items = bank.load(shelves)
    topic = _topic(items, topic or name.split("-")[0])
    path = workspace / "quizzes/bank" / f"{name}.yaml"
    if name in items.origins or path.exists():
        raise Conflict(f"题号“{name}”已经用过。", way_out="题号不重复使用，请换一个。")
    body = Template(_template(f"item-{kind}.yaml")).substitute(name=name)
    stem = Template(STEMS.get(kind, STEM)).substitute(name=name)
    paths = (path, workspace / f"quizzes/media/{name}.svg") if kind == "spot" else (path,)
    for picture in paths[1:]:
        write_atomic(picture, _template("scene.svg"))
    write_atomic(path, _fill("item.yaml", name=name, topic=topic, kind=kind, stem=stem, body=body))
    return Made(paths, f"写好后运行 anpei content check；要考的题再把 use 改成 exam。{DRAFT}")


def paper(workspace: Path, shelves: Shelves, name: str, topic: str = "", title: str = "") -> Made:
    """A paper that draws up to five questions of one topic."""
    _named(name, SLUG, "试卷名", "fire-basics")
    _free(shelves, f"quizzes/papers/{name}.yaml", f"试卷“{name}”已经有了。")
    items = bank.load(shelves)
    topic = _topic(items, topic or name.split("-")[0])
    ready = [version for name, version in items.items.items() if name not in items.drafts]
    fit = sum(v.topic == topic and v.use == "exam" and v.public.kind != "case" for v in ready)
    if not fit:
        raise Refused(f"主题“{topic}”还没有考试题，出不了试卷。", way_out="先写几道 use: exam 的题，或换一个 --topic。")
    path = workspace / "quizzes/papers" / f"{name}.yaml"
    words = {"title": _title(title, "这里写试卷的名字"), "topic": topic, "count": str(min(DRAWN, fit))}
    write_atomic(path, _fill("paper.yaml", **words))
    return Made((path,), f"改好题数和分值后运行 anpei content check，再在看板上安排给人。{DRAFT}")


def drill(workspace: Path, shelves: Shelves, name: str, title: str = "") -> Made:
    """A scenario of two decisions with a plan."""
    _named(name, SLUG, "情景名", "pump-room")
    _free(shelves, f"drills/{name}/scenario.yaml", f"情景“{name}”已经有了。")
    folder = workspace / "drills" / name
    write_atomic(workspace / "drills/scenario.schema.json", scenarios.schema_text())
    write_atomic(folder / "plan.svg", _template("plan.svg"))
    write_atomic(folder / "scenario.yaml", _fill("scenario.yaml", title=_title(title, "这里写情景的名字")))
    return Made(
        (folder / "scenario.yaml", folder / "plan.svg"),
        f"改好后运行 anpei drill walk {name}，看能走出哪些结局。{DRAFT.replace('state', 'status')}",
    )


def _named(name: str, form: re.Pattern[str], what: str, example: str) -> None:
    if len(name) > 64 or not form.match(name):
        raise Refused(f"{what}“{name}”的写法不对。", way_out=f"用小写字母、数字和连字符，如 {example}。")


def _free(shelves: Shelves, relative: str, message: str) -> None:
    if shelves.find(relative) is not None:
        raise Conflict(message, way_out="请换一个名字；要改已有的，先运行 anpei content adopt。")


def _title(title: str, otherwise: str) -> str:
    """One line of words, or what asks for them."""
    words = " ".join(title.split())
    if len(words) > TITLE_LENGTH:
        raise Refused("标题太长。", way_out=f"请控制在 {TITLE_LENGTH} 字以内。")
    return words or otherwise


def _topic(items: bank.Bank, topic: str) -> str:
    if topic not in items.topics:
        known = "、".join(items.topics) or "还没有"
        raise Refused(f"没有主题“{topic}”。", way_out=f"用 --topic 指定（{known}），或先登记到 quizzes/topics.yaml。")
    return topic


def _template(name: str) -> str:
    return (files("anpei.scaffold") / "templates" / name).read_text(encoding="utf-8")


def _fill(template: str, **words: str) -> str:
    """A template with its words; a title is quoted, so that a colon in it does no harm."""
    if "title" in words:
        words["title"] = json.dumps(words["title"], ensure_ascii=False)
    return Template(_template(template)).substitute(words)


def _notebook(title: str) -> str:
    cells: list[dict[str, Any]] = []
    parts = Template(_template("chapter.txt")).substitute(title=title).split("%% ")[1:]
    for number, part in enumerate(parts, 1):
        kind, _, source = part.partition("\n")
        cell: dict[str, Any] = {"cell_type": kind, "id": f"new-{number}", "metadata": {}}
        if kind == "code":
            cell |= {"execution_count": None, "outputs": []}
        cells.append(cell | {"source": source.strip().splitlines(keepends=True)})
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    whole = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _listed(listing: Path, entry: dict[str, Any]) -> str:
    """The course file with one chapter more; comments and order stay as its author left them."""
    yaml = YAML(typ="rt")
    yaml.width = 200
    yaml.indent(mapping=2, sequence=4, offset=2)
    tree = yaml.load(listing.read_text(encoding="utf-8"))
    if not isinstance(tree, dict) or not isinstance(tree.get("chapters"), list):
        raise Refused(f"{listing} 写法有误，添不进新章节。", way_out="请先运行 anpei content check。")
    tree["chapters"].append(entry)
    text = StringIO()
    yaml.dump(tree, text)
    return text.getvalue()

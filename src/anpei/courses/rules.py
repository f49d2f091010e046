"""One rule a chapter must keep = one small function and one entry in ``RULES``; each finds every place at once."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from anpei.courses.markdown import cites_of, images_of, links_of, paragraphs_of
from anpei.courses.model import Cell, Chapter
from anpei.courses.notebook import practice_items, syntax_of
from anpei.findings import Finding, Level
from anpei.laws import Citation, Registry
from anpei.promises import promises

__all__ = ["LONGEST_PARAGRAPH", "RULES", "Page", "Rule", "citation_problem"]

LONGEST_PARAGRAPH = 220
_LOGIC = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.AsyncFor, ast.While, ast.If,
    ast.Try, ast.With, ast.AsyncWith, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
)  # fmt: skip


_OUTSIDE = re.compile(r"^(https?:|mailto:|tel:|//)", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """A chapter under check; ``practice`` maps item ids to their use (or ``draft``), None when no bank is at hand."""

    chapter: Chapter
    cells: list[Cell]
    registry: Registry
    practice: Mapping[str, str] | None

    def of_kind(self, kind: str) -> Iterator[Cell]:
        return (cell for cell in self.cells if cell.kind == kind)

    def finding(self, line: int, rule: str, message: str, level: Level = "error") -> Finding:
        return Finding(str(self.chapter.path), line, rule, message, level)


Rule = Callable[[Page], Iterator[Finding]]


def media_exists(page: Page) -> Iterator[Finding]:
    """A picture lies in the course folder; a plant may have no internet."""
    for cell in page.of_kind("markdown"):
        for source, _, line in images_of(cell.source):
            if "://" in source or source.startswith("//"):
                yield page.finding(cell.at(line), "media-remote", f"图片“{source}”在外网，请放进课程的 media 文件夹。")
            elif not _inside(page.chapter.path.parent, source):
                yield page.finding(cell.at(line), "media-missing", f"找不到图片“{source}”，请放进课程的 media 文件夹。")


def _inside(folder: Path, source: str) -> bool:
    path = (folder / source).resolve()
    return path.is_file() and path.is_relative_to(folder.resolve())


def media_has_words(page: Page) -> Iterator[Finding]:
    """A picture says in words what it shows, for those who can't see it."""
    for cell in page.of_kind("markdown"):
        for source, alt, line in images_of(cell.source):
            if not alt.strip():
                yield page.finding(cell.at(line), "alt-missing", f"图片“{source}”没有替代文字：![写在这里]({source})。")


def links_live(page: Page) -> Iterator[Finding]:
    """A link within the course leads somewhere: to a file beside it or to another chapter."""
    folder = page.chapter.path.parent
    for cell in page.of_kind("markdown"):
        for target, line in links_of(cell.source):
            place = target.split("#")[0].split("?")[0]
            inside = not place or _inside(folder, place) or _inside(folder, f"{place}.ipynb")
            if not _OUTSIDE.match(target) and not inside:
                yield page.finding(cell.at(line), "link-dead", f"链接“{target}”没有去处，请改正，或删去链接。")


def citations_resolve(page: Page) -> Iterator[Finding]:
    """Every citation stands in the register of laws, with a gist."""
    for cell in page.of_kind("markdown"):
        for citation, line in cites_of(cell.source):
            problem = citation_problem(citation, page.registry)
            if problem:
                yield page.finding(cell.at(line), "cite-unresolved", problem)


def citation_problem(text: str, registry: Registry) -> str | None:
    """Why a citation can't be shown, in Chinese; None when it can."""
    citation = Citation.parse(text)
    if citation is None:
        return f"“{text}”不是条文引用，应写成 [[xiaofang#44]]。"
    return registry.problem(citation)


def has_activity(page: Page) -> Iterator[Finding]:
    """A chapter asks the reader to do something, not only to read; one of text alone is told, and published."""
    if not any(cell.source.strip() for cell in page.of_kind("code")):
        yield page.finding(0, "no-activity", "这一章只有文字，最好加一个练习或模拟，例如 aw.practice(…)。", "warning")


def paragraphs_short(page: Page) -> Iterator[Finding]:
    """A paragraph fits a phone's screen."""
    for cell in page.of_kind("markdown"):
        for words, line in paragraphs_of(cell.source):
            if len(words) > LONGEST_PARAGRAPH:
                message = f"这一段有 {len(words)} 字，手机上读着累，请拆成 {LONGEST_PARAGRAPH} 字以内的几段。"
                yield page.finding(cell.at(line), "paragraph-long", message, "warning")


def no_promises(page: Page) -> Iterator[Finding]:
    """Nothing is called absolutely safe; what somebody is quoted as saying is free."""
    for cell in page.of_kind("markdown"):
        for number, line in enumerate(cell.source.splitlines()):
            for word in promises(line):
                message = f"“{word}”说得太满，安全里没有绝对，请换成能做到的说法。"
                yield page.finding(cell.at(number), "absolute-promise", message, "warning")


def outputs_stripped(page: Page) -> Iterator[Finding]:
    """A notebook is kept without outputs: they are made when content is built."""
    for cell in page.of_kind("code"):
        if cell.has_output:
            yield page.finding(cell.line, "notebook-output", "笔记本里存着运行结果，请清除全部输出后再保存。")


def only_calls(page: Page) -> Iterator[Finding]:
    """Code cells import and call; logic lives in the package, where it is tested. A live chapter may have its own."""
    for cell in page.of_kind("code"):
        tree = syntax_of(cell.source)
        if isinstance(tree, int):
            yield page.finding(cell.at(tree), "code-syntax", "代码写法有误，运行不了。")
            continue
        for node in ast.walk(tree):
            if page.chapter.mode == "static" and isinstance(node, _LOGIC):
                message = "静态章节里只写调用；函数、循环、判断请放进程序包再调用，或把这一章设为 mode: live。"
                yield page.finding(cell.at(node.lineno - 1), "code-logic", message)


def practice_is_practice(page: Page) -> Iterator[Finding]:
    """A chapter shows practice items only: an exam item answered openly would be spent."""
    if page.practice is None:
        return
    for cell in page.of_kind("code"):
        for item, line in practice_items(cell.source):
            use = page.practice.get(item)
            if use is None:
                yield page.finding(cell.at(line), "practice-missing", f"题库里没有“{item}”。")
            elif use == "draft":
                if not page.chapter.draft:
                    yield page.finding(cell.at(line), "practice-draft", f"“{item}”还是草稿，学员做不了；请先发布它。")
            elif use != "practice":
                message = f"“{item}”是考试题，不能在课里公开作答；请换一道 use: practice 的题。"
                yield page.finding(cell.at(line), "practice-use", message)


RULES: tuple[Rule, ...] = (
    media_exists,
    media_has_words,
    links_live,
    citations_resolve,
    has_activity,
    paragraphs_short,
    no_promises,
    outputs_stripped,
    only_calls,
    practice_is_practice,
)

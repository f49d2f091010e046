"""From draft to published and away again: what counts for readers, changed object by object.

Publishing demands that nothing is wrong with an object, and where the site asks for it that another person has read
exactly this version. What is retired is drawn no more; whoever has answered it can still look back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from anpei import courses, publishing
from anpei.authoring.model import KINDS, Author, AuthoredObject, Saved
from anpei.authoring.service import Authoring
from anpei.authoring.steps import Approvals
from anpei.errors import Refused
from anpei.findings import FieldFinding, errors_only

__all__ = ["HeldBack", "Release", "Released", "ready"]

CHANGED = "你看过以后又有人改了，没有发布；请看过新的内容再发布。"
UNREAD = "还没有另一位审核过这个版本，没有发布。"
WRONG = "还有问题，没有发布；改好再发布。"
LEFT = "和别的内容放在一起有问题（如编号重复），没有发布；运行 anpei content check 看细节。"


@dataclass(frozen=True)
class HeldBack:
    """An object that was not published, and why."""

    key: str
    why: str
    findings: tuple[FieldFinding, ...] = ()


@dataclass(frozen=True)
class Released:
    """What an act of publishing came to."""

    published: tuple[str, ...]
    held: tuple[HeldBack, ...]


class Release:
    """Publishes what authors choose; takes seconds, for everything is checked together."""

    def __init__(self, desk: Authoring, reader: publishing.ContentReader) -> None:
        self.desk, self.reader = desk, reader

    def publish(self, chosen: Sequence[tuple[str, str, str]], author: Author, approved: Approvals = ()) -> Released:
        """Publish objects, each named by kind, slug and the mark of the version that is meant."""
        held: list[HeldBack] = []
        going: list[AuthoredObject] = []
        for kind, slug, mark in chosen:
            told = self.desk.get(kind, slug)
            stopped = self._stopped(told, mark, approved)
            if stopped is None:
                going.append(told)
            else:
                held.append(stopped)
        if not going:
            return Released((), tuple(held))
        drafts = [told for told in going if told.state != "published"]
        self._let(drafts, "", author, f"发布 {len(going)} 项" if len(going) > 1 else f"发布{_titled(going[0])}")
        marks = approved if self.second_reader else [(told.key, told.mark) for told in going]
        self.reader.publish(author.staff_no, _keys(going, self.reader), ready(self.desk, marks))
        done: list[AuthoredObject] = []
        left: list[AuthoredObject] = []
        for told in going:
            now = self.desk.get(told.kind, told.slug)
            (done if now.published and not now.changed else left).append(told)
        stopped_drafts = [told for told in left if told.state == "draft" and not told.published]
        self._let(stopped_drafts, "draft", author, "没有发布成，仍是草稿")
        held += [HeldBack(told.key, LEFT if self._is_still(told) else CHANGED) for told in left]
        return Released(tuple(told.key for told in done), tuple(held))

    def _is_still(self, told: AuthoredObject) -> bool:
        return self.desk.get(told.kind, told.slug).mark == told.mark

    @property
    def second_reader(self) -> bool:
        return self.desk.site.settings.content.second_reader

    def _stopped(self, told: AuthoredObject, mark: str, approved: Approvals) -> HeldBack | None:
        if told.mark != mark:
            return HeldBack(told.key, CHANGED)
        if self.second_reader and (told.key, mark) not in approved:
            return HeldBack(told.key, UNREAD)
        found = self.desk.check(told.kind, told.slug, told.value, told.topic)
        if errors_only(found):
            return HeldBack(told.key, WRONG, found)
        return None

    def retire(self, kind: str, slug: str, *, base: str, author: Author) -> Saved:
        """Take an object out of use."""
        if not KINDS[kind].state:
            raise Refused(f"{KINDS[kind].title}不能停用。", code="state", way_out="请改它的内容，例如失效日期。")
        needing = self.needed_by(slug) if kind == "item" else []
        if needing:
            named, way_out = "”“".join(needing), "请先给试卷换题或补题，再停用。"
            raise Refused(f"试卷“{named}”有题位只能抽这一道题。", code="needed", way_out=way_out)
        told = self.desk.get(kind, slug)
        saved = self.desk.save(
            kind, slug, told.value, base=base, author=author, sentence=f"停用{_titled(told)}", state="retired"
        )
        self.reader.publish(author.staff_no, _keys([told], self.reader))
        return Saved(self.desk.get(kind, slug), saved.findings, saved.merged, saved.commit)

    def revive(self, kind: str, slug: str, *, base: str, author: Author) -> Saved:
        """Let a retired object be a draft again."""
        told = self.desk.get(kind, slug)
        if told.state != "retired":
            raise Refused("它没有停用。", code="state", way_out="请刷新页面。")
        words = f"恢复使用{_titled(told)}"
        return self.desk.save(kind, slug, told.value, base=base, author=author, sentence=words, state="draft")

    def needed_by(self, slug: str) -> list[str]:
        """Titles of papers in which nothing else could take a question's place."""
        papers = self.reader.content().papers.papers.values()
        return [paper.title for paper in papers if any(set(slot.candidates) == {slug} for slot in paper.slots)]

    def writers(self, kind: str, slug: str) -> frozenset[str]:
        """Staff numbers of all who have changed an object since it was published last."""
        entry = self.desk.shelf.published.entry(kind, slug)
        since = entry.at if entry is not None else 0
        return frozenset(
            each.author.staff_no for each in self.desk.history(kind, slug) if each.at + 999 > since
        ) - {""}  # fmt: skip

    def _let(self, objects: Iterable[AuthoredObject], state: str, author: Author, sentence: str) -> None:
        """Write a state beside objects, all of a kind in one commit."""
        by_kind: dict[str, list[str]] = {}
        for told in objects:
            if KINDS[told.kind].state:
                by_kind.setdefault(told.kind, []).append(told.slug)
        for kind, slugs in by_kind.items():
            self.desk.write_state(kind, slugs, state, author, sentence)


def ready(desk: Authoring, approved: Approvals) -> Callable[[publishing.Candidate], bool]:
    """Whether another person has read what is about to be published; chapters are read with their course."""

    def holds(candidate: publishing.Candidate) -> bool:
        kind, slug = candidate.kind, candidate.slug
        if kind == "chapter":
            kind, slug = "course", slug.partition("/")[0]
        if kind not in KINDS:
            return True
        told = desk.get(kind, slug)
        if kind == "item":
            seen = desk.shelf.published.wording(told)
            if seen is None or seen.model_dump(mode="json") != candidate.value:
                return False
        return (told.key, told.mark) in approved

    return holds


def _keys(objects: Iterable[AuthoredObject], reader: publishing.ContentReader) -> Collection[str]:
    """What goes with objects when they are published: a course takes its chapters along."""
    keys = set[str]()
    for told in objects:
        name = KINDS[told.kind].published
        keys.add(f"{name}/{name if told.kind == 'topic' else told.slug}")
        if told.kind == "course":
            rows = told.value.get("chapters")
            known = reader.content().catalog.courses.get(told.slug)
            keys |= {f"chapter/{told.slug}/{chapter.slug}" for chapter in (known.chapters if known else ())}
            files = [row.get("file") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
            keys |= {f"chapter/{told.slug}/{courses.chapter_slug(str(file).removesuffix('.ipynb'))}" for file in files}
    return keys


def _titled(told: AuthoredObject) -> str:
    return f"{KINDS[told.kind].title} {told.slug}"

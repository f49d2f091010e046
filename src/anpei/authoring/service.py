"""Writing content: save, create, move and delete objects, each save a commit; history, comparison and restoring.

Findings never keep a draft from being saved. A save over somebody else's change is merged field by field, or refused
with both versions. Everything here reads and writes the disk: never call it on a thread that others wait for.
"""

from __future__ import annotations

import os
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from anpei import bank, clock
from anpei.authoring.checking import Checker
from anpei.authoring.differences import same
from anpei.authoring.files import Authored, AuthoredFile, parse_file
from anpei.authoring.history import BUNDLED, EXTERNAL, Change, history_of
from anpei.authoring.model import KINDS, Author, AuthoredObject, Revision, SaveConflict, Saved, merged
from anpei.authoring.object_history import ObjectHistory
from anpei.authoring.rendering import Styles, block
from anpei.authoring.search import SearchIndex
from anpei.authoring.shelf import BankPlace, ShelfReader
from anpei.errors import Conflict, NotFound, Refused
from anpei.findings import FieldFinding, Finding
from anpei.settings import Site

__all__ = ["Authoring"]

MOST_IN_A_FILE = 400
KEPT_VERSIONS = 5000
SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}")
NAME = re.compile(r"quizzes/bank/[a-z0-9][a-z0-9-]{0,80}\.yaml")
ADOPTED = "采用平台自带的内容"
NEW_FILE = "topic: {topic}\nitems: []\n"


class Authoring:
    """The writing side of a site's content; one a process."""

    def __init__(self, site: Site, now: Callable[[], int] = clock.now) -> None:
        self.site, self._now = site, now
        self.log = history_of(site)
        self.workspace = self.log.workspace
        self.past = ObjectHistory(self.log, now)
        self.shelf = ShelfReader(site)
        self.checker = Checker(site, now)
        self.index = SearchIndex()
        self._bases: OrderedDict[tuple[str, str, str], dict[str, Any]] = OrderedDict()

    # --- reading ---

    def objects(self, kind: str) -> list[AuthoredObject]:
        """Every object of a kind, in the order of the files."""
        return list(self.shelf.objects(_known(kind)))

    def get(self, kind: str, slug: str) -> AuthoredObject:
        """An object as it lies there; its version is remembered as what somebody may be about to change."""
        path, file, found = self._find(kind, slug)
        told = self.shelf.told(kind, path, file, found)
        self._remember(told)
        return told

    def files(self, kind: str) -> list[BankPlace]:
        """Where objects of a kind lie."""
        return self.shelf.places(_known(kind))

    def broken(self, kind: str) -> list[Finding]:
        """Files whose objects can't be told at all, with why."""
        return self.shelf.broken(_known(kind))

    def check(self, kind: str, slug: str, wanted: Mapping[str, Any], topic: str = "") -> tuple[FieldFinding, ...]:
        """What is wrong with an object that says this, each finding at its field; nothing is saved."""
        return self.checker.check(kind, slug, wanted, topic)

    def search(self, kind: str, words: str) -> list[AuthoredObject]:
        """Objects in which every word is found: in characters, by sound, or by the initials of sounds."""
        return self.index.find(self.shelf.objects(_known(kind)), words)

    def alike(self, slug: str) -> list[tuple[str, float]]:
        """Questions that ask nearly the same as one, the most alike first."""
        wordings = {each.slug: self.shelf.published.wording(each) for each in self.shelf.objects("item")}
        one = wordings.get(slug)
        return bank.alike_to(one, [each for each in wordings.values() if each is not None]) if one is not None else []

    def _find(self, kind: str, slug: str) -> tuple[Path, AuthoredFile, Authored]:
        found = self.shelf.find(_known(kind), slug)
        if found is None:
            raise NotFound(f"没有{KINDS[kind].title}“{slug}”。", way_out="它可能被删除或改名了，请回到列表看看。")
        return found

    def _remember(self, told: AuthoredObject) -> None:
        self._bases[told.kind, told.slug, told.version] = told.value
        while len(self._bases) > KEPT_VERSIONS:
            self._bases.popitem(last=False)

    # --- writing ---

    def save(
        self, kind: str, slug: str, wanted: Mapping[str, Any], *, base: str, author: Author, sentence: str = "",
        topic: str = "", state: str | None = None,
    ) -> Saved:  # fmt: skip
        """Let an object say this; raises :class:`SaveConflict` where somebody else has changed the same since ``base``.

        ``topic`` moves it to a file of another topic; ``state`` is written beside it (empty: none).
        """
        with self.log.alone():
            self._find(kind, slug)
            path, file, found = self._own(kind, slug)
            now = self.shelf.told(kind, path, file, found)
            wanted, taken = self._merged(now, dict(wanted), base)
            wanted = self._identified(kind, slug, wanted)
            told_state = found.state if state is None else state
            if topic and topic != file.topic and KINDS[kind].within == "items":
                return self._moved(file, found, topic, wanted, told_state, author, sentence, taken)
            made = file.edited(slug, wanted, told_state)
            commit = self._write(kind, {file.path: made}, author, sentence or f"修改{_titled(kind, slug)}")
            return self._saved(kind, slug, taken, commit)

    def create(
        self, kind: str, slug: str, wanted: Mapping[str, Any], *, author: Author, topic: str = "", path: str = "",
        sentence: str = "", state: str = "draft",
    ) -> Saved:  # fmt: skip
        """A new object, a draft; without a slug it gets the next free one."""
        chosen = [(slug, wanted)]
        return self.create_many(kind, chosen, author=author, topic=topic, path=path, sentence=sentence, state=state)[0]

    def create_many(
        self, kind: str, objects: Sequence[tuple[str, Mapping[str, Any]]], *, author: Author, topic: str = "",
        path: str = "", sentence: str = "", state: str = "draft",
    ) -> list[Saved]:  # fmt: skip
        """New objects, all or none, in one commit; a file takes 400 of them, then comes the next."""
        rules = KINDS[_known(kind)]
        with self.log.alone():
            taken = {each.slug for each in self.shelf.objects(kind)}
            fresh: dict[str, dict[str, Any]] = {}
            for slug, wanted in objects:
                name = slug or self._free(kind, topic, taken | fresh.keys())
                if not SLUG.fullmatch(name):
                    raise Refused(
                        f"“{name}”不能作编号。", code="slug", way_out="请只用字母、数字和连字符，不超过 63 个。"
                    )
                if name in taken or name in fresh:
                    raise Conflict(f"“{name}”已经有了。", code="exists", way_out="请换一个编号。")
                fresh[name] = self._identified(kind, name, dict(wanted))
            files = self._placed(kind, fresh, topic, path, state)
            words = sentence or (
                f"新建{_titled(kind, next(iter(fresh)))}" if len(fresh) == 1 else f"新建 {len(fresh)} 个{rules.title}"
            )
            commit = self._write(kind, files, author, words)
            told = {each.slug: each for each in self.shelf.objects(kind) if each.slug in fresh}
            return [
                Saved(told[slug], self.check(kind, slug, told[slug].value, told[slug].topic), (), commit)
                for slug in fresh
            ]

    def write_state(self, kind: str, slugs: Iterable[str], state: str, author: Author, sentence: str) -> str:
        """Let objects have a state (empty: none is written), in one commit; what they say stays."""
        with self.log.alone():
            files: dict[str, AuthoredFile] = {}
            for slug in slugs:
                _, file, found = self._own(kind, slug)
                if found.state != state:
                    files[file.path] = files.get(file.path, file).edited(slug, found.value, state)
            return self._write(kind, dict(files), author, sentence) if files else ""

    def delete(self, kind: str, slug: str, *, base: str, author: Author, sentence: str = "") -> str:
        """Take away what was never published; the commit."""
        with self.log.alone():
            path, file, found = self._find(kind, slug)
            now = self.shelf.told(kind, path, file, found)
            if self.shelf.published.entry(kind, slug) is not None or not self.shelf.own(path):
                raise Refused(
                    "发布过的不能删除。", code="published", way_out="请改用“停用”：不再出新题，做过的人还能回看。"
                )
            if base != now.version:
                raise SaveConflict(self._bases.get((kind, slug, base)), {}, now, (), now.value)
            self.log.pick_up(only=[file.path], at=self._now())
            made = file.without(slug) if found.index is not None else None
            return self._write(kind, {file.path: made}, author, sentence or f"删除{_titled(kind, slug)}")

    def free_slug(self, kind: str, topic: str) -> str:
        """An id that nobody has."""
        return self._free(kind, topic, {each.slug for each in self.shelf.objects(kind)})

    def _free(self, kind: str, topic: str, taken: Iterable[str]) -> str:
        stem = topic if SLUG.fullmatch(topic) else kind
        pattern = re.compile(rf"{re.escape(stem)}-n(\d{{1,8}})")
        numbers = [int(match[1]) for match in map(pattern.fullmatch, taken) if match]
        return f"{stem}-n{max(numbers, default=0) + 1:03d}"

    def _identified(self, kind: str, slug: str, wanted: dict[str, Any]) -> dict[str, Any]:
        """What an object says, its id first, without its state."""
        rules = KINDS[kind]
        if rules.within:
            wanted = {**({} if "id" in wanted else {"id": slug}), **wanted} | {"id": slug}
        return {key: value for key, value in wanted.items() if not rules.state or key != rules.state}

    def _merged(self, now: AuthoredObject, wanted: dict[str, Any], base: str) -> tuple[dict[str, Any], tuple[str, ...]]:
        """What is wanted together with what somebody else has changed since ``base``."""
        if base == now.version or same(wanted, now.value):
            return wanted, ()
        was = self._bases.get((now.kind, now.slug, base)) or self.past.version(now.kind, now.slug, now.path, base)
        if was is None:
            fields = tuple(key for key in {**now.value, **wanted} if now.value.get(key) != wanted.get(key))
            raise SaveConflict(None, wanted, now, fields, now.value)
        one = merged(was, wanted, now.value)
        if one.clashes:
            raise SaveConflict(was, wanted, now, one.clashes, one.value)
        return one.value, one.taken

    def _own(self, kind: str, slug: str) -> tuple[Path, AuthoredFile, Authored]:
        """Where an object stands in a file of the enterprise's own; one that came with the platform is adopted."""
        path, file, _ = self._find(kind, slug)
        if not self.shelf.own(path):
            self._adopt(file)
        else:
            self.log.pick_up(only=[file.path], at=self._now())
        return self._find(kind, slug)

    def _adopt(self, file: AuthoredFile) -> None:
        """A file that came with the platform, laid into the workspace as it is, with a commit of its own."""
        self.log.record(Change(BUNDLED, ADOPTED, self._now(), {file.path: file.raw}))

    def _placed(
        self, kind: str, fresh: Mapping[str, dict[str, Any]], topic: str, path: str, state: str
    ) -> dict[str, AuthoredFile]:
        """The files that take new objects, with them in."""
        rules = KINDS[kind]
        if not rules.within and not rules.by_key:
            return {name: self._own_file(kind, slug, value, state) for slug, value in fresh.items()
                    for name in (rules.files.replace("*", slug),)}  # fmt: skip
        waiting, files = list(fresh.items()), {}
        used = set[str]()
        while waiting:
            place = self._room(kind, topic, path, used)
            used.add(place.path)
            room = MOST_IN_A_FILE - len(place.objects) if rules.within == "items" else len(waiting)
            some, waiting = waiting[:room], waiting[room:]
            files[place.path] = place.with_new(dict(some), state)
        return files

    def _own_file(self, kind: str, slug: str, value: dict[str, Any], state: str) -> AuthoredFile:
        """A file that is one new object."""
        rules = KINDS[kind]
        told = {**value, rules.state: state} if state and rules.state else value
        text = block(told, (), -2, Styles()).lstrip("\n") + "\n"
        return parse_file(rules.files.replace("*", slug), rules, text)

    def _room(self, kind: str, topic: str, path: str, used: set[str]) -> AuthoredFile:
        """A file that can take one more object: the named one, else an own one of the topic, else a new one."""
        rules = KINDS[kind]
        for each in self.shelf.paths(kind):
            file = self.shelf.file(each, kind).file
            if file is None or file.path in used or (path and file.path != path):
                continue
            if not path and rules.within == "items" and not (self.shelf.own(each) and file.topic == topic):
                continue
            if rules.within == "items" and len(file.objects) >= MOST_IN_A_FILE:
                continue
            if not self.shelf.own(each):
                self._adopt(file)
            else:
                self.log.pick_up(only=[file.path], at=self._now())
            return file
        if rules.within != "items":
            raise NotFound(f"没有放{rules.title}的文件。", way_out="请先建立这个文件。")
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", topic):
            raise Refused("还没有选主题。", code="topic", way_out="请选一个主题，新题放在它的文件里。")
        if path and (not NAME.fullmatch(path) or os.path.lexists(self.site.workspace / path)):
            raise Refused(
                "题目不能放进这个文件。", code="path", way_out="请从列表里选一个题库文件，或不写，由平台新建。"
            )
        name = path if path and path not in used else self._new_name(topic, used)
        return parse_file(name, rules, NEW_FILE.format(topic=topic))

    def _new_name(self, topic: str, used: set[str]) -> str:
        number = 1
        while True:
            name = f"quizzes/bank/{topic}-own{'' if number == 1 else f'-{number}'}.yaml"
            if self.site.shelves.find(name) is None and name not in used:
                return name
            number += 1

    def _moved(
        self, file: AuthoredFile, found: Authored, topic: str, wanted: dict[str, Any], state: str, author: Author,
        sentence: str, taken: tuple[str, ...],
    ) -> Saved:  # fmt: skip
        """An object in a file of another topic, in one commit."""
        if len(file.objects) == 1:
            raise Refused("这是文件里的最后一道题，不能移走。", code="last", way_out="请直接改这个文件的主题。")
        target = self._room("item", topic, "", {file.path}).with_new({found.slug: wanted}, state)
        files = {target.path: target, file.path: file.without(found.slug)}  # killed in between, it is there twice
        commit = self._write("item", files, author, sentence or f"把{_titled('item', found.slug)}移到主题“{topic}”")
        return self._saved("item", found.slug, taken, commit)

    def _write(self, kind: str, files: Mapping[str, AuthoredFile | None], author: Author, sentence: str) -> str:
        """Write what differs, as one commit; empty where nothing does."""
        raw = {name: file.raw if file is not None else None for name, file in files.items()}
        changed = {name: told for name, told in raw.items() if told != self.workspace.read(name)}
        if not changed:
            return ""
        commit = self.log.record(Change(author, sentence, self._now(), changed))
        for name, file in files.items():
            if file is not None:
                self.shelf.note(self.site.shelves.roots[0] / name, file)
        return commit

    def _saved(self, kind: str, slug: str, taken: tuple[str, ...], commit: str) -> Saved:
        told = self.get(kind, slug)
        return Saved(told, self.check(kind, slug, told.value, told.topic), taken, commit)

    # --- history ---

    def pick_up(self, author: Author = EXTERNAL, names: Iterable[str] | None = None) -> str:
        """Commit what was saved past the platform, by an editor or in JupyterLab."""
        return self.log.pick_up(author, None if names is None else list(names), at=self._now())

    def history(self, kind: str, slug: str, limit: int = 50) -> list[Revision]:
        """What became of an object, the newest first; what was done to others of its file is left out."""
        return self.past.revisions(kind, slug, self._find(kind, slug)[1].path, limit)

    def at(self, kind: str, slug: str, commit: str) -> dict[str, Any] | None:
        """What an object said at a commit; None where it wasn't there."""
        there = self.past.at(kind, slug, self._find(kind, slug)[1].path, commit)
        return there.value if there is not None else None

    def restore(self, kind: str, slug: str, commit: str, *, base: str, author: Author) -> Saved:
        """Let an object say again what it said at a commit: a new save."""
        old = self.at(kind, slug, commit)
        if old is None:
            raise NotFound("那时还没有它。", way_out="请选一个较新的版本。")
        now = self.get(kind, slug)
        if base != now.version:
            raise SaveConflict(self._bases.get((kind, slug, base)), old, now, tuple(now.value), now.value)
        return self.save(kind, slug, old, base=base, author=author, sentence=f"恢复{_titled(kind, slug)}")


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise NotFound("没有这一类内容。", way_out=f"可选：{'、'.join(KINDS)}。")
    return kind


def _titled(kind: str, slug: str) -> str:
    return f"{KINDS[kind].title} {slug}"

"""What the calendar is reckoned from, on a page: kinds of unit, plans with their versions, our own intervals.

Nothing is saved unseen: what a change makes of the calendar is shown first. Somebody who saved meanwhile loses nothing.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import Field

from anpei import publishing
from anpei.errors import Conflict, Refused
from anpei.exercises import report
from anpei.exercises.report import CalendarSlot, Enterprise
from anpei.publishing import ProfileFile
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.core.requests import Code, Flag, RequestModel
from anpei.server.drills.calendar import DirectingPage, slot_view

__all__ = ["HANDLERS"]

MOST_PLANS = 200
LONGEST = 500
TICKS = ("kind", "scenario")


class ProfileRequest(RequestModel):
    """The form: ``base`` and ``was`` are the file and the fields it was made from, ``rest`` the fields."""

    act: Code = ""
    base: Code = ""
    seen: Code = ""
    was: str = Field("{}", max_length=500_000)
    done: Flag = False
    rest: dict[str, str] = Field(default_factory=dict)


@dataclass
class _Form:
    """What the page shows: the fields, and at each of them what is wrong or what somebody else saved."""

    fields: dict[str, str]
    file: ProfileFile
    faults: dict[str, str] = field(default_factory=dict)
    taken: Mapping[str, str] = field(default_factory=dict)
    clashes: Mapping[str, str] = field(default_factory=dict)
    profile: Enterprise | None = None
    problem: str = ""
    changed: bool = False

    def marked(self, start: str) -> bool:
        """Whether something is to be seen at a field that begins so."""
        return any(key.startswith(start) for key in (*self.faults, *self.taken, *self.clashes))


class ProfilePage(DirectingPage):
    """``drills/profile``: fill in, see what it changes, save."""

    access = permissions.CALENDAR
    acts = does(POST="drill.profile")

    async def get(self) -> None:
        file = await asyncio.to_thread(publishing.profile_file, self.site)
        self.show(_Form(report.fields_of(file.enterprise) if file.enterprise else {}, file))

    async def post(self) -> None:
        sent = self.form(ProfileRequest)
        file = await asyncio.to_thread(publishing.profile_file, self.site)
        if file.enterprise is None:
            raise Refused("drills/enterprise.yaml 现在读不出来。", way_out="请先在 JupyterLab 里改好再来。")
        form = self.filled(sent, file)
        if sent.act == "add":
            form.fields |= {f"plan.plan-{secrets.token_hex(4)}.title": ""}
            self.show(form)
        elif form.profile is not None and sent.act == "save" and sent.seen == _mark(form) and not form.taken:
            await self.save(form, sent)
        else:
            if form.profile is None and not form.problem:
                form.problem = f"有 {len(form.faults)} 处要改，见下面标红的栏。"
            self.set_status(422 if form.faults else 200)
            self.show(form, looked=form.profile is not None)

    def filled(self, sent: ProfileRequest, file: ProfileFile) -> _Form:
        """What was entered, over what was saved meanwhile, and whether it holds."""
        assert file.enterprise is not None
        now, mine, was = report.fields_of(file.enterprise), _entered(sent.rest), _fields_before(sent.was)
        together = report.merged(was, mine, now) if sent.base != file.sha else report.merged(now, mine, now)
        form = _Form(together.fields, file, taken=together.taken, clashes=together.clashes)
        form.changed = sent.base != file.sha
        frequencies = self.drilling().frequencies
        if frequencies is None:
            raise Refused("演练频次还没有发布，这里改不了。", way_out="请内容维护的人先发布内容。")
        if sent.act != "add":
            form.profile, form.faults = report.profile_of(form.fields, file.enterprise, frequencies)
        return form

    async def save(self, form: _Form, sent: ProfileRequest) -> None:
        """Write and publish; whoever was faster is shown beside one's own."""
        assert form.profile is not None
        if form.file.own and form.profile == form.file.enterprise == self.drilling().enterprise:
            form.problem = "没有改动，不用保存。"
            self.show(form)
            return
        names = sorted({_called(key) for key in _different(form)})
        await self.noted("drill.profile", "enterprise", 改动="、".join(names)[:200])
        try:
            await asyncio.to_thread(self.context.reader.save_profile, sent.base, form.profile, self.person.staff_no)
        except Conflict:
            file = await asyncio.to_thread(publishing.profile_file, self.site)
            self.set_status(409)
            self.show(self.filled(sent, file), looked=True)
            return
        self.redirect(self.url("drills/profile", done="1"), status=303)

    def show(self, form: _Form, *, looked: bool = False) -> None:
        told = self.drilling()
        drills = {slug: script.scenario.title for slug, script in self.context.drills().scripts.items()}
        self.render_page(
            "drills/profile.html",
            form=form,
            fields=form.fields,
            plans=report.plan_ids(form.fields),
            known={plan.id: plan for plan in form.file.enterprise.plans} if form.file.enterprise else {},
            version_words=report.version_words,
            kinds=told.frequencies.kinds if told.frequencies else {},
            kind_words=report.PLANS,
            rules=_rules_of(told.frequencies, form.fields),
            drills=drills,
            looked=looked and form.profile is not None,
            changes=self.changes(form) if looked and form.profile is not None else [],
            seen=_mark(form),
            was=json.dumps(report.fields_of(form.file.enterprise) if form.file.enterprise else {}, ensure_ascii=False),
            unpublished=form.file.enterprise is not None and form.file.enterprise != told.enterprise,
            findings=form.file.findings,
            marked=form.marked,
            done=self.query(ProfileRequest).done and self.request.method == "GET",
        )

    def changes(self, form: _Form) -> list[dict[str, Any]]:
        """What saving makes of the calendar as everybody sees it now."""
        told = self.drilling()
        if told.frequencies is None or form.profile is None:
            return []
        with self.db.read() as session:
            held = report.drilled(session)
        views = [
            report.calendar(told.frequencies, one, held, self.now(), self.zone) if one else []
            for one in (told.enterprise, form.profile)
        ]
        return [
            {"before": self.duty(change.before), "after": self.duty(change.after)}
            for change in report.duty_changes(*views)
        ]

    def duty(self, slot: CalendarSlot | None) -> dict[str, Any] | None:
        return slot_view(slot, self) if slot is not None else None


def _entered(rest: Mapping[str, str]) -> dict[str, str]:
    """The fields of a form; ticks become lists, in the order they stand."""
    found: dict[str, str] = {"kinds": ",".join(name[5:] for name in rest if name.startswith("kind."))}
    for name, value in rest.items():
        steps = name.split(".")
        if steps[0] not in ("plan", "rule") or len(steps) < 3 or not steps[1]:
            continue
        if len(value) > LONGEST:
            raise Refused(f"“{_called(name)}”太长，最多 {LONGEST} 个字。", way_out="请缩短后再试。")
        if steps[2] == "scenario" and len(steps) == 4:
            key = f"plan.{steps[1]}.scenarios"
            found[key] = ",".join(filter(None, [found.get(key, ""), steps[3]]))
        elif len(steps) == 3 and steps[2] in report.PROFILE_NAMES and steps[2] != "scenarios":
            found[name] = value.strip()
    if len(report.plan_ids(found)) > MOST_PLANS:
        raise Refused(f"最多登记 {MOST_PLANS} 个预案。", way_out="请删去不用的。")
    return found


def _fields_before(told: str) -> dict[str, str]:
    """The fields as the page was made with; nothing where what came back isn't them."""
    try:
        read = json.loads(told)
    except (ValueError, RecursionError):
        return {}
    return {str(k): v for k, v in read.items() if isinstance(v, str)} if isinstance(read, dict) else {}


def _mark(form: _Form) -> str:
    """Stands for exactly what was shown: the file and every field."""
    told = json.dumps([form.file.sha, sorted(item for item in form.fields.items() if item[1])], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _different(form: _Form) -> Iterable[str]:
    now = report.fields_of(form.file.enterprise) if form.file.enterprise else {}
    return (key for key in {*now, *form.fields} if now.get(key, "") != form.fields.get(key, ""))


def _called(key: str) -> str:
    """A field in the words of the form."""
    return report.PROFILE_NAMES.get(key.rsplit(".", 1)[-1], key)


def _rules_of(frequencies: report.Frequencies | None, fields: Mapping[str, str]) -> list[Any]:
    """The rules that concern the chosen kinds, and those with a word of our own."""
    if frequencies is None:
        return []
    chosen = {"all", *fields.get("kinds", "").split(",")}
    own = {key.split(".")[1] for key, value in fields.items() if key.startswith("rule.") and value}
    return [rule for rule in frequencies.rules if chosen & set(rule.applies) or rule.id in own]


HANDLERS = [(r"drills/profile", ProfilePage)]

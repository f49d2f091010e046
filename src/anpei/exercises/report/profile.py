"""The enterprise's drill profile as a form: its file as fields, fields as its file, and two people's changes together.

A field has a key (``plan.pit.version``) and a text. What somebody changed is known by comparing with what they were
shown, so that two people who change different fields both keep theirs, and where they differ both values are told.
The file stays its author's: what isn't changed is written as it stood, comments included.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from anpei.errors import Refused
from anpei.exercises.report.frequency import Enterprise, Frequencies, PlanEntry, PlanVersion, profile_faults
from anpei.plainfiles import Where
from anpei.wording import explain
from anpei.yamltext import compose, plain

__all__ = ["PROFILE_NAMES", "MergedFields", "draft_of", "fields_of", "merged", "plan_ids", "profile_of", "rewritten"]

PROFILE_NAMES = {
    "kinds": "单位类型",
    "title": "预案名称",
    "kind": "预案类型",
    "version": "版本",
    "issued": "发布日期",
    "filed": "备案编号或回执",
    "filed_on": "备案日期",
    "since": "执行日期",
    "months": "间隔的月数",
    "note": "说明",
    "scenarios": "对应的情景",
    "gone": "删去",
    "renewed": "换了新版本",
    "scope": "演哪些",
    "why": "理由",
}
"""Every field in the words of its form."""
DATES, VERSION = ("issued", "filed_on", "since"), ("version", "issued", "filed", "filed_on")
PLAN = ("title", "kind", *VERSION, "since", "months", "note")
OVERRIDE = ("months", "scope", "why")
UNWRITABLE = "这个文件的写法特殊，改不进去。"
UNWRITABLE_WAY = "请在 JupyterLab 里打开 drills/enterprise.yaml 直接改。"


@dataclass(frozen=True)
class MergedFields:
    """One's own changes over what somebody saved meanwhile.

    ``taken``: what came from the other; ``clashes``: what the other saved where one changed the same, by key.
    """

    fields: dict[str, str]
    taken: dict[str, str] = field(default_factory=dict)
    clashes: dict[str, str] = field(default_factory=dict)


def fields_of(enterprise: Enterprise) -> dict[str, str]:
    """What the form is filled with."""
    found = {"kinds": ",".join(enterprise.kinds)}
    for plan in enterprise.plans:
        told = {name: getattr(plan, name) for name in PLAN}
        found |= {f"plan.{plan.id}.{name}": "" if value is None else str(value) for name, value in told.items()}
        found[f"plan.{plan.id}.scenarios"] = ",".join(plan.scenarios)
    for rule, override in enterprise.overrides.items():
        found |= {f"rule.{rule}.{name}": str(getattr(override, name) or "") for name in OVERRIDE}
    return found


def plan_ids(fields: Mapping[str, str]) -> list[str]:
    """The plans of a form, in its order."""
    return list(dict.fromkeys(key.split(".")[1] for key in fields if key.startswith("plan.")))


def merged(was: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]) -> MergedFields:
    """Three versions together: what was shown, what was made of it, and what somebody saved meanwhile."""
    result = MergedFields({})
    for name in dict.fromkeys((*theirs, *mine)):
        before, own, other = (version.get(name, "") for version in (was, mine, theirs))
        plan = ".".join(name.split(".")[:2]) + "."
        if name.startswith("plan.") and plan + "title" in was and plan + "title" not in theirs:  # they took it away
            if any(mine.get(key, "") != was.get(key, "") for key in (*was, *mine) if key.startswith(plan)):
                result.fields[name] = own
                result.clashes[plan + "title"] = "（这个预案被删去了）"
            else:
                result.taken[plan + "gone"] = "1"
            continue
        result.fields[name] = other if own == before else own
        if other != before and own != other:
            (result.taken if own == before else result.clashes)[name] = other
    return result


def draft_of(fields: Mapping[str, str], now: Enterprise | None) -> tuple[dict[str, Any], dict[str, str]]:
    """What the form says as the file would say it, and what can't be said, by key; ``now`` is what the file says."""
    faults: dict[str, str] = {}
    known = {plan.id: plan for plan in now.plans} if now else {}
    chosen = [name for name in fields.get("kinds", "").split(",") if name]
    kinds = [kind for kind in now.kinds if kind in chosen] if now else []
    plans = []
    for ident in plan_ids(fields):
        if not fields.get(f"plan.{ident}.gone"):
            plans.append(_plan(ident, fields, known.get(ident), faults))
    overrides = {}
    for rule in dict.fromkeys(key.split(".")[1] for key in fields if key.startswith("rule.")):
        told = {name: fields.get(f"rule.{rule}.{name}", "") for name in OVERRIDE}
        if any(told.values()):
            overrides[rule] = {name: value for name, value in told.items() if value or name == "why"}
            if not told["months"] and not told["scope"]:
                faults[f"rule.{rule}.months"] = "请写间隔或选演哪些，不改就把理由也清空。"
    kinds += [kind for kind in chosen if kind not in kinds]
    return {"kinds": kinds, "plans": plans, "overrides": overrides}, faults


def _plan(ident: str, fields: Mapping[str, str], now: PlanEntry | None, faults: dict[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = {"id": ident}
    for name in PLAN:
        key = f"plan.{ident}.{name}"
        value = fields.get(key, "")
        if name in DATES and value:
            try:
                told[name] = date.fromisoformat(value)
            except ValueError:
                faults[key] = f"“{PROFILE_NAMES[name]}”应当是日期，如 2026-06-01。"
        elif value or name in ("title", "kind"):
            told[name] = value
    told["scenarios"] = [name for name in fields.get(f"plan.{ident}.scenarios", "").split(",") if name]
    told["earlier"] = list(now.earlier) if now else []
    if fields.get(f"plan.{ident}.renewed") and now:
        if told.get("version", "") in ("", now.version):
            faults[f"plan.{ident}.version"] = "换了新版本，请写上新版本的名字。"
        told["earlier"].insert(0, PlanVersion(**{name: getattr(now, name) for name in VERSION}))
    return told


def profile_of(
    fields: Mapping[str, str], now: Enterprise | None, frequencies: Frequencies
) -> tuple[Enterprise | None, dict[str, str]]:
    """The profile that a form describes, or what is wrong with it, field by field."""
    draft, faults = draft_of(fields, now)
    ids = [plan["id"] for plan in draft["plans"]]
    try:
        profile = Enterprise.model_validate(draft)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            name = str(detail["loc"][2 if len(detail["loc"]) > 2 else 0])
            words = _FIELD_WORDS.get((name, detail["type"])) or explain(
                {**detail, "loc": (PROFILE_NAMES.get(name, name),)}
            )
            faults.setdefault(_key(detail["loc"], ids), words)
        return None, faults
    for where, _, words in profile_faults(frequencies, profile):
        faults.setdefault(_key(where, ids), words)
    return (None if faults else profile), faults


_FIELD_WORDS = {
    ("kinds", "too_short"): "请至少选一个单位类型。",
    ("kind", "literal_error"): "请选择预案类型。",
    ("title", "string_too_short"): "请写预案名称，至少 2 个字。",
    ("why", "string_too_short"): "请写明理由或依据，至少 2 个字。",
    ("id", "string_pattern_mismatch"): "这个预案的编号不对，请删去后重新添加。",
}


def _key(where: Where, ids: list[str]) -> str:
    """The field that a place in the file belongs to."""
    if where[0] == "plans" and len(where) > 1:
        name = str(where[2]) if len(where) > 2 else "title"
        return f"plan.{ids[int(where[1])]}.{'title' if name == 'id' else name}"
    if where[0] == "overrides" and len(where) > 1:
        return f"rule.{where[1]}.{where[2] if len(where) > 2 else 'months'}"
    return str(where[0])


def rewritten(text: str, profile: Enterprise) -> str:
    """The file with this profile: whatever isn't changed stays as it was written, comments always."""
    yaml = YAML(typ="rt")
    yaml.width, yaml.preserve_quotes = 4096, True
    yaml.indent(mapping=2, sequence=4, offset=2)
    try:
        tree = yaml.load(text)
        now = Enterprise.model_validate(plain(compose(text)))
        _write(tree, now, profile)
        out = StringIO()
        yaml.dump(tree, out)
        made = _with_comments(text, out.getvalue())
        whole = Enterprise.model_validate(plain(compose(made))) == profile
    except Exception as error:  # whatever a library makes of a file that a person wrote
        raise Refused(UNWRITABLE, way_out=UNWRITABLE_WAY) from error
    if not whole:
        raise Refused(UNWRITABLE, way_out=UNWRITABLE_WAY)
    return made.replace("\n", "\r\n") if "\r\n" in text else made


def _write(tree: CommentedMap, now: Enterprise, profile: Enterprise) -> None:
    if now.kinds != profile.kinds:
        kept = tree["kinds"]
        for kind in set(now.kinds) - set(profile.kinds):
            kept.remove(kind)
        kept.extend(kind for kind in profile.kinds if kind not in now.kinds)
    if now.plans != profile.plans:
        _write_plans(tree, {plan.id: plan for plan in now.plans}, {plan.id: plan for plan in profile.plans})
    if now.overrides != profile.overrides:
        rules = tree.setdefault("overrides", CommentedMap())
        for rule in set(now.overrides) - set(profile.overrides):
            del rules[rule]
        for rule, override in profile.overrides.items():
            if rule not in rules:
                rules[rule] = _flow(CommentedMap())
            _set(rules[rule], now.overrides.get(rule), override, OVERRIDE)


def _write_plans(tree: CommentedMap, now: Mapping[str, PlanEntry], wanted: Mapping[str, PlanEntry]) -> None:
    if not isinstance(tree.get("plans"), CommentedSeq):
        tree["plans"] = CommentedSeq()
    rows = tree["plans"]
    for n in reversed(range(len(rows))):
        if rows[n]["id"] not in wanted:
            del rows[n]
    rows.fa.set_block_style()
    for plan in wanted.values():
        row = next((row for row in rows if row["id"] == plan.id), None)
        if row is None:
            row = CommentedMap(id=plan.id)
            rows.append(_flow(row) if not rows or rows[0].fa.flow_style() else row)
        _set(row, now.get(plan.id), plan, (*PLAN, "scenarios", "earlier"))


def _set(row: CommentedMap, now: Any, wanted: Any, names: tuple[str, ...]) -> None:
    """Write the fields that differ; an empty one goes."""
    for name in names:
        value = getattr(wanted, name)
        if now is not None and getattr(now, name) == value:
            continue
        if value in (None, "", ()):
            row.pop(name, None)
        elif isinstance(value, tuple):
            row[name] = _flow(CommentedSeq([_written(each) for each in value]))
        else:
            row[name] = value


def _written(value: Any) -> Any:
    if isinstance(value, PlanVersion):
        return _flow(CommentedMap((name, told) for name in VERSION if (told := getattr(value, name))))
    return value


def _flow(value: Any) -> Any:
    value.fa.set_flow_style()
    return value


def _with_comments(text: str, made: str) -> str:
    """A comment that stood beside something deleted is kept at the end."""
    lost = [comment for comment in _comments(text) if comment not in set(_comments(made))]
    return made + "".join(f"{comment}\n" for comment in lost)


def _comments(text: str) -> Iterator[str]:
    yield from (line.strip() for line in text.splitlines() if line.lstrip().startswith("#"))

"""What the pages send to every door that takes something, and who sends it; ``{name}`` is something of the house."""

from __future__ import annotations

from typing import Any

from anpei import clock

KIOSK, SEATED = "kiosk", "kiosk with a person"
TAP = {"uuid": "", "tapped": clock.now(), "sent": clock.now()}

JSON: dict[str, tuple[str, str, list[dict[str, Any]]]] = {
    "api/live/beat": ("POST", "learner", [{"kernel": "0", "shown": True}]),
    "api/attempts/<attempt_id>/answers/<slot>": ("PUT", "learner", [{"uuid": "", "base": 0, "value": "a"}]),
    "api/attempts/<attempt_id>/flags/<slot>": ("PUT", "learner", [{"flag": True}]),
    "api/practice/<item>": ("POST", "learner", [{"value": "a"}]),
    "api/refresh/<item>": ("POST", "learner", [{"uuid": "", "value": "a"}]),
    "api/progress/<course>/<chapter>": (
        "POST",
        "learner",
        [{"uuid": "", "kind": "activity", "data": {"activity": "x"}}, {"uuid": "", "kind": "opened", "data": {}}],
    ),
    "api/active/<course>/<chapter>": ("POST", "learner", [{"uuid": "", "seconds": 5}]),
    "api/place/<course>/<chapter>": ("PUT", "learner", [{"block": 1}]),
    "api/authoring/items": ("POST", "trainer", [{"kind": "single", "topic": "fire", "value": {"stem": "先做什么？"}}]),
    "api/authoring/items/look": (
        "POST",
        "trainer",
        [{"slug": "fire-001", "topic": "fire", "value": {"kind": "single", "stem": "先做什么？", "options": []}}],
    ),
    "api/authoring/items/<slug>": (
        "PUT",
        "trainer",
        [{"base": "0", "value": {"kind": "single", "stem": "先做什么？"}, "sentence": "改了题干"}],
    ),
    "api/kiosk/tap-in": ("POST", KIOSK, [{"staff_no": "E1002", "pin": "1"}, {"badge": "1", "pin": ""}]),
    "api/kiosk/start": ("POST", KIOSK, [{"uuid": "1", "scenario": "workshop-fire"}]),
    "api/kiosk/quiz": ("POST", KIOSK, [{}]),
    "api/kiosk/quiz/<item>": ("POST", KIOSK, [{"value": "a", "last": False}]),
    "api/drills/runs/<run>/decisions": (
        "POST",
        SEATED,
        [{**TAP, "node": "report", "option": "a", "elapsed": 10, "person": ""}],
    ),
    "api/drills/runs": (
        "POST",
        "director",
        [
            {
                "uuid": "",
                "scenario": "workshop-fire",
                "seats": [{"device": "{kiosk}", "staff_no": "E1001", "roles": []}],
                "kind": {"content": "单项演练", "form": "实战演练", "purpose": "检验性演练", "notice": ""},
                "roll_call": {"point": ["{point}"], "department": ["1"]},
            },
        ],
    ),
    "api/drills/runs/<run>/actions": (
        "POST",
        "director",
        [
            {"uuid": "", "action": "message", "text": "请注意", "to": [], "from": "导调", "expect": "回答", "set": {}},
            {"uuid": "", "action": "speed", "factor": 1.5},
            {"uuid": "", "action": "inject", "id": "x"},
            {"uuid": "", "action": "move", "role": "x", "to": "E1003"},
            {"uuid": "", "action": "seat", "device": "{kiosk}"},
        ],
    ),
    "api/drills/runs/<run>/observations": (
        "POST",
        "evaluator",
        [{"uuid": "", "text": "看到了", "node": "", "member": "E1003"}],
    ),
    "api/drills/runs/<run>/scores": ("POST", "director", [{"uuid": "", "node": "", "points": 50, "reason": "故障"}]),
    "api/drills/runs/<run>/signature": ("POST", "director", [{"name": "", "path": "M1 1L2 2", "remark": "好"}]),
    "api/evaluations/<run>/entries": (
        "POST",
        "evaluator",
        [
            {**TAP, "kind": "note", "item": "{item}", "value": "好"},
            {**TAP, "kind": "rate", "item": "{item}", "value": "done"},
            {**TAP, "kind": "remark", "item": "", "value": "good:快"},
            {**TAP, "kind": "unphoto", "item": "{item}", "value": "0"},
        ],
    ),
    "api/musters/<muster>/checks": (
        "POST",
        "warden",
        [
            {**TAP, "point": "{point}", "person": "E1003", "state": "present", "note": "在"},
            {**TAP, "point": "{point}", "badge": "1", "state": "present", "note": ""},
        ],
    ),
    "api/musters/<muster>/people": (
        "POST",
        "warden",
        [{**TAP, "point": "{point}", "name": "路人", "place": "外单位"}],
    ),
    "api/musters/<muster>/wardens": (
        "POST",
        "director",
        [{"uuid": "", "key": "E1003", "point": "{point}", "named": True}],
    ),
    "api/musters/<muster>/codes": ("POST", "director", [{"point": "{point}"}]),
    "api/evacuation/runs": ("POST", "director", [{"slug": "workshop-fire", "inputs": {}}]),
    "api/evacuation/runs/<run>/cancel": ("POST", "director", [{}]),
    "api/evacuation/drills/<run>": ("POST", "director", [{"plan": True}]),
    "api/drills/<run>/report/<field>": ("PUT", "director", [{"uuid": "", "base": 0, "value": "正文"}]),
    "api/emergency/muster": ("POST", "director", [{"id": 99}]),
    "api/emergency": ("POST", "director", [{"text": "罐区着火"}]),
}
"""JSON doors; ``uuid`` is a new one each time. A real emergency comes last, for it stops the drills."""

FORMS: dict[str, tuple[str, list[dict[str, str]]]] = {
    "api/live/leave": ("learner", [{"kernel": "0"}]),
    "login": ("stranger", [{"staff_no": "X0001", "password": "wrong-password", "next": ""}]),
    "password": ("learner", [{"old": "x", "new": "y", "again": "y", "next": ""}]),
    "password/logins": ("learner", [{"login": "999999"}]),
    "password/pin": ("learner", [{"pin": "1", "pin_again": "1", "pin_password": "x"}]),
    "kiosk/enrol": ("stranger", [{"token": "x"}]),
    "papers/<slug>": ("learner", [{}]),
    "refresh": ("learner", [{"chapter": "1"}]),
    "admin/roster/<name>": ("admin", [{"told": "1", "sheet": "", "header": "1", "sound_only": ""}]),
    "authoring": ("trainer", [{"items": "fire-001", "act": "tag", "tag": "灭火器", "back": "?q=火"}]),
    "authoring/items": (
        "trainer",
        [
            {"items": "fire-001", "act": "difficulty", "difficulty": "2", "back": ""},
            {"items": "fire-001", "act": "topic", "topic": "x", "back": "?page=2"},
        ],
    ),
    "authoring/items/<slug>/history": ("trainer", [{"commit": "0", "base": "0"}]),
    "authoring/items/<slug>/state": ("trainer", [{"step": "submit", "base": "0", "words": "请看"}]),
    "authoring/import/<name>": ("trainer", [{"topic": "fire", "kind:1": "single", "header": "1", "page": "1"}]),
    "board/publish": ("trainer", [{}]),
    "board/content": ("trainer", [{}]),
    "board/keys": ("trainer", [{"paper": "fire-basics"}]),
    "board/assign": (
        "trainer",
        [
            {"what": "paper:fire-basics", "audience_kind": "person", "person": "E1002", "due": "2037-01-01"},
            {"what": "course:fire-escape", "audience_kind": "department", "department": "1", "due": "2037-01-01"},
            {"cancel": "99"},
        ],
    ),
    "board/reviews": ("trainer", [{"review": "1", "ref": "x", "note": "好"}]),
    "board/hours": ("trainer", [{"person": "E1002", "category": "x", "department": "生产部"}]),
    "admin": (
        "admin",
        [
            {"act": "unlock", "staff_no": "E1002"},
            {"act": "reset", "staff_no": "N1004"},
            {"act": "pin", "staff_no": "N1004"},
            {"act": "scope", "staff_no": "V5001", "departments": "生产部"},
            {"act": "enrol", "name": "新终端", "area": "东"},
            {"act": "gate", "device": "{spare kiosk}", "on": "1"},
            {"act": "revoke", "device": "{spare kiosk}"},
        ],
    ),
    "admin/badges": (
        "admin",
        [
            {"act": "print", "staff_no": "E1002"},
            {"act": "department", "department": "1"},
            {"act": "revoke", "staff_no": "E1002"},
        ],
    ),
    "admin/pins": ("admin", [{"department": "99", "first": "E1001", "whom": "missing"}]),
    "evaluate/<run>/reconcile": (
        "director",
        [{"item": "{item}", "rating": "done", "reason": "看了录像", "uuid": "x"}],
    ),
    "musters": (
        "director",
        [
            {
                "act": "start",
                "point": "{point}",
                "department": "1",
                "post": "1",
                "team": "1",
                "visitors": "1",
                "kind": "test",
                "title": "测",
                "uuid": "hostile",
                "run": "",
            },
            {"act": "keep", "point": "{point}", "key": "E1003"},
            {"act": "point", "name": "西门", "place": "外"},
            {"act": "release", "point": "{point}", "key": "E1003"},
        ],
    ),
    "muster/<muster>/<point>": ("learner", [{"code": "x"}]),
    "visitors": (
        KIOSK,
        [
            {"name": "访客", "firm": "某厂", "host": "林晓岚", "phone": "1", "group": "visitor", "uuid": "hostile"},
            {"act": "leave", "leave": "1"},
        ],
    ),
    "drills/actions": (
        "director",
        [
            {
                "act": "open",
                "uuid": "x",
                "run": "{ended}",
                "back": "{ended}",
                "problem": "门堵了",
                "measure": "清开",
                "owner": "E1002",
                "due": "2037-01-01",
            },
            {"act": "rearrange", "action": "1", "owner": "E1001", "due": "2037-02-01", "note": "换人"},
            {"act": "done", "action": "1", "note": "好"},
        ],
    ),
    "drills/calendar": (
        "director",
        [
            {"act": "held", "uuid": "x", "plan": "x", "held": "2026-01-01", "note": "好"},
            {
                "act": "file",
                "uuid": "y",
                "drill": "run:{ended}",
                "authority": "局",
                "reference": "1",
                "filed": "2026-01-01",
            },
        ],
    ),
    "drills/profile": (
        "director",
        [{"act": "look", "base": "x", "was": '{"plan.pit.title": "x"}', "kind.all": "1", "plan.pit.title": "方案"}],
    ),
    "drills/<run>/report": ("director", [{"act": "sign", "why-photos": "没有"}, {"act": "reopen", "reason": "改"}]),
    "drills/planned": ("director", [{"uuid": "x", "scenario": "workshop-fire"}]),
    "drills/planned/<planned>": (
        "director",
        [
            {
                "act": "save",
                "uuid": "y",
                "base": "1",
                "day": "2037-01-01",
                "at": "09:00",
                "place": "车间",
                "form": "桌面演练",
                "notice": "事先通知",
                "point": "东门",
                "risks": "滑｜扶",
                "role-command": "E1001",
            },
            {"act": "approve", "uuid": "z", "seen": "x", "method": "typed", "name": "郑指挥", "password": "x"},
            {"act": "return", "uuid": "r", "seen": "x", "note": "改"},
        ],
    ),
    "drills/<run>/sign": (
        "director",
        [
            {
                "part": "direction",
                "uuid": "x",
                "seen": "y",
                "method": "typed",
                "name": "郑指挥",
                "password": "x",
                "path": "M1 1",
            }
        ],
    ),
}
"""Forms, the same way."""

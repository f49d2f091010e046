"""A drill of three questions that takes half a minute, on a shelf of its own, for tests of everything around it.

Each question stays open for as long as the format allows, for a busy machine is slow; where a test wants a time-out, it
is shorter.
"""

from __future__ import annotations

from pathlib import Path

from anpei.settings import Site

TITLE, CHAIN = "快速演练", "连环演练"
SHORT, SHORTEST = "限时演练", "短暂演练"
LIMITS = {SHORT: (120, 300, 300), SHORTEST: (120, 5, 5)}
"""How long each question stays open where a test waits for a time-out: at twenty times the speed, a few seconds."""
PLAN = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 60"><rect width="100" height="60" fill="#888"/>
<g data-layer="fire"><circle cx="50" cy="30" r="9" fill="#f60"/></g></svg>"""
HEAD = f"""
title: {TITLE}
summary: 三个问题，检查演练的每个环节。
place: 试验台
kind: {{content: 单项演练, form: 桌面演练, purpose: 检验性演练}}
plan: plan.svg
minutes: 60
pass_mark: 60
basis: [{{text: 定期演练, cites: [anquan#81]}}]
roles: [{{id: one, title: 指挥, duty: 下命令}}]
phases: [{{id: only, title: 处置}}]
state: {{fire: {{start: 1, max: 4, label: 火势, unit: 级, tone: danger}}}}
map: [{{layer: fire, when: fire > 0}}]
objectives:
  - {{id: all, title: 处置, family: 事故处置, weight: 100, items: [{{id: i, text: 处置, nodes: [q1, q2, q3]}}]}}
injects:
  - {{id: start, at: 0, from: 现场, channel: radio, text: 起火了, expect: 处置}}
  - {{id: extra, director: true, from: 门卫, channel: phone, text: 还有一名司机没出来, expect: 纳入清点}}
nodes:
"""
NODE = """
  - id: {id}
    role: one
    phase: only
    after: {after}
    delay: 1
    seconds: 300
    question: 问题{id}，怎么办？
    options:
      - {{id: bad, text: 等一等{id}, score: 0, cost: 30, result: 等来了更大的火, note: 不能等, add: {{fire: 1}}}}
      - {{id: good, text: 马上做{id}, score: 10, best: true, result: 做到了{id}, note: 做得对}}
    timeout: {{result: 没有人动, note: 要动起来}}
    note: 马上做
    cites: [xiaofang#44]
    source: 通行做法
"""
FOOT = """
debrief:
  passed: 做到了。
  failed: 再练一次。
  takeaways: [{text: 马上做, cites: [xiaofang#44]}]
"""


def lay_for_two(shelf: Path) -> None:
    """The same for a leader and a guide: each has questions of their own, and both are asked at once."""
    asked = {
        "q1": ("one", "start"),
        "q2": ("two", "start"),
        "q3": ("one", "q1"),
        "q4": ("two", "q2"),
        "q5": ("one", "q3"),
    }
    nodes = ""
    for node, (role, after) in asked.items():
        nodes += NODE.format(id=node, after=after).replace("role: one", f"role: {role}")
    roles = "{id: one, title: 指挥, duty: 下命令}, {id: two, title: 疏散引导, duty: 带人走最近的安全出口}"
    head = HEAD.replace("{id: one, title: 指挥, duty: 下命令}", roles)
    head = head.replace("nodes: [q1, q2, q3]", f"nodes: [{', '.join(asked)}]")
    folder = shelf / "drills" / "quick-two"
    folder.mkdir(parents=True)
    (folder / "scenario.yaml").write_text(head + nodes + FOOT, encoding="utf-8")
    (folder / "plan.svg").write_text(PLAN, encoding="utf-8")


def lay(site: Site) -> None:
    """Put the scenario on the site's own shelf."""
    _lay_three(site.workspace / "drills" / "quick", TITLE, (300, 300, 300))


def lay_short(site: Site) -> None:
    """The same with less time for an answer."""
    for number, (title, limits) in enumerate(LIMITS.items()):
        _lay_three(site.workspace / "drills" / f"short-{number}", title, limits)


def _lay_three(folder: Path, title: str, limits: tuple[int, ...]) -> None:
    folder.mkdir(parents=True)
    asked = (("q1", "start"), ("q2", "q1"), ("q3", "q2"))
    nodes = [NODE.format(id=i, after=a) for i, a in asked]
    timed = [node.replace("seconds: 300", f"seconds: {limit}") for node, limit in zip(nodes, limits, strict=True)]
    text = HEAD.replace(TITLE, title) + "".join(timed) + FOOT
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    (folder / "plan.svg").write_text(PLAN, encoding="utf-8")


def lay_chain(site: Site, count: int) -> None:
    """The same with so many questions, one after the other, up to five minutes for each, two hours for all."""
    folder: Path = site.workspace / "drills" / "chain"
    folder.mkdir(parents=True)
    names = [f"q{number}" for number in range(1, count + 1)]
    asked = [NODE.format(id=i, after=a) for i, a in zip(names, ["start", *names], strict=False)]
    nodes = "".join(turned(node) if number % 2 else node for number, node in enumerate(asked))
    head = HEAD.replace(TITLE, CHAIN).replace("minutes: 60", "minutes: 120")
    head = head.replace("q1, q2, q3", ", ".join(names))
    text = head + nodes.replace("seconds: 300", f"seconds: {min(300, 7_000 // (count + 1))}") + FOOT
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    (folder / "plan.svg").write_text(PLAN, encoding="utf-8")


def turned(node: str) -> str:
    """The node with its two options in the other order: a best one that is always second is no good drill."""
    lines = node.split("\n")
    first = next(number for number, line in enumerate(lines) if "id: bad" in line)
    lines[first : first + 2] = lines[first + 1], lines[first]
    return "\n".join(lines)

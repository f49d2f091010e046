"""A chapter's sections: its headings, what is to do below each, and what a kernel shows as one piece."""

from __future__ import annotations

import re

from anpei.courses import Block, Built, keys_of, outline, with_anchors


def widget(name: str, cell: int, item: str = "", live: bool = False) -> Block:
    return Block("widget", name=name, spec={"item": item} if item else {}, live=live, cell=cell)


def told(*blocks: Block) -> list[tuple[str, tuple[str, ...]]]:
    return [(section.title, section.activities) for section in outline(Built("ready", blocks), keys_of(blocks))]


def test_each_heading_begins_a_section_and_what_is_below_belongs_to_it() -> None:
    assert told(
        Block("html", "<h1>止血</h1><p>前言</p>", cell=0),
        Block("html", "<h2>第一件事，<strong>压</strong></h2><p>…</p><h2>深的填 &amp; 压</h2>", cell=1),
        widget("practice", 2, "aid-p01"),
        widget("bleeding_control", 3),
        Block("html", "<h2>带走三句话</h2>", cell=4),
    ) == [("第一件事，压", ()), ("深的填 & 压", ("aid-p01", "bleeding_control")), ("带走三句话", ())]


def test_what_is_to_do_before_the_first_heading_is_a_section_too() -> None:
    head = Block("html", "<h2>往哪里走</h2>", cell=1)
    assert told(widget("practice", 0, "fire-p01"), head) == [("开头", ("fire-p01",)), ("往哪里走", ())]
    assert told(Block("html", "<h1>一</h1>", cell=0), head) == [], "one section is no outline"


def test_what_a_kernel_shows_belongs_to_the_section_before_it() -> None:
    blocks = (
        Block("html", "<h2>看烟</h2>", cell=0),
        widget("smoke_layer", 1, live=True),
        Block("html", "<h2>在内核里</h2>", cell=2),
        widget("practice", 3, "fire-p02"),
        widget("risk_ranking", 4, live=True),
        Block("html", "<h2>以后</h2>", cell=5),
    )
    assert told(*blocks) == [("看烟", ("smoke_layer", "risk_ranking", "fire-p02")), ("以后", ())]


def test_a_heading_is_found_by_its_sections_key_also_where_two_are_called_alike() -> None:
    texts = ("<h2>记住</h2><p>…</p>", "<h2>做法（待核）</h2>", "<h2>记住</h2>")
    blocks = [Block("html", text, cell=cell) for cell, text in enumerate(texts)]
    anchors: set[str] = {"s-top"}
    shown = "".join(with_anchors(text, anchors) for text in (texts[0], "<h2>做法</h2>", texts[2]))
    keys = [section.key for section in outline(Built("ready", tuple(blocks)), keys_of(blocks))]
    assert re.findall(r'<h2 id="([^"]+)"', shown) == keys and len(set(keys)) == 3


def test_a_sections_key_stays_when_another_is_put_before_it() -> None:
    def keys(*titles: str) -> dict[str, str]:
        blocks = tuple(Block("html", f"<h2>{title}</h2>", cell=cell) for cell, title in enumerate(titles))
        return {section.title: section.key for section in outline(Built("ready", blocks), keys_of(blocks))}

    assert keys("先报警", "再走")["再走"] == keys("新的", "先报警", "再走")["再走"]

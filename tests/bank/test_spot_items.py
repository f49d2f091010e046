"""A 找隐患 item: its public half shows the picture and the names of all places, and not one outline."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from anpei import bank
from anpei.bank import nearest, position

BROKEN = Path(__file__).parent.parent / "broken_shelves/bank"
Load = Callable[[str], bank.Bank]


@pytest.fixture
def item(load_bank: Load) -> bank.ItemVersion:
    text = (BROKEN / "region-small.yaml").read_text(encoding="utf-8").replace("230", "260")
    loaded = load_bank(text)
    assert loaded.findings == []
    return loaded.items["fire-001"]


def test_the_public_half_names_all_places_alike(item: bank.ItemVersion) -> None:
    spec = item.public.spec((5, 4, 3, 2, 1, 0), 4)
    assert spec["scene"] == {"src": "media/room.svg", "alt": "一间屋子", "width": 400, "height": 300}
    assert [place["id"] for place in spec["places"]] == ["p01", "p02", "p03", "p04", "p05", "p06"]
    assert [place["text"] for place in spec["places"]] == list(item.public.choices[::-1])
    assert spec["most"] == 6
    assert {key for place in spec["places"] for key in place} == {"id", "text"}
    assert not any(word in json.dumps(spec) for word in ("polygon", "hazard", "cable", "通行做法", "因为"))


def test_the_secret_half_follows_the_public_order(item: bank.ItemVersion) -> None:
    names = {"door": "门口的纸箱", "cable": "地上的电线", "shelf": "架顶的箱子"}
    secret = item.secret
    assert {secret.regions[n].id: item.public.choices[n] for n in secret.right} == names
    assert secret.cites == ("xiaofang#44",)


def test_a_stored_version_is_the_same_again(item: bank.ItemVersion) -> None:
    stored = json.loads(json.dumps(item.model_dump(mode="json")))
    assert bank.ItemVersion.model_validate(stored) == item


def test_citations_of_places_are_the_items_own(load_bank: Load) -> None:
    text = (BROKEN / "region-small.yaml").read_text(encoding="utf-8").replace("230", "260")
    text = text.replace("source: 通行做法}", 'cites: ["xiaofang#44"]}').replace('    cites: ["xiaofang#44"]\n', "")
    loaded = load_bank(text)
    assert loaded.findings == []
    assert loaded.items["fire-001"].secret.cites == ("xiaofang#44",)


def test_an_unknown_citation_of_a_place_is_found_there(load_bank: Load) -> None:
    text = (BROKEN / "region-small.yaml").read_text(encoding="utf-8").replace("230", "260")
    (finding,) = load_bank(text.replace("source: 通行做法}", 'cites: ["xiaofang#999"]}', 1)).findings
    assert (finding.rule, finding.line) == ("cite-unknown", 8)


LARGE = ((0, 0), (100, 0), (100, 100), (0, 100))
SMALL = ((80, 80), (130, 80), (130, 130), (80, 130))


@pytest.mark.parametrize(
    ("point", "meant"),
    [((10, 10), 0), ((90, 90), 1), ((120, 120), 1), ((105, 20), 0), ((140, 100), 1), ((160, 20), None)],
)
def test_a_tap_means_the_smallest_place_it_lies_in_or_the_nearest(point: tuple[int, int], meant: int | None) -> None:
    assert nearest([LARGE, SMALL], *point, slack=12) == meant


def test_a_point_is_told_in_words() -> None:
    assert [position(x, y, 300, 300) for x, y in ((10, 10), (150, 150), (299, 150), (150, 300))] == [
        "左上方",
        "正中",
        "右侧",
        "下方",
    ]

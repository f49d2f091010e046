"""The desk over the running platform: a question is written, checked, saved, and never over somebody else's change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.platform import Platform, Visitor

ITEM = {
    "kind": "single",
    "use": "practice",
    "difficulty": "easy",
    "stem": "库房里有焦糊味，还没看见火。先做什么？",
    "options": [
        {"text": "顺着味道去找，同时让人断电", "right": True, "feedback": "对。找和断电一起做。"},
        {"text": "打开窗通风，等味道散掉再说", "feedback": "火可能正在阴燃。"},
    ],
    "explanation": "有焦糊味就当作火情来查。",
    "basis": "guidance",
    "source": "通行做法，待核",
}


@pytest.fixture(scope="module", autouse=True)
def as_it_was(server: Platform) -> Iterator[None]:
    """What is written here lies in files that aren't there before, and goes again."""
    shelf = server.site.workspace / "quizzes"
    before = set(shelf.rglob("*"))
    yield
    for path in set(shelf.rglob("*")) - before:
        if path.is_file():
            path.unlink()


@pytest.fixture
def trainer(server: Platform) -> Iterator[Visitor]:
    with server.client("T2001") as client:
        yield client


def created(trainer: Visitor, **changes: Any) -> str:
    answer = trainer.post("api/authoring/items", json={"kind": "single", "topic": "fire", "value": ITEM | changes})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["page"]).rpartition("/")[2]


def base_of(trainer: Visitor, slug: str) -> str:
    """The version that a form of this question is opened with."""
    page = trainer.get(f"authoring/items/{slug}").text
    return page.partition('"base": "')[2].partition('"')[0]


def test_a_new_question_is_a_draft_that_only_authors_see(trainer: Visitor, server: Platform) -> None:
    slug = created(trainer)
    listed = trainer.get("authoring/items", params={"q": "焦糊味", "state": "draft"}).text
    assert slug in listed and "草稿" in listed
    assert slug in trainer.get("authoring/items", params={"q": "jhw"}).text
    with server.client("E1001") as learner:
        assert learner.get(f"authoring/items/{slug}").status_code == 403
        assert learner.get(f"api/practice/{slug}").status_code == 404


def test_the_rules_are_told_at_the_field_and_keep_nobody_from_saving(trainer: Visitor) -> None:
    slug = created(trainer)
    wrong = ITEM | {"options": [{"text": "一"}, {"text": "一"}], "stem": "**先做什么？"}
    told = trainer.post("api/authoring/items/look", json={"slug": slug, "topic": "fire", "value": wrong}).json()
    places = {(".".join(map(str, one["where"])), one["message"]) for one in told["findings"]}
    assert ("options", "没有标出正确选项。") in places
    assert ("options.1", "第 2 个选项与前面的重复。") in places
    assert ("stem", "加粗的星号 ** 没有成对。") in places
    saved = trainer.put(f"api/authoring/items/{slug}", json={"base": base_of(trainer, slug), "value": wrong})
    assert saved.status_code == 200 and saved.json()["value"]["stem"] == "**先做什么？"


def test_the_preview_is_what_learners_get_and_its_key_apart(trainer: Visitor) -> None:
    told = trainer.post("api/authoring/items/look", json={"topic": "fire", "value": ITEM}).json()["preview"]
    assert [one["text"] for one in told["spec"]["options"]] and "right" not in str(told["spec"])
    assert told["review"]["right_value"] in "ab" and told["review"]["explanation"].startswith("有焦糊味")
    frame = trainer.get("authoring/frame").headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in frame  # no other page of ours may stand in one
    half = trainer.post("api/authoring/items/look", json={"topic": "fire", "value": {"kind": "single"}}).json()
    assert half["preview"]["spec"]["kind"] == "single"
    none = trainer.post("api/authoring/items/look", json={"topic": "fire", "value": {"kind": 3}}).json()
    assert none["preview"] is None


ODD = """\
topic: fire
items:
  - {id: odd-kind, kind: [single], stem: 甲}
  - {id: odd-other, kind: essay, stem: 乙}
  - {id: odd-day, kind: truefalse, stem: 丙, answer: true, source: 2026-01-02}
  - {id: odd-keys, kind: single, stem: 戊, 7: x, 2026-01-03: y}
  - {id: odd-number, kind: numeric, stem: 丁, numeric: {value: .nan, tolerance: .inf}}
  - {id: odd-bytes, kind: single, stem: !!binary aGVsbG8=, options: 7}
"""


def test_whatever_an_editor_wrote_has_its_pages(trainer: Visitor, server: Platform) -> None:
    shelf = server.site.workspace / "quizzes/bank"
    shelf.mkdir(parents=True, exist_ok=True)
    (shelf / "odd.yaml").write_text(ODD, encoding="utf-8")
    assert "这道题没有表单" in trainer.get("authoring/items/odd-kind").text
    assert "essay" in trainer.get("authoring/items/odd-other").text
    for slug in ("odd-keys", "odd-number", "odd-bytes", "odd-day"):
        for page in (slug, f"{slug}/history", f"new?copy_of={slug}"):
            assert trainer.get(f"authoring/items/{page}").status_code == 200, page
    new = {"kind": "truefalse", "stem": "丙。", "answer": False, "source": "2026-01-02"}
    saved = trainer.put("api/authoring/items/odd-day", json={"base": base_of(trainer, "odd-day"), "value": new})
    assert saved.json()["value"] == {"id": "odd-day"} | new
    assert trainer.get("authoring/items/odd-day/history").status_code == 200
    assert "source: 2026-01-02" in (shelf / "odd.yaml").read_text(encoding="utf-8"), "a day stays the day it was"


def test_two_people_change_one_question_and_nothing_is_lost(trainer: Visitor, server: Platform) -> None:
    slug = created(trainer)
    base = base_of(trainer, slug)
    with server.client("T2001") as other:
        mine = ITEM | {"stem": "有焦糊味，先做什么？"}
        assert other.put(f"api/authoring/items/{slug}", json={"base": base, "value": mine}).status_code == 200
    apart = trainer.put(
        f"api/authoring/items/{slug}", json={"base": base, "value": ITEM | {"explanation": "先查，再断电。"}}
    ).json()
    assert apart["merged"] == ["题干"] and apart["value"]["stem"] == "有焦糊味，先做什么？"
    clash = trainer.put(f"api/authoring/items/{slug}", json={"base": base, "value": ITEM | {"stem": "闻到焦味呢？"}})
    assert clash.status_code == 409
    field = clash.json()["conflict"]["fields"][0]
    assert (field["label"], field["mine"], field["theirs"]) == ("题干", "闻到焦味呢？", "有焦糊味，先做什么？")
    settled = {"base": clash.json()["conflict"]["base"], "value": ITEM | {"stem": "闻到焦味呢？"}}
    assert trainer.put(f"api/authoring/items/{slug}", json=settled).status_code == 200


def test_history_tells_what_changed_and_takes_a_version_again(trainer: Visitor) -> None:
    slug = created(trainer)
    changed = {"base": base_of(trainer, slug), "value": ITEM | {"difficulty": "hard"}}
    assert trainer.put(f"api/authoring/items/{slug}", json=changed).status_code == 200
    page = trainer.get(f"authoring/items/{slug}/history").text
    assert all(word in page for word in ("沈知行", "难度", "易", "难"))
    assert page.count("现在就是这样") == 1 and "恢复成这一版" not in page  # what stands is not offered again
    first = page.rpartition("history?at=")[2].partition('"')[0]
    form = {"commit": first, "base": base_of(trainer, slug), "_xsrf": trainer.cookies["_xsrf"]}
    assert trainer.post(f"authoring/items/{slug}/history", data=form).status_code == 303
    assert '"difficulty": "easy"' in trainer.get(f"authoring/items/{slug}").text


def test_several_at_once(trainer: Visitor, server: Platform) -> None:
    slugs = [created(trainer), created(trainer)]
    form = {
        "items": [*slugs, "fire-none"],
        "act": "tag",
        "tag": "焦味",
        "back": "?topic=fire",
        "_xsrf": trainer.cookies["_xsrf"],
    }
    told = trainer.post("authoring/items", data=form)
    assert told.status_code == 200 and "有 1 道没有改" in told.text
    assert (
        trainer.post("authoring/items", data=form | {"items": slugs}).headers["Location"].endswith("?topic=fire&done=2")
    )
    listed = trainer.get("authoring/items", params={"tag": "焦味"}).text
    assert all(slug in listed for slug in slugs)


def test_law_is_found_by_name_number_and_gist(trainer: Visitor) -> None:
    def cited(words: str) -> list[str]:
        found = trainer.get("api/authoring/laws", params={"q": words}).json()["cards"]
        return [card["citation"] for card in found]

    assert cited("xiaofang#44")[0] == "xiaofang#44"
    assert "xiaofang#44" in cited("消防法 报警")
    assert cited("没有这样的词") == cited("") == []


def test_a_picture_is_taken_in_shown_to_authors_and_nothing_else_is(trainer: Visitor, server: Platform) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"><rect width="9" height="9"/></svg>'
    answer = trainer.put("api/authoring/pictures", params={"name": "../车间 A.svg"}, content=drawing)
    src = answer.json()["src"]
    assert src.startswith("media/a-") and src.endswith(".svg")
    assert trainer.get(f"authoring/{src}").content == drawing
    with server.client("E1001") as learner:
        assert learner.get(f"authoring/{src}").status_code == 403
        assert learner.get(src).status_code == 404
    active = drawing.replace(b"<rect", b"<script>1</script><rect")
    for name, body in (("x.svg", active), ("x.svg", b"\xff"), ("x.png", b"no picture"), ("x.jpg", drawing)):
        assert trainer.put("api/authoring/pictures", params={"name": name}, content=body).status_code == 422
    shot = Path(__file__).parents[3] / "docs/images/board.png"
    photo = trainer.put("api/authoring/pictures", params={"name": "board.png"}, content=shot.read_bytes())
    assert photo.json()["src"].endswith(".jpg")


def step(trainer: Visitor, slug: str, name: str, words: str = "", base: str = "") -> int:
    form = {"step": name, "words": words, "base": base or base_of(trainer, slug), "_xsrf": trainer.cookies["_xsrf"]}
    return trainer.post(f"authoring/items/{slug}/state", data=form).status_code


def test_a_question_is_published_changed_and_retired(trainer: Visitor, server: Platform) -> None:
    slug = created(trainer)
    base = base_of(trainer, slug)
    assert step(trainer, slug, "submit") == 303
    assert "待审" in trainer.get(f"authoring/items/{slug}").text
    assert step(trainer, slug, "review", "都对过") == 403  # somebody else's to do
    assert step(trainer, slug, "publish") == 303
    with server.client("E1001") as learner:
        assert learner.get(f"api/practice/{slug}").status_code == 200
        changed = {"base": base, "value": ITEM | {"stem": "库房里有焦糊味。先做什么？"}}
        saved = trainer.put(f"api/authoring/items/{slug}", json=changed).json()
        assert "学员看到的是上一次发布的" in saved["standing"]["state"] and "publish" in saved["standing"]["steps"]
        assert "还没看见火" in learner.get(f"api/practice/{slug}").text
        assert step(trainer, slug, "publish", base=base) == 409  # not what was looked at
        assert step(trainer, slug, "retire") == 303
        assert learner.get(f"api/practice/{slug}").status_code == 404
    assert step(trainer, slug, "revive") == 303
    assert "草稿" in trainer.get(f"authoring/items/{slug}").text


def test_what_waits_is_listed_and_several_are_published_at_once(trainer: Visitor, server: Platform) -> None:
    good, wrong, moved = created(trainer), created(trainer, stem=""), created(trainer)
    assert step(trainer, good, "submit") == 303
    waiting = trainer.get("authoring/items", params={"state": "in_review"}).text
    assert f'value="{good}"' in waiting and f'value="{wrong}"' not in waiting
    whole = trainer.get("authoring/items", params={"q": "焦糊味"}).text + waiting
    seen = re.findall(rf'name="seen" value="((?:{good}|{moved}) [^"]+)"', whole)
    seen.append(f"{wrong} {base_of(trainer, wrong)}")
    later = {"base": base_of(trainer, moved), "value": ITEM | {"difficulty": "hard"}}
    assert trainer.put(f"api/authoring/items/{moved}", json=later).status_code == 200
    form = {"items": [good, wrong, moved], "seen": seen, "act": "publish", "_xsrf": trainer.cookies["_xsrf"]}
    told = trainer.post("authoring/items", data=form).text
    assert "已发布 1 道题" in told and "有 2 道没有发布" in told
    assert f"{moved}：你打开列表以后又有人改了" in told and f"{wrong}：还有问题，没有发布" in told
    with server.client("E1001") as learner:
        answers = {slug: learner.get(f"api/practice/{slug}").status_code for slug in (good, wrong, moved)}
    assert answers == {good: 200, wrong: 404, moved: 404}
    assert f"{good}：现在是“已发布”" in trainer.post("authoring/items", data=form).text


def test_what_is_wrong_is_not_published(trainer: Visitor) -> None:
    slug = created(trainer, stem="")
    assert step(trainer, slug, "publish") == 422
    assert step(trainer, slug, "nonsense") == 422

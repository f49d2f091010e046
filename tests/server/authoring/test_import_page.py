"""Importing questions in the browser: sent, looked at, decided about, landed once as drafts, and nobody else's."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import openpyxl
import pytest

from anpei import audit, exchange
from anpei.database import Database
from anpei.server.authoring.import_choices import ImportLookRequest, asked_of, plain_import_words
from tests.helpers.platform import Platform, Visitor

ROWS = (
    ("题型", "题干", "选项A", "选项B", "答案", "解析"),
    ("1", "导入页：车间里闻到焦味，先做什么？", "找和断电一起做", "开窗等味道散", "A", "有焦味就当火情查。"),
    ("判断", "导入页：疏散时可以坐电梯。", "", "", "错", ""),
    ("判断", "导入页：疏散要弯腰走。", "", "", "A", ""),
)


@pytest.fixture(scope="module", autouse=True)
def as_it_was(server: Platform) -> Iterator[None]:
    """What is landed here goes again."""
    bank = server.site.workspace / "quizzes/bank"
    before = set(bank.glob("*"))
    yield
    for path in set(bank.glob("*")) - before:
        path.unlink()


@pytest.fixture
def trainer(server: Platform) -> Iterator[Visitor]:
    with server.client("T2001") as client:
        yield client


def workbook() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in ROWS:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def sent(trainer: Visitor, data: bytes, name: str = "题库.xlsx") -> str:
    """Send a file; the page of what was found in it."""
    answer = trainer.put("api/authoring/imports", params={"name": name}, content=data)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["page"])


def counted(page: str) -> dict[str, int]:
    """The numbers on top of the page, by their words."""
    found = re.findall(r'import-number number">(\d+)</span><span>([^<]+)<', page)
    return {label: int(number) for number, label in found if int(number)}


def test_a_workbook_is_looked_at_decided_about_and_lands_once(trainer: Visitor, server: Platform) -> None:
    page, data = "", workbook()
    bank = server.site.workspace / "quizzes/bank"
    before = sorted(bank.glob("*"))
    page = sent(trainer, data)
    first = trainer.get(page).text
    assert counted(first) == {"读到": 3, "要人决定": 3} and "还没有可以导入的题" in first
    assert 'name="kind:1"' in first and 'name="truth:a"' in first and "--" not in re.sub(r"<!--.*?-->", "", first)
    decided = {"topic": "fire", "kind:1": "single", "truth:a": "1"}
    look = trainer.get(page, params=decided).text
    assert counted(look) == {"读到": 3, "成为草稿": 3} and "发布前：补解析、补法规引用" in look
    assert sorted(bank.glob("*")) == before, "nothing is written before somebody confirms"
    assert trainer.post(page, data=decided | {"_xsrf": trainer.cookies["_xsrf"]}).status_code == 303
    told = trainer.get(page).text
    assert "3 道题成了草稿" in told and "补解析（2 题）" in told
    (link,) = re.findall(r"authoring/items\?batch=(\w+)", told)
    listed = trainer.get("authoring/items", params={"batch": link, "state": "draft"}).text
    assert listed.count(f"-{link}-") >= 3 and "共" in listed and "找到 <span" in listed
    assert trainer.post(page, data=decided | {"_xsrf": trainer.cookies["_xsrf"]}).status_code == 303
    again = trainer.get(sent(trainer, data), params=decided).text
    assert counted(again) == {"读到": 3, "上次已导入": 3} and "没有新题" in again and link in again
    assert len(set(bank.glob("*")) - set(before)) == 1
    with Database(server.site.database_url) as db, db.read() as session:
        (noted, *_) = audit.entries(session, audit.AuditQuery(group="content"), 1)
    assert (noted.who, noted.act, noted.about) == ("T2001", "content.import", "题库.xlsx")


def test_pasted_text_is_read_and_lines_left_over_are_shown(trainer: Visitor) -> None:
    text = "给各车间的题\n\n1. 导入页：发现漏气先做什么？（  ）\nA. 关阀\nB. 开灯\n答案：A\n"
    page = trainer.get(sent(trainer, text.encode(), ""), params={"topic": "gas"}).text
    assert "粘贴的题目.txt" in page and "导入页：发现漏气先做什么？" in page
    assert counted(page)["读到"] == 1


def test_what_holds_no_questions_is_said_and_is_nobody_elses(trainer: Visitor, server: Platform) -> None:
    broken = sent(trainer, b"PK\x03\x04 broken")
    assert "读不出题目" in trainer.get(broken).text
    assert trainer.put("api/authoring/imports", content=b"").json()["error"]["message"] == "文件是空的。"
    assert trainer.get("authoring/import/" + "0" * 32).status_code == 404
    assert "选文件" in trainer.get("authoring/import").text
    with server.client("E1001") as learner, server.client("A9001") as admin:
        for other in (learner, admin):
            assert other.get(broken).status_code == other.get("authoring/import").status_code == 403
            assert other.put("api/authoring/imports", content=b"x").status_code == 403


def test_columns_are_asked_for_where_no_head_is_known() -> None:
    source = exchange.read_questions("问的话,对的\n一加一？,二\n".encode(), "题.csv")
    look = {"questions": [], "sheets": source.sheets, "heads": source.heads}
    asked = {one.name: one for one in asked_of(look, exchange.Choices(), {"fire": "消防"})}
    assert list(asked) == ["topic", "use", "column:问的话", "column:对的"] and asked["column:对的"].chosen == ""
    request = ImportLookRequest(rest={"column:问的话": "stem", "column:对的": "-", "column:x": "nonsense", "y": "stem"})
    assert request.choices({}).columns == {"问的话": "stem", "对的": ""}
    assert dict(request.fields())["column:问的话"] == "stem"


def test_a_page_never_tells_the_options_of_a_command() -> None:
    said = plain_import_words("不认识的题型“1”。导入时说明，如 --kind 1=单选。")
    assert said == "不认识的题型“1”。在“怎样读”里选。"
    assert plain_import_words("没有写属于哪个主题。导入时指定放进哪个主题（--topic）。").endswith("里选放进哪个主题。")

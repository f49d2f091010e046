"""What periodic work could not do is on the administrator's page, with a button to have it tried at once."""

from __future__ import annotations

from anpei import clock, tasks
from anpei.database import Database
from tests.helpers.platform import Platform
from tests.helpers.processes import wait_for

TITLE = "没有办成的后台事项"


def test_a_failure_is_shown_and_tried_again_when_somebody_asks(server: Platform) -> None:
    """The run it speaks of is gone meanwhile: the next look finds that there is nothing left to do."""
    with server.client("A9001") as admin, Database(server.site.database_url) as db:
        assert TITLE not in admin.get("admin").text
        now = clock.now()
        error = ValueError("<b>nothing</b> to read")
        db.write(lambda s: tasks.note_failure(s, "practice", "run:77", error, every=clock.DAY, now=now)).result()
        page = admin.get("admin").text
        assert TITLE in page and "今日巩固" in page and "第 77 次演练" in page
        assert "ValueError: &lt;b&gt;nothing&lt;/b&gt; to read" in page
        answer = admin.post("admin", data={"act": "retry", "task": "practice", "row": "run:77"})
        assert "再试一次" in answer.text
        wait_for(lambda: TITLE not in admin.get("admin").text)


def test_only_administrators_see_or_ask(server: Platform) -> None:
    with server.client("T2001") as trainer:
        assert trainer.get("admin").status_code == 403
        assert trainer.post("admin", data={"act": "retry", "task": "practice", "row": "run:77"}).status_code == 403

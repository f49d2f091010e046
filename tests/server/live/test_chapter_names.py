"""A chapter called 第 1 章（消防） opens, runs, counts time and is finished like any other."""

from __future__ import annotations

from urllib.parse import quote

from anpei import courses
from tests.helpers.learned import spend
from tests.helpers.live_shelf import COURSE, lay, opened
from tests.helpers.platform import Platform

NAME = "第 1 章（消防）"
LOGIC = "def twice(n):\n    return 2 * n\nprint('结果', [twice(n) for n in range(3)])"


def test_a_live_chapter_of_any_name_with_logic_of_its_own(server: Platform) -> None:
    page = lay(server, NAME, LOGIC)
    slug = courses.chapter_slug(NAME)
    with server.client("E1001") as client:
        linked = client.get(f"courses/{COURSE}/{quote(NAME)}.ipynb", follow_redirects=True)
        assert linked.status_code == 200 and f"courses/{COURSE}/{slug}" in str(linked.url)
        with opened(client, page):
            for kind in ("opened", "finished"):
                sent = {"uuid": f"names-{kind}", "kind": kind}
                told = client.post(f"api/progress/{COURSE}/{slug}", json=sent).json()
        assert told["chapter"]["words"].startswith("还差 约")
        spend(server, "E1001", COURSE, slug, 3600)
        assert client.post(f"api/progress/{COURSE}/{slug}", json=sent).json()["chapter"]["finished"] is True
        assert "已学完" in client.get(f"courses/{COURSE}").text

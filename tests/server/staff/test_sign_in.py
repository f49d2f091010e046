"""Signing in, staying in, and being out: the roster decides at every request."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from sqlalchemy import update

from anpei import clock, records, staff
from anpei.database import Database
from anpei.server.core.identity import DEVICE_COOKIE, SESSION_COOKIE, browser_name, safe_next
from anpei.server_settings import ServerSection
from anpei.staff.tables import LoginRow, PersonRow
from tests.helpers.platform import PASSWORD, Platform

OWN = "Qiming-2027-lathe"
FRESH, TURNING, LEAVING, COPIED, ROAMING, TRIED = "G6001", "G6002", "G6003", "G6004", "G6005", "G6006"
PASSERS_BY = f"""工号,姓名,部门,岗位,角色,状态
{FRESH},初来,外协部,临时工,,在职
{TURNING},换密,外协部,临时工,,在职
{LEAVING},要走,外协部,临时工,,在职
{COPIED},被抄,外协部,临时工,,在职
{ROAMING},两处,外协部,临时工,,在职
{TRIED},被试,外协部,临时工,,在职
"""
ELSEWHERE = [
    "",
    "/other/my",
    "//evil.test/my",
    "///evil.test",
    "/\\evil.test",
    "\thttp://evil.test",
    "http://evil.test/my",
    "javascript:alert(1)",
    "http://127.0.0.1:9999/",
    "https://127.0.0.1:8791/x",
    "http://127.0.0.1:8791@evil.test/",
    "http://user@127.0.0.1:8791/anpei/x",
]


@pytest.fixture(scope="module")
def changing(server: Platform) -> Iterator[Platform]:
    """The common platform with people who change for good; each test takes somebody else, and all leave in the end."""
    now = clock.now()
    with Database(server.site.database_url) as db:
        roster = staff.read_roster(PASSERS_BY.encode(), "名册.csv")
        records.import_roster(db, roster, now=now)
        for staff_no in (FRESH, TURNING, LEAVING, COPIED, ROAMING):
            staff.set_password(db, staff_no, PASSWORD, now=now, must_change=staff_no == FRESH)
        yield server
        leavers = staff.read_roster(PASSERS_BY.replace("在职", "离职").encode(), "名册.csv")
        records.import_roster(db, leavers, now=clock.now())


@pytest.mark.parametrize("target", ELSEWHERE)
def test_next_never_leads_away(target: str) -> None:
    assert safe_next(asking(), target, "my") == "/anpei/my"


@pytest.mark.parametrize("target", ["/anpei/exam/7?x=1#q02", "http://127.0.0.1:8791/anpei/studio/lab"])
def test_next_leads_back_into_the_platform_and_its_lab(target: str) -> None:
    assert safe_next(asking(), target, "my") == target


@pytest.mark.parametrize(
    "target", ["//evil.test", "///evil.test/my", "////evil.test", "/\\evil.test", "http:///evil.test"]
)
def test_next_never_leads_away_from_the_bare_address(target: str) -> None:
    assert safe_next(asking("/"), target, "my") == "/my"


def asking(base_url: str = "/anpei/") -> SimpleNamespace:
    server = ServerSection(base_url=base_url)
    request = SimpleNamespace(host="127.0.0.1:8790", protocol="http")
    return SimpleNamespace(site=SimpleNamespace(settings=SimpleNamespace(server=server)), request=request)


def test_the_session_cookie_is_the_browsers_secret(server: Platform) -> None:
    with server.stranger() as client:
        token = client.get("login").cookies["_xsrf"]
        form = {"staff_no": "E1001", "password": PASSWORD, "_xsrf": token}
        cookie = client.post("login", data=form).headers["Set-Cookie"].lower()
    assert cookie.startswith(f"{SESSION_COOKIE}=")
    for word in ("httponly", "samesite=lax", "path=/"):
        assert word in cookie
    assert "secure" not in cookie.replace("samesite", "")


def test_a_changed_cookie_is_worth_nothing(server: Platform) -> None:
    with server.client("E1001") as client:
        value = client.cookies[SESSION_COOKIE]
        client.cookies.set(SESSION_COOKIE, value[:-4] + "beef", path="/")
        client.cookies.delete(SESSION_COOKIE, domain="127.0.0.1")
        assert client.get("password").status_code == 302


def test_five_wrong_passwords_lock_and_say_until_when(server: Platform) -> None:
    with server.stranger() as client:
        form = {"staff_no": "E1003", "password": "wrong-wrong", "_xsrf": client.get("login").cookies["_xsrf"]}
        last = [client.post("login", data=form) for _ in range(6)][-1]
        right = client.post("login", data=form | {"password": PASSWORD})
    assert last.status_code == right.status_code == 429
    assert "之后再试" in right.text


def test_the_first_sign_in_asks_for_an_own_password_everywhere(changing: Platform) -> None:
    with changing.client(FRESH) as client:
        assert client.get("apps/kiosk").headers["Location"].startswith("/password")
        refused = client.post("api/live/beat", json={"kernel": "x"})
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "must_change_password")
        done = client.post("password", data={"new": OWN, "again": OWN, "_xsrf": client.cookies["_xsrf"]})
        assert done.status_code == 302
        assert client.post("api/live/beat", json={"kernel": "x"}).json() == {"state": "gone"}


def test_a_new_password_ends_every_other_session(changing: Platform) -> None:
    with changing.client(TURNING) as phone, changing.client(TURNING) as desk:
        form = {"old": PASSWORD, "new": OWN, "again": OWN, "_xsrf": desk.cookies["_xsrf"]}
        assert desk.post("password", data=form).status_code == 302
        assert desk.get("password").status_code == 200
        assert phone.get("password").status_code == 302


def test_signing_out_ends_a_copied_cookie_too(changing: Platform) -> None:
    with changing.client(COPIED) as client, changing.stranger() as thief:
        thief.cookies.update(client.cookies)
        assert thief.get("password").status_code == 200
        assert client.post("logout", data={"_xsrf": client.cookies["_xsrf"]}).status_code == 303
        assert thief.get("password").headers["Location"].startswith("/login")
        assert thief.post("api/live/beat", json={"kernel": "x"}).status_code in (401, 403)


def test_somebody_sees_where_they_are_signed_in_and_signs_out_there(changing: Platform) -> None:
    desk = changing.stranger()
    form = {"staff_no": ROAMING, "password": PASSWORD, "_xsrf": desk.get("login").cookies["_xsrf"]}
    desk.post("login", data=form, headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/120 Edg/120"})
    with desk, changing.client(ROAMING) as phone:
        page = desk.get("password").text
        assert "Windows 电脑 · Edge" in page and page.count("就是这里") == 1
        with Database(changing.site.database_url) as db, db.read() as session:
            there = staff.logins(session, ROAMING)[0].id
        sent = {"login": str(there), "_xsrf": desk.cookies["_xsrf"]}
        assert desk.post("password/logins", data=sent).status_code == 303
        assert phone.get("password").status_code == 302 and desk.get("password").status_code == 200
        again = changing.client(ROAMING)
        with again:
            assert desk.post("password/logins", data={"_xsrf": desk.cookies["_xsrf"]}).status_code == 303
            assert again.get("password").status_code == 302 and desk.get("password").status_code == 200


def test_an_administrators_act_asks_for_the_password_when_it_was_given_a_while_ago(changing: Platform) -> None:
    with changing.client("A9001") as admin, Database(changing.site.database_url) as db:
        long_ago = clock.now() - 13 * clock.HOUR
        db.write(lambda session: session.execute(update(LoginRow).values(proven=long_ago)) and None).result()
        form = {"act": "unlock", "staff_no": FRESH, "departments": ["一", "二"], "_xsrf": admin.cookies["_xsrf"]}
        asked = admin.post("admin", data=form)
        assert "确认是你本人" in asked.text and f'name="staff_no" value="{FRESH}"' in asked.text
        assert asked.text.count('name="departments"') == 2 and "没有被锁定" not in asked.text
        wrong = admin.post("admin", data=form | {"confirm_password": "wrong-wrong"})
        assert "密码不对" in wrong.text and "wrong-wrong" not in wrong.text
        done = admin.post("admin", data=form | {"confirm_password": PASSWORD})
        assert "没有被锁定" in done.text
        assert "没有被锁定" in admin.post("admin", data=form).text


def test_an_administrator_signs_somebody_out_everywhere(changing: Platform) -> None:
    with changing.client("A9001") as admin, changing.client(ROAMING) as phone:
        form = {"act": "signout", "staff_no": ROAMING, "_xsrf": admin.cookies["_xsrf"]}
        assert "都已退出登录" in admin.post("admin", data=form).text
        assert phone.get("password").status_code == 302


def test_a_colleague_behind_the_same_address_gets_in_whatever_somebody_else_tries(changing: Platform) -> None:
    with changing.stranger() as attacker:
        form = {"staff_no": TRIED, "password": "wrong-wrong", "_xsrf": attacker.get("login").cookies["_xsrf"]}
        assert {attacker.post("login", data=form).status_code for _ in range(30)} == {403, 429}
    with changing.stranger() as colleague:
        form = {"staff_no": COPIED, "password": PASSWORD, "_xsrf": colleague.get("login").cookies["_xsrf"]}
        assert colleague.post("login", data=form).status_code == 302


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) MicroMessenger/8.0", "苹果手机 · 微信"),
        ("Mozilla/5.0 (Linux; Android 13) Chrome/120 Mobile Safari/537.36", "安卓设备 · Chrome"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/17 Safari/605", "苹果电脑 · Safari"),
        ("", "其他设备 · 浏览器"),
    ],
)
def test_a_browser_has_the_name_its_owner_knows(agent: str, words: str) -> None:
    assert browser_name(agent) == words


def test_a_leaver_is_out_at_the_next_request(changing: Platform) -> None:
    with changing.client(LEAVING) as client, Database(changing.site.database_url) as db:
        assert client.get("password").status_code == 200
        db.write(lambda session: setattr(session.get(PersonRow, LEAVING), "active", False)).result()
        assert client.get("password").headers["Location"].startswith("/login")
        assert client.post("api/live/beat", json={"kernel": "x"}).status_code == 401


def test_a_kiosk_is_known_by_its_device_until_it_is_revoked(changing: Platform) -> None:
    with changing.stranger() as tablet, Database(changing.site.database_url) as db:
        link = db.write(lambda session: staff.enrol_link(session, "东门", now=clock.now())).result()
        form = {"token": link, "_xsrf": tablet.get("kiosk/enrol").cookies["_xsrf"]}
        assert tablet.post("kiosk/enrol", data=form).status_code == 302
        assert tablet.cookies[DEVICE_COOKIE]
        assert tablet.get("kiosk").headers["Location"] == "/apps/kiosk"
        with db.read() as session:
            device = staff.devices(session)[0]
        db.write(lambda session: staff.revoke_device(session, device.device_id, now=clock.now())).result()
        assert tablet.get("kiosk").headers["Location"].startswith("/login")


def test_a_write_needs_the_token_of_our_own_page(server: Platform) -> None:
    with server.client("E1001") as client:
        assert client.post("api/live/beat", json={}, headers={"Origin": "http://evil.test"}).status_code in (
            403,
            404,
        )
        client.headers.pop("X-XSRFToken")
        assert client.post("api/live/beat", json={}).status_code == 403
        assert client.post("api/live/beat", json={}, headers={"X-XSRFToken": "guess"}).status_code == 403


def test_every_rendered_page_sets_the_token(server: Platform) -> None:
    with server.stranger() as client:
        assert "_xsrf" in client.get("login").cookies


def test_phones_come_by_any_name_of_the_machine(server: Platform) -> None:
    port = server.site.settings.server.port
    with server.client("E1001") as client:
        host = {"Host": f"training.plant.test:{port}", "Origin": f"http://training.plant.test:{port}"}
        assert client.post("api/live/beat", json={"kernel": "x"}, headers=host).status_code == 200


def test_pages_bring_their_own_rules_along(server: Platform) -> None:
    with server.stranger() as client:
        headers = client.get("login").headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"

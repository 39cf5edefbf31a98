"""Outside the demo nobody comes in without an account; what a session is worth, and when it ends."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from data.accounts import lockout, passwords, sessions
from data.accounts.seat import seated
from data.accounts.secret import secret_key
from data.acting import acting, looking
from data.commands.accounts import Seat, add_account, change_account, disable_account, reset_password
from data.engine import writing
from data.errors import BadInput, Forbidden, SignInNeeded
from data.schema import account, account_session, agency, audit, region
from tests.apps import app_on
from tests.seats import HERE, PASSWORD, add, enter, signed_in, sitting, token_of

REVISED = "Ferry-to-the-island-7"


def opens(client) -> bool:
    return client.get("/api/v1/regions").status_code == 200


def deeds(house, action="sign_in") -> list[tuple[str, str]]:
    with house.engine.connect() as connection:
        return connection.execute(select(audit.c.actor, audit.c.outcome).where(audit.c.action == action)).all()


@pytest.mark.parametrize("path", ["/", "/events", "/things?register=camera", "/accounts", "/audit", "/account"])
def test_a_page_leads_a_stranger_to_the_sign_in_and_back(lone_desk, path):
    answer = lone_desk.client.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login")
    assert path == "/" or answer.headers["Location"].endswith(path.replace("?", "%3F").replace("=", "%3D"))


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/events"),
        ("GET", "/api/v1/panels/kpi.json"),
        ("GET", "/api/v1/events.csv"),
        ("GET", "/_dash-layout"),
        ("POST", "/_dash-update-component"),
        ("GET", "/photos/x.jpg"),
        ("POST", "/photos"),
    ],
)
def test_what_programs_ask_is_refused_in_words(lone_desk, method, path):
    answer = lone_desk.client.open(path, method=method, headers=HERE)
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert answer.json["detail"] == "请先登录"


@pytest.mark.parametrize("path", ["/healthz", "/login", "/assets/css/01-base.css", "/api/v1/openapi.json"])
def test_probes_the_sign_in_and_what_it_needs_are_open(lone_desk, path):
    assert lone_desk.client.get(path, buffered=True).status_code == 200


def test_a_wrong_key_opens_no_door_that_asks_for_none(lone_desk):
    assert lone_desk.get("/api/v1/regions").status_code == 200
    wrong = {"Authorization": "Bearer yitu_wrong"}
    assert lone_desk.client.get("/api/v1/regions", headers=wrong).status_code == 401


def test_name_and_password_give_a_session_in_a_cookie_no_script_can_read(desk):
    add(desk.house, "wang.li", "duty_officer", name="王丽")
    answer = enter(desk.client, " Wang.Li ", there="/login?next=/events")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/events")
    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if "yitu_session" in one)
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert opens(desk.client)
    assert deeds(desk.house) == [("wang.li", "done")]


def test_served_by_https_the_cookie_goes_no_other_way(lone_desk):
    with app_on(lone_desk.house.settings.model_copy(update={"https": True})) as app:
        answer = app.test_client().get("/login", base_url="https://localhost")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_a_session_is_a_new_one_after_signing_in(lone_desk):
    add(lone_desk.house, "a1", "leader")
    before = token_of(lone_desk.client)
    enter(lone_desk.client, "a1")
    with lone_desk.client.session_transaction() as kept:
        assert set(kept) == {"_user_id", "_fresh", "_id"}
    stale = lone_desk.client.post("/logout", data={"csrf_token": before}, headers=HERE)
    assert stale.status_code == 403


@pytest.mark.parametrize(
    "there", ["//evil.example", "https://evil.example/", "/\\evil.example", "/login", "javascript:alert(1)", "/a\r\nb"]
)
def test_signing_in_leads_nowhere_else(lone_desk, there):
    add(lone_desk.house, "a1", "leader")
    told = {"login": "a1", "password": PASSWORD, "csrf_token": token_of(lone_desk.client)}
    answer = lone_desk.client.post("/login", query_string={"next": there}, data=told, headers=HERE)
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(
    "told", [("nobody", PASSWORD), ("known", "wrong-password"), ("gone", PASSWORD), ("late", PASSWORD)]
)
def test_a_refusal_never_says_which(desk, told):
    now = datetime.now(UTC)
    for login in ("known", "gone", "late"):
        add(desk.house, login, "leader", expires_at=now - timedelta(seconds=2) if login == "late" else None)
    with writing(desk.house.engine) as connection:
        disable_account(connection, "gone", now)
    answer = enter(desk.client, *told)
    assert answer.status_code == 401
    assert "账号或密码不对，或账号已停用、到期" in answer.text
    assert deeds(desk.house) == [(told[0], "failed")]
    assert not opens(desk.client)


def test_after_five_wrong_passwords_the_right_one_waits_too_for_names_that_do_not_exist_as_well(desk):
    add(desk.house, "known", "leader")
    for name in ("known", "nobody"):
        told = [enter(desk.client, name, "wrong-password").status_code for _try in range(6)]
        assert told == [401] * 5 + [429]
        answer = enter(desk.client, name)
        assert answer.status_code == 429
        assert 0 < int(answer.headers["Retry-After"]) <= 31
    assert deeds(desk.house)[-1] == ("nobody", "refused")


def test_the_wait_grows_and_ends():
    waits = [lockout.pause("login", n).total_seconds() for n in range(1, 12)]
    assert waits == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900]
    assert lockout.pause("address", 29).total_seconds() == 0


def test_wrong_tries_from_one_address_add_up_over_names(desk):
    now = datetime.now(UTC)
    with writing(desk.house.engine) as connection:
        for n in range(30):
            assert lockout.claim(connection, [f"login:n{n}", "address:10.0.0.9"], now) == 0
        assert lockout.claim(connection, ["login:another", "address:10.0.0.9"], now) > 0
        assert lockout.claim(connection, ["login:another", "address:10.0.0.8"], now) == 0
        assert lockout.claim(connection, ["login:n1", "address:10.0.0.9"], now + timedelta(minutes=1)) == 0


def test_a_right_password_ends_the_count(desk):
    add(desk.house, "known", "leader")
    for _round in range(3):
        for _try in range(4):
            assert enter(desk.client, "known", "wrong-password").status_code == 401
        assert enter(desk.client, "known").status_code == 303


def test_signing_out_ends_the_session_wherever_its_cookie_lies(desk):
    client = signed_in(desk.app, "a1", "leader")
    thief = desk.app.test_client()
    kept = client.get_cookie("yitu_session")
    thief.set_cookie("yitu_session", kept.value)
    assert opens(thief)
    client.post("/logout", data={"csrf_token": token_of(client, "/account")}, headers=HERE)
    assert not opens(client) and not opens(thief)
    assert deeds(desk.house, "sign_out") == [("a1", "done")]


def test_a_new_password_ends_every_other_session(desk):
    client, other = signed_in(desk.app, "a1", "leader"), desk.app.test_client()
    enter(other, "a1")
    told = {"old": PASSWORD, "new": REVISED, "again": REVISED, "csrf_token": token_of(client, "/account")}
    answer = client.post("/account/password", data=told, headers=HERE)
    assert answer.status_code == 303
    assert opens(client) and not opens(other)
    assert enter(other, "a1", PASSWORD).status_code == 401
    assert enter(other, "a1", REVISED).status_code == 303


@pytest.mark.parametrize("how", ["disabled", "expired", "reset"])
def test_a_session_ends_with_its_account_in_other_processes_within_a_second(desk, how):
    client = signed_in(desk.app, "a1", "leader")
    assert opens(client)
    now = datetime.now(UTC)
    with writing(desk.house.engine) as connection:  # as another process would: nobody tells this one
        if how == "disabled":
            disable_account(connection, "a1", now)
        elif how == "reset":
            reset_password(connection, "a1")
        else:
            change_account(connection, "a1", Seat(name="a", role="leader", expires_at=now))
    time.sleep(sessions.TRUSTED + 0.1)
    answer = client.get("/api/v1/regions")
    assert (answer.status_code, answer.json["detail"]) == (401, "登录已失效，请重新登录")
    assert client.get("/events").headers["Location"] == "/login?next=/events"


def test_a_session_lasts_no_longer_than_it_was_given(lone_desk):
    client = signed_in(lone_desk.app, "a1", "leader")
    with writing(lone_desk.house.engine) as connection:
        connection.execute(account_session.update().values(ends_at=datetime.now(UTC)))
    sessions.sittings(lone_desk.app).forget()
    assert not opens(client)


def test_a_first_password_is_changed_before_anything_else(lone_desk):
    add(lone_desk.house, "new", "leader", chosen=False)
    assert enter(lone_desk.client, "new").status_code == 303
    assert lone_desk.client.get("/").headers["Location"] == "/account"
    assert lone_desk.client.get("/api/v1/regions").status_code == 403
    page = lone_desk.client.get("/account").text
    assert "请先修改初始密码" in page
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    told = {"old": PASSWORD, "new": REVISED, "again": REVISED, "csrf_token": token}
    lone_desk.client.post("/account/password", data=told, headers=HERE)
    assert opens(lone_desk.client)


@pytest.mark.parametrize("poor", ["short", "a1a1a1a1a1a1", "1234567890ab", "aaaaaaaaaaaa", "x" * 129, "Password-2026"])
def test_poor_passwords_are_refused(poor):
    with pytest.raises(BadInput):
        passwords.check_chosen(poor, "a1")


def test_passwords_are_kept_as_argon2id_and_hashed_again_when_parameters_rise(desk, hard_passwords):
    from argon2 import PasswordHasher

    add(desk.house, "old", "leader")
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with writing(desk.house.engine) as connection:
        connection.execute(account.update().values(password=weak))
    assert enter(desk.client, "old").status_code == 303
    with desk.house.engine.connect() as connection:
        kept = connection.scalar(select(account.c.password))
    assert kept.startswith("$argon2id$") and "m=65536,t=3,p=4" in kept  # RFC 9106, section 4, second choice


def test_names_that_do_not_exist_take_as_long(lone_desk, hard_passwords):
    add(lone_desk.house, "known", "leader")
    kept = passwords.hashed(PASSWORD)

    def fastest(of) -> float:
        spent = []
        for _try in range(3):
            begun = time.process_time()
            passwords.fits(of, "wrong-password")
            spent.append(time.process_time() - begun)
        return min(spent)

    assert 0.5 < fastest(None) / fastest(kept) < 2


def test_an_account_sees_and_acts_as_itself_whatever_the_screen_says(desk):
    add(desk.house, "town", "duty_officer", region="990102001", name="东一值班")
    with sitting(desk.app, "town"):
        scope, actor = looking(desk.house), acting(desk.house, "leader", 7)
        assert seated().region == "990102001"
    assert (actor.name, actor.role, actor.scope) == ("东一值班", "duty_officer", scope)
    assert scope.clearance == 2 and scope.cells != ((1, 2**31 - 1),)


@pytest.mark.parametrize("role", ["presenter", "auditor", "administrator"])
def test_who_only_looks_on_makes_no_move(lone_desk, role):
    add(lone_desk.house, "one", role)
    with sitting(lone_desk.app, "one"), pytest.raises(Forbidden):
        acting(lone_desk.house, "duty_officer")


def test_a_head_of_department_acts_as_its_agency(desk):
    code = "A-1"
    with writing(desk.house.engine) as connection:
        city = connection.scalar(select(region.c.id).where(region.c.level == 1))
        row = {"code": code, "name": "水利", "kind": "department", "region_id": city, "provenance": "measured"}
        connection.execute(insert(agency).values(row))
    add(desk.house, "head", "department_head", departments=(code,))
    with sitting(desk.app, "head"):
        actor = acting(desk.house, "")
    assert (actor.role, actor.scope.departments) == ("agency", (code,))
    with pytest.raises(BadInput), writing(desk.house.engine) as connection:
        add_account(connection, "none", Seat(name="x", role="department_head"), datetime.now(UTC))


def test_a_request_of_nobody_sees_nothing_outside_the_demo(lone_desk):
    with lone_desk.app.test_request_context("/"), pytest.raises(SignInNeeded):
        looking(lone_desk.house)


def test_a_permission_check_costs_less_than_a_tenth_of_a_millisecond(lone_desk):
    add(lone_desk.house, "one", "leader")
    client = lone_desk.app.test_client()
    enter(client, "one")
    kept = client.get_cookie("yitu_session").value
    token = lone_desk.app.session_interface.get_signing_serializer(lone_desk.app).loads(kept)["_user_id"]
    with lone_desk.app.app_context():
        known = sessions.sittings()
        assert known.account(token).login == "one"
        begun = time.process_time()
        for _check in range(1_000):
            known.account(token)
        assert (time.process_time() - begun) / 1_000 < 0.0001


def test_the_key_that_signs_cookies_is_made_once_and_is_the_owners_alone(lone_desk, tmp_path):
    place = tmp_path / "desk.db.secret"
    assert place.stat().st_mode & 0o777 == 0o600
    assert lone_desk.app.secret_key == place.read_text() and len(place.read_text()) == 64
    settings = lone_desk.house.settings
    with ThreadPoolExecutor(8) as pool:
        fresh = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path / 'other.db'}"})
        assert len(set(pool.map(secret_key, [fresh] * 8))) == 1
    assert secret_key(settings.model_copy(update={"secret_key": "k" * 32})) == "k" * 32

"""Who is online: met by his session, written down by rounds and never by a request, told with how fresh that is."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, insert, select, update

from components.markup import markup
from components.on_duty_part import here_mark, on_duty_part
from data.accounts.presence import HERE, is_here, note_seen
from data.accounts.sessions import sittings
from data.language import speaking
from data.queries.on_duty import Manned, on_duty
from data.queries.present import agencies_here, here_by_region, seen_by_login
from data.queries.subjects import Subject
from data.schema import account, account_session, duty, region
from data.scope import Scope
from tests.seats import HERE as OWN
from tests.seats import add, signed_in, token_of

COUNTY, TOWN = "990102", "990102001"
LONG_AGO = datetime.now(UTC) - timedelta(minutes=20)


def seen(house, login):
    with house.engine.connect() as connection:
        return seen_by_login(connection, [login], datetime.now(UTC)).get(login)


def forgotten(house, at=LONG_AGO):
    with house.engine.begin() as connection:
        connection.execute(update(account_session).values(seen_at=at))


@pytest.fixture
def officer(desk):
    client = signed_in(desk.app, "wang", "duty_officer", region=TOWN)
    note_seen(desk.app)
    forgotten(desk.house)
    return client


def test_a_request_writes_nothing_and_the_next_round_says_who_was_met(desk, officer):
    written = []
    event.listen(desk.house.engine, "before_cursor_execute", lambda *told: written.append(told[2]))
    for _page in range(3):
        assert officer.get("/account").status_code == 200
    assert not [one for one in written if one.lstrip().upper().startswith(("UPDATE", "INSERT"))]
    assert seen(desk.house, "wang") == LONG_AGO.replace(microsecond=0)
    assert note_seen(desk.app) == 1 and is_here(seen(desk.house, "wang"), datetime.now(UTC))
    written.clear()
    assert note_seen(desk.app) == 0 and written == []  # nobody was met since


def test_who_signs_out_or_is_disabled_is_not_online(desk, officer):
    admin = signed_in(desk.app, "adm", "administrator")
    assert {seen(desk.house, one) is None for one in ("wang", "adm")} == {False}
    officer.post("/logout", data={"csrf_token": token_of(officer, "/account")}, headers=OWN)
    sittings(desk.app).forget()
    assert seen(desk.house, "wang") is None and admin.get("/account").status_code == 200
    with desk.house.engine.begin() as connection:
        connection.execute(update(account).values(disabled_at=datetime.now(UTC)))
    assert seen(desk.house, "adm") is None


def test_administrators_read_it_in_their_list_with_how_long_ago(lone_desk):
    admin = signed_in(lone_desk.app, "adm", "administrator")
    add(lone_desk.house, "idle", "leader")
    signed_in(lone_desk.app, "gone", "leader")
    with lone_desk.house.engine.begin() as connection:
        mine = select(account.c.id).where(account.c.login == "gone").scalar_subquery()
        connection.execute(update(account_session).where(account_session.c.account_id == mine).values(seen_at=LONG_AGO))
    page = admin.get("/accounts").text
    assert all(words in page for words in ("● 在线", "○ 未登录", "分前在线", "；截至 ")), page
    assert " ago<" in admin.get("/accounts?lang=en").text


def test_a_centre_counts_officers_whose_platform_begins_there_and_agencies_those_who_answer_for_them(desk):
    signed_in(desk.app, "wang", "duty_officer", region=TOWN)
    signed_in(desk.app, "li", "leader", region=TOWN)
    signed_in(desk.app, "zhao", "auditor", region=TOWN)
    signed_in(desk.app, "qian", "duty_officer", region=COUNTY)
    signed_in(desk.app, "zhou", "agency", region=TOWN)
    signed_in(desk.app, "wu", "agency", region=COUNTY)
    now = datetime.now(UTC)
    with desk.house.engine.begin() as connection:
        ids = dict(connection.execute(select(region.c.code, region.c.id)).all())
        for login, agency in (("zhao", "a.fire"), ("zhou", "a.water"), ("wu", "a.road")):
            mine = update(account).where(account.c.login == login)
            connection.execute(mine.values(departments=f'["{agency}"]'))
        town = connection.execute(select(region.c.lo, region.c.hi).where(region.c.code == TOWN)).one()
        own, city = Scope(cells=(tuple(town),)), Scope.guest()
        found = here_by_region(connection, [ids[TOWN], ids[COUNTY]], now)
        assert found == {ids[TOWN]: 2, ids[COUNTY]: 1}
        every = {"a.water", "a.road", "a.fire", "a.none"}
        assert agencies_here(connection, city, every, now) == {"a.water", "a.road"}  # an auditor answers for none
        assert agencies_here(connection, own, every, now) == {"a.water"}  # none of beyond the scope
        assert agencies_here(connection, city, {"a.road"}, now) == {"a.road"}
        late = now + HERE + timedelta(seconds=1)
        assert not here_by_region(connection, [ids[TOWN]], late) and not agencies_here(connection, city, every, late)


def test_beside_the_responders_stands_who_holds_the_desks_and_who_is_there_without_a_turn(desk):
    for login, name in (("wang", "王丽"), ("li", "李强"), ("sun", "孙六")):
        signed_in(desk.app, login, "duty_officer", region=TOWN, name=name)
    now = desk.house.clock.now()
    with desk.house.engine.begin() as connection:
        one, town = subject_in(connection)
        turn = {"region_id": town.id, "agency": None, "since": now - timedelta(hours=1), "provenance": "measured"}
        turn |= {"until": now + timedelta(hours=1)}
        told = [("值班长", "chief", "wang"), ("值班员-002", "officer", None)]
        connection.execute(insert(duty), [turn | {"who": who, "role": r, "login": of} for who, r, of in told])
        mine = select(account.c.id).where(account.c.login == "sun").scalar_subquery()
        connection.execute(update(account_session).where(account_session.c.account_id == mine).values(seen_at=LONG_AGO))
        own = Scope(cells=((town.lo, town.hi),), roles=("duty_officer",))
        rows = on_duty(connection, one, own, now)
        other = on_duty(connection, one, Scope(cells=((town.hi + 1, town.hi + 9),)), now)
    assert [(row.who, row.here, row.until is None) for row in rows.rows] == [
        ("值班长", True, False),
        ("值班员-002", False, False),
        ("李强", True, True),
    ]
    assert other == Manned()
    drawn = markup(on_duty_part(rows))
    assert "当班 2 人 · 在线 2 人" in drawn and "不在值班表" in drawn and "岗位编号，不登录" in drawn
    assert on_duty_part(Manned()) == []


def test_who_is_online_is_counted_before_the_list_is_cut_and_left_out_last(desk, monkeypatch):
    signed_in(desk.app, "zz", "duty_officer", region=TOWN, name="赵七")
    for n in range(3):
        add(desk.house, f"aa{n}", "duty_officer", region=TOWN)  # first in the list, not online
    monkeypatch.setattr("data.queries.receivers.MOST", 2)
    monkeypatch.setattr("data.queries.on_duty.MOST", 2)
    now = desk.house.clock.now()
    with desk.house.engine.begin() as connection:
        one, town = subject_in(connection)
        turn = {"region_id": town.id, "agency": None, "since": now - timedelta(hours=1), "provenance": "measured"}
        turn |= {"until": now + timedelta(hours=1), "role": "officer", "login": None}
        connection.execute(insert(duty), [turn | {"who": f"值班员-{n:03d}"} for n in range(4)])
        found = on_duty(connection, one, Scope(cells=((town.lo, town.hi),)), now)
    assert [row.who for row in found.rows] == ["值班员-000", "赵七"]
    assert (found.turns, found.here, found.more) == (4, 1, 3)
    drawn = markup(on_duty_part(found))
    assert "当班 4 人 · 在线 1 人" in drawn and "另有 3 人" in drawn


def subject_in(connection):
    """In the town, and the row of the town."""
    town = connection.execute(select(region).where(region.c.code == TOWN)).one()
    where = {"region_id": town.id, "lo": town.lo, "hi": town.lo, "lon": town.lon, "lat": town.lat}
    spans = {"county": (town.lo, town.hi), "town": (town.lo, town.hi)}
    said = {"key": "event:1", "code": "E", "title": "", "place": "", "open": True, "provenance": "measured"}
    return Subject(**where, **spans, **said), town


def test_it_is_told_in_words_and_not_by_colour_alone():
    now = datetime.now(UTC)
    assert "● 在线" in markup(here_mark(now, here=True))
    with speaking("en"):
        assert "not signed in" in markup(here_mark(None, here=False))

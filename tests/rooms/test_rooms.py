"""A room's life: opened, talked in, concluded, its conclusions tasks, closed; minutes that only grow; who sees it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from data.commands.dispatch_life import finalize
from data.commands.dispatch_receipts import Told, receive
from data.commands.moves import move
from data.commands.room_conclusions import NewConclusion, ask_for, conclude, finish
from data.commands.rooms import NewRoom, checked_link, close_room, invite, open_room, say, set_link
from data.engine import writing
from data.errors import BadInput, CockpitError, DispatchRefused, Forbidden, RoomRefused, UnknownThing
from data.life.actor import Actor
from data.queries.revisions import revisions
from data.queries.rooms import room_whole, rooms, rooms_on
from data.schema import dispatch, event, region, responder, room_conclusion, room_line, task
from data.scope import Scope
from data.sitter import sitting_down
from tests.called import on
from tests.dispatch.town import CHIEF, DUTY, OTHER, WALL, do, flood, rows

SOON = timedelta(hours=2)


def opened(house, **more):
    number = flood(house)
    now = house.clock.now()
    return do(house, open_room, NewRoom(**({"title": "涵洞积水处置", "event": number} | more)), DUTY, now), number


def of_region(house, code, role="duty_officer", name="外地-001", departments=("*",)):
    with house.engine.connect() as connection:
        here = connection.execute(select(region).where(region.c.code == code)).one()
    scope = Scope(cells=((here.lo, here.hi),), roles=(role,), departments=departments, clearance=1)
    return Actor(name=name, role=role, scope=scope)


def codes(house, level):
    with house.engine.connect() as connection:
        return list(connection.scalars(select(region.c.code).where(region.c.level == level).order_by(region.c.lo)))


def whole(house, code, actor=DUTY):
    with house.engine.connect() as connection:
        return room_whole(connection, code, sitting_down(actor), house.clock.now())


def listed(house, actor):
    with house.engine.connect() as connection:
        return [row["code"] for row in rooms(connection, sitting_down(actor))]


def concluded(house, code, way="supervise", owner="a.town", actor=DUTY):
    new = NewConclusion(words="两小时内抽干", way=way, owner=owner, deadline=house.clock.now() + SOON)
    return do(house, conclude, code, new, actor, house.clock.now())


def test_a_room_lives_from_its_opening_to_its_summary(house):
    code, number = opened(house, form="table")
    now = house.clock.now()
    do(house, say, code, "水位 32 厘米，仍在上涨", DUTY, now)
    do(house, invite, code, ["agency:a.town"], DUTY, now)
    do(house, set_link, code, "https://meet.example.gov.cn/r/7", DUTY, now)
    assert concluded(house, code) == 1
    do(house, ask_for, code, 1, DUTY, now, WALL)
    do(house, close_room, code, "按结论办", DUTY, now)
    one = whole(house, code)
    assert (one["form"], one["state"], one["summary"], one["event_id"]) == ("table", "closed", "按结论办", number)
    kinds = ["open", "say", "invite", "link", "conclude", "ask", "close"]
    assert [line["kind"] for line in one["lines"]] == kinds
    assert [line["n"] for line in one["lines"]] == list(range(1, len(kinds) + 1))
    assert [member["words"] for member in one["members"]] == [DUTY.name, "甲镇综合执法"]
    with house.engine.connect() as connection:
        assert connection.scalar(select(event.c.supervised)) == 1
        assert revisions(connection)["rooms"] > 0
        assert [row["code"] for row in rooms_on(connection, sitting_down(DUTY), on(connection, number))] == [code]


def test_minutes_only_grow_and_a_correction_is_a_line_of_its_own(house):
    code, _number = opened(house)
    now = house.clock.now()
    n = do(house, say, code, "积水 32 厘米", DUTY, now)
    do(house, say, code, "积水 23 厘米", DUTY, now, n)
    told = [(line["n"], line["words"], line["mends"]) for line in whole(house, code)["lines"][1:]]
    assert told == [(2, "积水 32 厘米", None), (3, "积水 23 厘米", 2)]
    with pytest.raises(BadInput, match="自己的发言"):
        do(house, say, code, "改别人的", OTHER, now, n)


def test_the_database_itself_keeps_the_minutes(migrated):
    code, _number = opened(migrated)
    with pytest.raises(DBAPIError, match="append-only"), writing(migrated.engine) as connection:
        connection.execute(update(room_line).values(words="改写"))
    assert whole(migrated, code)["lines"][0]["words"] == "会商 · 涵洞积水处置"


def test_a_closed_room_is_read_only_and_what_was_asked_lives_on(house):
    code, _number = opened(house)
    now = house.clock.now()
    concluded(house, code)
    do(house, ask_for, code, 1, DUTY, now, WALL)
    do(house, close_room, code, "散会", DUTY, now)
    late = NewConclusion(words="再议", way="supervise", owner="a.town", deadline=now + SOON)
    for command, *given_ in (
        (say, "还有一句", DUTY, now),
        (invite, ["agency:a.town"], DUTY, now),
        (set_link, "", DUTY, now),
        (conclude, late, DUTY, now),
        (ask_for, 1, DUTY, now, WALL),
        (close_room, "再散会", DUTY, now),
    ):
        with pytest.raises(RoomRefused, match="只读"):
            do(house, command, code, *given_)
    assert whole(house, code)["may"] == frozenset()
    do(house, finish, code, 1, "已抽干", DUTY, now)
    assert whole(house, code)["conclusions"][0]["state"] == "done"


def test_a_conclusion_becomes_an_order_exactly_once_however_many_ask(house):
    code, number = opened(house)
    concluded(house, code, "order", "vehicle-1")

    def ask_once(actor):
        try:
            do(house, ask_for, code, 1, actor, house.clock.now(), WALL)
            return "asked"
        except RoomRefused:
            return "refused"

    with ThreadPoolExecutor(4) as pool:
        came = sorted(pool.map(ask_once, [DUTY, OTHER, CHIEF, DUTY]))
    assert came == ["asked", "refused", "refused", "refused"]
    assert [(row.event_id, row.words) for row in rows(house, dispatch)] == [(number, "两小时内抽干")]
    assert len(rows(house, task)) == 1
    do(house, finalize, house.clock.now(), WALL + timedelta(seconds=16))
    one = rows(house, task)[0]
    for what in ("accepted", "departed", "arrived", "done"):
        with writing(house.engine) as connection:
            receive(connection, house.settings.photos_dir, Told(task=one.code, what=what), DUTY, house.clock.now())
        assert whole(house, code)["conclusions"][0]["receipts"]["state"] == what
    assert whole(house, code)["conclusions"][0]["state"] == "done"


def test_an_order_that_is_refused_leaves_the_conclusion_to_be_asked_again(house):
    code, _number = opened(house)
    concluded(house, code, "order", "vehicle-1")
    with writing(house.engine) as connection:
        old = house.clock.now() - timedelta(hours=1)
        connection.execute(update(responder).where(responder.c.code == "vehicle-1").values(seen_at=old))
    with pytest.raises(DispatchRefused, match="电话确认"):
        do(house, ask_for, code, 1, DUTY, house.clock.now(), WALL)
    assert whole(house, code)["conclusions"][0]["state"] == "noted" and rows(house, dispatch) == []
    do(house, ask_for, code, 1, DUTY, house.clock.now(), WALL, confirmed=True)
    assert [row.asked_by for row in rows(house, room_conclusion)] == [DUTY.name]


def test_a_whistle_is_blown_on_the_event_and_its_arrival_is_seen_in_the_room(house):
    code, number = opened(house)
    now = house.clock.now()
    concluded(house, code, "whistle")
    with pytest.raises(CockpitError):  # nobody is called to a case that nobody has filed
        do(house, ask_for, code, 1, DUTY, now, WALL)
    do(house, move, number, "file", DUTY, now, now)
    do(house, ask_for, code, 1, DUTY, now, WALL)
    assert whole(house, code)["conclusions"][0]["state"] == "asked"
    there = Actor(name="执法队", role="agency", scope=Scope.guest())
    do(house, move, number, "arrive", there, now, now)
    assert whole(house, code)["conclusions"][0]["state"] == "done"


def test_what_is_not_done_by_its_deadline_is_late(house):
    code, _number = opened(house)
    concluded(house, code)
    do(house, ask_for, code, 1, DUTY, house.clock.now(), WALL)
    with house.engine.connect() as connection:
        later = room_whole(connection, code, sitting_down(DUTY), house.clock.now() + timedelta(hours=3))
    assert later["conclusions"][0]["state"] == "late"


def test_a_foreign_town_sees_nothing_of_a_room_and_its_own_officer_does(house):
    code, _number = opened(house)
    own, *_rest, foreign = codes(house, 3)
    assert listed(house, of_region(house, own)) == [code]
    stranger = of_region(house, foreign)
    assert listed(house, stranger) == []
    for command, *given_ in ((say, "听见了吗"), (close_room, "散会")):
        with pytest.raises(UnknownThing) as none:
            do(house, command, code, *given_, stranger, house.clock.now())
        with pytest.raises(UnknownThing) as nothing:
            do(house, command, "R20200101-9999", *given_, stranger, house.clock.now())
        assert str(none.value) == str(nothing.value)
    with pytest.raises(UnknownThing):
        opened(house, event=None, warning=77)
    with pytest.raises(UnknownThing):
        do(house, open_room, NewRoom(title="外地事", event=_number), stranger, house.clock.now())


def test_an_invitation_opens_the_room_only_to_whom_it_names_and_never_beyond_the_subject(house):
    code, _number = opened(house)
    own, *_rest, foreign = codes(house, 3)
    grid = of_region(house, own, "grid_staff", "网格员-007")
    agency = of_region(house, own, "agency", "处置单位-001", ("a.town",))
    assert listed(house, grid) == [] and listed(house, agency) == []
    now = house.clock.now()
    village = codes(house, 4)[0]
    do(house, invite, code, ["agency:a.town", f"role:grid_staff@{village}"], DUTY, now)
    assert listed(house, grid) == []  # of the town, not of the village
    with writing(house.engine) as connection:
        connection.execute(update(event).values(agency="a.town"))
    assert listed(house, agency) == [code]
    do(house, say, code, "车已出发", agency, now)
    assert whole(house, code, agency)["may"] == {"say"}
    elsewhere = of_region(house, foreign, "agency", "处置单位-001", ("a.town",))
    assert listed(house, elsewhere) == []  # invited, but the event is not his to see


def test_who_only_looks_on_reads_and_writes_nothing(house):
    code, _number = opened(house)
    auditor = replace(of_region(house, codes(house, 2)[0], "duty_officer"), role="auditor")
    me = replace(sitting_down(auditor), acts_as="")
    with house.engine.connect() as connection:
        one = room_whole(connection, code, me, house.clock.now())
    assert one["title"] == "涵洞积水处置" and one["may"] == frozenset()
    resident = Actor(name="群众-001", role="resident", scope=Scope.guest())
    with pytest.raises(Forbidden):
        do(house, open_room, NewRoom(title="x", event=_number), resident, house.clock.now())


@pytest.mark.parametrize(
    "bad",
    ["http://meet.cn/1", "javascript:alert(1)", "https://a@b.cn/", "https://", "https://x y", 'https://a"b', "//a.cn"],
)
def test_a_link_is_https_and_nothing_else(bad):
    with pytest.raises(BadInput):
        checked_link(bad)


@given(st.text(max_size=60))
def test_no_text_becomes_a_link_that_runs(text):
    try:
        found = checked_link(text)
    except BadInput:
        return
    assert found is None or found.startswith(("https://", "HTTPS://", "Https://")) or found.lower().startswith("https:")


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("way", {"way": "wish"}),
        ("owner", {"owner": "nobody"}),
        ("past", {"deadline": timedelta(hours=-1)}),
        ("far", {"deadline": timedelta(days=400)}),
        ("empty", {"words": " "}),
    ],
)
def test_a_conclusion_that_makes_no_sense_is_refused_in_words(lone_house, name, more):
    code, _number = opened(lone_house)
    now = lone_house.clock.now()
    asked = {"words": "抽干", "way": "supervise", "owner": "a.town", "deadline": SOON} | more
    asked["deadline"] = now + asked["deadline"]
    with pytest.raises(BadInput):
        do(lone_house, conclude, code, NewConclusion(**asked), DUTY, now)
    assert rows(lone_house, room_conclusion) == []

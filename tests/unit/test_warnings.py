"""Warnings and the moves on them: one table says what may be done; whatever is refused leaves nothing behind."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select

from data.commands.codes import MIDDLE, code_of, key_of
from data.commands.warning_tops import rebuild, recount
from data.commands.warnings import NewWarning, move_warning, raise_warning, raise_warnings
from data.errors import BadInput, Forbidden, UnknownRegion, UnknownThing, WarningRefused
from data.life.actor import Actor
from data.queries.regions import children, region_of
from data.queries.rule_library import library
from data.queries.warnings import Wanted, highest, live, warning_list, warning_of
from data.risk_words import WARNING_STATES
from data.schema import region, warning, warning_history, warning_region, warning_top
from data.scope import Scope
from data.warn.life import FOLDED, LIVE_STATES, MOVES, Step, fold, possible, read
from tests.casework import CLERK, NOON, city_of_cases
from tests.conftest import ENGINES

LATER = NOON + timedelta(days=1)
GUEST = Scope.guest()
NEEDS = {"reason": "说明", "colour": 3, "judged": "hit"}


@pytest.fixture(params=ENGINES)
def connection(request):
    with city_of_cases(request.param, request) as engine, engine.begin() as connection:
        yield connection


@pytest.fixture
def lone():
    with city_of_cases("sqlite") as engine, engine.begin() as connection:
        yield connection


def new(**more) -> NewWarning:
    told = {"field": "rain", "title": "暴雨", "colour": 3, "words": "雨大", "region_id": 3, "at": NOON}
    return NewWarning(**{**told, "origin": "气象台", "provenance": "published", **more})


def put(connection: Connection, **more) -> int:
    return raise_warning(connection, new(**more), CLERK["duty_officer"], LATER)


def act(connection: Connection, one: int, name: str, n: int = 1, role: str = "", **given):
    asked = {key: NEEDS[key] for key in MOVES[name].asks} | given
    return move_warning(
        connection, one, name, CLERK[role or MOVES[name].roles[0]], NOON + timedelta(minutes=n), LATER, **asked
    )


def row_of(connection: Connection, one: int):
    return connection.execute(select(warning).where(warning.c.id == one)).mappings().one()


def place(connection: Connection, level: int, lo: int):
    found = select(region.c.id).where(region.c.tree == "spine", region.c.level == level, region.c.lo == lo)
    return connection.scalar(found)


def tops(connection: Connection) -> dict:
    return {(row.region_id, row.colour): row.n for row in connection.execute(select(warning_top))}


def in_state(connection: Connection, state: str) -> int:
    one = put(connection)
    for name in {"raised": (), "acknowledged": ("acknowledge",), "shelved": ("shelve",), "cleared": ("clear",)}[state]:
        act(connection, one, name)
    return one


@pytest.mark.parametrize("state", WARNING_STATES)
@pytest.mark.parametrize("name", MOVES)
def test_a_move_is_possible_just_where_the_table_says(lone, state, name):
    one, move = in_state(lone, state), MOVES[name]
    given = {"colour": 2 if name == "escalate" else 4} if "colour" in move.asks else {}
    if state not in move.frm:
        before = row_of(lone, one)
        with pytest.raises(WarningRefused, match=before["code"]):
            act(lone, one, name, 2, **given)
        assert row_of(lone, one) == before
    else:
        assert act(lone, one, name, 2, **given)["state"] == (move.to or state)
    assert (move in possible(state)) == (state in move.frm)


@pytest.mark.parametrize("role", CLERK)
@pytest.mark.parametrize("name", MOVES)
def test_only_the_roles_of_the_table_make_a_move(lone, role, name):
    one = in_state(lone, MOVES[name].frm[0])
    given = {"colour": 2 if name == "escalate" else 4} if "colour" in MOVES[name].asks else {}
    if role in MOVES[name].roles:
        act(lone, one, name, 2, role, **given)
    else:
        with pytest.raises(Forbidden):
            act(lone, one, name, 2, role, **given)


def test_a_warning_lives_from_raised_to_judged_and_its_history_says_so(connection):
    one = put(connection)
    act(connection, one, "acknowledge", 1, reason="已通知")
    act(connection, one, "escalate", 2, colour=1, reason="雨更大")
    assert row_of(connection, one)["state"] == "raised"
    act(connection, one, "shelve", 3)
    act(connection, one, "unshelve", 4)
    act(connection, one, "deescalate", 5, colour=4, reason="雨小了")
    act(connection, one, "update", 6, words="仍有小雨", expires_at=LATER)
    act(connection, one, "clear", 7, reason="雨停")
    act(connection, one, "judge", 8, judged="hit")
    row = row_of(connection, one)
    assert (row["state"], row["colour"], row["peak"], row["judged"], row["words"]) == (
        "cleared",
        4,
        1,
        "hit",
        "仍有小雨",
    )
    assert (row["changed_at"], row["ended_at"]) == (NOON + timedelta(minutes=6), NOON + timedelta(minutes=7))
    steps = connection.execute(select(warning_history).order_by(warning_history.c.seq)).all()
    moves = ["raise", "acknowledge", "escalate", "shelve", "unshelve", "deescalate", "update", "clear", "judge"]
    assert [step.move for step in steps] == moves
    assert (steps[1].actor, steps[1].role, steps[1].reason) == ("值班员-0001", "duty_officer", "已通知")
    assert tops(connection) == {}


@pytest.mark.parametrize(
    ("name", "given", "wrong"),
    [
        ("escalate", {"colour": 3}, WarningRefused),
        ("deescalate", {"colour": 2}, WarningRefused),
        ("escalate", {"colour": 7}, BadInput),
        ("clear", {"reason": " "}, BadInput),
        ("clear", {"reason": "长" * 5_000}, BadInput),
        ("clear", {"colour": 1}, BadInput),
        ("judge", {"judged": "maybe"}, BadInput),
        ("dance", {}, BadInput),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(lone, name, given, wrong):
    one = put(lone)
    before = (row_of(lone, one), tops(lone), lone.scalar(select(func.count()).select_from(warning_history)))
    with pytest.raises(wrong):
        asked = {key: NEEDS[key] for key in MOVES[name].asks} if name in MOVES else {}
        move_warning(lone, one, name, CLERK["duty_officer"], NOON, LATER, **(asked | given))
    assert (row_of(lone, one), tops(lone), lone.scalar(select(func.count()).select_from(warning_history))) == before


def test_nothing_happens_before_the_last_step_or_in_the_future(lone):
    one = put(lone)
    act(lone, one, "acknowledge", 5)
    with pytest.raises(WarningRefused, match="早于"):
        act(lone, one, "clear", 4)
    with pytest.raises(BadInput, match="晚于"):
        act(lone, one, "clear", 2_000)


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"field": "love"}, BadInput),
        ({"colour": 5}, BadInput),
        ({"title": ""}, BadInput),
        ({"title": "长" * 97}, BadInput),
        ({"at": LATER + timedelta(hours=1)}, BadInput),
        ({"at": NOON.replace(tzinfo=None)}, BadInput),
        ({"region_id": 77}, UnknownRegion),
        ({"region_id": 3, "regions": (3, 9)}, BadInput),  # it lies in none that holds both
        ({"provenance": "dreamt"}, BadInput),
    ],
)
def test_a_warning_that_makes_no_sense_is_not_raised(lone, more, wrong):
    with pytest.raises(wrong):
        put(lone, **more)
    assert lone.scalar(select(func.count()).select_from(warning)) == 0


def test_codes_count_through_the_local_day(connection):
    late = NOON + timedelta(hours=13)
    ids = raise_warnings(connection, [new(), new(at=late), new()], CLERK["system"], LATER)
    ids.append(put(connection))
    codes = [row_of(connection, one)["code"] for one in ids]
    key, told = key_of(connection), ((739092, 1), (739093, 1), (739092, 2), (739092, 3))
    assert codes == [code_of(key, "W", day, n, MIDDLE) for day, n in told]


def test_nobody_raises_moves_or_reads_outside_their_region(lone):
    clerk = Actor(name="甲", role="duty_officer", scope=Scope(cells=((1, 8),)))
    there = put(lone, region_id=20)
    with pytest.raises(Forbidden):
        raise_warning(lone, new(region_id=20), clerk, LATER)
    with pytest.raises(UnknownThing) as hidden:
        move_warning(lone, there, "acknowledge", clerk, NOON, LATER)
    with pytest.raises(UnknownThing) as missing:
        move_warning(lone, 999, "acknowledge", clerk, NOON, LATER)
    assert str(hidden.value) == str(missing.value)
    with pytest.raises(UnknownThing):
        warning_of(lone, row_of(lone, there)["code"], clerk.scope)
    with pytest.raises(Forbidden):
        raise_warning(lone, new(), CLERK["resident"], LATER)


def test_a_warning_of_the_whole_city_is_seen_from_within_but_moved_from_above_only(lone):
    city = put(lone, region_id=place(lone, 1, 1))
    clerk = Actor(name="甲", role="duty_officer", scope=Scope(cells=((1, 8),)))
    code = row_of(lone, city)["code"]
    assert warning_of(lone, code, clerk.scope)["code"] == code
    with pytest.raises(UnknownThing):
        move_warning(lone, city, "acknowledge", clerk, NOON, LATER)


def test_the_highest_colour_of_a_region_knows_what_lies_in_and_around_it(connection):
    city = region_of(connection, "", GUEST)
    one, two = children(connection, city)
    put(connection, colour=3, region_id=3)
    put(connection, colour=4, region_id=city.id)
    towns = children(connection, two)
    several = put(connection, colour=1, region_id=two.id, regions=(towns[0].id,))
    cell = region_of(connection, connection.scalar(select(region.c.code).where(region.c.id == towns[0].lo)), GUEST)
    found = highest(connection, [city, one, two, *towns, cell])
    assert found == {city.id: 1, one.id: 3, two.id: 1, towns[0].id: 1, towns[1].id: 4, cell.id: 1}
    act(connection, several, "update", 1, regions=[towns[1].id])
    assert row_of(connection, several)["region_id"] == towns[1].id
    assert highest(connection, towns) == {towns[0].id: 4, towns[1].id: 1}
    assert [row["colour"] for row in live(connection, towns[0], GUEST)] == [4]
    assert tops(connection) == dict(recount(connection))


def test_live_warnings_come_by_urgency_and_all_others_by_pages(connection):
    ids = [put(connection, colour=colour) for colour in (4, 2, 2, 3, 1)]
    act(connection, ids[1], "acknowledge")
    act(connection, ids[4], "clear")
    here = region_of(connection, "", GUEST)
    assert [row["id"] for row in live(connection, here, GUEST)] == [ids[2], ids[1], ids[3], ids[0]]
    seen, after = [], ""
    while after is not None:
        page = warning_list(connection, here, GUEST, Wanted(state="all"), after=after, limit=2)
        seen, after = seen + [row["id"] for row in page.rows], page.next
    assert seen == ids[::-1]
    graver = warning_list(connection, here, GUEST, Wanted(state="live", colour=2, field="rain")).rows
    assert {row["id"] for row in graver} == {ids[1], ids[2]}
    with pytest.raises(BadInput):
        warning_list(connection, here, GUEST, Wanted(), after="x")


def test_a_code_shows_regions_numbers_and_history(lone):
    town = place(lone, 3, 1)
    one = put(lone, region_id=town, regions=(1, 5), evidence={"numbers": [{"value": 3}]})
    found = warning_of(lone, row_of(lone, one)["code"], GUEST)
    assert [len(found["regions"]), found["numbers"]] == [2, [{"value": 3}]]
    assert found["history"][0]["change"]["colour"] == 3
    assert "evidence" not in found["history"][0]["change"]


def test_the_library_says_how_often_a_rule_was_right(lone):
    from data.commands.warning_rules import ENGINE, install_shipped

    added = install_shipped(lone, ENGINE, NOON)
    assert (added.new, added.changed, install_shipped(lone, ENGINE, NOON).new) == (130, 0, 0)
    ids = [put(lone, rule="rainstorm", version=1, evidence={"found": 3}) for _ in range(4)]
    for one, judged in zip(ids, ("hit", "hit", "false"), strict=False):
        act(lone, one, "judge", judged=judged)
    act(lone, ids[0], "clear", 2)
    served = {row["code"]: row for row in library(lone, region_of(lone, "", GUEST), GUEST, NOON)}
    rain = served["rainstorm"]
    assert (rain["raised"], rain["live"], rain["hit"], rain["false"], rain["precision"]) == (4, 3, 2, 1, 66.7)
    assert rain["low"] < 66.7 < rain["high"]
    assert (served["crowd"]["raised"], served["crowd"]["precision"]) == (0, None)


ACTS = st.tuples(
    st.sampled_from([*MOVES, "raise"]), st.integers(0, 4), st.integers(1, 4), st.sampled_from([3, 9, 40, 33])
)


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(st.lists(ACTS, max_size=25))
def test_whatever_is_done_a_warning_is_the_fold_of_its_history_and_the_counts_are_right(acts):
    with city_of_cases("sqlite") as engine, engine.begin() as connection:
        spots = [3, 9, place(connection, 3, 1), place(connection, 2, 17), place(connection, 1, 1)]
        ids = [put(connection)]
        for n, (name, which, colour, _seed) in enumerate(acts):
            if name == "raise":
                several = (1, 30) if which == 4 else ()  # the last spot, which holds them all
                ids.append(put(connection, colour=colour, region_id=spots[which], regions=several))
                continue
            given_too = {"colour": colour} if "colour" in MOVES[name].asks else {}
            if name == "update":
                given_too = {"regions": [spots[which], 30], "words": f"第{n}次"}
            try:
                act(connection, ids[which % len(ids)], name, n + 1, **given_too)
            except WarningRefused:
                continue
        for row in connection.execute(select(warning)).mappings():
            told = select(warning_history).where(warning_history.c.warning_id == row["id"])
            steps = connection.execute(told.order_by(warning_history.c.seq)).all()
            state = fold(Step(seq=one.seq, move=one.move, at=one.at, change=read(one.change)) for one in steps)
            assert {name: state[name] for name in FOLDED} == {name: row[name] for name in FOLDED}
            assert (row["ended_at"] is None) == (row["state"] in LIVE_STATES)
            named = select(warning_region.c.region_id).where(warning_region.c.warning_id == row["id"])
            assert sorted(connection.scalars(named)) == state.get("regions", [])
            held = connection.execute(select(region).where(region.c.id == row["region_id"])).one()
            assert (row["lo"], row["hi"], row["several"]) == (held.lo, held.hi, "regions" in state)
        kept = tops(connection)
        assert kept == dict(recount(connection))
        rebuild(connection)
        assert tops(connection) == kept

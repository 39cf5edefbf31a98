"""Rules are switched and changed by people: with a reason, a history and versions; tried without a trace."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from data.commands.warning_rules import ENGINE, change, import_rules, install_shipped, switch
from data.commands.watch import sweep, watch
from data.errors import BadInput, Forbidden, UnknownThing, WarningRefused
from data.language import speaking
from data.queries.regions import region_of
from data.queries.rule_library import library
from data.queries.rule_trial import tried
from data.queries.said import said
from data.queries.warning_rules import rule_of
from data.schema import metadata, region, warning, warning_history, warning_rule_step
from data.scope import Scope
from data.warn import retold
from data.warn.editable import edited
from data.warn.life import read
from tests.casework import CLERK, NOON, city_of_cases
from tests.conftest import ENGINES
from tests.gauges import plant_station, tell

STEP = timedelta(minutes=5)
DUTY, LEADER = CLERK["duty_officer"], CLERK["leader"]


@pytest.fixture(params=ENGINES)
def connection(request):
    with city_of_cases(request.param, request) as engine, engine.begin() as connection:
        install_shipped(connection, ENGINE, NOON)
        yield connection


@pytest.fixture
def lone():
    with city_of_cases("sqlite") as engine, engine.begin() as connection:
        install_shipped(connection, ENGINE, NOON)
        yield connection


def flooded(connection: Connection, depth: float = 42, code: str = "S1") -> int:
    gauge = plant_station(connection, code, "waterlog", 3, {"depth": {}}, NOON - timedelta(days=1))["depth"]
    tell(connection, gauge, NOON, depth)
    watch(connection, [gauge], NOON)
    return gauge


def rows(connection: Connection):
    return connection.execute(select(warning).order_by(warning.c.id)).mappings().all()


def steps(connection: Connection, code: str) -> list[tuple[str, int, str, str | None]]:
    s = warning_rule_step.c
    found = select(s.move, s.version, s.actor, s.reason).where(s.code == code).order_by(s.seq)
    return [tuple(row) for row in connection.execute(found)]


def test_a_switch_is_remembered_with_who_when_and_why_and_clears_what_is_live(connection):
    flooded(connection)
    assert switch(connection, "waterlogging", False, DUTY, NOON + STEP, "测点校准")
    assert rows(connection)[0]["ended_at"] == NOON + STEP
    assert switch(connection, "waterlogging", True, LEADER, NOON + 2 * STEP, "校准完毕")
    assert steps(connection, "waterlogging") == [
        ("install", 1, "rule", None),
        ("disable", 1, DUTY.name, "测点校准"),
        ("enable", 1, LEADER.name, "校准完毕"),
    ]


@pytest.mark.parametrize("role", ["agency", "grid_staff", "resident"])
def test_only_duty_officers_and_leaders_switch_and_change(lone, role):
    with pytest.raises(Forbidden):
        switch(lone, "waterlogging", False, CLERK[role], NOON, "试")
    with pytest.raises(Forbidden):
        change(lone, "waterlogging", 1, rule_of(lone, "river_level").what, "试", CLERK[role], NOON)


def test_who_answers_for_a_part_of_the_city_does_not_change_a_rule_of_all_of_it_but_one_of_that_part(lone):
    county = lone.execute(select(region).where(region.c.level == 2).order_by(region.c.lo)).first()
    local = replace(DUTY, scope=Scope(cells=((county.lo, county.hi),)))
    with pytest.raises(Forbidden):
        switch(lone, "waterlogging", False, local, NOON, "试")
    when = {"kind": "threshold", "quantity": "depth", "value": 15}
    what = {"region": county.code, "levels": [{"colour": "blue", "when": when}]}
    import_rules(lone, [dict(code="own", name="本县", field="waterlog", source="测试", what=what)], ENGINE, NOON)
    assert switch(lone, "own", False, local, NOON, "试")


def test_people_give_a_reason(lone):
    for reason in ("", "   ", "长" * 2_001):
        with pytest.raises(BadInput):
            switch(lone, "waterlogging", False, DUTY, NOON, reason)
    assert steps(lone, "waterlogging") == [("install", 1, "rule", None)]


def test_new_numbers_are_a_new_version_and_a_restart_does_not_take_them_back(connection):
    known = rule_of(connection, "waterlogging")
    lower = edited(known.what, {"levels.3.when.value": "10"})
    assert change(connection, "waterlogging", 1, lower, "雨季从严", LEADER, NOON) == 2
    assert rule_of(connection, "waterlogging").what.levels[3].when.value == 10
    assert install_shipped(connection, ENGINE, NOON).changed == 0
    assert rule_of(connection, "waterlogging").version == 2
    assert steps(connection, "waterlogging")[-1] == ("change", 2, LEADER.name, "雨季从严")
    flooded(connection, 12)
    assert [(row["colour"], row["version"]) for row in rows(connection)] == [(4, 2)]


def test_of_two_who_change_a_rule_at_the_same_time_the_second_is_told(lone):
    known = rule_of(lone, "waterlogging").what
    change(lone, "waterlogging", 1, edited(known, {"hold_minutes": "20"}), "甲", DUTY, NOON)
    with pytest.raises(WarningRefused):
        change(lone, "waterlogging", 1, edited(known, {"hold_minutes": "25"}), "乙", LEADER, NOON)
    with pytest.raises(BadInput):
        change(lone, "waterlogging", 2, edited(known, {"hold_minutes": "20"}), "丙", LEADER, NOON)


@pytest.mark.parametrize(
    "given",
    [
        {"levels.0.when.value": "deep"},
        {"levels.0.when.value": "nan"},
        {"levels.0.when.clear_by": "-1"},
        {"levels.9.when.value": "3"},
        {"hold_minutes": "2.5"},
        {"per": "3"},
    ],
    ids=str,
)
def test_a_senseless_number_is_refused(lone, given):
    with pytest.raises(BadInput):
        edited(rule_of(lone, "waterlogging").what, given)


def series(connection: Connection, gauge: int, values: list[float]) -> list[int]:
    """What the watch raised, by the gravest colour of each warning."""
    for n, value in enumerate(values):
        at = NOON - (len(values) - n) * STEP
        tell(connection, gauge, at, value)
        watch(connection, [gauge], at)
    return [row["peak"] for row in rows(connection)]


def test_a_trial_of_the_rule_in_force_finds_what_the_watch_found_and_leaves_no_trace(connection):
    gauge = plant_station(connection, "S1", "waterlog", 3, {"depth": {}}, NOON - timedelta(days=2))["depth"]
    peaks = series(connection, gauge, [2, 16, 30, 45, 20, 9, 8, 7, 6, 5, 4, 3, 2, 61, 9, 2, 2, 2, 2])
    before = {name: connection.execute(select(table)).all() for name, table in metadata.tables.items()}
    found = tried(connection, rule_of(connection, "waterlogging").what, Scope.guest(), NOON, 1)
    assert {colour: peaks.count(colour) for colour in sorted(set(peaks))} == found.colours == {1: 1, 2: 1}
    assert found.places == [("S1站", 2)]
    other = {"levels.3.when.value": "70", "levels.0.when.value": "65"}
    strict = edited(rule_of(connection, "waterlogging").what, other)
    assert tried(connection, strict, Scope.guest(), NOON, 1).colours == {2: 2}
    assert {name: connection.execute(select(table)).all() for name, table in metadata.tables.items()} == before


def test_a_trial_looks_at_towns_and_at_silence_too(lone):
    gauge = plant_station(lone, "R1", "rain", 3, {"rain": {}}, NOON - timedelta(days=2))["rain"]
    for n in range(12):
        tell(lone, gauge, NOON - timedelta(hours=3) + n * STEP, 6.0)
    town = lone.scalar(select(region.c.name).where(region.c.level == 3, region.c.lo <= 3, region.c.hi >= 3))
    assert tried(lone, rule_of(lone, "rainstorm").what, Scope.guest(), NOON, 1).places == [(town, 1)]
    silent = tried(lone, rule_of(lone, "silent_station").what, Scope.guest(), NOON, 1)
    assert silent.colours == {3: 1, 4: 1}  # long silent before it rained, and for a while after


def test_a_trial_says_what_it_cannot_know(lone):
    for days in (0, 8):
        with pytest.raises(BadInput):
            tried(lone, rule_of(lone, "waterlogging").what, Scope.guest(), NOON, days)
    with pytest.raises(BadInput):
        tried(lone, rule_of(lone, "overdue_pile").what, Scope.guest(), NOON, 1)


def test_a_rule_that_looks_at_what_nobody_sends_lacks_its_data(connection):
    plant_station(connection, "S1", "waterlog", 3, {"depth": {}}, NOON)
    plant_station(connection, "L1", "river", 3, {"level": {"caution": 5.0}}, NOON)
    states = {
        row["code"]: row for row in library(connection, region_of(connection, "", Scope.guest()), Scope.guest(), NOON)
    }
    assert states["waterlogging"]["state"] == states["river_level"]["state"] == "on"
    assert states["waterlog_rise"]["state"] == "off"
    assert states["geo_crack"]["state"] == states["flood_composite"]["state"] == "lacking"
    assert states["geo_crack"]["missing"] == ["crack"]
    assert states["reservoir_level"]["state"] == "lacking"


def test_what_a_rule_wrote_in_chinese_is_told_in_english_and_what_people_wrote_as_it_is(lone):
    gauge = flooded(lone)
    row = rows(lone)[0]
    parts = said(row["evidence"], "S1站", "道路积水")
    assert (row["title"], row["words"]) == ("S1站道路积水", "S1站的积水深度 42 cm，达到 40 cm")
    with speaking("en"):
        assert retold.title(row["title"], parts) == "S1站 Water on roads"
        assert "42 cm" in retold.reason(row["words"], parts)
        assert "，" not in retold.reason(row["words"], parts)
        assert retold.reason("人工说明", parts) == "人工说明"
    assert retold.reason(row["words"], parts) == row["words"]
    for n in (6, 7, 8):
        tell(lone, gauge, NOON + n * STEP, 2)
    watch(lone, [gauge], NOON + 8 * STEP)
    last = lone.execute(select(warning_history).order_by(warning_history.c.seq.desc())).first()
    with speaking("en"):
        told = retold.reason(last.reason, read(last.change)["because"], True)
    assert last.move == "clear"
    assert told != last.reason
    assert "2 cm" in told


def test_a_rule_nobody_knows_is_told(lone):
    with pytest.raises(UnknownThing):
        switch(lone, "nobody", False, DUTY, NOON, "试")
    assert sweep(lone, NOON) == {}

"""The watch: every kind of rule raises, escalates, lowers and clears from stored readings, once, and can be derived."""

import json
from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select, update
from sqlalchemy import event as happening

from data.commands.warning_rules import ENGINE, import_rules, install_shipped, switch
from data.commands.warning_tops import recount
from data.commands.warnings import NewWarning, move_warning, raise_warning
from data.commands.watch import rederive, sweep, watch
from data.errors import UnknownThing
from data.queries.rule_live import standing
from data.queries.rule_subjects import subjects
from data.queries.seen import needs_of, of_gauges
from data.queries.warning_rules import rules_in_force
from data.schema import (
    gauge_now,
    reading,
    reading_sum,
    region,
    revision,
    station,
    warning,
    warning_history,
    warning_top,
)
from data.warn.evaluate import find
from data.warn.life import FOLDED, Step, fold, read
from tests.casework import CLERK, NOON, city_of_cases
from tests.conftest import ENGINES
from tests.gauges import plant_station, tell

STEP = timedelta(minutes=5)


@pytest.fixture(params=ENGINES)
def connection(request):
    with city_of_cases(request.param, request) as engine, engine.begin() as connection:
        yield connection


@pytest.fixture
def lone():
    with city_of_cases("sqlite") as engine, engine.begin() as connection:
        yield connection


def rule(code: str, *levels: tuple[str, dict], **more) -> dict:
    what = {"levels": [{"colour": colour, "when": when} for colour, when in levels], **more}
    return {"code": code, "name": "试验", "field": "flood", "source": "测试", "what": what}


def install(connection: Connection, *rules: dict) -> None:
    import_rules(connection, list(rules), ENGINE, NOON)


def above(quantity: str, value: float, **more) -> dict:
    return {"kind": "threshold", "quantity": quantity, "value": value, **more}


def at(n: float):
    return NOON + n * STEP


def say(connection: Connection, gauge: int, n: float, value: float) -> Counter:
    """A reading at step n, watched at once."""
    tell(connection, gauge, at(n), value)
    return watch(connection, [gauge], at(n))


def rows(connection: Connection):
    return connection.execute(select(warning).order_by(warning.c.id)).mappings().all()


def whole(connection: Connection) -> None:
    """Every warning is the fold of its history, and the counts are what the warnings add up to."""
    for row in rows(connection):
        told = select(warning_history).where(warning_history.c.warning_id == row["id"])
        steps = connection.execute(told.order_by(warning_history.c.seq)).all()
        state = fold(Step(seq=one.seq, move=one.move, at=one.at, change=read(one.change)) for one in steps)
        assert {name: state[name] for name in FOLDED} == {name: row[name] for name in FOLDED}
    kept = {(one.region_id, one.colour): one.n for one in connection.execute(select(warning_top))}
    assert kept == dict(recount(connection))


def holding(connection: Connection, gauges: list[int], now: datetime) -> set:
    """The keys of all that the rules find when they look at everything."""
    rules = rules_in_force(connection)
    needs = needs_of(one.what for one in rules)
    about = subjects(connection, rules, of_gauges(connection, gauges, needs, now), needs, now)
    return {one.key for one in about if find(one.rule.what, one.stations, now, None).colour is not None}


def derives(connection: Connection, by: str = "readings") -> None:
    for row in rows(connection):
        again = rederive(connection, row["id"])
        assert (again.same, again.by, again.colour) == (True, by, again.found)


def shipped_series(connection: Connection, kind: str, quantities: dict, code: str = "S1") -> dict[str, int]:
    install_shipped(connection, ENGINE, NOON)
    return plant_station(connection, code, kind, 3, quantities, NOON - timedelta(days=1))


SERIES = {  # the values of one station of the kind, and the colours that the shipped rule gives to them
    "river": (
        "level",
        {"caution": 5.0, "guarantee": 6.0},
        [4, 4.7, 5, 6.2, 5.95, 5.5, 4.95, 4.5],
        [0, 4, 3, 2, 2, 3, 3, 0],
    ),
    "reservoir": ("level", {"flood": 50.0, "design": 52.0}, [49, 50, 52.5, 51, 49.95, 49], [0, 3, 1, 3, 3, 0]),
    "waterlog": ("depth", {}, [5, 15, 28, 41, 61, 58, 50, 25, 11], [0, 4, 3, 2, 1, 1, 2, 3, 0]),
    "underpass": ("depth", {}, [5, 15, 28, 41, 61, 58, 50, 25, 11], [0, 4, 3, 2, 1, 1, 2, 3, 0]),
    "street": ("depth", {}, [5, 15, 28, 41, 61, 58, 50, 25, 11], [0, 4, 3, 2, 1, 1, 2, 3, 0]),
    "gas": ("gas", {}, [1, 26, 51, 46, 30, 21, 5], [0, 2, 1, 1, 2, 2, 0]),
    "crowd": ("people", {"capacity": 1000.0}, [500, 810, 1000, 960, 900, 770, 700], [0, 3, 1, 1, 3, 3, 0]),
    "wind": ("wind", {}, [5, 11, 18, 25, 33, 31, 20, 9, 8], [0, 4, 3, 2, 1, 1, 3, 4, 0]),
}


@pytest.mark.parametrize("kind", SERIES)
def test_every_shipped_rule_of_levels_rises_through_its_colours_and_clears(lone, kind):
    quantity, limits, values, colours = SERIES[kind]
    gauge = shipped_series(lone, kind, {quantity: limits})[quantity]
    seen = []
    for n, value in enumerate(values):
        say(lone, gauge, 13 * n, value)  # further apart than any rule holds
        live = [row["colour"] for row in rows(lone) if row["ended_at"] is None]
        seen.append(live[0] if live else 0)
        whole(lone)
    assert seen == colours
    assert len(rows(lone)) == 1
    derives(lone)


def test_a_fall_of_somebody_alone_is_told_at_once_and_weak_breath_is_graver(lone):
    gauges = shipped_series(lone, "care", {"falls": {}, "heart": {}, "breath": {}})
    for quantity, value in (("heart", 72), ("breath", 15), ("falls", 0)):
        assert say(lone, gauges[quantity], 0, value) == {}
    assert say(lone, gauges["falls"], 1, 1) == {"raise": 1}
    row = rows(lone)[0]
    assert (row["colour"], row["title"]) == (2, "S1站独居老人跌倒或体征异常") and "跌倒 1 次" in row["words"]
    assert say(lone, gauges["breath"], 2, 4) == {"escalate": 1}
    assert rows(lone)[0]["colour"] == 1
    derives(lone)


def test_gusts_alone_are_enough_for_the_typhoon_signals(lone):
    gauges = shipped_series(lone, "wind", {"wind": {}, "gust": {}})
    say(lone, gauges["wind"], 0, 9)
    assert say(lone, gauges["gust"], 0, 25) == {"raise": 1}
    assert (rows(lone)[0]["colour"], rows(lone)[0]["words"]) == (3, "S1站的阵风 25 m/s，达到 24.5 m/s")


def test_the_four_rain_signals_come_and_go_with_the_rain(connection):
    gauge = shipped_series(connection, "rain", {"rain": {}})["rain"]
    rain = [0.5] * 96 + [4] * 24 + [2.0] * 12 + [0.0] * 200  # 8 h drizzle, 2 h heavy, 1 h less, then nothing
    colours = []
    for n, mm in enumerate(rain):
        say(connection, gauge, n, mm)
        live = [row["colour"] for row in rows(connection) if row["ended_at"] is None]
        colours.append(live[0] if live else 0)
    changes = [c for n, c in enumerate(colours) if n == 0 or c != colours[n - 1]]
    assert changes == [0, 4, 3, 2, 1, 2, 3, 4, 0]
    whole(connection)
    derives(connection)
    fired = json.loads(rows(connection)[0]["evidence"])["numbers"][0]
    assert (fired["minutes"], fired["quantity"]) == (720, "rain")


def test_the_words_name_station_window_number_and_unit(lone):
    gauge = shipped_series(lone, "rain", {"rain": {}})["rain"]
    say(lone, gauge, 0, 30.0)
    assert rows(lone) == []
    say(lone, gauge, 1, 72.5)
    row = rows(lone)[0]
    assert row["words"] == "S1站近 3 小时的雨量 102.5 mm，达到 100 mm"
    assert (row["title"], row["colour"], row["peak"]) == ("01镇暴雨预警信号", 1, 1)
    town = lone.scalar(select(region.c.id).where(region.c.level == 3, region.c.lo <= 3, region.c.hi >= 3))
    assert (row["provenance"], row["origin"], row["region_id"]) == ("simulated", "rule", town)


def test_watching_twice_does_nothing_and_leaves_the_revision(lone):
    gauge = shipped_series(lone, "waterlog", {"depth": {}})["depth"]
    assert say(lone, gauge, 0, 30) == {"raise": 1}
    seen = (rows(lone), lone.execute(select(revision).order_by(revision.c.topic)).all())
    assert watch(lone, [gauge], at(0)) == {}
    assert sweep(lone, at(0)) == {}
    assert (rows(lone), lone.execute(select(revision).order_by(revision.c.topic)).all()) == seen


def test_between_the_bars_nothing_flaps(lone):
    gauge = shipped_series(lone, "waterlog", {"depth": {}})["depth"]
    say(lone, gauge, 0, 16)
    for n, value in enumerate([14.9, 15.1, 12.5, 15.0, 13.0] * 4, start=1):
        assert say(lone, gauge, 4 * n, value) == {}
    assert say(lone, gauge, 100, 11.9) == {"clear": 1}


def test_a_colour_is_held_for_its_time_but_a_graver_one_comes_at_once(lone):
    install(lone, rule("w", ("red", above("depth", 60)), ("blue", above("depth", 15)), hold_minutes=30))
    gauge = plant_station(lone, "S1", "waterlog", 3, {"depth": {}}, NOON)["depth"]
    assert say(lone, gauge, 0, 20) == {"raise": 1}
    assert say(lone, gauge, 1, 70) == {"escalate": 1}
    assert say(lone, gauge, 5, 20) == {}
    assert say(lone, gauge, 7, 20) == {"deescalate": 1}
    assert say(lone, gauge, 9, 1) == {}
    assert say(lone, gauge, 13, 1) == {"clear": 1}


def test_falling_below_a_bar_warns_too(lone):
    install(lone, rule("dry", ("yellow", above("soil", 12, side="below", clear_by=3))))
    gauge = plant_station(lone, "S1", "soil", 3, {"soil": {}}, NOON)["soil"]
    assert [say(lone, gauge, n, v) for n, v in enumerate([20, 12, 14, 15, 15.1])] == [
        {},
        {"raise": 1},
        {},
        {},
        {"clear": 1},
    ]
    assert rows(lone)[0]["words"] == "S1站的土壤含水率 12 %，不高于 12 %"


def test_a_fast_rise_warns_and_says_so(connection):
    rise = {"kind": "rise", "quantity": "level", "minutes": 60, "value": 0.5, "clear_by": 0.2}
    install(connection, rule("rise", ("orange", rise)))
    gauge = plant_station(connection, "S1", "river", 3, {"level": {}}, NOON)["level"]
    assert [say(connection, gauge, n, v) for n, v in enumerate([3.0, 3.2, 3.55])] == [{}, {}, {"raise": 1}]
    assert rows(connection)[0]["words"] == "S1站的水位在 1 小时内上涨 0.55 m，达到 0.5 m"
    derives(connection)
    assert say(connection, gauge, 12, 3.5) == {}  # the lowest is 3.2 now
    assert say(connection, gauge, 14, 3.5) == {"clear": 1}


def test_all_of_several_conditions_of_a_region_must_hold(connection):
    rain = {"kind": "accumulation", "quantity": "rain", "minutes": 60, "value": 30}
    both = {"kind": "all", "of": [rain, above("level", 5)]}
    install(connection, rule("flash", ("red", both), ("blue", rain), per=3))
    gauge = plant_station(connection, "R1", "rain", 1, {"rain": {}}, NOON)["rain"]
    river = plant_station(connection, "L1", "river", 8, {"level": {}}, NOON)["level"]  # the same town of 8 cells
    other = plant_station(connection, "L2", "river", 9, {"level": {}}, NOON)["level"]  # the next town
    say(connection, other, 0, 9)
    say(connection, river, 0, 4)
    assert say(connection, gauge, 0, 35) == {"raise": 1}
    assert say(connection, river, 1, 6) == {"escalate": 1}
    row = rows(connection)[0]
    town = connection.execute(select(region).where(region.c.id == row["region_id"])).one()
    assert (row["colour"], row["station_id"], town.level, town.lo, town.hi) == (1, None, 3, 1, 8)
    assert row["words"] == "R1站近 1 小时的雨量 35 mm，达到 30 mm；L1站的水位 6 m，达到 5 m"
    whole(connection)
    derives(connection)
    assert say(connection, river, 2, 4) == {"deescalate": 1}


def test_stations_of_a_region_are_counted(connection):
    many = {"kind": "count", "at_least": 3, "of": above("depth", 15)}
    install(connection, rule("many", ("orange", many), per=2))
    gauges = [plant_station(connection, f"S{n}", "waterlog", n, {"depth": {}}, NOON)["depth"] for n in (1, 5, 9, 20)]

    def swept(gauge: int, n: float, value: float) -> Counter:
        """Whole counties are looked at by the sweep."""
        assert say(connection, gauge, n, value) == {}
        return sweep(connection, at(n))

    said = [swept(gauge, 0, 20) for gauge in (gauges[0], gauges[3], gauges[1], gauges[2])]
    assert said == [{}, {}, {}, {"raise": 1}]  # the 20th cell is in the other county
    assert len(json.loads(rows(connection)[0]["evidence"])["stations"]) == 3
    derives(connection)
    assert swept(gauges[1], 1, 3) == {"clear": 1}


def test_a_silent_station_is_a_warning_of_its_own_until_it_speaks(connection):
    install_shipped(connection, ENGINE, NOON)
    gauge = plant_station(connection, "S1", "waterlog", 3, {"depth": {}}, NOON)["depth"]
    say(connection, gauge, 0, 2)
    assert sweep(connection, at(6)) == {}
    assert sweep(connection, at(7)) == {"raise": 1}
    assert sweep(connection, at(8)) == {}
    assert rows(connection)[0]["words"] == "S1站已 35 分钟没有上报，超过 30 分钟"
    derives(connection)
    assert sweep(connection, at(145)) == {"escalate": 1}
    assert say(connection, gauge, 146, 2) == {"clear": 1}
    assert connection.scalars(select(warning_history.c.reason)).all()[-1] == "S1站已恢复上报"
    whole(connection)


def test_a_gauge_that_fell_silent_keeps_its_warning_and_a_doubted_value_is_none(lone):
    gauge = shipped_series(lone, "waterlog", {"depth": {}})["depth"]
    say(lone, gauge, 0, 30)
    tell(lone, gauge, at(40), 9_999, "doubted")
    assert watch(lone, [gauge], at(40)) == {}
    assert sweep(lone, at(41)) == {}
    assert [row["colour"] for row in rows(lone) if row["ended_at"] is None] == [3]


def test_old_readings_that_are_brought_later_raise_nothing_now(lone):
    gauge = shipped_series(lone, "waterlog", {"depth": {}})["depth"]
    tell(lone, gauge, at(-500), 70)
    watch(lone, [gauge], at(0))
    assert [row["field"] for row in rows(lone)] == ["device"]


def test_the_sums_derive_a_warning_when_the_single_readings_are_gone(connection):
    gauge = shipped_series(connection, "rain", {"rain": {}})["rain"]
    say(connection, gauge, 0, 40)
    say(connection, gauge, 1, 20)
    connection.execute(delete(reading))
    derives(connection, "sums")
    connection.execute(delete(reading_sum))
    again = rederive(connection, rows(connection)[0]["id"])
    assert (again.same, again.by, again.found, again.colour) == (False, "gone", 2, None)


def test_a_corrected_reading_no_longer_derives_the_warning(lone):
    gauge = shipped_series(lone, "waterlog", {"depth": {}})["depth"]
    say(lone, gauge, 0, 65)
    lone.execute(update(reading).values(value=6.5, quality="corrected"))
    again = rederive(lone, rows(lone)[0]["id"])
    assert (again.same, again.found, again.colour) == (False, 1, None)


def test_what_a_person_has_set_is_left_until_it_gets_worse_or_is_over(lone):
    gauge = shipped_series(lone, "waterlog", {"depth": {}})["depth"]
    say(lone, gauge, 0, 30)
    one = rows(lone)[0]["id"]
    duty = CLERK["duty_officer"]
    move_warning(lone, one, "deescalate", duty, at(1), at(1), colour=4, reason="已围挡")
    assert say(lone, gauge, 2, 31) == {}
    assert say(lone, gauge, 3, 45) == {"escalate": 1}
    move_warning(lone, one, "escalate", duty, at(4), at(4), colour=1, reason="有人被困")
    assert say(lone, gauge, 50, 30) == {}
    assert say(lone, gauge, 60, 1) == {"clear": 1}
    whole(lone)


def test_an_acknowledged_warning_that_gets_worse_must_be_seen_again(lone):
    gauge = shipped_series(lone, "waterlog", {"depth": {}})["depth"]
    say(lone, gauge, 0, 30)
    one = rows(lone)[0]["id"]
    move_warning(lone, one, "acknowledge", CLERK["duty_officer"], at(1), at(1))
    say(lone, gauge, 2, 31)
    assert rows(lone)[0]["state"] == "acknowledged"
    say(lone, gauge, 3, 70)
    assert rows(lone)[0]["state"] == "raised"


def test_a_rule_that_is_turned_off_takes_its_warnings_along_and_finds_nothing(lone):
    gauge = shipped_series(lone, "waterlog", {"depth": {}})["depth"]
    say(lone, gauge, 0, 30)
    assert switch(lone, "waterlogging", False, CLERK["leader"], at(1), "测点搬迁")
    assert not switch(lone, "waterlogging", False, CLERK["leader"], at(1), "测点搬迁")
    assert rows(lone)[0]["ended_at"] == at(1)
    assert say(lone, gauge, 2, 30) == {}
    whole(lone)


def test_a_changed_rule_is_a_new_version_and_the_warning_derives_by_the_old_one(lone):
    install(lone, rule("w", ("blue", above("depth", 15))))
    gauge = plant_station(lone, "S1", "waterlog", 3, {"depth": {}}, NOON)["depth"]
    say(lone, gauge, 0, 20)
    install(lone, rule("w", ("red", above("depth", 15))))
    derives(lone)
    assert say(lone, gauge, 1, 20) == {"escalate": 1}
    assert json.loads(rows(lone)[0]["evidence"])["version"] == 2
    derives(lone)


def test_a_station_taken_down_is_let_go(lone):
    gauge = shipped_series(lone, "waterlog", {"depth": {}})["depth"]
    say(lone, gauge, 0, 30)
    lone.execute(update(station).values(closed_at=at(1)))
    assert sweep(lone, at(2)) == {"clear": 1}


def test_what_has_expired_is_cleared_by_the_sweep(lone):
    new = NewWarning(
        field="rain",
        title="暴雨蓝色",
        colour=4,
        words="气象台发布",
        region_id=3,
        at=NOON,
        origin="气象台",
        provenance="published",
        expires_at=at(10),
    )
    one = raise_warning(lone, new, CLERK["system"], NOON)
    assert sweep(lone, at(9)) == {}
    assert sweep(lone, at(10)) == {"clear": 1}
    assert rows(lone)[0]["ended_at"] == at(10)
    with pytest.raises(UnknownThing):
        rederive(lone, one)


def test_rules_look_only_where_they_are_told_to(lone):
    deep = ("blue", above("depth", 15))
    install(
        lone,
        rule("code", deep, stations=["S2"]),
        rule("place", deep, region="990001"),
        rule("kind", deep, kinds=["river"]),
    )
    gauges = [plant_station(lone, f"S{n}", "waterlog", n, {"depth": {}}, NOON)["depth"] for n in (2, 3, 20)]
    for gauge in gauges:
        say(lone, gauge, 0, 20)
    place = lone.execute(select(region.c.lo, region.c.hi).where(region.c.code == "990001")).one()
    assert (place.lo, place.hi) == (1, 16)
    assert Counter((row["rule"], row["region_id"]) for row in rows(lone)) == {
        ("code", 2): 1,
        ("place", 2): 1,
        ("place", 3): 1,
    }


def test_many_gauges_take_as_many_statements_as_few(lone):
    install_shipped(lone, ENGINE, NOON)
    kinds = {"rain": {"rain": {}}, "river": {"level": {"caution": 5.0}}, "wind": {"wind": {}, "gust": {}}}
    for n in range(60):
        kind = list(kinds)[n % 3]
        for gauge in plant_station(lone, f"S{n}", kind, 1 + n % 32, kinds[kind], NOON).values():
            tell(lone, gauge, at(0), 1.0)
    ids = list(lone.scalars(select(gauge_now.c.gauge_id)))

    def asked(gauges) -> int:
        n = []
        happening.listen(lone.engine, "before_cursor_execute", lambda *_: n.append(1))
        watch(lone, gauges, at(0))
        return len(n)

    assert asked(ids) <= 8


TOLD = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 40), st.integers(1, 12)), min_size=3, max_size=14)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=TOLD)
def test_looking_only_where_something_was_told_misses_nothing(lone, told):
    """Three rain stations of a town: whoever speaks, what holds for the whole town is what stands there."""
    rain = {"kind": "accumulation", "quantity": "rain", "minutes": 60}
    two = {"kind": "count", "of": {**rain, "value": 25}, "at_least": 2}
    both = {"kind": "all", "of": [{**rain, "value": 15}, above("rain", 30)]}
    conditions = {"sum": {**rain, "value": 30}, "two": two, "both": both}
    with lone.begin_nested() as undone:
        install(lone, *({**rule("r", ("blue", when), per=3), "code": code} for code, when in conditions.items()))
        gauges = [plant_station(lone, f"T{n}", "rain", 3, {"rain": {}}, NOON)["rain"] for n in range(3)]
        moment = 0
        for who, value, pause in told:
            moment += pause
            say(lone, gauges[who], moment, float(value))
            assert holding(lone, gauges, at(moment)) <= standing(lone).keys()
        undone.rollback()

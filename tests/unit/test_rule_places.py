"""Rules over more than readings: events counted, surges, forecasts, warnings of others; seen to by the sweep."""

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, select, update

from data.commands.events import report
from data.commands.forecasts import Expected, take_forecast
from data.commands.warning_rules import ENGINE, import_rules
from data.commands.warnings import NewWarning, move_warning, raise_warning
from data.commands.watch import rederive, sweep, watch
from data.intake.record import Fault
from data.queries.rule_trial import tried
from data.queries.warning_rules import rule_of
from data.schema import event, event_sum, region, warning
from data.scope import Scope
from data.times import day_number
from data.warn.evaluate import find
from data.warn.rule import parse
from data.warn.seen_place import Place
from tests.casework import CLERK, NOON, PUDDLE, city_of_cases
from tests.conftest import ENGINES
from tests.gauges import plant_station, tell

HOUR = timedelta(hours=1)
CELL = 3


@pytest.fixture(params=ENGINES)
def connection(request):
    with city_of_cases(request.param, request) as engine, engine.begin() as connection:
        yield connection


@pytest.fixture
def lone():
    with city_of_cases("sqlite") as engine, engine.begin() as connection:
        yield connection


def install(connection: Connection, *levels: tuple[str, dict], **more) -> None:
    what = {"per": 3, "levels": [{"colour": colour, "when": when} for colour, when in levels], **more}
    one = {"code": "r", "name": "试验", "field": "event", "source": "测试", "what": what}
    import_rules(connection, [one], ENGINE, NOON)


def town(connection: Connection, cell: int = CELL):
    spine = (region.c.level == 3, region.c.lo <= cell, region.c.hi >= cell)
    return connection.execute(select(region).where(*spine)).one()


def happen(connection: Connection, n: int, **more) -> list[int]:
    return [report(connection, PUDDLE(**more), CLERK["grid_staff"], NOON) for _ in range(n)]


def rows(connection: Connection):
    return connection.execute(select(warning).order_by(warning.c.id)).mappings().all()


def told(connection: Connection, value: float, at=NOON, place: str = "", **more) -> str:
    here = place or connection.scalar(select(region.c.code).where(region.c.level == 1))
    new = {"quantity": "rain", "issued_at": at, "since": at, "until": at + 3 * HOUR} | more
    one = Expected(region=here, value=value, **new)
    return take_forecast(connection, one, CLERK["system"], at, provenance="published")


def warn(connection: Connection, colour: int, place: int) -> int:
    new = NewWarning(
        field="rain",
        title="暴雨",
        colour=colour,
        words="官方",
        region_id=place,
        at=NOON,
        origin="气象台",
        provenance="published",
    )
    return raise_warning(connection, new, CLERK["leader"], NOON)


def test_events_of_a_town_are_counted_and_fewer_of_them_clear(connection):
    counted = {"kind": "events", "category": "flood", "minutes": 60, "at_least": 3, "clear_by": 1}
    install(connection, ("red", counted | {"at_least": 5}), ("blue", counted))
    happen(connection, 2)
    happen(connection, 3, cell_id=30)
    assert sweep(connection, NOON) == {"raise": 1}  # the other town has three
    happen(connection, 1)
    assert sweep(connection, NOON) == {"raise": 1}
    row = rows(connection)[-1]
    assert (row["region_id"], row["colour"], row["provenance"]) == (town(connection).id, 4, "simulated")
    assert row["words"] == f"{town(connection).name}近 1 小时上报防汛防台事件 3 件，达到 3 件"
    happen(connection, 2)
    assert sweep(connection, NOON) == {"escalate": 1}
    assert sweep(connection, NOON) == {}
    assert rederive(connection, row["id"]).same
    assert rederive(connection, row["id"]).by == "kept"
    assert sweep(connection, NOON + 2 * HOUR) == {"clear": 2}


def test_category_leaf_and_source_narrow_down_what_is_counted(connection):
    some = {"kind": "events", "leaf": "flood.road", "source": "sensor", "minutes": 60, "at_least": 2}
    install(connection, ("blue", some))
    happen(connection, 5, leaf="flood.road.water")
    happen(connection, 5, leaf="flood.roads", source="sensor")
    happen(connection, 1, leaf="flood.road.water", source="sensor")
    assert sweep(connection, NOON) == {}
    happen(connection, 1, leaf="flood.road", source="sensor")
    assert sweep(connection, NOON) == {"raise": 1}


def test_what_is_overdue_or_merged_is_counted_as_it_stands(connection):
    overdue = {"kind": "events", "of": "overdue", "at_least": 2}
    merged = {"kind": "events", "of": "merged", "minutes": 60, "at_least": 1}
    install(connection, ("red", overdue), ("blue", merged))
    ids = happen(connection, 3)
    assert sweep(connection, NOON) == {}
    connection.execute(update(event).where(event.c.id == ids[0]).values(stage="merged"))
    assert sweep(connection, NOON) == {"raise": 1}
    connection.execute(update(event).where(event.c.id.in_(ids[1:])).values(deadline_at=NOON - HOUR))
    assert sweep(connection, NOON) == {"escalate": 1}


def test_a_surge_is_held_against_the_days_before_and_unknown_without_them(connection):
    install(connection, ("orange", {"kind": "surge", "category": "flood", "minutes": 360, "times": 4, "at_least": 4}))
    happen(connection, 6)
    assert sweep(connection, NOON) == {}
    here, today = town(connection).id, day_number(NOON)
    days = [
        {"region_id": here, "dim": dim, "grain": "d", "day": today - n, "key": key, "reported": 4}
        for n in range(1, 31)
        for dim, key in (("all", ""), ("category", "flood"))
    ]
    connection.execute(insert(event_sum), days)
    assert sweep(connection, NOON) == {"raise": 1}  # one a quarter of a day is usual, six came
    assert "（平时 1 件）" in rows(connection)[0]["words"]


def test_what_is_forecast_counts_by_its_newest_word_and_the_share_that_falls_into_the_window(connection):
    install(connection, ("orange", {"kind": "forecast", "quantity": "rain", "minutes": 180, "value": 50}))
    assert told(connection, 120.0, until=NOON + 12 * HOUR) == "taken"
    assert sweep(connection, NOON) == {}  # 30 mm of it within three hours
    assert [told(connection, 60.0, at=NOON + HOUR / 60) for _ in range(2)] == ["taken", "known"]
    towns = len(connection.execute(select(region.c.id).where(region.c.level == 3)).all())
    assert sweep(connection, NOON + HOUR / 60) == {"raise": towns}
    told(connection, 2.0, at=NOON + HOUR / 30)
    assert sweep(connection, NOON + HOUR / 30) == {"clear": towns}


@pytest.mark.parametrize(
    "wrong",
    [{"value": -1.0}, {"value": 1e6}, {"until": NOON}, {"issued_at": NOON + HOUR}, {"unit": "m"}, {"place": "999999"}],
    ids=str,
)
def test_a_senseless_forecast_is_refused_with_a_reason(lone, wrong):
    if wrong == {"unit": "m"}:
        assert told(lone, 0.05, unit="m") == "taken"  # 50 mm
        return
    with pytest.raises(Fault):
        told(lone, **({"value": 10.0} | wrong))


def test_rain_level_and_forecast_together_make_one_warning_and_each_alone_none(connection):
    rain = {"kind": "accumulation", "quantity": "rain", "minutes": 60, "value": 30}
    level = {"kind": "threshold", "quantity": "level", "limit": "caution"}
    ahead = {"kind": "forecast", "quantity": "rain", "minutes": 180, "value": 50}
    install(connection, ("red", {"kind": "all", "of": [rain, level, ahead]}), kinds=["rain", "river"])
    gauges = plant_station(connection, "R1", "rain", CELL, {"rain": {}}, NOON - HOUR)
    gauges |= plant_station(connection, "L1", "river", CELL + 1, {"level": {"caution": 5.0}}, NOON - HOUR)
    tell(connection, gauges["rain"], NOON, 40)
    tell(connection, gauges["level"], NOON, 5.5)
    assert watch(connection, list(gauges.values()), NOON) == {}
    assert sweep(connection, NOON) == {}
    told(connection, 60.0)
    assert sweep(connection, NOON) == {"raise": 1}
    assert {number["kind"] for number in json.loads(rows(connection)[0]["evidence"])["numbers"]} == {
        "accumulation",
        "threshold",
        "forecast",
    }
    assert rederive(connection, rows(connection)[0]["id"]).same


def test_an_official_warning_counts_where_it_covers_and_while_it_lives(connection):
    official = {"kind": "warned", "field": "rain", "colour": "orange"}
    install(connection, ("red", {"kind": "all", "of": [official, {"kind": "events", "minutes": 60, "at_least": 1}]}))
    happen(connection, 1)
    happen(connection, 1, cell_id=30)
    light, grave = warn(connection, 4, town(connection).id), warn(connection, 2, town(connection).id)
    assert sweep(connection, NOON) == {"raise": 1}
    assert "官方预警" in rows(connection)[-1]["words"]
    for one in (light, grave):
        move_warning(connection, one, "clear", CLERK["leader"], NOON, NOON, reason="结束")
    assert sweep(connection, NOON) == {"clear": 1}


def test_a_trial_counts_what_would_have_come_and_writes_nothing(connection):
    install(connection, ("blue", {"kind": "events", "category": "flood", "minutes": 60, "at_least": 3}))
    happen(connection, 3, reported_at=NOON - 5 * HOUR)
    before = [connection.execute(select(table)).all() for table in (warning, event)]
    found = tried(connection, rule_of(connection, "r").what, Scope.guest(), NOON, 1)
    assert (found.total, found.colours, found.places) == (1, {4: 1}, [(town(connection).name, 1)])
    assert [connection.execute(select(table)).all() for table in (warning, event)] == before


COUNTS = st.integers(0, 40)


@settings(max_examples=80, suppress_health_check=list(HealthCheck))
@given(COUNTS, COUNTS, st.integers(1, 20), st.integers(1, 20), st.integers(0, 5), st.sampled_from([None, 1, 4]))
def test_more_events_never_make_a_lighter_colour(few, more, low, step, slack, before):
    counted = {"kind": "events", "minutes": 60, "clear_by": slack}
    what = {"per": 3, "levels": [{"colour": "red", "when": counted | {"at_least": low + step}}]}
    what["levels"].append({"colour": "blue", "when": counted | {"at_least": low}})
    rule = parse(json.dumps(what))
    key = rule.places[0].key
    places = [Place(id=1, name="镇", counts={key: n}) for n in (few, few + more)]
    found = [find(rule, (), NOON, before, place).colour or 9 for place in places]
    assert found[1] <= found[0]


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.lists(st.integers(-3, 0), min_size=1, max_size=20))
def test_within_the_band_of_clearing_nothing_flaps(steps):
    counted = {"kind": "events", "minutes": 60, "at_least": 10, "clear_by": 3}
    rule = parse(json.dumps({"per": 3, "levels": [{"colour": "blue", "when": counted}]}))
    key, colour = rule.places[0].key, 4
    for step in steps:
        colour = find(rule, (), NOON, colour, Place(id=1, name="镇", counts={key: 10 + step})).colour
        assert colour == 4

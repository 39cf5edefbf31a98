"""Warning rules as JSON: what they must say, what they may not, and what follows from them whatever the readings."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.commands.warning_rules import shipped_rules
from data.errors import BadInput
from data.language import speaking
from data.warn.evaluate import find
from data.warn.rule import parse, written
from data.warn.seen import Gauge, Station, Window, kept, unkept
from data.warn.turn import Standing, turn
from data.warn.words import because, span
from tests.casework import NOON

DEPTH = {"kind": "threshold", "quantity": "depth", "value": 15}
RAIN = {"kind": "accumulation", "quantity": "rain", "minutes": 180, "value": 50}
COUNT = {"kind": "count", "at_least": 2, "of": DEPTH}


def rule(*levels, **more) -> str:
    return json.dumps({"levels": [{"colour": colour, "when": when} for colour, when in levels], **more})


def nested(deep: int) -> dict:
    return DEPTH if deep == 1 else {"kind": "all", "of": [DEPTH, nested(deep - 1)]}


FAULTY = {
    "no level": (rule(), "levels"),
    "an unknown name": (rule(("red", DEPTH), kind="rain"), "kind"),
    "an unknown kind": (rule(("red", {**DEPTH, "kind": "hunch"})), "hunch"),
    "an unknown colour": (rule(("pink", DEPTH)), "pink"),
    "an unknown quantity": (rule(("red", {**DEPTH, "quantity": "mood"})), "mood"),
    "an unknown station kind": (rule(("red", DEPTH), kinds=["moon"]), "moon"),
    "an unknown limit": (rule(("red", {"kind": "threshold", "quantity": "level", "limit": "sky"})), "sky"),
    "a number as text": (rule(("red", {**DEPTH, "value": "15"})), "value"),
    "no number": (rule(("red", {**DEPTH, "value": float("nan")})), "value"),
    "value and limit": (rule(("red", {**DEPTH, "limit": "caution"})), "one of them"),
    "neither": (rule(("red", {"kind": "threshold", "quantity": "depth"})), "one of them"),
    "plus without a limit": (rule(("red", {**DEPTH, "plus": 1})), "limit"),
    "a negative slack": (rule(("red", {**DEPTH, "clear_by": -1})), "clear_by"),
    "a window of odd minutes": (rule(("red", {**RAIN, "minutes": 7})), "multiple of 5"),
    "a window too long": (rule(("red", {**RAIN, "minutes": 20_000})), "minutes"),
    "a sum of states": (rule(("red", {**RAIN, "quantity": "level"})), "summed"),
    "a rise of amounts": (rule(("red", {**RAIN, "kind": "rise"})), "accumulation"),
    "colours out of order": (rule(("blue", DEPTH), ("red", DEPTH)), "gravest"),
    "a colour twice": (rule(("red", DEPTH), ("red", DEPTH)), "gravest"),
    "counting at one station": (rule(("red", COUNT)), "count"),
    "counting counts": (rule(("red", {**COUNT, "of": COUNT}), per=3), "count"),
    "all of one": (rule(("red", {"kind": "all", "of": [DEPTH]})), "of"),
    "too deep": (rule(("red", nested(5))), "deeper"),
    "a level of cells": (rule(("red", DEPTH), per=6), "per"),
    "no JSON": ("{", "JSON"),
}


@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_rule_is_refused_with_the_place_and_the_reason(name):
    text, said = FAULTY[name]
    with pytest.raises(BadInput, match=said):
        parse(text)


@pytest.mark.parametrize("one", shipped_rules(), ids=lambda one: one["code"])
def test_every_shipped_rule_parses_names_its_source_and_is_written_the_same_again(one):
    what = parse(json.dumps(one["what"]))
    assert parse(written(what)) == what
    assert written(parse(written(what))) == written(what)
    assert one["source"]


def test_the_rain_signals_are_those_of_the_standard():
    one = next(one for one in shipped_rules() if one["code"] == "rainstorm")
    levels = parse(json.dumps(one["what"])).levels
    assert [(level.colour, level.when.minutes, level.when.value) for level in levels] == [
        ("red", 180, 100),
        ("orange", 180, 50),
        ("yellow", 360, 50),
        ("blue", 720, 50),
    ]
    assert "气象灾害预警信号发布与传播办法" in one["source"]


VALUES = st.floats(0, 200, allow_nan=False).map(lambda value: round(value, 1))
LEVELS = ("depth", "gas")


SLACKS = (0, 1, 10)


@st.composite
def leaf(draw, slacks: tuple[float, ...] = SLACKS) -> dict:
    kind = draw(st.sampled_from(["threshold", "accumulation", "rise"]))
    slack = draw(st.sampled_from(slacks))
    if kind == "accumulation":
        minutes = draw(st.sampled_from([60, 180]))
        return {"kind": kind, "quantity": "rain", "minutes": minutes, "value": draw(VALUES) + 1, "clear_by": slack}
    one = {"kind": kind, "quantity": draw(st.sampled_from(LEVELS)), "value": draw(VALUES) + 1, "clear_by": slack}
    return one | ({"minutes": 60} if kind == "rise" else {})


@st.composite
def condition(draw, deep: int = 2, slacks: tuple[float, ...] = SLACKS) -> dict:
    if deep and draw(st.booleans()):
        parts = draw(st.lists(condition(deep=deep - 1, slacks=slacks), min_size=2, max_size=3))
        return {"kind": draw(st.sampled_from(["all", "any"])), "of": parts}
    return draw(leaf(slacks))


@st.composite
def rules(draw, per: object = "station", slacks: tuple[float, ...] = SLACKS, more: tuple = ((),)):
    """`more`: of several conditions one is needed besides, in each colour."""
    colours = [c for c in ("red", "orange", "yellow", "blue") if draw(st.booleans())] or ["blue"]
    levels = []
    for colour in colours:
        when = draw(condition(deep=2 if more == ((),) else 1, slacks=slacks))
        if per != "station" and draw(st.booleans()):
            when = {"kind": "count", "at_least": draw(st.integers(2, 3)), "of": when}
        if also := draw(st.sampled_from(more)):
            when = {"kind": draw(st.sampled_from(["all", "any"])), "of": [when, also]}
        levels.append((colour, when))
    return parse(rule(*levels, per=per))


@st.composite
def stations(draw, number: int = 1) -> Station:
    gauges = {}
    for n, quantity in enumerate(("rain", *LEVELS)):
        silent = draw(st.integers(0, 5)) == 0
        windows = {minutes: Window(draw(st.integers(0, 3)), draw(VALUES), draw(VALUES)) for minutes in (60, 180)}
        gauges[quantity] = Gauge(
            id=10 * number + n,
            at=NOON - timedelta(hours=5 if silent else 0),
            value=draw(VALUES),
            windows=windows,
            limits={},
        )
    return Station(
        id=number,
        code=f"S{number}",
        name=f"S{number}",
        kind="waterlog",
        cell_id=number,
        rhythm_s=300,
        since=NOON,
        provenance="measured",
        gauges=gauges,
    )


def raised(station: Station, more: float) -> Station:
    """The same station with higher readings: the newest values and the sums; what lay before stays."""
    gauges = {
        quantity: replace(
            gauge,
            value=(gauge.value or 0) + more,
            windows={m: w._replace(total=w.total + more) for m, w in gauge.windows.items()},
        )
        for quantity, gauge in station.gauges.items()
    }
    return replace(station, gauges=gauges)


COLOURS = st.sampled_from([None, 1, 2, 3, 4])


def grave(colour: int | None) -> int:
    return 5 - colour if colour else 0


@given(rules(), stations(), COLOURS, st.floats(0, 100))
def test_higher_readings_never_give_a_lower_colour(what, station, before, more):
    low = find(what, [station], NOON, before).colour
    assert grave(find(what, [raised(station, more)], NOON, before).colour) >= grave(low)


@given(rules(per=3), st.tuples(stations(1), stations(2), stations(3)), COLOURS, st.integers(0, 2), st.floats(0, 100))
def test_nor_do_they_in_a_region_whichever_station_they_come_from(what, three, before, which, more):
    low = find(what, three, NOON, before).colour
    higher = [raised(one, more) if n == which else one for n, one in enumerate(three)]
    assert grave(find(what, higher, NOON, before).colour) >= grave(low)


@given(rules(), stations(), COLOURS)
def test_what_was_found_is_found_again_so_nothing_flaps_on_the_same_readings(what, station, before):
    first = find(what, [station], NOON, before).colour
    second = find(what, [station], NOON, first).colour
    assert find(what, [station], NOON, second).colour == second
    assert grave(second) >= grave(first) or second == first


def deep(value: float) -> Station:
    gauge = Gauge(id=1, at=NOON, value=value, windows={}, limits={})
    about = dict(id=1, code="S1", name="S1", kind="waterlog", cell_id=1, rhythm_s=300, provenance="measured")
    return Station(**about, since=NOON, gauges={"depth": gauge})


@given(stations())
def test_evidence_is_read_as_it_was_written(station):
    assert unkept(json.loads(json.dumps(kept(station)))) == station


@given(COLOURS, COLOURS.filter(bool), COLOURS.filter(bool), st.booleans(), st.integers(0, 120))
def test_a_turn_leads_to_what_was_found_or_waits(found, colour, seen, by_hand, minutes):
    hold, now = timedelta(minutes=60), NOON + timedelta(minutes=minutes)
    there = Standing(colour=colour, found=seen, since=NOON, by_hand=by_hand)
    move = turn(there, found, now, hold)
    if move in ("clear", "deescalate"):
        assert minutes >= 60
    assert move != "escalate" or (found is not None and found < colour)
    assert move != "deescalate" or (found is not None and found > colour and not by_hand)
    assert (move == "clear") == (found is None and minutes >= 60)
    assert turn(None, found, now, hold) == ("raise" if found else None)


def test_a_silent_gauge_neither_raises_nor_takes_away():
    what = parse(rule(("red", {**DEPTH, "value": 60}), ("blue", DEPTH)))
    station = deep(70)
    silent = replace(station, gauges={"depth": replace(station.gauges["depth"], at=NOON - timedelta(hours=1))})
    assert [find(what, [silent], NOON, before).colour for before in (None, 4, 1)] == [None, 4, 1]


def test_limits_of_the_gauge_are_scaled_and_a_gauge_without_them_has_no_warning():
    what = parse(rule(("red", {"kind": "threshold", "quantity": "depth", "limit": "capacity", "times": 0.8})))
    station = deep(85)
    limited = replace(station, gauges={"depth": replace(station.gauges["depth"], limits={"capacity": 100.0})})
    assert (find(what, [station], NOON, None).colour, find(what, [limited], NOON, None).colour) == (None, 1)
    assert because(find(what, [limited], NOON, None).numbers) == "S1的积水深度 85 cm，达到承载值 100 cm 对应的 80 cm"


def test_the_reason_is_told_in_the_language_of_the_reader():
    numbers = find(parse(rule(("blue", DEPTH))), [deep(16)], NOON, None).numbers
    assert because(numbers) == "S1的积水深度 16 cm，达到 15 cm"
    with speaking("en"):
        assert because(numbers) == "S1: water depth 16 cm, reached 15 cm"


def test_a_colour_that_is_kept_by_hysteresis_says_so():
    what = parse(rule(("red", {**DEPTH, "value": 60, "clear_by": 3}), ("blue", DEPTH)))
    assert because(find(what, [deep(58)], NOON, 1).numbers) == "S1的积水深度 58 cm，达到解除值 57 cm"


def test_spans_are_told_in_minutes_hours_and_days():
    assert [span(minutes) for minutes in (5, 60, 90, 720, 2880, 4_000)] == [
        "5 分钟",
        "1 小时",
        "90 分钟",
        "12 小时",
        "2 天",
        "3 天",
    ]

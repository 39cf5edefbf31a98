"""Whatever the rule: readings that stay above its clearing bars never take a colour back, so nothing flaps."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.warn.evaluate import find
from data.warn.seen_place import Place
from data.warn.turn import Standing, turn
from tests.casework import NOON
from tests.unit.test_warn_rules import VALUES, rules, stations

BAND = 5.0  # every clearing bar of these rules lies as far below the one that fires, or further
SLACKS = (BAND, 7.5, 20)
AHEAD = {"kind": "forecast", "quantity": "rain", "minutes": 180, "value": 40, "clear_by": BAND}
REPORTED = {"kind": "events", "minutes": 60, "at_least": 9, "clear_by": 5}
STEP = timedelta(minutes=5)
swings = st.lists(st.lists(st.floats(0, BAND), min_size=12, max_size=12), min_size=2, max_size=12)
usual = settings(suppress_health_check=list(HealthCheck), deadline=None)


def lifted(station, more):
    """Its readings with something on top of each: the newest values and the sums; the lowest of a window stays."""
    step = iter(more)
    gauges = {
        quantity: replace(
            gauge,
            value=gauge.value + next(step),
            windows={m: w._replace(total=w.total + next(step)) for m, w in gauge.windows.items()},
        )
        for quantity, gauge in station.gauges.items()
    }
    return replace(station, gauges=gauges)


def around(rule, forecast, n, more):
    """What is known of the region: a forecast and a count of events that swing within the band as well."""
    told = {one.key: forecast + more[0] for one in rule.places if one.kind == "forecast"}
    counts = {one.key: n + int(more[1]) for one in rule.places if one.kind == "events"}
    return Place(id=1, name="镇", counts=counts, forecasts=told)


def told(rule, looks):
    """The colours that are found, look by look."""
    found, colour = [], None
    for seen, place in looks:
        colour = find(rule, seen, NOON, colour, place).colour
        found.append(colour)
    return found


def only_up(colours):
    ranks = [5 - one if one else 0 for one in colours]
    return ranks == sorted(ranks)


@usual
@given(rules(slacks=SLACKS), stations(), swings)
def test_at_a_station_colours_only_rise_within_the_band(rule, station, steps):
    assert only_up(told(rule, [([lifted(station, step)], None) for step in steps]))


@usual
@given(
    rules(per=3, slacks=SLACKS, more=((), AHEAD, REPORTED)),
    st.tuples(stations(1), stations(2), stations(3)),
    VALUES,
    st.integers(0, 20),
    swings,
)
def test_in_a_region_as_well_with_counts_forecasts_and_events(rule, three, forecast, n, steps):
    looks = [
        ([lifted(one, step[i:] + step[:i]) for i, one in enumerate(three)], around(rule, forecast, n, step))
        for step in steps
    ]
    assert only_up(told(rule, looks))


@usual
@given(rules(slacks=SLACKS), stations(), swings, st.integers(0, 60))
def test_within_the_band_a_warning_is_raised_once_and_only_escalates(rule, station, steps, hold):
    moves = [move for move, _at in lived(rule, [lifted(station, step) for step in steps], hold)]
    assert moves == (["raise"] + ["escalate"] * (len(moves) - 1) if moves else [])


@usual
@given(rules(), st.lists(stations(), min_size=2, max_size=20), st.integers(0, 60))
def test_whatever_is_told_a_colour_is_held_for_as_long_as_the_rule_says(rule, seen, hold):
    moves = lived(rule, seen, hold)
    for (_before, since), (move, at) in zip(moves, moves[1:], strict=False):
        if move in ("deescalate", "clear"):
            assert at - since >= hold


def lived(rule, seen, hold):
    """The moves of one warning after another, a look every five minutes: (move, minute)."""
    live, moves = None, []
    for n, station in enumerate(seen):
        now = NOON + n * STEP
        station = replace(station, gauges={q: replace(g, at=g.at + n * STEP) for q, g in station.gauges.items()})
        found = find(rule, [station], now, live.found if live else None).colour
        move = turn(live, found, now, timedelta(minutes=hold))
        if move:
            moves.append((move, 5 * n))
            live = Standing(colour=found, found=found, since=now, by_hand=False) if move != "clear" else None
    return moves

"""From what stations say to a colour, with the numbers that decided it.

A condition is true, false or not known (None): a gauge that is silent says nothing, which is not a zero. What is not
known never raises a colour and never takes one away.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from data.warn.evaluate_place import judge_place
from data.warn.rule import Accumulation, All, Any_, Count, Leaf, Rise, Rule, Silence, Threshold
from data.warn.rule_place import PlaceLeaf
from data.warn.seen import Gauge, Station
from data.warn.seen_place import Place
from data.warn.verdict import Finding, Number, Verdict

__all__ = ["Finding", "Number", "Verdict", "find", "judge"]
FRESH_RHYTHMS = 3  # a value older than so many rhythms is not what the gauge says now
FRESH_S = 900
DIGITS = 3  # sums of readings are the same in whatever order they were added
NO = Verdict(False, ())  # numbers of what neither holds nor has held are of no use: most are of this kind


def find(
    rule: Rule, stations: Sequence[Station], now: datetime, before: int | None, place: Place | None = None
) -> Finding:
    """The gravest colour that holds for these stations and their region, where the rule had found `before` until now.

    Colours up to the one before are held to their clearing bars, graver ones to the bars that fire.
    """
    numbers: tuple[Number, ...] = ()
    for level in rule.levels:
        held = before is not None and before <= level.grave
        verdict = judge(level.when, stations, now, held, place)
        if verdict.holds or (verdict.holds is None and held):
            return Finding(level.grave, verdict.numbers)
        numbers = verdict.numbers
    return Finding(None, numbers)


def judge(what: Any, stations: Sequence[Station], now: datetime, held: bool, place: Place | None = None) -> Verdict:
    """Whether the condition holds for these stations: a single one, or those of a region."""
    if isinstance(what, All):
        return _every([judge(part, stations, now, held, place) for part in what.of])
    if isinstance(what, Any_):
        return _some([judge(part, stations, now, held, place) for part in what.of], 1)
    if isinstance(what, PlaceLeaf):
        return judge_place(what, place, held)
    if isinstance(what, Count):
        return _some([judge(what.of, [station], now, held) for station in stations], what.at_least)
    if len(stations) == 1:  # as nearly always
        return _leaf(what, stations[0], now, held)
    return _some([_leaf(what, station, now, held) for station in stations], 1)


def _some(verdicts: Sequence[Verdict], least: int) -> Verdict:
    """True when `least` of them hold; false when not even the unknown ones could make it so."""
    holding = sum(verdict.holds is True for verdict in verdicts)
    unknown = sum(verdict.holds is None for verdict in verdicts)
    holds = True if holding >= least else None if holding + unknown >= least else False
    return Verdict(holds, _numbers(verdicts, bool(holds)))


def _every(verdicts: Sequence[Verdict]) -> Verdict:
    known = {verdict.holds for verdict in verdicts}
    holds = False if False in known else None if None in known else True
    return Verdict(holds, _numbers(verdicts, bool(holds)))


def _numbers(verdicts: Iterable[Verdict], holds: bool) -> tuple[Number, ...]:
    """Those that point the same way, the furthest from their bars first."""
    found = [number for verdict in verdicts if verdict.holds is holds for number in verdict.numbers]
    return tuple(sorted(found, key=lambda number: -abs(number.value - number.bar)))


def _leaf(what: Leaf, station: Station, now: datetime, held: bool) -> Verdict:
    if isinstance(what, Silence):
        return _silence(what, station, now, held)
    gauge = station.gauges.get(what.quantity)
    if gauge is None:  # nothing of the kind is measured here
        return NO
    if isinstance(what, Accumulation):
        window = gauge.windows.get(what.minutes)
        value = window.total if window and window.n else None
        return _against(what, station, gauge, value, what.value, held)
    if isinstance(what, Rise):
        window = gauge.windows.get(what.minutes)
        known = window is not None and window.n and not _silent(station, gauge, now)
        value = (gauge.value or 0.0) - window.low if window and known else None
        return _against(what, station, gauge, value, what.value, held)
    bar = _bar(what, gauge)
    if bar is None:
        return NO
    return _against(what, station, gauge, None if _silent(station, gauge, now) else gauge.value, bar, held)


def _silent(station: Station, gauge: Gauge, now: datetime) -> bool:
    """Whether its value is not what it says now."""
    if gauge.at is None or gauge.value is None:
        return True
    return (now - gauge.at).total_seconds() > max(FRESH_S, FRESH_RHYTHMS * station.rhythm_s)


def _bar(what: Threshold, gauge: Gauge) -> float | None:
    """What the value is held against; None where the gauge has no such limit."""
    if what.limit is None:
        return what.value
    limit = gauge.limits.get(what.limit)
    return None if limit is None else round(limit * what.times + what.plus, DIGITS)


def _against(
    what: Threshold | Accumulation | Rise, station: Station, gauge: Gauge, value: float | None, bar: float, held: bool
) -> Verdict:
    if value is None:
        return Verdict(None, ())
    side, limit = (what.side, what.limit) if isinstance(what, Threshold) else ("above", None)
    if held:
        slack = what.clear_by + (abs(bar) * what.clear_share if isinstance(what, Threshold) else 0.0)
        bar = round(bar - slack if side == "above" else bar + slack, DIGITS)
    value = round(value, DIGITS)
    holds = value >= bar if side == "above" else value <= bar
    if not holds and not held:
        return NO
    number = Number(
        kind=what.kind,
        station=station.name,
        station_id=station.id,
        quantity=what.quantity,
        value=value,
        bar=bar,
        side=side,
        minutes=None if isinstance(what, Threshold) else what.minutes,
        limit=limit,
        limit_value=gauge.limits[limit] if limit else None,
        held=held,
        at=gauge.at,
    )
    return Verdict(holds, (number,))


def _silence(what: Silence, station: Station, now: datetime, held: bool) -> Verdict:
    """Minutes without a word, against the minutes allowed; heard again, it is over at once."""
    allowed = max(what.rhythms * station.rhythm_s / 60, float(what.minutes))
    minutes = round((now - station.heard).total_seconds() / 60, 1)
    if minutes <= allowed and not held:
        return NO
    number = Number(
        kind="silence",
        station=station.name,
        station_id=station.id,
        quantity=None,
        value=minutes,
        bar=allowed,
        at=station.heard,
    )
    return Verdict(minutes > allowed, (number,))

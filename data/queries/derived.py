"""A warning derived again: the same rule, the same stations, what was known of them at that moment."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from data.errors import UnknownThing
from data.language import gettext as _
from data.queries.reading_windows import sums, window_start
from data.queries.seen import Needs, needs_of
from data.queries.warning_rules import rule_of
from data.schema import reading, reading_sum, warning
from data.warn.evaluate import Number, find
from data.warn.seen import Gauge, Station, Window, unkept
from data.warn.seen_place import unkept_place


@dataclass(frozen=True, kw_only=True)
class Derived:
    """`colour` and `numbers` found anew, beside `found`, the colour that was found then.

    `by`: readings (the single ones are still there), sums (only those of 5 minutes), kept (what was known of a region
    is taken as the warning tells it), gone (not even they).
    """

    code: str
    at: datetime
    found: int
    colour: int | None
    numbers: tuple[Number, ...]
    same: bool
    by: str


def rederive(connection: Connection, warning_id: int) -> Derived:
    """Derive a rule's warning again from the stored readings. UnknownThing for one that no rule has raised."""
    row = connection.execute(select(warning).where(warning.c.id == warning_id)).one_or_none()
    if row is None or row.rule is None:
        raise UnknownThing(_("这条预警不是由规则发布的"))
    evidence = json.loads(row.evidence)
    then = datetime.fromtimestamp(evidence["at"], UTC)
    rule = rule_of(connection, evidence["rule"], evidence["version"]).what
    needs = needs_of([rule])
    seen = [_then(connection, unkept(one), needs, then) for one in evidence["stations"]]
    place = unkept_place(evidence["place"]) if "place" in evidence else None
    finding = find(rule, [station for station, _by in seen], then, evidence["before"], place)
    numbers = [_compared(number) for number in finding.numbers]
    told = [{"about": None, **one, "at": None} for one in evidence["numbers"]]
    ways = {by for _station, by in seen} | ({"kept"} if place else set())
    return Derived(
        code=row.code,
        at=then,
        found=evidence["found"],
        colour=finding.colour,
        numbers=finding.numbers,
        same=finding.colour == evidence["found"] and numbers == told,
        by=next((way for way in ("gone", "kept", "sums") if way in ways), "readings"),
    )


def _compared(number: Number) -> dict[str, Any]:
    return {**number.__dict__, "at": None}


def _then(connection: Connection, station: Station, needs: Needs, then: datetime) -> tuple[Station, str]:
    """The station as it was known then, and by what."""
    gauges, ways = {}, set()
    for quantity, gauge in station.gauges.items():
        gauges[quantity], by = _gauge(connection, gauge, sorted(needs.get(quantity, ())), then)
        ways.add(by)
    worst = next((way for way in ("gone", "sums") if way in ways), "readings")
    return replace(station, gauges=gauges), worst


def _gauge(connection: Connection, gauge: Gauge, minutes: Sequence[int], then: datetime) -> tuple[Gauge, str]:
    if gauge.at is None:
        return gauge, "readings"
    r = reading.c
    known = (r.gauge_id == gauge.id, r.received_at <= then)
    newest = connection.execute(select(r.at, r.value, r.quality).where(*known).order_by(r.at.desc()).limit(1)).first()
    if newest is not None and newest.at >= gauge.at:
        value = None if newest.quality == "doubted" else newest.value
        windows = {one: _window(connection, known, then, one) for one in minutes}
        return replace(gauge, at=newest.at, value=value, windows=_said(windows)), "readings"
    return _from_sums(connection, gauge, minutes, then)


def _window(connection: Connection, known: Sequence[Any], then: datetime, minutes: int) -> Window:
    r = reading.c
    n, total, low = connection.execute(
        select(func.count(), func.sum(r.value), func.min(r.value)).where(
            *known, r.at >= window_start(then, minutes), r.quality != "doubted"
        )
    ).one()
    return Window(int(n), float(total or 0), float(low or 0))


def _said(windows: Mapping[int, Window]) -> dict[int, Window]:
    """As sums have it: nothing in any window is no window."""
    return dict(windows) if any(window.n for window in windows.values()) else {}


def _from_sums(connection: Connection, gauge: Gauge, minutes: Sequence[int], then: datetime) -> tuple[Gauge, str]:
    s = reading_sum.c
    last = select(s.last, s.last_at).where(s.gauge_id == gauge.id, s.grain == "5", s.last_at <= gauge.at)
    newest = connection.execute(last.order_by(s.start.desc()).limit(1)).first()
    if gauge.value is not None and (newest is None or newest.last_at != gauge.at):
        return replace(gauge, value=None, windows={}), "gone"
    value = None if gauge.value is None or newest is None else newest.last
    found = sums(connection, [gauge.id], minutes, then, until=then) if minutes else {}
    return replace(gauge, value=value, windows=found.get(gauge.id, {})), "sums"

"""Gates and pumps of a region with what their stations see, what the rules suggest, and the orders given to them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, func, or_, select

from data.commands.codes import ORDER, tickets
from data.control.rule import Rules, control_rules
from data.control.suggest import Eye, Judgement, hours_of, judge
from data.control_words import CONTROL_EYES
from data.queries.regions import Region
from data.readings.freshness import SILENT, freshness
from data.readings.kinds import MAIN
from data.risk_words import QUANTITIES
from data.schema import control, control_eye, control_order, gauge, gauge_limit, gauge_now, reading_sum, station
from data.scope import Scope

STEP = timedelta(minutes=5)
LAST_KNOWN = timedelta(days=2)  # how far back a past value is looked for
MANY = 500
_MAIN = gauge.c.quantity == case(MAIN, value=station.c.kind)
_IDS: Any = bindparam("ids", expanding=True)
_HERE = (
    select(control)
    .where(control.c.cell_id.between(bindparam("lo"), bindparam("hi")))
    .order_by(control.c.system, control.c.code)
)
_ORDERS = (
    select(control_order, control.c.code, control.c.name, control.c.kind)
    .join_from(control_order, control)
    .where(control_order.c.control_id.in_(_IDS))
    .order_by(control_order.c.at.desc(), control_order.c.id.desc())
    .limit(bindparam("most"))
)
_NEWEST = (
    select(control_order.c.control_id, func.max(control_order.c.seq).label("seq"))
    .where(control_order.c.control_id.in_(_IDS))
    .group_by(control_order.c.control_id)
    .subquery()
)
_LAST_ORDERS = select(control_order).join(
    _NEWEST, and_(control_order.c.control_id == _NEWEST.c.control_id, control_order.c.seq == _NEWEST.c.seq)
)
_EYES = (  # each eye with the main gauge of its station
    select(control_eye.c.control_id, control_eye.c.eye, station.c.code, station.c.name, station.c.rhythm_s)
    .add_columns(station.c.cell_id, gauge.c.id.label("gauge_id"), gauge.c.quantity)
    .join_from(control_eye, station, station.c.id == control_eye.c.station_id)
    .join(gauge, and_(gauge.c.station_id == station.c.id, _MAIN))
    .where(control_eye.c.control_id.in_(_IDS), station.c.closed_at.is_(None))
)
_NOW = select(gauge_now.c.gauge_id, gauge_now.c.value, gauge_now.c.at).where(
    gauge_now.c.quality != "doubted", gauge_now.c.gauge_id.in_(_IDS)
)
_PAST = select(reading_sum.c.gauge_id, reading_sum.c.last, reading_sum.c.last_at).where(
    reading_sum.c.gauge_id.in_(_IDS),
    reading_sum.c.grain == "5",
    reading_sum.c.start > bindparam("since"),
    reading_sum.c.last_at <= bindparam("until"),
)
_LIMITS = select(gauge_limit.c.gauge_id, gauge_limit.c.name, gauge_limit.c.value).where(
    gauge_limit.c.gauge_id.in_(_IDS)
)
_SUMS = (
    select(reading_sum.c.gauge_id, func.sum(reading_sum.c.total))
    .where(
        reading_sum.c.gauge_id.in_(_IDS),
        reading_sum.c.grain == "5",
        reading_sum.c.start.between(bindparam("since"), bindparam("until")),
    )
    .group_by(reading_sum.c.gauge_id)
)


@dataclass(frozen=True)
class Controlled:
    """A control's row, what it is moved by, and what the rules say now."""

    row: Mapping[str, Any]
    eyes: Mapping[str, Eye]
    judgement: Judgement


def controls_of(
    connection: Connection,
    here: Region,
    scope: Scope,
    now: datetime,
    *,
    past: bool = False,
    rules: Rules | None = None,
) -> list[Controlled]:
    """Controls inside a region, by water system and code. A station outside the scope is a blind eye.

    `past`: the readings as they were at `now`; states of controls and orders are as they stand. `rules`: the shipped
    ones unless told.
    """
    rows = connection.execute(_HERE, {"lo": here.lo, "hi": here.hi}).mappings()
    return _judged(connection, rows.all(), scope, now, past, control_rules() if rules is None else rules)


def controlled(
    connection: Connection, code: str, scope: Scope, now: datetime, rules: Rules | None = None
) -> Controlled | None:
    """One control by its code; None when there is none in the scope."""
    mine = or_(*(control.c.cell_id.between(lo, hi) for lo, hi in scope.cells))
    row = connection.execute(select(control).where(control.c.code == code, mine)).mappings().one_or_none()
    return (
        _judged(connection, [row], scope, now, False, control_rules() if rules is None else rules)[0] if row else None
    )


def orders_of(connection: Connection, controls: Sequence[int], limit: int) -> list[Mapping[str, Any]]:
    """The newest orders to these controls, with code and name of each."""
    return [dict(row) for row in connection.execute(_ORDERS, {"ids": controls, "most": limit}).mappings()]


def last_orders(connection: Connection, controls: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    """{control: its newest order}, with its `ticket`."""
    rows = connection.execute(_LAST_ORDERS, {"ids": controls}).mappings().all()
    told = tickets(connection, ORDER, [row["id"] for row in rows])
    return {row["control_id"]: dict(row) | {"ticket": told[row["id"]]} for row in rows}


def _judged(
    connection: Connection, rows: Sequence[Any], scope: Scope, now: datetime, past: bool, rules: Rules
) -> list[Controlled]:
    seen = _eyes(connection, [row["id"] for row in rows], scope, now, past, hours_of(rules))
    return [Controlled(row, eyes := seen.get(row["id"], {}), judge(rules, row["kind"], eyes)) for row in rows]


def _eyes(
    connection: Connection, controls: Sequence[int], scope: Scope, now: datetime, past: bool, spans: Iterable[int]
) -> dict[int, dict[str, Eye]]:
    """{control: {eye: what its station tells}} in the order of CONTROL_EYES."""
    rows = [row for some in _some(controls) for row in connection.execute(_EYES, {"ids": some})]
    gauges = sorted({row.gauge_id for row in rows if any(lo <= row.cell_id <= hi for lo, hi in scope.cells)})
    last = _last(connection, gauges, now, past)
    limits = _limits(connection, gauges)
    adding = sorted({row.gauge_id for row in rows if QUANTITIES[row.quantity].adds} & set(gauges))
    sums = {hours: _sums(connection, adding, now, hours) for hours in spans}
    found: dict[int, dict[str, Eye]] = defaultdict(dict)
    for row in sorted(rows, key=lambda row: list(CONTROL_EYES).index(row.eye)):
        value, at = last.get(row.gauge_id, (None, None))
        age = (now - at).total_seconds() if at else None
        adds = QUANTITIES[row.quantity].adds
        found[row.control_id][row.eye] = Eye(
            station=row.code,
            name=row.name,
            quantity=row.quantity,
            value=value,
            at=at,
            silent=freshness(age, row.rhythm_s) in SILENT,
            limits=limits.get(row.gauge_id, {}),
            sums={hours: round(of.get(row.gauge_id, 0.0), 1) for hours, of in sums.items()} if adds else {},
        )
    return found


def _last(
    connection: Connection, gauges: Sequence[int], now: datetime, past: bool
) -> dict[int, tuple[float, datetime]]:
    """{gauge: (value, moment)} of what counts: no doubted value, nothing from after `now`."""
    query, span = (_PAST, {"since": now - LAST_KNOWN, "until": now}) if past else (_NOW, {})
    found: dict[int, tuple[float, datetime]] = {}
    for some in _some(gauges):
        for number, value, at in connection.execute(query, {"ids": some, **span}):
            if number not in found or at > found[number][1]:
                found[number] = (value, at)
    return found


def _limits(connection: Connection, gauges: Sequence[int]) -> dict[int, dict[str, float]]:
    found: dict[int, dict[str, float]] = defaultdict(dict)
    for some in _some(gauges):
        for number, name, value in connection.execute(_LIMITS, {"ids": some}):
            found[number][name] = value
    return found


def _sums(connection: Connection, gauges: Sequence[int], now: datetime, hours: int) -> dict[int, float]:
    """{gauge: amount of the last hours}, from the sums of 5 minutes."""
    since = now - timedelta(hours=hours) + STEP
    found: dict[int, float] = {}
    for some in _some(gauges):
        found |= dict(connection.execute(_SUMS, {"ids": some, "since": since, "until": now}).all())
    return found


def _some(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + MANY] for start in range(0, len(ids), MANY)]

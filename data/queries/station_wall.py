"""The station wall: every station of a region with its last value against its limits, the most urgent first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import Asked, asked
from data.queries.station_rows import ADDING, amounts, exceeded, limits_of, series, shown_stations
from data.readings.freshness import FRESHNESS, SILENT, freshness
from data.risk_words import QUANTITIES, STATION_KINDS
from data.scope import Scope
from data.times import day_number, day_start
from data.view import View

RHYTHM = timedelta(minutes=5)
HOUR = timedelta(hours=1)
SHOWN = 60  # of the most urgent: their series and limits go along
STATES = ("above", "silent", "normal")
COLUMNS = (
    Column(key="code", label="站码"),
    Column(key="name", label="测站"),
    Column(key="kind", label="种类代码"),
    Column(key="quantity", label="要素代码"),
    Column(key="value", label="最新值"),
    Column(key="unit", label="单位"),
    Column(key="today", label="当日累计"),
    Column(key="at", label="观测时间"),
    Column(key="quality", label="质量"),
    Column(key="state", label="状态代码"),
    Column(key="limit", label="所达限值代码"),
    Column(key="over", label="超限值"),
    Column(key="freshness", label="新鲜度代码"),
    Column(key="lon", label="经度", unit="°"),
    Column(key="lat", label="纬度", unit="°"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """One row a station: `value` is its last reading, for amounts (rain) the sum of the last hour, beside `today`'s.

    `state` above (a limit reached: `limit`, and how far `over` it), silent (stale or broken: `value` is old or None)
    or normal. `parts.kinds`: how many of each kind in which state and freshness; `parts.series`: 24 hours of the first
    SHOWN rows (totals of amounts, else last values); `parts.limits` of the same rows.
    """
    with asked(house, view, scope) as a:
        found = shown_stations(a.connection, a.here, a.now, view.at is not None)
        rows = _rows(a, found, "5" if view.at else "d")
        gauges = {row.code: row.id for row in found}
        shown = {gauges[row["code"]]: row for row in rows[:SHOWN]}
        spoken = [row.at for row in found if row.at is not None]
        return a.answer(
            columns=COLUMNS,
            rows=rows,
            unit="站",
            as_of=datetime.fromtimestamp(max(spoken), UTC) if spoken else None,
            provenance="simulated" if any(row.provenance == "simulated" for row in found) else a.lived,
            rhythm=RHYTHM,
            source="测站",
            parts={"kinds": _kinds(rows), "series": _series(a, shown), "limits": _limits(a, shown)},
        )


def _rows(a: Asked, found: Sequence[Any], grain: str) -> list[Row]:
    """`grain` of the sums that make up today: that of the day holds what came after a past moment, too."""
    limits = exceeded(a.connection, found, a.here)
    hour = amounts(a.connection, a.here, "5", a.now - HOUR + RHYTHM, a.now)
    today = amounts(a.connection, a.here, grain, day_start(day_number(a.now)), a.now)
    seconds = int(a.now.timestamp())
    rows = [_row(row, seconds, limits.get(row.id), hour.get(row.id), today.get(row.id)) for row in found]
    return sorted(rows, key=_urgency)


def _row(row: Any, now: int, limit: tuple[str, float] | None, hour: float | None, today: float | None) -> Row:
    code, name, kind, rhythm, lon, lat, _provenance, _id, quantity, at, value, quality = row
    fresh = freshness(None if at is None else now - at, rhythm)
    silent = fresh in SILENT
    if quantity in ADDING and at is not None:
        value = None if silent else round(hour or 0.0, 1)
    return {
        "code": code,
        "name": name,
        "kind": kind,
        "quantity": quantity,
        "value": value,
        "unit": QUANTITIES[quantity].unit,
        "today": None if today is None else round(today, 1),
        "at": None if at is None else datetime.fromtimestamp(at, UTC).isoformat(),
        "quality": quality,
        "state": "silent" if silent else "above" if limit else "normal",
        "limit": limit[0] if limit and not silent else None,
        "over": round(value - limit[1], 2) if limit and not silent else None,
        "freshness": fresh,
        "lon": lon,
        "lat": lat,
    }


KIND_ORDER = {kind: n for n, kind in enumerate(STATION_KINDS)}


def _urgency(row: Row) -> tuple[Any, ...]:
    """Above a limit first, then the silent; the highest values of each kind before the others."""
    return STATES.index(str(row["state"])), KIND_ORDER[str(row["kind"])], -float(row["value"] or 0), row["code"]


def _kinds(rows: Sequence[Row]) -> list[Row]:
    """Every kind that there is, with its stations by state and by freshness."""
    counts: Counter[tuple[Any, Any]] = Counter(
        (row["kind"], row[name]) for row in rows for name in ("state", "freshness")
    )
    totals = Counter(row["kind"] for row in rows)
    found: list[Row] = []
    for kind, label in STATION_KINDS.items():
        if totals[kind]:
            row: Row = {"kind": kind, "label": label, "total": totals[kind]}
            found.append(row | {name: counts[kind, name] for name in (*STATES, *FRESHNESS)})
    return found


def _series(a: Asked, shown: Mapping[int, Row]) -> list[Row]:
    return [
        {
            "code": shown[row.gauge_id]["code"],
            "at": row.start.isoformat(),
            "value": round(row.total if shown[row.gauge_id]["quantity"] in ADDING else row.last, 2),
        }
        for row in series(a.connection, list(shown), a.now)
    ]


def _limits(a: Asked, shown: Mapping[int, Row]) -> list[Row]:
    found = limits_of(a.connection, list(shown))
    return [{"code": shown[row.gauge_id]["code"], "limit": row.name, "value": row.value} for row in found]

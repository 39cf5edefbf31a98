"""The station wall: how many stations of a region are above a limit or silent, and the most urgent one by one."""

import math
from bisect import bisect_right
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import numpy as np

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import Asked, asked
from data.queries.station_register import KINDS
from data.queries.station_rows import ADDING, STATES, Standings, series, standings, told_today
from data.readings.freshness import FRESHNESS
from data.risk_words import QUANTITIES, STATION_KINDS
from data.scope import Scope
from data.times import day_number, day_start
from data.view import View

RHYTHM = timedelta(minutes=5)
SHOWN = 60  # the most urgent
UNTOLD = (None, None)
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
    """A row for each of the SHOWN most urgent: `value` is its last reading, for amounts (rain) the sum of an hour.

    `state` above (a limit reached: `limit`, and how far `over` it), silent (stale or broken: `value` is old or None),
    doubted (`quality`: the value counts nowhere) or normal. `parts.kinds`: how many of all stations of each kind in
    which state and freshness; `parts.series`: a day of the rows (totals of amounts, else last values); `parts.limits`.
    """
    with asked(house, view, scope) as a:
        found = standings(a.connection, a.here, a.now, view.at is not None)
        shown = {int(found.register.gauge[found.row[n]]): n for n in _urgent(found)}
        rows = rows_of(a, found, shown, "5" if view.at else "d")
        spoken = np.nanmax(found.at, initial=0)
        return a.answer(
            columns=COLUMNS,
            rows=list(rows.values()),
            unit="站",
            as_of=datetime.fromtimestamp(int(spoken), UTC) if spoken else None,
            provenance="simulated" if found.register.simulated[found.row].any() else a.lived,
            rhythm=RHYTHM,
            source="测站",
            parts={"kinds": _kinds(found), "series": series_of(a, rows), "limits": _limits(found, rows)},
        )


def value_of(value: float, state: str, quantity: str) -> float | None:
    """What it measures, NaN for nothing; a silent amount is not known, a silent level is the last one that was."""
    if math.isnan(value) or (quantity in ADDING and state == "silent"):
        return None
    return round(value, 1) if quantity in ADDING else value


def believed(row: Row) -> float | None:
    """The value of a row; None where it is doubted. The sum of an hour holds nothing that is."""
    told = row["value"] if isinstance(row["value"], int | float) else None
    return None if row["quality"] == "doubted" and row["quantity"] not in ADDING else told


def _urgent(found: Standings) -> list[int]:
    """Above a limit first, then the silent and the doubted; the highest values of each kind before the others."""
    known = found.register
    keys = (known.rank[found.row], -np.nan_to_num(found.believed), known.kind[found.row], found.state)
    return [int(n) for n in np.lexsort(keys)[:SHOWN]]


def rows_of(a: Asked, found: Standings, shown: Mapping[int, int], grain: str) -> dict[int, Row]:
    """By gauge. `grain` of the sums that make up today: that of the day holds what came after a past moment, too."""
    adding = [one for one, n in shown.items() if found.register.adds[found.row[n]]]
    today = told_today(a.connection, list(shown), adding, grain, day_start(day_number(a.now)), a.now)
    return {one: _row(found, n, today.get(one, UNTOLD), grain) for one, n in shown.items()}


def _row(found: Standings, n: int, told: tuple[str | None, float | None], grain: str) -> Row:
    quality, today = told
    known, row = found.register, int(found.row[n])
    bars, quantity = known.limits.of(int(known.gauge[row])), str(known.quantity[row])
    state, spoke = STATES[found.state[n]], not math.isnan(found.at[n])
    value = value_of(float(found.value[n]), state, quantity)
    bar = bars[bisect_right([bar.value for bar in bars], value) - 1] if state == "above" and value is not None else None
    return {
        "code": str(known.code[row]),
        "name": str(known.name[row]),
        "kind": KINDS[known.kind[row]],
        "quantity": quantity,
        "value": value,
        "unit": QUANTITIES[quantity].unit,
        "today": None if today is None else round(today, 1),
        "at": datetime.fromtimestamp(int(found.at[n]), UTC).isoformat() if spoke else None,
        "quality": None if not spoke else quality if grain == "d" else "good",
        "state": state,
        "limit": bar.name if bar else None,
        "over": round(value - bar.value, 2) if bar and value is not None else None,
        "freshness": FRESHNESS[found.fresh[n]],
        "lon": float(known.lon[row]),
        "lat": float(known.lat[row]),
    }


def _kinds(found: Standings) -> list[Row]:
    """Every kind that there is, with its stations by state and by freshness."""
    kinds, rows = found.register.kind[found.row], list[Row]()
    for number, (kind, label) in enumerate(STATION_KINDS.items()):
        mine = kinds == number
        if total := int(mine.sum()):
            states = np.bincount(found.state[mine], minlength=len(STATES)).tolist()
            fresh = np.bincount(found.fresh[mine], minlength=len(FRESHNESS)).tolist()
            row: Row = {"kind": kind, "label": label, "total": total}
            rows.append(row | dict(zip((*STATES, *FRESHNESS), (*states, *fresh), strict=True)))
    return rows


def series_of(a: Asked, rows: Mapping[int, Row]) -> list[Row]:
    """The last day of these gauges, hour by hour: totals of amounts, else last values."""
    gauges, starts, totals, lasts = series(a.connection, list(rows), a.now)
    hours = {start: datetime.fromtimestamp(start, UTC).isoformat() for start in set(starts)}
    known = {gauge: (row["code"], row["quantity"] in ADDING) for gauge, row in rows.items()}
    told = zip(gauges, starts, np.round(totals, 2).tolist(), np.round(lasts, 2).tolist(), strict=True)
    return [
        {"code": known[gauge][0], "at": hours[start], "value": total if known[gauge][1] else last}
        for gauge, start, total, last in told
    ]


def _limits(found: Standings, rows: Mapping[int, Row]) -> list[Row]:
    limits = found.register.limits
    told = sorted((one, each.value, each.name) for one in rows for each in limits.of(one))
    return [{"code": rows[one]["code"], "limit": name, "value": value} for one, value, name in told]

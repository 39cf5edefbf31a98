"""环境质量: air, water and noise stations against their limits, their last day, the hours to come with their band."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from sqlalchemy import select

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import Asked, asked
from data.queries.crowds import COLUMNS as CROWDS
from data.queries.hours_ahead import ahead_of, hour_of, hours_of, last_day
from data.queries.station_register import KINDS, Limit
from data.queries.station_rows import standings
from data.queries.station_wall import RHYTHM, believed, rows_of
from data.queries.warning_scope import touching
from data.readings.ahead import Expected, expected
from data.schema import region, warning
from data.schema.warnings import LIVE
from data.scope import Scope
from data.view import View

WATCHED = ("air", "water", "noise")
FIELD = "environ"
MOST, ALERTS = 40, 12
FINE = ("nh3n",)  # quantities whose usual values are fractions of one
COLUMNS = (
    Column(key="code", label="站码"),
    Column(key="name", label="测站"),
    Column(key="kind", label="种类代码"),
    Column(key="quantity", label="要素代码"),
    Column(key="value", label="最新值"),
    Column(key="unit", label="单位"),
    Column(key="at", label="测报时间"),
    Column(key="quality", label="质量"),
    Column(key="freshness", label="新鲜度"),
    Column(key="bar", label="限值"),
    Column(key="share", label="占限值", unit="%"),
    *(one for one in CROWDS if one.key.startswith(("ahead", "error", "over"))),
    Column(key="lon", label="经度", unit="°"),
    Column(key="lat", label="纬度", unit="°"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """One row a station by its main quantity, those nearest to or above their limit first; a doubted `value` is None.

    `parts.series`: hourly means of the last day; `parts.ahead`: the hours to come with the error of the rule;
    `parts.alerts`: live warnings of the environment here.
    """
    with asked(house, view, scope) as a:
        found = standings(a.connection, a.here, a.now, past=view.at is not None)
        kinds = [KINDS.index(kind) for kind in WATCHED]
        mine = np.flatnonzero(np.isin(found.register.kind[found.row], kinds))[:MOST]
        shown = {int(found.register.gauge[found.row[n]]): int(n) for n in mine}
        limits = found.register.limits
        stood = rows_of(a, found, shown, "d" if view.at is None else "5")
        hours = hours_of(a.connection, list(shown), a.now)
        digits = {one: 2 if row["quantity"] in FINE else 1 for one, row in stood.items()}
        told = {
            one: _row(row, limits.of(one), expected(hours[one], digits=digits[one]), a) for one, row in stood.items()
        }
        rows = sorted(told.values(), key=lambda row: (-float(row["share"] or 0), str(row["code"])))
        spoken = [str(row["at"]) for row in rows if row["at"]]
        series = [
            point for one, row in stood.items() for point in last_day(str(row["code"]), hours[one], a.now, digits[one])
        ]
        return a.answer(
            columns=COLUMNS,
            rows=rows,
            unit="站",
            as_of=datetime.fromisoformat(max(spoken)) if spoken else None,
            provenance="simulated" if found.register.simulated[found.row[mine]].any() else a.lived,
            rhythm=RHYTHM,
            source="生态环境测站",
            parts={
                "series": series,
                "ahead": [point for row in rows for point in ahead_of(row, a.now)],
                "alerts": _alerts(a, view),
            },
        )


def _row(row: Row, limits: Sequence[Limit], told: Expected | None, a: Asked) -> Row:
    bar = limits[0].value if limits else None
    value = believed(row)
    ahead = told.values if told else [None] * 4
    over = next((n for n, one in enumerate(ahead) if bar and one is not None and one > bar), None)
    kept = ("code", "name", "kind", "quantity", "unit", "at", "quality", "freshness", "lon", "lat")
    return {
        **{name: row[name] for name in kept},
        "value": value,
        "bar": bar,
        "share": round(100 * value / bar, 1) if bar and value is not None else None,
        **{f"ahead{n}": one for n, one in enumerate(ahead, 1)},
        **{f"error{n}": one for n, one in enumerate(told.errors if told else [None] * 4, 1)},
        "over_at": hour_of(a.now, over).isoformat() if over is not None else None,
    }


def _alerts(a: Asked, view: View) -> list[Row]:
    """As they are now: a past moment lists none."""
    if view.at is not None:
        return []
    w = warning.c
    query = select(w.code, w.title, w.colour, w.raised_at, region.c.name).join(region, region.c.id == w.region_id)
    query = query.where(LIVE, w.field == FIELD, touching(a.here)).order_by(w.colour, w.raised_at.desc()).limit(ALERTS)
    return [
        {"code": row.code, "title": row.title, "colour": row.colour, "place": row.name, "at": row.raised_at.isoformat()}
        for row in a.connection.execute(query)
    ]

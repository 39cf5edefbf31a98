"""客流与路况: each counting station against its limit, its last day, the next hours as a declared rule expects them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import select

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import Asked, asked
from data.queries.crowd_alerts import alerts_of
from data.queries.hours_ahead import ahead_of, hour_of, hours_of, last_day
from data.queries.regions import inside
from data.queries.station_register import KINDS, Limit
from data.queries.station_rows import standings
from data.queries.station_wall import RHYTHM, believed, rows_of
from data.readings.ahead import Expected, expected
from data.schema import feature
from data.scope import Scope
from data.storms.geo import distance
from data.view import View

WATCHED = ("crowd", "road")
NEAR_KM = 3.0  # a scenic spot so near to a station is the one that it counts at
MOST = 40
COLUMNS = (
    Column(key="code", label="站码"),
    Column(key="name", label="测站"),
    Column(key="kind", label="种类代码"),
    Column(key="spot", label="景区"),
    Column(key="value", label="最新值"),
    Column(key="unit", label="单位"),
    Column(key="at", label="测报时间"),
    Column(key="quality", label="质量"),
    Column(key="freshness", label="新鲜度"),
    Column(key="bar", label="承载上限"),
    Column(key="share", label="占承载量", unit="%"),
    Column(key="ahead1", label="预测：本小时"),
    Column(key="ahead2", label="预测：下一小时"),
    Column(key="ahead3", label="预测：第三小时"),
    Column(key="ahead4", label="预测：第四小时"),
    Column(key="error1", label="回测误差：本小时"),
    Column(key="error2", label="回测误差：下一小时"),
    Column(key="error3", label="回测误差：第三小时"),
    Column(key="error4", label="回测误差：第四小时"),
    Column(key="over_at", label="预计超限时间"),
    Column(key="lon", label="经度", unit="°"),
    Column(key="lat", label="纬度", unit="°"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """One row a station, the fullest first; a doubted `value` is None. `ahead1`…: expected means of whole hours from
    the current one on.

    `parts.series`: hourly means of the last day; `parts.ahead`: the hours to come; `parts.alerts`: live warnings of
    crowds and of weather at these places, and hours expected to go over the limit.
    """
    with asked(house, view, scope) as a:
        found = standings(a.connection, a.here, a.now, past=view.at is not None)
        kinds = [KINDS.index(kind) for kind in WATCHED]
        mine = np.flatnonzero(np.isin(found.register.kind[found.row], kinds))[:MOST]
        shown = {int(found.register.gauge[found.row[n]]): int(n) for n in mine}
        limits = found.register.limits
        stood = rows_of(a, found, shown, "d" if view.at is None else "5")
        spots, hours = _spots(a), hours_of(a.connection, list(shown), a.now)
        told = {one: expected(hours[one]) for one in shown}
        rows = [_row(row, limits.of(one), _spot(spots, row), told[one], a.now) for one, row in stood.items()]
        rows.sort(key=lambda row: (-float(row["share"] or 0), str(row["code"])))
        cells = {str(row["code"]): int(found.register.cell[found.row[shown[one]]]) for one, row in stood.items()}
        spoken = [row["at"] for row in rows if row["at"]]
        return a.answer(
            columns=COLUMNS,
            rows=rows,
            unit="站",
            as_of=max((datetime.fromisoformat(str(one)) for one in spoken), default=None),
            provenance="simulated" if found.register.simulated[found.row[mine]].any() else a.lived,
            rhythm=RHYTHM,
            source="文旅、交通测站",
            parts={
                "series": [
                    point for one, row in stood.items() for point in last_day(str(row["code"]), hours[one], a.now)
                ],
                "ahead": [point for row in rows for point in ahead_of(row, a.now)],
                "alerts": alerts_of(a, rows, cells, view.at),
            },
        )


def _row(row: Row, limits: Sequence[Limit], spot: Any, told: Expected | None, now: datetime) -> Row:
    """The limit is the station's own, else what its scenic spot may hold."""
    bar = next((one.value for one in limits if one.name == "capacity"), None)
    if bar is None and row["kind"] == "crowd" and spot is not None:
        bar = spot.attributes.get("capacity")
    value = believed(row)
    ahead = told.values if told else [None] * 4
    over = next((n for n, one in enumerate(ahead) if bar and one is not None and one > bar), None)
    kept = ("code", "name", "kind", "unit", "at", "quality", "freshness", "lon", "lat")
    return {
        **{name: row[name] for name in kept},
        "value": value,
        "spot": spot.name if spot is not None else None,
        "bar": bar,
        "share": round(100 * value / bar, 1) if bar and value is not None else None,
        **{f"ahead{n}": one for n, one in enumerate(ahead, 1)},
        **{f"error{n}": one for n, one in enumerate(told.errors if told else [None] * 4, 1)},
        "over_at": hour_of(now, over).isoformat() if over is not None else None,
    }


def _spots(a: Asked) -> Sequence[Any]:
    f = feature.c
    mine = (f.layer == "scenic", f.retired_at.is_(None), inside(f.cell_id, a.here))
    return a.connection.execute(select(f.name, f.lon, f.lat, f.attributes).where(*mine).order_by(f.code)).all()


def _place(row: Row) -> tuple[float, float]:
    return float(row["lon"] or 0), float(row["lat"] or 0)


def _spot(spots: Sequence[Any], row: Row) -> Any:
    """The scenic spot that the station counts at; None where none is near."""
    if not spots:
        return None
    km = np.asarray(distance([one.lon for one in spots], [one.lat for one in spots], *_place(row)))
    best = int(np.argmin(km))
    return spots[best] if km[best] <= NEAR_KM else None

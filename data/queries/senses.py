"""雨情、水情、气象、物联、视频: what there is of each, what is beyond a limit or silent, the most prominent value."""

from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import Asked, asked
from data.queries.signals import sums_in
from data.queries.station_register import KINDS
from data.queries.station_rows import STATES, Standings, standings
from data.queries.station_wall import RHYTHM
from data.queries.video_wall import sums_of
from data.queries.warning_scope import touching
from data.risk_words import QUANTITIES, STATION_KINDS
from data.schema import warning
from data.schema.warnings import LIVE
from data.scope import Scope
from data.times import day_number, day_start
from data.view import View

SENSES = {"rain": "雨情", "water": "水情", "weather": "气象", "things": "物联", "video": "视频"}
OF = {"rain": ("rain",), "water": ("river", "reservoir", "tide"), "weather": ("wind", "sea")}
OF |= {"things": tuple(kind for kind in STATION_KINDS if kind not in {one for some in OF.values() for one in some})}
FIELDS = {"rain": ("rain",), "water": ("flood",), "weather": ("typhoon", "geo", "fire")}
FIELDS |= {"things": ("waterlog", "gas", "crowd", "device", "chem", "environ")}
NO_TOP: Row = dict.fromkeys(("code", "name", "quantity", "value", "value_unit", "at"))
COLUMNS = (
    Column(key="key", label="类别代码"),
    Column(key="label", label="类别"),
    Column(key="total", label="测站或视频"),
    Column(key="unit", label="单位"),
    Column(key="above", label="超限"),
    Column(key="silent", label="静默或离线"),
    Column(key="alarms", label="生效预警或今日与待研判的视频告警", unit="条"),
    Column(key="code", label="最突出测站"),
    Column(key="name", label="测站名称"),
    Column(key="quantity", label="要素代码"),
    Column(key="value", label="最新值"),
    Column(key="value_unit", label="值的单位"),
    Column(key="at", label="观测时间"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a sense. Of its stations the most prominent: nearest to, or furthest beyond, its lowest limit; of those
    without limits the highest value. Feeds are offline as last checked; of a past moment they and alarms are None.
    """
    with asked(house, view, scope) as a:
        found = standings(a.connection, a.here, a.now, view.at is not None)
        live = _live(a) if view.at is None else None
        groups = {key: _places(found, kinds) for key, kinds in OF.items()}
        tops = {key: top for key, mine in groups.items() if (top := _prominent(found, mine)) is not None}
        spoken = np.nanmax(found.at, initial=0)
        rows = [_row(key, found, groups[key], live) | _top(found, tops.get(key)) for key in groups]
        return a.answer(
            columns=COLUMNS,
            rows=[*rows, _videos(a, scope, view)],
            unit="站",
            as_of=datetime.fromtimestamp(int(spoken), UTC) if spoken else None,
            provenance="simulated" if found.register.simulated[found.row].any() else a.lived,
            rhythm=RHYTHM,
            source="测站、视频",
        )


def _places(found: Standings, kinds: tuple[str, ...]) -> NDArray[np.intp]:
    return np.flatnonzero(np.isin(found.register.kind[found.row], [KINDS.index(kind) for kind in kinds]))


def _prominent(found: Standings, mine: NDArray[np.intp]) -> int | None:
    """Silent and doubted stations are not; of equals the first by code."""
    told = (found.state[mine] != STATES.index("silent")) & ~found.doubted[mine]
    heard = mine[told & ~np.isnan(found.value[mine])]
    if not len(heard):
        return None
    rows, value = found.row[heard], found.value[heard]
    bar = found.register.bar[rows]
    share = np.divide(value, bar, out=np.zeros_like(value), where=bar > 0)
    keys = (found.register.rank[rows], -value, -share, found.state[heard])
    return int(heard[np.lexsort(keys)[0]])


def _row(key: str, found: Standings, mine: NDArray[np.intp], live: dict[str, int] | None) -> Row:
    states = dict(zip(STATES, np.bincount(found.state[mine], minlength=len(STATES)).tolist(), strict=True))
    alarms = None if live is None else sum(live.get(field, 0) for field in FIELDS[key])
    told: Row = {"key": key, "label": SENSES[key], "total": len(mine), "unit": "站", "alarms": alarms}
    return told | {"above": states["above"], "silent": states["silent"]}


def _top(found: Standings, n: int | None) -> Row:
    if n is None:
        return dict(NO_TOP)
    known, row = found.register, int(found.row[n])
    quantity = str(known.quantity[row])
    return {
        "code": str(known.code[row]),
        "name": str(known.name[row]),
        "quantity": quantity,
        "value": round(float(found.value[n]), 2),
        "value_unit": QUANTITIES[quantity].unit,
        "at": datetime.fromtimestamp(int(found.at[n]), UTC).isoformat(),
    }


def _live(a: Asked) -> dict[str, int]:
    """{field: live warnings here}."""
    w = warning.c
    query = select(w.field, func.count()).where(LIVE, touching(a.here)).group_by(w.field)
    return {row[0]: row[1] for row in a.connection.execute(query)}


def _videos(a: Asked, scope: Scope, view: View) -> Row:
    row: Row = {"key": "video", "label": SENSES["video"], "unit": "路", "above": None, **NO_TOP}
    if view.at is not None:
        return row | {"total": None, "silent": None, "alarms": None}
    feeds = sums_of(a.connection, scope, a.here)
    today = sums_in(a.connection, a.here, scope, "video", day_start(day_number(a.now)), a.now)
    off = sum(int(one["n"]) for one in feeds if one["state"] == "offline")
    alarms = sum(int(one["n"] or 0) for one in today)
    return row | {"total": sum(int(one["n"]) for one in feeds), "silent": off, "alarms": alarms}

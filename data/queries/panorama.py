"""防汛排涝全景: underpasses, streets and low places under water, each with its warning, its pump and who sees it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.answer import Answer, Column, Row
from data.control.rule import own_rules
from data.house import House
from data.ponding import WET, Depths, depths
from data.queries.asked import Asked, asked
from data.queries.controls import Controlled, controls_of
from data.queries.road_pumps import pump_sums, pump_told, pumps_of
from data.queries.spans import places_of
from data.queries.station_eyes import cameras_at
from data.queries.station_register import KINDS, Register
from data.queries.station_rows import STATES, Standings, standings
from data.queries.station_wall import RHYTHM, believed, rows_of, series_of
from data.queries.station_warnings import gravest
from data.scope import Scope
from data.view import View

LISTED = 40
TOLD = ("code", "name", "kind", "at", "quality", "state", "limit", "over", "freshness")
COLUMNS = (
    Column(key="code", label="站码"),
    Column(key="name", label="测站"),
    Column(key="kind", label="种类代码"),
    Column(key="place", label="所在村居与网格"),
    Column(key="value", label="积水深度", unit="cm"),
    Column(key="label", label="水深分级"),
    Column(key="at", label="观测时间"),
    Column(key="quality", label="质量"),
    Column(key="state", label="状态代码"),
    Column(key="limit", label="所达限值代码"),
    Column(key="over", label="超限值", unit="cm"),
    Column(key="freshness", label="新鲜度代码"),
    Column(key="warning", label="生效预警编号"),
    Column(key="colour", label="颜色（1红 2橙 3黄 4蓝）"),
    Column(key="pump", label="闸泵编号"),
    Column(key="pump_name", label="闸泵"),
    Column(key="pump_state", label="闸泵状态代码"),
    Column(key="do", label="建议指令代码"),
    Column(key="cameras", label="看得到的视频", unit="路"),
    Column(key="lon", label="经度", unit="°"),
    Column(key="lat", label="纬度", unit="°"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a gauge on a road, those under water first, the deepest before the others; LISTED at most. A doubted
    reading gives no depth: `value` is None and `quality` says so; it stands behind the silent, before the others.

    `do`: what the rules suggest to the pump that the gauge moves and it is not yet; of a past moment no warning is
    told. `parts.wet`: of each kind how many, in which state; `parts.controls`: gates and pumps of the region;
    `parts.series`: 24 hours of the rows; `parts.classes`: those of `label`, with their source.
    """
    with asked(house, view, scope) as a:
        found = standings(a.connection, a.here, a.now, view.at is not None)
        mine = np.flatnonzero(np.isin(found.register.kind[found.row], [KINDS.index(kind) for kind in WET]))
        stood = _stood(a, found, _urgent(found, mine), "5" if view.at else "d")
        controls = controls_of(a.connection, a.here, scope, a.now, past=view.at is not None, rules=own_rules(house))
        warned = {} if view.at else gravest(a, "waterlog")
        eyes, classes = cameras_at(house, scope, found.register, WET), depths(house)
        spoken = np.nanmax(found.at[mine], initial=0)
        return a.answer(
            columns=COLUMNS,
            rows=[row | _deep(row, classes) for row in _told(a, stood, found.register, warned, controls, eyes)],
            unit="处",
            as_of=datetime.fromtimestamp(int(spoken), a.now.tzinfo) if spoken else None,
            provenance="simulated" if found.register.simulated[found.row[mine]].any() else a.lived,
            rhythm=RHYTHM,
            source="测站、闸泵台账、视频",
            parts={
                "classes": [
                    {"grade": one.grade, "label": one.name, "source": classes.source} for one in classes.classes
                ]
            }
            | {"wet": _wet(found, mine), "controls": [pump_sums(controls)], "series": series_of(a, stood)},
        )


def _urgent(found: Standings, mine: NDArray[np.intp]) -> NDArray[np.intp]:
    depth = np.nan_to_num(found.believed[mine])
    keys = (found.register.rank[found.row[mine]], -depth, found.state[mine])
    return mine[np.lexsort(keys)][:LISTED]


def _stood(a: Asked, found: Standings, some: NDArray[np.intp], grain: str) -> dict[int, Row]:
    shown = {int(found.register.gauge[found.row[n]]): int(n) for n in some}
    return rows_of(a, found, shown, grain)


def _told(
    a: Asked,
    stood: Mapping[int, Row],
    known: Register,
    warned: Mapping[int, Any],
    controls: Sequence[Controlled],
    eyes: Mapping[int, int],
) -> list[Row]:
    at = np.searchsorted(known.gauge, np.array(list(stood), np.int64)).tolist()
    places, pumps = places_of(a.connection, known.cell[at].tolist()), pumps_of(controls)
    return [
        {name: row[name] for name in TOLD}
        | {"value": believed(row)}
        | {"place": place, "cameras": eyes[gauge], "lon": row["lon"], "lat": row["lat"]}
        | _warning(warned.get(int(known.id[n])))
        | pump_told(pumps.get(str(row["code"])))
        for (gauge, row), n, place in zip(stood.items(), at, places, strict=True)
    ]


def _deep(row: Row, classes: Depths) -> Row:
    """The class of its depth, by name; None where it has none that is believed."""
    value = row["value"] if row["state"] != "silent" else None
    return {"label": classes.of(value).name if isinstance(value, int | float) else None}


def _warning(one: Any) -> Row:
    return {"warning": one.code if one else None, "colour": one.colour if one else None}


def _wet(found: Standings, mine: NDArray[np.intp]) -> list[Row]:
    kinds, rows = found.register.kind[found.row[mine]], list[Row]()
    for kind in WET:
        states = np.bincount(found.state[mine][kinds == KINDS.index(kind)], minlength=len(STATES)).tolist()
        rows.append({"kind": kind, "total": sum(states)} | dict(zip(STATES, states, strict=True)))
    return rows

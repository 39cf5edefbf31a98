"""Grid statistics: what the region is made of and who looks after it, for itself and the level below."""

from datetime import datetime

from sqlalchemy import select

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import REGISTER_RHYTHM, Asked, asked
from data.queries.counts import stats_of
from data.queries.event_sums import percent, sums_of
from data.queries.grid_totals import totals
from data.queries.regions import children
from data.schema import region_stat
from data.scope import Scope
from data.view import View

COLUMNS = (
    Column(key="code", label="区划代码"),
    Column(key="name", label="区划"),
    Column(key="grids", label="网格", unit="个"),
    Column(key="cells", label="单元", unit="个"),
    Column(key="staff", label="网格员", unit="人"),
    Column(key="staff_on_duty", label="在岗", unit="人"),
    Column(key="covered", label="有人网格", unit="个"),
    Column(key="coverage", label="覆盖率", unit="%"),
    Column(key="events", label="事件", unit="件"),
    Column(key="per_thousand", label="千人事件", unit="件/千人"),
    Column(key="on_time", label="按时办结", unit="%"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """One row a region below; `parts.totals` are the region's own. Ratios are recomputed, never averaged."""
    with asked(house, view, scope) as a:
        return a.answer(
            columns=COLUMNS,
            rows=_rows(a, view),
            unit="个",
            as_of=_as_of(a),
            provenance=a.lived,
            rhythm=REGISTER_RHYTHM,
            source="网格中心",
            parts={"totals": totals(a, view)},
        )


def _as_of(a: Asked) -> datetime | None:
    """When the register was last brought up to date; single cells go with the city's."""
    return a.connection.scalar(select(region_stat.c.as_of).order_by(region_stat.c.region_id).limit(1))


def _rows(a: Asked, view: View) -> list[Row]:
    below = children(a.connection, a.here)
    stats, sums = (
        stats_of(a.connection, below),
        sums_of(a.connection, below, view, a.span, ("reported", "closed", "on_time", "late")),
    )
    rows: list[Row] = []
    for one in below:
        stat, events = stats.get(one.id), sums[one.id]
        row: Row = {"code": one.code, "name": one.name, "grids": None, "cells": one.hi - one.lo + 1, "staff": None}
        row |= {
            "staff_on_duty": None,
            "covered": None,
            "coverage": None,
            "events": events.reported,
            "per_thousand": None,
        }
        if stat:
            row |= {"grids": stat.grids, "staff": stat.staff, "staff_on_duty": stat.staff_on_duty}
            row |= {"covered": stat.covered_grids, "coverage": percent(stat.covered_grids, stat.grids)}
            row["per_thousand"] = round(1000 * events.reported / stat.population, 2) if stat.population else None
        rows.append(row | {"on_time": events.on_time_rate})
    return rows

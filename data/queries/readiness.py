"""汛期综合评估: how the regions below stand in what may happen, whom it hits, what can be sent, and who is on duty."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from data.answer import Answer, Column, Row
from data.dispatch.words import DESKS
from data.errors import NotReady
from data.house import House
from data.queries.asked import REGISTER_RHYTHM, asked
from data.queries.counts import registered_at
from data.queries.exposed import exposed
from data.queries.muster import muster
from data.queries.regions import Region, children
from data.schema import duty, region
from data.scope import Scope
from data.view import View

LEAST = 3  # regions that can be compared
WEIGHTS = np.array([0, 4, 3, 2, 1])  # of a risk point, by its grade: 1 red .. 4 blue
SCORES = {"risk": "风险区域", "hit": "影响对象", "able": "应急能力", "duty": "值班人员"}
COLUMNS = (
    Column(key="code", label="区划代码"),
    Column(key="name", label="区划"),
    Column(key="people", label="人口", unit="人"),
    Column(key="points", label="风险点", unit="处"),
    Column(key="to_move", label="需转移人口", unit="人"),
    Column(key="units", label="应急队伍", unit="支"),
    Column(key="on_duty", label="在岗值班", unit="人"),
    *(Column(key=f"{key}_score", label=label, unit="分") for key, label in SCORES.items()),
    Column(key="total", label="综合得分", unit="分"),
    Column(key="thin", label="样本不足"),
)
Floats = NDArray[np.float64]
Spans = NDArray[Any]


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a region below, the weakest first. Scores are standings among them: 0 the worst, 100 the best of all.

    Per head where people are counted: risk points by grade, people to move, teams that can be sent, people on duty.
    Registers and teams are those of now.
    """
    with asked(house, view, scope) as a:
        below = children(a.connection, a.here)
        return a.answer(
            columns=COLUMNS,
            rows=_rows(a.connection, below, scope, a.now) if below else [],
            unit="分",
            as_of=registered_at(a),
            provenance=a.lived,
            rhythm=REGISTER_RHYTHM,
            source="应急管理局",
        )


def totals(connection: Connection, below: Sequence[Region], now: datetime) -> dict[int, float | None]:
    """{region id: its total}, as the table has it; what colours the map. Who sees these regions sees all in them."""
    found = {str(row["code"]): row["total"] for row in _rows(connection, below, Scope.guest(), now)}
    scores = {one.id: found.get(one.code) for one in below}
    return {key: float(value) if isinstance(value, int) else None for key, value in scores.items()}


def _rows(connection: Connection, below: Sequence[Region], scope: Scope, now: datetime) -> list[Row]:
    """None where the cells have no outlines yet."""
    try:
        counts = _counts(connection, below, scope, now)
    except NotReady:
        return []
    return rows_of([(one.code, one.name) for one in below], *counts)


def rows_of(
    named: Sequence[tuple[str, str]],
    people: Floats,
    points: Floats,
    weight: Floats,
    to_move: Floats,
    units: Floats,
    on_duty: Floats,
) -> list[Row]:
    """The numbers of each with its standings."""
    heads = np.where(people > 0, people, 1) if people.any() else np.ones(len(named))
    scores = (
        standing(-weight / heads),
        standing(-to_move / heads),
        standing(units / heads),
        standing(on_duty / heads),
    )
    thin, total = len(named) < LEAST, np.mean(scores, axis=0)
    rows: list[Row] = []
    for n, (code, name) in enumerate(named):
        row: Row = {"code": code, "name": name, "people": int(people[n]), "points": int(points[n])}
        row |= {"to_move": int(to_move[n]), "units": int(units[n]), "on_duty": int(on_duty[n])}
        row |= {f"{key}_score": None if thin else round(float(of[n])) for key, of in zip(SCORES, scores, strict=True)}
        rows.append(row | {"total": None if thin else round(float(total[n])), "thin": thin})
    order = sorted(range(len(rows)), key=lambda n: (total[n], named[n][0]))
    return [rows[n] for n in order]


def standing(values: Floats) -> Floats:
    """Of the others, the share that is worse, in percent; those alike count half."""
    worse = (values[None, :] < values[:, None]).sum(axis=1)
    alike = (values[None, :] == values[:, None]).sum(axis=1) - 1
    told: Floats = 100 * (worse + alike / 2) / max(1, len(values) - 1)
    return told


def _counts(connection: Connection, below: Sequence[Region], scope: Scope, now: datetime) -> tuple[Floats, ...]:
    """People, risk points, their weight, people to move, teams, and people on duty of each."""
    lo, hi = (np.array([getattr(one, name) for one in below]) for name in ("lo", "hi"))
    ground, things = exposed(connection)
    risky = np.flatnonzero(things.layer == "risk_point")
    risky = risky[np.argsort(things.cell[risky], kind="stable")]
    cell, grade = ground.cells[things.cell[risky]], np.clip(things.grade[risky], 0, 4)
    every = muster(connection)
    able = np.flatnonzero(every.kind.where(lambda kind: kind not in DESKS))
    on_duty = _on_duty(connection, now)
    mine = np.array([scope.covers(one.lo, one.hi) for one in below])
    return (
        _sums(lo, hi, ground.cells, ground.people),
        _sums(lo, hi, cell, np.ones(len(cell))),
        _sums(lo, hi, cell, WEIGHTS[grade]),
        _sums(lo, hi, cell, things.to_move[risky]),
        _within(lo, hi, every.lo[able], every.hi[able], np.ones(len(able))) * mine,
        _within(lo, hi, *on_duty) * mine,
    )


def _on_duty(connection: Connection, now: datetime) -> tuple[Floats, Floats, Floats]:
    """(lo, hi, how many) by region."""
    query = select(region.c.lo, region.c.hi, func.count()).join_from(duty, region, region.c.id == duty.c.region_id)
    query = query.where(duty.c.since <= now, duty.c.until > now).group_by(region.c.lo, region.c.hi)
    found = np.array([tuple(row) for row in connection.execute(query)], dtype=float).reshape(-1, 3)
    return found[:, 0], found[:, 1], found[:, 2]


def _sums(lo: Spans, hi: Spans, cells: Spans, values: Spans) -> Floats:
    """Of what lies in the cells of each region; `cells` ascending."""
    whole = np.concatenate([[0.0], np.cumsum(values, dtype=float)])
    told: Floats = whole[np.searchsorted(cells, hi, side="right")] - whole[np.searchsorted(cells, lo, side="left")]
    return told


def _within(lo: Spans, hi: Spans, first: Spans, last: Spans, values: Floats) -> Floats:
    """Of what is at home in each region, whatever the level of its home."""
    inside = (first[None, :] >= lo[:, None]) & (last[None, :] <= hi[:, None])
    told: Floats = (inside * values[None, :]).sum(axis=1)
    return told

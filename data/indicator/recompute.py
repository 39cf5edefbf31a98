"""What follows from what was said: blocks of whole indicators, made anew in the act that changes their inputs."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection, delete, insert, select

from data.batched import batched
from data.commands.revisions import bump
from data.indicator.compute import Column, Ground, computed
from data.indicator.grammar import codes as inputs_in
from data.indicator.graph import above, depending
from data.indicator.ground import Axis, ground_of, inputs_of
from data.indicator.period import FORMS
from data.schema import indicator, indicator_block

N, B = indicator.c, indicator_block.c
COLUMNS = (N.code, N.name_zh, N.name_en, N.unit, N.frequency, N.calc, N.cube, N.roll, N.version, N.department)
WRITTEN = 32  # blocks at once
Rows = dict[str, dict[str, Any]]


def rows_of(connection: Connection) -> Rows:
    """{code: what matters of an indicator for formulas}, of all there are."""
    return {row["code"]: dict(row) for row in connection.execute(select(*COLUMNS)).mappings()}


def graph_of(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    return {code: inputs_in(row["calc"]) for code, row in rows.items() if row["calc"]}


def recompute(connection: Connection, now: datetime, changed: Collection[str] | None = None) -> int:
    """Make anew what depends on these (None: everything there is); how many indicators. In the caller's transaction."""
    bump(connection, "indicators")  # first: writers queue here
    rows = rows_of(connection)
    graph = graph_of(rows)
    kept = {code for code, row in rows.items() if row["calc"] or row["cube"] or row["roll"]}
    wanted = (kept if changed is None else depending(graph, changed) & kept) & rows.keys()
    for some in batched(sorted(wanted), 500):
        connection.execute(delete(indicator_block).where(B.code.in_(some)))
    if not wanted:
        return 0
    needed = above(graph, wanted)
    leaves = {code for code in needed if code in rows and not rows[code]["calc"]}
    ground = ground_of(connection)
    told = inputs_of(connection, ground, rows, leaves, now)
    for form, columns in told.columns.items():
        found = _of_form(form, columns, {code: graph[code] for code in needed if code in graph}, rows, wanted)
        _write(connection, form, told.axes[form], ground, rows, found, now)
    return len(wanted)


def _of_form(
    form: str, columns: Mapping[str, Column], graph: Mapping[str, Iterable[str]], rows: Rows, wanted: Collection[str]
) -> Iterator[tuple[str, Column]]:
    """Sums of what adds up, counts of the cube, and the formulas all of whose inputs are told in this form."""
    yield from ((code, one) for code, one in columns.items() if code in wanted)
    able = {code for code in graph if form in FORMS[rows[code]["frequency"]]}
    while lost := {code for code in able if any(one not in columns and one not in able for one in graph[code])}:
        able -= lost
    if able:
        yield from computed({code: rows[code]["calc"] for code in able}, columns, form, wanted)


def _write(
    connection: Connection,
    form: str,
    axis: Axis,
    ground: Ground,
    rows: Rows,
    found: Iterable[tuple[str, Column]],
    now: datetime,
) -> None:
    shared = {"form": form, "first": axis[0], "count": axis[1], "regions": ground.ids.tobytes(), "made_at": now}
    blocks = (shared | _packed(code, rows[code]["version"], one) for code, one in found)
    for some in batched(blocks, WRITTEN):
        connection.execute(insert(indicator_block), list(some))


def _packed(code: str, version: int, one: Column) -> dict[str, Any]:
    values = np.ascontiguousarray(one.values, np.float64)
    return {"code": code, "version": version, "data": values.tobytes(), "worth": one.worth.tobytes()}

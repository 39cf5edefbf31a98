"""What formulas stand on: the regions, what was said of them, and the events that the cube counts."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from sqlalchemy import Connection, bindparam, func, select

from data.clock import KEY as DEMO_CLOCK
from data.commands.facts import fact
from data.indicator.compute import Column, Ground, roll_up
from data.indicator.definition import CubeQuery
from data.indicator.period import STEPS, Period, period_of
from data.schema import event_sum, indicator_value, region
from data.times import local

WORTH = ("published", "measured", "simulated")
FINEST = 4  # level
V, E = indicator_value.c, event_sum.c
_SAID = select(V.indicator_code, V.region_id, V.period, V.value, V.provenance).where(
    V.indicator_code.in_(bindparam("codes", expanding=True)), V.region_id.is_not(None)
)
_SCHEMA = {"code": pl.String, "region": pl.Int32, "period": pl.String, "value": pl.Float64, "worth": pl.String}
Axis = tuple[int, int]  # the end of its first period, how many


class Inputs(NamedTuple):
    """{form: its axis}, {form: {code: column}}."""

    axes: Mapping[str, Axis]
    columns: Mapping[str, dict[str, Column]]


def ground_of(connection: Connection) -> Ground:
    where = (region.c.tree == "spine", region.c.level <= FINEST)
    rows = connection.execute(select(region.c.id, region.c.level, region.c.parent_id).where(*where)).all()
    rows = sorted(rows)
    place = {row.id: n for n, row in enumerate(rows)}
    return Ground(
        np.array([row.id for row in rows], np.int32),
        np.array([row.level for row in rows], np.int8),
        np.array([place.get(row.parent_id, -1) for row in rows], np.intp),
    )


def inputs_of(
    connection: Connection, ground: Ground, rows: Mapping[str, Mapping[str, Any]], codes: Collection[str], now: datetime
) -> Inputs:
    """Of every indicator named that is no formula: what was said or counted, summed upwards where it adds up."""
    cubes = {code: CubeQuery.model_validate_json(rows[code]["cube"]) for code in codes if rows[code]["cube"]}
    said = _said(connection, [code for code in codes if code not in cubes])
    counted = [_counted(connection, code, query, now) for code, query in cubes.items()]
    frame = pl.concat([said, *counted])
    axes, columns = {}, defaultdict[str, dict[str, Column]](dict)
    for (form,), part in frame.group_by("form"):
        first, last = int(part["end"].min()), int(part["end"].max())  # type: ignore[arg-type]
        axes[str(form)] = (first, (last - first) // STEPS[str(form)] + 1)
        for (code,), one in part.group_by("code"):
            column = _column(one, ground, axes[str(form)], STEPS[str(form)])
            summed = rows[str(code)]["roll"] == "sum"
            columns[str(form)][str(code)] = roll_up(ground, column) if summed else column
    return Inputs(axes, columns)


def _said(connection: Connection, codes: Collection[str]) -> pl.DataFrame:
    found = connection.execute(_SAID, {"codes": list(codes)}).all() if codes else []
    frame = pl.DataFrame(found, schema=_SCHEMA, orient="row")
    told = {text: period for text in frame["period"].unique() if (period := period_of(text)) is not None}
    periods = pl.DataFrame(
        [(text, one.form, one.end) for text, one in told.items()],
        schema={"period": pl.String, "form": pl.String, "end": pl.Int32},
        orient="row",
    )
    worth = pl.col("worth").replace_strict({name: n for n, name in enumerate(WORTH)}, return_dtype=pl.UInt8)
    return frame.with_columns(worth).join(periods, on="period").drop("period")


def _counted(connection: Connection, code: str, query: CubeQuery, now: datetime) -> pl.DataFrame:
    """Whole months only: what is not over yet is no month."""
    levels = select(region.c.id).where(region.c.tree == "spine", region.c.level <= query.level)
    where = (E.dim == query.dim, E.key == query.key, E.grain == "m", E.region_id.in_(levels))
    month = local(now).date().replace(day=1).toordinal()
    statement = select(E.region_id, E.day, func.sum(E[query.measure])).where(*where, E.day < month)
    worth = WORTH.index("simulated" if fact(connection, DEMO_CLOCK) else "measured")
    sums = {
        (row[0], _ends(row[1])): float(row[2]) for row in connection.execute(statement.group_by(E.region_id, E.day))
    }
    whole = _every(connection, sums, query.level)
    rows = [(code, place, value, worth, "month", end) for (place, end), value in whole.items()]
    if query.window == "ytd":
        rows = [(code, place, _year(whole, place, end), worth, "ytd", end) for place, end in whole]
    schema = {**_SCHEMA, "worth": pl.UInt8, "form": pl.String, "end": pl.Int32}
    return pl.DataFrame(rows, schema={name: kind for name, kind in schema.items() if name != "period"}, orient="row")


def _every(connection: Connection, sums: Mapping[tuple[int, int], float], level: int) -> dict[tuple[int, int], float]:
    """In a month that the cube knows at all, a region without a row had none."""
    where = (region.c.tree == "spine", region.c.level <= level)
    places = connection.scalars(select(region.c.id).where(*where)).all() if sums else []
    return {(place, end): sums.get((place, end), 0.0) for end in {end for _place, end in sums} for place in places}


def _ends(day: int) -> int:
    first = datetime.fromordinal(day)
    return first.year * 12 + first.month - 1


def _year(sums: Mapping[tuple[int, int], float], place: int, end: int) -> float:
    return sum(sums.get((place, month), 0.0) for month in range(end - end % 12, end + 1))


def _column(rows: pl.DataFrame, ground: Ground, axis: Axis, step: int) -> Column:
    """Of several values for one place and period the most trusted."""
    first, count = axis
    values = np.full((len(ground.ids), count), np.nan)
    worth = np.zeros(values.shape, np.uint8)
    rows = rows.sort("worth", descending=True)
    regions = rows["region"].to_numpy()
    place = np.searchsorted(ground.ids, regions).clip(max=len(ground.ids) - 1)
    ours = ground.ids[place] == regions
    when = (rows["end"].to_numpy() - first) // step
    at = (place[ours], when[ours])
    values[at], worth[at] = rows["value"].to_numpy()[ours], rows["worth"].to_numpy()[ours]
    return Column(values, worth)


def period_at(form: str, first: int, n: int) -> Period:
    """The n-th period of an axis."""
    return Period(form, first + n * STEPS[form])

"""The cube made anew from every event, a month of reports at a time; and many new events added to it at once."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import polars as pl
from sqlalchemy import BigInteger, Connection, Pool, Select, Table, delete, func, select, type_coerce

from data.commands.add_up import add_up
from data.commands.bulk import Columns, fill, frame
from data.commands.columns import found
from data.commands.contribution import MOMENTS, NEVER, OTHER, Ints, Lived, standing
from data.commands.cube_columns import CubeColumns, Ladder, Many
from data.commands.slices import DIMS
from data.commands.staging import Beside
from data.schema import event, event_due, event_dwell, event_hour, event_sum, event_uncounted
from data.times import day_start, local

KEYED = DIMS[1:]
TABLES = (event_sum, event_dwell, event_hour, event_due)
EMPTY = {event_sum: ("reported",), event_dwell: ("n",), event_due: ("ticking", "paused")}  # 0 in these: nothing there
PLAIN = ("cell_id", "stage", *KEYED)
MANY = 20_000  # values from which polars is worth it
_TURN = 0x79697475  # PostgreSQL's number of the lock of those who write the cube
_ladders: WeakKeyDictionary[Pool, Ladder] = WeakKeyDictionary()


def rebuild(connection: Connection) -> None:
    """Throw the cube away and count every event again, as its row says; what histories say is for `event_folds`."""
    alone(connection)
    for table in (event_uncounted, *TABLES):
        connection.execute(delete(table))
    ladder = ladder_of(connection)
    for where in _months(connection):
        rows = connection.execute(_events().where(*where)).all()
        for table, columns in parts(CubeColumns(ladder, many_of(rows))):
            if table is event_due:  # deadlines do not keep to the month of the report
                add_up(connection, table, joined(columns))
            else:
                fill(connection, table, joined(columns), quiet=True)


def alone(connection: Connection) -> None:
    """Until the end of the transaction nobody else writes the cube."""
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time
        connection.execute(select(func.pg_advisory_xact_lock(_TURN)))


def ladder_of(connection: Connection) -> Ladder:
    """The regions of this database, kept in the process: they are laid once and never change."""
    pool = connection.engine.pool
    if pool not in _ladders:
        laid = Ladder(connection)
        if not len(laid.ids[1]):
            return laid
        _ladders[pool] = laid
    return _ladders[pool]


def counted(ladder: Ladder, events: Many) -> list[tuple[Table, pl.DataFrame]]:
    """What many new events add to each table of the cube, in the order of its key: only reckoning, no database."""
    cube = parts(CubeColumns(ladder, events))
    return [(table, _in_order(table, frame(joined(columns)))) for table, columns in cube]


def _in_order(table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.sort(table.primary_key.columns.keys()) if rows.height else rows


def add(connection: Connection, more: Sequence[tuple[Table, pl.DataFrame | Beside]]) -> None:
    """Add what was `counted` to whatever has been counted before."""
    alone(connection)
    known: pl.DataFrame | None = None
    for table, rows in more:
        rest = rows
        if connection.dialect.name == "postgresql" and isinstance(rows, pl.DataFrame) and "grain" in rows.columns:
            # PostgreSQL copies straight into a table several times as fast as it adds to what may be there.
            known = _known(connection, rows) if known is None else known
            fill(connection, table, rows.join(known, on=known.columns, how="anti"), quiet=True)
            rest = rows.join(known, on=known.columns, how="semi")
        add_up(connection, table, rest)


def _known(connection: Connection, rows: pl.DataFrame) -> pl.DataFrame:
    """The (region_id, grain, day) of the periods of these rows of event_sum in which something was counted before."""
    keys = {"region_id": pl.Int64, "grain": pl.String, "day": pl.Int64}
    asked = rows.filter(pl.col("dim") == "all").select("dim", *keys).unique()
    there = found(connection, event_sum, list(keys), asked.to_dict(as_series=False))
    return pl.DataFrame([tuple(row) for row in there], schema=keys, orient="row")


def many_of(rows: Sequence[Any], weight: Ints | None = None) -> Many:
    """From rows of PLAIN, then MOMENTS and OTHER in epoch seconds, NEVER where there is none."""
    plain, numbers = len(PLAIN), len(MOMENTS) + len(OTHER)
    columns = list(zip(*rows, strict=True)) if rows else [()] * (plain + numbers)
    cell, stage, *keyed = columns[:plain]
    table = np.array(columns[plain:], dtype=np.int64).reshape(numbers, len(rows))
    stages = np.array(stage, dtype=object)
    stand = standing(stages)
    coded = {name: coded_words(values) for name, values in zip(KEYED, keyed, strict=True)}
    return Many(
        cell=np.array(cell, dtype=np.int64),
        lived=Lived(
            moments=table[: len(MOMENTS)].T,
            other=dict(zip(OTHER, table[len(MOMENTS) :], strict=True)),
            rejected=stages == "rejected",
            merged=stages == "merged",
            standing=stand,
        ),
        open=stand != NEVER,
        weight=weight,
        dims={name: codes for name, (codes, _) in coded.items()},
        words={name: words for name, (_, words) in coded.items()},
    )


def coded_words(values: Sequence[str | None]) -> tuple[Ints, list[str]]:
    """(position of each value among the words, the words); NEVER for None."""
    if len(values) < MANY:  # without the threads of polars, which a forked worker of a server does not have
        few = sorted({value for value in values if value is not None})
        place = {value: n for n, value in enumerate(few)} | {None: NEVER}
        return np.array([place[value] for value in values], dtype=np.int64), few
    texts = pl.Series(values, dtype=pl.String)
    words = texts.drop_nulls().unique().sort()
    places = texts.cast(pl.Enum(words)).to_physical().cast(pl.Int64).fill_null(NEVER)
    return places.to_numpy(), words.to_list()


def parts(cube: CubeColumns) -> Iterator[tuple[Table, Iterator[Columns]]]:
    yield from zip(TABLES, (cube.sums(), cube.stays(), cube.hours(), cube.due()), strict=True)


def joined(columns: Iterator[Columns]) -> Columns:
    """The rows of all parts, which have the same columns."""
    listed = list(columns)
    names = listed[0] if listed else {"region_id": []}
    return {name: np.concatenate([part[name] for part in listed]) if listed else [] for name in names}


def _events() -> Select[Any]:
    numbers = [func.coalesce(type_coerce(event.c[name], BigInteger), NEVER) for name in (*MOMENTS, *OTHER)]
    return select(*(event.c[name] for name in PLAIN), *numbers)


def _months(connection: Connection) -> Iterator[tuple[Any, Any]]:
    """Conditions on the event table, one for each local month that events were reported in."""
    ends = connection.execute(select(func.min(event.c.reported_at), func.max(event.c.reported_at))).one()
    if ends[0] is None:
        return
    first, last = local(ends[0]).date().replace(day=1), local(ends[1]).date()
    while first <= last:
        following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
        begin, end = (day_start(day.toordinal()) for day in (first, following))
        yield event.c.reported_at >= begin, event.c.reported_at < end
        first = following

"""The cube the plain way: from histories alone, event by event. And every parent in it is the sum of its children."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, select

from data.commands.slices import DIMS, DUE_DIMS, DWELL_DIMS, LEVELS, levels, stay_levels
from data.dwell import bucket_of
from data.schema import event_due, event_dwell, event_hour, event_sum, region
from data.schema.cube import HOURS, MEASURES, STAY_COLUMNS
from data.times import local
from data.words import OPEN_STAGES
from tests import plain_recount as plain
from tests.casework import CUBE, cube_contents

Cube = dict[tuple[Any, ...], Counter[str]]  # key of a row: what it counts
Kept = dict[Table, Cube]
AFTER = timedelta(days=4_000)  # everything that is written has happened by then


def kept(connection: Connection) -> Kept:
    """What the cube holds when all is counted."""
    return held(cube_contents(connection))


def held(contents: list[list[tuple[Any, ...]]]) -> Kept:
    return {table: _rows_of(table, rows) for table, rows in zip(CUBE, contents, strict=True)}


def assert_the_cube_is_a_plain_recount(connection: Connection, now: datetime, cube: Kept) -> None:
    events = plain.events_at(connection, now + AFTER)
    around = regions_around(connection)
    for table, counted in (
        (event_sum, _sums(events, around)),
        (event_dwell, _stays(events, around)),
        (event_hour, _hours(events, around)),
        (event_due, _due(events, around)),
    ):
        assert cube[table] == counted, table.name


def regions_around(connection: Connection) -> dict[int, dict[int, int]]:
    """{cell: {level: region around it}}."""
    spine = connection.execute(select(region).where(region.c.tree == "spine")).all()
    return {
        cell.id: {one.level: one.id for one in spine if one.lo <= cell.id <= one.hi}
        for cell in spine
        if cell.level == 6
    }


def _rows_of(table: Table, rows: list[tuple[Any, ...]]) -> Cube:
    """Every row in which anything is counted."""
    n = len(table.primary_key)
    names = [column.name for column in table.c]
    assert names[:n] == [column.name for column in table.primary_key]
    counted = {row[:n]: {name: k for name, k in zip(names[n:], row[n:], strict=True) if k} for row in rows}
    return {key: Counter(counts) for key, counts in counted.items() if counts}


def _periods(one: plain.Event) -> dict[str, int]:
    day = local(one["reported_at"]).date()
    return {"d": day.toordinal(), "m": day.replace(day=1).toordinal()}


def _kept(found: Cube) -> Cube:
    return {key: +n for key, n in found.items() if +n}


def _sums(events: list[plain.Event], around: dict[int, dict[int, int]]) -> Cube:
    found: Cube = defaultdict(Counter)
    for one in events:
        counts = plain.measures([one])
        for dim in DIMS:
            for grain, day in _periods(one).items():
                for level in levels(dim, grain):
                    key = "" if dim == "all" else one[dim]
                    if key is not None:
                        found[around[one["cell_id"]][level], dim, grain, day, key].update(counts)
    return _kept(found)


def _stays(events: list[plain.Event], around: dict[int, dict[int, int]]) -> Cube:
    found: Cube = defaultdict(Counter)
    for one in events:
        stays = [(link, minutes) for link, all_ in plain.stays([one]).items() for minutes in all_]
        counts = Counter(STAY_COLUMNS[link][bucket_of(round(60 * minutes))] for link, minutes in stays)
        for dim in DWELL_DIMS:
            for grain, day in _periods(one).items():
                for level in stay_levels(grain):
                    here = around[one["cell_id"]][level]
                    found[here, dim, grain, day, one.get(dim, "")].update(counts | Counter(n=len(stays)))
    return _kept(found)


def _hours(events: list[plain.Event], around: dict[int, dict[int, int]]) -> Cube:
    found: Cube = defaultdict(Counter)
    for one in events:
        at = local(one["reported_at"])
        for grain, day in _periods(one).items():
            for level in LEVELS:
                found[around[one["cell_id"]][level], grain, day, at.weekday()][HOURS[at.hour]] += 1
    return _kept(found)


def _due(events: list[plain.Event], around: dict[int, dict[int, int]]) -> Cube:
    found: Cube = defaultdict(Counter)
    for one in events:
        name = "ticking" if one["suspended_at"] is None else "paused"
        hour = int(one["deadline_at"].timestamp()) // 3600
        for dim in DUE_DIMS if one["stage"] in OPEN_STAGES else ():
            key = "" if dim == "all" else one[dim]
            for level in LEVELS if key is not None else ():
                found[around[one["cell_id"]][level], dim, key, hour][name] += 1
    return _kept(found)


def assert_parents_are_sums(connection: Connection, cube: Kept) -> None:
    """In every table, of every dimension; what a parent counts its children count, where they are kept at all."""
    spine = connection.execute(select(region.c.id, region.c.parent_id, region.c.level)).all()
    level, parent = {one.id: one.level for one in spine}, {one.id: one.parent_id for one in spine}
    for table, rows in cube.items():
        names = [column.name for column in table.primary_key][1:]
        below = dict[Any, Counter[str]]()
        for (here, *rest), n in rows.items():
            below.setdefault((parent[here], *rest), Counter()).update(n)
        summed = {
            key: n
            for key, n in rows.items()
            if level[key[0]] + 1 in _levels(table, dict(zip(names, key[1:], strict=True)))
        }
        over = {key: n for key, n in below.items() if level.get(key[0])}
        assert summed == over, table.name


def _levels(table: Table, key: dict[str, Any]) -> tuple[int, ...]:
    if table is event_sum:
        return levels(key["dim"], key["grain"])
    return stay_levels(key["grain"]) if table is event_dwell else LEVELS


assert set(MEASURES) == set(plain.measures([]))

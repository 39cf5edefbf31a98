"""The regions around a cell, kept in this process: the spine of a database is laid once and never changes."""

from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Pool, Select, bindparam, select

from data.schema import region

MOST = 50_000  # cells remembered
COUNTED = range(1, 6)  # city county town village grid
Path = tuple[tuple[int, int], ...]
_known: WeakKeyDictionary[Pool, dict[int, Path]] = WeakKeyDictionary()


def path_of(connection: Connection, cell: int) -> Path:
    """(id, level) of the regions from the cell's grid up to the city; nothing where there is no such cell."""
    known = _known.setdefault(connection.engine.pool, {})
    found = known.get(cell)
    if not found:
        if len(known) >= MOST:
            known.clear()
        found = known[cell] = tuple((row.id, row.level) for row in connection.execute(_AROUND, {"cell": cell}))
    return found


def _around() -> Select[int, int]:
    """From the cell up, by its parents."""
    columns = (region.c.id, region.c.level, region.c.parent_id)
    first = select(*columns).where(region.c.id == bindparam("cell")).cte(recursive=True)
    path = first.union_all(select(*columns).join(first, region.c.id == first.c.parent_id))
    return select(path.c.id, path.c.level).where(path.c.level.in_(COUNTED))


_AROUND = _around()

"""`warning_top`: how many live warnings of which colour lie at or inside each region, kept with every move."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, bindparam, delete, insert, select

from data.commands.add_up import sweep
from data.commands.upsert import upsert
from data.schema import region, warning, warning_region, warning_top
from data.schema.warnings import LIVE

Counted = tuple[frozenset[int], int]  # the regions that a live warning covers, and its colour
Tops = Counter[tuple[int, int]]  # (region, colour) -> live warnings
MANY = 5_000


def shift(connection: Connection, before: Iterable[Counted], after: Iterable[Counted]) -> None:
    """Move the counts from what the warnings were to what they are."""
    left, come = list(before), list(after)
    tops = _tops(connection, come)
    tops.subtract(_tops(connection, left))
    rows = [{"region_id": place, "colour": colour, "n": n} for (place, colour), n in sorted(tops.items()) if n]
    upsert(connection, warning_top, rows, add=["n"])
    sweep(
        connection, warning_top, ["n"], [{k: row[k] for k in ("region_id", "colour")} for row in rows if row["n"] < 0]
    )


def recount(connection: Connection) -> Tops:
    """What the counts must be, from the warnings themselves."""
    covered: dict[int, set[int]] = defaultdict(set)
    for row in connection.execute(select(warning_region).join(warning, warning.c.id == warning_region.c.warning_id)):
        covered[row.warning_id].add(row.region_id)
    live = connection.execute(select(warning.c.id, warning.c.region_id, warning.c.colour).where(LIVE)).all()
    return _tops(connection, [(frozenset(covered.get(row.id) or {row.region_id}), row.colour) for row in live])


def rebuild(connection: Connection) -> None:
    """Count everything anew."""
    rows = [{"region_id": place, "colour": colour, "n": n} for (place, colour), n in recount(connection).items()]
    connection.execute(delete(warning_top))
    if rows:
        connection.execute(insert(warning_top), rows)


def _tops(connection: Connection, counted: Collection[Counted]) -> Tops:
    lines = lines_of(connection, {place for places, _colour in counted for place in places})
    tops: Tops = Counter()
    for places, colour in counted:
        for around in {each for place in places for each in lines[place]}:
            tops[around, colour] += 1
    return tops


def lines_of(connection: Connection, places: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Each region with those around it, from itself up to the city."""
    found: dict[int, list[int]] = defaultdict(list)
    ids = sorted(places)
    for start in range(0, len(ids), MANY):
        for row in connection.execute(_LINES, {"places": ids[start : start + MANY]}):
            found[row.origin].append(row.id)
    return {place: tuple(line) for place, line in found.items()}


_FIRST = (
    select(region.c.id.label("origin"), region.c.id, region.c.parent_id)
    .where(region.c.id.in_(bindparam("places", expanding=True)))
    .cte("lines", recursive=True)
)
_ALL = _FIRST.union_all(
    select(_FIRST.c.origin, region.c.id, region.c.parent_id).join(_FIRST, region.c.id == _FIRST.c.parent_id)
)
_LINES = select(_ALL.c.origin, _ALL.c.id)

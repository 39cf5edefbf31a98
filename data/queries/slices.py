"""Slice: the events of one category, source, grade or agency; in the cube a key, in the event table a condition."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Connection, Select, Table, bindparam, or_, select

from data.answer import Row
from data.queries.regions import Region
from data.schema import agency, category, event, intake_line, region
from data.view import View
from data.words import CATEGORIES, GRADES, SOURCES

TOWN, VILLAGE, GRID = 3, 4, 5
_NEAR = select(agency.c.code).join(region, region.c.id == agency.c.region_id)
_NEAR = _NEAR.where(agency.c.code == bindparam("code"), region.c.lo <= bindparam("hi"), region.c.hi >= bindparam("lo"))


@dataclass(frozen=True)
class Slice:
    """`dim` "all" with an empty key is every event."""

    dim: str = "all"
    key: str = ""

    def by_day(self, level: int) -> bool:
        """Whether the cube keeps this dimension by day at a level; villages keep theirs by month only."""
        return level <= (VILLAGE if self.dim == "all" else TOWN)

    def kept(self, level: int) -> bool:
        """Whether the cube keeps this dimension at a level at all; of grids it counts all events by month."""
        return level <= (GRID if self.dim == "all" else VILLAGE)

    def events(self, at: datetime | None) -> list[ColumnElement[bool]]:
        """Conditions on the event table. Moves since `at` that changed grade or agency: see `data/queries/past.py`."""
        if self.dim == "all":
            return []
        here = event.c[self.dim] == self.key
        return [here, held(at)] if self.dim == "agency" and at else [here]


ALL = Slice()


def held(at: datetime) -> ColumnElement[bool]:
    """Whether the agency of an event had it by then already."""
    return or_(event.c.assigned_at.is_(None), event.c.assigned_at <= at)


def sliced(view: View) -> Slice:
    """What the view narrows to."""
    dim, _colon, key = view.slice.partition(":")
    return Slice(dim, key) if key else ALL


def names(connection: Connection, dim: str, keys: Sequence[str]) -> dict[str, str]:
    """{key: what people call it}; the key itself where nobody has named it."""
    words = {"source": SOURCES, "grade": GRADES, "category": CATEGORIES}.get(dim, {})
    found = {key: words[key] for key in keys if key in words}
    missing = [key for key in keys if key not in found]
    table = {"category": category, "leaf": category, "agency": agency, "line": intake_line}.get(dim)
    if missing and table is not None:
        found |= dict(connection.execute(_called(table), {"codes": missing}).all())
    return {key: found.get(key, key) for key in keys}


@cache
def _called(table: Table) -> Select[str, str]:
    return select(table.c.code, table.c.name).where(table.c.code.in_(bindparam("codes", expanding=True)))


def told(connection: Connection, view: View, here: Region) -> list[Row]:
    """The slice in words, for the chip that clears it; no row where the view narrows nothing.

    An agency of elsewhere keeps its code: whoever guesses one learns no name.
    """
    one = sliced(view)
    if one == ALL:
        return []
    near = one.dim != "agency" or connection.execute(_NEAR, {"code": one.key, "lo": here.lo, "hi": here.hi}).first()
    label = names(connection, one.dim, [one.key])[one.key] if near else one.key
    return [{"dim": one.dim, "key": one.key, "label": label}]

"""The spine: which region is meant, what lies above, beside and below it. Here alone is "inside" decided."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, or_, select, union_all

from data.errors import NotReady, UnknownRegion
from data.schema import region
from data.scope import Scope

CELL = 6  # the finest level
SPINE = region.c.tree == "spine"
COLUMNS = [
    region.c[name] for name in ("id", "code", "name", "level", "parent_id", "lo", "hi", "kind", "lon", "lat")
] + [region.c.area_km2]

_BY_CODE = select(*COLUMNS).where(SPINE, region.c.code == bindparam("code"))
_CITY = select(*COLUMNS).where(SPINE, region.c.level == 1)
_TOPMOST = (
    select(*COLUMNS)
    .where(
        SPINE, region.c.level.in_(range(1, CELL + 1)), region.c.lo == bindparam("lo"), region.c.hi <= bindparam("hi")
    )
    .order_by(region.c.level)
    .limit(1)
)
_FIRST_CELL = select(func.min(region.c.lo)).where(
    SPINE, region.c.level == CELL, region.c.lo.between(bindparam("lo"), bindparam("hi"))
)
_CHILDREN = select(*COLUMNS).where(SPINE, region.c.parent_id == bindparam("parent")).order_by(region.c.lo)
_BELOW = (
    select(*COLUMNS)
    .where(SPINE, region.c.level == bindparam("level"), region.c.lo.between(bindparam("lo"), bindparam("hi")))
    .order_by(region.c.lo)
)


def _line() -> Select[Any]:
    line = select(*COLUMNS).where(region.c.id == bindparam("first")).cte("line", recursive=True)
    line = line.union_all(select(*COLUMNS).join(line, region.c.id == line.c.parent_id))
    return select(line).order_by(line.c.level)


_LINE = _line()


@dataclass(frozen=True)
class Region:
    """One region; covers the cells lo..hi."""

    id: int
    code: str
    name: str
    level: int
    parent_id: int | None
    lo: int
    hi: int
    kind: str
    lon: float
    lat: float
    area_km2: float


def inside(column: ColumnElement[Any], here: Region) -> ColumnElement[bool]:
    """Whether the cell in `column` lies in region `here`."""
    return column.between(here.lo, here.hi)


def region_of(connection: Connection, code: str, scope: Scope) -> Region:
    """The region with this code; "" is where the scope begins: the city, or the asker's own county, town or village.

    UnknownRegion when there is none or it is not the asker's.
    """
    if not code:
        return home_of(connection, scope)
    row = connection.execute(_BY_CODE, {"code": code}).first()
    if row is None or not scope.covers(row.lo, row.hi):
        raise UnknownRegion(f"no region {code}")
    return Region(*row)


def home_of(connection: Connection, scope: Scope) -> Region:
    """The first of the scope's topmost regions. NotReady without a city, UnknownRegion for a scope of nothing."""
    row = connection.execute(_CITY).first()
    if row is None:
        raise NotReady("no city is loaded: run `flask --app app city load`")
    if scope.covers(row.lo, row.hi):
        return Region(*row)
    if (first := next(_topmost(connection, scope), None)) is None:
        raise UnknownRegion("no region")
    return first


def homes(connection: Connection, scope: Scope) -> list[Region]:
    """The topmost regions of the scope, in the order of its cells: each the top of a platform of its own."""
    first = home_of(connection, scope)
    return [first] if first.level == 1 else list(_topmost(connection, scope))


def _topmost(connection: Connection, scope: Scope) -> Iterator[Region]:
    for first, last in scope.cells:
        lo = first
        while (start := connection.scalar(_FIRST_CELL, {"lo": lo, "hi": last})) is not None:
            top = Region(*connection.execute(_TOPMOST, {"lo": start, "hi": last}).one())
            yield top
            lo = top.hi + 1


def official(connection: Connection, here: Region) -> dict[str, Any]:
    """Codes of both registers, and since when (until when) the region is as it is."""
    columns = [region.c[name] for name in ("nbs_code", "mca_code", "valid_from", "valid_to")]
    return dict(connection.execute(select(*columns).where(region.c.id == here.id)).mappings().one())


def statutory(connection: Connection, code: str, scope: Scope) -> Region:
    """The county as the law has it, functional zones and all; where it is no other than in the spine, that one."""
    row = connection.execute(select(*COLUMNS).where(region.c.tree == "statutory", region.c.code == code)).first()
    if row is None:
        return region_of(connection, code, scope)
    if not scope.covers(row.lo, row.hi):
        raise UnknownRegion(f"no region {code}")
    return Region(*row)


def below(connection: Connection, here: Region, steps: int = 1) -> list[Region]:
    """The spine's regions of the next level, or so many levels down, inside `here`, whatever tree `here` is of."""
    asked = {"level": here.level + steps, "lo": here.lo, "hi": here.hi}
    return [Region(*row) for row in connection.execute(_BELOW, asked).all()]


def ancestors(connection: Connection, here: Region, scope: Scope) -> list[Region]:
    """From the city down to the parent of `here`, as far as the scope reaches."""
    rows = connection.execute(_LINE, {"first": here.parent_id}).all()
    return [found for row in rows if scope.covers((found := Region(*row)).lo, found.hi)]


def around(connection: Connection, lo: int, hi: int, levels: Sequence[int]) -> dict[int, Region]:
    """{level: the spine's region that holds all of the cells lo..hi}; levels where none does are absent.

    It is the last that begins by `lo`: one step in the index each, where `lo <= ... <= hi` would look at all before it.
    """
    rows = connection.execute(_around(tuple(levels)), {"lo": lo, "hi": hi})
    return {row.level: Region(*row) for row in rows}


@cache
def _around(levels: tuple[int, ...]) -> Any:
    last = [
        select(*COLUMNS)
        .where(SPINE, region.c.level == level, region.c.lo <= bindparam("lo"))
        .order_by(region.c.lo.desc())
        .limit(1)
        .subquery()
        for level in levels
    ]
    return union_all(*(select(one).where(one.c.hi >= bindparam("hi")) for one in last))


def children(connection: Connection, here: Region) -> list[Region]:
    """The level below, in spine order."""
    return _children(connection, here.id)


def siblings(connection: Connection, here: Region, scope: Scope) -> list[Region]:
    """The regions under the same parent, `here` among them; only those of the scope. Its homes stand side by side."""
    if len(scope.cells) > 1 and here in (tops := homes(connection, scope)):
        return tops
    if here.parent_id is None:
        return [here]
    return [one for one in _children(connection, here.parent_id) if scope.covers(one.lo, one.hi)]


def _children(connection: Connection, parent: int) -> list[Region]:
    return [Region(*row) for row in connection.execute(_CHILDREN, {"parent": parent}).all()]


def search(connection: Connection, text: str, scope: Scope, limit: int = 12) -> list[Region]:
    """City to village by name, pinyin, initials or the beginning of a code; names that begin so come first."""
    text = text.strip().lower()
    if not text:
        return []
    some, begin = f"%{_plain(text)}%", f"{_plain(text)}%"
    hit = or_(
        region.c.name.like(some, escape="\\"),
        region.c.pinyin.like(begin, escape="\\"),
        region.c.pinyin.like(f"% {begin}", escape="\\"),
        region.c.code.like(begin, escape="\\"),
    )
    first = region.c.name.like(begin, escape="\\").desc()
    mine = or_(*(region.c.lo.between(lo, hi) & region.c.hi.between(lo, hi) for lo, hi in scope.cells))
    return _many(connection, hit, mine, region.c.level <= 4, order=(first, region.c.level, region.c.lo), limit=limit)


def _plain(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _many(
    connection: Connection,
    *where: ColumnElement[bool],
    order: Sequence[Any] = (region.c.lo,),
    limit: int = 2_000,
) -> list[Region]:
    rows: Sequence[Any] = connection.execute(select(*COLUMNS).where(SPINE, *where).order_by(*order).limit(limit)).all()
    return [Region(*row) for row in rows]

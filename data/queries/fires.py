"""火情处置记录: fires by where they burn, each with when it was found, reached and closed; totals."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal_column, select, union_all

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.among import among
from data.queries.asked import Asked, asked
from data.queries.cases import of_departments
from data.queries.past import stood
from data.queries.reported import reported
from data.schema import category, dispatch, event, indicator_value, task
from data.scope import Scope
from data.things.masks import masked_places
from data.topics import Topic, fires
from data.view import View

READ, MOST = 1_000, 60
FIRST: ColumnElement[int] = literal_column(
    str(READ)
)  # told to PostgreSQL when it plans: of any number it plans for many
PUBLISHED = "drone_fire_handled_count"
NAMES = (
    "id",
    "code",
    "title",
    "leaf",
    "source",
    "place",
    "stage",
    "lon",
    "lat",
    "reported_at",
    "arrived_at",
    "closed_at",
)
COLUMNS = (
    Column(key="code", label="编号"),
    Column(key="title", label="火情"),
    Column(key="kind", label="类型代码"),
    Column(key="label", label="类型"),
    Column(key="source", label="来源代码"),
    Column(key="place", label="地点"),
    Column(key="stage", label="环节"),
    Column(key="found_at", label="发现时间"),
    Column(key="arrived_at", label="到场时间"),
    Column(key="closed_at", label="结案时间"),
    Column(key="to_arrive", label="发现到到场", unit="分钟"),
    Column(key="to_close", label="发现到结案", unit="分钟"),
    Column(key="lon", label="经度", unit="°"),
    Column(key="lat", label="纬度", unit="°"),
)
Fire = dict[str, Any]


def answer(house: House, view: View, scope: Scope) -> Answer:
    """One row a fire of the window, newest first; those merged or turned down are none. A slice of one kind narrows it.

    `parts.types`: a row a kind, all of them whatever the slice: found, by drone, open, median minutes to arrive and to
    close; the first 60 rows are shown, at most the newest 1,000 read. `parts.told`: what the city has published.
    """
    with asked(house, view, scope) as a:
        kinds = fires(house)
        found = _fires(a, kinds, scope)
        chosen = next((one for one in kinds if view.slice and one.holds(view.slice.partition(":")[2])), None)
        shown = [one for one in found if chosen is None or one["kind"] == chosen.key][:MOST]
        told = _published(a)
        return a.of_events(
            columns=COLUMNS,
            rows=[_row(one) for one in masked_places(shown, scope.clearance)],
            parts={
                "types": [_type(one, found, one is chosen) for one in kinds],
                "told": [{"value": told.value, "source": told.source}] if told else [],
                "read": [{"whole": len(found) < READ}],
            },
        )


def _published(a: Asked) -> Any:
    """What the office has said of this region, whenever: the newest; None where nobody has."""
    v = indicator_value.c
    query = select(v.value, v.source).where(v.indicator_code == PUBLISHED, v.region_id == a.here.id)
    return a.connection.execute(query.order_by(v.as_of.desc()).limit(1)).first()


def _fires(a: Asked, kinds: Sequence[Topic], scope: Scope) -> list[Fire]:
    """As they stood at the moment asked for."""
    e = event.c
    each = union_all(*(_newest(a, code, scope) for code in _leaves(a, kinds))).subquery()
    newest = select(each.c.id).order_by(each.c.reported_at.desc()).limit(FIRST)
    query = select(*(e[name] for name in NAMES)).where(e.id.in_(newest.scalar_subquery()))
    rows = a.connection.execute(query.order_by(e.reported_at.desc())).mappings().all()
    then = stood(a.connection, [row["id"] for row in rows], a.now) if not a.span.running else {}
    arrived = _arrivals(a, [row["id"] for row in rows])
    told = [_told(row | then.get(row["id"], {}), arrived.get(row["id"]), kinds) for row in map(dict, rows)]
    return [one for one in told if one["stage"] not in ("merged", "rejected")]


def _leaves(a: Asked, kinds: Sequence[Topic]) -> list[str]:
    """The codes that count as a fire: those declared, and what the tree has below them."""
    below = (code for code in a.connection.scalars(select(category.c.code)) if any(one.holds(code) for one in kinds))
    return sorted({*below, *(code for one in kinds for code in one.categories)})


def _newest(a: Asked, leaf: str, scope: Scope) -> Select[Any]:
    """Ids and moments of one leaf, which an index has in order: no more are read than are wanted."""
    e = event.c
    mine = select(e.id, e.reported_at).where(e.leaf == leaf, *reported(a.here, a.span), *of_departments(scope))
    return select(mine.order_by(e.reported_at.desc()).limit(FIRST).subquery())


def _arrivals(a: Asked, ids: Sequence[int]) -> Mapping[int, datetime]:
    """When the first of those sent was there."""
    first = select(dispatch.c.event_id, func.min(task.c.arrived_at)).join_from(task, dispatch)
    mine = first.where(among(a.connection, dispatch.c.event_id, ids), task.c.arrived_at <= a.now).group_by(
        dispatch.c.event_id
    )
    return dict(a.connection.execute(mine).all())


def _told(row: Fire, sent: datetime | None, kinds: Sequence[Topic]) -> Fire:
    """Who was sent, or who was whistled for: the earlier of the two arrivals."""
    kind = next(one for one in kinds if one.holds(row["leaf"]))
    arrived = min((at for at in (sent, row["arrived_at"]) if at), default=None)
    spent = {
        name: _minutes(row["reported_at"], at) for name, at in (("to_arrive", arrived), ("to_close", row["closed_at"]))
    }
    return row | {"kind": kind.key, "label": kind.name, "arrived_at": arrived} | spent


def _minutes(since: datetime, until: datetime | None) -> float | None:
    return None if until is None else round(max(0.0, (until - since).total_seconds() / 60), 1)


def _row(one: Fire) -> Row:
    row: Row = {column.key: one[column.key] for column in COLUMNS if not column.key.endswith("_at")}
    row["found_at"] = one["reported_at"].isoformat()
    return row | {name: one[name].isoformat() if one[name] else None for name in ("arrived_at", "closed_at")}


def _type(kind: Topic, found: Sequence[Fire], on: bool) -> Row:
    mine = [one for one in found if one["kind"] == kind.key]
    spent = {name: [one[name] for one in mine if one[name] is not None] for name in ("to_arrive", "to_close")}
    row: Row = {"kind": kind.key, "label": kind.name, "leaf": kind.categories[0], "found": len(mine), "on": on}
    row |= {
        "drone": sum(one["source"] == "drone" for one in mine),
        "open": sum(one["closed_at"] is None for one in mine),
    }
    return row | {name: median(some) if some else None for name, some in spent.items()}

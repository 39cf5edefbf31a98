"""One item of a list: its history, who supports it, its evidence, the reports behind it, and its other side."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data.house import House
from data.queries.cases import in_scope
from data.queries.list_rows import ITEM, item_row, seen
from data.queries.lists import offices, stand_of
from data.queries.regions import Region, around
from data.schema import agency, event, list_event, list_item, list_photo, list_step, list_support, region
from data.scope import Scope
from data.things.masks import NAMES
from data.times import day_number

REPORTS = 40
Row = dict[str, Any]


@dataclass(frozen=True)
class Item:
    """`pair` is told where the asker may see it; names of people only to who may know them."""

    row: Row
    now: datetime
    steps: list[Row]
    supports: list[Row]
    photos: list[Row]
    events: list[Row]
    pair: Row | None
    offices: list[Row]


def item_sheet(house: House, code: str, scope: Scope) -> Item:
    """UnknownThing for what lies elsewhere."""
    now = house.clock.now()
    with house.engine.connect() as connection:
        row = item_row(connection, code, scope)
        row |= {"stand": _stand(connection, row["id"], now), **_place(connection, row)}
        here = _region(connection, row)
        return Item(
            row=row,
            now=now,
            steps=_steps(connection, row["id"], scope),
            supports=_supports(connection, row["id"]),
            photos=_photos(connection, row["id"]) if scope.clearance else [],
            events=_events(connection, row["id"], scope),
            pair=_pair(connection, row, scope, now),
            offices=offices(connection, here),
        )


def _stand(connection: Connection, number: int, now: datetime) -> str:
    return str(connection.scalar(select(stand_of(day_number(now))).where(ITEM.id == number)))


def _place(connection: Connection, row: Row) -> Row:
    """Whose list it stands on, and who answers for it."""
    place = connection.execute(
        select(region.c.code, region.c.name, region.c.level).where(region.c.id == row["region_id"])
    )
    found = place.one()
    name = connection.scalar(select(agency.c.name).where(agency.c.code == (row["agency"] or "")))
    above = around(connection, row["lo"], row["hi"], [3]).get(3) if found.level > 3 else None
    told = {"region": found.code, "place": found.name, "town": above.name if above else ""}
    return told | {"owner": name or row["agency"] or found.name}


def _region(connection: Connection, row: Row) -> Region:
    names = ("id", "code", "name", "level", "parent_id", "lo", "hi", "kind", "lon", "lat", "area_km2")
    columns = [region.c[name] for name in names]
    return Region(*connection.execute(select(*columns).where(region.c.id == row["region_id"])).one())


def _steps(connection: Connection, number: int, scope: Scope) -> list[Row]:
    """The newest first, each with the department it is about."""
    of = select(list_step, agency.c.name.label("office")).outerjoin(agency, agency.c.code == list_step.c.agency)
    rows = connection.execute(of.where(list_step.c.item_id == number).order_by(list_step.c.seq.desc())).mappings()
    return [dict(row) | ({} if scope.clearance >= NAMES else {"actor": ""}) for row in rows]


def _supports(connection: Connection, number: int) -> list[Row]:
    of = select(list_support, agency.c.name.label("office")).outerjoin(agency, agency.c.code == list_support.c.agency)
    rows = connection.execute(of.where(list_support.c.item_id == number).order_by(list_support.c.asked_at)).mappings()
    return [dict(row) for row in rows]


def _photos(connection: Connection, number: int) -> list[Row]:
    of = select(list_photo).where(list_photo.c.item_id == number).order_by(list_photo.c.id)
    return [dict(row) for row in connection.execute(of).mappings()]


def _events(connection: Connection, number: int, scope: Scope) -> list[Row]:
    """The reports that he may see, oldest first."""
    columns = [event.c[name] for name in ("code", "title", "stage", "reported_at")]
    of = select(*columns).join(list_event, list_event.c.event_id == event.c.id)
    mine = (list_event.c.item_id == number, *in_scope(scope))
    return [dict(row) for row in connection.execute(of.where(*mine).order_by(event.c.id).limit(REPORTS)).mappings()]


def _pair(connection: Connection, row: Row, scope: Scope, now: datetime) -> Row | None:
    if row["pair_id"] is None:
        return None
    stand = stand_of(day_number(now)).label("stand")
    of = select(*(ITEM[name] for name in ("code", "kind", "title", "percent")), stand)
    found = connection.execute(of.where(ITEM.id == row["pair_id"], *seen(scope))).mappings().one_or_none()
    return dict(found) if found else None


def items_of_event(connection: Connection, event_id: int, scope: Scope) -> list[Row]:
    """The items that a report has come to, with their other sides; for the page of an event."""
    tied = select(list_event.c.item_id).where(list_event.c.event_id == event_id)
    fits = ITEM.id.in_(tied) | ITEM.pair_id.in_(tied)
    of = select(*(list_item.c[name] for name in ("code", "kind", "title", "percent", "state")))
    return [dict(row) for row in connection.execute(of.where(fits, *seen(scope)).order_by(ITEM.id)).mappings()]

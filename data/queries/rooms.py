"""Rooms: which of them somebody sees, as lists and with everything that was said and concluded in one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, exists, false, func, or_, select

from data.errors import BadInput, UnknownThing
from data.language import gettext as _
from data.queries.cases import in_scope
from data.queries.codes import subject_numbers
from data.queries.room_conclusions import conclusions_of
from data.queries.warning_board import place_name
from data.queries.warning_scope import reaching
from data.room_words import ROOM_STATES
from data.schema import agency, event, region, room, room_conclusion, room_line, room_member, room_side, warning
from data.scope import EVERY_CELL
from data.sitter import CHAIRS, Sitter
from data.things.masks import masked_name, masked_phone, masked_place

Row = dict[str, Any]
MOST = 200
STATES = ("all", *ROOM_STATES)
OWN = (
    *("code", "form", "title", "event_id", "warning_id", "link", "opened_at", "opened_by", "role", "state"),
    *("closed_at", "closed_by", "summary", "outcome", "provenance"),
)


def seen_by(me: Sitter) -> ColumnElement[bool]:
    """Rooms whose subject he may see, and who is invited or watches over the region. For a query on `joined()`."""
    of_event = and_(room.c.event_id.is_not(None), *in_scope(me.scope))
    of_warning = and_(room.c.warning_id.is_not(None), reaching(me.scope))
    return and_(or_(of_event, of_warning), or_(_watched(me), exists(_invited(me))))


def joined() -> FromClause:
    """Rooms with the event or the warning that they are about."""
    return room.outerjoin(event, event.c.id == room.c.event_id).outerjoin(warning, warning.c.id == room.c.warning_id)


def _watched(me: Sitter) -> ColumnElement[bool]:
    if not me.watches:
        return false()
    return or_(*(and_(room.c.lo >= lo, room.c.hi <= hi) for lo, hi in me.scope.cells))


def _invited(me: Sitter) -> Select[Any]:
    """His seats: by account or name, for an agency he speaks for, or as the one with his role at his region."""
    m, home = room_member.c, region.alias("seat_region")
    seats = [m.who == me.name, _for_agency(me, m.agency)]
    if me.account is not None:
        seats.append(m.account_id == me.account)
    at = [home.c.level == 1 if cells == EVERY_CELL else _same(home, cells) for cells in me.scope.cells]
    seats.append(and_(m.role.in_([me.role, me.acts_as]), or_(*at)))
    mine = select(m.id).select_from(room_member.outerjoin(home, home.c.id == m.region_id))
    return mine.where(m.room_id == room.c.id, or_(*seats)).correlate(room)


def _same(home: Any, cells: tuple[int, int]) -> ColumnElement[bool]:
    return and_(home.c.lo == cells[0], home.c.hi == cells[1])


def _for_agency(me: Sitter, code: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether he speaks for the agency of this code."""
    if not me.scope.every_department:
        return code.in_(list(me.scope.departments))
    if not me.speaks_for_agencies:
        return false()
    of, home = agency.alias("own_agency"), region.alias("agency_region")
    inside = or_(*(and_(home.c.lo >= lo, home.c.hi <= hi) for lo, hi in me.scope.cells))
    return code.in_(select(of.c.code).join(home, home.c.id == of.c.region_id).where(inside))


def speaks_for(connection: Connection, me: Sitter, code: str) -> bool:
    query = select(agency.c.code).where(agency.c.code == code, _for_agency(me, agency.c.code))
    return connection.scalar(query) is not None


def _rooms() -> Select[Any]:
    told = [
        func.coalesce(event.c.code, warning.c.code).label("subject_code"),
        func.coalesce(event.c.title, warning.c.title).label("subject_title"),
        func.coalesce(event.c.place, place_name()).label("place"),
    ]
    return select(room, *told).select_from(joined().join(region, region.c.id == room.c.region_id))


def room_row(connection: Connection, code: str, me: Sitter) -> Row:
    """UnknownThing when there is no such room for him: it never says which."""
    found = connection.execute(_rooms().where(room.c.code == code, seen_by(me))).mappings().one_or_none()
    if found is None:
        raise UnknownThing(_("没有这个会商室，或不在可看范围内"))
    return _shown(found, me)


def _shown(row: Mapping[Any, Any], me: Sitter) -> Row:
    """With the place of an event as he may know it."""
    place = masked_place(row["place"], me.scope.clearance) if row["event_id"] is not None else row["place"]
    return dict(row) | {"place": place}


def rooms(
    connection: Connection,
    me: Sitter,
    *,
    state: str = "all",
    event_id: int | None = None,
    warning_id: int | None = None,
    cells: tuple[int, int] | None = None,
    limit: int = 100,
) -> list[Row]:
    """The newest first, open ones before closed; each with how many lines, conclusions and open tasks it has."""
    if state not in STATES or not 1 <= limit <= MOST:
        raise BadInput(f"state: one of {', '.join(STATES)}; limit: 1 to {MOST}")
    query = _rooms().where(seen_by(me))
    if state != "all":
        query = query.where(room.c.state == state)
    if event_id is not None:
        query = query.where(room.c.event_id == event_id)
    if warning_id is not None:
        query = query.where(room.c.warning_id == warning_id)
    if cells is not None:
        query = query.where(room.c.lo >= cells[0], room.c.hi <= cells[1])
    counts = [
        select(func.count()).where(of.c.room_id == room.c.id, *more).scalar_subquery().label(name)
        for name, of, more in (
            ("lines", room_line, (room_line.c.kind.in_(("say", "mend")),)),
            ("members", room_member, ()),
            ("conclusions", room_conclusion, ()),
            ("asked", room_conclusion, (room_conclusion.c.asked_at.is_not(None),)),
        )
    ]
    newest = query.add_columns(*counts).order_by(room.c.state.desc(), room.c.opened_at.desc(), room.c.id.desc())
    return [_shown(row, me) for row in connection.execute(newest.limit(limit)).mappings()]


def room_whole(connection: Connection, code: str, me: Sitter, now: datetime) -> Row:
    """A room with members, minutes and conclusions, and what he may do in it: `may`."""
    row = room_row(connection, code, me)
    return row | {
        "members": _all(connection, room_member, row["id"]),
        "sides": _sides(connection, row["id"], me),
        "lines": _all(connection, room_line, row["id"]),
        "conclusions": conclusions_of(connection, row, now),
        "may": may(connection, row, me),
    }


def may(connection: Connection, row: Mapping[str, Any], me: Sitter) -> frozenset[str]:
    """Of say, invite, link, sides, conclude, ask, close: nothing in a closed room, nor for who only looks on."""
    if row["state"] != "open" or not me.acts_as:
        return frozenset()
    chairs = me.acts_as in CHAIRS or me.opened(dict(row))
    if not chairs and not is_member(connection, row["id"], me):
        return frozenset()
    found = {"say"} | ({"conclude", "invite", "link", "close"} if chairs else set())
    if chairs and row["form"] == "table":
        found.add("sides")
    return frozenset(found | ({"ask"} if me.acts_as in CHAIRS else set()))


def is_member(connection: Connection, room_id: int, me: Sitter) -> bool:
    query = select(room.c.id).where(room.c.id == room_id, exists(_invited(me)))
    return connection.scalar(query) is not None


def rooms_on(connection: Connection, me: Sitter, subject: str) -> list[Row]:
    """Rooms on a subject, "event-" or "warning-" and its code."""
    about = subject_numbers(connection, subject)
    if about is None:
        return []
    return rooms(connection, me, limit=MOST, event_id=about.get("event"), warning_id=about.get("warning"))


def _sides(connection: Connection, room_id: int, me: Sitter) -> list[Row]:
    """Who is at odds and who goes between, as he may know them."""
    query = select(room_side.c.kind, room_side.c.name, room_side.c.phone).where(room_side.c.room_id == room_id)
    rows = connection.execute(query.order_by(room_side.c.n)).all()
    known = me.scope.clearance
    return [
        {"kind": one.kind, "name": masked_name(one.name, known), "phone": masked_phone(one.phone, known)}
        for one in rows
    ]


def _all(connection: Connection, table: Any, room_id: int) -> list[Row]:
    query = select(table).where(table.c.room_id == room_id).order_by(table.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]

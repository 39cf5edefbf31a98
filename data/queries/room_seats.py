"""Who can be asked into a room, by role, roster, agency or account; and which responders its conclusions can go to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, or_, select

from data.dispatch.words import DESKS, DUTY_ROLES
from data.language import gettext as _
from data.queries.accounts import accounts_known
from data.queries.agencies import agencies_of
from data.queries.responders import within
from data.schema import duty, region, responder, task
from data.schema.dispatch import BUSY
from data.scope import Scope
from data.sitter import Sitter
from data.words import ROLES

INVITED = ("duty_officer", "leader", "grid_staff")  # roles that are invited by region
MOST = 60
Row = dict[str, Any]


class Seat(NamedTuple):
    """`kind`: role, roster, agency or account; the rest is what a member's row holds."""

    kind: str
    words: str
    columns: Row


def seats(connection: Connection, room: Mapping[str, Any], me: Sitter, now: datetime) -> dict[str, Seat]:
    """{seat: who that is}: all that may be invited to a room on these cells; accounts only by one who has one."""
    around = _around(connection, room["lo"], room["hi"])
    found = {
        f"role:{role}@{place.code}": Seat(
            "role", f"{place.name} {_(ROLES[role])}", {"role": role, "region_id": place.id}
        )
        for place in around
        for role in INVITED
        if not (role == "grid_staff" and place.level < 4)
    }
    found |= _rostered(connection, [place.id for place in around], now)
    for one in agencies_of(connection, room["lo"])[:MOST]:
        if one["kind"] != "grid":
            found[f"agency:{one['code']}"] = Seat("agency", one["name"], {"agency": one["code"]})
    for known in accounts_known(connection, me.scope, now)[:MOST] if me.account is not None else ():
        who = known.account
        if not (known.disabled or known.over):
            words = f"{who.name} · {_(ROLES[who.role])} · {who.region_name}"
            found[f"account:{who.login}"] = Seat("account", words, {"account_id": who.id})
    return found


def _around(connection: Connection, lo: int, hi: int) -> list[Any]:
    """City, county, town and village that hold all of the cells, the nearest first."""
    holds = (region.c.tree == "spine", region.c.level <= 4, region.c.lo <= lo, region.c.hi >= hi)
    columns = (region.c.id, region.c.code, region.c.name, region.c.level)
    return list(connection.execute(select(*columns).where(*holds).order_by(region.c.level.desc())).all())


def _rostered(connection: Connection, places: list[int], now: datetime) -> dict[str, Seat]:
    """Who holds the desks of these regions now."""
    query = select(duty.c.who, duty.c.role, region.c.name).join(region, region.c.id == duty.c.region_id)
    on = (duty.c.region_id.in_(places), duty.c.since <= now, duty.c.until > now)
    rows = connection.execute(query.where(*on).order_by(region.c.level.desc(), duty.c.role, duty.c.who)).all()
    told = {f"person:{row.who}": f"{row.who} · {_(DUTY_ROLES[row.role])} · {row.name}" for row in reversed(rows)}
    return {seat: Seat("roster", words, {"who": seat.partition(":")[2]}) for seat, words in reversed(told.items())}


def free_responders(connection: Connection, room: Mapping[str, Any], scope: Scope) -> list[Row]:
    """Responders who have nothing to do, the nearest first (straight line): at most MOST."""
    at = connection.execute(select(region.c.lon, region.c.lat).where(region.c.id == room["region_id"])).one()
    apart = func.abs(responder.c.lon - at.lon) + func.abs(responder.c.lat - at.lat)
    busy = select(task.c.responder_id).where(BUSY)
    free = (responder.c.state == "idle", responder.c.kind.not_in(DESKS), responder.c.id.not_in(busy))
    query = select(
        *(responder.c[name] for name in ("id", "code", "name", "kind", "seen_at")), region.c.name.label("home")
    )
    query = query.join(region, region.c.id == responder.c.region_id).where(*free, *_place(scope))
    return [dict(row) for row in connection.execute(query.order_by(apart, responder.c.id).limit(MOST)).mappings()]


def _place(scope: Scope) -> list[Any]:
    return [or_(*within(scope))] if within(scope) else []


def responder_named(connection: Connection, code: str, scope: Scope) -> Row | None:
    """A responder of the scope by its code."""
    query = select(responder.c.id, responder.c.code, responder.c.name).join(
        region, region.c.id == responder.c.region_id
    )
    found = connection.execute(query.where(responder.c.code == code, *_place(scope))).mappings().one_or_none()
    return dict(found) if found else None

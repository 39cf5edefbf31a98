"""各级值班与一村一警: the duty desk of each region below, who holds it now, and which villages have an officer."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from data.answer import Answer, Column
from data.answer import Row as Line
from data.dispatch.words import DUTY_ROLES
from data.house import House
from data.language import gettext as _
from data.queries.asked import REGISTER_RHYTHM, Asked, asked
from data.queries.event_sums import percent
from data.queries.present import here_by_region
from data.queries.regions import Region, children
from data.schema import duty, region, responder, task
from data.schema.dispatch import BUSY
from data.scope import Scope
from data.things.masks import masked_phone
from data.view import View

COUNTY, VILLAGE = 2, 4
MOST = 200  # villages without an officer that are named
STANDS = ("manned", "open", "off", "none")
COLUMNS = (
    Column(key="code", label="代码"),
    Column(key="name", label="区划"),
    Column(key="level", label="层级代码"),
    Column(key="desk", label="值班室"),
    Column(key="who", label="当班", unit="人"),
    Column(key="phone", label="电话"),
    Column(key="stands", label="状态代码"),
    Column(key="online", label="在线账号", unit="个"),
    Column(key="tasks", label="在办任务", unit="项"),
    Column(key="villages", label="村居", unit="个"),
    Column(key="policed", label="有村警", unit="个"),
    Column(key="share", label="覆盖率", unit="%"),
)


@dataclass(frozen=True)
class Held:
    """What there is, by the region that it is at home in; of `officers` the regions alone."""

    desks: dict[int, Any]
    roster: dict[int, list[Any]]
    villages: Sequence[Any]
    officers: frozenset[int]
    online: Counter[int]  # officers and leaders who are signed in and there, by the server's clock
    tasks: Counter[int]  # that are under way, by the first cell of the home of who was sent


def answer(house: House, view: View, scope: Scope) -> Answer:
    """One row a region that has a desk: here and the level below. `stands`: `manned` by the roster of the moment,
    `open` without a roster, `off` duty, `none` where no desk is registered. `parts.policed`, `parts.unpoliced`: of
    villages."""
    with asked(house, view, scope) as a:
        below = children(a.connection, a.here) if a.here.level < VILLAGE else []
        places = [one for one in (a.here, *below) if COUNTY <= one.level <= VILLAGE]
        held = _held(a, places)
        missing = [row for row in held.villages if row.id not in held.officers]
        known = [*held.desks.values(), *(row for rows in held.roster.values() for row in rows)]
        simulated = any(row.provenance == "simulated" for row in known)
        return a.answer(
            columns=COLUMNS,
            rows=[_row(one, held, scope, view) for one in places] if known else [],
            unit="个",
            as_of=a.now if known else None,
            provenance="simulated" if simulated else a.lived,
            rhythm=REGISTER_RHYTHM,
            source="值班表与驻村民警名册",
            parts={
                "policed": [_covered(held.villages, held.officers)],
                "unpoliced": [{"code": row.code, "name": row.name, "town": row.town} for row in missing[:MOST]],
            },
        )


def _held(a: Asked, places: Sequence[Region]) -> Held:
    ids = [one.id for one in places]
    columns = (responder.c.region_id, responder.c.name, responder.c.phone, responder.c.state, responder.c.provenance)
    desks = select(*columns).where(responder.c.kind == "desk", responder.c.region_id.in_(ids)).order_by(responder.c.id)
    roster: dict[int, list[Any]] = {}
    now = (duty.c.since <= a.now, duty.c.until > a.now, duty.c.agency.is_(None), duty.c.region_id.in_(ids))
    held = select(duty.c.region_id, duty.c.who, duty.c.role, duty.c.provenance).where(*now).order_by(duty.c.id)
    for row in a.connection.execute(held):
        roster.setdefault(row.region_id, []).append(row)
    officers = select(responder.c.region_id).join(region).where(responder.c.kind == "police", *_inside(a.here))
    return Held(
        desks={row.region_id: row for row in a.connection.execute(desks)},
        roster=roster,
        villages=_villages(a.connection, a.here),
        officers=frozenset(a.connection.scalars(officers)),
        online=here_by_region(a.connection, ids, datetime.now(UTC)) if a.span.running else Counter(),
        tasks=_tasks(a) if a.span.running else Counter(),
    )


def _inside(here: Region) -> tuple[Any, ...]:
    return region.c.lo >= here.lo, region.c.hi <= here.hi


def _villages(connection: Connection, here: Region) -> Sequence[Any]:
    """Each with the name of its town."""
    town = region.alias()
    columns = (region.c.id, region.c.code, region.c.name, region.c.lo, region.c.hi, town.c.name.label("town"))
    query = select(*columns).join(town, town.c.id == region.c.parent_id)
    query = query.where(region.c.tree == "spine", region.c.level == VILLAGE, *_inside(here)).order_by(region.c.lo)
    return connection.execute(query).all()


def _tasks(a: Asked) -> Counter[int]:
    query = select(region.c.lo).select_from(task).join(responder, responder.c.id == task.c.responder_id)
    query = query.join(region, region.c.id == responder.c.region_id).where(BUSY, *_inside(a.here))
    return Counter(a.connection.scalars(query))


def _row(one: Region, held: Held, scope: Scope, view: View) -> Line:
    desk, turn = held.desks.get(one.id), held.roster.get(one.id, [])
    tasks = sum(n for lo, n in held.tasks.items() if one.lo <= lo <= one.hi)
    inside = [row for row in held.villages if one.lo <= row.lo and row.hi <= one.hi]
    return {
        "code": one.code,
        "name": one.name,
        "level": one.level,
        "desk": desk.name if desk else None,
        "who": _turn(turn),
        "phone": masked_phone(desk.phone, scope.clearance) if desk else None,
        "stands": "manned" if turn else "none" if desk is None else "off" if desk.state == "off" else "open",
        "online": held.online[one.id] if view.at is None else None,
        "tasks": tasks if view.at is None else None,
        **_covered(inside, held.officers),
    }


def _turn(turn: Sequence[Any]) -> str | None:
    """How many of each role, the chief first: names are told at the desk, not on a panel."""
    roles = Counter(row.role for row in turn)
    return "、".join(f"{_(word)} {roles[role]}" for role, word in DUTY_ROLES.items() if roles[role]) or None


def _covered(villages: Iterable[Any], officers: frozenset[int]) -> Line:
    every = [row.id in officers for row in villages]
    return {"villages": len(every), "policed": sum(every), "share": percent(sum(every), len(every))}

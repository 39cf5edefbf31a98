"""A small city where people are sent: a flood in the first county, teams about it, desks, a roster. 32 cells."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from data.commands.dispatch_order import NewDispatch, order
from data.commands.events import Report, report
from data.commands.governance import load_default_tree
from data.commands.plans import install_plans
from data.engine import writing
from data.house import House
from data.life.actor import Actor
from data.schema import agency, dispatch, duty, outbox, region, responder, responsibility, task
from data.scope import Scope

DUTY = Actor(name="值班员-001", role="duty_officer", scope=Scope.guest())
OTHER = Actor(name="值班员-002", role="duty_officer", scope=Scope.guest())
CHIEF = Actor(name="值班长-001", role="leader", scope=Scope.guest())
FIELD = Actor(name="现场", role="system", scope=Scope.guest())
LEAF = "flood.road.water"  # the plan of waterlogging: 3 pumps, 20 people, 1 traffic police
WALL = datetime(2026, 1, 1, tzinfo=UTC)
KINDS: dict[str, tuple[str, int]] = {
    "vehicle": ("pump", 4),
    "team": ("rescue pump", 12),
    "officer": ("traffic order", 4),
    "fire": ("fire rescue", 10),
    "medical": ("medical", 3),
}


def people(house: House, each: int = 8, *, kinds: tuple[str, ...] = tuple(KINDS)) -> None:
    """`each` responders of every kind, by turns in the two counties; desks of every region; a roster; the plans."""
    now = house.clock.now()
    with writing(house.engine) as connection:
        load_default_tree(connection)
        install_plans(connection, now)
        towns = connection.execute(select(region).where(region.c.level == 3).order_by(region.c.lo)).all()
        rows = [
            _responder(f"{kind}-{n}", kind, towns[n % len(towns)], n, now) for kind in kinds for n in range(1, each + 1)
        ]
        for level in (2, 3, 4):
            for place in connection.execute(select(region).where(region.c.level == level)):
                rows.append(_responder(f"desk-{place.code}", "desk", place, 0, now))
        connection.execute(insert(responder), rows)
        city = connection.scalar(select(region.c.id).where(region.c.level == 1))
        turn = {"since": now - timedelta(hours=4), "until": now + timedelta(hours=8), "provenance": "simulated"}
        held = {"region_id": city, "agency": None, "who": CHIEF.name, "role": "chief"}
        connection.execute(insert(duty), [held | turn])
        named = {"code": "a.town", "name": "甲镇综合执法", "kind": "town", "region_id": city, "provenance": "simulated"}
        connection.execute(insert(agency), [named])
        entry = {"category": "flood", "region_id": city, "grade": "*", "agency": "a.town", "basis": "示例"}
        connection.execute(insert(responsibility), [entry])


def _responder(code: str, kind: str, place: Any, n: int, now: datetime) -> dict[str, Any]:
    skills, capacity = KINDS.get(kind, ("", 1))
    where = {"lon": place.lon + n * 0.001, "lat": place.lat, "seen_at": now - timedelta(minutes=2), "seen_by": "gps"}
    about = {"code": code, "name": f"{kind}-{n:03d}", "kind": kind, "region_id": place.id, "agency": None}
    more = {"skills": skills, "capacity": capacity, "phone": "10000000000", "state": "idle", "provenance": "simulated"}
    return about | where | more


def flood(house: House, cell: int = 1) -> int:
    """An event of standing water."""
    with writing(house.engine) as connection:
        place = connection.execute(select(region).where(region.c.level == 6, region.c.lo == cell)).one()
        told = Report(
            title="路面积水 32 cm",
            category="flood",
            leaf=LEAF,
            source="grid",
            grade="C",
            cell_id=place.id,
            place=place.name,
            lon=place.lon,
            lat=place.lat,
            reported_at=house.clock.now(),
            provenance="simulated",
        )
        return report(connection, told, DUTY, house.clock.now())


def send(house: House, event: int, key: str = "one", actor: Actor = DUTY, wall: datetime = WALL, **more: Any) -> Any:
    new = NewDispatch(**({"key": key, "seq": 0, "event": event} | more))
    with writing(house.engine) as connection:
        return order(connection, new, actor, house.clock.now(), wall)


def do(house: House, command: Any, *given: Any, **named: Any) -> Any:
    """A command in a transaction of its own."""
    with writing(house.engine) as connection:
        return command(connection, *given, **named)


def rows(house: House, table: Any, *where: Any) -> list[Any]:
    with house.engine.connect() as connection:
        return list(connection.execute(select(table).where(*where).order_by(table.c.id)).all())


def tasks(connection: Connection) -> list[Any]:
    return list(connection.execute(select(task).order_by(task.c.id)).all())


def states(house: House) -> dict[str, list[str]]:
    """State of every order, task and message."""
    return {table.name: [row.state for row in rows(house, table)] for table in (dispatch, task, outbox)}

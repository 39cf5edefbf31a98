"""A small made-up city whose events have lived: moved, sent back, suspended, merged, brought from elsewhere."""

import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Engine, insert, select

from data.clock import KEY
from data.commands.events import Report, bring, report
from data.commands.facts import put_fact
from data.commands.moves import move, retell
from data.errors import BadInput, EventRefused
from data.house import House, open_house
from data.life.actor import Actor
from data.life.moves import possible
from data.schema import agency, category, event, metadata, region
from data.scope import Scope
from data.settings import Settings
from data.words import GRADES, SOURCES
from tests.spine import plant_spine

NOW = datetime(2024, 7, 25, 7, 42, tzinfo=UTC)  # 15:42 in the city
LEAVES = {"flood": ("flood", "flood.road", "flood.house"), "safety": ("safety", "safety.gas"), "dispute": ("dispute",)}
AGENCIES = ("water", "police", "street")
ONWARD = ("file", "assign", "accept", "answer", "verify", "close", "rate", "visit")
DUTY = Actor(name="值班员-001", role="duty_officer", scope=Scope.guest())
ROLES = {"return": "agency", "accept": "agency", "answer": "agency", "arrive": "agency"}


def open_lived(url: str) -> House:
    """The house on such a city that is there already."""
    settings = Settings(database_url=url, demo=True, demo_feed=False, log_level="ERROR", _env_file=None)
    return open_house(settings, Flask("lived"))


def lived_house(url: str, events: int = 120, seed: int = 7) -> House:
    """A house whose clock stands at NOW."""
    home = open_lived(url)
    metadata.create_all(home.engine)
    fill(home.engine, events, seed)
    return home


def fill(engine: Engine, events: int, seed: int) -> None:
    chance = random.Random(seed)
    with engine.begin() as connection:
        cells = plant_spine(connection)
        put_fact(connection, KEY, json.dumps({"shown": NOW.isoformat(), "since": None}))
        city = connection.scalar(select(region.c.id).where(region.c.level == 1))
        connection.execute(insert(category), list(_tree()))
        connection.execute(
            insert(agency),
            [
                {"code": code, "name": f"{code}局", "kind": "department", "region_id": city, "provenance": "simulated"}
                for code in AGENCIES
            ],
        )
        for _ in range(events):
            new = _report(chance, cells)
            if chance.random() < 0.1:
                _told(connection, chance, new)
            else:
                _live(connection, chance, report(connection, new, DUTY, NOW), new.reported_at)


def _told(connection: Connection, chance: random.Random, new: Report) -> None:
    """Brought with its life; of every other one at first only the beginning was known."""
    life = _life(chance, new)
    first = dict(list(life.items())[: chance.randrange(len(life))]) if chance.random() < 0.5 else life
    one = bring(connection, new, first, DUTY, NOW)
    retell(connection, one, life, DUTY, NOW)


def _tree() -> Any:
    for top, leaves in LEAVES.items():
        for n, leaf in enumerate(leaves):
            parent, level = (top, 2) if leaf != top else (None, 1)
            yield {"code": leaf, "parent": parent, "level": level, "top": top, "name": f"名{leaf}", "position": n}


def _report(chance: random.Random, cells: int) -> Report:
    top = chance.choice(tuple(LEAVES))
    back = chance.choice((timedelta(hours=15), timedelta(days=6), timedelta(days=29), timedelta(days=400)))
    return Report(
        title="路面积水",
        category=top,
        leaf=chance.choice(LEAVES[top]),
        source=chance.choice(tuple(SOURCES)),
        grade=chance.choice(tuple(GRADES)),
        cell_id=min(cells, 1 + int(chance.expovariate(0.2))),
        place="一村",
        lon=119.0,
        lat=25.4,
        reported_at=(NOW - back * chance.random()).replace(microsecond=0),
        provenance="simulated",
    )


def _life(chance: random.Random, new: Report) -> dict[str, Any]:
    """A life elsewhere, whole up to its end."""
    at, life = new.reported_at, {}
    for stage in ("filed", "assigned", "handling", "answered", "verified", "closed", "rated"):
        at += timedelta(minutes=chance.randrange(1, 3_000))
        if at > NOW:
            break
        life[f"{stage}_at"] = at
    if "rated_at" in life:
        life["rating"] = chance.randrange(1, 6)
    return life | {"agency": chance.choice(AGENCIES)}


def _live(connection: Connection, chance: random.Random, event_id: int, at: datetime) -> None:
    """Some moves the table allows, each a while after the one before."""
    for _ in range(chance.choice((0, 1, 3, 6, 9, 14))):
        at += timedelta(minutes=chance.choice((5, 20, 200, 3_000)) * chance.random() + 1)
        if at > NOW:
            return
        row = connection.execute(select(event.c.stage, event.c.suspended_at).where(event.c.id == event_id)).one()
        allowed = [one.name for one in possible(row.stage, row.suspended_at is not None)]
        onward = [name for name in ONWARD if name in allowed]
        name = chance.choice(onward if onward and chance.random() < 0.7 else allowed)
        _move(connection, chance, event_id, name, at.replace(microsecond=0))


def _move(connection: Connection, chance: random.Random, event_id: int, name: str, at: datetime) -> None:
    given: dict[str, Any] = {"reason": "因为"}
    ids = connection.scalars(select(event.c.id).where(event.c.reported_at <= at, event.c.id != event_id)).all()
    more = {
        "assign": {"agency": chance.choice(AGENCIES)},
        "reassign": {"agency": chance.choice(AGENCIES)},
        "whistle": {"agency": chance.choice(AGENCIES)},
        "merge": {"into": chance.choice(ids) if ids else None},
        "rate": {"rating": chance.randrange(1, 6)},
        "visit": {"reached": chance.random() < 0.7},
        "extend": {"hours": 24},
        "escalate": {"grade": "S"},
        "hand_back": {"grade": "C"},
    }
    actor = Actor(name="某人", role=ROLES.get(name, "duty_officer"), scope=Scope.guest())
    try:
        with connection.begin_nested():
            move(connection, event_id, name, actor, at, NOW, **given, **more.get(name, {}))
    except (EventRefused, BadInput):
        return

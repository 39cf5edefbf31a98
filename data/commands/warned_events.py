"""A warning becomes an event (预警转事件): reported with the numbers that fired it, tied both ways, routed as any."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from data.commands.revisions import bump
from data.errors import Forbidden, WarningRefused
from data.intake.record import TEXT, TITLE, Record
from data.intake.taking import Taken, take
from data.language import gettext as _
from data.language import speaking
from data.life.actor import Actor
from data.queries.warned_events import events_of
from data.schema import category, region, station, warning, warning_event
from data.warn.life import RAISERS
from data.warn.retold import WRITTEN, numbers_of
from data.warn.words import because
from data.words import ROLES

ORIGIN = "warning"
SOURCE = "sensor"
LEAVES = {
    "rain": "flood",
    "flood": "flood.river.level",
    "typhoon": "flood",
    "waterlog": "flood.road.water",
    "geo": "safety.ground.slope",
    "fire": "safety.fire",
    "gas": "safety.energy.gas",
    "crowd": "safety",
    "device": "flood.gear.gauge",
    "chem": "safety",
    "environ": "ecology",
    "event": "safety",
    "other": "safety",
}
GRADES = {1: "A", 2: "B", 3: "C", 4: "C"}  # by the warning's colour; the city's gravest is for people to say


def make_event(
    connection: Connection, number: int, actor: Actor, now: datetime, *, again: bool = False, more: str = ""
) -> Taken:
    """The event of the warning with this id; `again`: one more beside those it has. `more`: what the actor adds.

    Forbidden by role or place; WarningRefused when it is over, or has an event already.
    """
    if actor.role not in RAISERS:
        raise Forbidden(_("%(role)s不能把预警转为事件") % {"role": _(ROLES[actor.role])})
    bump(connection, "events", "warnings")  # first: of two who do this at once, the second finds the event
    row = dict(connection.execute(select(warning).where(warning.c.id == number)).mappings().one())
    if row["ended_at"] is not None:
        raise WarningRefused(_("预警 {code} 已解除，不再转为事件").format(code=row["code"]))
    if (made := events_of(connection, number)) and not again:
        raise WarningRefused(_("预警 {code} 已转为事件 {event}").format(code=row["code"], event=made[0]["code"]))
    with speaking(WRITTEN):
        record = _record(connection, row, more, now)
    taken = take(connection, record, origin=ORIGIN, actor=actor, now=now)
    tie = {"warning_id": number, "event_id": taken.event_id, "at": now, "actor": actor.name}
    connection.execute(insert(warning_event).values(tie))
    return taken


def _record(connection: Connection, row: dict[str, Any], more: str, now: datetime) -> Record:
    """Prefilled: the place of its station or region, the category of its field, and why there is a warning."""
    spot, where = None, connection.execute(select(region).where(region.c.id == row["region_id"])).one()
    if row["station_id"] is not None:
        spot = connection.execute(select(station).where(station.c.id == row["station_id"])).one()
    place: dict[str, Any] = {"lon": spot.lon, "lat": spot.lat, "place": spot.name[:64]} if spot else {}
    return Record(
        title=row["title"][:TITLE],
        text=_text(row, more)[:TEXT],
        category=finest(connection, LEAVES[row["field"]]),
        source=SOURCE if row["rule"] else "department",
        grade=GRADES[row["colour"]],
        reported_at=now,
        provenance=row["provenance"],
        **(place or {"region": where.code, "place": where.name[:64]}),
    )


def _text(row: dict[str, Any], more: str) -> str:
    """The warning's own words, the numbers where these do not tell them, and where all this comes from."""
    numbers = numbers_of(json.loads(row["evidence"]).get("numbers", []))
    fired = because(numbers) if numbers else ""
    told = [
        more,
        row["words"],
        fired if fired not in row["words"] else "",
        _("来自预警 {code}").format(code=row["code"]),
    ]
    return "\n".join(filter(None, told))


def finest(connection: Connection, code: str) -> str:
    """The finest category of the city's own tree that it falls under; the first level is the same everywhere."""
    levels = code.split(".")
    codes = [".".join(levels[:n]) for n in range(1, len(levels) + 1)]
    query = select(category.c.code).where(category.c.code.in_(codes)).order_by(func.length(category.c.code).desc())
    return connection.scalar(query.limit(1)) or levels[0]

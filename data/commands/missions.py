"""派机: a drone is sent to a point, once, and what it found is kept; a fire becomes a record. Others fly it."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection, insert, select, update

from data.commands.codes import next_code
from data.commands.dispatch_steps import LONGEST, may_order, take_turn
from data.commands.events import Report, report
from data.commands.revisions import bump
from data.dispatch.travel import paces, travel
from data.errors import BadInput, DispatchRefused, UnknownThing
from data.intake.record import Fault
from data.language import gettext as _
from data.language import speaking
from data.life.actor import Actor
from data.mission_words import FOUND, LEAST_BATTERY
from data.queries.drone_rows import drones_of
from data.queries.standing import Standing, standing
from data.schema import drone_mission, outbox, responder
from data.schema.dispatch import FLYING
from data.storms.geo import distance
from data.times import local
from data.topics import Topic

Row = Mapping[Any, Any]
LONGEST_KEY, LONGEST_WHAT = 128, 200
VILLAGE = 4


@dataclass(frozen=True, kw_only=True)
class NewMission:
    """Where to (WGS-84) and what for; `drone`: its code, empty for the nearest that can fly."""

    key: str
    lon: Any
    lat: Any
    what: str
    drone: str = ""


def send_drone(connection: Connection, new: NewMission, actor: Actor, now: datetime, wall: datetime) -> Row:
    """Record the mission and write the order for the flight platform; under a known key the mission of then.

    Forbidden (not by this role), BadInput (no such place, nothing to do there), UnknownThing, DispatchRefused.
    """
    take_turn(connection)
    may_order(actor)
    if not 0 < len(new.key) <= LONGEST_KEY:
        raise BadInput(f"key: 1 to {LONGEST_KEY} characters")
    known = connection.execute(select(drone_mission).where(drone_mission.c.key == new.key)).mappings().one_or_none()
    if known is not None:
        return known
    what = new.what.strip()
    if not 0 < len(what) <= LONGEST_WHAT:
        raise BadInput(_("请写明任务，%(n)s 字以内") % {"n": LONGEST_WHAT})
    there = _point(connection, new, actor)
    drone, km = _chosen(drones_of(connection, actor.scope), new.drone, there)
    minutes = round(float(travel(paces(["drone"]), np.array([km]))[0]), 1)
    row = {
        "code": next_code(connection, drone_mission.c.code, f"F{local(now):%Y%m%d}-"),
        "key": new.key,
        "responder_id": drone["id"],
        "cell_id": there.regions[-1].id,
        "place": there.regions[min(VILLAGE, len(there.regions)) - 1].name,
        "lon": there.lon,
        "lat": there.lat,
        "what": what,
        "km": round(km, 2),
        "minutes": minutes,
        "message": str(uuid.uuid4()),
        "actor": actor.name,
        "role": actor.role,
        "at": now,
        "provenance": drone["provenance"],
    }
    number = connection.scalar(insert(drone_mission).values(row).returning(drone_mission.c.id))
    connection.execute(insert(outbox).values(_letter(row, drone, wall)))
    _ground(connection, drone["id"], "off")
    bump(connection, "letters")
    return row | {"id": number, "drone": drone["name"]}


def end_mission(
    connection: Connection, code: str, found: str, words: str, actor: Actor, now: datetime, kind: Topic | None = None
) -> Row:
    """What it came back with. A fire (of `kind`) becomes an event at the point, found by drone at this moment.

    UnknownThing (no such mission for this actor), Forbidden, BadInput, DispatchRefused (ended already).
    """
    take_turn(connection)
    may_order(actor)
    m = drone_mission.c
    row = connection.execute(select(drone_mission).where(m.code == code)).mappings().one_or_none()
    if row is None or not actor.scope.covers(row["cell_id"], row["cell_id"]):
        raise UnknownThing(_("没有这个飞行任务"))
    if found not in FOUND or (found == "fire") != (kind is not None):
        raise BadInput(_("请选择结果；发现火情须注明类型"))
    if len(words) > LONGEST:
        raise BadInput(_("“%(name)s”过长") % {"name": _("说明")})
    change: dict[str, Any] = {"ended_at": now, "found": found, "words": words.strip() or None}
    if not connection.execute(update(drone_mission).where(m.id == row["id"], FLYING).values(change)).rowcount:
        raise DispatchRefused(_("这个飞行任务已结束"))
    fire = report(connection, _fire(row, kind, words, now), actor, now) if kind else None
    connection.execute(update(drone_mission).where(m.id == row["id"]).values(fire_id=fire))
    _ground(connection, row["responder_id"], "idle")
    return dict(row) | change | {"fire_id": fire}


def _point(connection: Connection, new: NewMission, actor: Actor) -> Standing:
    try:
        there = standing(connection, actor.scope, new.lon, new.lat, "wgs84")
    except Fault as fault:
        raise BadInput(str(fault)) from None
    if there is None:
        raise BadInput(_("这个点不在本市或您的管辖范围内"))
    return there


def _chosen(drones: Sequence[dict[str, Any]], code: str, there: Standing) -> tuple[dict[str, Any], float]:
    """The one that is named, if it can fly; else the nearest that can, those whose battery is known first."""
    if not drones:
        raise DispatchRefused(_("没有登记无人机"))
    away = distance([one["lon"] for one in drones], [one["lat"] for one in drones], there.lon, there.lat)
    near = list(zip(drones, np.asarray(away).reshape(-1).tolist(), strict=True))
    if code:
        named = next(((one, km) for one, km in near if one["code"] == code), None)
        if named is None:
            raise UnknownThing(_("没有这架无人机"))
        if named[0]["doing"] == "low":
            told = {"name": named[0]["name"], "n": named[0]["battery"], "least": LEAST_BATTERY}
            raise DispatchRefused(_("%(name)s 电量 %(n)s%%，低于 %(least)s%%，请换机") % told)
        if named[0]["doing"] != "idle":
            raise DispatchRefused(_("%(name)s 正在执行任务或离线，请换机") % {"name": named[0]["name"]})
        return named
    able = [one for one in near if one[0]["doing"] == "idle"]
    if not able:
        raise DispatchRefused(_("没有待命且电量充足的无人机"))
    return min(able, key=lambda one: (one[0]["battery"] is None, one[1]))


def _letter(row: Row, drone: Row, wall: datetime) -> dict[str, Any]:
    """For the flight platform, by the usual webhook of dispatch."""
    told = {name: row[name] for name in ("lon", "lat", "what", "place")}
    told |= {"kind": "fly", "mission": row["code"], "words": f"{drone['name']} → {row['place']}：{row['what']}"}
    told |= {"responder": drone["code"], "name": drone["name"], "simulated": row["provenance"] == "simulated"}
    body = json.dumps(told, ensure_ascii=False)
    return {"message": row["message"], "channel": "webhook", "kind": "fly", "address": drone["code"], "body": body} | {
        "state": "due",
        "attempts": 0,
        "due_at": wall,
    }


def _fire(row: Row, kind: Topic, words: str, now: datetime) -> Report:
    leaf = kind.categories[0]
    with speaking("zh"):
        title = _("无人机发现火情：%(place)s") % {"place": row["place"]}
    return Report(
        title=title,
        text=words.strip() or None,
        category=leaf.partition(".")[0],
        leaf=leaf,
        source="drone",
        grade="B",
        cell_id=row["cell_id"],
        place=row["place"],
        lon=row["lon"],
        lat=row["lat"],
        reported_at=now,
        provenance=row["provenance"],
    )


def _ground(connection: Connection, number: int, state: str) -> None:
    """Nobody else sends it while it flies."""
    connection.execute(update(responder).where(responder.c.id == number).values(state=state))
    bump(connection, "responders", "crews")

"""Taking a record in: its category and place are looked up, then it becomes an event. Every door goes through here."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from data.commands.events import Report, bring, report
from data.commands.express import send_straight
from data.commands.moves import retell
from data.commands.revisions import bump
from data.intake.crs import to_wgs84
from data.intake.lines_in import check_line
from data.intake.record import Fault, Record
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.lines_in import lines_named
from data.queries.locate import Located, cell_of_region, locate
from data.schema import category, event, event_external
from data.words import CATEGORIES


@dataclass(frozen=True)
class Taken:
    """`outcome`: created, or known: the same sender had sent it before; if it has got further since, we know now."""

    event_id: int
    code: str
    outcome: str


def take(connection: Connection, record: Record, *, origin: str, actor: Actor, now: datetime) -> Taken:
    """The event of this record, in the caller's transaction. Fault when it cannot be one; nothing is written then."""
    known = _known(connection, record, origin)
    new = None if known else prepared(connection, record, actor, now)
    bump(connection, "events")  # writers queue here: of two that send the same record at once, the second finds it
    known = known or _known(connection, record, origin)
    if known or new is None:
        return _again(connection, known, record, actor, now)
    life = record.life
    number = bring(connection, new, life, actor, now) if life else report(connection, new, actor, now)
    if record.line and not life:
        send_straight(connection, number, record.line, now)
    if record.external_id:
        row = {"origin": origin, "external_id": record.external_id, "event_id": number}
        connection.execute(insert(event_external).values(row))
    return _taken(connection, number, "created")


def _again(connection: Connection, known: Taken | None, record: Record, actor: Actor, now: datetime) -> Taken:
    assert known is not None
    record.check_times(now)
    if record.life:
        retell(connection, known.event_id, record.life, actor, now)
    return known


def prepared(connection: Connection, record: Record, actor: Actor, now: datetime) -> Report:
    """The record with its category and place looked up, and the actor's right to report there checked."""
    record.check_times(now)
    top = top_of(connection, record.category)
    if record.line:
        check_line(record.line, record.source, lines_named(connection, {record.line}))
    place = placed_of(connection, record)
    if not actor.scope.covers(place[0].cell_id, place[0].cell_id):
        raise out_of_scope()
    return reported(record, top, place)


def reported(record: Record, top: str, where: tuple[Located, str, float, float]) -> Report:
    """The report of a record whose category and place are known."""
    found, placed, lon, lat = where
    return Report(
        title=record.title,
        text=record.text,
        category=top,
        leaf=record.category,
        source=record.source,
        line=record.line,
        grade=record.grade or "C",
        cell_id=found.cell_id,
        place=record.place or found.place,
        placed=placed,
        lon=lon,
        lat=lat,
        reported_at=record.reported_at,
        provenance=record.provenance,
    )


def top_of(connection: Connection, code: str) -> str:
    """The first-level category above a code of any level."""
    top = connection.scalar(select(category.c.top).where(category.c.code == code))
    if top is None and code not in CATEGORIES:
        raise unknown_category(code)
    return str(top or code)


def placed_of(connection: Connection, record: Record) -> tuple[Located, str, float, float]:
    """Where it counts, how exactly that is known, and the point on the map in WGS-84."""
    if record.lon is not None and record.lat is not None:
        lon, lat = to_wgs84([record.lon], [record.lat], record.crs)[0].tolist()
        found = locate(connection, lon, lat)
        if found is None:
            raise outside(connection, record)
        return found, "exact", lon, lat
    if record.region is None:
        raise Fault("missing", _("没有坐标,也没有区划代码"))
    found = cell_of_region(connection, record.region)
    if found is None:
        raise Fault("outside", _("本市没有区划代码“%(code)s”") % {"code": record.region})
    return found, "region", found.lon, found.lat


def outside(connection: Connection, record: Record) -> Fault:
    """Its coordinates lie outside the city; told apart when only their order is wrong."""
    where = {"lon": f"{record.lon:.6f}", "lat": f"{record.lat:.6f}"}
    if locate(connection, *to_wgs84([record.lat or 0.0], [record.lon or 0.0], record.crs)[0].tolist()):
        return Fault("outside", _("坐标 %(lon)s, %(lat)s 不在本市:经度与纬度似乎写反了") % where)
    return Fault("outside", _("坐标 %(lon)s, %(lat)s 不在本市") % where)


def unknown_category(code: str) -> Fault:
    return Fault("category", _("类别目录中没有“%(code)s”") % {"code": code})


def out_of_scope() -> Fault:
    return Fault("scope", _("该地点不在可上报的范围内"))


def _known(connection: Connection, record: Record, origin: str) -> Taken | None:
    if not record.external_id:
        return None
    mine = (event_external.c.origin == origin, event_external.c.external_id == record.external_id)
    number = connection.scalar(select(event_external.c.event_id).where(*mine))
    return None if number is None else _taken(connection, number, "known")


def _taken(connection: Connection, number: int, outcome: str) -> Taken:
    code = connection.scalar(select(event.c.code).where(event.c.id == number))
    return Taken(number, str(code), outcome)

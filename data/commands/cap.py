"""CAP 1.2 messages enter the house, each once: an Update replaces, a Cancel clears, what is not for real is only kept.

https://docs.oasis-open.org/emergency/cap/v1.2/CAP-v1.2-os.html, 3.2.1: msgType, status, references.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import shapely
from sqlalchemy import Connection, insert, select

from data.cap.heard import Heard, heard, shown
from data.cap.model import Alert
from data.cap.parse import LARGEST, parse, parse_text, text_of
from data.clock import KEY as DEMO_CLOCK
from data.commands.facts import fact
from data.commands.revisions import bump
from data.commands.warnings import NewWarning, move_warning, raise_warning
from data.errors import BadInput, CockpitError, Forbidden, UnknownRegion, UnknownThing, WarningRefused
from data.intake.keep import quarantine
from data.intake.record import Fault
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.covered import disc, drawn, holding, named, outermost, ring
from data.queries.regions import Region
from data.schema import cap_message, warning

DOOR = "cap"
TURNED_AWAY = (BadInput, Forbidden, UnknownRegion, UnknownThing, WarningRefused)
REPLACES = ("Update", "Cancel")
MOST_LATER = 500  # later messages of a sender that are looked through for one that came before its time


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What became of a message.

    `outcome`: raised, updated, cleared, kept (nothing for the board), known (it came before) or quarantined.
    """

    outcome: str
    warning_id: int | None = None
    quarantine: int | None = None
    fault: str = ""
    detail: str = ""


def take(connection: Connection, raw: bytes, actor: Actor, now: datetime, *, provenance: str = "published") -> Taken:
    """Take one message in, whatever it is. Nothing of it is left on the board when it is refused."""
    bump(connection, "warnings")  # first: writers queue here
    bump(connection, "intake")  # last in every door, so that none wait for each other in a ring
    try:
        with connection.begin_nested():
            return _take(connection, parse(raw), text_of(raw), actor, now, provenance)
    except TURNED_AWAY as error:
        fault = error if isinstance(error, Fault) else Fault(_code(error), str(error))
        number = quarantine(connection, door=DOOR, origin=actor.name, raw=text_of(raw), fault=fault, now=now)
        return Taken(outcome="quarantined", quarantine=number, fault=fault.code, detail=str(fault))


def retake(connection: Connection, text: str, actor: Actor, now: datetime) -> Taken:
    """A message that waits in the quarantine, mended or as it came. It is refused as its door refuses it.

    Its provenance is that of the database: simulated where that lives on simulated data.
    """
    if len(text) > LARGEST:
        raise Fault("too_long", _("CAP 报文超过 %(n)s KB") % {"n": LARGEST // 1024})
    lived = "simulated" if fact(connection, DEMO_CLOCK) else "published"
    return _take(connection, parse_text(text), text, actor, now, lived)


def _take(connection: Connection, alert: Alert, text: str, actor: Actor, now: datetime, provenance: str) -> Taken:
    if known := _known(connection, alert, text):
        return known
    taken = _acted(connection, alert, actor, now, provenance)
    row: dict[str, Any] = dict(
        sender=alert.sender, identifier=alert.identifier, sent=alert.sent, status=alert.status, kind=alert.kind
    )
    row |= dict(warning_id=taken.warning_id, raw=text, received_at=now)
    connection.execute(insert(cap_message).values(row))
    return taken


def _known(connection: Connection, alert: Alert, text: str) -> Taken | None:
    """What we have of this sender under this identifier already. Fault when it says something else now."""
    mine = (cap_message.c.sender == alert.sender, cap_message.c.identifier == alert.identifier)
    row = connection.execute(select(cap_message.c.warning_id, cap_message.c.raw).where(*mine)).one_or_none()
    if row is None:
        return None
    if row.raw != text and parse_text(row.raw) != alert:
        raise Fault("duplicate", _("%(name)s 已收到过,这一次内容不同") % {"name": alert.identifier})
    return Taken(outcome="known", warning_id=row.warning_id)


def _acted(connection: Connection, alert: Alert, actor: Actor, now: datetime, provenance: str) -> Taken:
    if not shown(alert):
        return Taken(outcome="kept", detail=_("%(status)s、%(scope)s 报文只存档") % vars(alert))
    live = _referred(connection, alert)
    if _overtaken(connection, alert, live):
        return Taken(outcome="kept", detail=_("已有更新的报文"))
    if alert.kind == "Cancel":
        return _cleared(connection, alert, live, actor, now)
    told = heard(alert)
    if told.over or (told.expires is not None and told.expires <= now):
        done = _cleared(connection, alert, live, actor, now)
        return done if live else Taken(outcome="kept", detail=_("预警已失效"))
    regions = _regions(connection, told, actor)
    if not live:
        number = raise_warning(connection, _new(connection, alert, told, regions, provenance), actor, now)
        return Taken(outcome="raised", warning_id=number)
    first, *others = live
    _cleared(connection, alert, others, actor, now)
    _updated(connection, alert, told, regions, first, actor, now)
    return Taken(outcome="updated", warning_id=first.id)


def _new(connection: Connection, alert: Alert, told: Heard, regions: Sequence[Region], provenance: str) -> NewWarning:
    return NewWarning(
        field=told.field,
        title=told.title,
        colour=told.colour,
        words=told.words,
        region_id=holding(connection, regions),
        regions=tuple(one.id for one in regions),
        at=alert.sent,
        origin=alert.sender[:64],
        provenance=provenance,
        expires_at=told.expires,
    )


def _updated(
    connection: Connection,
    alert: Alert,
    told: Heard,
    regions: Sequence[Region],
    was: Any,
    actor: Actor,
    now: datetime,
) -> None:
    """The warning says what the newest message says."""
    said: dict[str, Any] = {"title": told.title, "words": told.words, "expires_at": told.expires}
    said |= {"regions": [one.id for one in regions], "reason": _reason(alert)}
    name = "update" if told.colour == was.colour else "escalate" if told.colour < was.colour else "deescalate"
    if name != "update":
        said["colour"] = told.colour
    move_warning(connection, was.id, name, actor, max(now, alert.sent), now, **said)


def _cleared(connection: Connection, alert: Alert, live: Sequence[Any], actor: Actor, now: datetime) -> Taken:
    for one in live:
        move_warning(connection, one.id, "clear", actor, max(now, alert.sent), now, reason=_reason(alert))
    if live:
        return Taken(outcome="cleared", warning_id=live[0].id)
    return Taken(outcome="kept", detail=_("引用的报文没有在发的预警"))


def _referred(connection: Connection, alert: Alert) -> list[Any]:
    """The live warnings of the messages that this one refers to, its sender's own only; the newest first."""
    names = [one.identifier for one in alert.references if one.sender == alert.sender]
    if not names or alert.kind not in REPLACES:
        return []
    of = select(cap_message.c.warning_id).where(
        cap_message.c.sender == alert.sender, cap_message.c.identifier.in_(names)
    )
    columns = (warning.c.id, warning.c.colour)
    rows = connection.execute(select(*columns).where(warning.c.id.in_(of), warning.c.ended_at.is_(None)))
    return sorted(rows.all(), key=lambda row: -row.id)


def _overtaken(connection: Connection, alert: Alert, live: Sequence[Any]) -> bool:
    """Whether a later message that came before this one has replaced it, or the one it replaces."""
    later = (cap_message.c.sender == alert.sender, cap_message.c.sent > alert.sent)
    replaced = select(cap_message).where(*later, cap_message.c.kind.in_(REPLACES)).order_by(cap_message.c.sent)
    rows = connection.execute(replaced.limit(MOST_LATER)).all()
    own = {one.id for one in live}
    if any(row.warning_id in own for row in rows):
        return True
    names = [one.identifier for row in rows for one in parse_text(row.raw).references if one.sender == alert.sender]
    return alert.identifier in names


def _regions(connection: Connection, told: Heard, actor: Actor) -> list[Region]:
    shapes = [ring(points) for points in told.polygons] + [disc(one.centre, one.radius) for one in told.circles]
    found = named(connection, told.codes, actor.scope)
    if shapes:
        found += drawn(connection, shapely.unary_union(shapes))
    if not found:
        raise Fault("outside", _("报文的区域不在本市"))
    return outermost(found)


def _reason(alert: Alert) -> str:
    words = alert.note or (alert.infos[0].headline if alert.infos else "") or ""
    return f"{alert.sender} {alert.kind} {alert.identifier} {words}".strip()[:2_000]


def _code(error: CockpitError) -> str:
    return "scope" if isinstance(error, Forbidden | UnknownThing | UnknownRegion) else "malformed"

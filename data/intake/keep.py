"""The quarantine: what could not be taken waits here with the reason, to be mended and replayed, or dropped."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from data.commands.revisions import bump
from data.errors import BadInput, EventRefused, Forbidden, ThingRefused, UnknownThing
from data.intake.reading import reread
from data.intake.record import FAULTS, Fault
from data.intake.taking import take
from data.intake.words import DOORS
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.quarantine import whole
from data.schema import quarantine as kept
from data.things.taking import take_raw

__all__ = ["DOORS", "FAULTS", "Settled", "drop", "kept_row", "quarantine", "replay"]
THINGS = "things"  # the door of rows that are no events


@dataclass(frozen=True)
class Settled:
    """What became of a replay: an event or a thing (`outcome`), or it waits on with this fault and reason."""

    event_id: int | None
    code: str = ""
    outcome: str = ""
    fault: str = ""
    reason: str = ""


def quarantine(
    connection: Connection,
    *,
    door: str,
    origin: str,
    raw: Mapping[str, Any] | str,
    fault: Fault,
    now: datetime,
    profile: str = "",
    batch_id: int | None = None,
    row: int | None = None,
) -> int:
    """Keep `raw` as it came; returns its number. `profile` says how it is read (empty: as our own JSON)."""
    values = kept_row(door=door, origin=origin, raw=raw, fault=fault, now=now, profile=profile) | {
        "batch_id": batch_id,
        "row": row,
    }
    bump(connection, "intake")
    return int(connection.scalar(insert(kept).values(values).returning(kept.c.id)) or 0)


def kept_row(
    *, door: str, origin: str, raw: Mapping[str, Any] | str, fault: Fault, now: datetime, profile: str
) -> dict[str, Any]:
    """The row of the quarantine table, for those who write many at once."""
    text = raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False, default=str)
    return {
        "door": door,
        "origin": origin[:64],
        "profile": profile,
        "raw": _storable(text),
        "fault": fault.code if fault.code in FAULTS else "malformed",
        "reason": _storable(str(fault)),
        "at": now,
        "state": "waiting",
    }


def replay(
    connection: Connection, number: int, mended: Mapping[str, Any] | str | None, actor: Actor, now: datetime
) -> Settled:
    """Take it in as mended (None: as it came). What fails again waits on with the new reason; the raw row stays."""
    thing = connection.scalar(select(kept.c.door).where(kept.c.id == number)) == THINGS
    topic = "features" if thing else "events"
    bump(connection, topic, "intake")  # writers queue here, all in this order: none wait for each other in a ring
    row = _waiting_one(connection, number, actor)
    try:
        raw = _object(row["raw"] if mended is None else mended)
        if thing:
            return _replay_thing(connection, row, raw, actor, now)
        with connection.begin_nested():
            record = reread(connection, row["profile"], raw, origin=row["origin"])
            done = take(connection, record, origin=row["origin"], actor=actor, now=now)
    except (BadInput, EventRefused, ThingRefused, Forbidden) as error:
        fault = error if isinstance(error, Fault) else Fault("malformed", str(error))
        change = {"fault": fault.code, "reason": _storable(str(fault))}
        connection.execute(update(kept).where(kept.c.id == number).values(change))
        bump(connection, "intake")
        return Settled(None, fault=fault.code, reason=str(fault))
    _settle(connection, number, "replayed", actor, now, done.event_id)
    return Settled(done.event_id, done.code, done.outcome)


def _replay_thing(
    connection: Connection, row: RowMapping, raw: Mapping[str, Any], actor: Actor, now: datetime
) -> Settled:
    with connection.begin_nested():
        taken = take_raw(connection, raw, row["profile"], actor, now)
    _settle(connection, row["id"], "replayed", actor, now, None)
    return Settled(None, taken.code, taken.outcome)


def drop(connection: Connection, number: int, actor: Actor, now: datetime) -> None:
    """It will not become an event; the row stays with who decided that."""
    bump(connection, "intake")  # two who settle the same row queue here
    _waiting_one(connection, number, actor)
    _settle(connection, number, "dropped", actor, now, None)


def _settle(connection: Connection, number: int, state: str, actor: Actor, now: datetime, event_id: int | None) -> None:
    change = {"state": state, "event_id": event_id, "settled_by": actor.name[:64], "settled_at": now}
    still = (kept.c.id == number, kept.c.state == "waiting")
    if not connection.execute(update(kept).where(*still).values(change)).rowcount:
        raise EventRefused(_("这一条刚刚已被处理"))
    bump(connection, "intake")


def _waiting_one(connection: Connection, number: int, actor: Actor) -> RowMapping:
    """Its place is not known yet, so only those whose scope is the whole city may touch it."""
    row = connection.execute(select(kept).where(kept.c.id == number)).mappings().one_or_none()
    if row is None or not whole(connection, actor.scope):
        raise UnknownThing(_("隔离区没有这一条"))
    if row["state"] != "waiting":
        raise EventRefused(_("这一条已经处理过了"))
    return row


def _object(raw: Mapping[str, Any] | str) -> Mapping[str, Any]:
    try:
        value = json.loads(raw) if isinstance(raw, str) else raw
    except (ValueError, RecursionError):
        raise Fault("malformed", _("不是完整的数据:读不出各项")) from None
    if not isinstance(value, Mapping):
        raise Fault("malformed", _("应为一个对象"))
    return value


def _storable(text: str) -> str:
    """PostgreSQL keeps no NUL and no half of a surrogate pair; both stay visible."""
    return text.replace("\x00", "\\u0000").encode("utf-8", "backslashreplace").decode("utf-8")

"""Replaying and dropping what waits in the quarantine: each row goes again through the door that it came by."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update

from data.clock import KEY as DEMO_CLOCK
from data.commands.cap import TURNED_AWAY
from data.commands.cap import retake as retake_message
from data.commands.facts import fact
from data.commands.forecasts import take_forecast
from data.commands.revisions import bump
from data.commands.scenarios import DOOR as SCENARIOS
from data.commands.scenarios import retake as retake_scenario
from data.commands.signal_taking import take_signal
from data.doors.forecast_models import expected_of
from data.errors import CockpitError, EventRefused, Forbidden, ThingRefused, UnknownRegion, UnknownThing
from data.indicator.importing import retake as retake_indicator
from data.intake.keep import storable
from data.intake.reading import reread
from data.intake.record import Fault
from data.intake.taking import take
from data.language import gettext as _
from data.ledgers.fields import dictionary
from data.ledgers.taking import take_record
from data.life.actor import Actor
from data.queries.quarantine import whole
from data.readings.retaking import is_reading
from data.readings.retaking import retake as retake_reading
from data.schema import quarantine as kept
from data.things.taking import lived_here, take_raw

__all__ = ["RETAKES", "Settled", "drop", "replay"]
STILL_WRONG = (*TURNED_AWAY, EventRefused, ThingRefused)
Mended = Mapping[str, Any] | str | None


@dataclass(frozen=True)
class Settled:
    """What became of a replay: `outcome` of `code` (of an event its `event_id`), or it waits on with this reason."""

    event_id: int | None
    code: str = ""
    outcome: str = ""
    fault: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Retake:
    """How rows of a door are taken again. `topics`: in the order in which that door's writers queue."""

    take: Callable[[Connection, RowMapping, Mapping[str, Any] | str, Actor, datetime], Settled]
    topics: tuple[str, ...]


def _event(connection: Connection, row: RowMapping, raw: Any, actor: Actor, now: datetime) -> Settled:
    record = reread(connection, row["profile"], _object(raw), origin=row["origin"])
    done = take(connection, record, origin=row["origin"], actor=actor, now=now)
    return Settled(done.event_id, done.code, done.outcome)


def _thing(connection: Connection, row: RowMapping, raw: Any, actor: Actor, now: datetime) -> Settled:
    taken = take_raw(connection, _object(raw), row["profile"], actor, now)
    return Settled(None, taken.code, taken.outcome)


def _record(connection: Connection, row: RowMapping, raw: Any, actor: Actor, now: datetime) -> Settled:
    known, told = dictionary(connection), _object(raw)
    outcome = take_record(connection, known, known.ledgers[row["profile"]], told, actor, now)
    return Settled(None, str(told.get("code", ""))[:64], outcome)


def _reading(connection: Connection, row: RowMapping, raw: Any, actor: Actor, now: datetime) -> Settled:
    told = _object(raw)
    about = {"profile": row["profile"], "origin": row["origin"]}
    taken = retake_reading(connection, told, actor.scope, now, **about)
    counts = [name for name, n in taken.counts.items() if n]
    return Settled(None, str(told.get("station", ""))[:64], counts[0] if counts else "known")


def _message(connection: Connection, _row: RowMapping, raw: Any, actor: Actor, now: datetime) -> Settled:
    text = raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False)
    taken = retake_message(connection, text, actor, now)
    return Settled(None, outcome=taken.outcome)


def _forecast(connection: Connection, row: RowMapping, raw: Any, actor: Actor, now: datetime) -> Settled:
    """It stays the forecast of the office that sent it, whoever mends it."""
    lived = "simulated" if fact(connection, DEMO_CLOCK) else "published"
    issuer, told = replace(actor, name=row["origin"]), expected_of(_object(raw), now)
    return Settled(None, told.region, take_forecast(connection, told, issuer, now, provenance=lived))


def _indicator(connection: Connection, row: RowMapping, raw: Any, actor: Actor, now: datetime) -> Settled:
    said = retake_indicator(connection, row, _object(raw), actor, now)
    return Settled(None, said.code, said.period)


def _signal(connection: Connection, row: RowMapping, raw: Any, actor: Actor, now: datetime) -> Settled:
    """It stays the signal of the sender that told it, whoever mends it."""
    lived = "simulated" if fact(connection, DEMO_CLOCK) else "measured"
    taken = take_signal(connection, _object(raw), actor, now, origin=row["origin"], provenance=lived)
    return Settled(None, taken.code, taken.outcome)


def _scenario(connection: Connection, _row: RowMapping, raw: Any, actor: Actor, now: datetime) -> Settled:
    return Settled(None, *retake_scenario(connection, _object(raw), actor, now, lived_here(connection)))


EVENT = Retake(_event, ("events", "intake"))
READING = Retake(_reading, ("readings", "warnings", "intake"))  # rules look at what is new
RETAKES = {
    "api": EVENT,
    "open311": EVENT,
    "file": EVENT,
    "form": EVENT,
    "things": Retake(_thing, ("features", "intake")),
    "ledgers": Retake(_record, ("ledgers", "intake")),
    "readings": READING,
    "mqtt": READING,
    "forecasts": Retake(_forecast, ("warnings", "intake")),
    "indicators": Retake(_indicator, ("indicators", "intake")),
    "signals": Retake(_signal, ("signals", "intake")),
    SCENARIOS: Retake(_scenario, ("catalogue", "intake")),
    "cap": Retake(_message, ("warnings", "intake")),
}


def replay(connection: Connection, number: int, mended: Mended, actor: Actor, now: datetime) -> Settled:
    """Take it in as mended (None: as it came). What fails again waits on with the new reason; the raw row stays."""
    again = _again(connection, number)
    for topic in again.topics:
        bump(connection, topic)  # writers queue here, all of a door in this order: none wait for each other in a ring
    row = _waiting_one(connection, number, actor)
    try:
        with connection.begin_nested():
            done = again.take(connection, row, row["raw"] if mended is None else mended, actor, now)
    except STILL_WRONG as error:
        fault = error if isinstance(error, Fault) else Fault(_code(error), str(error))
        change = {"fault": fault.code, "reason": storable(str(fault))}
        connection.execute(update(kept).where(kept.c.id == number).values(change))
        return Settled(None, fault=fault.code, reason=str(fault))
    _settle(connection, number, "replayed", actor, now, done.event_id)
    return done


def drop(connection: Connection, number: int, actor: Actor, now: datetime) -> None:
    """It will not become anything; the row stays with who decided that."""
    bump(connection, "intake")  # two who settle the same row queue here
    _waiting_one(connection, number, actor)
    _settle(connection, number, "dropped", actor, now, None)


def _again(connection: Connection, number: int) -> Retake:
    row = connection.execute(select(kept.c.door, kept.c.profile).where(kept.c.id == number)).first()
    if row is None:
        raise UnknownThing(_("隔离区没有这一条"))
    return READING if is_reading(row.profile) else RETAKES.get(row.door, EVENT)


def _settle(connection: Connection, number: int, state: str, actor: Actor, now: datetime, event_id: int | None) -> None:
    change = {"state": state, "event_id": event_id, "settled_by": actor.name[:64], "settled_at": now}
    still = (kept.c.id == number, kept.c.state == "waiting")
    if not connection.execute(update(kept).where(*still).values(change)).rowcount:
        raise EventRefused(_("这一条刚刚已被处理"))


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


def _code(error: CockpitError) -> str:
    return "scope" if isinstance(error, Forbidden | UnknownThing | UnknownRegion) else "malformed"

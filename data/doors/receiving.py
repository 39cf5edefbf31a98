"""Receiving an event that someone sends: it becomes an event, or goes to the quarantine with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection

from data.answer import Provenance
from data.commands.codes import KEPT, ticket_of
from data.doors.event_models import NewEvent
from data.doors.keys import Sender
from data.errors import BadInput, EventRefused, Forbidden, UnknownThing
from data.house import House
from data.intake.keep import quarantine
from data.intake.plain import record_of
from data.intake.record import Fault, Record
from data.intake.taking import Taken, take
from data.language import gettext as _

FAULTS = {"missing": "missing", "string_too_long": "too_long", "too_long": "too_long"}  # pydantic's word: ours
MOST_ERRORS = 10


class Malformed(Fault):
    """A fault with all that is wrong, each `{where, code, detail}`."""

    def __init__(self, code: str, message: str, errors: list[dict[str, str]]) -> None:
        super().__init__(code, message)
        self.errors = errors


@dataclass(frozen=True)
class Received:
    """What became of it: the event, or the number in the quarantine with what is wrong."""

    outcome: str
    taken: Taken | None = None
    quarantine: int | None = None
    detail: str = ""
    errors: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Desk:
    """Where one request is received: by which door, from whom, and when."""

    connection: Connection
    door: str
    sender: Sender
    now: datetime
    provenance: Provenance

    def receive(self, raw: Any) -> Received:
        """Take one raw event in, whatever it is. Nothing of it is left behind when it is refused."""
        try:
            with self.connection.begin_nested():
                record = self._record(raw)
                taken = take(
                    self.connection, record, origin=self.sender.actor.name, actor=self.sender.actor, now=self.now
                )
                return Received(taken.outcome, taken)
        except (BadInput, EventRefused, Forbidden, UnknownThing) as error:
            fault = error if isinstance(error, Fault) else Fault(_code(error), str(error))
            return self._set_aside(raw, fault)

    def _record(self, raw: Any) -> Record:
        checked(raw)
        if raw.get("life") and self.sender.actor.role != "system":
            raise Fault("scope", _("只有系统可以带入办理经过"))
        return record_of(self._completed(raw), source=self.sender.source)

    def _completed(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """With what the sender need not say, so that a replay reads the same."""
        told = {name: value for name, value in raw.items() if value is not None}
        known = {
            "source": self.sender.source,
            "reported_at": self.now.isoformat(),
            "provenance": self.provenance,
        }
        return known | told

    def _set_aside(self, raw: Any, fault: Fault) -> Received:
        kept = self._completed(raw) if isinstance(raw, dict) else {"value": raw}
        number = quarantine(
            self.connection, door=self.door, origin=self.sender.actor.name, raw=kept, fault=fault, now=self.now
        )
        errors = fault.errors if isinstance(fault, Malformed) else []
        errors = errors or [{"where": "", "code": fault.code, "detail": str(fault)}]
        return Received("quarantined", None, ticket_of(self.connection, KEPT, number), str(fault), errors)


def desk(connection: Connection, house: House, door: str, sender: Sender) -> Desk:
    """A desk of this house; what it takes in is simulated where the house is."""
    lived: Provenance = "simulated" if house.clock.holds_demo() else "measured"
    return Desk(connection, door, sender, house.clock.now(), lived)


def checked(raw: Any) -> NewEvent:
    """`raw` as the model of an event to report; Malformed with all that does not fit."""
    try:
        return NewEvent.model_validate(raw)
    except ValidationError as error:
        found = told(error)
        first = found[0]
        facts = {"name": first["where"] or "events"}
        sentence = {
            "missing": _("缺少“%(name)s”"),
            "extra_forbidden": _("不认识的项:%(names)s") % {"names": facts["name"]},
            "too_long": _("“%(name)s”过长"),
        }.get(first["code"], _("“%(name)s”不合要求"))
        code = first["code"] if first["code"] in ("missing", "too_long") else "malformed"
        raise Malformed(code, sentence % facts, found) from None


def told(error: ValidationError) -> list[dict[str, str]]:
    """What is wrong, in our words; never what was sent."""
    found = error.errors(include_url=False, include_context=False, include_input=False)[:MOST_ERRORS]
    return [
        {
            "where": ".".join(str(part)[:40] for part in one["loc"]),
            "code": FAULTS.get(one["type"], one["type"]),
            "detail": one["msg"].removeprefix("Value error, "),
        }
        for one in found
    ]


def _code(error: Exception) -> str:
    return "scope" if isinstance(error, Forbidden | UnknownThing) else "malformed"

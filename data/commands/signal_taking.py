"""Taking in one signal that a sender tells: within its region, known again by its own code."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from data.commands.signals import read_signal, retold
from data.errors import BadInput, Forbidden
from data.intake.record import Fault, clean
from data.language import gettext as _
from data.life.actor import Actor
from data.schema import signal
from data.signal_words import SIGNAL_KINDS

TELLERS = ("system", "agency", "duty_officer")
OUTCOMES = ("created", "changed", "known", "quarantined")


@dataclass(frozen=True)
class Told:
    """What became of it."""

    outcome: str
    kind: str
    code: str


def take_signal(
    connection: Connection, raw: Mapping[str, Any], actor: Actor, now: datetime, *, origin: str, provenance: str
) -> Told:
    """`origin`: the name of its sender. Fault for what makes no sense or lies elsewhere."""
    row = {name: _text(value) for name, value in raw.items()} | {"at": _text(raw.get("at")).upper()}
    kind = row.pop("kind", "")
    if kind not in SIGNAL_KINDS:
        raise Fault("category", _("没有“%(kind)s”这种线索") % {"kind": clean(kind, line=True)[:32]})
    try:
        one = read_signal(connection, row, kind, now)
    except Fault:
        raise
    except BadInput as error:
        raise Fault("malformed", str(error)) from None
    if not actor.scope.covers(one["cell_id"], one["cell_id"]):
        raise _elsewhere(row)
    mine = (signal.c.kind == kind, signal.c.origin == origin, signal.c.code == one["code"])
    known = connection.execute(select(signal).where(*mine)).mappings().one_or_none()
    if known is None:
        connection.execute(insert(signal).values(one | {"origin": origin, "provenance": provenance}))
        return Told("created", kind, one["code"])
    return Told("changed" if retold(connection, known, one) else "known", kind, one["code"])


def _elsewhere(row: Mapping[str, str]) -> Fault:
    """What stands in another region is not there for this sender."""
    if row.get("camera"):
        return Fault("malformed", f"no camera {row['camera']} in the register")
    if row.get("lon"):
        return Fault("scope", _("不在可报区域内"))
    return Fault("malformed", f"no region {row['region']}")


def check_teller(actor: Actor) -> None:
    if actor.role not in TELLERS:
        raise Forbidden(_("这个角色的密钥不能上报线索"))


def _text(value: Any) -> str:
    """As a file would tell it."""
    if value is None or isinstance(value, bool | list | dict):
        return ""
    return value if isinstance(value, str) else f"{value:.10g}" if isinstance(value, float) else str(value)

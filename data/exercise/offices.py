"""What offices and people said on a past day: forecasts, and warnings that no rule raised (of CAP, or by hand).

Their steps, from the city's history; and how they are said again in an exercise, by whom it was then.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, or_, select

from data.commands.facts import fact, put_fact
from data.commands.forecasts import Expected, take_forecast
from data.commands.warnings import NewWarning, move_warning, raise_warning
from data.errors import UnknownThing
from data.exercise.mark import PREFIX
from data.exercise.plan import Step
from data.life.actor import Actor
from data.schema import forecast, region, warning, warning_history
from data.scope import Scope
from data.warn.life import MOVES, RAISE, TIMES, read

TWIN = "replayed_warning_"  # fact, with the id in the city after it: which warning of the exercise stands for it
NOT_SAID = "—"
TOLD = ("field", "origin", "provenance")
LASTING = ("colour", "title", "words", "region_id")
Said = Iterator[tuple[datetime, Step]]


def forecasts_of(source: Connection, begins: datetime, ends: datetime) -> Said:
    """Those of the day when they came, and those of before that were not over, when it begins."""
    f = forecast.c
    there = (f.received_at < ends, f.until > begins)
    query = select(forecast, region.c.code).join_from(forecast, region, region.c.id == f.region_id).where(*there)
    for row in source.execute(query.order_by(f.received_at, f.id)):
        told = {"region": row.code, "quantity": row.quantity, "value": row.value}
        told |= {name: getattr(row, name).isoformat() for name in ("issued_at", "since", "until")}
        step = {"kind": "forecast", "issuer": row.issuer, "provenance": row.provenance, "told": told}
        yield max(row.received_at, begins), step


def warnings_of(source: Connection, begins: datetime, ends: datetime) -> Said:
    """Raised and moved as they were; what was done with those of before is done when the day begins."""
    w, h = warning.c, warning_history.c
    mine = (w.rule.is_(None), w.raised_at < ends, or_(w.ended_at.is_(None), w.ended_at >= begins))
    query = select(warning_history, *(w[name] for name in TOLD)).join_from(
        warning_history, warning, w.id == h.warning_id
    )
    for row in source.execute(query.where(*mine, h.at < ends).order_by(h.warning_id, h.seq)).mappings():
        who = {"was": row["warning_id"], "actor": row["actor"], "role": row["role"]}
        at, change = max(row["at"], begins), read(row["change"])
        if row["move"] == RAISE:
            yield at, {"kind": "warning", **who, "told": _plain({**change, **{name: row[name] for name in TOLD}})}
        elif row["move"] in MOVES:
            yield at, {"kind": "warning_move", **who, "move": row["move"], "given": _plain(_given(row, change))}


def _given(row: Mapping[Any, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    what = MOVES[row["move"]]
    given = {name: change[name] for name in (*what.asks, *what.takes) if change.get(name) is not None}
    reason = row["reason"] or (NOT_SAID if "reason" in what.asks else None)
    return given | ({"reason": reason} if reason and "reason" in (*what.asks, *what.takes) else {})


def _plain(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: one.isoformat() if isinstance(one, datetime) else one for name, one in told.items()}


def _moments(told: Mapping[str, Any]) -> dict[str, Any]:
    times = {name: datetime.fromisoformat(told[name]).astimezone(UTC) for name in TIMES if told.get(name)}
    evidence = {"evidence": json.loads(told["evidence"])} if told.get("evidence") else {}
    return {**told, **times, **evidence}


def replay_forecast(connection: Connection, step: dict[str, Any], at: datetime) -> None:
    told = dict(step["told"])
    told |= {name: datetime.fromisoformat(told[name]) for name in ("issued_at", "since", "until")}
    who = _who(step["issuer"], "system")
    take_forecast(connection, Expected(**told), who, at, provenance=step["provenance"])


def replay_warning(connection: Connection, step: dict[str, Any], at: datetime) -> None:
    told = _moments(step["told"])
    same = {name: told[name] for name in (*TOLD, *LASTING)}
    lasting: dict[str, Any] = {"regions": tuple(told.get("regions") or ()), "evidence": told.get("evidence") or {}}
    new = NewWarning(at=at, expires_at=told.get("expires_at"), **same, **lasting)
    number = raise_warning(connection, new, _who(step["actor"], step["role"]), at)
    put_fact(connection, f"{TWIN}{step['was']}", str(number))


def replay_warning_move(connection: Connection, step: dict[str, Any], at: datetime) -> None:
    given, twin = _moments(step["given"]), fact(connection, f"{TWIN}{step['was']}")
    if "title" in given:
        given["title"] = f"{PREFIX}{given['title']}"[:96]
    if twin is None:
        raise UnknownThing(f"warning {step['was']} of that day is not here")
    move_warning(connection, int(twin), step["move"], _who(step["actor"], step["role"]), at, at, **given)


def _who(name: str, role: str) -> Actor:
    return Actor(name=name, role=role, scope=Scope.guest())

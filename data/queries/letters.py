"""Messages of orders as the page of letters lists them: each with its state and every try that was made."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from data.dispatch.words import CHANNELS, MESSAGE_STATES
from data.errors import BadInput, Forbidden
from data.language import gettext as _
from data.schema import dispatch, drone_mission, event, feature, feature_notice, message_log, outbox, task
from data.scope import EVERY_CELL, Scope
from data.things.masks import NAMES, PHONES, masked_name, masked_phone

MOST = 100
BY_NUMBER = ("sms", "voice")  # channels whose address is a telephone
Row = dict[str, Any]


def all_seen(scope: Scope) -> bool:
    """Letters lie nowhere in particular: they are for who sees all of the city, and all of its agencies."""
    return scope.covers(*EVERY_CELL) and scope.every_department


def letter_counts(connection: Connection, scope: Scope) -> dict[str, int]:
    """{state: how many}. Forbidden for who sees only a part."""
    _check(scope)
    rows = connection.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
    return {row[0]: row[1] for row in rows}


def letters(
    connection: Connection, scope: Scope, *, state: str = "", channel: str = "", before: int | None = None
) -> list[Row]:
    """The newest of a state and a channel, before a number: at most MOST, each with its tries, addresses as cleared."""
    _check(scope)
    if state not in ("", *MESSAGE_STATES) or channel not in ("", *CHANNELS):
        raise BadInput(_("没有符合条件的消息"))
    o = outbox.c
    subject, lived = (
        func.coalesce(dispatch.c.code, event.c.code, feature.c.code, drone_mission.c.code),
        func.coalesce(dispatch.c.provenance, event.c.provenance, feature.c.provenance, drone_mission.c.provenance),
    )
    query = select(outbox, subject.label("dispatch"), lived.label("provenance"), task.c.code.label("task"))
    query = query.outerjoin(dispatch, dispatch.c.id == o.dispatch_id).outerjoin(task, task.c.id == o.task_id)
    query = query.outerjoin(event, event.c.id == o.event_id)
    query = query.outerjoin(feature_notice, feature_notice.c.message == o.message)
    query = query.outerjoin(drone_mission, drone_mission.c.message == o.message)
    query = query.outerjoin(feature, feature.c.id == feature_notice.c.feature_id)
    for column, wanted in ((o.state, state), (o.channel, channel)):
        query = query.where(column == wanted) if wanted else query
    if before is not None:
        query = query.where(o.id < before)
    rows = [dict(row) for row in connection.execute(query.order_by(o.id.desc()).limit(MOST)).mappings()]
    tries = _tries(connection, [row["message"] for row in rows])
    return [_shown(row, tries.get(row["message"], []), scope) for row in rows]


def _tries(connection: Connection, messages: list[str]) -> dict[str, list[Row]]:
    columns = [message_log.c[name] for name in ("message", "at", "attempt", "outcome", "words")]
    query = select(*columns).where(message_log.c.message.in_(messages)).order_by(message_log.c.id)
    found: dict[str, list[Row]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["message"], []).append(dict(row))
    return found


def _shown(row: Mapping[str, Any], tries: list[Row], scope: Scope) -> Row:
    """Without the body as it is sent: of that only what is said, and to whom as far as one may know."""
    names = (
        "id",
        "message",
        "dispatch",
        "task",
        "channel",
        "kind",
        "state",
        "attempts",
        "due_at",
        "error",
        "provenance",
    )
    told = json.loads(row["body"])
    by_number = row["channel"] in BY_NUMBER
    address = masked_phone(row["address"], scope.clearance) if by_number and row["address"] else row["address"]
    hidden = row["address"] if by_number and scope.clearance < PHONES else ""
    if row["kind"] == "late" and not by_number:  # told to whoever holds a desk, by name
        address = masked_name(str(address or ""), scope.clearance)
    who, written = masked_name(str(told.get("name") or ""), scope.clearance), scope.clearance >= NAMES
    more = {"words": str(told.get("words") or "") if written else "", "what": str(told.get("what") or ""), "who": who}
    clean = [one | {"words": _without(one["words"], hidden)} for one in tries]
    about = {"dispatch": row["dispatch"] or told.get("code")}  # a report is in no register of cases
    return (
        {name: row[name] for name in names}
        | about
        | more
        | {
            "address": address or "",
            "error": _without(row["error"], hidden),
            "tries": clean,
        }
    )


def _without(words: str | None, hidden: str) -> str | None:
    """What the other side said, without the number that its reader may not know."""
    return words.replace(hidden, "****") if words and hidden else words


def _check(scope: Scope) -> None:
    if not all_seen(scope):
        raise Forbidden(_("发信记录只对全市范围开放"))


def moment_of_next(row: Row) -> datetime | None:
    """When it is tried next, by the server's clock; None when it is not."""
    due: datetime = row["due_at"]
    return due if row["state"] == "due" else None

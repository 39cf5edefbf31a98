"""Calls, notices and broadcasts as lists show them: each with how many were reached, and one with all its targets."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, false, func, or_, select

from data.callout_words import CALLOUT_KINDS, REACHED, REACHES
from data.errors import BadInput, UnknownThing
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.cases import in_scope
from data.queries.warning_scope import reaching
from data.schema import callout, callout_target, event, outbox, region, warning
from data.scope import Scope
from data.things.masks import masked_name, masked_phone, masked_place

MOST, PAGE = 60, 100
C, T = callout.c, callout_target.c
Row = dict[str, Any]
_OWN = ("code", "kind", "way", "title", "words", "n", "actor", "role", "at", "finish_by", "stopped_at", "stopped_by")
_ONE = ("n", "code", "name", "who", "address", "tries", "answer", "answered_at", "answer_by", "answer_words")
_REACH: ColumnElement[str] = case(  # REACHES
    (T.answer.in_(REACHED), "reached"),
    (T.answer.is_not(None), "not"),
    (outbox.c.state == "sent", "sent"),
    (outbox.c.state.in_(("due", "sending", "held")), "waiting"),
    (outbox.c.state.in_(("absent", "withheld")), "absent"),
    (outbox.c.state == "dropped", "dropped"),
    else_="failed",
)


@dataclass(frozen=True)
class Found:
    """`kinds`: {kind: how many there are}."""

    rows: list[Row]
    kinds: dict[str, int]


def callouts(connection: Connection, scope: Scope, kind: str = "", limit: int = MOST) -> Found:
    """Of regions within the scope, the newest first, each with `reach`: {of REACHES: how many targets}."""
    if kind not in ("", *CALLOUT_KINDS) or not 1 <= limit <= MOST:
        raise BadInput(f"kind: one of {', '.join(CALLOUT_KINDS)}; limit: 1 to {MOST}")
    rows = connection.execute(select(C.kind, func.count()).where(_mine(scope)).group_by(C.kind))
    kinds = dict.fromkeys(CALLOUT_KINDS, 0) | {row[0]: row[1] for row in rows}
    query = _callouts(scope)
    query = query.where(C.kind == kind) if kind else query
    found = connection.execute(query.order_by(C.at.desc(), C.id.desc()).limit(limit)).mappings().all()
    reach = _reach(connection, [row["id"] for row in found])
    return Found([_told(row, reach.get(row["id"], {}), scope) for row in found], kinds)


def callout_whole(connection: Connection, code: str, scope: Scope, reach: str = "", after: int = 0) -> Row:
    """One with its targets, a page of them after a number, those of one REACHES alone where it is named."""
    row = connection.execute(_callouts(scope).where(C.code == code)).mappings().one_or_none()
    if row is None:
        raise UnknownThing(_("没有这次联络，或不在可看范围内"))
    if reach not in ("", *REACHES):
        raise BadInput(f"reach: one of {', '.join(REACHES)}")
    names = [T[name] for name in _ONE]
    query = select(*names, _REACH.label("reach"), outbox.c.error).select_from(callout_target)
    query = query.outerjoin(outbox, outbox.c.message == T.message).where(T.callout_id == row["id"], T.n > after)
    query = query.where(_REACH.in_((reach,))) if reach else query
    targets = connection.execute(query.order_by(T.n).limit(PAGE)).mappings()
    told = _told(row, _reach(connection, [row["id"]]).get(row["id"], {}), scope)
    return told | {"targets": [_target(one, row["way"], scope) for one in targets]}


def key_for(connection: Connection, actor: Actor) -> str:
    """What a form that is drawn now is sent under: sent twice it is one call. It counts nothing for its reader."""
    last = connection.scalar(select(func.max(C.id)).where(C.key.startswith(f"{actor.who}:", autoescape=True))) or 0
    return sha256(f"{actor.who}|{last}".encode()).hexdigest()[:32]


def _callouts(scope: Scope) -> Select[Any]:
    """With its region, and what it is about where the asker may see that."""
    columns: list[Any] = [callout, region.c.name.label("region_name"), region.c.code.label("region_code")]
    columns += [event.c.code.label("event_code"), warning.c.code.label("warning_code")]
    columns += [func.coalesce(event.c.title, warning.c.title).label("subject_title")]
    query = select(*columns).join_from(callout, region, region.c.id == C.region_id)
    query = query.outerjoin(event, and_(event.c.id == C.event_id, *in_scope(scope)))
    query = query.outerjoin(warning, and_(warning.c.id == C.warning_id, reaching(scope)))
    return query.where(_mine(scope))


def _mine(scope: Scope) -> ColumnElement[bool]:
    """They are for who answers for all departments of their region."""
    if not scope.every_department:
        return false()
    return or_(*(and_(C.lo >= lo, C.hi <= hi) for lo, hi in scope.cells))


def _reach(connection: Connection, ids: list[int]) -> dict[int, dict[str, int]]:
    query = select(T.callout_id, _REACH.label("reach"), func.count()).select_from(callout_target)
    query = query.outerjoin(outbox, outbox.c.message == T.message).where(T.callout_id.in_(ids))
    found: dict[int, dict[str, int]] = {}
    for number, reach, n in connection.execute(query.group_by(T.callout_id, _REACH)):
        found.setdefault(number, {})[reach] = n
    return found


def _told(row: Mapping[Any, Any], reach: Mapping[str, int], scope: Scope) -> Row:
    kind = "event" if row["event_code"] else "warning" if row["warning_code"] else ""
    on = {"on": f"{kind}-{row[f'{kind}_code']}" if kind else None, "subject_title": row["subject_title"]}
    who = json.loads(row["groups"])
    more = {name: row[name] for name in ("region_name", "region_code", "provenance")} | {"reach": dict(reach)}
    said = {"words": masked_place(row["words"], scope.clearance), "title": masked_place(row["title"], scope.clearance)}
    stopped = row["stopped_words"] and masked_place(row["stopped_words"], scope.clearance)
    return {name: row[name] for name in _OWN} | on | more | said | {"stopped_words": stopped} | who


def _target(one: Mapping[Any, Any], way: str, scope: Scope) -> Row:
    """People by clearance; who stands at a loudspeaker is nobody."""
    told = dict(one)
    if way != "broadcast":
        told["address"] = masked_phone(one["address"] or None, scope.clearance)
        told["error"] = (
            one["error"] and one["error"].replace(one["address"], "****") if one["address"] else one["error"]
        )
    if one["who"].startswith(("persons:", "ledger:person")):
        told["name"] = masked_name(one["name"], scope.clearance)
    if one["who"].startswith("ledger:") and scope.clearance < 1:
        told["code"] = "—"
    return told


def late(row: Row, now: datetime) -> bool:
    """Not all reached when they were to be."""
    done = sum(row["reach"].get(name, 0) for name in ("reached", "dropped"))
    return row["finish_by"] is not None and row["stopped_at"] is None and done < row["n"] and row["finish_by"] < now

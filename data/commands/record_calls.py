"""智能走访: who went there tells what he found; fields, tags and what the enterprise asks for follow at once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from data.commands.appeals import raise_appeal
from data.commands.records import write_values
from data.commands.revisions import bump
from data.errors import BadInput, Forbidden, ThingRefused, UnknownThing
from data.intake.record import clean
from data.language import gettext as _
from data.ledgers.fields import Dictionary, read_value
from data.life.actor import Actor
from data.queries.records import record_row
from data.record_call_words import ASKED, CALL_TAGS, OUTCOMES
from data.schema import record, record_call
from data.scope import Scope
from data.words import ROLES

CALLERS = ("grid_staff", "duty_officer", "agency")
APPEALERS = ("duty_officer", "agency")
WORDS = 500
C = record_call.c
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Found:
    """`values`: of fields in ASKED as they were found; `appeal`: kind and words of what the enterprise asks for."""

    outcome: str
    words: str = ""
    tags: Sequence[str] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    appeal: tuple[str, str] = ("", "")


def finish_call(
    connection: Connection, known: Dictionary, code: str, found: Found, actor: Actor, scope: Scope, now: datetime
) -> Row:
    """{event, changed}. Forbidden, UnknownThing, BadInput; ThingRefused when somebody else was there first."""
    bump(connection, "ledgers", "visits")  # writers queue here
    one, row = _mine(connection, code, actor, scope)
    words = clean(found.words)
    if found.outcome not in OUTCOMES or set(found.tags) - CALL_TAGS.keys():
        raise BadInput(_("请选择走访结果"))
    if len(words) > WORDS or (found.outcome != "true" and not words):
        raise BadInput(_("不属实或未见到人须写明情况，至多 {n} 字").format(n=WORDS))
    values = {known.fields[name]: read_value(known.fields[name], value) for name, value in _asked(one, found).items()}
    reason = _("走访 {code} 核实").format(code=code)
    changed = write_values(connection, row, values, actor, now, reason, sensed=False) if values else []
    event = _appealed(connection, row, one, found, actor, scope, now) if found.appeal[0] else ""
    news = {"state": "done", "outcome": found.outcome, "words": words, "event_code": event}
    _end(connection, one, news | {"tags": json.dumps([name for name in CALL_TAGS if name in found.tags])}, actor, now)
    return {"event": event, "changed": changed}


def void_call(connection: Connection, code: str, words: str, actor: Actor, scope: Scope, now: datetime) -> None:
    """Nobody needs to go there; why is kept."""
    bump(connection, "ledgers", "visits")
    one, _row = _mine(connection, code, actor, scope)
    told = clean(words)
    if not 0 < len(told) <= WORDS:
        raise BadInput(_("请写明无须走访的原因，至多 {n} 字").format(n=WORDS))
    _end(connection, one, {"state": "void", "words": told}, actor, now)


def _mine(connection: Connection, code: str, actor: Actor, scope: Scope) -> tuple[Row, Row]:
    """The visit and its record, of one who may go there."""
    if actor.role not in CALLERS:
        raise Forbidden(_("%(role)s不能办理走访任务") % {"role": _(ROLES[actor.role])})
    one = connection.execute(select(record_call).where(C.code == code)).mappings().one_or_none()
    if one is None or not all(some.covers(one["cell_id"], one["cell_id"]) for some in (scope, actor.scope)):
        raise UnknownThing(_("没有这个走访任务"))
    if one["state"] != "open":
        raise ThingRefused(_("%(code)s 已经办理") % {"code": code})
    of = connection.scalar(select(record.c.code).where(record.c.id == one["record_id"]))
    return dict(one), record_row(connection, one["subject"], str(of), scope)


def _asked(one: Row, found: Found) -> Mapping[str, str]:
    """What was filled in; an empty field says nothing new."""
    if set(found.values) - {*ASKED[one["subject"]]}:
        raise BadInput(_("请刷新后再试"))
    return {name: value for name, value in found.values.items() if value.strip()}


def _appealed(
    connection: Connection, row: Row, one: Row, found: Found, actor: Actor, scope: Scope, now: datetime
) -> str:
    if one["subject"] != "enterprise" or actor.role not in APPEALERS:
        raise BadInput(_("只有值班员和责任单位能在走访时登记企业诉求"))
    kind, title = found.appeal
    return raise_appeal(connection, row["code"], kind, title, found.words, actor, scope, now).code


def _end(connection: Connection, one: Row, news: Row, actor: Actor, now: datetime) -> None:
    told = news | {"done_at": now, "actor": actor.name, "role": actor.role}
    same = (C.id == one["id"], C.state == "open")
    if not connection.execute(update(record_call).where(*same).values(told)).rowcount:
        raise ThingRefused(_("%(code)s 已经办理") % {"code": one["code"]})

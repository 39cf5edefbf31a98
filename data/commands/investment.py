"""An investment project moves: one stage on, back, or it is dropped, with a reason; that is history of its record."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from data.commands.records import change_record
from data.economy.words import DROPPED, STAGES
from data.errors import BadInput, ThingRefused, UnknownThing
from data.language import gettext as _
from data.ledgers.fields import Dictionary
from data.life.actor import Actor
from data.queries.investment import LEDGER, ORDER, STAGE, SUBJECT
from data.queries.records import record_row, value_of
from data.scope import Scope
from data.times import local

BEGUN = {"started": "project.started"}  # dates that a stage fills in, where they are not told yet


def ways_on(stage: str) -> tuple[str, ...]:
    """Where a project may go: on by one, back by one, or out; who was dropped may be a lead again."""
    if stage == DROPPED:
        return (ORDER[0],)
    if stage not in ORDER:
        return ORDER[:1]
    place = ORDER.index(stage)
    return (*ORDER[place + 1 : place + 2], *ORDER[max(place - 1, 0) : place], DROPPED)


def move_project(
    connection: Connection,
    known: Dictionary,
    code: str,
    to: str,
    actor: Actor,
    scope: Scope,
    now: datetime,
    *,
    seq: int,
    reason: str,
) -> None:
    """UnknownThing for what is no investment project of the asker's; ThingRefused for a stage that is not next."""
    row = record_row(connection, SUBJECT, code, scope)
    if f" {LEDGER} " not in row["member"]:
        raise UnknownThing(_("没有这个招商项目"))
    if to not in (*STAGES, DROPPED):
        raise BadInput(_("没有这个阶段"))
    stage = str(value_of(row, known.fields[STAGE]) or "")
    if to not in ways_on(stage):
        raise ThingRefused(_("不能从“{stage}”直接到“{to}”").format(stage=stage_word(stage), to=stage_word(to)))
    values: dict[str, Any] = {STAGE: to}
    if (day := BEGUN.get(to)) and not value_of(row, known.fields[day]):
        values[day] = f"{local(now):%Y-%m-%d}"
    change_record(connection, known, SUBJECT, code, values, actor, scope, now, seq=seq, reason=reason)


def stage_word(stage: str) -> str:
    return _(STAGES[stage]) if stage in STAGES else _("终止") if stage == DROPPED else _("未填")

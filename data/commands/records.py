"""Records change: a value is written once, where every form that uses its field reads it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, update

from data.commands.call_sensing import sense
from data.commands.revisions import bump
from data.commands.things import EDITORS
from data.errors import BadInput, Forbidden, ThingRefused
from data.language import gettext as _
from data.ledgers.fields import Dictionary, Field, Value, read_value
from data.life.actor import Actor
from data.queries.records import record_row, value_of
from data.schema import record, record_history, record_more
from data.scope import Scope

Row = dict[str, Any]


def change_record(
    connection: Connection,
    known: Dictionary,
    subject: str,
    code: str,
    given: Mapping[str, Any],
    actor: Actor,
    scope: Scope,
    now: datetime,
    *,
    seq: int,
    reason: str,
) -> list[str]:
    """Give fields new values, if the record is still in the state that was seen; which of them changed.

    Forbidden for who edits no ledgers, or may not see a field that he would write.
    """
    if actor.role not in EDITORS:
        raise Forbidden(_("这个角色不能修改台账"))
    bump(connection, "ledgers")  # writers queue here
    row = record_row(connection, subject, code, scope)
    if not actor.scope.covers(row["cell_id"], row["cell_id"]):
        raise Forbidden(_("这个位置不在您的管辖范围"))
    if not reason.strip():
        raise BadInput(_("请写明原因"))
    news = {_field(known, subject, name, scope): value for name, value in given.items()}
    typed = {one: read_value(one, value) for one, value in news.items()}
    return write_values(connection, row | {"seq": seq}, typed, actor, now, reason.strip()[:400])


def write_values(
    connection: Connection,
    row: Row,
    values: Mapping[Field, Value],
    actor: Actor,
    now: datetime,
    reason: str,
    *,
    sensed: bool = True,
) -> list[str]:
    """Those that differ, with their history; ThingRefused when the record is not in the state of `row` any more.

    `sensed`: what changed may send somebody there (智能走访).
    """
    changed = [(one, value) for one, value in values.items() if value_of(row, one) != value]
    if changed:
        _write(connection, row, changed)
        told = {"record_id": row["id"], "seq": row["seq"] + 1, "at": now, "actor": actor.name, "role": actor.role}
        both = [{"field": one.code, "before": _text(value_of(row, one)), "after": _text(v)} for one, v in changed]
        connection.execute(insert(record_history), [told | one | {"reason": reason} for one in both])
        if sensed:
            sense(connection, row, {one: (value_of(row, one), value) for one, value in changed}, now)
    return [one.code for one, _value in changed]


def _write(connection: Connection, row: Row, changed: list[tuple[Field, Value]]) -> None:
    values: dict[str, Any] = {one.slot: value for one, value in changed if one.slot}
    beside = {one.code: value for one, value in changed if not one.slot}
    same = (record.c.id == row["id"], record.c.seq == row["seq"])
    if not connection.execute(update(record).where(*same).values(values | {"seq": row["seq"] + 1})).rowcount:
        raise ThingRefused(_("%(code)s 刚被他人修改,请刷新后再试") % {"code": row["code"]})
    if beside:
        more = {name: value for name, value in (row["more"] | beside).items() if value is not None}
        connection.execute(update(record_more).where(record_more.c.record_id == row["id"]).values(more=more))


def _field(known: Dictionary, subject: str, name: str, scope: Scope) -> Field:
    one = known.fields.get(name)
    if one is None or one.subject != subject:
        raise BadInput(_("没有这个字段"))
    if scope.clearance < one.clearance:
        raise Forbidden(_("“{field}”须有相应权限才能修改").format(field=one.word))
    return one


def _text(value: Value) -> str | None:
    return None if value is None else str(value)

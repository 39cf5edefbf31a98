"""Taking in one record, however it is told of: new, changed, or known as it is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data.commands.call_sensing import sense_new
from data.commands.records import write_values
from data.commands.things import EDITORS
from data.errors import Forbidden
from data.intake.record import Fault, clean
from data.language import gettext as _
from data.ledgers.fields import Dictionary, Field, Ledger, Value, read_value
from data.life.actor import Actor
from data.queries.locate import cell_of_region
from data.schema import record, record_more
from data.things.taking import lived_here
from data.things.told import CODE

SKIPPED = ("村居", "导出水印", "village")  # what our own files say beside
NAMES = {"编号": "code", "区划": "region", "区划代码": "region"}
OWN = ("code", "region")  # of a record beside its fields
MASK = "**"
REASON = "导入"  # of what a file changes, in the history


def columns_of(known: Dictionary, its: Ledger, mapping: Mapping[str, str]) -> dict[str, str]:
    """{name of a column: code of a field, `code` or `region`}: by words or codes, or as a profile maps them."""
    found = {name: name for name in OWN} | NAMES
    for one in known.of(its.subject):
        found |= dict.fromkeys(headers_of(one.code, one.word, one.unit), one.code)
    return found | dict(mapping)


def headers_of(code: str, word: str, unit: str) -> tuple[str, ...]:
    """What files call a field."""
    return code, word, f"{word}({unit})"


def take_record(
    connection: Connection, known: Dictionary, its: Ledger, told: Mapping[str, Any], actor: Actor, now: datetime
) -> str:
    """created, changed or known; `told` by codes of fields. Fault for what does not fit, Forbidden for who may not."""
    if actor.role not in EDITORS:
        raise Forbidden(_("这个角色不能修改台账"))
    code = clean(told.get("code"), line=True)
    if not CODE.fullmatch(code):
        raise Fault("malformed" if code else "missing", _("没有编号，或编号不合要求"))
    values = {one: _value(one, told[one.code], actor) for one in known.of(its.subject) if one.code in told}
    if stray := sorted(set(told) - {*OWN} - {one.code for one in values}):
        raise Fault("malformed", _("不认识的项:%(names)s") % {"names": "、".join(stray)[:200]})
    of = select(record, record_more.c.more).join(record_more)
    row = connection.execute(of.where(record.c.subject == its.subject, record.c.code == code)).mappings().first()
    cell = row["cell_id"] if row else _cell(connection, told)
    if not actor.scope.covers(cell, cell):
        raise Fault("scope", _("这个位置不在您的管辖范围"))
    if row is None:
        _add(connection, its, code, cell, values, now)
        return "created"
    joined = _join(connection, its, dict(row))
    return "changed" if write_values(connection, dict(row), values, actor, now, REASON) or joined else "known"


def _value(one: Field, given: Any, actor: Actor) -> Value:
    if actor.scope.clearance < one.clearance:
        raise Fault("scope", _("“{field}”须有相应权限才能修改").format(field=one.word))
    if one.clearance and MASK in str(given):
        raise Fault("malformed", _("“{field}”是遮住的值").format(field=one.word))
    return read_value(one, given)


def _cell(connection: Connection, told: Mapping[str, Any]) -> int:
    where = cell_of_region(connection, clean(told.get("region"), line=True)[:18])
    if where is None:
        raise Fault("outside" if told.get("region") else "missing", _("新记录须写明本市的区划代码"))
    return where.cell_id


def _add(
    connection: Connection, its: Ledger, code: str, cell: int, values: Mapping[Field, Value], now: datetime
) -> None:
    row: dict[str, Any] = {one.slot: value for one, value in values.items() if one.slot}
    row |= {"subject": its.subject, "code": code, "cell_id": cell, "seq": 1, "as_of": now}
    row |= {"member": " " if its.everyone else f" {its.code} ", "provenance": lived_here(connection)}
    number = connection.scalar(insert(record).values(row).returning(record.c.id))
    more = {one.code: value for one, value in values.items() if not one.slot and value is not None}
    connection.execute(insert(record_more).values(record_id=number, more=more))
    sense_new(connection, row | {"id": number}, values, now)


def _join(connection: Connection, its: Ledger, row: dict[str, Any]) -> bool:
    """Whether it was not in this ledger before."""
    if its.everyone or f" {its.code} " in row["member"]:
        return False
    member = f"{row['member']}{its.code} "
    connection.execute(update(record).where(record.c.id == row["id"]).values(member=member))
    return True

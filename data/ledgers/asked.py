"""What a form asks: a ledger, the fields that are ticked, the conditions. Read from an address; nothing is trusted."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from data.errors import BadInput, Forbidden
from data.language import gettext as _
from data.ledgers.fields import Dictionary, Field, Ledger, Value, read_value
from data.schema import record

MOST_FIELDS, MOST_CONDITIONS = 40, 12
OPS = {"eq": "等于", "between": "介于", "in": "属于", "contains": "包含", "empty": "为空", "filled": "不为空"}
OPS_OF = {  # what can be asked of a kind
    "text": ("contains", "eq", "in", "empty", "filled"),
    "code": ("in", "eq", "empty", "filled"),
    "number": ("between", "eq", "in", "empty", "filled"),
    "date": ("between", "eq", "empty", "filled"),
}
MOST_IN = 50
BESIDE = {"code": record.c.code, "village": record.c.cell_id}  # what rows are ordered by beside fields


@dataclass(frozen=True)
class Condition:
    """`values` are typed: one for eq and contains, some for in, two (either may be None) for between, else none."""

    field: Field
    op: str
    values: tuple[Value, ...] = ()

    def where(self) -> ColumnElement[bool]:
        """As SQL; values are parameters."""
        column, values = self.field.column, self.values
        if self.op == "empty":
            return or_(column.is_(None), column == "") if self.field.kind != "number" else column.is_(None)
        if self.op == "filled":
            return column.is_not(None)
        if self.op == "contains":
            part = str(values[0]).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            return column.like(f"%{part}%", escape="\\")
        if self.op == "in":
            return column.in_(values)
        if self.op == "eq":
            return column == values[0]
        low, high = values
        if low is None or high is None:
            return column <= high if low is None else column >= low
        return column.between(low, high)

    def told(self) -> list[Any]:
        """As addresses and templates keep it."""
        return [self.field.code, self.op, *self.values]


@dataclass(frozen=True)
class Asked:
    """`fields` in the order of the columns; rows in that of their places, or by `order` (of BESIDE, a field)."""

    ledger: Ledger
    fields: tuple[Field, ...]
    conditions: tuple[Condition, ...] = ()
    order: Field | str = ""
    down: bool = False

    def check(self, clearance: int) -> None:
        """Forbidden to ask by what one may not see: the answer would tell it."""
        for one in (*(one.field for one in self.conditions), *self._ordered):
            if clearance < one.clearance:
                raise Forbidden(_("“{field}”须有相应权限才能作条件或排序").format(field=one.word))

    @property
    def _ordered(self) -> tuple[Field, ...]:
        return () if isinstance(self.order, str) else (self.order,)

    def ordered(self) -> list[Any]:
        """As SQL; what is not known stands last either way, and what is the same by place."""
        place = [record.c.cell_id, record.c.id]
        if (column := self.by) is None:
            return place
        return [column.is_(None), column.desc() if self.down else column, *place]

    @property
    def by(self) -> ColumnElement[Any] | None:
        """What rows are ordered by; None for that of their places alone."""
        if isinstance(self.order, str):
            return BESIDE.get(self.order)
        return self.order.column

    def behind(self, value: Value, cell: int, number: int) -> ColumnElement[bool]:
        """Rows after the one that stands there."""
        r, column = record.c, self.by
        place = and_(r.cell_id >= cell, or_(r.cell_id > cell, r.id > number))
        if column is None:
            return place
        if value is None:
            return and_(column.is_(None), place)
        on = column < value if self.down else column > value
        return or_(column.is_(None), on, and_(column == value, place))

    def where(self) -> list[ColumnElement[bool]]:
        """The ledger and the conditions; those that must look into `record_more` come last."""
        ours: list[ColumnElement[bool]] = [record.c.subject == self.ledger.subject]
        if not self.ledger.everyone:
            ours.append(record.c.member.like(f"% {self.ledger.code} %"))
        return [*ours, *(one.where() for one in sorted(self.conditions, key=lambda one: one.field.slot is None))]

    @property
    def beside(self) -> bool:
        """Whether it asks for anything that lies in `record_more`."""
        asked = (*self.fields, *self._ordered, *(one.field for one in self.conditions))
        return any(one.slot is None for one in asked)

    def told(self) -> dict[str, Any]:
        fields = [one.code for one in self.fields]
        return {"ledger": self.ledger.code, "fields": fields, "where": [one.told() for one in self.conditions]}

    def as_query(self) -> dict[str, str]:
        """As it stands in an address."""
        told = self.told()
        where = {"where": json.dumps(told["where"], ensure_ascii=False)} if self.conditions else {}
        return {"ledger": self.ledger.code, "fields": ",".join(told["fields"]), **where}


def read_asked(known: Dictionary, given: Mapping[str, str]) -> Asked:
    """From the names of an address: `ledger`, `fields` (with commas), `where` ([[field, op, value…]…]), `sort`."""
    its = known.ledgers.get(given.get("ledger", ""))
    if its is None:
        raise BadInput(_("没有这个台账"))
    codes = list(dict.fromkeys(filter(None, given.get("fields", "").split(","))))
    if len(codes) > MOST_FIELDS:
        raise BadInput(_("一张表最多 {n} 个字段").format(n=MOST_FIELDS))
    fields = tuple(_field(known, its, code) for code in codes)
    by = given.get("sort", "")
    name = by.removeprefix("-")
    order = name if name in ("", *BESIDE) else _field(known, its, name)
    conditions = tuple(_condition(known, its, one) for one in _list(given.get("where", "")))
    return Asked(its, fields, conditions, order, by.startswith("-"))


def kept_asked(known: Dictionary, text: str) -> Asked:
    """From what a template keeps."""
    told = json.loads(text)
    where = json.dumps(told["where"], ensure_ascii=False)
    return read_asked(known, {"ledger": told["ledger"], "fields": ",".join(told["fields"]), "where": where})


def _list(text: str) -> list[Any]:
    if not text:
        return []
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise BadInput(_("读不懂的条件")) from None
    if not isinstance(found, list) or len(found) > MOST_CONDITIONS:
        raise BadInput(_("条件最多 {n} 个").format(n=MOST_CONDITIONS))
    return found


def _field(known: Dictionary, its: Ledger, code: Any) -> Field:
    one = known.fields.get(code) if isinstance(code, str) else None
    if one is None or one.subject != its.subject:
        raise BadInput(_("“{ledger}”没有字段“{field}”").format(ledger=its.word, field=str(code)[:40]))
    return one


def _condition(known: Dictionary, its: Ledger, given: Any) -> Condition:
    if not isinstance(given, list) or len(given) < 2:
        raise BadInput(_("读不懂的条件"))
    return _of(_field(known, its, given[0]), given[1], given[2:])


def read_condition(known: Dictionary, subject: str, given: Any) -> Condition:
    """Of any field of a subject, whichever ledger asks: as policies and rules are declared."""
    one = known.fields.get(given[0]) if isinstance(given, list) and len(given) > 1 else None
    if one is None or one.subject != subject:
        raise BadInput(_("读不懂的条件"))
    return _of(one, given[1], given[2:])


def _of(one: Field, op: Any, values: list[Any]) -> Condition:
    if op not in OPS_OF[one.kind] or len(values) > MOST_IN:
        raise BadInput(_("读不懂的条件"))
    if op in ("empty", "filled"):
        return Condition(one, op)
    typed = tuple(read_value(one, value) for value in values)
    if op == "between":
        if len(typed) != 2 or typed == (None, None):
            raise BadInput(_("“{field}”的条件缺少数值").format(field=one.word))
        return Condition(one, op, typed)
    filled = tuple(value for value in typed if value is not None)
    if not filled or (op != "in" and len(filled) != 1):
        raise BadInput(_("“{field}”的条件缺少数值").format(field=one.word))
    return Condition(one, op, filled)

"""A condition as a row of a form, and back: what is looked at, how it is held, the value, of a range the upper one."""

from collections.abc import Mapping
from typing import Any

from data.economy.condition import SUBJECT
from data.errors import BadInput
from data.language import gettext as _
from data.language import spoken
from data.ledgers.asked import OPS
from data.ledgers.fields import Dictionary
from data.ledgers.fields import Field as Known

LISTED, ASKED = "in:", "appeals"  # what is looked at, where it is no field
HOLDS = "holds"
DAYS = {"within": "不早于几天前", "older": "早于几天前"}
SAME = "same"
WAYS = {**OPS, **DAYS, SAME: "同值的家数不少于", HOLDS: "成立"}
PARTS = ("field", "op", "value", "upper")
BETWEEN = "、"
Row = dict[str, str]


def row_of(known: Dictionary, given: Any) -> Row:
    """As the form shows it."""
    if isinstance(given, list):
        return _plain(known, given)
    if "ledger" in given:
        return _row(f"{LISTED}{given['ledger']}", HOLDS)
    if "appeals" in given:
        return _row(ASKED, HOLDS, given["appeals"])
    if "same" in given:
        return _row(given["same"], SAME, given["least"])
    op = next(name for name in DAYS if name in given)
    return _row(given[op], op, given["days"])


def _row(field: str, op: str, value: Any = "", upper: Any = "") -> Row:
    return {"field": str(field), "op": op, "value": _text(value), "upper": _text(upper)}


def _text(value: Any) -> str:
    return "" if value is None else f"{value:.15g}" if isinstance(value, float | int) else str(value)


def _plain(known: Dictionary, given: list[Any]) -> Row:
    code, op, *values = given
    if op == "between":
        return _row(code, op, *values)
    one = known.fields.get(code)
    words = one.codes if one and one.kind == "code" and spoken() == "zh" else {}
    return _row(code, op, BETWEEN.join(words.get(str(value), _text(value)) for value in values))


def condition_of(known: Dictionary, row: Mapping[str, str]) -> Any:
    """What a row says; BadInput for what it leaves out. Whether it makes sense is for the ground to tell."""
    field, op, value, upper = (row.get(name, "").strip() for name in PARTS)
    if field.startswith(LISTED):
        if (ledger := field.removeprefix(LISTED)) not in known.ledgers:
            raise BadInput(_("没有这个台账"))
        return {"ledger": ledger}
    if field == ASKED:
        return {"appeals": _whole(value)}
    one = known.fields.get(field)
    if one is None or one.subject != SUBJECT:
        raise BadInput(_("请选择字段"))
    if op in DAYS:
        return {op: field, "days": _days(one, value)}
    if op == SAME:
        return {"same": field, "least": _whole(value)}
    if op not in OPS:
        raise BadInput(_("请选择比较方式"))
    return [field, op, *_values(op, value, upper)]


def _values(op: str, value: str, upper: str) -> list[str | None]:
    if op == "between":
        return [value or None, upper or None]
    if op == "in":
        parts = value.replace(",", BETWEEN).replace("，", BETWEEN).split(BETWEEN)
        return [part.strip() for part in parts if part.strip()]
    return [] if op in ("empty", "filled") else [value]


def _days(one: Known, value: str) -> int:
    if one.kind != "date":
        raise BadInput(_("“{field}”不是日期").format(field=one.word))
    return _whole(value)


def _whole(value: str) -> int:
    if not (value.isascii() and value.isdecimal() and 0 < len(value) < 6):
        raise BadInput(_("请填整数"))
    return int(value)

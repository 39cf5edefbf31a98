"""The dictionary: a field is defined once, whichever ledgers and forms use it. How its values are read and shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Connection, Pool, select

from data.intake.record import Fault, clean
from data.language import gettext as _
from data.language import spoken
from data.schema import field as table
from data.schema import ledger, record, record_more, revision
from data.things.masks import NAMES, PHONES, masked_name, masked_phone

TOPIC = "dictionary"  # moves when ledgers and fields are laid down
LONGEST = 200  # characters of a text
FARTHEST = 1e15
CLASSES = {  # of sensitivity: how it is called, and from which clearance it is seen
    "plain": ("公开", 0),
    "name": ("姓名", NAMES),
    "address": ("住址", NAMES),
    "phone": ("电话", PHONES),
    "id": ("证件", PHONES),
    "health": ("健康", PHONES),
    "money": ("收支", PHONES),
}
WHOLLY = ("address", "health", "money")  # of which nothing is seen below that
UNITS = ("元", "万元", "人", "次", "亩", "剂", "层", "具", "处", "kWh", "m²")  # of the shipped dictionary
HIDDEN = "***"
Value = str | float | None


@dataclass(frozen=True, kw_only=True)
class Field:
    """`slot` is the column of its values; without one they lie in `record_more`. `ledger`: whose own it is."""

    code: str
    word: str
    subject: str
    ledger: str | None
    kind: str
    unit: str
    codes: Mapping[str, str] = field(hash=False)
    shield: str
    owner: str
    frequency: str
    slot: str | None

    @property
    def clearance(self) -> int:
        return CLASSES[self.shield][1]

    @property
    def column(self) -> ColumnElement[Any]:
        if self.slot:
            return record.c[self.slot]
        inside: Any = record_more.c.more[self.code]
        return inside.as_float() if self.kind == "number" else inside.as_string()


@dataclass(frozen=True, kw_only=True)
class Ledger:
    code: str
    word: str
    family: str
    subject: str
    owner: str
    frequency: str
    everyone: int
    provenance: str


@dataclass(frozen=True)
class Dictionary:
    """All ledgers and fields in their order, by code."""

    ledgers: Mapping[str, Ledger]
    fields: Mapping[str, Field]

    def of(self, subject: str) -> list[Field]:
        """What can be ticked together: fields that share a subject."""
        return [one for one in self.fields.values() if one.subject == subject]


def dictionary(connection: Connection) -> Dictionary:
    """Read once in a revision: a thousand fields take longer to read than most of what is asked of them."""
    now = connection.scalar(_REVISION) or 0
    known = _known.get(connection.engine.pool)
    if known is None or known[0] != now:
        known = now, _read(connection)
        if known[1].fields:  # of a city that has none yet nothing is kept
            _known[connection.engine.pool] = known
    return known[1]


_REVISION = select(revision.c.n).where(revision.c.topic == TOPIC)
_known: WeakKeyDictionary[Pool, tuple[int, Dictionary]] = WeakKeyDictionary()


def _read(connection: Connection) -> Dictionary:
    names = [table.c[name] for name in Field.__dataclass_fields__]
    fields = [Field(**row) for row in connection.execute(select(*names).order_by(table.c.position)).mappings()]
    columns = [ledger.c[name] for name in Ledger.__dataclass_fields__]
    found = [Ledger(**row) for row in connection.execute(select(*columns).order_by(ledger.c.position)).mappings()]
    return Dictionary({one.code: one for one in found}, {one.code: one for one in fields})


def english(code: str) -> str:
    """`elderly.bank_account` as "Bank account": codes are English."""
    return code.rpartition(".")[2].replace("_", " ").capitalize()


def read_value(one: Field, given: Any) -> Value:
    """What is given, typed; None for nothing. Fault for what the field does not hold."""
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    readers: dict[str, Callable[[Field, Any], Value]]
    readers = {"number": _number, "date": _date, "code": _code, "text": _text}
    return readers[one.kind](one, given)


def shown(one: Field, value: Any, clearance: int) -> str | float:
    """The value in words, as a reader of this clearance may see it."""
    return shower(one, clearance)(value)


def shower(one: Field, clearance: int) -> Callable[[Any], str | float]:
    """The same for many values of a field."""
    if clearance < one.clearance:
        return lambda value: _masked(one.shield, str(value), clearance) if value not in (None, "") else ""
    if one.kind == "number":
        return lambda value: "" if value is None else int(value) if float(value).is_integer() else float(value)
    if one.kind == "code":
        words = one.codes if spoken() == "zh" else {code: english(code) for code in one.codes}
        return lambda value: "" if value is None else words.get(value, value)
    return lambda value: "" if value is None else value


def _masked(shield: str, text: str, clearance: int) -> str:
    if shield == "name":
        return masked_name(text, clearance)
    if shield == "phone":
        return masked_phone(text, clearance) or ""
    return f"{text[:3]}{'*' * 8}{text[-2:]}" if shield == "id" and len(text) > 12 else HIDDEN


def _number(one: Field, given: Any) -> float:
    try:
        if isinstance(given, bool):
            raise ValueError
        number = float(str(given).replace(",", ""))
    except (TypeError, ValueError, OverflowError):
        raise _wrong(one, given) from None
    if not abs(number) <= FARTHEST:
        raise _wrong(one, given)
    return number


def _date(one: Field, given: Any) -> str:
    text = str(given).strip()
    try:
        return date.fromisoformat(text[:10] if text[10:] in ("", " 00:00:00", "T00:00:00") else text).isoformat()
    except ValueError:
        raise _wrong(one, given) from None


def _code(one: Field, given: Any) -> str:
    text = clean(given, line=True)
    code = {word: code for code, word in one.codes.items()}.get(text, text)
    if code not in one.codes:
        told = {"what": one.word, "value": text[:40], "words": "、".join(one.codes.values())}
        raise Fault("malformed", _("%(what)s“%(value)s”不在可用值之内:%(words)s") % told)
    return code


def _text(one: Field, given: Any) -> str:
    text = clean(given, line=True)
    if len(text) > LONGEST:
        raise Fault("too_long", _("%(what)s超过 %(n)s 字") % {"what": one.word, "n": LONGEST})
    return text


def _wrong(one: Field, given: Any) -> Fault:
    return Fault("malformed", _("%(what)s“%(value)s”读不出来") % {"what": one.word, "value": str(given)[:40]})

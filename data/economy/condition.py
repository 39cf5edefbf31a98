"""Conditions over enterprises: those of forms, and some more. Each is SQL, and says itself in words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, case, func, literal, select

from data.errors import CityError
from data.language import gettext as _
from data.language import spoken
from data.ledgers.asked import Condition, read_condition
from data.ledgers.fields import Dictionary, Field, english, shown
from data.ledgers.writing import name_of
from data.queries.cases import in_scope
from data.queries.regions import Region, inside
from data.schema import appeal, event, record, record_more
from data.scope import Scope
from data.times import local
from data.words import OPEN_STAGES

SUBJECT = "enterprise"


@dataclass(frozen=True)
class Test:
    """`words` is what is wanted; `field` what is looked at, of which a reader needs the clearance."""

    __test__ = False  # nothing for pytest
    clause: ColumnElement[bool]
    words: Callable[[], str]
    field: Field | None = None

    @property
    def clearance(self) -> int:
        return self.field.clearance if self.field else 0

    @property
    def flag(self) -> ColumnElement[int]:
        """1 where it holds, 0 where it does not or nothing is known."""
        return case((self.clause, 1), else_=0)


@dataclass(frozen=True)
class Ground:
    """What conditions are read against: the dictionary, the region that is looked at, and the moment."""

    known: Dictionary
    here: Region
    now: datetime
    scope: Scope

    def tests(self, given: tuple[Any, ...] | list[Any]) -> tuple[Test, ...]:
        return tuple(self.test(one) for one in given)

    def test(self, given: Any) -> Test:
        if isinstance(given, list):
            one = read_condition(self.known, SUBJECT, given)
            return Test(one.where(), lambda: wanted(one), one.field)
        for name, made in _MADE.items():
            if isinstance(given, Mapping) and name in given:
                return made(self, given)
        raise CityError(f"no condition: {given!r}")

    def field(self, code: str) -> Field:
        if (found := self.known.fields.get(code)) is None or found.subject != SUBJECT:
            raise CityError(f"no field of an enterprise: {code}")
        return found


def all_of(tests: tuple[Test, ...]) -> ColumnElement[bool]:
    return and_(literal(True), *(one.clause for one in tests))


def looked_in(fields: Iterable[Field | None]) -> FromClause:
    """Records alone, where nothing is asked that lies beside them."""
    beside = any(one is not None and one.slot is None for one in fields)
    return record.join(record_more, record_more.c.record_id == record.c.id) if beside else record


def wanted(one: Condition) -> str:
    """ "从业人数 ≥ 20 人"."""
    name, unit = name_of(one.field), _(one.field.unit) if one.field.unit else ""
    told = [_told(one.field, value) for value in one.values]
    if one.op == "between":
        low, high = told
        if not low or not high:
            return f"{name} {'≥' if low else '≤'} {low or high} {unit}".strip()
        return f"{name} {low} – {high} {unit}".strip()
    words = {"eq": _("为"), "in": _("属于"), "contains": _("含"), "empty": _("为空"), "filled": _("已填")}[one.op]
    return " ".join(filter(None, (name, words, _(" / ").join(told), unit)))


def held(test: Test, value: Any, clearance: int) -> str:
    """What is known of it, as a reader may see it: "26 人"."""
    if test.field is None:
        return ""
    text = _told(test.field, value) if clearance >= test.field.clearance else str(shown(test.field, value, clearance))
    unit = _(test.field.unit) if test.field.unit and text else ""
    return " ".join(filter(None, (text or _("未填"), unit)))


def _told(one: Field, value: Any) -> str:
    if value is None or value == "":
        return ""
    if one.kind == "number":
        return f"{float(value):,.10g}"
    if one.kind == "code":
        return one.codes.get(str(value), str(value)) if spoken() == "zh" else english(str(value))
    return str(value)


def _in_ledger(ground: Ground, given: Mapping[str, Any]) -> Test:
    its = ground.known.ledgers.get(str(given["ledger"]))
    if its is None:
        raise CityError(f"no ledger {given['ledger']}")
    word = its.word
    clause = record.c.member.like(f"% {its.code} %")
    return Test(clause, lambda: _("列入“{ledger}”").format(ledger=word if spoken() == "zh" else english(its.code)))


def _within(ground: Ground, given: Mapping[str, Any]) -> Test:
    one, days = ground.field(str(given["within"])), int(given["days"])
    day = _day(ground, days)
    return Test(one.column >= day, lambda: _("{field}不早于 {day}").format(field=name_of(one), day=day), one)


def _older(ground: Ground, given: Mapping[str, Any]) -> Test:
    one, days = ground.field(str(given["older"])), int(given["days"])
    day = _day(ground, days)
    return Test(one.column < day, lambda: _("{field}早于 {day}").format(field=name_of(one), day=day), one)


def _day(ground: Ground, back: int) -> str:
    return f"{local(ground.now) - timedelta(days=back):%Y-%m-%d}"


def _same(ground: Ground, given: Mapping[str, Any]) -> Test:
    """As many here have the same value: only of the region that is looked at, which the reader sees."""
    one, least = ground.field(str(given["same"])), int(given["least"])
    others = (record.c.subject == SUBJECT, inside(record.c.cell_id, ground.here), one.column.is_not(None))
    shared = select(one.column).where(*others, one.column != "").group_by(one.column).having(func.count() >= least)
    words = lambda: _("同一{field}有 {n} 家及以上").format(field=name_of(one), n=least)  # noqa: E731
    return Test(one.column.in_(shared.correlate(None)), words, one)


def _appeals(ground: Ground, given: Mapping[str, Any]) -> Test:
    least = int(given["appeals"])
    joined = appeal.join(event, event.c.id == appeal.c.event_id)
    open_ = (
        select(appeal.c.record_id).select_from(joined).where(event.c.stage.in_(OPEN_STAGES), *in_scope(ground.scope))
    )
    many = open_.group_by(appeal.c.record_id).having(func.count() >= least)
    return Test(record.c.id.in_(many), lambda: _("未办结诉求 {n} 件及以上").format(n=least))


_MADE: dict[str, Callable[[Ground, Mapping[str, Any]], Test]] = {
    "ledger": _in_ledger,
    "within": _within,
    "older": _older,
    "same": _same,
    "appeals": _appeals,
}

"""What stood in a column of an event at a moment past, as an expression: the last step by then that set it tells."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    String,
    and_,
    case,
    cast,
    exists,
    literal,
    null,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from data.schema import event, event_history
from data.times import Moment

H, E = event_history.c, event.c


def touched(at: datetime) -> ColumnElement[bool]:
    """Whether something happened to an event since, so that its row may not tell how it stood."""
    return or_(and_(E.rewound_at.is_not(None), E.rewound_at > at), exists().where(H.event_id == E.id, H.at > at))


def text_then(name: str, at: datetime) -> ColumnElement[Any]:
    return case((touched(at), _last(name, at, _Told(H.change, literal(name)))), else_=E[name])


def moment_then(name: str, at: datetime) -> ColumnElement[Any]:
    told = type_coerce(cast(_Told(H.change, literal(name)), BigInteger), Moment)
    return case((touched(at), _last(name, at, told)), else_=E[name])


def number_then(name: str, at: datetime) -> ColumnElement[Any]:
    return case((touched(at), _last(name, at, cast(_Told(H.change, literal(name)), BigInteger))), else_=E[name])


def agency_then(at: datetime) -> ColumnElement[Any]:
    """Nobody's before it was assigned; a life that was brought along tells of its future too."""
    given = cast(_Told(H.change, literal("assigned_at")), BigInteger)
    later = and_(H.move == "import", given > literal(int(at.timestamp())))
    told = case((later, null()), else_=_Told(H.change, literal("agency")))
    return case((touched(at), _last("agency", at, told)), (E.assigned_at > at, null()), else_=E.agency)


def moved_by(name: str, at: datetime) -> ColumnElement[bool]:
    """Whether the event had made this move by then."""
    return exists().where(H.event_id == E.id, H.at <= at, H.move == name)


def _last(name: str, at: datetime, told: ColumnElement[Any]) -> ColumnElement[Any]:
    mine = (H.event_id == E.id, H.at <= at, H.change.like(f'%"{name}":%'))
    return select(told).where(*mine).order_by(H.seq.desc()).limit(1).correlate(event).scalar_subquery()


class _Told(FunctionElement[str]):
    """What a change says under a name; NULL where it says nothing, or null."""

    name = "told"
    inherit_cache = True
    type = String()


@compiles(_Told, "sqlite")
def _by_sqlite(element: _Told, compiler: SQLCompiler, **given: Any) -> str:
    change, name = (compiler.process(one, **given) for one in element.clauses)
    return f"json_extract({change}, '$.' || {name})"


@compiles(_Told, "postgresql")
def _by_postgresql(element: _Told, compiler: SQLCompiler, **given: Any) -> str:
    change, name = (compiler.process(one, **given) for one in element.clauses)
    return f"(CAST({change} AS JSON) ->> {name})"

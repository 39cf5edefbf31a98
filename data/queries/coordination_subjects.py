"""Whom a kind of visits goes to: records of the ledgers, things of the registers, or regions, all in one shape."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, String, cast, func, literal, select

from data.coordination.kind import Kind
from data.language import gettext as _
from data.ledgers.fields import dictionary
from data.queries.regions import SPINE, Region, inside
from data.schema import feature, field, record, region
from data.scope import Scope
from data.words import KINDS, LEVELS

OFFERED = 12  # of a search
MOST = 5_000


@dataclass(frozen=True)
class Called:
    """`subject` names it: source and code."""

    subject: str
    name: str
    trade: str
    cell_id: int


def subjects(connection: Connection, kind: Kind, here: Region, text: str = "", limit: int = OFFERED) -> list[Called]:
    """Those here, by the beginning of a code or a part of a name."""
    query, code, name, cell = _of(connection, kind)
    query = query.where(inside(cell, here)).order_by(code).limit(limit)
    if text:
        query = query.where(name.contains(text, autoescape=True) | code.startswith(text, autoescape=True))
    return [_called(kind, row) for row in connection.execute(query)]


def subjects_named(connection: Connection, kind: Kind, those: Sequence[str], scope: Scope) -> list[Called]:
    """Those of them that there are, and that the asker may know."""
    codes = [one.partition(":")[2] for one in those if one.startswith(f"{kind.subject.of}:")]
    query, code, _name, _cell = _of(connection, kind)
    found = [_called(kind, row) for row in connection.execute(query.where(code.in_(codes)))]
    return [one for one in found if scope.covers(one.cell_id, one.cell_id)]


def like(connection: Connection, kind: Kind, trade: str, here: Region) -> list[Called]:
    """All of a trade that lie here."""
    query, _code, _name, cell = _of(connection, kind)
    rows = connection.execute(query.where(inside(cell, here)).limit(MOST))
    return [one for row in rows if (one := _called(kind, row)).trade == trade]


def how_many(connection: Connection, kind: Kind, here: Region) -> int:
    """How many of them lie here."""
    if kind.subject.source == "record":
        where, cell = [record.c.subject == kind.subject.of], record.c.cell_id
    elif kind.subject.source == "thing":
        where, cell = [feature.c.layer == kind.subject.of, feature.c.retired_at.is_(None)], feature.c.cell_id
    else:
        where, cell = [SPINE, region.c.level == int(kind.subject.of)], region.c.lo
    return int(connection.scalar(select(func.count()).where(*where, inside(cell, here))) or 0)


def trades(connection: Connection, kind: Kind) -> dict[str, str]:
    """{trade: its word}."""
    if kind.subject.source == "record":
        codes = connection.scalar(select(field.c.codes).where(field.c.code == kind.subject.trade))
        return dict(codes or {})
    if kind.subject.source == "thing":
        return {code: _(word) for code, word in KINDS.get(kind.subject.of, {}).items()}
    return {kind.subject.of: _(LEVELS[int(kind.subject.of)])}


def _called(kind: Kind, row: Any) -> Called:
    return Called(f"{kind.subject.of}:{row.code}", row.name or row.code, row.trade or "", row.cell)


def _of(connection: Connection, kind: Kind) -> tuple[Select[Any], Any, Any, Any]:
    """The query, and the columns of code, name and cell in it."""
    told = kind.subject
    if told.source == "record":
        known = dictionary(connection).fields
        name, trade = known[told.name].column, known[told.trade].column if told.trade else literal("")
        r = record.c
        columns = (r.code, name.label("name"), trade.label("trade"), r.cell_id.label("cell"))
        return select(*columns).where(r.subject == told.of), r.code, name, r.cell_id
    if told.source == "thing":
        f = feature.c
        columns = (f.code, f.name.label("name"), f.kind.label("trade"), f.cell_id.label("cell"))
        return select(*columns).where(f.layer == told.of, f.retired_at.is_(None)), f.code, f.name, f.cell_id
    g = region.c
    columns = (g.code, g.name.label("name"), literal(told.of).label("trade"), g.lo.label("cell"))
    return select(*columns).where(SPINE, g.level == int(told.of)), g.code, g.name, g.lo


def subject_there(connection: Connection, subject: str, scope: Scope) -> bool:
    """Whether there is one of this name, of whatever source, that the asker may know."""
    source, _colon, code = subject.partition(":")
    queries = (
        select(record.c.cell_id).where(record.c.subject == source, record.c.code == code),
        select(feature.c.cell_id).where(feature.c.layer == source, feature.c.code == code),
        select(region.c.lo).where(SPINE, region.c.code == code, cast(region.c.level, String) == source),
    )
    cells = [cell for query in queries for cell in connection.scalars(query)]
    return any(scope.covers(cell, cell) for cell in cells)

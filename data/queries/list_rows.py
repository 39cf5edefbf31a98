"""Items of the lists as rows, for commands and pages: which of them an asker may see."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, or_, select, true

from data.errors import UnknownRegion, UnknownThing
from data.language import gettext as _
from data.queries.regions import Region, region_of
from data.schema import list_item, list_support
from data.scope import EVERY_CELL, Scope

ITEM, S = list_item.c, list_support.c
Row = dict[str, Any]


def seen(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    """Of his regions wholly; who works for departments sees what is theirs, or where they were asked to join."""
    inside = (
        true() if EVERY_CELL in scope.cells else or_(*((ITEM.lo >= lo) & (ITEM.hi <= hi) for lo, hi in scope.cells))
    )
    if scope.every_department:
        return (inside,)
    codes = list(scope.departments)
    joins = exists().where(S.item_id == ITEM.id, S.agency.in_(codes))
    return inside, or_(ITEM.agency.in_(codes), joins)


def item_row(connection: Connection, code: str, scope: Scope) -> Row:
    """UnknownThing, in the same words, for what lies elsewhere."""
    row = connection.execute(select(list_item).where(ITEM.code == code, *seen(scope))).mappings().one_or_none()
    if row is None:
        raise UnknownThing(_("没有这个清单事项"))
    return dict(row)


def own_region(connection: Connection, code: str, scope: Scope) -> Region:
    """Where somebody would write. UnknownRegion, in the same words, for what lies elsewhere."""
    try:
        return region_of(connection, code, scope)
    except UnknownRegion:
        raise UnknownRegion(_("没有这个区划，或不在可看范围内")) from None

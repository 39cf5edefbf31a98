"""Whether a column holds one of many whole numbers: one bound value, however many there are."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Connection, Integer, any_, bindparam, func, literal, select


def among(connection: Connection, column: ColumnElement[Any], numbers: Collection[int]) -> ColumnElement[bool]:
    """`column` is one of `numbers`."""
    return _held(connection.dialect.name, column, literal(listed(connection, numbers), _kind(connection.dialect.name)))


def among_given(dialect: str, column: ColumnElement[Any], mark: str) -> ColumnElement[bool]:
    """`column` is one of those that `mark` is given each time: what `listed` makes of them."""
    return _held(dialect, column, bindparam(mark, type_=_kind(dialect)))


def listed(connection: Connection, numbers: Collection[int]) -> Any:
    """As it is bound."""
    wanted = sorted(numbers)
    return wanted if connection.dialect.name == "postgresql" else json.dumps(wanted)


def _kind(dialect: str) -> Any:
    return ARRAY(Integer) if dialect == "postgresql" else None


def _held(dialect: str, column: ColumnElement[Any], value: Any) -> ColumnElement[bool]:
    if dialect == "postgresql":
        return column == any_(value)
    return column.in_(select(func.json_each(value).table_valued("value").c.value))

"""Whether a column holds one of many whole numbers: one bound value, however many there are."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Connection, Integer, any_, func, literal, select


def among(connection: Connection, column: ColumnElement[Any], numbers: Collection[int]) -> ColumnElement[bool]:
    """`column` is one of `numbers`."""
    wanted = sorted(numbers)
    if connection.dialect.name == "postgresql":
        return column == any_(literal(wanted, ARRAY(Integer)))
    return column.in_(select(func.json_each(json.dumps(wanted)).table_valued("value").c.value))

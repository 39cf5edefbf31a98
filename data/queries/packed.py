"""Whole columns out of a query as one row of JSON: thousands of rows at a fraction of the cost of fetching each."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import orjson
from sqlalchemy import Connection, Executable, Select, String, cast, func, select
from sqlalchemy.sql.selectable import CompoundSelect

Query = Select[Any] | CompoundSelect[Any]


def packed(connection: Connection, query: Query) -> list[list[Any]]:
    """The columns of the query's rows, position by position; moments in epoch seconds."""
    return _read(connection, _packing(connection.dialect.name, query), {})


def repacked(make: Callable[[str], Query]) -> Callable[..., list[list[Any]]]:
    """The same of a query that is asked often: made once for a dialect, the values of its marks are given each time."""
    made = cache(lambda dialect: _packing(dialect, make(dialect)))
    return lambda connection, **marks: _read(connection, made(connection.dialect.name), marks)


def _packing(dialect: str, query: Query) -> Executable:
    pack = func.json_agg if dialect == "postgresql" else func.json_group_array
    return select(*(cast(pack(column), String) for column in query.subquery().c))


def _read(connection: Connection, packing: Executable, marks: Mapping[str, Any]) -> list[list[Any]]:
    whole = connection.execute(packing, marks).one()
    return [orjson.loads(text) if text else [] for text in whole]

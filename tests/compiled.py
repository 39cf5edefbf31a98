"""A statement is compiled once by a worker, not once for each of its thousands of engines: it comes to the same."""

from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.util import LRUCache

MOST = 4_000  # statements that are kept


class Compiled(LRUCache[Any, Any]):
    """What statements come to, by the kind of database; SQLAlchemy asks by the dialect that each engine has made."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_of_kind(key), default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(_of_kind(key), value)


def _of_kind(key: Any) -> Any:
    dialect, *statement = key
    return type(dialect), *statement


def share() -> None:
    """For every connection of this process from now on."""
    compiled = Compiled(MOST)

    def keep_there(connection: Connection) -> None:
        connection.execution_options(compiled_cache=compiled)

    event.listen(Engine, "engine_connect", keep_there)

"""The mark: whose database this is. An exercise has one of its own, and neither house opens the other's.

Every new connection looks, so that no command, migration or server can be set on the wrong one by a setting.
"""

import json
import re
from typing import Any

from sqlalchemy import Connection, Engine, event

from data.commands.facts import fact, put_fact
from data.errors import CityError

KEY = "exercise"  # fact: JSON of what the exercise is; a real house has none
CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
WORD = "演练"
PREFIX = f"【{WORD}】"


def mark(connection: Connection, about: dict[str, Any]) -> None:
    """Make this database the exercise's, for good. `about`: code, name and more that JSON takes."""
    put_fact(connection, KEY, json.dumps(about, ensure_ascii=False))


def marked(connection: Connection) -> dict[str, Any] | None:
    """What exercise this database belongs to; None for the real city's."""
    text = fact(connection, KEY)
    return json.loads(text) if text else None


def keep_apart(engine: Engine, exercise: str) -> None:
    """Let no connection of this engine reach the other's tables: CityError at the first one."""

    def look(raw: Any, _record: Any) -> None:
        refuse(_code(engine, raw), exercise)

    event.listen(engine, "connect", look)


def refuse(found: str, exercise: str) -> None:
    """CityError unless the database is that of the exercise ("" the real city)."""
    if found and not exercise:
        raise CityError(
            f"the database belongs to the exercise {found}: the real city needs its own (YITU_DATABASE_URL)"
        )
    if exercise and found != exercise:
        whose = f"belongs to the exercise {found}" if found else "is not an exercise's"
        raise CityError(f"YITU_EXERCISE is {exercise}, but the database {whose}: `flask --app app exercise prepare`")


def titled(connection: Connection, title: str, most: int) -> str:
    """A title that others will read: in an exercise it begins with 【演练】."""
    if title.startswith(PREFIX) or marked(connection) is None:
        return title
    return f"{PREFIX}{title}"[:most]


def _code(engine: Engine, raw: Any) -> str:
    """The exercise of a raw connection; "" where there is none, or no table yet."""
    cursor = raw.cursor()
    try:
        cursor.execute(f"SELECT value FROM house_fact WHERE key = '{KEY}'")
        row = cursor.fetchone()
    except engine.dialect.loaded_dbapi.Error:
        row = None
    finally:
        cursor.close()
        raw.rollback()
    return str(json.loads(row[0])["code"]) if row else ""

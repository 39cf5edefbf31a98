"""What the house does by itself when its time has come: rows with a `next_at`, each taken by one worker, once."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, select, update

from data.accounts.sessions import in_force
from data.briefer import VISITOR
from data.errors import Forbidden
from data.house import House
from data.language import gettext as _
from data.life.actor import account_key
from data.schema import account
from data.scope import Scope
from data.things.masks import NAMES


def due_rows(house: House, table: Table, now: datetime) -> list[dict[str, Any]]:
    """Those whose time has come. What was missed while the house was off is among them, once."""
    with house.engine.connect() as connection:
        due = connection.execute(select(table).where(table.c.next_at <= now).order_by(table.c.id)).mappings()
        return [dict(row) for row in due]


def claimed(connection: Connection, table: Table, row: Mapping[str, Any], later: datetime | None) -> bool:
    """Whether it is this worker's to do: of several that looked, one moves it on to its next time."""
    same = (table.c.id == row["id"], table.c.next_at == row["next_at"])
    return bool(connection.execute(update(table).where(*same).values(next_at=later)).rowcount)


def owner_scope(connection: Connection, house: House, owner: str) -> Scope:
    """What the owner of something may see now. Forbidden where there is nobody like him any more."""
    if owner == VISITOR and house.settings.demo:
        return Scope(cells=Scope.guest().cells, clearance=NAMES)
    logins = select(account.c.id, account.c.login)
    ids = {account_key(one.login): one.id for one in connection.execute(logins)}
    one = in_force(connection, ids[owner], datetime.now(UTC)) if owner in ids else None
    if one is None:
        raise Forbidden(_("保存它的账号已停用"))
    return one.scope

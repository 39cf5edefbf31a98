"""Accounts as administrators see them: those whose regions lie within their own. Never a password."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from data.accounts import lockout
from data.accounts.account import Account, account_rows, account_with, further_regions
from data.errors import UnknownThing
from data.language import gettext as _
from data.queries.present import seen_by_login
from data.schema import account, region, sign_in_failure
from data.scope import Scope


@dataclass(frozen=True)
class Known:
    """An account, and whether it is in force."""

    account: Account
    created_at: datetime
    disabled: bool
    over: bool
    locked: bool
    seen_at: datetime | None  # when it was last met, while it is signed in


def accounts_known(connection: Connection, scope: Scope, now: datetime) -> list[Known]:
    """In order of region and login."""
    mine = or_(*(region.c.lo.between(*cells) & region.c.hi.between(*cells) for cells in scope.cells))
    query = account_rows().where(mine).order_by(region.c.level, region.c.lo, account.c.login)
    rows = connection.execute(query).mappings().all()
    further = further_regions(connection, (row["id"] for row in rows))
    found = [(account_with(row, further[row["id"]]), row) for row in rows]
    waiting = select(sign_in_failure.c.subject).where(sign_in_failure.c.locked_until > now)
    locked = set(connection.scalars(waiting))
    seen = seen_by_login(connection, [one.login for one, _row in found], now)
    return [
        Known(
            one,
            row["created_at"],
            row["disabled_at"] is not None,
            row["expires_at"] is not None and row["expires_at"] <= now,
            lockout.of_login(row["login"]) in locked,
            seen.get(one.login),
        )
        for one, row in found
        if all(scope.covers(place.lo, place.hi) for place in one.regions)
    ]


def account_known(connection: Connection, scope: Scope, login: str, now: datetime) -> Known:
    """UnknownThing for one that is not there, or not within the scope."""
    found = [one for one in accounts_known(connection, scope, now) if one.account.login == login]
    if not found:
        raise UnknownThing(_("没有这个账号"))
    return found[0]

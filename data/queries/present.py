"""Who is signed in, and when he was last met: by the server's clock, whatever the city's says."""

import json
from collections import Counter
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, false, func, or_, select

from data.accounts.account import EVERYWHERE
from data.accounts.presence import HERE
from data.schema import account, account_region, account_session, region
from data.scope import Scope

DESK = ("duty_officer", "leader")  # whose being there makes a centre one that answers
UNITS = (*DESK, "department_head", "agency")  # whose being there makes an agency one that answers
_MET = func.coalesce(account_session.c.seen_at, account_session.c.begun_at)
_SEEN = func.max(_MET).label("seen_at")


def seen_by_login(connection: Connection, logins: Collection[str], now: datetime) -> dict[str, datetime]:
    """{login: when it was last met}; who is not signed in is not there. To those who are shown these accounts."""
    query = _sessions(select(account.c.login, _SEEN), now).where(account.c.login.in_(sorted(logins)))
    return {row.login: row.seen_at for row in connection.execute(query.group_by(account.c.login))}


def here_by_region(connection: Connection, regions: Collection[int], now: datetime) -> Counter[int]:
    """{region: how many officers and leaders whose platform begins there are online}."""
    query = _sessions(select(account.c.id, account.c.region_id, _SEEN), now)
    query = query.where(account.c.region_id.in_(sorted(regions)), account.c.role.in_(DESK))
    rows = connection.execute(query.group_by(account.c.id, account.c.region_id).having(now - HERE < _SEEN))
    return Counter(row.region_id for row in rows)


def _sessions(query: Select[tuple[object, ...]], now: datetime) -> Select[tuple[object, ...]]:
    """Those in force, of accounts that are."""
    mine = query.join_from(account, account_session, account_session.c.account_id == account.c.id)
    return mine.where(account_session.c.ends_at > now, account.c.disabled_at.is_(None))


def online(now: datetime) -> ColumnElement[bool]:
    """Of an account: whether it is there."""
    mine = select(account_session.c.digest).where(account_session.c.account_id == account.c.id)
    return exists(mine.where(account_session.c.ends_at > now, now - HERE <= _MET))


def accounts_within(scope: Scope) -> ColumnElement[bool]:
    """Of an account joined with its first region: that all of its regions lie within the scope."""
    more = region.alias()
    further = select(account_region.c.account_id).where(account_region.c.account_id == account.c.id)
    further = further.join(more, more.c.id == account_region.c.region_id)
    inside, beside = (
        or_(false(), *(and_(place.c.lo >= lo, place.c.hi <= hi) for lo, hi in scope.cells)) for place in (region, more)
    )
    return and_(inside, ~exists(further.where(~beside)))


def agencies_here(connection: Connection, scope: Scope, agencies: Collection[str], now: datetime) -> frozenset[str]:
    """Which of these agencies have somebody online, of those within the scope, who answers for them by name."""
    every = json.dumps(list(EVERYWHERE))
    query = select(account.c.departments).distinct().join(region, region.c.id == account.c.region_id)
    query = query.where(account.c.role.in_(UNITS), account.c.disabled_at.is_(None), account.c.departments != every)
    rows = connection.scalars(query.where(accounts_within(scope), online(now)))
    return frozenset(agencies) & {code for row in rows for code in json.loads(row)}

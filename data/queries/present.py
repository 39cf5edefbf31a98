"""Who is signed in, and when he was last met: by the server's clock, whatever the city's says."""

import json
from collections import Counter
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, Select, func, select

from data.accounts.account import EVERYWHERE
from data.accounts.presence import HERE
from data.schema import account, account_session

DESK = ("duty_officer", "leader")  # whose being there makes a centre one that answers
_SEEN = func.max(func.coalesce(account_session.c.seen_at, account_session.c.begun_at)).label("seen_at")


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


def agencies_here(connection: Connection, now: datetime) -> frozenset[str]:
    """Agencies with somebody online who answers for them by name."""
    every = json.dumps(list(EVERYWHERE))
    query = _sessions(select(account.c.id, account.c.departments), now).where(account.c.departments != every)
    rows = connection.execute(query.group_by(account.c.id, account.c.departments).having(now - HERE < _SEEN))
    return frozenset(code for row in rows for code in json.loads(row.departments))

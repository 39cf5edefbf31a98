"""Who may be handed an order: accounts within the asker's scope that may see it through, chosen and not typed."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, exists, or_, select

from data.accounts.account import ACTS_AS, Account, account_rows, account_with, further_regions
from data.language import gettext as _
from data.life.actor import Actor, account_key
from data.queries.present import accounts_within, online
from data.schema import account, account_region, region
from data.scope import Scope
from data.words import ROLES

MOST = 50
NUMBERED = 5  # of a role in a demo, which has no accounts to choose from
ORDERERS = ("duty_officer", "leader")
Span = tuple[int, int]


class Receiver(NamedTuple):
    """`key`: as `Actor.who`; `words`: what a list shows of it."""

    key: str
    name: str
    words: str


def receivers_of(connection: Connection, actor: Actor, cells: Span, now: datetime) -> list[Receiver]:
    """Who may see an order on these cells through, the nearest first; of a visitor's demo the numbered roles too."""
    found = [*_accounts(connection, actor, cells, now), *([] if actor.key else _numbered())]
    return [one for one in found if one.key != actor.who]


def _accounts(connection: Connection, actor: Actor, cells: Span, now: datetime) -> list[Receiver]:
    known = _known(connection, _over(actor.scope, cells, now).limit(MOST))
    return [
        Receiver(account_key(one.login), one.name, f"{one.name} · {_(ROLES[one.role])} · {one.region_name}")
        for one in known
    ]


def officers_here(connection: Connection, scope: Scope, cells: Span, now: datetime) -> list[Account]:
    """Of those who order on these cells and lie within the scope all who are online, by the server's clock `now`."""
    return _known(connection, _over(scope, cells, now).where(online(now)))


def _over(scope: Scope, cells: Span, now: datetime) -> Select[Any]:
    """Accounts that order on these cells and lie within the scope, those of the smallest regions first."""
    roles = [role for role, acts_as in ACTS_AS.items() if acts_as in ORDERERS]
    holds = and_(region.c.lo <= cells[0], region.c.hi >= cells[1])
    further = select(account_region.c.account_id).where(account_region.c.account_id == account.c.id)
    more = region.alias()
    further = further.join(more, more.c.id == account_region.c.region_id)
    further = further.where(more.c.lo <= cells[0], more.c.hi >= cells[1])
    there = or_(account.c.expires_at.is_(None), account.c.expires_at > now)
    query = account_rows().where(account.c.role.in_(roles), account.c.disabled_at.is_(None), there)
    query = query.where(or_(holds, exists(further)), accounts_within(scope))
    return query.order_by(region.c.level.desc(), account.c.login)


def _known(connection: Connection, query: Select[Any]) -> list[Account]:
    rows = connection.execute(query).mappings().all()
    places = further_regions(connection, [row["id"] for row in rows])
    return [account_with(row, places[row["id"]]) for row in rows]


def _numbered() -> list[Receiver]:
    """值班员-001 and the next."""
    names = [f"{ROLES[role]}-{n:03d}" for role in ORDERERS for n in range(1, NUMBERED + 1)]
    return [Receiver(name, name, name) for name in names]

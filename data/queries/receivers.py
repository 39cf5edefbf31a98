"""Who may be handed an order: accounts within the asker's scope that may see it through, chosen and not typed."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, and_, exists, or_, select

from data.accounts.account import ACTS_AS, Account, account_rows, account_with, further_regions
from data.language import gettext as _
from data.life.actor import Actor, account_key
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
    known = officers_over(connection, actor.scope, cells, now)
    return [
        Receiver(account_key(one.login), one.name, f"{one.name} · {_(ROLES[one.role])} · {one.region_name}")
        for one in known
    ]


def officers_over(connection: Connection, scope: Scope, cells: Span, now: datetime) -> list[Account]:
    """Accounts that order on these cells and lie within the scope, those of the smallest regions first."""
    roles = [role for role, acts_as in ACTS_AS.items() if acts_as in ORDERERS]
    holds = and_(region.c.lo <= cells[0], region.c.hi >= cells[1])
    further = select(account_region.c.account_id).where(account_region.c.account_id == account.c.id)
    more = region.alias()
    further = further.join(more, more.c.id == account_region.c.region_id)
    further = further.where(more.c.lo <= cells[0], more.c.hi >= cells[1])
    there = or_(account.c.expires_at.is_(None), account.c.expires_at > now)
    query = account_rows().where(account.c.role.in_(roles), account.c.disabled_at.is_(None), there)
    query = query.where(or_(holds, exists(further))).order_by(region.c.level.desc(), account.c.login).limit(MOST)
    rows = connection.execute(query).mappings().all()
    places = further_regions(connection, [row["id"] for row in rows])
    known = [account_with(row, places[row["id"]]) for row in rows]
    return [one for one in known if all(scope.covers(place.lo, place.hi) for place in one.regions)]


def _numbered() -> list[Receiver]:
    """值班员-001 and the next."""
    names = [f"{ROLES[role]}-{n:03d}" for role in ORDERERS for n in range(1, NUMBERED + 1)]
    return [Receiver(name, name, name) for name in names]

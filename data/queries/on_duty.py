"""Who holds the desks around a subject by the roster of the moment, and who is online there, on the roster or not."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, or_, select

from data.accounts.presence import is_here
from data.queries.present import seen_by_login
from data.queries.receivers import officers_here
from data.queries.subjects import Subject
from data.schema import agency, duty, region
from data.scope import Scope

MOST = 30


@dataclass(frozen=True, kw_only=True)
class OnDuty:
    """`role`: of DUTY_ROLES, with `until` of the turn; of who is online without a turn that of the account, and no
    `until`. `login` None: a numbered role, which signs in nowhere. `seen_at`: None for who is not signed in."""

    who: str
    role: str
    place: str
    until: datetime | None
    login: str | None
    seen_at: datetime | None
    here: bool


@dataclass(frozen=True, kw_only=True)
class Manned:
    """`turns`, `here`: of all there are, how many hold one and how many people are online; `more`: not in `rows`."""

    rows: tuple[OnDuty, ...] = ()
    turns: int = 0
    here: int = 0
    more: int = 0


def on_duty(connection: Connection, subject: Subject, scope: Scope, now: datetime) -> Manned:
    """Within the scope, the smallest region first, its chief first; then who is online there and has no turn now.

    The roster goes by the city's clock (`now`), who is there by the server's.
    """
    wall = datetime.now(UTC)
    turns = [row for row in _turns(connection, subject, now) if scope.covers(row.lo, row.hi)]
    rostered = {row.login for row in turns if row.login}
    here = officers_here(connection, scope, (subject.lo, subject.hi), wall)
    others = [one for one in here if one.login not in rostered]
    seen = seen_by_login(connection, {*rostered, *(one.login for one in others)}, wall)
    held = [
        _told(row.who, row.role, row.agency or row.place, row.until, row.login, seen.get(row.login or ""), wall)
        for row in turns
    ]
    rest = [_told(one.name, one.role, one.region_name, None, one.login, seen.get(one.login), wall) for one in others]
    return _cut([*held, *rest], len(held))


def _cut(rows: list[OnDuty], turns: int) -> Manned:
    """Counted first; who is online is left out last, and the order stays."""
    first = sorted(range(len(rows)), key=lambda n: not rows[n].here)[:MOST]
    here = len({one.login for one in rows if one.here})
    return Manned(rows=tuple(rows[n] for n in sorted(first)), turns=turns, here=here, more=len(rows) - len(first))


def _turns(connection: Connection, subject: Subject, now: datetime) -> list[Any]:
    """Of the desks of regions that hold it, and of the agency that answers for it."""
    columns = (duty.c.who, duty.c.login, duty.c.role, duty.c.until, agency.c.name.label("agency"))
    query = select(*columns, region.c.name.label("place"), region.c.lo, region.c.hi)
    query = query.join_from(duty, region, region.c.id == duty.c.region_id)
    query = query.outerjoin(agency, agency.c.code == duty.c.agency)
    holds = (region.c.lo <= subject.lo, region.c.hi >= subject.hi)
    desks = (
        duty.c.agency.is_(None)
        if subject.agency is None
        else or_(duty.c.agency.is_(None), duty.c.agency == subject.agency)
    )
    query = query.where(duty.c.since <= now, duty.c.until > now, desks, *holds)
    return list(connection.execute(query.order_by(region.c.level.desc(), duty.c.agency, duty.c.role, duty.c.id)))


def _told(
    who: str, role: str, place: str, until: datetime | None, login: str | None, seen: datetime | None, wall: datetime
) -> OnDuty:
    return OnDuty(who=who, role=role, place=place, until=until, login=login, seen_at=seen, here=is_here(seen, wall))

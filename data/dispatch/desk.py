"""What an officer finds beside the recommendation: words of units that he has not read, who is there, who was told."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from data.dispatch.words import CHAIN
from data.life.actor import Actor
from data.queries.chain import Link, links_of
from data.queries.dispatch_talk import talk_of, unread_of
from data.queries.on_duty import Manned, on_duty
from data.queries.present import agencies_here
from data.queries.subjects import Subject
from data.scope import Scope

Order = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class OfficersDesk:
    """Empty for who only looks on. `talk`: {task: 留言}, `unread`: {task: how many are new to him}; `on_duty`: who
    holds the desks around it, and who is online there; `here`: agencies of units with somebody online; `links`: the
    five of 县-镇-村-警-民, once an order went out."""

    talk: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    unread: Mapping[str, int] = field(default_factory=dict)
    on_duty: Manned = field(default_factory=Manned)
    here: frozenset[str] = frozenset()
    links: Sequence[Link] = ()


def desk_of(
    connection: Connection,
    subject: Subject,
    scope: Scope,
    actor: Actor | None,
    orders: Sequence[Order],
    agencies: Collection[str],
    now: datetime,
) -> OfficersDesk:
    """Threads are for who leads the orders and may answer. `agencies`: of the units shown."""
    if actor is None:
        return OfficersDesk()
    codes = [one["code"] for order in orders for one in order["tasks"]]
    leads = bool(codes) and scope.covers(subject.lo, subject.hi)
    sent = any(one["state"] in ("final", "done") for one in orders)
    return OfficersDesk(
        talk=talk_of(connection, codes, scope.clearance) if leads else {},
        unread=unread_of(connection, scope, actor.who)[0] if leads else {},
        on_duty=on_duty(connection, subject, scope, now),
        here=agencies_here(connection, scope, agencies, datetime.now(UTC)),
        links=links_of(connection, subject, tuple(CHAIN), scope) if sent else (),
    )

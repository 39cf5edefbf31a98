"""A hot problem is told to all subjects like those it was found at; who has read it and looked at itself is kept."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, update

from data.commands.codes import next_code
from data.commands.coordination_moves import DECIDERS
from data.commands.revisions import bump
from data.coordination.kind import Kind
from data.errors import BadInput, CoordinationRefused, Forbidden
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.coordination_dangers import hot
from data.queries.coordination_subjects import like
from data.queries.regions import region_of
from data.schema import coordination_push, coordination_receipt
from data.times import local

P, R = coordination_push.c, coordination_receipt.c
WORDS = 500


def push(
    connection: Connection,
    kind: Kind,
    here: str,
    item: str,
    trade: str,
    words: str,
    actor: Actor,
    now: datetime,
    provenance: str,
) -> int:
    """To how many it went. Only what is hot, once a day, by who decides in all of this region."""
    bump(connection, "coordination")
    if actor.role not in DECIDERS or not actor.scope.every_department:
        raise Forbidden(_("由协同中心推送"))
    if not words or len(words) > WORDS:
        raise BadInput(_("请写明自查提示，至多 {n} 字").format(n=WORDS))
    place = region_of(connection, here, actor.scope)
    found = next(
        (one for one in hot(connection, kind, place, actor.scope, now) if (one.item, one.trade) == (item, trade)), None
    )
    if found is None:
        raise CoordinationRefused(_("这不是热点问题"))
    if found.pushed is not None and local(found.pushed).date() == local(now).date():
        raise CoordinationRefused(_("今天已经推送过"))
    row: dict[str, Any] = {
        "code": next_code(connection, P.code, f"H{local(now):%Y%m%d}-"),
        "kind": kind.code,
        "item": item,
    }
    row |= {"trade": trade, "region_id": place.id, "n": found.n, "words": words, "actor": actor.name, "at": now}
    made = connection.execute(insert(coordination_push).values(row | {"provenance": provenance}))
    number = (made.inserted_primary_key or (0,))[0]
    rows = [
        {"push_id": number, "subject": one.subject, "name": one.name, "cell_id": one.cell_id}
        for one in like(connection, kind, trade, place)
    ]
    if rows:
        connection.execute(insert(coordination_receipt), rows)
    return len(rows)


def read_pushes(connection: Connection, subject: str, now: datetime) -> None:
    """The receipt of who opens its page: of the first time."""
    unread = (R.subject == subject, R.read_at.is_(None))
    if connection.execute(update(coordination_receipt).where(*unread).values(read_at=now)).rowcount:
        bump(connection, "coordination")


def check_itself(connection: Connection, code: str, subject: str, now: datetime) -> None:
    """It says that it has looked at itself."""
    bump(connection, "coordination")
    of = coordination_push.select().with_only_columns(P.id).where(P.code == code).scalar_subquery()
    mine = (R.push_id == of, R.subject == subject, R.checked_at.is_(None))
    if connection.execute(update(coordination_receipt).where(*mine).values(checked_at=now)).rowcount != 1:
        raise CoordinationRefused(_("没有待自查的提示"))

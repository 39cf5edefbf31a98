"""Supporting departments: asked to join an item, they accept or decline, and tell how they help."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data.commands.list_steps import HELPERS, needs_keeper, needs_open, said, step, works_for
from data.commands.revisions import bump
from data.errors import BadInput, Forbidden, ListRefused, UnknownThing
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.list_rows import item_row
from data.schema import agency, list_support, region

ANSWERS = {"accept": "accepted", "decline": "declined", "help": "helped"}
FROM = {"accept": ("asked", "declined"), "decline": ("asked", "accepted"), "help": ("accepted", "helped")}
S = list_support.c
Row = dict[str, Any]


def ask_support(connection: Connection, code: str, given: Mapping[str, Any], actor: Actor, now: datetime) -> Row:
    """Ask a department whose region holds that of the item; who has declined may be asked again."""
    bump(connection, "lists")
    row, who = item_row(connection, code, actor.scope), str(given.get("agency") or "")
    needs_keeper(row, actor)
    needs_open(row)
    around = (region.c.lo <= row["lo"], region.c.hi >= row["hi"], agency.c.code == who)
    found = select(agency.c.code).join_from(agency, region, region.c.id == agency.c.region_id).where(*around)
    if connection.scalar(found) is None or who == row["agency"]:
        raise BadInput(_("请选择要请求支持的部门"))
    mine = (S.item_id == row["id"], S.agency == who)
    known = connection.scalar(select(S.state).where(*mine))
    if known not in (None, "declined"):
        raise ListRefused(_("已经请求过这个部门"))
    after = step(connection, row, "ask", actor, now, words=said(str(given.get("words") or "")), agency=who)
    asked: Row = {"state": "asked", "asked_at": now, "answered_at": None}
    if known:
        connection.execute(update(list_support).where(*mine).values(asked))
    else:
        connection.execute(insert(list_support).values(asked | {"item_id": row["id"], "agency": who}))
    return after


def answer_support(
    connection: Connection, code: str, what: str, given: Mapping[str, Any], actor: Actor, now: datetime
) -> Row:
    """A department that was asked says whether it joins, and what it does. Forbidden for anybody else."""
    bump(connection, "lists")
    row, who = item_row(connection, code, actor.scope), str(given.get("agency") or "")
    if actor.role not in HELPERS or not works_for(actor, who):
        raise Forbidden(_("由被请求的部门办理"))
    needs_open(row)
    mine = (S.item_id == row["id"], S.agency == who)
    known = connection.scalar(select(S.state).where(*mine))
    if known is None:
        raise UnknownThing(_("没有请求过这个部门"))
    if known not in FROM[what]:
        raise ListRefused(_("这项支持请求已经答复过"))
    words = said(str(given.get("words") or ""), must=what != "accept")
    after = step(connection, row, what, actor, now, words=words, agency=who)
    connection.execute(update(list_support).where(*mine).values(state=ANSWERS[what], answered_at=now))
    return after

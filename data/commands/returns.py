"""Faults go back to the department whose data they are; it mends and answers; who sent them verifies, or sends again.

What may follow what is one table, MOVES.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data.commands.codes import next_code
from data.commands.revisions import bump
from data.errors import BadInput, Forbidden, ReturnRefused
from data.intake.record import clean
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.faults import Fault, faults_in
from data.queries.regions import around, home_of
from data.queries.returns import faults_of, lot_row
from data.return_words import RETURN_STEPS
from data.returns.measure import keep_counts
from data.schema import agency, region, source_fault, source_return, source_step
from data.scope import Scope
from data.settings import Settings
from data.times import day_number, local

SENDERS = ("duty_officer", "leader")
OWNER, SENDER = "owner", "sender"
LONGEST, MOST, FARTHEST = 500, 100, 366
TERM = 7  # days that are offered
LEVELS = (1, 2, 3, 4)
Row = dict[str, Any]
Given = Mapping[str, Any]


@dataclass(frozen=True)
class Move:
    """From which states whose move it is, to which; `due`: it sets a term."""

    side: str
    begins: tuple[str, ...]
    to: str
    due: bool = False


MOVES = {
    "answer": Move(OWNER, ("sent", "again"), "answered"),
    "object": Move(OWNER, ("sent", "again"), "objected"),
    "close": Move(SENDER, ("answered",), "closed"),
    "again": Move(SENDER, ("answered", "objected"), "again", due=True),
    "term": Move(SENDER, ("sent", "again"), "", due=True),  # the state stays
    "withdraw": Move(SENDER, ("sent", "again", "objected"), "withdrawn"),
}


@dataclass(frozen=True, kw_only=True)
class Sending:
    """`keys` of faults as `data/queries/faults.py` finds them; `to`: code of the department."""

    keys: Sequence[str]
    to: str
    region: str
    words: str
    due: date


def send_back(settings: Settings, connection: Connection, new: Sending, actor: Actor, now: datetime, lived: str) -> Row:
    """The row of the lot. Forbidden, BadInput, or ReturnRefused where a fault is gone, or is on its way already."""
    if actor.role not in SENDERS or not actor.scope.every_department:
        raise Forbidden(_("值班员和领导退回数据"))
    bump(connection, "returns")  # first: who numbers lots queues here, and none is sent twice
    words, keys = said(new.words), set(new.keys)
    if not 0 < len(keys) <= MOST:
        raise BadInput(_("请勾选要退回的问题，一批至多 {n} 项").format(n=MOST))
    _check_due(new.due, now)
    found = [one for one in faults_in(settings, connection, new.region, actor.scope, now) if one.key in keys]
    if len(found) < len(keys):
        raise ReturnRefused(_("有的问题已经不在了，请刷新后再试"))
    if sent := next((one for one in found if one.sent), None):
        raise ReturnRefused(_("“{name}”已在 {code} 中退回").format(name=sent.name, code=sent.sent))
    return _insert(connection, new.to, found, new.due, words, actor, now, lived)


def _insert(
    connection: Connection,
    to: str,
    found: Sequence[Fault],
    due: date,
    words: str,
    actor: Actor,
    now: datetime,
    lived: str,
) -> Row:
    owner = _owner(connection, to, found)
    lo, hi = min(one.lo for one in found), max(one.hi for one in found)
    places = around(connection, lo, hi, LEVELS)
    here = places[max(places)] if places else home_of(connection, actor.scope)
    row: Row = {"agency": owner, "region_id": here.id, "lo": here.lo, "hi": here.hi, "state": "sent"}
    if not actor.scope.covers(here.lo, here.hi):
        raise Forbidden(_("这些问题超出您的管辖范围"))
    row |= {"due_day": due.toordinal(), "seq": 1, "n": len(found), "rounds": 1, "sent_at": now, "answered_at": None}
    row |= {"ended_at": None, "actor": actor.name, "provenance": lived}
    row |= {"code": next_code(connection, source_return.c.code, f"T{local(now):%Y%m%d}-")}
    number = connection.execute(insert(source_return).values(row).returning(source_return.c.id)).scalar_one()
    ids: dict[str, int] = dict(
        connection.execute(
            select(region.c.code, region.c.id).where(region.c.code.in_({one.region for one in found}))
        ).all()
    )
    connection.execute(insert(source_fault), [_fault(number, one, ids) for one in found])
    _step(connection, number, 1, "send", words, len(found), actor, now)
    return row | {"id": number}


def _owner(connection: Connection, to: str, found: Sequence[Fault]) -> str:
    """A department whose region meets that of the faults."""
    of = select(region.c.lo, region.c.hi).join_from(agency, region, region.c.id == agency.c.region_id)
    row = connection.execute(of.where(agency.c.code == to, agency.c.kind.in_(("department", "town")))).first()
    if row is None or not all(row.lo <= one.hi and one.lo <= row.hi for one in found):
        raise BadInput(_("请选择这些数据的归口单位"))
    return to


def _fault(number: int, one: Fault, ids: Mapping[str, int]) -> Row:
    told = {"key": one.key, "kind": one.kind, "name": one.name[:160], "told": one.told, "n": one.n, "way": one.way}
    return told | {"return_id": number, "region_id": ids[one.region]}


def move_lot(
    settings: Settings, connection: Connection, code: str, what: str, given: Given, actor: Actor, now: datetime
) -> Row:
    """One of MOVES; the row as it is then. UnknownThing, Forbidden, ReturnRefused, BadInput."""
    if what not in MOVES:
        raise BadInput(_("请刷新后再试"))
    bump(connection, "returns")
    move, row = MOVES[what], lot_row(connection, code, actor.scope)
    if not may(connection, row, move, actor):
        raise Forbidden(_("这个角色不能办理这批退回数据"))
    if row["state"] not in move.begins:
        raise ReturnRefused(_("%(code)s 刚被他人修改,请刷新后再试") % {"code": code})
    words = said(str(given.get("words") or ""))
    faults = faults_of(settings, connection, row["id"], now)
    left = sum(one["stands"] > 0 for one in faults)
    keep_counts(connection, {one["key"]: one["stands"] for one in faults if one["kind"] == "record"}, now)
    if what == "close" and left and given.get("though") != "1":
        raise ReturnRefused(_("还有 {n} 项问题仍在，勾选“仍予销号”并写明理由后才能销号").format(n=left))
    news = _news(what, move, row, given, now) | {"seq": row["seq"] + 1}
    same = (source_return.c.id == row["id"], source_return.c.seq == row["seq"])
    if not connection.execute(update(source_return).where(*same).values(news)).rowcount:
        raise ReturnRefused(_("%(code)s 刚被他人修改,请刷新后再试") % {"code": code})
    _step(connection, row["id"], news["seq"], what, words, left, actor, now)
    return row | news


def _news(what: str, move: Move, row: Row, given: Given, now: datetime) -> Row:
    news: Row = {"state": move.to} if move.to else {}
    if move.due:
        due = _day(given.get("due"))
        _check_due(due, now)
        news["due_day"] = due.toordinal()
    if move.side == OWNER:
        news["answered_at"] = now
    if what == "again":
        news |= {"rounds": row["rounds"] + 1, "answered_at": None}
    return news | ({"ended_at": now} if move.to in ("closed", "withdrawn") else {})


def may(connection: Connection, row: Row, move: Move, actor: Actor) -> bool:
    """Of the owner: who works for it, or keeps the grids of a town whose own it is. Of the sender: as who may send."""
    scope: Scope = actor.scope
    if not scope.covers(row["lo"], row["hi"]):
        return False
    if move.side == SENDER:
        return actor.role in SENDERS and scope.every_department
    if actor.role == "grid_staff":
        return connection.scalar(select(agency.c.kind).where(agency.c.code == row["agency"])) == "town"
    return actor.role == "agency" and (scope.every_department or row["agency"] in scope.departments)


def said(words: str) -> str:
    plain = clean(words)
    if not plain or len(plain) > LONGEST:
        raise BadInput(_("请写明情况，至多 {n} 字").format(n=LONGEST))
    return plain


def _check_due(due: date, now: datetime) -> None:
    if not 0 <= due.toordinal() - day_number(now) <= FARTHEST:
        raise BadInput(_("期限须在今天之后、一年之内"))


def _day(given: Any) -> date:
    try:
        return date.fromisoformat(str(given or ""))
    except ValueError:
        raise BadInput(_("期限有误")) from None


def _step(
    connection: Connection, number: int, seq: int, what: str, words: str, left: int, actor: Actor, now: datetime
) -> None:
    assert what in RETURN_STEPS
    told = {"return_id": number, "seq": seq, "at": now, "actor": actor.name, "role": actor.role}
    connection.execute(insert(source_step).values(told | {"what": what, "words": words, "standing": left}))

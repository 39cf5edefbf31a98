"""Moves of a coordinated visit: the centre decides, its department objects once or carries it out, its subject answers.

Those with the same `joint_id` are one visit: they lie on one day, and are moved, called off and done together.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data.commands.revisions import bump
from data.coordination.kind import Kind
from data.coordination.overlap import closed_on
from data.coordination.words import CENTRE, DEPARTMENT, EXPLAINED, MOVES, OPEN, STATES, Move
from data.errors import BadInput, CoordinationRefused, Forbidden, UnknownThing
from data.language import gettext as _
from data.life.actor import Actor
from data.photos import AT_MOST, settle
from data.queries.coordination_calls import call_named
from data.queries.regions import around
from data.schema import coordination_call, coordination_file, coordination_step
from data.times import day_number
from data.words import ROLES

C = coordination_call.c
DECIDERS = ("duty_officer", "leader")  # of a centre, where they see all of its region
REASON, AHEAD = 500, 183  # characters; days
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Given:
    """`seq`: as which state it was seen; `into`: code of the visit it is merged with."""

    seq: int
    reason: str = ""
    day: date | None = None
    into: str = ""
    photos: tuple[str, ...] = ()


def move(connection: Connection, kind: Kind, code: str, name: str, actor: Actor, given: Given, now: datetime) -> None:
    """One move of a centre or of a department. CoordinationRefused when it is no longer at that point."""
    row = _ready(connection, kind, code, name, actor, given, now)
    if MOVES[name].party == CENTRE:
        check_centre(connection, kind, row, actor)
    elif MOVES[name].party == DEPARTMENT:
        check_department(row, actor)
    else:
        raise BadInput(_("没有“%(move)s”这个动作") % {"move": name[:32]})
    {"merge": _merge, "object": _object, "done": _done}.get(name, _plain)(
        connection, kind, row, name, actor, given, now
    )


def answer(
    connection: Connection, kind: Kind, code: str, name: str, actor: Actor, given: Given, now: datetime, photos: Path
) -> None:
    """A move of who is called on: nobody but it makes them, so `actor` is who its link or its account is of."""
    row = _ready(connection, kind, code, name, actor, given, now)
    if MOVES[name].party in (CENTRE, DEPARTMENT):
        raise Forbidden(_("这个动作不由{word}办理").format(word=_(kind.subject.word)))
    news: Row = {"accept": {"answer": "accepted"}, "opinion": {"opinion": given.reason}, "file": {}}.get(name, {})
    if name == "postpone":
        news = {"answer": "postpone", "wished_day": _given_day(given)}
    if name == "file":
        _keep(connection, photos, row["id"], given.photos, now)
    _step(connection, row, name, news, actor, now, given.reason, news.get("wished_day"))


def check_centre(connection: Connection, kind: Kind, row: Row, actor: Actor) -> None:
    """Forbidden but for the centre of the town, or county, that it lies in."""
    if not decides(connection, kind, row["cell_id"], actor):
        raise Forbidden(_("由所在地协同中心决定"))


def decides(connection: Connection, kind: Kind, cell: int, actor: Actor) -> bool:
    region = around(connection, cell, cell, [kind.centre]).get(kind.centre)
    whole = region is not None and actor.scope.covers(region.lo, region.hi)
    return actor.role in DECIDERS and actor.scope.every_department and whole


def check_department(row: Row, actor: Actor) -> None:
    if actor.role != "agency":
        raise Forbidden(_("%(role)s不能代部门办理") % {"role": _(ROLES[actor.role])})
    if not actor.scope.every_department and row["agency"] not in actor.scope.departments:
        raise UnknownThing(_("没有这次检查"))


def _ready(connection: Connection, kind: Kind, code: str, name: str, actor: Actor, given: Given, now: datetime) -> Row:
    """The visit, if the move fits its state and what is given fits the move."""
    bump(connection, "coordination")  # first: who moves one queues here
    row = call_named(connection, code, actor.scope)
    if row["kind"] != kind.code or name not in MOVES:
        raise UnknownThing(_("没有这次检查"))
    if row["seq"] != given.seq:
        raise CoordinationRefused(_("{code} 刚被他人办理，请刷新后再试").format(code=code))
    if row["state"] not in MOVES[name].frm:
        raise CoordinationRefused(_("{code} {state}，不能{move}").format(**_told(row, MOVES[name])))
    _check(kind, name, given, day_number(now))
    return row


def _told(row: Row, one: Move) -> dict[str, str]:
    return {"code": row["code"], "state": _(STATES[row["state"]]), "move": _(one.label)}


def _check(kind: Kind, name: str, given: Given, today: int) -> None:
    asks = MOVES[name].asks
    if "reason" in asks and not given.reason:
        raise BadInput(_("请写明理由"))
    if len(given.reason) > REASON:
        raise BadInput(_("理由至多 {n} 字").format(n=REASON))
    if "day" in asks:
        day = _given_day(given)
        if not today <= day <= today + AHEAD:
            raise BadInput(_("日期须在今天到 {n} 天之内").format(n=AHEAD))
        if name == "change" and (shut := closed_on(kind, day)):
            raise BadInput(_("这些天不能上门：{why}").format(why=shut))


def _given_day(given: Given) -> int:
    if given.day is None:
        raise BadInput(_("请填写日期"))
    return given.day.toordinal()


def _plain(connection: Connection, _kind: Kind, row: Row, name: str, actor: Actor, given: Given, now: datetime) -> None:
    """Moves that concern this visit, and those it is one with."""
    joint = row["joint_id"] is not None
    if name == "online" and (joint or row["way"] == "online"):
        raise CoordinationRefused(_("联合上门或已在线上的，不能转线上"))
    if name in ("approve", "online"):
        news: Row = {"state": "set", "way": "online" if name == "online" else "site", "news": 1}
    elif name == "change":
        news = {"day": _given_day(given), "answer": "", "wished_day": None, "news": 1}
        news |= {"state": "set", "way": row["way"] or "site"}
    elif name == "cancel":
        news = {"state": "cancelled", "way": "", "joint_id": None, "news": 1}
    elif name == "keep":
        if row["answer"] != "postpone":
            raise CoordinationRefused(_("没有待答复的延期申请"))
        news = {"answer": "", "wished_day": None}
    else:
        others: dict[str, Row] = {"note": {"news": 0}, "withdraw": {"state": "withdrawn"}}
        news = others[name]
    alone = name in ("note", "keep", "withdraw")
    for one in [row] if alone else _together(connection, row):
        _step(connection, one, name, news, actor, now, given.reason, news.get("day"))


def _merge(connection: Connection, _kind: Kind, row: Row, name: str, actor: Actor, given: Given, now: datetime) -> None:
    """One visit on the other's day, with all that either was one with already."""
    other = call_named(connection, given.into, actor.scope)
    same = (other["kind"], other["subject"]) == (row["kind"], row["subject"])
    if other["id"] == row["id"] or not same:
        raise BadInput(_("只能与同一对象的另一次检查合并"))
    if other["state"] not in OPEN or "online" in (other["way"], row["way"]):
        raise CoordinationRefused(_("{code} 已不在待办，或改在线上，不能合并").format(code=other["code"]))
    if row["joint_id"] is not None and row["joint_id"] == other["joint_id"]:
        raise CoordinationRefused(_("两次检查已经合并"))
    into = other["joint_id"] or other["id"]
    news = {"state": "set", "way": "joint", "joint_id": into, "day": other["day"], "news": 1}
    for one in (*_together(connection, row), *_together(connection, other)):
        _step(connection, one, name, news, actor, now, given.reason, other["day"])


def _object(
    connection: Connection, _kind: Kind, row: Row, name: str, actor: Actor, given: Given, now: datetime
) -> None:
    """Back to the centre, once, and out of the visit it was made part of."""
    last = select(coordination_step.c.move).where(coordination_step.c.call_id == row["id"])
    last = last.where(coordination_step.c.move.in_((*EXPLAINED, "approve")))
    if row["objected"] or connection.scalar(last.order_by(coordination_step.c.seq.desc()).limit(1)) not in EXPLAINED:
        raise CoordinationRefused(_("只能对合并、转线上、改期、取消提出一次异议"))
    rest = [one for one in _together(connection, row) if one["id"] != row["id"]]
    news: Row = {"state": "filed", "way": "", "joint_id": None, "objected": 1, "news": 0}
    _step(connection, row, name, news, actor, now, given.reason)
    for one in rest:
        alone = {"way": "site", "joint_id": None} if len(rest) == 1 else {"joint_id": min(two["id"] for two in rest)}
        words = _("{code} 退出联合").format(code=row["code"])
        _step(connection, one, "left", {**alone, "news": 1}, actor, now, words)


def _done(connection: Connection, _kind: Kind, row: Row, name: str, actor: Actor, given: Given, now: datetime) -> None:
    """Carried out today, by all whose visit it was."""
    today = day_number(now)
    if row["answer"] == "postpone":
        raise CoordinationRefused(_("延期申请尚未答复"))
    for one in _together(connection, row):
        _step(connection, one, name, {"state": "done", "day": today}, actor, now, given.reason, today)


def _together(connection: Connection, row: Row) -> list[Row]:
    """This one and those that are the same visit."""
    if row["joint_id"] is None:
        return [row]
    query = select(coordination_call).where(C.joint_id == row["joint_id"]).order_by(C.id)
    return [dict(one) for one in connection.execute(query).mappings()]


def _step(
    connection: Connection, row: Row, name: str, news: Row, actor: Actor, now: datetime, reason: str, day: Any = None
) -> None:
    """Asking and changing are one UPDATE, so that of two clerks one is told that he came second."""
    seq = row["seq"] + 1
    still = (C.id == row["id"], C.seq == row["seq"])
    if connection.execute(update(coordination_call).where(*still).values(news | {"seq": seq})).rowcount != 1:
        raise CoordinationRefused(_("{code} 刚被他人办理，请刷新后再试").format(code=row["code"]))
    told = {"call_id": row["id"], "seq": seq, "move": name, "at": now, "actor": actor.name, "role": actor.role}
    connection.execute(insert(coordination_step).values(told | {"reason": reason, "day": day}))


def _keep(connection: Connection, folder: Path, call_id: int, digests: tuple[str, ...], now: datetime) -> None:
    """Photos that were taken in become part of the visit, each once."""
    f = coordination_file.c
    held = set(connection.scalars(select(f.digest).where(f.call_id == call_id)))
    news = [one for one in dict.fromkeys(digests) if one not in held]
    if not digests or len(held) + len(news) > AT_MOST:
        raise BadInput(_("照片最多 {n} 张").format(n=AT_MOST))
    rows = [{"call_id": call_id, "digest": settle(folder, one).digest, "added_at": now} for one in news]
    if rows:
        connection.execute(insert(coordination_file), rows)

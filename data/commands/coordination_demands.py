"""A subject asks, departments answer, the centre passes on; the answer that is taken becomes a visit of its own."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data.commands.codes import next_code
from data.commands.coordination_moves import check_centre
from data.commands.coordination_plans import add_call, check_agency
from data.commands.revisions import bump
from data.coordination.kind import Kind
from data.coordination.overlap import closed_on
from data.coordination.words import DEMAND_STATES
from data.errors import BadInput, CoordinationRefused, Forbidden, UnknownThing
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.coordination_demands import demand_named
from data.queries.coordination_subjects import Called
from data.schema import agency, coordination_demand, coordination_offer, coordination_plan
from data.times import day_number, local

D, O, P = coordination_demand.c, coordination_offer.c, coordination_plan.c  # noqa: E741
WORDS, AHEAD = 500, 183
WAITS = ("open", "offered")
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class NewDemand:
    want: str
    topic: str
    words: str


def ask(connection: Connection, kind: Kind, who: Called, new: NewDemand, now: datetime, provenance: str) -> str:
    """A demand of a subject; its code."""
    bump(connection, "coordination")
    if new.want not in kind.wants or new.topic not in kind.topics:
        raise BadInput(_("请选择需求类别和主题"))
    if not new.words or len(new.words) > WORDS:
        raise BadInput(_("请写明需求，至多 {n} 字").format(n=WORDS))
    row = {"code": next_code(connection, D.code, f"X{local(now):%Y%m%d}-"), "kind": kind.code, "at": now}
    row |= {"subject": who.subject, "name": who.name, "trade": who.trade, "cell_id": who.cell_id}
    row |= {"want": new.want, "topic": new.topic, "words": new.words, "state": "open", "forwarded": "", "seq": 1}
    connection.execute(insert(coordination_demand).values(row | {"provenance": provenance}))
    return str(row["code"])


def forward(connection: Connection, kind: Kind, code: str, to: str, seq: int, actor: Actor) -> None:
    """The centre passes it on to an agency."""
    row = _ready(connection, kind, code, seq, actor)
    check_centre(connection, kind, row, actor)
    if connection.scalar(select(agency.c.code).where(agency.c.code == to)) is None:
        raise BadInput(_("没有这个部门"))
    _change(connection, row, {"forwarded": to})


def offer(
    connection: Connection,
    kind: Kind,
    code: str,
    of: str,
    words: str,
    day: date,
    seq: int,
    actor: Actor,
    now: datetime,
) -> str:
    """A department answers, with what and when; its code."""
    row = _ready(connection, kind, code, seq, actor)
    check_agency(connection, of, actor)
    if of not in row["matched"] and of != row["forwarded"]:
        raise Forbidden(_("不在本部门的主题范围，也未转交本部门"))
    if any(one["agency"] == of for one in row["offers"]):
        raise CoordinationRefused(_("本部门已经响应"))
    if not words or len(words) > WORDS:
        raise BadInput(_("请写明响应内容，至多 {n} 字").format(n=WORDS))
    ordinal, today = day.toordinal(), day_number(now)
    if not today <= ordinal <= today + AHEAD:
        raise BadInput(_("日期须在今天到 {n} 天之内").format(n=AHEAD))
    if shut := closed_on(kind, ordinal):
        raise BadInput(_("这些天不能上门：{why}").format(why=shut))
    told = {"code": next_code(connection, O.code, f"O{local(now):%Y%m%d}-"), "demand_id": row["id"], "agency": of}
    told |= {"words": words, "day": ordinal, "call": "", "actor": actor.name, "at": now}
    connection.execute(insert(coordination_offer).values(told))
    _change(connection, row, {"state": "offered"})
    return str(told["code"])


def settle_demand(
    connection: Connection, kind: Kind, code: str, chosen: str, who: Called, seq: int, actor: Actor, now: datetime
) -> str:
    """Its subject takes an answer, which becomes a visit; or, with none, takes the demand back. The visit's code."""
    row = _ready(connection, kind, code, seq, actor)
    if row["subject"] != who.subject:
        raise UnknownThing(_("没有这条需求"))
    if not chosen:
        _change(connection, row, {"state": "closed"})
        return ""
    one = next((one for one in row["offers"] if one["code"] == chosen), None)
    if one is None:
        raise UnknownThing(_("没有这条响应"))
    made = _visit(connection, kind, row, one, who, actor, now)
    connection.execute(update(coordination_offer).where(O.id == one["id"]).values(call=made))
    _change(connection, row, {"state": "taken"})
    return made


def _visit(connection: Connection, kind: Kind, row: Row, one: Row, who: Called, actor: Actor, now: datetime) -> str:
    """What was asked for needs no decision: it is set for its day, and is not counted as filed."""
    code = next_code(connection, P.code, f"J{local(now):%Y%m%d}-")
    plan = {"code": code, "kind": kind.code, "agency": one["agency"], "items": "", "words": one["words"]}
    plan |= {"people": 1, "basis": "", "first_day": one["day"], "last_day": one["day"], "why": row["code"]}
    plan |= {"actor": one["actor"], "filed_at": now, "provenance": row["provenance"]}
    made = connection.execute(insert(coordination_plan).values(plan))
    told = {"kind": kind.code, "agency": one["agency"], "state": "set", "way": "invited", "planned_day": one["day"]}
    told |= {"day": one["day"], "plan_id": (made.inserted_primary_key or (0,))[0], "provenance": row["provenance"]}
    return add_call(connection, who, f"{code}-01", told | {"answer": "accepted", "news": 1}, actor, now, row["words"])


def _ready(connection: Connection, kind: Kind, code: str, seq: int, actor: Actor) -> Row:
    bump(connection, "coordination")
    row = demand_named(connection, kind, code, actor.scope)
    if row["seq"] != seq:
        raise CoordinationRefused(_("{code} 刚被他人办理，请刷新后再试").format(code=code))
    if row["state"] not in WAITS:
        raise CoordinationRefused(_("{code} {state}").format(code=code, state=_(DEMAND_STATES[row["state"]])))
    return row


def _change(connection: Connection, row: Row, news: Row) -> None:
    still = (D.id == row["id"], D.seq == row["seq"])
    seq = row["seq"] + 1
    if connection.execute(update(coordination_demand).where(*still).values(news | {"seq": seq})).rowcount != 1:
        raise CoordinationRefused(_("{code} 刚被他人办理，请刷新后再试").format(code=row["code"]))

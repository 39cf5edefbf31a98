"""What a visit found. A hidden danger stays on the list until its department has seen that it is mended (隐患闭环)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data.commands.codes import next_code
from data.commands.coordination_moves import DECIDERS, check_department
from data.commands.revisions import bump
from data.coordination.kind import Kind
from data.coordination.words import DANGER_STATES
from data.errors import BadInput, CoordinationRefused, Forbidden
from data.intake.record import Record
from data.intake.taking import Taken, take
from data.language import gettext as _
from data.language import speaking
from data.life.actor import Actor
from data.queries.coordination_calls import call_named
from data.queries.coordination_dangers import danger_named
from data.schema import coordination_finding, region
from data.times import day_number, local
from data.warn.retold import WRITTEN

F = coordination_finding.c
ORIGIN = "coordination"
WORDS, MOST_DAYS = 500, 183
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class NewFinding:
    """`due`: until when a hidden danger is to be mended; None: there is none."""

    item: str
    words: str
    due: date | None = None


def find(connection: Connection, kind: Kind, code: str, new: NewFinding, actor: Actor, now: datetime) -> str:
    """Put down what a visit that is done has found; its code."""
    bump(connection, "coordination")
    row = call_named(connection, code, actor.scope)
    check_department(row, actor)
    today = day_number(now)
    if row["kind"] != kind.code or row["state"] != "done":
        raise CoordinationRefused(_("办结后才能登记检查发现"))
    if new.item not in row["items"].split():
        raise BadInput(_("请选择这次检查的事项"))
    if not new.words or len(new.words) > WORDS:
        raise BadInput(_("请写明发现的问题，至多 {n} 字").format(n=WORDS))
    if new.due is not None and not today <= new.due.toordinal() <= today + MOST_DAYS:
        raise BadInput(_("整改期限须在今天到 {n} 天之内").format(n=MOST_DAYS))
    danger = new.due is not None
    told = {name: row[name] for name in ("kind", "subject", "name", "trade", "cell_id", "agency", "provenance")}
    told |= {"code": next_code(connection, F.code, f"Y{local(now):%Y%m%d}-"), "call_id": row["id"], "day": today}
    told |= {"item": new.item, "words": new.words, "danger": int(danger), "state": "open" if danger else "closed"}
    told |= {"due_day": new.due.toordinal() if new.due else None, "mended": "", "seq": 1, "event": ""}
    connection.execute(insert(coordination_finding).values(told | {"closed_day": None if danger else today}))
    return str(told["code"])


def mend(connection: Connection, code: str, subject: str, words: str, seq: int, actor: Actor) -> None:
    """Its subject says that it is mended, and how."""
    row = _ready(connection, code, actor, seq, ("open",))
    if row["subject"] != subject:
        raise Forbidden(_("只能整改自己的隐患"))
    if not words or len(words) > WORDS:
        raise BadInput(_("请写明整改情况，至多 {n} 字").format(n=WORDS))
    _change(connection, row, {"state": "fixed", "mended": words})


def recheck(connection: Connection, code: str, passed: bool, seq: int, actor: Actor, now: datetime) -> None:
    """Its department has looked: closed, or to be mended again."""
    row = _ready(connection, code, actor, seq, ("fixed",))
    check_department(row, actor)
    _change(connection, row, {"state": "closed", "closed_day": day_number(now)} if passed else {"state": "open"})


def escalate(
    connection: Connection, kind: Kind, code: str, category: str, seq: int, actor: Actor, now: datetime
) -> Taken:
    """It becomes an event by the ordinary intake, and is closed with that."""
    bump(connection, "events")
    row = _ready(connection, code, actor, seq, ("open", "fixed"))
    if actor.role not in (*DECIDERS, "agency"):
        raise Forbidden(_("由协同中心或检查部门转为事件"))
    if row["event"]:
        raise CoordinationRefused(_("{code} 已转为事件 {event}").format(code=code, event=row["event"]))
    cell = connection.scalar(select(region.c.code).where(region.c.id == row["cell_id"]))
    with speaking(WRITTEN):
        title = _("{kind}隐患：{item}").format(kind=_(kind.name), item=kind.item_name(row["item"]))
        told = _("来自{name}的隐患 {code}").format(name=row["name"], code=code)
    record = Record(
        title=title,
        text=f"{row['words']}\n{told}",
        category=category or "safety",
        source="department",
        place=row["name"],
        region=cell,
        reported_at=now,
        external_id=code,
        provenance=row["provenance"],
    )
    made = take(connection, record, origin=ORIGIN, actor=actor, now=now)
    _change(connection, row, {"event": made.code})
    return made


def _ready(connection: Connection, code: str, actor: Actor, seq: int, states: tuple[str, ...]) -> Row:
    bump(connection, "coordination")
    row = danger_named(connection, code, actor.scope)
    if row["seq"] != seq:
        raise CoordinationRefused(_("{code} 刚被他人办理，请刷新后再试").format(code=code))
    if row["state"] not in states:
        raise CoordinationRefused(_("{code} {state}").format(code=code, state=_(DANGER_STATES[row["state"]])))
    return row


def _change(connection: Connection, row: Row, news: Row) -> None:
    still = (F.id == row["id"], F.seq == row["seq"])
    seq = row["seq"] + 1
    if connection.execute(update(coordination_finding).where(*still).values(news | {"seq": seq})).rowcount != 1:
        raise CoordinationRefused(_("{code} 刚被他人办理，请刷新后再试").format(code=row["code"]))

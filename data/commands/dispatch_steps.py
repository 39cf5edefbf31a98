"""What every command on orders shares: the turn to write, the row within the scope, the next state, the history."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, and_, exists, insert, or_, select, update

from data.commands.revisions import bump
from data.errors import Forbidden, UnknownThing
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.responders import within
from data.schema import dispatch, dispatch_step, region, responder, task
from data.scope import EVERY_CELL, Scope
from data.words import ROLES

Row = Mapping[Any, Any]
ORDERERS = ("duty_officer", "leader")
LONGEST = 2_000
BY_PHONE = (  # whether somebody at the desk has told what he was told by telephone
    exists().where(dispatch_step.c.task_id == task.c.id, dispatch_step.c.key.like("phone:%")).label("by_phone")
)
CLOCK = Actor(name="timer", role="system", scope=Scope(cells=(EVERY_CELL,), roles=("system",)))


def take_turn(connection: Connection) -> None:
    """Writers of orders queue here; events are taken too, since an order moves its event, and none may deadlock."""
    bump(connection, "dispatch", "events")


def may_order(actor: Actor) -> None:
    if actor.role not in ORDERERS:
        raise Forbidden(_("%(role)s不能派遣") % {"role": _(ROLES[actor.role])})


def visible(scope: Scope, of: Any = dispatch) -> Any:
    """Orders (`of`: their table or its alias) whose place the asker sees, and those that sent somebody of his."""
    here = or_(*(and_(of.c.lo >= lo, of.c.hi <= hi) for lo, hi in scope.cells))
    sent = select(task.c.id).join_from(task, responder, responder.c.id == task.c.responder_id)
    sent = sent.join(region, region.c.id == responder.c.region_id).where(task.c.dispatch_id == of.c.id)
    return or_(here, exists(sent.where(*within(scope))))


def mine(connection: Connection, code: str, actor: Actor) -> Row:
    """The order of this code. UnknownThing when there is none for this actor."""
    query = select(dispatch).where(dispatch.c.code == code, visible(actor.scope))
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise UnknownThing(_("没有这个派遣"))
    return row


def led(connection: Connection, code: str, actor: Actor) -> Row:
    """The same, to be moved: Forbidden to who sees it only because somebody of his was sent."""
    row = mine(connection, code, actor)
    check_leads(row, actor)
    return row


def check_leads(row: Row, actor: Actor) -> None:
    if not actor.scope.covers(row["lo"], row["hi"]):
        raise Forbidden(_("这是别处的派遣，只能登记本单位的回执"))


def tasks_of(connection: Connection, dispatch_id: int, *, active: bool = False) -> list[Row]:
    """Its tasks with code, name, phone and agency of their responders, and the cells of their homes."""
    columns = [
        responder.c[name].label(f"r_{name}") for name in ("code", "name", "phone", "agency", "kind", "region_id")
    ]
    columns += [region.c.lo.label("r_lo"), region.c.hi.label("r_hi")]
    query = (
        select(task, BY_PHONE, *columns).join_from(task, responder).join(region, region.c.id == responder.c.region_id)
    )
    query = query.where(task.c.dispatch_id == dispatch_id)
    if active:
        query = query.where(task.c.ended_at.is_(None))
    return list(connection.execute(query.order_by(task.c.id)).mappings())


def swap(connection: Connection, dispatch_id: int, frm: Sequence[str], where: Sequence[Any] = (), **new: Any) -> bool:
    """Write the next state if the order is still at one of `frm`: of several who try, one is told True."""
    still = (dispatch.c.id == dispatch_id, dispatch.c.state.in_(frm), *where)
    return connection.execute(update(dispatch).where(*still).values(**new)).rowcount == 1


def end_tasks(connection: Connection, dispatch_id: int, state: str, now: datetime) -> list[Row]:
    """End what is still to be done, which lets its responders go; the tasks as they were."""
    rows = tasks_of(connection, dispatch_id, active=True)
    if rows:
        ids = [row["id"] for row in rows]
        connection.execute(update(task).where(task.c.id.in_(ids)).values(state=state, ended_at=now))
    return rows


def remember(
    connection: Connection,
    dispatch_id: int,
    move: str,
    actor: Actor,
    now: datetime,
    words: str | None = None,
    *,
    task_id: int | None = None,
    key: str | None = None,
) -> None:
    """Append to the history, which is never changed afterwards."""
    step = {"dispatch_id": dispatch_id, "task_id": task_id, "move": move, "at": now, "recorded_at": datetime.now(UTC)}
    who = {"actor": actor.name[:64], "actor_key": actor.who[:80], "role": actor.role, "words": words, "key": key}
    connection.execute(insert(dispatch_step), step | who)

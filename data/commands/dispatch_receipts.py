"""Receipts: what responders and channels tell of a task, by the table in `data/dispatch/receipts.py`, taken once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, update

from data.commands.dispatch_events import event_goes_on
from data.commands.dispatch_messages import silence_task
from data.commands.dispatch_steps import CLOCK, LONGEST, mine, remember, swap, take_turn, tasks_of
from data.commands.events import check_time
from data.commands.photos import attach_to_task
from data.commands.responders import place_responder
from data.dispatch.plan import Limits
from data.dispatch.receipts import RECEIPTS, Receipt, late_word
from data.dispatch.words import TASK_STATES
from data.errors import BadInput, DispatchRefused, Forbidden, UnknownThing
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.plans import plan_used
from data.schema import dispatch, dispatch_step, task
from data.words import ROLES

Row = Mapping[Any, Any]
LONGEST_KEY = 128
TELLERS = ("duty_officer", "leader", "agency", "grid_staff", "system")


@dataclass(frozen=True, kw_only=True)
class Told:
    """One receipt: what, when, and what goes with it. `key`: told again under it, it is the same one."""

    task: str
    what: str = ""  # a name of RECEIPTS; "" where only a position, photos or words (留言) are told
    at: datetime | None = None
    words: str = ""
    key: str = ""
    lon: float | None = None
    lat: float | None = None
    photos: Sequence[str] = ()


def receive(connection: Connection, photos: Path, told: Told, actor: Actor, now: datetime) -> Row:
    """Take a receipt; the task's row after it. A key that was taken before changes nothing. `photos`: their folder.

    UnknownThing (no such task for this actor), BadInput (makes no sense), DispatchRefused (not at this point).
    """
    take_turn(connection)
    if actor.role not in TELLERS:
        raise Forbidden(_("%(role)s不能登记回执") % {"role": _(ROLES[actor.role])})
    order, one = task_named(connection, told.task, actor)
    at = told.at or now
    _checked(told, at, now)
    if told.key and _known(connection, one["id"], told.key):
        return one
    if told.what:
        one = _step(connection, order, one, RECEIPTS[told.what], told, actor, at, now)
    if told.lon is not None and told.lat is not None:
        _placed(connection, order, one, told, actor, at)
    if told.words and not (told.what or told.photos or told.lon is not None):
        _said(connection, order, one, told, actor, at)
    if told.photos:
        attach_to_task(connection, photos, order, one, told.photos, actor, now)
        key = None if told.what or told.lon is not None else told.key or None
        remember(connection, order["id"], "photo", actor, at, None, task_id=one["id"], key=key)
    return task_named(connection, told.task, actor)[1]


def _step(
    connection: Connection, order: Row, one: Row, what: Receipt, told: Told, actor: Actor, at: datetime, now: datetime
) -> Row:
    """The task's next state, if it is still as it was seen."""
    if what.stamp and one[what.stamp] is not None:
        return one  # told before
    change: dict[str, Any] = {what.stamp: at} if what.stamp else {}
    if one["state"] not in what.frm:
        if not (what.stamp and late_word(what, one["state"])):
            words = {"code": one["code"], "now": _(TASK_STATES[one["state"]]), "what": _(TASK_STATES[what.name])}
            raise DispatchRefused(_("%(code)s 现为“%(now)s”，不能登记“%(what)s”") % words)
    else:
        change |= {"state": what.name} | ({"ended_at": now, "reason": told.words} if what.ends else {})
        change |= _next_limit(connection, order, what.name, at)
    still = (task.c.id == one["id"], task.c.state == one["state"])
    if connection.execute(update(task).where(*still).values(change)).rowcount != 1:
        raise DispatchRefused(_("%(code)s 刚有别的回执，请再试") % {"code": one["code"]})
    remember(connection, order["id"], what.move, actor, at, told.words or None, task_id=one["id"], key=told.key or None)
    if what.ends:
        silence_task(connection, one["id"])
        perhaps_over(connection, order, now)
    event_goes_on(connection, order, one, what.name, now, told.words)
    return {**one, **change}


def _next_limit(connection: Connection, order: Row, name: str, at: datetime) -> dict[str, Any]:
    """With the acceptance and the arrival another limit begins, and nobody has heard yet that it was not kept."""
    if name not in ("accepted", "arrived"):
        return {}
    anew: dict[str, Any] = {"late": 0, "late_at": None}
    if name == "accepted":
        return anew
    used = plan_used(connection, order)
    return anew | {"done_by": at + timedelta(minutes=(used.limits if used else Limits()).done)}


def perhaps_over(connection: Connection, order: Row, now: datetime) -> None:
    """The order is done with its last task, if anything was done at all by who was sent and not only told."""
    tasks = tasks_of(connection, order["id"])
    over = all(one["ended_at"] is not None for one in tasks if one["alone"])
    if over and any(one["state"] == "done" for one in tasks if one["alone"]):
        if not swap(connection, order["id"], ["final"], state="done", ended_at=now):
            return
        left = [one["id"] for one in tasks if one["ended_at"] is None]  # desks that were told along the chain
        connection.execute(update(task).where(task.c.id.in_(left)).values(state="done", done_at=now, ended_at=now))
        remember(connection, order["id"], "done", CLOCK, now)


def _said(connection: Connection, order: Row, one: Row, told: Told, actor: Actor, at: datetime) -> None:
    """留言. What was said before the end and has waited for the network still comes."""
    if one["ended_at"] is not None and at >= one["ended_at"]:
        raise DispatchRefused(_("%(code)s 已结束") % {"code": one["code"]})
    remember(connection, order["id"], "say", actor, at, told.words, task_id=one["id"], key=told.key or None)


def _placed(connection: Connection, order: Row, one: Row, told: Told, actor: Actor, at: datetime) -> None:
    where = {"lon": told.lon, "lat": told.lat}
    connection.execute(update(task).where(task.c.id == one["id"]).values(where))
    place_responder(connection, one["responder_id"], float(told.lon or 0), float(told.lat or 0), at)
    if not told.what:
        words = f"{told.lon:.5f}, {told.lat:.5f}"
        remember(connection, order["id"], "position", actor, at, words, task_id=one["id"], key=told.key or None)


def task_named(connection: Connection, code: str, actor: Actor) -> tuple[Row, Row]:
    """(its order, the task with its responder)."""
    found = connection.execute(
        select(dispatch.c.code, task.c.id).join_from(task, dispatch).where(task.c.code == code)
    ).one_or_none()
    try:
        order = mine(connection, found.code if found else "", actor)
    except UnknownThing:
        raise UnknownThing(_("没有这个任务")) from None  # in the words and by the statements of one that is not there
    assert found is not None
    one = next(one for one in tasks_of(connection, order["id"]) if one["id"] == found.id)
    led_here = actor.scope.covers(order["lo"], order["hi"])
    if one["state"] == "held" or not (led_here or actor.scope.covers(one["r_lo"], one["r_hi"])):
        raise UnknownThing(_("没有这个任务"))  # nobody has heard of it yet, or it is another town's
    return order, one


def _checked(told: Told, at: datetime, now: datetime) -> None:
    if told.what and told.what not in RECEIPTS:
        raise BadInput(_("没有“%(move)s”这个动作") % {"move": told.what[:32]})
    if not (told.what or told.words.strip() or told.photos or told.lon is not None):
        raise BadInput(_("回执是空的"))
    if told.what and RECEIPTS[told.what].asks_reason and not told.words.strip():
        raise BadInput(_("请填写理由"))
    if len(told.words) > LONGEST or len(told.key) > LONGEST_KEY:
        raise BadInput(_("“%(name)s”过长") % {"name": _("说明")})
    if (told.lon is None) != (told.lat is None):
        raise BadInput(_("坐标不是数"))
    if told.lon is not None and not (-180 <= told.lon <= 180 and -90 <= float(told.lat or 0) <= 90):
        raise BadInput(_("坐标不是数"))
    check_time(at, now)


def _known(connection: Connection, task_id: int, key: str) -> bool:
    taken = (dispatch_step.c.task_id == task_id, dispatch_step.c.key == key)
    return connection.scalar(select(dispatch_step.c.id).where(*taken)) is not None

"""What becomes of an order: confirmed, recalled in its window, made final once, cancelled, handed over, urged."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, exists, or_, select, update

from data.commands.dispatch_events import event_begins
from data.commands.dispatch_limits import begin_anew
from data.commands.dispatch_messages import settle_messages, write_messages
from data.commands.dispatch_order import window
from data.commands.dispatch_steps import (
    CLOCK,
    LONGEST,
    end_tasks,
    led,
    may_order,
    remember,
    swap,
    take_turn,
    tasks_of,
)
from data.errors import BadInput, DispatchRefused, Forbidden
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.dispatch_counts import over
from data.queries.plans import plan_used
from data.queries.receivers import receivers_of
from data.queries.responders import chief_on_duty
from data.queries.subjects import Subject, subject_of
from data.schema import dispatch, message_log, outbox, task

Row = Mapping[Any, Any]
WAITED = timedelta(minutes=1)  # after which limits begin anew: no server ran, or the city's clock runs fast


def confirm(connection: Connection, code: str, actor: Actor, now: datetime, wall: datetime) -> None:
    """The 值班长 lets a drafted order go; its recall window and the limits of its tasks begin now."""
    take_turn(connection)
    row = led(connection, code, actor)
    if actor.role != "leader" and not chief_on_duty(connection, actor, (row["lo"], row["hi"]), now):
        raise Forbidden(_("跨区派遣须由值班长确认"))
    subject = _subject_of(connection, row)
    if not subject.open:
        raise DispatchRefused(_("%(code)s 已结束，不能再派遣") % {"code": subject.code})
    if not swap(connection, row["id"], ["drafted"], state="held", held_until=window(wall)):
        raise DispatchRefused(_("%(code)s 不是待确认的派遣") % {"code": code})
    begin_anew(connection, row, subject, now)
    remember(connection, row["id"], "confirm", actor, now)


def recall(connection: Connection, code: str, actor: Actor, now: datetime, wall: datetime) -> None:
    """Take it back while its window lasts: nobody hears of it."""
    take_turn(connection)
    may_order(actor)
    row = led(connection, code, actor)
    open_still = [dispatch.c.held_until > int(wall.timestamp() * 1000)]
    if not swap(connection, row["id"], ["held"], open_still, state="recalled", ended_at=now):
        raise DispatchRefused(_("%(code)s 已过撤回时间或已处理，请改用取消") % {"code": code})
    _drop(connection, row, "recalled", now, wall)
    remember(connection, row["id"], "recall", actor, now)


def finalize(connection: Connection, now: datetime, wall: datetime) -> list[int]:
    """Make every order final whose window is over: the numbers of those that this call did."""
    take_turn(connection)
    query = select(dispatch).where(over(wall)).order_by(dispatch.c.id)
    done = []
    for row in connection.execute(query).mappings().all():
        if swap(connection, row["id"], ["held"], state="final", final_at=now):
            if now - row["at"] > WAITED:
                begin_anew(connection, row, _subject_of(connection, row), now)
            waits = (task.c.dispatch_id == row["id"], task.c.state == "held")
            connection.execute(update(task).where(*waits).values(state="sent", sent_at=now))
            settle_messages(connection, row["id"], ("held",), "due", wall)
            remember(connection, row["id"], "final", CLOCK, now)
            event_begins(connection, row, now)
            done.append(int(row["id"]))
    return done


def cancel(connection: Connection, code: str, why: str, actor: Actor, now: datetime, wall: datetime) -> None:
    """End a drafted or final order; whoever has heard of it is told."""
    take_turn(connection)
    may_order(actor)
    row, words = led(connection, code, actor), reason_of(why)
    if not swap(connection, row["id"], ["drafted", "final"], state="cancelled", ended_at=now):
        raise DispatchRefused(_("%(code)s 此时不能取消") % {"code": code})
    gone = _drop(connection, row, "cancelled", now, wall)
    told = heard_of(connection, row["id"])
    heard = [one for one in gone if one["id"] in told]
    write_messages(connection, row, heard, channels_of(connection, row), "cancel", words, wall)
    remember(connection, row["id"], "cancel", actor, now, words)


def hand_over(connection: Connection, code: str, to: str, actor: Actor, now: datetime) -> None:
    """Somebody else sees it through from now on. `to`: the key of one of `receivers_of`; his queue says so."""
    take_turn(connection)
    may_order(actor)
    row = led(connection, code, actor)
    one = next((one for one in receivers_of(connection, actor, (row["lo"], row["hi"]), now) if one.key == to), None)
    if one is None:
        raise BadInput(_("请从名单中选择接手人"))
    if not swap(connection, row["id"], ["drafted", "held", "final"], holder=one.name, holder_key=one.key):
        raise DispatchRefused(_("%(code)s 已结束，不能移交") % {"code": code})
    remember(connection, row["id"], "handover", actor, now, _("移交给 %(who)s") % {"who": one.name})


def urge(connection: Connection, code: str, why: str, actor: Actor, now: datetime, wall: datetime) -> int:
    """督办: tell everyone whose task is not over to get on with it; how many."""
    take_turn(connection)
    may_order(actor)
    row, words = led(connection, code, actor), reason_of(why)
    if row["state"] != "final":
        raise DispatchRefused(_("%(code)s 此时不能督办") % {"code": code})
    tasks = tasks_of(connection, row["id"], active=True)
    ids = [one["id"] for one in tasks]
    connection.execute(update(task).where(task.c.id.in_(ids)).values(urged=task.c.urged + 1))
    write_messages(connection, row, tasks, channels_of(connection, row), "urge", words, wall)
    remember(connection, row["id"], "urge", actor, now, words)
    return len(tasks)


def _subject_of(connection: Connection, row: Row) -> Subject:
    return subject_of(connection, {"event": row["event_id"], "warning": row["warning_id"]}, CLOCK.scope)


def _drop(connection: Connection, row: Row, state: str, now: datetime, wall: datetime) -> list[Row]:
    """End its tasks and what was to be said of them."""
    gone = end_tasks(connection, row["id"], state, now)
    settle_messages(connection, row["id"], ("held", "due"), "dropped", wall)
    return gone


def heard_of(connection: Connection, dispatch_id: int) -> set[int]:
    """Tasks of which a message has gone out, is just going, or may have arrived although nobody said so."""
    tried = (message_log.c.message == outbox.c.message, message_log.c.outcome.in_(("sent", "failed")))
    out = or_(outbox.c.state.in_(("sending", "sent", "dead")), exists().where(*tried))
    mine = (outbox.c.dispatch_id == dispatch_id, outbox.c.task_id.is_not(None))
    return set(connection.scalars(select(outbox.c.task_id).where(*mine, out)))


def channels_of(connection: Connection, row: Row) -> tuple[str, ...]:
    """Those by which it was given: whoever heard of it there hears there what became of it."""
    used = plan_used(connection, row)
    return used.channels if used else ("app",)


def reason_of(why: str) -> str:
    words = why.strip()
    if not words:
        raise BadInput(_("请填写理由"))
    if len(words) > LONGEST:
        raise BadInput(_("“%(name)s”过长") % {"name": _("理由")})
    return words

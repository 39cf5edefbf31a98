"""An order: recommended or chosen responders, checked, taken once each, held for its recall window. Exactly once."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select

from data.commands.codes import next_code
from data.commands.dispatch_limits import arrive_by
from data.commands.dispatch_messages import write_messages
from data.commands.dispatch_steps import LONGEST, may_order, remember, take_turn, tasks_of, visible
from data.dispatch.choose import Pick
from data.dispatch.gather import gathered
from data.dispatch.recommend import Advice, recommend
from data.errors import BadInput, DispatchRefused
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.dispatch_counts import WINDOW_MS, orders_on
from data.queries.responders import chief_on_duty
from data.queries.subjects import Subject, subject_of
from data.schema import agency, dispatch, task
from data.schema.dispatch import BUSY
from data.scope import Scope
from data.times import local

Row = Mapping[Any, Any]
LONGEST_KEY, MOST = 128, 200


@dataclass(frozen=True, kw_only=True)
class NewDispatch:
    """What is ordered. `seq`: orders on the subject that its sender has seen; `responders` None: the recommended ones.

    `confirmed`: codes whose stale position the sender has asked for; `chain`: whether the plan's chain is told.
    """

    key: str
    seq: int
    event: int | None = None
    warning: int | None = None
    responders: tuple[str, ...] | None = None
    confirmed: tuple[str, ...] = ()
    plan: str = ""
    words: str = ""
    whistle: str = ""
    chain: bool = True

    @property
    def digest(self) -> str:
        """What makes two orders under one key the same."""
        told = {name: value for name, value in asdict(self).items() if name != "key"}
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def order(connection: Connection, new: NewDispatch, actor: Actor, now: datetime, wall: datetime) -> Row:
    """Record the order and hold it; under a known key the order that was recorded then. `wall`: the server's clock.

    UnknownThing (no such event or warning for this actor, no plan), Forbidden (not by this role), BadInput (makes no
    sense), DispatchRefused (somebody was faster, a responder is taken, a position too old, nobody to send).
    """
    take_turn(connection)
    may_order(actor)
    if (known := _known(connection, new, actor)) is not None:
        return known
    subject = subject_of(connection, {"event": new.event, "warning": new.warning}, actor.scope)
    if not subject.open:
        raise DispatchRefused(_("%(code)s 已结束，不能再派遣") % {"code": subject.code})
    _first_come(connection, new, subject, actor.scope)
    advice = recommend(connection, subject, actor.scope, now, plan=new.plan, confirmed=new.confirmed)
    sent = advice.chosen if new.responders is None else gathered(connection, advice, new, actor.scope, now)
    if not sent and not any(one.short for one in advice.filled):
        raise DispatchRefused(_("预案所需力量已派足，增援请自选单位"))
    if not sent:
        raise DispatchRefused(_("没有可派的力量：%(why)s") % {"why": "；".join(one.words for one in advice.filled)})
    _allow(sent, new)
    chief = actor.role == "leader" or chief_on_duty(connection, actor, subject.county, now)
    drafted = any(pick.cross for _role, _what, pick in sent) and not chief
    row = _write(connection, new, advice, actor, now, wall, drafted)
    _send(connection, row, advice, sent, new.chain)
    tasks = tasks_of(connection, row["id"])
    write_messages(connection, row, tasks, advice.plan.channels, "order", row["words"], wall, held=True)
    remember(connection, row["id"], "draft" if drafted else "order", actor, now, row["words"])
    return row


def window(wall: datetime) -> int:
    """Until when an order of this moment can be recalled, in epoch milliseconds."""
    return int(wall.timestamp() * 1000) + WINDOW_MS


def _known(connection: Connection, new: NewDispatch, actor: Actor) -> Row | None:
    """The order of this key, if it is the same one."""
    if not 0 < len(new.key) <= LONGEST_KEY:
        raise BadInput(f"key: 1 to {LONGEST_KEY} characters")
    row = connection.execute(select(dispatch).where(dispatch.c.key == new.key)).mappings().one_or_none()
    if row is not None and (row["digest"], row["actor_key"]) != (new.digest, actor.who):
        raise BadInput(_("同一编号已用于另一次派遣"))
    return row


def _first_come(connection: Connection, new: NewDispatch, subject: Subject, scope: Scope) -> None:
    """The sender has seen every order on the subject that he may see, or is told who was first.

    On a warning over several towns each town gives orders of its own, and hears nothing of the others'.
    """
    n = orders_on(connection, subject.key, scope)
    if new.seq == n:
        return
    last = select(dispatch).where(dispatch.c.subject == subject.key, visible(scope)).order_by(dispatch.c.n.desc())
    row = connection.execute(last.limit(1)).mappings().one_or_none()
    if row is None:
        raise BadInput(_("请刷新后再派遣"))
    tasks = connection.scalar(select(func.count()).where(task.c.dispatch_id == row["id"]))
    told = {"who": row["actor"], "at": f"{local(row['at']):%H:%M:%S}", "n": n, "tasks": tasks, "code": subject.code}
    raise DispatchRefused(_("%(who)s 已于 %(at)s 对 %(code)s 派出第 %(n)s 批（%(tasks)s 个单位），请看过后再派") % told)


def _allow(sent: Sequence[tuple[str, str, Pick]], new: NewDispatch) -> None:
    if len(sent) > MOST:
        raise BadInput(_("一次最多派 %(n)s 个单位") % {"n": MOST})
    if len(new.words) > LONGEST:
        raise BadInput(_("“%(name)s”过长") % {"name": _("要求")})
    for _role, _what, pick in sent:
        words = {"name": pick.name, "n": pick.age_minutes}
        if pick.state != "idle":
            raise DispatchRefused(_("%(name)s 已被占用或不在岗，请重新选择") % words)
        if pick.stale:
            raise DispatchRefused(_("%(name)s 的位置是 %(n)s 分钟前的，请先电话确认") % words)


def _write(
    connection: Connection, new: NewDispatch, advice: Advice, actor: Actor, now: datetime, wall: datetime, drafted: bool
) -> dict[str, Any]:
    at = advice.subject
    if new.whistle and not connection.scalar(select(agency.c.code).where(agency.c.code == new.whistle)):
        raise BadInput(_("没有这个责任单位"))
    row: dict[str, Any] = {
        **{name: getattr(at, name) for name in ("event_id", "warning_id", "region_id", "lo", "hi", "provenance")},
        "code": next_code(connection, dispatch.c.code, f"D{local(now):%Y%m%d}-"),
        "key": new.key,
        "digest": new.digest,
        "subject": at.key,
        "n": _next_place(connection, at.key),
        "plan": advice.plan.code,
        "version": advice.plan.version,
        "words": new.words.strip() or advice.words,
        "whistle": new.whistle or None,
        "actor": actor.name,
        "actor_key": actor.who,
        "role": actor.role,
        "holder": actor.name,
        "holder_key": actor.who,
        "at": now,
        "state": "drafted" if drafted else "held",
        "held_until": 0 if drafted else window(wall),
    }
    number = connection.scalar(insert(dispatch).values(row).returning(dispatch.c.id))
    return row | {"id": number, "final_at": None, "ended_at": None}


def _send(connection: Connection, row: Row, advice: Advice, sent: Sequence[tuple[str, str, Pick]], chain: bool) -> None:
    """A task for each. Who can only do one thing at a time has no other (the index `ix_task_busy` says so too)."""
    limits, now = advice.plan.limits, advice.now
    accept_by = now + timedelta(minutes=limits.accept)
    rows = [
        {
            "responder_id": pick.id,
            "alone": 1,
            "need": role,
            "words": what,
            "why": "、".join(pick.reasons),
            "km": pick.km,
            "minutes": pick.minutes,
            "arrive_by": arrive_by(advice.subject, now, pick.minutes, limits),
        }
        for role, what, pick in sent
    ]
    rows += [
        {"responder_id": one.id, "alone": 0, "need": one.link, "words": _("属地联动处置"), "why": _(one.word)}
        | {"km": None, "minutes": None, "arrive_by": None}
        for one in (advice.chain if chain else ())
        if one.id is not None and one.id not in {pick.id for _role, _what, pick in sent}
    ]
    same = {"dispatch_id": row["id"], "state": "held", "accept_by": accept_by}
    coded = [one | same | {"code": f"{row['code']}-{n:02d}"} for n, one in enumerate(rows, start=1)]
    wanted = {one["responder_id"] for one in rows if one["alone"]}
    if connection.scalar(select(task.c.id).where(BUSY, task.c.responder_id.in_(wanted)).limit(1)):
        raise DispatchRefused(_("所选单位刚被他人派出，请刷新后再派"))
    connection.execute(insert(task), coded)


def _next_place(connection: Connection, subject: str) -> int:
    """Among all orders on the subject, whoever sees them; what is shown of it is `place_in_line`."""
    return int(connection.scalar(select(func.max(dispatch.c.n)).where(dispatch.c.subject == subject)) or 0) + 1

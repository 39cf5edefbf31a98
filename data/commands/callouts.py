"""联络: people are called, many are told, loudspeakers speak; each target is a message, and its answer."""

import hashlib
import json
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from data.callout_words import ANSWERS_OF, CALLERS, CALLOUT_KINDS, LONGEST, LONGEST_TITLE, REACHED, TELLERS, WAYS_OF
from data.commands.codes import next_code
from data.commands.revisions import bump
from data.commands.rooms import plain
from data.errors import BadInput, DispatchRefused, Forbidden, UnknownThing
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.callout_targets import Target, Where, check_groups, chosen, targets_of, where_of
from data.queries.subjects import Subject, subject_named
from data.schema import callout, callout_target, outbox
from data.times import local
from data.words import ROLES

C, T = callout.c, callout_target.c
MOST = 200_000  # targets at once
PER_SECOND = 5  # of many, so that orders need not wait behind them: 432,000 a day
HOURS = (0, 2, 12, 48)  # within which it is to be done; 0: no limit
Row = Mapping[Any, Any]


@dataclass(frozen=True, kw_only=True)
class NewCallout:
    """`groups` of `groups_of`, or `codes` of responders; `area` as the page of risks picks one; `on`: "event-" or
    "warning-" and a code, or ""."""

    key: str
    kind: str
    way: str
    title: str
    words: str
    region: str = ""
    area: str = ""
    groups: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    on: str = ""
    hours: int = 0

    @property
    def digest(self) -> str:
        told = [getattr(self, name) for name in self.__dataclass_fields__ if name != "key"]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def call_out(connection: Connection, new: NewCallout, actor: Actor, now: datetime, wall: datetime, lived: str) -> str:
    """The code. Its messages go from `wall` (server) on. Forbidden, BadInput, UnknownRegion, UnknownThing."""
    bump(connection, "callouts", "letters")  # first: who calls queues here
    if actor.role not in CALLERS:
        raise Forbidden(_("%(role)s不能发起联络") % {"role": _(ROLES[actor.role])})
    if not actor.scope.every_department:
        raise Forbidden(_("只分管部分部门的账号不能发起联络"))
    if (known := _known(connection, new, actor)) is not None:
        return known
    title, words = plain(new.title, _("标题"), LONGEST_TITLE), plain(new.words, _("内容"), LONGEST)
    _check(new)
    where = where_of(connection, new.region, new.area, actor.scope, now)
    subject = subject_named(connection, new.on, actor.scope) if new.on else None
    found = _reachable(connection, new, where, actor)
    row = _row(connection, new, where, subject, actor, now) | {"title": title, "words": words, "n": len(found)}
    row |= {"provenance": lived, "groups": _who(new, where)}
    made = connection.execute(insert(callout).values(row).returning(C.id)).scalar_one()
    targets = [one._asdict() | {"callout_id": made, "n": n, "tries": 0} for n, one in enumerate(found, 1)]
    connection.execute(insert(callout_target), targets)
    _send(connection, row, targets, wall)
    return str(row["code"])


@dataclass(frozen=True, kw_only=True)
class UnitsCalled:
    """A call from the desk about `on`; without words of its own it asks to be called back."""

    key: str
    on: str
    words: str


def call_units(
    connection: Connection, about: UnitsCalled, codes: tuple[str, ...], actor: Actor, now: datetime, wall: datetime
) -> str:
    """The code of the call to these units. Raises as `call_out` does."""
    subject = subject_named(connection, about.on, actor.scope)
    words = about.words or _("请回电值班室：{title}").format(title=subject.title)
    title, on = subject.title[:LONGEST_TITLE], about.on
    new = NewCallout(key=about.key, kind="call", way="voice", title=title, words=words[:LONGEST], codes=codes, on=on)
    return call_out(connection, new, actor, now, wall, subject.provenance)


def stop(connection: Connection, code: str, why: str, actor: Actor, now: datetime) -> None:
    """What has not gone yet is not sent any more."""
    row, words = _mine(connection, code, actor), plain(why, _("理由"), LONGEST)
    over = {"stopped_at": now, "stopped_by": actor.name[:64], "stopped_words": words}
    still = (C.id == row["id"], C.stopped_at.is_(None))
    if connection.execute(update(callout).where(*still).values(over)).rowcount != 1:
        raise DispatchRefused(_("%(code)s 已停止") % {"code": code})
    mine = select(T.message).where(T.callout_id == row["id"]).scalar_subquery()
    waiting = (outbox.c.message.in_(mine), outbox.c.state.in_(("held", "due")))
    connection.execute(update(outbox).where(*waiting).values(state="dropped"))


def again(connection: Connection, code: str, actor: Actor, wall: datetime) -> int:
    """Once more to those who were not reached; how many. Who waits or has not answered yet is left alone."""
    row = _mine(connection, code, actor)
    if row["stopped_at"] is not None:
        raise DispatchRefused(_("%(code)s 已停止") % {"code": code})
    of = select(callout_target).outerjoin(outbox, outbox.c.message == T.message).where(T.callout_id == row["id"])
    missed = T.answer.is_not(None) & T.answer.not_in(REACHED)
    lost = T.answer.is_(None) & outbox.c.state.in_(("dead", "absent"))
    found = connection.execute(of.where(missed | lost, T.address != "").order_by(T.n)).mappings().all()
    if not found:
        raise DispatchRefused(_("没有需要再次联系的对象"))
    fresh = {"answer": None, "answered_at": None, "answer_by": None, "answer_words": None}
    for part in range(0, len(found), 500):
        ns = [one["n"] for one in found[part : part + 500]]
        connection.execute(update(callout_target).where(T.callout_id == row["id"], T.n.in_(ns)).values(fresh))
    _send(connection, row, [dict(one) for one in found], wall)
    return len(found)


def tell_answer(
    connection: Connection, code: str, which: int | str, answer: str, words: str, actor: Actor, now: datetime
) -> None:
    """What came of one: by its number, or by the id of its message. Told again the same, it is the same; another
    answer stands in its place, since a line that was busy may be answered later."""
    row = _mine(connection, code, actor, TELLERS)
    if answer not in ANSWERS_OF[row["way"]]:
        raise BadInput(_("没有“{name}”这个结果").format(name=answer[:32]))
    one = T.n == which if isinstance(which, int) else T.message == which
    told = {"answer": answer, "answered_at": now, "answer_by": actor.name[:64], "answer_words": words[:200] or None}
    if connection.execute(update(callout_target).where(T.callout_id == row["id"], one).values(told)).rowcount != 1:
        raise UnknownThing(_("没有这个联络对象"))


def _mine(connection: Connection, code: str, actor: Actor, roles: Collection[str] = CALLERS) -> Row:
    """What is unknown is told first, whoever asks."""
    bump(connection, "callouts")
    row = connection.execute(select(callout).where(C.code == code)).mappings().one_or_none()
    if row is None or not (actor.scope.covers(row["lo"], row["hi"]) and actor.scope.every_department):
        raise UnknownThing(_("没有这次联络，或不在可办范围内"))
    if actor.role not in roles:
        raise Forbidden(_("%(role)s不能发起联络") % {"role": _(ROLES[actor.role])})
    return row


def _known(connection: Connection, new: NewCallout, actor: Actor) -> str | None:
    """The code of the one of this key, if it is the same."""
    row = connection.execute(select(C.code, C.digest).where(C.key == _key(new, actor))).one_or_none()
    if row is not None and row.digest != new.digest:
        raise BadInput(_("同一编号已用于另一次联络"))
    return row.code if row is not None else None


def _key(new: NewCallout, actor: Actor) -> str:
    """Nobody's key is another's."""
    if not 0 < len(new.key) <= 64:
        raise BadInput(_("请刷新后再发起"))
    return f"{actor.who}:{new.key}"[:160]


def _check(new: NewCallout) -> None:
    if new.kind not in CALLOUT_KINDS or new.way not in WAYS_OF[new.kind] or new.hours not in HOURS:
        raise BadInput(_("请选择联络方式"))
    if bool(new.groups) == bool(new.codes) or (new.codes and new.kind == "broadcast"):
        raise BadInput(_("请选择联络对象"))
    check_groups(new.kind, new.groups)


def _reachable(connection: Connection, new: NewCallout, where: Where, actor: Actor) -> list[Target]:
    if new.codes:
        every = chosen(connection, where, actor.scope, new.codes)
    else:
        every = targets_of(connection, where, new.groups)
    found = [one for one in every if one.address]
    if not found:
        raise BadInput(_("所选对象里没有可联系的，请先在台账登记电话或广播点"))
    if len(found) > MOST:
        raise BadInput(_("一次最多联系 {n} 个对象，请缩小范围").format(n=MOST))
    return found


def _who(new: NewCallout, where: Where) -> str:
    """Kept in Chinese codes' words, as they are chosen: groups by their codes, units by how many."""
    return json.dumps({"groups": list(new.groups), "units": len(new.codes), "area": where.title if new.area else ""})


def _row(
    connection: Connection, new: NewCallout, where: Where, subject: Subject | None, actor: Actor, now: datetime
) -> dict[str, Any]:
    return {
        "code": next_code(connection, C.code, f"C{local(now):%Y%m%d}-"),
        "key": _key(new, actor),
        "digest": new.digest,
        "kind": new.kind,
        "way": new.way,
        "event_id": subject.event_id if subject else None,
        "warning_id": subject.warning_id if subject else None,
        "region_id": where.here.id,
        "lo": where.here.lo,
        "hi": where.here.hi,
        "actor": actor.name[:64],
        "role": actor.role,
        "at": now,
        "finish_by": now + timedelta(hours=new.hours) if new.hours else None,
    }


def _send(connection: Connection, row: Row, targets: Sequence[dict[str, Any]], wall: datetime) -> None:
    """A message each, spread over the seconds to come, and the numbers of the targets."""
    about = {"kind": row["kind"], "code": row["code"], "what": row["title"], "words": row["words"]}
    about |= {"simulated": row["provenance"] == "simulated"}
    letters = []
    for place, one in enumerate(targets):
        one["message"] = str(uuid.uuid4())
        told = about | {"name": one["name"], "n": one["n"]}
        letters.append(
            {
                "message": one["message"],
                "channel": row["way"],
                "kind": row["kind"],
                "address": one["address"],
                "body": json.dumps(told, ensure_ascii=False),
                "state": "due",
                "attempts": 0,
                "due_at": wall + timedelta(seconds=place // PER_SECOND),
            }
        )
    connection.execute(insert(outbox), letters)
    mine = update(callout_target).where(T.callout_id == bindparam("of"), T.n == bindparam("which"))
    numbers = [{"of": one["callout_id"], "which": one["n"], "sent": one["message"]} for one in targets]
    connection.execute(mine.values(message=bindparam("sent"), tries=T.tries + 1), numbers)

"""A move on an event: checked against the table of moves, decided, remembered, counted. Exactly once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from data.commands import cube
from data.commands.alarms import sound_event
from data.commands.decisions import decide
from data.commands.events import check_time, remember, whole
from data.commands.handling_level import check_level
from data.commands.revisions import bump
from data.errors import BadInput, EventRefused, Forbidden, UnknownThing
from data.language import gettext as _
from data.life.actor import Actor
from data.life.fold import FOLDED, MOMENTS, Step, after
from data.life.late import marks
from data.life.moves import GIVEN, GRID, MOVES, Move
from data.queries.cases import in_scope
from data.queries.handlers import handles, of_grid
from data.schema import event, event_history
from data.words import OPEN_STAGES, ROLES, STATES

Row = Mapping[Any, Any]
LONGEST_REASON = 2_000
_WRITE = update(event).where(event.c.id == bindparam("_id"), event.c.seq == bindparam("_seq"))
_LAST = (event_history.c.event_id == event.c.id) & (event_history.c.seq == event.c.seq)
_READ = select(event, event_history.c.at.label("last_at")).outerjoin(event_history, _LAST)
_READ = _READ.where(event.c.id == bindparam("id"))


def move(
    connection: Connection,
    event_id: int,
    name: str,
    actor: Actor,
    at: datetime,
    now: datetime,
    *,
    table: bool = False,
    **given: Any,
) -> Row:
    """Make the move; returns the event's row after it. `given` holds what the move asks for (GIVEN). `table`: a 小方桌
    makes it.

    Raises UnknownThing (no such event, or not for this actor), BadInput (something is missing or makes no sense),
    Forbidden (not by this role), EventRefused (not at this stage, or not in this order).
    """
    what = _known(name, table)
    given = _checked(what, given)
    bump(connection, "events")  # first: writers queue here
    row = _mine(connection, event_id, actor)
    _allow(what, row, actor, at, now)
    _theirs(connection, what, row, actor)
    check_level(connection, name, row, actor)
    change, reason, echoes = decide(connection, what, row, at, given, actor)
    moved = _step(connection, row, name, at, now, actor, reason, change)
    for other, echo, more in echoes:
        seen = _mine(connection, other, actor)
        _step(connection, seen, echo, max(at, _last(seen)), now, actor, row["code"], more)
    return moved


def retell(connection: Connection, event_id: int, life: Mapping[str, Any], actor: Actor, now: datetime) -> bool:
    """A brought event's sender tells that it has got further; whether that was news.

    Once people here have moved it, its life is ours to tell; and nobody's word takes it back. Who brought an event may
    tell of it whichever agency has it by now.
    """
    bump(connection, "events")
    row = _mine(connection, event_id, replace(actor, scope=replace(actor.scope, departments=("*",))))
    told = whole(row["reported_at"], life)
    ours = select(event_history.c.seq).where(event_history.c.event_id == event_id, event_history.c.move != "import")
    if connection.scalar(ours.limit(1)) or not _further(row["stage"], told["stage"]):
        return False
    told["first_agency"] = row["first_agency"] or told.get("first_agency")
    news = {name: value for name, value in told.items() if row[name] != value}
    heard = [value for name, value in news.items() if name in (*MOMENTS, "ended_at") and value is not None]
    at = max(min(heard, default=now), _last(row))  # when it began to be otherwise than we knew
    _step(connection, row, "import", at, now, actor, None, news)
    return True


def _further(here: str, there: str) -> bool:
    """Whether `there` lies beyond `here`; what has ended can only be rated yet."""
    order = tuple(STATES)
    return order.index(there) > order.index(here) and (here in OPEN_STAGES or there == "rated")


def _step(
    connection: Connection,
    row: Row,
    name: str,
    at: datetime,
    now: datetime,
    actor: Actor,
    reason: str | None,
    change: Mapping[str, Any],
) -> Row:
    """Write the next state if the event is still as it was seen; then the history and the cube."""
    seq = row["seq"] + 1
    state = after({name: row[name] for name in FOLDED}, Step(seq=seq, move=name, at=at, change=change))
    state |= marks({**row, **state}, now)
    changed = {name: value for name, value in state.items() if value != row[name]}
    seen = {"_id": row["id"], "_seq": row["seq"]}
    if connection.execute(_WRITE, changed | seen).rowcount != 1:
        raise EventRefused(_("%(code)s 刚被他人办理,请刷新后再试") % {"code": row["code"]})
    remember(connection, row["id"], seq, name, at, now, actor, reason, change)
    moved = {**row, **state}
    cube.apply(connection, row, moved)
    if "grade" in changed:
        sound_event(connection, row["id"], moved["grade"], now)
    return moved


def _known(name: str, table: bool) -> Move:
    if name not in MOVES:
        raise BadInput(_("没有“%(move)s”这个动作") % {"move": name})
    what = MOVES[name]
    if what.table and not table:
        raise EventRefused(_("此时不能“%(move)s”：须由小方桌达成协议") % {"move": _(what.label)})
    return what


def _checked(what: Move, given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given, without blanks; all that the move asks for and nothing it does not know."""
    there = {k: v.strip() if isinstance(v, str) else v for k, v in given.items()}
    there = {k: v for k, v in there.items() if v not in (None, "")}
    if unknown := [k for k in there if k not in GIVEN or k not in (*what.asks, *what.takes)]:
        raise BadInput(_("“%(move)s”不需要:%(names)s") % {"move": _(what.label), "names": ", ".join(unknown)})
    if len(str(there.get("reason", ""))) > LONGEST_REASON:
        raise BadInput(_("“%(name)s”过长") % {"name": _(WORDS["reason"])})
    if missing := [_(WORDS[k]) for k in what.asks if k not in there]:
        raise BadInput(_("“%(move)s”须填写:%(names)s") % {"move": _(what.label), "names": "、".join(missing)})
    return there


WORDS = {
    "reason": "理由",
    "agency": "责任单位",
    "into": "并入的事件",
    "rating": "评分",
    "grade": "等级",
    "hours": "延长小时数",
    "reached": "是否接通",
}


def _mine(connection: Connection, event_id: int, actor: Actor) -> Row:
    """The event's row, with `last_at`: when its last step happened."""
    mine = _READ.where(*in_scope(actor.scope))
    row = connection.execute(mine, {"id": event_id}).mappings().one_or_none()
    if row is None:
        raise UnknownThing(_("没有这个事件"))
    return row


def _allow(what: Move, row: Row, actor: Actor, at: datetime, now: datetime) -> None:
    """Stage, pause, role and time allow the move, or the reason why not is raised."""
    words = {"code": row["code"], "now": _(STATES[row["stage"]]), "move": _(what.label), "role": _(ROLES[actor.role])}
    if row["stage"] not in what.frm:
        raise EventRefused(_("%(code)s 现处“%(now)s”环节,此时不能“%(move)s”") % words)
    if row["suspended_at"] is not None and not what.paused:
        raise EventRefused(_("%(code)s 已挂账,恢复计时后才能“%(move)s”") % words)
    if actor.role not in what.roles:
        raise Forbidden(_("%(role)s不能“%(move)s”") % words)
    check_time(at, now)
    if at < _last(row):
        raise EventRefused(_("%(code)s 的“%(move)s”时间早于上一步") % words)


def _theirs(connection: Connection, what: Move, row: Row, actor: Actor) -> None:
    """Forbidden where the move is for those in whose hands the case is, and the actor is none of them."""
    grids = actor.role == GRID and of_grid(connection, row)
    if not handles(what, row, actor.role, actor.scope, grids=grids):
        words = {"code": row["code"], "move": _(what.label)}
        raise Forbidden(_("%(code)s 不由您的单位办理，不能“%(move)s”") % words)


def _last(row: Row) -> datetime:
    """When the event's last step happened."""
    at: datetime = row["last_at"] or row["reported_at"]
    return at

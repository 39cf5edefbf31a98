"""Orders to gates and pumps: checked, recorded once under their key, and what became of them. Sending is elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, or_, select, update

from data.commands.revisions import bump
from data.control.rule import Rules
from data.control_words import CONTROL_KINDS, CONTROL_ORDERS, CONTROL_STATES, ORDERS_OF, STATES_OF, WAITING
from data.errors import BadInput, ControlRefused, Forbidden, UnknownThing
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.controls import controlled
from data.schema import control, control_order, control_step
from data.words import ROLES

Row = Mapping[Any, Any]
ORDERERS = ("duty_officer", "leader")
ANSWERERS = ("duty_officer", "agency", "system")  # who tells what happened at the gate
LONGEST, LONGEST_KEY = 2_000, 128


@dataclass(frozen=True, kw_only=True)
class NewOrder:
    """What is asked of the control `code`. `seq`: its state as the asker saw it; `rule`: the suggestion it follows."""

    code: str
    what: str
    why: str
    seq: int
    key: str
    rule: str = ""


def order_control(
    connection: Connection, new: NewOrder, actor: Actor, now: datetime, rules: Rules | None = None
) -> Row:
    """Record the order and return its row; under a known key the order that was recorded then.

    UnknownThing (no such control for this actor), Forbidden (not by this role), BadInput (something is missing),
    ControlRefused (ordered by somebody else meanwhile, out of order, or the rules no longer suggest it).
    """
    bump(connection, "controls")  # first: writers queue here
    if (known := _known(connection, new, actor)) is not None:
        return known
    if actor.role not in ORDERERS:
        raise Forbidden(_("%(role)s不能下调度指令") % {"role": _(ROLES[actor.role])})
    found = controlled(connection, new.code, actor.scope, now, rules)
    if found is None:
        raise UnknownThing(_("没有这个闸泵"))
    why = _checked(new, found.row)
    told = _suggested(new, found)
    _step_on(connection, found.row, new.seq)
    row = {
        "control_id": found.row["id"],
        "seq": new.seq + 1,
        "what": new.what,
        "why": why,
        "rule": new.rule or None,
        "told": told,
        "actor": actor.name,
        "role": actor.role,
        "at": now,
        "key": new.key,
        "state": "recorded",
        "tries": 0,
        "provenance": found.row["provenance"],
    }
    number = connection.scalar(insert(control_order).values(row).returning(control_order.c.id))
    remember(connection, int(number or 0), "recorded", actor.name, now)
    return row | {"id": number, "code": new.code, "name": found.row["name"]}


def answer_control(
    connection: Connection, order_id: int, state: str, actor: Actor, now: datetime, words: str = "", *, code: str = ""
) -> Row:
    """What happened there: the order is answered, and the control is in `state` (of STATES_OF its kind) from now on.

    With `code`, only an order to that control. Raises as `order_control` does.
    """
    bump(connection, "controls")
    row = _order(connection, order_id, actor)
    if code and row["code"] != code:
        raise UnknownThing(_("没有这条指令"))
    if actor.role not in ANSWERERS:
        raise Forbidden(_("%(role)s不能登记回执") % {"role": _(ROLES[actor.role])})
    if state not in STATES_OF[row["kind"]]:
        words_of = "、".join(_(CONTROL_STATES[one]) for one in STATES_OF[row["kind"]])
        raise BadInput(
            _("%(kind)s的状态应为：%(states)s") % {"kind": _(CONTROL_KINDS[row["kind"]]), "states": words_of}
        )
    if len(words) > LONGEST:
        raise BadInput(_("“%(name)s”过长") % {"name": _("说明")})
    waits = (control_order.c.id == order_id, control_order.c.state.in_(WAITING))
    if not connection.execute(update(control_order).where(*waits).values(state="answered")).rowcount:
        raise ControlRefused(_("这条指令已有回执"))
    remember(connection, order_id, "answered", actor.name, now, words or None)
    change = {"state": state, "as_of": now, "seq": control.c.seq + 1}
    connection.execute(update(control).where(control.c.id == row["control_id"]).values(change))
    return dict(row) | {"state": "answered"}


def remember(
    connection: Connection, order_id: int, state: str, actor: str, now: datetime, words: str | None = None
) -> None:
    """The next step in the history of an order."""
    of = select(func.coalesce(func.max(control_step.c.seq), 0)).where(control_step.c.order_id == order_id)
    step = {"order_id": order_id, "seq": int(connection.scalar(of) or 0) + 1, "state": state, "at": now}
    connection.execute(insert(control_step).values(step | {"actor": actor[:64], "words": words}))


def _known(connection: Connection, new: NewOrder, actor: Actor) -> Row | None:
    """The order of this key, if it is the same order. BadInput for a bad key or one of another order."""
    if not 0 < len(new.key) <= LONGEST_KEY:
        raise BadInput(f"key: 1 to {LONGEST_KEY} characters")
    query = select(control_order, control.c.code, control.c.name).join_from(control_order, control)
    row = connection.execute(query.where(control_order.c.key == new.key)).mappings().one_or_none()
    if row is None:
        return None
    if (row["code"], row["what"], row["actor"]) != (new.code, new.what, actor.name):
        raise BadInput(_("同一编号已用于另一条指令"))
    return dict(row)


def _checked(new: NewOrder, row: Row) -> str:
    """Why, cleaned; what is asked must fit the kind."""
    if new.what not in ORDERS_OF[row["kind"]]:
        can = "、".join(_(CONTROL_ORDERS[one]) for one in ORDERS_OF[row["kind"]])
        raise BadInput(_("%(kind)s可下的指令：%(orders)s") % {"kind": _(CONTROL_KINDS[row["kind"]]), "orders": can})
    why = new.why.strip()
    if not why:
        raise BadInput(_("请填写理由"))
    if len(why) > LONGEST:
        raise BadInput(_("“%(name)s”过长") % {"name": _("理由")})
    if row["state"] == "fault":
        raise ControlRefused(_("%(name)s 报故障，不能下令") % {"name": row["name"]})
    return why


def _suggested(new: NewOrder, found: Any) -> str | None:
    """The words of the suggestion that is followed, as the rules put it now."""
    if not new.rule:
        return None
    now = found.judgement.suggestion
    if now is None or (now.rule.code, now.rule.do) != (new.rule, new.what):
        raise ControlRefused(_("建议已经变化，请看过最新读数再下令"))
    return str(now.words)


def _step_on(connection: Connection, row: Row, seq: int) -> None:
    """One more move of the control, if nobody was faster."""
    mine = (control.c.id == row["id"], control.c.seq == seq)
    if not connection.execute(update(control).where(*mine).values(seq=seq + 1)).rowcount:
        raise ControlRefused(_("%(name)s 刚被他人操作，请刷新后再试") % {"name": row["name"]})


def _order(connection: Connection, order_id: int, actor: Actor) -> Row:
    mine = or_(*(control.c.cell_id.between(lo, hi) for lo, hi in actor.scope.cells))
    query = select(control_order, control.c.code, control.c.name, control.c.kind).join_from(control_order, control)
    row = connection.execute(query.where(control_order.c.id == order_id, mine)).mappings().one_or_none()
    if row is None:
        raise UnknownThing(_("没有这条指令"))
    return dict(row)

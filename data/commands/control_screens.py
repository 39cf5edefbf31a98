"""What screens send to gates and pumps: an order, or what came of one, by a role of the demo. Nothing is trusted."""

from collections.abc import Mapping
from typing import Any

from data.acting import acting
from data.commands.audit import acted
from data.commands.codes import ORDER, number_behind, ticket_of
from data.commands.control_sending import send_orders
from data.commands.controls import NewOrder, answer_control, order_control
from data.control.rule import own_rules
from data.errors import BadInput
from data.house import House
from data.intake.record import clean
from data.language import gettext as _

TEXTS = ("code", "what", "why", "rule", "key")


def order_on_screen(house: House, sent: Mapping[str, Any], role: str, number: int) -> int:
    """Record the order, send it where that is set up; its ticket. Raises as `order_control` does."""
    actor, now = acting(house, role, number), house.clock.now()
    told = {name: clean(sent[name]) or "" for name in TEXTS if isinstance(sent.get(name), str)}
    told["key"] = f"{actor.name}:{told.get('key') or now.isoformat()}"  # no screen speaks for another, nor for a sender
    new = NewOrder(**(dict.fromkeys(TEXTS, "") | told), seq=_whole(sent.get("seq")))
    with acted(house, actor, "control_order", f"{new.code} {new.what}") as connection:
        order = int(order_control(connection, new, actor, now, own_rules(house))["id"])
        ticket = ticket_of(connection, ORDER, order)
    send_orders(house, [order])
    return ticket


def answer_on_screen(house: House, sent: Mapping[str, Any], role: str, number: int) -> None:
    """What the person at the gate told the duty room."""
    actor, now = acting(house, role, number), house.clock.now()
    words = clean(sent["why"]) if isinstance(sent.get("why"), str) else ""
    with acted(house, actor, "control_answer", str(sent.get("order"))) as connection:
        number = number_behind(connection, ORDER, _whole(sent.get("order")))
        answer_control(connection, number, str(sent.get("what") or ""), actor, now, words or "")


def _whole(value: Any) -> int:
    if not str(value).isascii() or not str(value).isdecimal() or len(str(value)) > 9:
        raise BadInput(_("请填写数字"))
    return int(value)

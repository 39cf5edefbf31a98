"""The right column of the desk of dispatch: needs and gaps, who is recommended, the order itself, receipts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from components import dispatch_order_bulk as bulk
from components import dispatch_order_needs as needs
from components import dispatch_order_receipts as receipts
from components import dispatch_order_send as send
from components import dispatch_order_units as units
from components.dispatch_order_dialog import dialogs
from components.dispatch_order_parts import drill_line
from components.markup import markup, tag
from data.acting import PLAYED, acting, answering, playing
from data.commands.dispatch_steps import ORDERERS
from data.dispatch.board import Asking, board_of
from data.dispatch.bulk import shares_of
from data.dispatch.channels import channel_of
from data.dispatch.words import CHANNELS
from data.errors import CockpitError
from data.house import House
from data.language import gettext as _
from data.life.actor import Actor
from data.words import ROLES

PARTS = ("none", "bulk", "needs", "units", "found", "search", "send", "receipts", "dialog")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a drawing of the column depends on beside the data. `picked`: more than one subject makes it a bulk card."""

    on: str
    picked: tuple[str, ...] = ()
    role: str = PLAYED[0]
    number: int = 1
    at: datetime | None = None
    plan: str = ""
    added: tuple[str, ...] = ()
    find: str = ""


def order_drawn(house: House, asked: Asked) -> dict[str, str]:
    """{part: HTML} as things stand now; "" for parts that say nothing."""
    actor, why_not = officer_of(house, asked)
    if len(asked.picked) > 1:
        shares = shares_of(house, asked.picked, answering(house, asked.role))
        told = drill_line(bool(house.settings.exercise))
        drawn: dict[str, Any] = {"bulk": [*told, bulk.card_of(shares, actor, why_not, asked)], "dialog": dialogs()}
    elif not asked.on:
        drawn = {"none": tag("p", _("在左侧队列中选择一件，或勾选多件批量派遣"), "order-none")}
    else:
        drawn = _one(house, asked, actor, why_not)
    return {name: markup(drawn.get(name)) for name in PARTS}


def _one(house: House, asked: Asked, actor: Actor | None, why_not: str) -> dict[str, Any]:
    asking = Asking(
        scope=answering(house, asked.role),
        at=asked.at,
        plan=asked.plan,
        added=asked.added,
        find=asked.find,
        actor=actor,
    )
    board = board_of(house, asked.on, asking)
    return {
        "needs": needs.card_of(board),
        "units": units.card_of(board, open_to=actor is not None),
        "found": units.found(board, asked.find),
        "search": units.search() if board.advice and actor else None,
        "send": send.card_of(board, asked, actor, why_not, drill=bool(house.settings.exercise), absent=_absent(house)),
        "receipts": receipts.card_of(board, actor),
        "dialog": dialogs(),
    }


def _absent(house: House) -> list[str]:
    """Channels that are not set up; in an exercise nothing leaves by any, which is said elsewhere."""
    return [] if house.settings.exercise else [one for one in CHANNELS if channel_of(one, house.settings) is None]


def officer_of(house: House, asked: Asked) -> tuple[Actor | None, str]:
    """Who gives orders here; or nobody, and why in a sentence."""
    if asked.at is not None:
        return None, _("正在回看过去，只读")
    try:
        actor = acting(house, playing(asked.role), asked.number)
    except CockpitError as error:
        return None, str(error)
    if actor.role not in ORDERERS:
        return None, _("%(role)s不能派遣") % {"role": _(ROLES[actor.role])}
    return actor, ""

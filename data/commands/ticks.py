"""Check lists are ticked: who did it and when, for one phase on one day; taking a tick back is another row."""

from datetime import datetime

from sqlalchemy import Connection, insert

from data.acting import acting
from data.commands.audit import acted
from data.commands.revisions import bump
from data.errors import BadInput, Forbidden
from data.house import House
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.quarantine import whole
from data.risk_lists import Lists, check_lists, own_lists
from data.schema import check_tick
from data.times import day_number
from data.words import ROLES

TICKERS = ("duty_officer", "leader", "agency")


def tick(
    connection: Connection,
    phase: str,
    item: str,
    done: bool,
    actor: Actor,
    now: datetime,
    lists: Lists | None = None,
) -> None:
    """Remember it; `lists` are the shipped ones unless told.

    BadInput for what stands on no list, Forbidden for a role that keeps none or is not the city's.
    """
    if item not in {one.what for one in (lists or check_lists()).get(phase, ())}:
        raise BadInput(_("清单里没有这一项"))
    if actor.role not in TICKERS:
        raise Forbidden(_("%(role)s不能勾选清单") % {"role": _(ROLES[actor.role])})
    if not whole(connection, actor.scope):
        raise Forbidden(_("清单是全市的，由市级值班勾选"))
    bump(connection, "ticks")
    row = {"day": day_number(now), "phase": phase, "item": item, "done": done, "at": now}
    connection.execute(insert(check_tick).values(row | {"actor": actor.name, "role": actor.role}))


def tick_on_screen(house: House, phase: str, item: str, done: bool, role: str, number: int) -> None:
    """The same by a role of the demo; Forbidden where nobody may act."""
    actor, now = acting(house, role, number), house.clock.now()
    with acted(house, actor, "check_tick", f"{phase} {item}") as connection:
        tick(connection, phase, item, done, actor, now, own_lists(house))

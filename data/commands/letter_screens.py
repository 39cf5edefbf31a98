"""What screens ask of dead letters: to be tried again. By duty officers of the whole city and by administrators."""

from datetime import UTC, datetime

from sqlalchemy import select

from data.accounts.seat import seated
from data.acting import acting, looking, playing
from data.commands.audit import acted
from data.commands.outbox import retry
from data.errors import Forbidden, UnknownThing
from data.house import House
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.letters import all_seen
from data.schema import outbox

ALL = "all"
RETRIERS = ("duty_officer", "administrator")
MOST = 1_000  # at once


def may_retry(house: House, role: str) -> bool:
    """Whether who asks, playing this role where he plays one, may have letters sent again."""
    return playing(role) in RETRIERS and all_seen(looking(house))


def retry_letters(house: House, message: str, role: str, number: int) -> int:
    """One message, or ALL dead ones, from now on; how many. The server's timer sends them."""
    actor, wall = _actor(house, role, number), datetime.now(UTC)
    with acted(house, actor, "message_retry", message[:36]) as connection:
        if not may_retry(house, role):
            raise Forbidden(_("只有市级值班员或管理员可以重发"))
        dead = select(outbox.c.message).where(outbox.c.state == "dead").order_by(outbox.c.id).limit(MOST)
        wanted = list(connection.scalars(dead)) if message == ALL else [message]
        if not wanted:
            raise UnknownThing(_("没有发送失败的消息"))
        for one in wanted:
            _retry(connection, one, wall)
    return len(wanted)


def _retry(connection: object, message: str, wall: datetime) -> None:
    try:
        retry(connection, message, wall)  # type: ignore[arg-type]
    except UnknownThing:
        raise UnknownThing(_("这条消息已不在发送失败之列")) from None


def _actor(house: House, role: str, number: int) -> Actor:
    """An administrator makes no moves, but this."""
    one = seated()
    if one is not None and one.role == "administrator":
        return Actor(name=one.name, role=one.role, scope=one.scope)
    return acting(house, role, number)

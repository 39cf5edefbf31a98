"""What screens tell of tasks: receipts of whoever one answers for, by the same rules as a phone's."""

from collections.abc import Mapping
from typing import Any

from data.acting import acting
from data.commands.audit import acted
from data.commands.dispatch_receipts import TELLERS, Told, receive
from data.dispatch.worker import settle
from data.errors import Forbidden, UnknownThing
from data.house import House
from data.intake.record import clean
from data.language import gettext as _
from data.queries.tasks import may_tell
from data.words import ROLES


def tell_on_screen(house: House, given: Mapping[str, Any], role: str, number: int) -> None:
    """One receipt, told in the log. UnknownThing for a task of somebody else, in the words of one that is not there."""
    actor, code = acting(house, role, number), str(given.get("code") or "")[:32]
    told = Told(task=code, what=str(given.get("what") or "")[:16], words=clean(str(given.get("words") or "")))
    settle(house)
    with acted(house, actor, "dispatch_receipt", code) as connection:
        if actor.role not in TELLERS:
            raise Forbidden(_("%(role)s不能登记回执") % {"role": _(ROLES[actor.role])})
        if not may_tell(connection, code, actor.scope, actor.role):
            raise UnknownThing(_("没有这个任务"))
        receive(connection, house.settings.photos_dir, told, actor, house.clock.now())

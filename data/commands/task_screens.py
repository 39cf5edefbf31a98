"""What screens tell of tasks: receipts of whoever one answers for, by the same rules as a phone's."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from data.acting import acting
from data.commands.audit import acted
from data.commands.dispatch_receipts import TELLERS, Told, receive
from data.dispatch.worker import settle
from data.errors import Forbidden, UnknownThing
from data.house import House
from data.intake.record import clean
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.tasks import may_tell
from data.words import ROLES


def tell_on_screen(house: House, given: Mapping[str, Any], role: str, number: int) -> None:
    """One receipt, told in the log. UnknownThing for a task of somebody else, in the words of one that is not there."""
    actor = acting(house, role, number)
    code, what, words = (str(given.get(name) or "") for name in ("code", "what", "words"))
    told = Told(task=code[:32], what=what[:16], words=clean(words), key=_key(given, actor))
    settle(house)
    with acted(house, actor, "dispatch_receipt" if told.what else "dispatch_say", told.task) as connection:
        if actor.role not in TELLERS:
            raise Forbidden(_("%(role)s不能登记回执") % {"role": _(ROLES[actor.role])})
        if not may_tell(connection, told.task, actor.scope, actor.role):
            raise UnknownThing(_("没有这个任务"))
        receive(connection, house.settings.photos_dir, told, actor, house.clock.now())


def _key(given: Mapping[str, Any], actor: Actor) -> str:
    """One intention of one actor: the same said again from a page that has not been drawn anew since is the same."""
    if not (shown := str(given.get("key") or "")):
        return ""
    told = [actor.who, shown, *(str(given.get(name) or "") for name in ("what", "words"))]
    return f"screen:{sha256(json.dumps(told).encode()).hexdigest()}"

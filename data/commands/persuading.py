"""柔性劝导: a message to whom a minor case is about. It goes by the outbox, and the case's history tells of it."""

import json
import re
import uuid
from datetime import datetime

from sqlalchemy import Connection, insert, select

from data.commands.moves import move
from data.commands.revisions import bump
from data.errors import BadInput, EventRefused, Forbidden, UnknownThing
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.cases import in_scope
from data.schema import event, outbox
from data.things.masks import masked_phone
from data.words import ROLES

PERSUADERS = ("duty_officer", "grid_staff", "agency")
GRADES_PERSUADED = ("C", "B")  # graver cases are no matter of asking
LONGEST = 200  # of a short message
# Mainland mobile numbers, and fixed ones with their area code (工信部 电信网编号计划, 2017).
PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}")


def persuade(
    connection: Connection, event_id: int, phone: str, words: str, actor: Actor, now: datetime, wall: datetime
) -> str:
    """The message's id. `wall`: the server's clock, from which on it may be sent; in an exercise it is withheld.

    UnknownThing, Forbidden (not by this role), BadInput (no number, no words), EventRefused (ended, or too grave).
    """
    bump(connection, "dispatch", "events")  # in the order in which all who send take their turns
    mine = select(event).where(event.c.id == event_id, *in_scope(actor.scope))
    row = connection.execute(mine).mappings().one_or_none()
    if row is None:
        raise UnknownThing(_("没有这个事件"))
    if actor.role not in PERSUADERS:
        raise Forbidden(_("%(role)s不能“%(move)s”") % {"role": _(ROLES[actor.role]), "move": _("柔性劝导")})
    number, told = phone.replace(" ", ""), " ".join(words.split())
    if not PHONE.fullmatch(number):
        raise BadInput(_("请填写当事人的手机或固定电话"))
    if not 0 < len(told) <= LONGEST:
        raise BadInput(_("劝导内容须为 1 至 %(n)s 字") % {"n": LONGEST})
    if row["ended_at"] is not None or row["grade"] not in GRADES_PERSUADED:
        raise EventRefused(_("%(code)s 不是在办的一般、重点件，不作柔性劝导") % {"code": row["code"]})
    message = str(uuid.uuid4())
    about = {"kind": "persuade", "event": row["code"], "what": row["title"], "words": told}
    body = json.dumps(about | {"simulated": row["provenance"] == "simulated"}, ensure_ascii=False)
    letter = {"message": message, "event_id": event_id, "channel": "sms", "kind": "persuade", "address": number}
    connection.execute(insert(outbox).values(letter | {"body": body, "state": "due", "attempts": 0, "due_at": wall}))
    reason = _("柔性劝导（短信 %(phone)s）：%(words)s") % {"phone": masked_phone(number, 0), "words": told}
    move(connection, event_id, "remark", actor, now, now, reason=reason)
    return message

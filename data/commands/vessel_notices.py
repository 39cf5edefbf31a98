"""A notice to vessels that need attention: a short message to who answers for each, and a line in its log."""

import json
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, or_, select

from data.acting import acting
from data.commands.audit import acted
from data.commands.revisions import bump
from data.errors import BadInput, Forbidden, UnknownThing
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.life.actor import Actor
from data.queries.vessel_notices import last_notices
from data.queries.vessel_states import COLUMNS, Vessel, judged
from data.schema import feature, feature_notice, feature_person, outbox
from data.things.masks import HIDDEN
from data.vessel_words import ADVICE, AGAIN, reason_words
from data.words import ROLES

NOTIFIERS = ("duty_officer", "leader", "agency")
MOST = 500  # vessels at once


@dataclass(frozen=True)
class Notified:
    """How many were told; those told already a while ago, who is not called twice; those without a telephone."""

    told: int
    again: int
    mute: int


def notify(connection: Connection, codes: Collection[str], actor: Actor, now: datetime, wall: datetime) -> Notified:
    """Tell those of these vessels that need it. `wall`: the server's clock, from which on messages may be sent.

    Forbidden (not by this role), BadInput (none, or too many), UnknownThing (one that is not there for this actor).
    """
    bump(connection, "letters")
    if actor.role not in NOTIFIERS:
        raise Forbidden(_("%(role)s不能通知渔船") % {"role": _(ROLES[actor.role])})
    if not 0 < len(codes) <= MOST:
        raise BadInput(_("一次可通知 1 至 %(n)s 艘渔船") % {"n": MOST})
    found = [one for one in _vessels(connection, codes, actor, now) if one.reasons]
    ids = [one.row["id"] for one in found]
    last, phones = last_notices(connection, ids), _phones(connection, ids)
    fresh = [one for one in found if one.row["id"] not in last or now - last[one.row["id"]]["at"] >= AGAIN]
    sent = [(one, phones[one.row["id"]]) for one in fresh if one.row["id"] in phones]
    if sent:
        _write(connection, sent, actor, now, wall)
    return Notified(told=len(sent), again=len(found) - len(fresh), mute=len(fresh) - len(sent))


def notify_on_screen(house: House, codes: Collection[str], role: str, number: int) -> Notified:
    actor, now = acting(house, role, number), house.clock.now()
    with acted(house, actor, "vessel_notice", ",".join(sorted(codes))) as connection:
        return notify(connection, codes, actor, now, datetime.now(UTC))


def words_of(one: Vessel) -> str:
    """Why, and what is asked of it; in Chinese, whoever sends it."""
    with speaking("zh"):
        why = "；".join(reason_words(reason) for reason in one.reasons)
        return f"{one.row['name']}：{why}。{_(ADVICE[one.state])}"


def _vessels(connection: Connection, codes: Collection[str], actor: Actor, now: datetime) -> list[Vessel]:
    f = feature.c
    mine = or_(*(f.cell_id.between(lo, hi) for lo, hi in actor.scope.cells))
    named = (f.layer == "vessel", f.retired_at.is_(None), f.code.in_(set(codes)), mine)
    rows = connection.execute(select(*(f[name] for name in COLUMNS)).where(*named)).mappings().all()
    if len(rows) < len(set(codes)):
        raise UnknownThing(_("没有这艘渔船，或不在可看范围内"))
    return judged(connection, rows, now)


def _phones(connection: Connection, ids: Collection[int]) -> dict[int, str]:
    """{id of a thing: the number of who is nearest to it}: of the grid before the village, and so on up."""
    p = feature_person.c
    query = select(p.feature_id, p.phone).where(p.feature_id.in_(ids), p.phone.is_not(None)).order_by(p.level, p.role)
    return {row.feature_id: row.phone for row in connection.execute(query) if not HIDDEN.fullmatch(row.phone)}


def _write(
    connection: Connection, sent: Collection[tuple[Vessel, str]], actor: Actor, now: datetime, wall: datetime
) -> None:
    letters: list[dict[str, Any]] = []
    log: list[dict[str, Any]] = []
    for one, phone in sent:
        message, words = str(uuid.uuid4()), words_of(one)
        body = _body(one.row, words)
        letters.append(
            {"message": message, "channel": "sms", "kind": "notice", "address": phone, "body": body}
            | {"state": "due", "attempts": 0, "due_at": wall}
        )
        who = {"actor": actor.name, "role": actor.role}
        log.append({"feature_id": one.row["id"], "message": message, "words": words, "at": now} | who)
    connection.execute(insert(outbox), letters)
    connection.execute(insert(feature_notice), log)


def _body(row: Mapping[Any, Any], words: str) -> str:
    about = {"kind": "notice", "what": row["name"], "words": words, "simulated": row["provenance"] == "simulated"}
    return json.dumps(about, ensure_ascii=False)

"""One move for several events with one reason: each on its own account, so that a refusal undoes none of the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from data.commands.moves import move
from data.commands.revisions import bump
from data.errors import BadInput, CockpitError
from data.language import gettext as _
from data.life.actor import Actor
from data.life.moves import MOVES, Move

MOST = 100
SHARED = {"reason", "agency"}  # what several events can be given in common


@dataclass(frozen=True, kw_only=True)
class Made:
    """What became of one: its code and stage after the move, or why it was refused."""

    event_id: int
    code: str = ""
    stage: str = ""
    refused: str = ""


def bundled(role: str) -> list[Move]:
    """The moves that a role can make on several events at once."""
    return [one for one in MOVES.values() if role in one.roles and set(one.asks) <= SHARED and not one.table]


def move_many(
    connection: Connection, ids: Sequence[int], name: str, actor: Actor, now: datetime, **given: Any
) -> list[Made]:
    """In the order given, each event once. BadInput for none, too many, or a move that needs an answer for each."""
    wanted = list(dict.fromkeys(ids))
    if not 1 <= len(wanted) <= MOST:
        raise BadInput(_("一次可办 1 至 %(n)s 件") % {"n": MOST})
    if name not in {one.name for one in bundled(actor.role)}:
        raise BadInput(_("这个角色不能批量办理这个动作"))
    what = MOVES[name]
    known = {k: v for k, v in given.items() if v and k in (*what.asks, *what.takes)}
    bump(connection, "events")
    return [_one(connection, event_id, name, actor, now, known) for event_id in wanted]


def _one(connection: Connection, event_id: int, name: str, actor: Actor, now: datetime, given: dict[str, Any]) -> Made:
    try:
        with connection.begin_nested():
            row = move(connection, event_id, name, actor, now, now, **given)
    except CockpitError as error:
        return Made(event_id=event_id, refused=str(error))
    return Made(event_id=event_id, code=row["code"], stage=row["stage"])

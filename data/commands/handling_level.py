"""A case is for the level of its grade: an office that answers for less than that region does not decide on it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from data.errors import Forbidden
from data.language import gettext as _
from data.life.actor import Actor
from data.life.limits import HANDLING_LEVEL
from data.queries.regions import SPINE
from data.schema import region
from data.scope import EVERY_CELL
from data.words import GRADES, LEVELS

# Moves that settle whose it is, or end it.
DECIDE = ("reject", "merge", "assign", "reassign", "close", "settle", "hand_back")
DUTY = "duty_officer"
Row = Mapping[Any, Any]


def answers_for(connection: Connection, row: Row, actor: Actor) -> bool:
    """Whether the actor's regions hold the whole region of that level around the event."""
    if actor.scope.covers(*EVERY_CELL):
        return True
    here = (SPINE, region.c.level == HANDLING_LEVEL[row["grade"]])
    around = (region.c.lo <= row["cell_id"], region.c.hi >= row["cell_id"])
    found = connection.execute(select(region.c.lo, region.c.hi).where(*here, *around)).first()
    return found is None or actor.scope.covers(found.lo, found.hi)


def check_level(connection: Connection, name: str, row: Row, actor: Actor) -> None:
    """Forbidden, with what to do instead. Agencies and grid staff act on what they were given, whatever its grade."""
    if name not in DECIDE or actor.role != DUTY or answers_for(connection, row, actor):
        return
    words = {"grade": _(GRADES[row["grade"]]), "level": _(LEVELS[HANDLING_LEVEL[row["grade"]]])}
    raise Forbidden(_("%(grade)s事件由%(level)s级办理，请报请%(level)s级值班员") % words)

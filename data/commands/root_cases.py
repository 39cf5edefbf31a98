"""立治本件: a case against the cause of what was reported again and again, routed as any other, linked to all of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from data.commands.events import Report, report
from data.commands.handling_level import answers_for
from data.commands.moves import move
from data.commands.revisions import bump
from data.errors import EventRefused, Forbidden, UnknownThing
from data.language import gettext as _
from data.life.actor import Actor
from data.life.moves import DUTY
from data.link_words import ROOT
from data.queries.cases import in_scope
from data.queries.duplicates import REPEAT_TIMES, repeats, trait
from data.queries.roots import roots_of
from data.queries.routing import route
from data.queries.slices import names
from data.schema import event, event_link
from data.things.masks import NAMES, masked_place
from data.words import ROLES

Row = dict[str, Any]
GRADE = "B"  # 重点: it takes more than the grid


def open_root(connection: Connection, event_id: int, actor: Actor, now: datetime) -> int:
    """The id of the case; the open one that is there already, with what was reported since linked to it too.

    UnknownThing (no such event for this actor), Forbidden (not by this role), EventRefused (not reported often enough).
    """
    bump(connection, "events")  # first: writers queue here, so that two make one case together
    mine = select(event).where(event.c.id == event_id, *in_scope(actor.scope))
    row = connection.execute(mine).mappings().one_or_none()
    if row is None:
        raise UnknownThing(_("没有这个事件"))
    if actor.role != DUTY:
        raise Forbidden(_("%(role)s不能“%(move)s”") % {"role": _(ROLES[actor.role]), "move": _("立治本件")})
    knowing = replace(actor.scope, clearance=NAMES)  # whoever opens it, the case keeps the whole address
    chain = repeats(connection, knowing, trait(row), now)
    if not chain:
        raise EventRefused(_("同一地点结案后又报不足 %(n)s 次，不立治本件") % {"n": REPEAT_TIMES})
    whole = chain if event_id in {one["id"] for one in chain} else [*chain, dict(row)]  # it came while one was open
    known = _still_open(connection, actor, whole)
    root = known or _opened(connection, chain, dict(row), actor, now)
    _tie(connection, root, whole, actor, now)
    return root


def _still_open(connection: Connection, actor: Actor, chain: Sequence[Row]) -> int | None:
    found = roots_of(connection, actor.scope, [row["id"] for row in chain])
    return max((one["id"] for one in found.values() if one["ended_at"] is None), default=None)


def _opened(connection: Connection, chain: Sequence[Row], row: Row, actor: Actor, now: datetime) -> int:
    """Reported by the house's own people, filed at once, sent to whom the responsibility list names."""
    last = chain[-1]
    what = names(connection, "leaf", [row["leaf"]])[row["leaf"]]
    told = _("治本：%(place)s%(what)s反复上报 %(n)s 次") % {
        "place": masked_place(last["place"], 0),  # titles are for everybody
        "what": _(what),
        "n": len(chain),
    }
    codes = "、".join(one["code"] for one in chain)
    new = Report(
        title=told[:96],
        text=_("历次：%(codes)s。请查明成因，提出治本措施。") % {"codes": codes},
        category=row["category"],
        leaf=row["leaf"],
        source="department",
        grade=GRADE,
        cell_id=last["cell_id"],
        place=last["place"],
        lon=last["lon"],
        lat=last["lat"],
        reported_at=now,
        provenance=row["provenance"],
    )
    root = report(connection, new, actor, now)
    move(connection, root, "file", actor, now, now, reason=_("反复上报，立治本件"))
    routed = route(connection, new.category, new.leaf, GRADE, new.cell_id).agency is not None
    if routed and answers_for(connection, {"grade": GRADE, "cell_id": new.cell_id}, actor):
        move(connection, root, "assign", actor, now, now)
    return root


def _tie(connection: Connection, root: int, chain: Sequence[Row], actor: Actor, now: datetime) -> None:
    """Link what is not linked yet; the history of each report tells of it."""
    of = event_link.c
    tied = set(connection.scalars(select(of.to_id).where(of.kind == ROOT, of.from_id == root)))
    code = connection.scalar(select(event.c.code).where(event.c.id == root))
    for row in chain:
        if row["id"] not in tied:
            link = {"kind": ROOT, "from_id": root, "to_id": row["id"], "at": now, "actor": actor.name}
            connection.execute(insert(event_link).values(link))
            move(connection, row["id"], "remark", actor, now, now, reason=_("列入治本件 %(code)s") % {"code": code})

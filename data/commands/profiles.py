"""情简介: somebody of the region proposes a text, somebody of the level above approves or refuses it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from data.commands.revisions import bump
from data.errors import BadInput, Forbidden, ListRefused
from data.intake.record import clean
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.list_rows import own_region
from data.queries.regions import Region
from data.schema import profile, region

EDITORS = ("grid_staff", "duty_officer", "leader")
DECIDERS = ("duty_officer", "leader")
LONGEST, REASON, DEEPEST = 4_000, 200, 4
P = profile.c
Row = dict[str, Any]


def propose_profile(
    connection: Connection, code: str, text: str, reason: str, actor: Actor, now: datetime, provenance: str
) -> int:
    """The number of the version that waits from now on; one that waited before is replaced."""
    if actor.role not in EDITORS:
        raise Forbidden(_("这个角色不能修改情简介"))
    bump(connection, "lists")
    here, plain, why = own_region(connection, code, actor.scope), clean(text), clean(reason, line=True)
    if here.level > DEEPEST:
        raise BadInput(_("网格和单元没有情简介"))
    if not plain or len(plain) > LONGEST:
        raise BadInput(_("情简介须填写，至多 {n} 字").format(n=LONGEST))
    if not why or len(why) > REASON:
        raise BadInput(_("请写明修改原因，至多 {n} 字").format(n=REASON))
    waits = (P.region_id == here.id, P.state == "proposed")
    connection.execute(update(profile).where(*waits).values(state="replaced"))
    last = connection.scalar(select(func.max(P.version)).where(P.region_id == here.id)) or 0
    row: Row = {"region_id": here.id, "version": last + 1, "text": plain, "state": "proposed", "reason": why}
    row |= {"proposed_at": now, "proposed_by": actor.name, "proposer": actor.who, "answer": ""}
    connection.execute(insert(profile).values(row | {"provenance": provenance}))
    return int(last) + 1


def decide_profile(
    connection: Connection, code: str, version: int, *, approve: bool, answer: str, actor: Actor, now: datetime
) -> None:
    """Forbidden for who is not of the level above, or proposed it himself; ListRefused once it does not wait."""
    bump(connection, "lists")
    here = own_region(connection, code, actor.scope)
    mine = (P.region_id == here.id, P.version == version)
    row = connection.execute(select(P.state, P.proposer).where(*mine)).one_or_none()
    if not decides(connection, here, actor):
        raise Forbidden(_("由上一级审核"))
    if row is None or row.state != "proposed":
        raise ListRefused(_("这一稿已不在待审核"))
    if row.proposer == actor.who:
        raise Forbidden(_("不能审核自己提交的情简介"))
    words = clean(answer, line=True)
    if not approve and not words:
        raise BadInput(_("请写明不通过的原因"))
    told = {"state": "approved" if approve else "refused", "decided_at": now, "decided_by": actor.name}
    connection.execute(update(profile).where(*mine).values(told | {"answer": words[:REASON]}))


def decides(connection: Connection, here: Region, actor: Actor) -> bool:
    """Who sees all of the region above; of the city its leader."""
    if actor.role not in DECIDERS:
        return False
    if here.parent_id is None:
        return actor.role == "leader"
    above = connection.execute(select(region.c.lo, region.c.hi).where(region.c.id == here.parent_id)).one()
    return actor.scope.covers(above.lo, above.hi)

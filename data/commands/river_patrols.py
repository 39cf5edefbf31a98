"""河湖巡查: who walked along a river tells what he found, and what is not mended becomes an event."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from data.commands.revisions import bump
from data.commands.signals import spot
from data.commands.things import EDITORS, walk
from data.errors import BadInput, Forbidden, ThingRefused, UnknownThing
from data.intake import taking
from data.intake.record import PLACE, TEXT, TITLE, Record
from data.language import gettext as _
from data.language import speaking
from data.life.actor import Actor
from data.queries.food_cases import cases_of
from data.queries.river_patrols import LAYER, ORIGIN
from data.schema import feature
from data.things.told import Told
from data.warn.retold import WRITTEN
from data.words import ROLES

PATROLS = (*EDITORS, "grid_staff")
MOST, WORDS = 10_000, 500
CATEGORY = "ecology"


def record_patrol(
    connection: Connection, code: str, seq: int, problems: int, words: str, actor: Actor, now: datetime, *, report: bool
) -> str:
    """The code of the event that came of it, or "". Its history keeps what was said.

    Forbidden for who patrols nothing, BadInput, UnknownThing, ThingRefused when it was changed since it was seen.
    """
    if actor.role not in PATROLS:
        raise Forbidden(_("%(role)s不能登记巡查") % {"role": _(ROLES[actor.role])})
    if not 0 <= problems <= MOST:
        raise BadInput(_("请填写未改问题的项数"))
    if len(words) > WORDS or ((problems or report) and not words):
        raise BadInput(_("有问题或上报事件须写明情况，至多 {n} 字").format(n=WORDS))
    if report:
        bump(connection, "events")  # first: of two who report at once, the second finds the event
    bump(connection, "features")
    row = _row(connection, code, actor)
    if row["retired_at"] is not None:
        raise ThingRefused(_("%(code)s 已经注销") % {"code": code})
    if row["seq"] != seq:
        raise ThingRefused(_("%(code)s 刚被他人修改,请刷新后再试") % {"code": code})
    walked = now.astimezone(UTC).isoformat(timespec="seconds")
    known = row["attributes"] | {"patrolled": walked, "problems": problems}
    same = {name: row[name] for name in ("layer", "code", "name", "kind", "grade", "quantity")}
    told = Told(**same, attributes=known, as_of=now)
    reason = "：".join(filter(None, (_("河湖巡查"), words)))
    walk(connection, row, told, actor, now, reason)
    return _reported(connection, row, words, actor, now) if report else ""


def _reported(connection: Connection, row: dict[str, Any], words: str, actor: Actor, now: datetime) -> str:
    """ThingRefused while one is open: what is asked for twice is done once."""
    made = cases_of(connection, row["code"], actor.scope, ORIGIN)
    if open_ := [one for one in made if one["ended_at"] is None]:
        raise ThingRefused(_("%(code)s 已有在办事件 %(event)s") % {"code": row["code"], "event": open_[0]["code"]})
    with speaking(WRITTEN):
        title = _("河湖巡查发现问题：{name}").format(name=row["name"])
    record = Record(
        title=title[:TITLE],
        text=words[:TEXT],
        category=CATEGORY,
        source="patrol",
        place=row["name"][:PLACE],
        **spot(connection, row),
        reported_at=now,
        external_id=f"{row['code']}@{len(made) + 1}",
        provenance=row["provenance"],
    )
    return taking.take(connection, record, origin=ORIGIN, actor=actor, now=now).code


def _row(connection: Connection, code: str, actor: Actor) -> dict[str, Any]:
    query = select(feature).where(feature.c.layer == LAYER, feature.c.code == code)
    row = connection.execute(query).mappings().one_or_none()
    if row is None or not actor.scope.covers(row["cell_id"], row["cell_id"]):
        raise UnknownThing(_("没有这个台账对象"))
    return dict(row)

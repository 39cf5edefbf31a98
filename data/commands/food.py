"""食品安全包保: a visit to a food business is recorded; the whistle for what is not mended makes an event."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from data.commands.revisions import bump
from data.commands.signals import spot
from data.commands.things import EDITORS, Taken, take
from data.errors import BadInput, Forbidden, ThingRefused, UnknownThing
from data.intake import taking
from data.intake.record import PLACE, TEXT, TITLE, Record
from data.language import gettext as _
from data.language import speaking
from data.life.actor import Actor
from data.queries.food_cases import ORIGIN, cases_of
from data.schema import feature
from data.things.told import Told
from data.warn.retold import WRITTEN
from data.words import ROLES

LAYER = "food"
MOST = 10_000
CATEGORY = "safety"


def record_visit(
    connection: Connection, code: str, seq: int, problems: int, words: str, actor: Actor, now: datetime
) -> Taken:
    """It was visited now and so many problems are open; the history keeps what was said. Raises as `take` does."""
    if not 0 <= problems <= MOST:
        raise BadInput(_("请填写未改问题的项数"))
    row = _row(connection, code, actor)
    if row["retired_at"] is not None:
        raise ThingRefused(_("%(code)s 已经注销") % {"code": code})
    known = row["attributes"] | {"checked": now.astimezone(UTC).isoformat(timespec="seconds"), "problems": problems}
    same = {name: row[name] for name in ("layer", "code", "name", "kind", "grade", "quantity")}
    told = Told(**same, attributes=known, as_of=now)
    reason = "：".join(filter(None, (_("督导检查"), words)))
    return take(connection, told, None, actor, now, row["provenance"], seq=seq, reason=reason[:2_000])


def blow_whistle(connection: Connection, code: str, words: str, actor: Actor, now: datetime) -> taking.Taken:
    """The event of it, by the ordinary intake. ThingRefused while one is open: who comes is asked once."""
    if actor.role not in EDITORS:
        raise Forbidden(_("%(role)s不能吹哨") % {"role": _(ROLES[actor.role])})
    if not words:
        raise BadInput(_("请写明吹哨事由"))
    bump(connection, "events")  # first: of two who whistle at once, the second finds the event
    row = _row(connection, code, actor)
    made = cases_of(connection, code, actor.scope)
    if open_ := [one for one in made if one["ended_at"] is None]:
        raise ThingRefused(_("%(code)s 已有在办事件 %(event)s") % {"code": code, "event": open_[0]["code"]})
    with speaking(WRITTEN):
        title = _("食品安全吹哨：{name}").format(name=row["name"])
        told = _("来自食品主体 {code}，未改问题 {n} 项").format(code=code, n=row["attributes"].get("problems", 0))
    record = Record(
        title=title[:TITLE],
        text=f"{words}\n{told}"[:TEXT],
        category=CATEGORY,
        source="department",
        place=row["name"][:PLACE],
        **spot(connection, row),
        reported_at=now,
        external_id=f"{code}@{len(made) + 1}",
        provenance=row["provenance"],
    )
    return taking.take(connection, record, origin=ORIGIN, actor=actor, now=now)


def _row(connection: Connection, code: str, actor: Actor) -> dict[str, Any]:
    query = select(feature).where(feature.c.layer == LAYER, feature.c.code == code)
    row = connection.execute(query).mappings().one_or_none()
    if row is None or not actor.scope.covers(row["cell_id"], row["cell_id"]):
        raise UnknownThing(_("没有这个台账对象"))
    return dict(row)

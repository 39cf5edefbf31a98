"""走访: a visit of a steward is put down, what it found is solved or becomes an event; files of visits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data.commands.codes import next_code
from data.commands.revisions import bump
from data.commands.rows import Added, Rows
from data.commands.visit_rows import FOUND, WHOM, read_visits
from data.errors import BadInput, EventRefused, Forbidden, UnknownThing
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.regions import SPINE
from data.queries.visits import known_to
from data.schema import region, steward, steward_visit
from data.times import day_number, local
from data.words import PROVENANCE, ROLES, STEWARD_KINDS

V, S = steward_visit.c, steward.c
BACK = 366  # days
MAY = {"grid": ("grid_staff", "duty_officer"), "industry": ("agency", "duty_officer")}  # who puts down whose visits
Row = Mapping[Any, Any]


@dataclass(frozen=True, kw_only=True)
class NewVisit:
    """`region`: where in the steward's region it was, of industry stewards; empty: no closer told."""

    steward: str
    day: date
    whom: str
    found: str = ""
    solved: bool = False  # what was found, by himself and at once
    region: str = ""


def record_visit(connection: Connection, new: NewVisit, actor: Actor, now: datetime, provenance: str) -> str:
    """Its code. UnknownThing for a steward of elsewhere, Forbidden for who does not put down his visits, BadInput."""
    bump(connection, "visits")  # first: who numbers visits queues here
    one = _steward(connection, new.steward, actor)
    _check(new, now)
    place = _place(connection, new.region, one) if new.region and one["kind"] == "industry" else one
    row = {
        "code": next_code(connection, V.code, f"V{local(now):%Y%m%d}-"),
        "steward": one["code"],
        "kind": one["kind"],
        "agency": one["agency"],
        "region_id": place["region_id"],
        "lo": place["lo"],
        "hi": place["hi"],
        "day": new.day.toordinal(),
        "whom": new.whom,
        "found": new.found,
        "solved_day": new.day.toordinal() if new.solved else None,
        "actor": actor.name,
        "recorded_at": now,
        "provenance": provenance,
    }
    connection.execute(insert(steward_visit).values(row))
    return str(row["code"])


def solve_visit(connection: Connection, code: str, actor: Actor, now: datetime) -> None:
    """What it found has been dealt with, without an event."""
    bump(connection, "visits")
    row = open_visit(connection, code, actor)
    _steward_role(row["kind"], actor)
    connection.execute(update(steward_visit).where(V.id == row["id"]).values(solved_day=day_number(now)))


def link_visit(connection: Connection, code: str, event_id: int, actor: Actor) -> None:
    """What it found is an event by now, by the ordinary intake: it is solved when that is closed."""
    bump(connection, "visits")
    row = open_visit(connection, code, actor)
    connection.execute(update(steward_visit).where(V.id == row["id"]).values(event_id=event_id))


def open_visit(connection: Connection, code: str, actor: Actor) -> Row:
    """A visit with something that waits to be dealt with. UnknownThing, in the same words, for one of elsewhere."""
    row = (
        connection.execute(select(steward_visit).where(V.code == code, known_to(actor.scope))).mappings().one_or_none()
    )
    if row is None or not actor.scope.covers(row["lo"], row["hi"]):
        raise UnknownThing(_("没有这次走访"))
    if row["event_id"] is not None:
        raise EventRefused(_("{code} 已转为事件，随事件办结").format(code=code))
    if not row["found"] or row["solved_day"] is not None:
        raise EventRefused(_("{code} 没有待解决的问题").format(code=code))
    return row


def import_visits(
    connection: Connection, rows: Rows, now: datetime, provenance: str = "published", actor: str = "走访名册"
) -> Added:
    """Add visits (code, steward, day, whom, found, solved, region), or change those with the same code; all or none.

    What has become an event stays one.
    """
    if provenance not in PROVENANCE:
        raise BadInput(f"provenance: {provenance!r} is not one of {', '.join(PROVENANCE)}")
    bump(connection, "visits")
    values = read_visits(connection, rows, local(now).date())
    same = {"actor": actor, "recorded_at": now, "provenance": provenance}
    held = {code for code in connection.scalars(select(V.code)) if code in values}
    if new := [one | same for code, one in values.items() if code not in held]:
        connection.execute(insert(steward_visit), new)
    for code in held:
        connection.execute(update(steward_visit).where(V.code == code).values(values[code] | same))
    return Added(rows=len(rows), new=len(new), changed=len(held))


def _steward(connection: Connection, code: str, actor: Actor) -> Row:
    query = select(steward, region.c.lo, region.c.hi).join_from(steward, region, region.c.id == S.region_id)
    row = connection.execute(query.where(S.code == code)).mappings().one_or_none()
    of_others = row is not None and row["kind"] == "industry" and not _of(row["agency"], actor)
    if row is None or of_others or not actor.scope.covers(row["lo"], row["hi"]):
        raise UnknownThing(_("没有这名管家"))
    _steward_role(row["kind"], actor)
    return row


def _of(agency: str | None, actor: Actor) -> bool:
    return actor.scope.every_department or agency in actor.scope.departments


def _steward_role(kind: str, actor: Actor) -> None:
    if actor.role not in MAY[kind]:
        words = {"role": _(ROLES[actor.role]), "kind": _(STEWARD_KINDS[kind])}
        raise Forbidden(_("%(role)s不能登记%(kind)s的走访") % words)


def _check(new: NewVisit, now: datetime) -> None:
    today = local(now).date()
    if not new.whom or len(new.whom) > WHOM:
        raise BadInput(_("走访对象须填写，至多 {n} 字").format(n=WHOM))
    if len(new.found) > FOUND:
        raise BadInput(_("发现的问题至多 {n} 字").format(n=FOUND))
    if new.day > today:
        raise BadInput(_("走访日期不能晚于今天"))
    if (today - new.day).days > BACK:
        raise BadInput(_("走访日期不能早于一年前"))
    if new.solved and not new.found:
        raise BadInput(_("没有发现问题，无需标记解决"))


def _place(connection: Connection, code: str, one: Row) -> Row:
    columns = (region.c.id.label("region_id"), region.c.lo, region.c.hi)
    row = connection.execute(select(*columns).where(SPINE, region.c.code == code)).mappings().one_or_none()
    if row is None or row["hi"] < one["lo"] or row["lo"] > one["hi"]:
        raise BadInput(_("走访地点不在这名管家的辖区"))
    return row if one["lo"] <= row["lo"] and row["hi"] <= one["hi"] else one

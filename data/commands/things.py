"""Things of the registers: added, edited, retired. Each change is checked, remembered, and counted at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from data.commands.revisions import bump
from data.commands.thing_counts import count
from data.commands.thing_steps import change_of, people_of, put_people, remember, whole
from data.errors import Forbidden, ThingRefused, UnknownThing
from data.intake.record import AHEAD, Fault
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.locate import Located
from data.schema import feature, region
from data.things.places import AFLOAT, MOVING
from data.things.told import Told
from data.times import local

EDITORS = ("system", "duty_officer", "agency")
OWN = ("kind", "grade", "name", "cell_id", "lon", "lat", "quantity", "attributes", "as_of", "provenance", "retired_at")
Row = Mapping[Any, Any]
_BY_CODE = select(feature).where(feature.c.layer == bindparam("layer"), feature.c.code == bindparam("code"))
_NEW = insert(feature).returning(*feature.c)


@dataclass(frozen=True)
class Taken:
    """`outcome`: created, changed (a new state of what was known), or known (nothing new was said)."""

    outcome: str
    id: int
    layer: str
    code: str
    seq: int


def take(
    connection: Connection,
    told: Told,
    where: Located | None,
    actor: Actor,
    now: datetime,
    lived: str,
    *,
    seq: int | None = None,
    reason: str | None = None,
) -> Taken:
    """Add the thing, or let it become what is told. Fault when it cannot be; nothing is written then.

    `where` is the cell that holds the place told (`data/things/places.py`), None when nothing new is said of it.
    `seq`: the state its teller saw, 0 for none; ThingRefused when it is another by now. `lived`: the provenance of
    what does not name its own.
    """
    bump(connection, "features")  # first: writers queue here
    row = _known(connection, told.layer, told.code)
    if seq and (row is None or _elsewhere(actor, row)):
        raise UnknownThing(_("没有这个台账对象"))
    as_of = _as_of(told, now)
    where = _settled(connection, told, where, row)
    _allow(actor, row, where)
    if row is None:
        return add(connection, told, where, actor, now, as_of, told.provenance or lived, reason)
    _unchanged(row, seq)
    return edit(connection, row, told, where, actor, now, as_of, reason)


def add(
    connection: Connection,
    told: Told,
    where: Located | None,
    actor: Actor,
    now: datetime,
    as_of: datetime,
    lived: str,
    reason: str | None,
) -> Taken:
    """A thing nobody knew."""
    if where is None:
        raise Fault("outside", _("位置不在本市范围"))
    persons = whole(told.persons or (), ())
    values = _values(told, where) | {"as_of": as_of, "provenance": lived}
    row = connection.execute(_NEW, values | {"layer": told.layer, "code": told.code, "seq": 1}).mappings().one()
    put_people(connection, row["id"], persons)
    remember(connection, row["id"], 1, "add", now, actor, reason, {})
    count(connection, None, row)
    return Taken("created", row["id"], told.layer, told.code, 1)


def edit(
    connection: Connection,
    row: Row,
    told: Told,
    where: Located | None,
    actor: Actor,
    now: datetime,
    as_of: datetime,
    reason: str | None,
) -> Taken:
    """The thing becomes what is told, if that is news. Fault when the news is older than what is known."""
    known = people_of(connection, row["id"])
    values = _values(told, where) | {"retired_at": None} | ({"provenance": told.provenance} if told.provenance else {})
    change = change_of(row, values, known, told.persons)
    dated = told.as_of is not None or "position_at" in told.attributes
    if not change and not (dated and as_of > row["as_of"]):
        return Taken("known", row["id"], row["layer"], row["code"], row["seq"])
    if dated and as_of < row["as_of"]:
        shown = {"as_of": f"{local(as_of):%Y-%m-%d %H:%M}", "known": f"{local(row['as_of']):%Y-%m-%d %H:%M}"}
        raise Fault("order", _("数据时间 %(as_of)s 早于已有的 %(known)s") % shown)
    values["as_of"] = max(as_of, row["as_of"])
    move = "restore" if row["retired_at"] is not None else "edit"
    seq = _step(connection, row, values, told, known, move, actor, now, reason)
    return Taken("changed", row["id"], row["layer"], row["code"], seq)


def retire(
    connection: Connection, layer: str, code: str, actor: Actor, now: datetime, *, seq: int | None, reason: str
) -> Taken:
    """It is no longer there: kept with its history, but neither counted nor drawn."""
    bump(connection, "features")
    row = _known(connection, layer, code)
    if row is None or _elsewhere(actor, row):
        raise UnknownThing(_("没有这个台账对象"))
    _allow(actor, row, None)
    _unchanged(row, seq)
    if not reason.strip():
        raise Fault("missing", _("请写明注销理由"))
    if row["retired_at"] is not None:
        raise ThingRefused(_("%(code)s 已经注销") % {"code": code})
    seq = _step(connection, row, {"retired_at": now}, None, (), "retire", actor, now, reason.strip()[:2_000])
    return Taken("changed", row["id"], layer, code, seq)


def walk(connection: Connection, row: Row, told: Told, actor: Actor, now: datetime, reason: str) -> int:
    """Somebody was there and tells how it stands: a step of its history even where nothing has changed."""
    values = _values(told, None) | {"as_of": max(now, row["as_of"])}
    return _step(connection, row, values, told, people_of(connection, row["id"]), "patrol", actor, now, reason)


def _step(
    connection: Connection,
    row: Row,
    values: Mapping[str, Any],
    told: Told | None,
    known: Any,
    move: str,
    actor: Actor,
    now: datetime,
    reason: str | None,
) -> int:
    """Write the next state if the thing is still as it was seen; then its history and the counts."""
    persons = told.persons if told is not None else None
    change, seq = change_of(row, values, known, persons), row["seq"] + 1
    seen = (feature.c.id == row["id"], feature.c.seq == row["seq"])
    if connection.execute(update(feature).where(*seen).values(**values, seq=seq)).rowcount != 1:
        raise ThingRefused(_("%(code)s 刚被他人修改,请刷新后再试") % {"code": row["code"]})
    if "persons" in change:
        put_people(connection, row["id"], persons or (), known)
    remember(connection, row["id"], seq, move, now, actor, reason, change)
    count(connection, row, {**row, **values})
    return seq


def _values(told: Told, where: Located | None) -> dict[str, Any]:
    """What is told of it as columns; its place only where one is told."""
    values: dict[str, Any] = {name: getattr(told, name) for name in ("kind", "grade", "name", "quantity")}
    values["attributes"] = dict(told.attributes)
    if where is not None:
        values |= {"cell_id": where.cell_id, "lon": round(where.lon, 6), "lat": round(where.lat, 6)}
    return values


def _as_of(told: Told, now: datetime) -> datetime:
    """When it was so: as told, or since its position was taken, or now."""
    at = told.as_of
    if at is None and (position := told.attributes.get("position_at")):
        at = datetime.fromisoformat(position)
    if at is not None and at > now + AHEAD:
        raise Fault("future", _("时间 %(at)s 还没有到") % {"at": f"{local(at):%Y-%m-%d %H:%M}"})
    return at or now


def _known(connection: Connection, layer: str, code: str) -> Row | None:
    return connection.execute(_BY_CODE, {"layer": layer, "code": code}).mappings().one_or_none()


def _elsewhere(actor: Actor, row: Row) -> bool:
    return not actor.scope.covers(row["cell_id"], row["cell_id"])


def _settled(connection: Connection, told: Told, where: Located | None, row: Row | None) -> Located | None:
    """Where it stands and counts, None when nothing new is said. A vessel counts at home, wherever it is."""
    if where is None or row is None:
        if where is not None and where.cell_id == AFLOAT:
            raise Fault("outside", _("船在海上,须写明船籍所在的区划代码"))
        return where
    if (round(where.lon, 6), round(where.lat, 6)) == (row["lon"], row["lat"]) and told.lon is not None:
        return None
    if told.lon is None and _lies_in(connection, row["cell_id"], told.region):
        return None
    return replace(where, cell_id=row["cell_id"]) if told.layer in MOVING and not told.region else where


def _lies_in(connection: Connection, cell_id: int, code: str) -> bool:
    """Whether the cell lies in the region: a thing told of by its region only stays where it is known to be."""
    around = (region.c.tree == "spine", region.c.code == code, region.c.lo <= cell_id, region.c.hi >= cell_id)
    return connection.scalar(select(region.c.id).where(*around)) is not None


def _allow(actor: Actor, row: Row | None, where: Located | None) -> None:
    """The role may, and both where it stands and where it shall stand lie in the actor's scope."""
    if actor.role not in EDITORS:
        raise Forbidden(_("这个角色不能修改台账"))
    cells = [one for one in (row and row["cell_id"], where and where.cell_id) if one]
    if not all(actor.scope.covers(cell, cell) for cell in cells):
        raise Forbidden(_("这个位置不在您的管辖范围"))


def _unchanged(row: Row, seq: int | None) -> None:
    if seq is not None and seq != row["seq"]:
        raise ThingRefused(_("%(code)s 刚被他人修改,请刷新后再试") % {"code": row["code"]})

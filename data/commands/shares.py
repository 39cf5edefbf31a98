"""A department asks for data, their owner grants or refuses them; a grant ends on its last day, or is revoked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data.commands.codes import next_code
from data.commands.revisions import bump
from data.errors import BadInput, Forbidden, ThingRefused
from data.intake.record import clean
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.catalogue import resource_row
from data.queries.delivered import fields_of
from data.queries.regions import region_of
from data.queries.shares import ASKERS, DECIDERS, share_of
from data.schema import agency, share, share_step
from data.scope import Scope
from data.times import day_number, local

LONGEST, FARTHEST, MOST_FIELDS = 300, 366, 60
MOVES = {"grant": ("asked", "granted"), "refuse": ("asked", "refused"), "revoke": ("granted", "revoked")}
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Asking:
    resource: str
    agency: str
    purpose: str
    fields: Sequence[str]
    region: str
    until: date


def ask(connection: Connection, new: Asking, actor: Actor, now: datetime, provenance: str) -> str:
    """Its code. Forbidden for what is not shared at all, or in the name of another department."""
    scope = actor.scope
    if actor.role not in ASKERS or not (scope.every_department or new.agency in scope.departments):
        raise Forbidden(_("以本单位的名义申请共享数据"))
    bump(connection, "catalogue")
    if resource_row(connection, new.resource, scope, now)["share"] == "closed":
        raise Forbidden(_("这项数据资源不予共享"))
    if connection.scalar(select(agency.c.code).where(agency.c.code == new.agency)) is None:
        raise BadInput(_("没有这个责任单位"))
    fields = _fields(new.fields, {one.code for one in fields_of(connection, new.resource)})
    here = region_of(connection, new.region, Scope.guest())  # of elsewhere too: the owner decides
    _check_day(new.until, now)
    row: Row = {"resource": new.resource, "agency": new.agency, "purpose": _said(new.purpose), "fields": fields}
    row |= {"region_id": here.id, "lo": here.lo, "hi": here.hi, "until_day": new.until.toordinal(), "terms": ""}
    row |= {"state": "asked", "seq": 1, "asked_at": now, "actor": actor.name, "provenance": provenance}
    row |= {"code": next_code(connection, share.c.code, f"H{local(now):%Y%m%d}-")}
    number = connection.execute(insert(share).values(row).returning(share.c.id)).scalar_one()
    _step(connection, number, 1, "ask", row["purpose"], actor, now)
    return str(row["code"])


def move_share(
    connection: Connection, code: str, what: str, given: Mapping[str, Any], actor: Actor, now: datetime
) -> Row:
    """Grant (with fields, last day and terms), refuse or revoke. ThingRefused where it is no longer at that point."""
    if what not in MOVES:
        raise BadInput(_("请刷新后再试"))
    bump(connection, "catalogue")
    row, _steps = share_of(connection, code, actor.scope, day_number(now))
    if not decides(connection, row, actor, now):
        raise Forbidden(_("由数据归口单位审核共享申请"))
    begins, to = MOVES[what]
    if row["state"] != begins:
        raise ThingRefused(_("%(code)s 刚被他人修改,请刷新后再试") % {"code": code})
    words = _said(str(given.get("words") or ""))
    news: Row = {"state": to, "seq": row["seq"] + 1}
    if what == "grant":
        until = _day(given.get("until"))
        _check_day(until, now)
        ticked = [name.removeprefix("field ") for name in given if name.startswith("field ")]
        news |= {"fields": _fields(ticked, set(row["fields"].split(","))), "until_day": until.toordinal()}
        news |= {"terms": words}
    same = (share.c.id == row["id"], share.c.seq == row["seq"])
    if not connection.execute(update(share).where(*same).values(news)).rowcount:
        raise ThingRefused(_("%(code)s 刚被他人修改,请刷新后再试") % {"code": code})
    _step(connection, row["id"], news["seq"], what, words, actor, now)
    return row | news


def decides(connection: Connection, row: Row, actor: Actor, now: datetime) -> bool:
    """The department whose the resource is; of the house's own, who keeps the region with all its departments."""
    owner = resource_row(connection, row["resource"], actor.scope, now)["agency"]
    scope = actor.scope
    if actor.role in DECIDERS and scope.every_department:
        return scope.covers(row["lo"], row["hi"])
    return bool(owner) and actor.role in ASKERS and owner in scope.departments


def _fields(given: Sequence[str], known: set[str]) -> str:
    ticked = list(dict.fromkeys(given))
    if not 0 < len(ticked) <= MOST_FIELDS or not set(ticked) <= known:
        raise BadInput(_("请勾选数据项，至多 {n} 项").format(n=MOST_FIELDS))
    return ",".join(ticked)


def _said(words: str) -> str:
    plain = clean(words)
    if not plain or len(plain) > LONGEST:
        raise BadInput(_("请写明用途或理由，至多 {n} 字").format(n=LONGEST))
    return plain


def _day(given: Any) -> date:
    try:
        return date.fromisoformat(str(given or ""))
    except ValueError:
        raise BadInput(_("期限有误")) from None


def _check_day(until: date, now: datetime) -> None:
    if not 0 <= until.toordinal() - day_number(now) <= FARTHEST:
        raise BadInput(_("期限须在今天之后、一年之内"))


def _step(connection: Connection, number: int, seq: int, what: str, words: str, actor: Actor, now: datetime) -> None:
    told = {"share_id": number, "seq": seq, "at": now, "actor": actor.name, "role": actor.role}
    connection.execute(insert(share_step).values(told | {"what": what, "words": words}))

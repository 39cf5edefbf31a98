"""Departments register what data they have, and say on what terms a resource is shared."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data.catalogue_words import RHYTHMS, SHARES
from data.commands.codes import next_code
from data.commands.revisions import bump
from data.errors import BadInput, Forbidden, ThingRefused
from data.intake.record import clean
from data.language import gettext as _
from data.ledgers.fields import CLASSES
from data.life.actor import Actor
from data.queries.catalogue import resource_row
from data.schema import agency, resource
from data.times import local

KEEPERS = ("duty_officer", "leader", "agency")
NAME, TERMS, MOST_FIELDS, ORIGIN = 64, 300, 200, 64
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class NewResource:
    """`fields`: a line each, as `name, class, unit`; class and unit may be left out."""

    name: str
    agency: str
    rhythm: str
    origin: str
    fields: str
    share: str
    terms: str = ""


def register(connection: Connection, new: NewResource, actor: Actor, now: datetime, provenance: str) -> str:
    """Its code. Forbidden for who keeps none, BadInput for what makes no sense."""
    may_keep_resource(actor, new.agency)
    bump(connection, "catalogue")
    name, origin = clean(new.name, line=True), clean(new.origin, line=True)
    if not 0 < len(name) <= NAME or len(origin) > ORIGIN:
        raise BadInput(_("资源名称须填写，至多 {n} 字").format(n=NAME))
    if new.rhythm not in RHYTHMS:
        raise BadInput(_("请选择更新频率"))
    if connection.scalar(select(agency.c.code).where(agency.c.code == new.agency)) is None:
        raise BadInput(_("没有这个责任单位"))
    row: Row = {"code": next_code(connection, resource.c.code, f"office:{local(now):%Y%m%d}-"), "name": name}
    row |= {"agency": new.agency, "rhythm": new.rhythm, "origin": origin, "fields": _fields(new.fields), "n": None}
    row |= {"newest": None, "seq": 1, "changed_at": now, "actor": actor.name, "provenance": provenance}
    connection.execute(insert(resource).values(row | _terms(new.share, new.terms)))
    return str(row["code"])


def set_terms(
    connection: Connection, code: str, share: str, terms: str, seq: int, actor: Actor, now: datetime, provenance: str
) -> None:
    """On what terms it is shared: of the house's own, those who keep the whole city; else its department."""
    bump(connection, "catalogue")
    row = resource_row(connection, code, actor.scope, now)
    may_keep_resource(actor, row["agency"])
    news = _terms(share, terms) | {"changed_at": now, "actor": actor.name, "seq": seq + 1}
    if row["seq"] != seq:
        raise ThingRefused(_("%(code)s 刚被他人修改,请刷新后再试") % {"code": code})
    if row["own"] and not seq:
        blank = {"name": "", "agency": "", "rhythm": row["rhythm"], "origin": "", "fields": "[]"}
        connection.execute(insert(resource).values({"code": code, **blank, **news, "provenance": provenance}))
        return
    same = (resource.c.code == code, resource.c.seq == seq)
    if not connection.execute(update(resource).where(*same).values(news)).rowcount:
        raise ThingRefused(_("%(code)s 刚被他人修改,请刷新后再试") % {"code": code})


def may_keep_resource(actor: Actor, owner: str) -> None:
    mine = actor.scope.every_department or owner in actor.scope.departments
    if actor.role not in KEEPERS or not mine:
        raise Forbidden(_("只有归口单位能登记和修改数据资源"))


def _terms(share: str, terms: str) -> Row:
    told = clean(terms)
    if share not in SHARES:
        raise BadInput(_("请选择共享属性"))
    if (share != "open" and not told) or len(told) > TERMS:
        raise BadInput(_("有条件共享和不予共享须写明条件或依据，至多 {n} 字").format(n=TERMS))
    return {"share": share, "terms": told}


def _fields(text: str) -> str:
    words = {_(word): code for code, (word, _clearance) in CLASSES.items()}
    found = []
    for line in filter(None, (one.strip() for one in text.replace("，", ",").splitlines())):
        name, *more = (clean(one, line=True) for one in line.split(","))
        shield = words.get(more[0], more[0]) if more and more[0] else "plain"
        if not 0 < len(name) <= NAME or shield not in CLASSES or len(more) > 2:
            raise BadInput(_("读不懂的数据项：{line}").format(line=line[:40]))
        found.append([name, shield, more[1][:16] if len(more) > 1 else ""])
    if not 0 < len(found) <= MOST_FIELDS:
        raise BadInput(_("数据项须填写，至多 {n} 项").format(n=MOST_FIELDS))
    return json.dumps(found, ensure_ascii=False)

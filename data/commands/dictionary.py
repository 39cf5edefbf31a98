"""The dictionary grows: a field more for a ledger, other words for one that is there. Every state of a field is kept.

What values mean does not change: kind and unit stay, codes are added and renamed and never taken away, and a class is
only made stricter.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from data.commands.revisions import bump
from data.errors import BadInput, Forbidden
from data.intake.record import clean
from data.language import gettext as _
from data.ledgers.field_told import NewField, changed_field, new_field
from data.ledgers.fields import TOPIC, dictionary
from data.life.actor import Actor
from data.queries.regions import home_of
from data.schema import field, field_step
from data.things.taking import lived_here
from data.words import ROLES

KEEPERS = ("agency", "leader", "administrator")
REASON, MOST_FIELDS = 300, 5_000
KEPT = ("word", "kind", "unit", "codes", "shield")
Row = dict[str, Any]


def may_keep(connection: Connection, actor: Actor) -> None:
    if actor.role not in KEEPERS:
        raise Forbidden(_("归口单位、领导和管理员可以维护数据字典；%(role)s不能") % {"role": _(ROLES[actor.role])})
    if not actor.scope.every_department or home_of(connection, actor.scope).level != 1:
        raise Forbidden(_("数据字典是全市的，只有全市的账号可以维护"))


def add_field(connection: Connection, new: NewField, reason: str, actor: Actor, now: datetime) -> str:
    """Its code. It can be ticked, imported and filled in at once; its values lie beside the columns (decision 0026)."""
    bump(connection, "ledgers", "catalogue")  # writers queue here
    may_keep(connection, actor)
    known = dictionary(connection)
    its = known.ledgers.get(new.ledger)
    if its is None:
        raise BadInput(_("没有这个台账"))
    row = new_field(known, its, new)
    if len(known.fields) >= MOST_FIELDS:
        raise BadInput(_("至多 {n} 个").format(n=MOST_FIELDS))
    last = connection.scalar(select(func.max(field.c.position))) or 0
    fixed = {"owner": its.owner, "frequency": its.frequency, "slot": None, "position": last + 1}
    connection.execute(insert(field).values(row | fixed | {"provenance": lived_here(connection)}))
    _keep(connection, row["code"], 1, row, _said(reason), actor, now)
    bump(connection, TOPIC)  # last: whoever reads it now reads it whole
    return str(row["code"])


def change_field(
    connection: Connection, code: str, given: Mapping[str, str], reason: str, actor: Actor, now: datetime
) -> bool:
    """`word`, `codes`, `shield`: blank leaves it as it is. Whether anything is other now."""
    bump(connection, "ledgers", "catalogue")
    may_keep(connection, actor)
    known = dictionary(connection)
    one = known.fields.get(code)
    if one is None:
        raise BadInput(_("没有这个字段"))
    before = {name: getattr(one, name) for name in KEPT} | {"codes": dict(one.codes)}
    news = before | changed_field(known, one, given)
    words = _said(reason)
    if news == before:
        return False
    last = connection.scalar(select(func.max(field_step.c.seq)).where(field_step.c.code == code))
    if last is None:
        _keep(connection, code, 0, before, "装入时的定义", None, now)
    connection.execute(update(field).where(field.c.code == code).values({name: news[name] for name in KEPT}))
    _keep(connection, code, (last or 0) + 1, news, words, actor, now)
    bump(connection, TOPIC)
    return True


def _said(reason: str) -> str:
    words = clean(reason, line=True)
    if not words or len(words) > REASON:
        raise BadInput(_("请写明理由，至多 {n} 字").format(n=REASON))
    return words


def _keep(
    connection: Connection, code: str, seq: int, told: Row, reason: str, actor: Actor | None, now: datetime
) -> None:
    who = {"actor": actor.name, "role": actor.role} if actor else {"actor": "", "role": "system"}
    row = {"code": code, "seq": seq, "at": now, "reason": reason, "told": {name: told[name] for name in KEPT}}
    connection.execute(insert(field_step).values(row | who))

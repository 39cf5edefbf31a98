"""Which agency a department is that the data name: laid down with the city, then said on the screen."""

from datetime import datetime

from sqlalchemy import Connection, insert, select

from data.commands.revisions import bump
from data.errors import BadInput, Forbidden, ReturnRefused
from data.intake.record import clean
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.office_names import OFFICES, name_seq, office_names
from data.queries.regions import home_of
from data.schema import agency, office_name
from data.words import ROLES

EDITORS = ("administrator", "leader")
LONGEST = 300


def may_name(connection: Connection, actor: Actor) -> None:
    """Forbidden for who does not answer for the whole city: who is that department may define its indicators."""
    if actor.role not in EDITORS:
        raise Forbidden(_("管理员和领导可以修改归口对照；%(role)s不能") % {"role": _(ROLES[actor.role])})
    if not actor.scope.every_department or home_of(connection, actor.scope).level != 1:
        raise Forbidden(_("归口对照是全市的，只有全市的账号可以修改"))


def name_office(
    connection: Connection, name: str, code: str, seen: int, reason: str, actor: Actor, now: datetime
) -> None:
    """Whom the data mean from now on ("": nobody). ReturnRefused unless `seen` (-1: none) is the last answer."""
    bump(connection, "returns")  # writers queue here
    may_name(connection, actor)
    if name not in {one.name for one in office_names(connection)}:
        raise BadInput(_("数据中没有这个部门名称"))
    known = select(agency.c.code).where(agency.c.code == code, agency.c.kind.in_(OFFICES))
    if code and connection.scalar(known) is None:
        raise BadInput(_("没有这个责任单位"))
    words = clean(reason, line=True)
    if not words or len(words) > LONGEST:
        raise BadInput(_("请写明理由，至多 {n} 字").format(n=LONGEST))
    last = name_seq(connection, name)
    if (-1 if last is None else last) != seen:
        raise ReturnRefused(_("刚被他人修改，请刷新后再试"))
    row = {"name": name, "seq": max(seen, 0) + 1, "agency": code, "at": now}
    connection.execute(insert(office_name).values(row | {"actor": actor.name, "role": actor.role, "reason": words}))
    bump(connection, "indicators")

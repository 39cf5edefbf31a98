"""Identities of the demo: accounts without a password, taken with one click on this machine, and nowhere else."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Request
from sqlalchemy import Connection, func, insert, select

from data.accounts.account import CITY, EVERYWHERE
from data.accounts.machine import on_this_machine
from data.acting import open_to_visitors
from data.commands.accounts import Seat, add_account
from data.engine import writing
from data.errors import Forbidden, UnknownThing
from data.house import House
from data.indicator.definition import FREQUENCIES
from data.language import gettext as _
from data.schema import account, agency, indicator, region

TOWN = 3  # level


@dataclass(frozen=True)
class Identity:
    """One that is offered; the words are gettext msgids."""

    name: str
    role: str
    what: str
    level: int = CITY
    regions: int = 1


IDENTITIES = {
    "leader": Identity("演示领导", "leader", "看全市，督办"),
    "department": Identity("演示部门负责人", "department_head", "只看本部门的事件，办理"),
    "economy": Identity("演示经济部门负责人", "department_head", "指标、产业链和政策归本部门的那些"),
    "duty": Identity("演示值班员", "duty_officer", "全市值班，受理、派遣、预警"),
    "presenter": Identity("演示汇报员", "presenter", "只看不办，汇报用"),
    "town": Identity("演示镇街值班员", "duty_officer", "同一平台，只有本镇街", TOWN),
    "towns": Identity("演示片区值班员", "duty_officer", "同一平台，只有两个镇街", TOWN, 2),
    "auditor": Identity("演示审计员", "auditor", "查审计日志"),
    "administrator": Identity("演示管理员", "administrator", "管理账号"),
}


def offered(house: House, request: Request) -> bool:
    """Only in a demo, and to a browser on this machine that calls it by its own name."""
    return on_this_machine(request) and open_to_visitors(house)


def identity(house: House, key: str, request: Request) -> int:
    """The number of this identity's account, made at its first use. Forbidden where none is offered."""
    if not offered(house, request):
        raise Forbidden(_("演示身份只能在演示环境的本机上使用"))
    if (one := IDENTITIES.get(key)) is None:
        raise UnknownThing(_("没有这个账号"))
    login = f"demo-{key}"
    with writing(house.engine) as connection:
        known = select(account.c.id).where(account.c.login == login)
        if (found := connection.scalar(known)) is not None:
            return int(found)
        seat = Seat(name=one.name, role=one.role, regions=_places(connection, one), departments=_of(connection, one))
        add_account(connection, login, seat, datetime.now(UTC), demo=True)
        return int(connection.scalar(known) or 0)


def _places(connection: Connection, one: Identity) -> tuple[str, ...]:
    of = select(region.c.code).where(region.c.tree == "spine", region.c.level == one.level).order_by(region.c.lo)
    return tuple(connection.scalars(of.limit(one.regions)))


def _of(connection: Connection, one: Identity) -> tuple[str, ...]:
    """For a head of department: the first that is one, or the one that answers for most indicators."""
    if one.role != "department_head":
        return EVERYWHERE
    if one is IDENTITIES["economy"] and (office := _office(connection)):
        return (office,)
    of = select(agency.c.code).where(agency.c.kind == "department").order_by(agency.c.code)
    return (connection.scalar(of.limit(1)) or "",)


def _office(connection: Connection) -> str:
    """The agency of the department that answers for most indicators; laid down where the city has none of that name."""
    n = func.count()
    most = select(indicator.c.department).group_by(indicator.c.department).order_by(n.desc(), indicator.c.department)
    name = connection.scalar(most.where(indicator.c.frequency.in_(FREQUENCIES)).limit(1)) or ""
    of = select(region.c.id, region.c.code).where(region.c.tree == "spine", region.c.level == CITY)
    place = connection.execute(of).one()
    known = select(agency.c.code).where(agency.c.name == name, agency.c.region_id == place.id)
    if not name:
        return ""
    if code := connection.scalar(known.limit(1)):
        return str(code)
    code = f"{place.code}.economy"
    row = {"code": code, "name": name, "kind": "department", "region_id": place.id, "provenance": "simulated"}
    connection.execute(insert(agency).values(row))
    return code

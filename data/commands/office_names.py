"""Which agency a department is that the data name: laid down with the city, then said on the screen."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from data.commands.revisions import bump
from data.errors import BadInput, CityError, Forbidden, ReturnRefused
from data.intake.record import clean
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.office_names import OFFICES, name_seq, office_names
from data.queries.regions import home_of
from data.schema import agency, office_name, region
from data.scope import Scope
from data.words import ROLES
from data.yaml_file import read_yaml

FILE = "offices.yaml"  # in the pack of a city
EDITORS = ("administrator", "leader")
LOADED, LONGEST = "随城市装入", 300
Row = dict[str, Any]


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


def install_offices(connection: Connection, city_dir: Path, now: datetime, *, demo: bool) -> int:
    """Lay down what the pack says, of names about which nobody has said anything; how many."""
    path = city_dir / FILE
    if not path.is_file():
        return 0
    told = _read(path)
    city = home_of(connection, Scope.guest())
    held = set(connection.scalars(select(office_name.c.name)))
    if not (new := {name: short for name, short in told["names"].items() if name not in held}):
        return 0
    known = _known(connection, city.id)
    if demo:
        _lay(connection, city, {name: short for name, short in new.items() if short in told["lay"]}, known)
    rows = [
        {"name": name, "seq": 0, "agency": code, "at": now, "actor": "", "role": "system", "reason": LOADED}
        for name, short in new.items()
        if (code := known.get(name) or known.get(f"{city.code}.{short}"))
    ]
    if rows:
        connection.execute(insert(office_name), rows)
        bump(connection, "returns")
    return len(rows)


def _known(connection: Connection, city: int) -> dict[str, str]:
    """{name or code: code} of the agencies of the whole city."""
    of = select(agency.c.name, agency.c.code).join_from(agency, region, region.c.id == agency.c.region_id)
    rows = connection.execute(of.where(region.c.id == city)).all()
    return {row.name: row.code for row in rows} | {row.code: row.code for row in rows}


def _lay(connection: Connection, city: Any, names: Mapping[str, str], known: dict[str, str]) -> None:
    fixed = {"kind": "department", "region_id": city.id, "provenance": "simulated"}
    new = {f"{city.code}.{short}": name for name, short in names.items() if name not in known}
    rows = [{"code": code, "name": name} | fixed for code, name in new.items() if code not in known]
    if rows:
        connection.execute(insert(agency), rows)
        known |= {row["code"]: row["code"] for row in rows}
        bump(connection, "rules")


def _read(path: Path) -> Row:
    told = read_yaml(path)
    names, lay = (told.get("names"), told.get("lay", [])) if isinstance(told, dict) else (None, None)
    if (
        not isinstance(names, dict)
        or not isinstance(lay, list)
        or not all(isinstance(one, str) for one in names.values())
    ):
        raise CityError(f"{path}: names: {{name: code}}, lay: [code]")
    return {"names": names, "lay": set(lay)}

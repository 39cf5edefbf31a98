"""Indicators are defined and changed by the head of their department, version by version; what they were stays."""

import json
from collections.abc import Container, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from data.accounts.account import EVERYWHERE
from data.commands.revisions import bump
from data.errors import BadInput, Forbidden, IndicatorRefused
from data.indicator.check import check
from data.indicator.definition import Definition, definition_of, from_row
from data.indicator.recompute import recompute, rows_of
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.office_names import agencies_called
from data.queries.regions import home_of
from data.schema import indicator, indicator_value, indicator_version
from data.words import ROLES

EDITORS = ("department_head", "administrator")
OURS = 500  # the place of those made here: after the wall's own, before what was published elsewhere
LONGEST_REASON = 500
LOADED = "装入时的定义"


def may_make(connection: Connection, actor: Actor) -> None:
    """Forbidden for who heads no department, or does not see the whole city."""
    if actor.role not in EDITORS:
        raise Forbidden(_("部门负责人和管理员可以定义指标；%(role)s不能") % {"role": _(ROLES[actor.role])})
    if home_of(connection, actor.scope).level != 1:
        raise Forbidden(_("指标是全市的，只有全市的账号可以定义"))


def may_define(connection: Connection, department: str, actor: Actor) -> None:
    """Forbidden for who does not head the department that answers for it."""
    may_make(connection, actor)
    if department not in own_departments(connection, actor):
        raise Forbidden(_("这个指标由“%(name)s”负责，只有该部门可以定义") % {"name": department[:40]})


class Every:
    """All departments: whatever is asked for is in it."""

    def __contains__(self, _name: object) -> bool:
        return True


def own_departments(connection: Connection, actor: Actor) -> Container[str]:
    """What the data call the actor's departments: by decision 0037 not their own name where it means another."""
    mine = set(actor.scope.departments)
    if EVERYWHERE[0] in mine:
        return Every()
    return {name for name, code in agencies_called(connection).items() if code in mine}


def define_indicator(
    connection: Connection, given: Mapping[str, Any], seen: int | None, reason: str, actor: Actor, now: datetime
) -> int:
    """Lay down a new indicator (`seen` None) or the next version of one; its number. Values follow in the same act.

    `seen` is the version its editor had before him. BadInput with every fault in words, Forbidden, IndicatorRefused.
    """
    bump(connection, "indicators")  # writers queue here
    one, reason = definition_of(given), reason.strip()[:LONGEST_REASON]
    if not reason:
        raise BadInput(_("请写明理由"))
    held = connection.execute(select(indicator).where(indicator.c.code == one.code)).mappings().first()
    for department in {one.department, held["department"] if held else one.department}:
        may_define(connection, department, actor)
    if (held is None) != (seen is None) or (held is not None and held["version"] != seen):
        raise IndicatorRefused(_("这个指标刚刚有了新版本，请刷新后再改") if held else _("没有这个指标"))
    if faults := check(one, rows_of(connection)).faults:
        raise BadInput("；".join(faults))
    if held is not None:
        _kept_whole(connection, one, held, now)
    version = held["version"] + 1 if held else 1
    _lay_down(connection, one, version, new=held is None)
    _note(connection, one.code, version, one.model_dump(), actor.name, reason, now)
    recompute(connection, now, [one.code])
    return version


def _kept_whole(connection: Connection, one: Definition, held: Mapping[Any, Any], now: datetime) -> None:
    """What it was at first stays as version 0; what was said of it stays what it says."""
    versions = select(func.count()).select_from(indicator_version).where(indicator_version.c.code == one.code)
    if not connection.scalar(versions):
        _note(connection, one.code, held["version"], from_row(held), "", LOADED, now)
    said = select(func.count()).select_from(indicator_value).where(indicator_value.c.indicator_code == one.code)
    told = bool(connection.scalar(said))
    if told and one.unit != held["unit"]:
        raise BadInput(_("已有按“{unit}”填报的数，单位不能改；请新建指标").format(unit=held["unit"]))
    if told and one.kind != "said" and not (held["calc"] or held["cube"]):
        raise BadInput(_("已有填报的数，不能改为由系统计算；请新建指标"))


def _lay_down(connection: Connection, one: Definition, version: int, *, new: bool) -> None:
    values = one.model_dump(exclude={"cube"}) | {"version": version, "calc": one.calc or None}
    values["cube"] = one.cube.model_dump_json() if one.cube else None
    if new:
        connection.execute(insert(indicator).values(**values, sort=OURS))
    else:
        connection.execute(update(indicator).where(indicator.c.code == one.code).values(**values))


def _note(
    connection: Connection, code: str, version: int, told: Mapping[str, Any], who: str, reason: str, now: datetime
) -> None:
    row = {"code": code, "version": version, "definition": json.dumps(told, ensure_ascii=False, sort_keys=True)}
    row |= {"made_at": now, "made_by": who[:64], "reason": reason}
    connection.execute(insert(indicator_version).values(**row))

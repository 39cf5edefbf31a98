"""What the workshop's page sends: a definition, a value, a file. Nothing it says is trusted."""

import math
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection

from data.accounts.seat import seated
from data.acting import acting
from data.clock import KEY as DEMO_CLOCK
from data.commands.audit import acted
from data.commands.cube import settle
from data.commands.facts import fact
from data.commands.indicator_values import NAMES, Said, say
from data.commands.indicators import EDITORS, define_indicator, may_define, may_make
from data.errors import BadInput, CockpitError, Forbidden, UnknownRegion
from data.facts.periods import period_end
from data.house import House
from data.indicator.check import Checked, check
from data.indicator.definition import definition_of
from data.indicator.importing import Tally, import_indicators
from data.indicator.period import FORMS, period_of
from data.indicator.profile import load_layout
from data.indicator.recompute import recompute, rows_of
from data.intake.record import clean
from data.language import gettext as _
from data.life.actor import Actor, account_key
from data.queries.indicator_tree import indicator_row
from data.queries.regions import region_of
from data.words import ROLES

Given = Mapping[str, Any]
LARGEST = 8 << 20  # bytes of a file on the page
ENDINGS = (".xlsx", ".csv")
ODD = re.compile(r"[^\w.()-]+")
NUMBERS = ("target", "low", "high")
TEXTS = ("code", "name_zh", "name_en", "domain", "branch", "unit", "department", "frequency", "source")
CUBE = ("measure", "dim", "key", "level", "window")


def editor(house: House, role: str = "", number: int = 1) -> Actor:
    """Who asks: an account in its own role, also one that otherwise looks on; a visitor who may act."""
    if (one := seated()) is None:
        return acting(house, role, number)
    return Actor(name=one.name, role=one.role, scope=one.scope, key=account_key(one.login))


def may_edit(house: House, connection: Connection, department: str, role: str, number: int) -> bool:
    """Whether he may define what this department answers for; "" for any at all."""
    with suppress(CockpitError):
        actor = editor(house, role, number)
        may_define(connection, department, actor) if department else may_make(connection, actor)
        return True
    return False


def told(given: Given) -> dict[str, Any]:
    """The fields of a form as a definition takes them. BadInput for what is no number."""
    found: dict[str, Any] = {name: clean(given.get(name, "")) for name in TEXTS}
    found |= {name: _number(clean(given.get(name, ""))) for name in NUMBERS}
    found["direction"] = int(_number(clean(given.get("direction", "0"))) or 0)
    kind = given.get("kind", "said")
    found["calc"] = clean(given.get("calc", "")) if kind == "formula" else ""
    if kind == "formula" and not found["calc"]:
        raise BadInput(_("公式是空的"))
    if kind == "cube":
        query = {name: clean(given.get(f"cube_{name}", "")) for name in CUBE}
        found["cube"] = query | {"level": int(_number(query["level"]) or 4)}
    found["roll"] = "sum" if kind == "said" and given.get("roll") else ""
    return found


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(",", "")) if text else None
    except ValueError:
        value = math.nan
    if value is not None and not math.isfinite(value):
        raise BadInput(_("“{text}”不是数").format(text=text[:20]))
    return value


def check_on_screen(house: House, given: Given) -> Checked:
    """What is wrong with a definition as it is being typed; nothing is kept."""
    try:
        with house.engine.connect() as connection:
            return check(definition_of(told(given)), rows_of(connection))
    except BadInput as error:
        return Checked((str(error),))


def act_on_indicators(house: House, given: Given, role: str, number: int) -> str:
    """What there is to say of it."""
    acts = {"define": _define, "say": _say, "recompute": _recompute}
    if (act := acts.get(str(given.get("act")))) is None:
        raise BadInput(_("没有“%(move)s”这个动作") % {"move": str(given.get("act"))[:32]})
    return act(house, given, editor(house, role, number))


def _define(house: House, given: Given, actor: Actor) -> str:
    fields, seen = told(given), str(given.get("seen", ""))
    with acted(house, actor, "indicator_define", fields["code"]) as connection:
        known = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 9 else None
        reason = clean(given.get("reason", ""))
        version = define_indicator(connection, fields, known, reason, actor, house.clock.now())
    return _("已保存为第 {n} 版").format(n=version)


def _say(house: House, given: Given, actor: Actor) -> str:
    """One value, told or corrected by hand."""
    code, reason, now = clean(given.get("code", "")), clean(given.get("reason", "")), house.clock.now()
    with acted(house, actor, "indicator_say", f"{code} {clean(given.get('period', ''))}"[:160]) as connection:
        row = indicator_row(connection, code)
        _may_say(connection, row, actor)
        here = region_of(connection, clean(given.get("region", "")), actor.scope)
        if here.level > 4:
            raise UnknownRegion(_("指标只到村居"))
        period, value = period_of(clean(given.get("period", ""))), _number(clean(given.get("value", "")))
        if period is None or period.form not in FORMS.get(row["frequency"], ()):
            raise BadInput(_("时期写成 2024-06、2024-01..2024-06、2024Q2 或 2024"))
        end = period_end(period.text)
        if end is None or end > now:
            raise BadInput(_("时期“{text}”还没有结束").format(text=period.text))
        if value is None or not reason:
            raise BadInput(_("请写明数值和理由"))
        lived = "simulated" if fact(connection, DEMO_CLOCK) else "published"
        one = Said(
            code=code,
            region_id=here.id,
            level=NAMES[here.level],
            place=here.name[:64],
            period=period.text,
            value=value,
            provenance=lived,
            source=row["source"],
        )
        counts = say(connection, [one], actor.name, reason[:500], now)
    return _("已重述，原数留存") if counts["restated"] else _("已填报") if counts["new"] else _("与原数相同")


def _may_say(connection: Connection, row: Given, actor: Actor) -> None:
    if row["calc"] or row["cube"]:
        raise BadInput(_("“{name}”由系统计算，不能填报").format(name=row["name_zh"]))
    may_define(connection, row["department"], actor)


def _recompute(house: House, _given: Given, actor: Actor) -> str:
    if actor.role != "administrator":
        raise Forbidden(_("只有管理员可以重算全部指标"))
    settle(house.engine)
    with acted(house, actor, "indicator_recompute") as connection:
        return _("已重算 {n} 个指标").format(n=recompute(connection, house.clock.now()))


def import_on_screen(
    house: House, content: bytes, name: str, layout: str, reason: str, role: str, number: int = 1
) -> Tally:
    """A bureau's sheet from the page: only its own departments' indicators count, within its own scope."""
    actor, ending = editor(house, role, number), Path(name).suffix.lower()
    if len(content) > LARGEST:
        raise BadInput(_("文件超过 %(n)s MB，请拆分，或由管理员用命令导入") % {"n": LARGEST >> 20})
    if ending not in ENDINGS or not content:
        raise BadInput(_("请选 XLSX 或 CSV 文件"))
    profile = load_layout(layout)
    with acted(house, actor, "indicator_import", f"{profile.name} {name}"[:160]):
        if actor.role not in EDITORS:
            raise Forbidden(_("部门负责人和管理员可以导入指标；%(role)s不能") % {"role": _(ROLES[actor.role])})
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{ODD.sub('_', Path(name).stem)[:80]}{ending}"
        path.write_bytes(content)
        return import_indicators(house, path, profile, actor, reason)

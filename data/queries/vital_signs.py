"""城市体征: indicators of ten fields held against their limits, and which of them are abnormal."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select

from data.answer import Answer, Column, Row
from data.facts.periods import period_end
from data.house import House
from data.queries.asked import Asked, asked
from data.queries.economy import worse
from data.queries.indicator_sheet import PERCENT, abnormal, change, judged
from data.queries.indicator_values import Found, Key, at, values
from data.queries.ordered import ordered
from data.queries.regions import Region
from data.schema import indicator
from data.scope import Scope
from data.view import View

FIELDS = (
    *("城市规模", "资源禀赋", "城市信用", "民生服务", "产业发展"),
    *("基层态势", "城市秩序", "经济运行", "城市治理", "城市管理"),
)
MONTH = timedelta(days=31)
MONTHS = 13
SORTS = ("field", "name", "value", "low", "high", "state", "change", "period", "provenance")
COLUMNS = (
    Column(key="field", label="领域"),
    Column(key="code", label="指标代码"),
    Column(key="name", label="指标"),
    Column(key="name_en", label="英文名称"),
    Column(key="value", label="数值"),
    Column(key="unit", label="单位"),
    Column(key="period", label="时期"),
    Column(key="low", label="下限"),
    Column(key="high", label="上限"),
    Column(key="state", label="体征代码"),
    Column(key="change", label="比去年同期", unit="%"),
    Column(key="provenance", label="来源"),
)
STATES = {"": "normal", "low": "low", "high": "high"}
_SIGNS = (
    select(indicator)
    .where(indicator.c.domain.in_(FIELDS), or_(indicator.c.low.is_not(None), indicator.c.high.is_not(None)))
    .order_by(indicator.c.sort, indicator.c.code)
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a sign that is told here, in its newest period; those beyond a limit first. `parts.fields`: by field."""
    with asked(house, view, scope) as a:
        rows = _told(a, scope)[0]
        ends = [end for row in rows if (end := period_end(str(row["period"]))) is not None]
        provenance = "published"
        for row in rows:
            provenance = worse(provenance, str(row["provenance"]))
        return a.answer(
            columns=COLUMNS,
            rows=rows,
            unit="项",
            as_of=max(ends, default=None),
            provenance=provenance if rows else a.lived,
            rhythm=MONTH,
            source="各责任部门",
            parts={"fields": [_field(name, rows) for name in FIELDS]},
        )


def _told(a: Asked, scope: Scope) -> tuple[list[Row], Found]:
    """Those that are told here, beyond a limit first; all their values."""
    signs = [dict(row) for row in a.connection.execute(_SIGNS).mappings()]
    found = values(a.connection, [one["code"] for one in signs], [a.here], scope, a.now)
    rows = [row for one in signs if judged(one, a.here.level) and (row := _row(one, found, a.here)) is not None]
    return sorted(rows, key=lambda row: row["state"] == "normal"), found


@dataclass(frozen=True)
class Signs:
    """`rows`: those chosen, each with its last months as `trend`; `fields`: how many there are, chosen or not."""

    rows: list[dict[str, Any]]
    fields: list[Row]
    place: str


def signs(house: House, view: View, scope: Scope, field: str, odd: bool, sort: str, down: bool) -> Signs:
    """Of one field, or of all; `odd`: only those beyond a limit."""
    with asked(house, view, scope) as a:
        rows, found = _told(a, scope)
        chosen = [row for row in rows if field in ("", row["field"]) and not (odd and row["state"] == "normal")]
        told = [{**row, "trend": _trend(found, Key(str(row["code"]), a.here.id))} for row in chosen]
        return Signs(ordered(told, sort, down, SORTS), [_field(name, rows) for name in FIELDS], a.here.name)


def _trend(found: Found, key: Key) -> list[float]:
    """Of its usual form, the last months in their order."""
    points = list(found.get(key, {}).values())
    return [one.value for one in points if one.period.form == points[-1].period.form][-MONTHS:]


def _row(one: dict[str, Any], found: Found, here: Region) -> Row | None:
    key = Key(one["code"], here.id)
    points = list(found.get(key, {}).values())
    if not points:
        return None
    newest = points[-1]
    before = at(found, key, newest.period.back({"month": 12, "ytd": 12, "quarter": 4, "year": 1}[newest.period.form]))
    return {
        "field": one["domain"],
        "code": one["code"],
        "name": one["name_zh"],
        "name_en": one["name_en"],
        "value": newest.value,
        "unit": one["unit"],
        "period": newest.period.text,
        "low": one["low"],
        "high": one["high"],
        "state": STATES[abnormal(one, newest.value, here.level)],
        "change": change(newest.value, before.value, False) if before and one["unit"] not in PERCENT else None,
        "provenance": newest.provenance,
    }


def _field(name: str, rows: list[Row]) -> Row:
    own = [row for row in rows if row["field"] == name]
    return {"field": name, "signs": len(own), "abnormal": sum(row["state"] != "normal" for row in own)}

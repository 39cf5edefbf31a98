"""The level below by growth, and by what the ledgers know of enterprises and projects there."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, case, func, select

from data.answer import Answer, Column, Row
from data.economy.plan import economy_plan
from data.house import House
from data.ledgers.fields import Dictionary, dictionary
from data.queries.asked import asked
from data.queries.growth import growth_indicators, least
from data.queries.indicator_sheet import rank
from data.queries.indicator_values import Found, Key, at, usual_form, values
from data.queries.regions import Region, children, inside
from data.schema import record
from data.scope import Scope
from data.view import View

MONTH = timedelta(days=31)
THIN = 30  # enterprises below which no share is compared
LEDGER = "investment"
CELL = 6
COLUMNS = (
    Column(key="code", label="区划代码"),
    Column(key="name", label="区划"),
    Column(key="indicator", label="指标"),
    Column(key="value", label="数值", unit="%"),
    Column(key="rank", label="位次"),
    Column(key="period", label="时期"),
    Column(key="enterprises", label="企业", unit="家"),
    Column(key="above", label="规上企业", unit="家"),
    Column(key="above_share", label="规上占比", unit="%"),
    Column(key="thin", label="样本不足"),
    Column(key="projects", label="招商项目", unit="个"),
    Column(key="total", label="项目总投资", unit="万元"),
    Column(key="provenance", label="来源"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a region below; `parts.growth`: every followed indicator of each, with its place among them."""
    codes = economy_plan(house).ranked
    with asked(house, view, scope) as a:
        under = children(a.connection, a.here) if a.here.level < CELL else []
        known = {str(one["code"]): one for one in growth_indicators(a.connection) if one["code"] in codes}
        found = values(a.connection, list(known), under, scope, a.now)
        growth = [row for code in codes if code in known for row in _growth(known[code], found, under)]
        counts = _counts(a.connection, dictionary(a.connection), a.here, under)
        first = {str(row["region"]): row for row in reversed(growth)}
        rows = [_row(one, first.get(one.code), counts[one.id], a.lived) for one in under]
        rows.sort(key=lambda row: (row["rank"] is None, row["rank"] or 0, -int(str(row["enterprises"]))))
        return a.answer(
            columns=COLUMNS,
            rows=rows,
            unit="家",
            as_of=house.clock.now(),
            provenance=least(rows, a),
            rhythm=MONTH,
            source="市统计局",
            parts={"growth": growth},
        )


def _growth(one: Row, found: Found, under: list[Region]) -> list[Row]:
    """Of the newest period that anybody below tells: value and place of each that tells it."""
    code = str(one["code"])
    told = [period for region in under for period in found.get(Key(code, region.id), {})]
    if not told:
        return []
    form = usual_form(found, next(Key(code, region.id) for region in under if Key(code, region.id) in found))
    period = max((one for one in told if one.form == form), key=lambda one: one.end)
    points = [(region, point) for region in under if (point := at(found, Key(code, region.id), period)) is not None]
    worth = [point.value for _region, point in points]
    return [
        {"region": region.code, "code": code, "name": one["name_zh"], "name_en": one["name_en"]}
        | {"value": point.value, "unit": one["unit"], "period": period.text, "of": len(worth)}
        | {"rank": rank(point.value, worth, int(str(one["direction"]))), "provenance": point.provenance}
        for region, point in points
    ]


def _counts(connection: Connection, known: Dictionary, here: Region, under: list[Region]) -> Mapping[int, Any]:
    """Of each region below: enterprises, those above scale, investment projects and what they are worth."""
    r = record.c
    above, total = known.fields.get("enterprise.above"), known.fields.get("project.total")
    firm, invests = r.subject == "enterprise", (r.subject == "project") & r.member.like(f"% {LEDGER} %")
    place = case(*((r.cell_id.between(one.lo, one.hi), one.id) for one in under), else_=None) if under else None
    none = {one.id: (0, 0, 0, 0.0) for one in under}
    if place is None:
        return none
    sums = (
        func.sum(case((firm, 1), else_=0)),
        func.sum(case((firm & (above.column == "yes"), 1), else_=0)) if above else func.sum(0),
        func.sum(case((invests, 1), else_=0)),
        func.coalesce(func.sum(case((invests, total.column), else_=0.0)), 0.0) if total else func.sum(0),
    )
    where = (r.subject.in_(("enterprise", "project")), inside(r.cell_id, here))
    rows = connection.execute(select(place.label("place"), *sums).where(*where).group_by("place")).all()
    return none | {row[0]: tuple(row[1:]) for row in rows if row[0] is not None}


def _row(one: Region, growth: Row | None, counts: tuple[Any, ...], lived: str) -> Row:
    firms, above, projects, total = counts
    told = growth or {"name": "", "value": None, "rank": None, "period": None, "provenance": lived}
    return {
        "code": one.code,
        "name": one.name,
        "indicator": told["name"],
        "value": told["value"],
        "rank": told["rank"],
        "period": told["period"],
        "enterprises": int(firms),
        "above": int(above),
        "above_share": round(100 * above / firms, 1) if firms else None,
        "thin": firms < THIN,
        "projects": int(projects),
        "total": round(float(total), 1),
        "provenance": told["provenance"],
    }

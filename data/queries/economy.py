"""Economic indicators: growth beside the province's, rank in it, and the months before."""

from datetime import timedelta

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import asked
from data.queries.indicators import Definition, Value, definitions, publisher_of, series
from data.scope import Scope
from data.view import View

MONTH = timedelta(days=31)
MONTHS = 13
ASIDES = ("rank", "vs_province")
WORTH = ("published", "measured", "simulated")
COLUMNS = (
    Column(key="code", label="指标代码"),
    Column(key="name", label="指标"),
    Column(key="value", label="数值", unit="%"),
    Column(key="unit", label="单位"),
    Column(key="period", label="时期"),
    Column(key="versus_province", label="与全省差", unit="百分点"),
    Column(key="versus_provenance", label="差的来源"),
    Column(key="rank", label="全省位次"),
    Column(key="rank_provenance", label="位次来源"),
    Column(key="provenance", label="来源"),
    Column(key="as_of", label="截至"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """One row an indicator; `parts.series` its months. `upper` names the level above when this one publishes none."""
    with asked(house, view, scope) as a:
        known = definitions(a.connection, "economy")
        codes = [one.code for one in known]
        home = publisher_of(a.connection, codes, a.here, scope)
        own = series(a.connection, codes, home, a.now, scope) if home else {}
        province = series(a.connection, codes, None, a.now, scope)
        asides = (
            series(a.connection, [f"{code}_{what}" for code in codes for what in ASIDES], home, a.now, scope)
            if home
            else {}
        )
        rows = [_row(one, own[one.code][-1], province[one.code], asides) for one in known if own.get(one.code)]
        newest = max((value[-1] for value in own.values() if value), key=lambda one: one.as_of or a.now, default=None)
        return a.answer(
            columns=COLUMNS,
            rows=rows,
            unit="%",
            as_of=newest.as_of if newest else None,
            provenance=rows[0]["provenance"] if rows else "simulated",
            rhythm=MONTH,
            source="市统计局",
            parts={"series": [row for code in own for row in _months(code, own[code], province[code])]},
            upper=home.name if home and home.id != a.here.id else "",
        )


def _row(one: Definition, value: Value, province: list[Value], asides: dict[str, list[Value]]) -> Row:
    theirs = _at(province, value.period)
    lead = _at(asides[f"{one.code}_vs_province"], value.period)
    rank = _at(asides[f"{one.code}_rank"], value.period)
    gap = lead.value if lead else round(value.value - theirs.value, 1) if theirs else None
    return {
        "code": one.code,
        "name": one.name,
        "value": value.value,
        "unit": one.unit,
        "period": value.period,
        "versus_province": gap,
        "versus_provenance": lead.provenance
        if lead
        else worse(value.provenance, theirs.provenance)
        if theirs
        else None,
        "rank": int(rank.value) if rank else None,
        "rank_provenance": rank.provenance if rank else None,
        "provenance": value.provenance,
        "as_of": value.as_of.isoformat() if value.as_of else None,
    }


def worse(one: str, other: str) -> str:
    """What a figure made of two is worth: no more than the lesser of them."""
    return max(one, other, key=WORTH.index)


def _at(values: list[Value], period: str) -> Value | None:
    return next((one for one in values if one.period == period), None)


def _months(code: str, own: list[Value], province: list[Value]) -> list[Row]:
    """Up to 13 months, the region's value beside the province's."""
    theirs = {one.period: one.value for one in province}
    return [
        {
            "code": code,
            "period": one.period,
            "label": one.period[-5:].replace("..", ""),
            "city": one.value,
            "province": theirs.get(one.period),
            "provenance": one.provenance,
        }
        for one in own[-MONTHS:]
    ]

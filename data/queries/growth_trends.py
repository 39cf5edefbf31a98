"""Monthly trends of the indicators that the city follows most, the region's line beside the province's."""

from data.answer import Answer, Column, Row
from data.economy.plan import economy_plan
from data.house import House
from data.queries.asked import asked
from data.queries.growth import MONTH, SOURCE, growth_indicators, least, newest
from data.queries.indicator_values import Found, Key, at, series, usual_form, values
from data.queries.indicators import publisher_of
from data.queries.regions import Region
from data.scope import Scope
from data.view import View

MONTHS = 13
COLUMNS = (
    Column(key="code", label="指标代码"),
    Column(key="name", label="指标"),
    Column(key="name_en", label="英文名称"),
    Column(key="period", label="时期"),
    Column(key="value", label="数值"),
    Column(key="province", label="全省"),
    Column(key="unit", label="单位"),
    Column(key="provenance", label="来源"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row an indicator and period, in order of time."""
    codes = list(economy_plan(house).trends)
    with asked(house, view, scope) as a:
        known = {str(one["code"]): one for one in growth_indicators(a.connection)}
        home = publisher_of(a.connection, codes, a.here, scope) or a.here
        found = values(a.connection, codes, [home], scope, a.now)
        rows = [row for code in codes if code in known for row in _months(known[code], found, home)]
        return a.answer(
            columns=COLUMNS,
            rows=rows,
            unit="%",
            as_of=newest(rows),
            provenance=least(rows, a),
            rhythm=MONTH,
            source=SOURCE,
            upper=home.name if home.id != a.here.id else "",
        )


def _months(one: Row, found: Found, home: Region) -> list[Row]:
    code = str(one["code"])
    points = series(found, Key(code, home.id), usual_form(found, Key(code, home.id)))[-MONTHS:]
    named = {"code": code, "name": one["name_zh"], "name_en": one["name_en"], "unit": one["unit"]}
    told = [(point, at(found, Key(code, None), point.period)) for point in points]
    return [
        named
        | {"period": point.period.text, "value": point.value, "provenance": point.provenance}
        | {"province": province.value if province else None}
        for point, province in told
    ]

"""Economic growth by month, quarter and year to date, beside the province, the plan, last year and peers."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, or_, select

from data.answer import Answer, Column, Row
from data.facts.periods import period_end
from data.house import House
from data.queries.asked import Asked, asked
from data.queries.economy import worse
from data.queries.indicator_sheet import PERCENT, change, judged, rank
from data.queries.indicator_values import Found, Key, Point, at, series, values
from data.queries.indicators import FAMILIES, publisher_of
from data.queries.regions import Region, siblings
from data.schema import indicator
from data.scope import Scope
from data.view import View

MONTH = timedelta(days=31)
FORMS = ("month", "quarter", "ytd")
DOMAIN = "经济运行"
BACK = {"month": 12, "ytd": 12, "quarter": 4}
SOURCE = "市统计局"
COLUMNS = (
    Column(key="form", label="口径"),
    Column(key="code", label="指标代码"),
    Column(key="name", label="指标"),
    Column(key="name_en", label="英文名称"),
    Column(key="value", label="数值"),
    Column(key="unit", label="单位"),
    Column(key="period", label="时期"),
    Column(key="province", label="全省"),
    Column(key="versus_province", label="与全省差"),
    Column(key="target", label="年度目标"),
    Column(key="versus_target", label="与目标差"),
    Column(key="last_year", label="去年同期"),
    Column(key="versus_last_year", label="比去年同期"),
    Column(key="rank", label="位次"),
    Column(key="rank_of", label="位次范围"),
    Column(key="direction", label="方向"),
    Column(key="provenance", label="来源"),
    Column(key="origin", label="数据来源"),
    Column(key="as_of", label="截至"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row an indicator and form that is told here, in its newest period; else of the level above."""
    with asked(house, view, scope) as a:
        known = growth_indicators(a.connection)
        codes = [str(one["code"]) for one in known]
        home = publisher_of(a.connection, codes, a.here, scope) or a.here
        beside = [one for one in siblings(a.connection, home, scope) if one.id != home.id] if home.level > 1 else []
        ranks = [f"{code}_rank" for code in codes] if home.level == 1 else []
        found = values(a.connection, [*codes, *ranks], [home], scope, a.now)
        if beside:
            latest = {
                points[-1].period for code in codes for form in FORMS if (points := _told(found, code, home, form))
            }
            found |= values(a.connection, codes, beside, scope, a.now, latest)
        rows = [row for form in FORMS for one in known if (row := _row(one, found, home, beside, form)) is not None]
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


def growth_indicators(connection: Connection) -> list[Row]:
    """The rates of growth that have a place on screen, and what else is told of how the economy runs."""
    i = indicator.c
    columns = (i.code, i.name_zh, i.name_en, i.unit, i.direction, i.target, i.sort)
    rates = and_(i.sort.between(*FAMILIES["economy"]), i.unit == "%")
    known = select(*columns).where(or_(rates, i.domain == DOMAIN)).order_by(i.sort, i.code)
    return [dict(row) for row in connection.execute(known).mappings()]


def newest(rows: list[Row]) -> datetime | None:
    return max((end for row in rows if (end := period_end(str(row["period"]))) is not None), default=None)


def least(rows: list[Row], a: Asked) -> str:
    """What all of it is worth: no more than the least of it."""
    told = "published"
    for row in rows:
        told = worse(told, str(row["provenance"]))
    return told if rows else a.lived


def _row(one: Row, found: Found, home: Region, beside: list[Region], form: str) -> Row | None:
    code = str(one["code"])
    points = _told(found, code, home, form)
    if not points:
        return None
    point = points[-1]
    province = at(found, Key(code, None), point.period)
    before = at(found, Key(code, home.id), point.period.back(BACK[form]))
    target = one["target"] if judged(one, home.level) else None
    place, among = _rank(one, found, home, beside, point)
    share = one["unit"] in PERCENT
    return {
        "form": form,
        "code": code,
        "name": one["name_zh"],
        "name_en": one["name_en"],
        "value": point.value,
        "unit": one["unit"],
        "period": point.period.text,
        "province": province.value if province else None,
        "versus_province": round(point.value - province.value, 2) if province else None,
        "target": target,
        "versus_target": round(point.value - float(target), 2) if isinstance(target, int | float) else None,
        "last_year": before.value if before else None,
        "versus_last_year": change(point.value, before.value, share) if before else None,
        "rank": place,
        "rank_of": among,
        "direction": one["direction"],
        "provenance": point.provenance,
        "origin": point.source,
        "as_of": _end(point),
    }


def _told(found: Found, code: str, home: Region, form: str) -> list[Point]:
    return series(found, Key(code, home.id), form)


def _end(point: Point) -> str | None:
    end = period_end(point.period.text)
    return end.isoformat() if end else None


def _rank(one: Row, found: Found, home: Region, beside: list[Region], point: Point) -> tuple[int | None, str]:
    """Of a city its place in the province, where that is told; of others their place among those beside them."""
    if home.level == 1:
        told = at(found, Key(f"{one['code']}_rank", home.id), point.period)
        return (int(told.value), "province") if told else (None, "")
    others = [other.value for region in beside if (other := at(found, Key(str(one["code"]), region.id), point.period))]
    if not others:
        return None, ""
    return rank(point.value, [point.value, *others], int(str(one["direction"]))), f"{len(others) + 1}"

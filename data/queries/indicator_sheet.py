"""One indicator in one region: its values beside the province, the plan, last year and its neighbours; its versions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data.facts.periods import period_end
from data.house import House
from data.indicator.check import words
from data.indicator.grammar import parse
from data.indicator.recompute import rows_of
from data.indicator.units import is_amount
from data.queries.indicator_tree import indicator_row, kind
from data.queries.indicator_values import Found, Key, Point, at, series, usual_form, values
from data.queries.ordered import ordered
from data.queries.regions import Region, children, region_of, siblings
from data.schema import indicator_restated, indicator_version
from data.scope import Scope

PERCENT = ("%", "‰", "百分点")
SHOWN, RESTATED = 60, 50
SORTS = ("period", "value", "province", "vs_province", "vs_target", "last_year", "vs_last_year", "rank", "provenance")
BELOW = ("rank", "name", "value", "provenance")
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """`rows` newest first; `below` the level below in the newest period; `form` the kind of its periods."""

    row: Row
    kind: str
    words: str
    here: Region
    form: str
    rows: list[Row]
    below: list[Row]
    points: list[Point] = field(default_factory=list)
    versions: list[Row]
    restated: list[Row]
    now: datetime


def sheet(house: House, code: str, region: str, scope: Scope, now: datetime) -> Sheet:
    """UnknownThing, UnknownRegion."""
    with house.engine.connect() as connection:
        return sheet_of(connection, code, region_of(connection, region, scope), scope, now)


def ordered_sheet(one: Sheet, given: Mapping[str, str]) -> Sheet:
    """Its values in the order of `sort` and `down`, the level below in that of `by` and `bydown`."""
    rows = ordered(one.rows, given.get("sort", ""), given.get("down") == "1", SORTS)
    below = ordered(one.below, given.get("by", ""), given.get("bydown") == "1", BELOW)
    return replace(one, rows=rows, below=below)


def sheet_of(connection: Connection, code: str, here: Region, scope: Scope, now: datetime) -> Sheet:
    row = indicator_row(connection, code)
    beside, under = siblings(connection, here, scope), children(connection, here) if here.level < 4 else []
    found = values(connection, [code], [here, *(one for one in beside if one != here), *under], scope, now)
    form = usual_form(found, Key(code, here.id))
    points = series(found, Key(code, here.id), form)
    rows = [_told(row, point, found, here, beside) for point in reversed(points[-SHOWN:])]
    return Sheet(
        row=row,
        kind=kind(row),
        words=words(parse(row["calc"]), rows_of(connection)) if row["calc"] else "",
        here=here,
        form=form,
        rows=rows,
        below=_below(row, found, under, points[-1] if points else None),
        points=points,
        versions=versions(connection, code),
        restated=restated(connection, code, here),
        now=now,
    )


def _told(row: Mapping[str, Any], point: Point, found: Found, here: Region, beside: list[Region]) -> Row:
    code, period = row["code"], point.period
    province, before = (
        at(found, Key(code, None), period),
        at(found, Key(code, here.id), period.back(_year(period.form))),
    )
    others = [one for region in beside if (one := at(found, Key(code, region.id), period)) is not None]
    share, target = row["unit"] in PERCENT, row["target"] if judged(row, here.level) else None
    return {
        "period": period.text,
        "value": point.value,
        "province": province.value if province else None,
        "vs_province": point.value - province.value if province else None,
        "target": target,
        "vs_target": point.value - target if target is not None else None,
        "last_year": before.value if before else None,
        "vs_last_year": change(point.value, before.value, share) if before else None,
        "rank": rank(point.value, [one.value for one in others], row["direction"]) if len(others) > 1 else None,
        "of": len(others) if len(others) > 1 else None,
        "abnormal": abnormal(row, point.value, here.level),
        "provenance": point.provenance,
        "source": point.source,
        "said_at": point.said_at,
        "as_of": period_end(period.text),
    }


def _year(form: str) -> int:
    return {"month": 12, "ytd": 12, "quarter": 4, "year": 1}[form]


def change(value: float, before: float, share: bool) -> float | None:
    """In points for what is a share itself, else in percent; None from nothing."""
    if share:
        return value - before
    return 100 * (value - before) / abs(before) if before else None


def rank(value: float, others: list[float], direction: int) -> int | None:
    """1 is the best; equals share a place. None where neither end is better."""
    if not direction:
        return None
    return 1 + sum(one * direction > value * direction for one in others)


def judged(row: Mapping[str, Any], level: int) -> bool:
    """Whether target and limits say anything at this level: those of amounts are the city's alone."""
    return level == 1 or not is_amount(row["unit"])


def abnormal(row: Mapping[str, Any], value: float, level: int) -> str:
    """Beyond which limit, low or high; nothing within them."""
    if not judged(row, level):
        return ""
    if row["low"] is not None and value < row["low"]:
        return "low"
    return "high" if row["high"] is not None and value > row["high"] else ""


def _below(row: Mapping[str, Any], found: Found, under: list[Region], newest: Point | None) -> list[Row]:
    if newest is None:
        return []
    told = [(one, point) for one in under if (point := at(found, Key(row["code"], one.id), newest.period)) is not None]
    worth = [point.value for _one, point in told]
    rows = [
        {"code": one.code, "name": one.name, "value": point.value, "provenance": point.provenance}
        | {"rank": rank(point.value, worth, row["direction"]), "abnormal": abnormal(row, point.value, one.level)}
        for one, point in told
    ]
    return sorted(rows, key=lambda one: -one["value"] * (row["direction"] or 1))


def versions(connection: Connection, code: str) -> list[Row]:
    """Newest first, each with its fields."""
    v = indicator_version.c
    rows = connection.execute(select(indicator_version).where(v.code == code).order_by(v.version.desc())).mappings()
    return [{**row, "definition": json.loads(row["definition"])} for row in rows]


def restated(connection: Connection, code: str, here: Region) -> list[Row]:
    """What was said otherwise before, here, newest first."""
    r = indicator_restated.c
    where = (r.indicator_code == code, r.region_id == here.id)
    statement = select(indicator_restated).where(*where).order_by(r.at.desc(), r.id.desc()).limit(RESTATED)
    return [dict(row) for row in connection.execute(statement).mappings()]

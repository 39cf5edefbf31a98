"""The newest number of one indicator, of the place asked or of the nearest above that has one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from sqlalchemy import select

from data.answer import Answer, Column, Provenance, Row
from data.facts.periods import period_end
from data.house import House
from data.indicator.period import STEPS
from data.queries.asked import Asked, asked
from data.queries.indicator_tree import indicator_row
from data.queries.indicator_values import Found, Key, Point, series, usual_form, values
from data.queries.regions import Region, ancestors
from data.schema import indicator
from data.scope import Scope
from data.view import View

MONTH = 31  # days
COLUMNS = (
    Column(key="name", label="指标"),
    Column(key="value", label="数值"),
    Column(key="unit", label="单位"),
    Column(key="period", label="时期"),
    Column(key="before", label="去年同期"),
)


@dataclass(frozen=True)
class IndicatorCard:
    """A question like those of panels, of one indicator. UnknownThing where it is not defined any more."""

    code: str

    def __call__(self, house: House, view: View, scope: Scope) -> Answer:
        with asked(house, view, scope) as a:
            row = indicator_row(a.connection, self.code)
            home, points = self._found(a, scope)
            rows = [_row(row, points)] if points else []
            newest = points[-1] if points else None
            return a.answer(
                columns=COLUMNS,
                rows=rows,
                unit=row["unit"],
                as_of=period_end(newest.period.text) if newest else None,
                provenance=cast(Provenance, newest.provenance) if newest else a.lived,
                rhythm=timedelta(days=MONTH * STEPS[newest.period.form if newest else "month"]),
                source=newest.source if newest and newest.source else row["department"],
                upper=home.name if home and home.id != a.here.id else "",
            )

    def _found(self, a: Asked, scope: Scope) -> tuple[Region | None, Sequence[Point]]:
        line = [a.here, *reversed(ancestors(a.connection, a.here, Scope.guest()))]
        found: Found = values(a.connection, [self.code], line, scope, a.now)
        for one in line:
            key = Key(self.code, one.id)
            if found.get(key):
                return one, series(found, key, usual_form(found, key))
        return None, ()


def indicator_names(house: House, codes: Sequence[str]) -> dict[str, tuple[str, str]]:
    """{code: its names in Chinese and in English} of those that are defined."""
    columns = (indicator.c.code, indicator.c.name_zh, indicator.c.name_en)
    with house.engine.connect() as connection:
        rows = connection.execute(select(*columns).where(indicator.c.code.in_(list(codes)))).all()
    return {row[0]: (row[1], row[2]) for row in rows}


def _row(row: Row, points: Sequence[Point]) -> Row:
    newest = points[-1]
    before = next((one.value for one in points if one.period.end == newest.period.end - 12), None)
    told: Row = {"code": row["code"], "name": row["name_zh"], "name_en": row["name_en"], "value": newest.value}
    return told | {"unit": row["unit"], "period": newest.period.text, "before": before}

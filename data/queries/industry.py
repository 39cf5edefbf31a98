"""Industries: growth of their power use, beside that of all industry."""

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import asked
from data.queries.economy import MONTH
from data.queries.indicators import definitions, publisher_of, series
from data.scope import Scope
from data.view import View

WHOLE = "industrial_power_growth"
COLUMNS = (
    Column(key="code", label="指标代码"),
    Column(key="name", label="产业"),
    Column(key="value", label="用电同比", unit="%"),
    Column(key="versus_whole", label="与全部工业差", unit="百分点"),
    Column(key="period", label="时期"),
    Column(key="provenance", label="来源"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """One row an industry, fastest first; `parts.reference` is all industry of the same region."""
    with asked(house, view, scope) as a:
        known = {one.code: one for one in definitions(a.connection, "industry")}
        home = publisher_of(a.connection, list(known), a.here, scope)
        found = series(a.connection, [*known, WHOLE], home, a.now, scope) if home else {}
        whole = found.get(WHOLE) or []
        newest = [values[-1] for code, values in found.items() if code in known and values]
        rows: list[Row] = [
            {
                "code": one.code,
                "name": known[one.code].name,
                "value": one.value,
                "versus_whole": round(one.value - whole[-1].value, 1) if whole else None,
                "period": one.period,
                "provenance": one.provenance,
            }
            for one in sorted(newest, key=lambda value: -value.value)
        ]
        return a.answer(
            columns=COLUMNS,
            rows=rows,
            unit="%",
            as_of=max((one.as_of for one in newest if one.as_of), default=None),
            provenance=rows[0]["provenance"] if rows else "simulated",
            rhythm=MONTH,
            source="市统计局",
            parts={"reference": [{"label": home.name, "value": whole[-1].value}] if home and whole else []},
            upper=home.name if home and home.id != a.here.id else "",
        )

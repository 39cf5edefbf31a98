"""Agencies by how punctually they close: ranked by what is sure, not by what chance may have given."""

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import asked
from data.queries.event_sums import Sums, by_key, percent
from data.queries.slices import names, sliced, told
from data.queries.wilson import LEAST, standing, wilson
from data.scope import Scope
from data.view import View

COLUMNS = (
    Column(key="rank", label="位次"),
    Column(key="code", label="代码"),
    Column(key="name", label="责任单位"),
    Column(key="assigned", label="派遣", unit="件"),
    Column(key="closed", label="结案", unit="件"),
    Column(key="to_close", label="应结", unit="件"),
    Column(key="on_time", label="按时办结", unit="%"),
    Column(key="low", label="置信下限", unit="%"),
    Column(key="high", label="置信上限", unit="%"),
    Column(key="satisfied", label="满意率", unit="%"),
    Column(key="returned", label="退回", unit="次"),
    Column(key="thin", label="样本不足"),
    Column(key="on", label="已选"),
)
MOST = 60
Sure = tuple[float, float] | None  # between what the share of those on time surely lies
MEASURED = ("assigned", "closed", "on_time", "satisfied", "rated", "returned", "late")


def answer(house: House, view: View, scope: Scope) -> Answer:
    """Ranked by the lower end of the 95 % interval; those with fewer than 30 cases to close come after, unranked.

    To close: closed, or past the deadline and still open.
    """
    with asked(house, view, scope) as a:
        sums = _mine(scope, by_key(a.connection, a.here, "agency", view, a.span, MEASURED))
        sure = {key: wilson(one.on_time, one.to_close) for key, one in sums.items() if one.to_close}
        ranked = sorted(sums, key=lambda key: (*standing(sums[key].on_time, sums[key].to_close), key))[:MOST]
        called, chosen = names(a.connection, "agency", ranked), sliced(view)
        rows = [
            _row(key, called[key], sums[key], sure.get(key)) | {"on": (chosen.dim, chosen.key) == ("agency", key)}
            for key in ranked
        ]
        for n, row in enumerate((row for row in rows if not row["thin"]), 1):
            row["rank"] = n
        return a.of_events(
            columns=COLUMNS,
            rows=rows,
            parts={"slice": told(a.connection, view, a.here), "total": [{"n": len(sums), "least": LEAST}]},
        )


def _mine(scope: Scope, sums: dict[str, Sums]) -> dict[str, Sums]:
    """Who works for some departments sees how those do, and no others."""
    return {key: one for key, one in sums.items() if scope.every_department or key in scope.departments}


def _row(key: str, name: str, one: Sums, sure: Sure) -> Row:
    low, high = sure or (None, None)
    row: Row = {"rank": None, "code": key, "name": name, "assigned": one.assigned, "closed": one.closed}
    row |= {"to_close": one.to_close}
    row |= {"on_time": one.on_time_rate, "low": low, "high": high, "satisfied": percent(one.satisfied, one.rated)}
    return row | {"returned": one.returned, "thin": one.to_close < LEAST}

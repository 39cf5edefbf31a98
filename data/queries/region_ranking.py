"""The level below by how punctually its cases are closed: ranked by what is sure, not by what chance may have given."""

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import asked
from data.queries.event_sums import Sums, percent, sums_of
from data.queries.regions import Region, children
from data.queries.slices import told
from data.queries.wilson import LEAST, standing, wilson
from data.scope import Scope
from data.view import View

MEASURED = ("reported", "closed", "on_time", "satisfied", "rated", "late")
COLUMNS = (
    Column(key="rank", label="位次"),
    Column(key="code", label="区划代码"),
    Column(key="name", label="区划"),
    Column(key="reported", label="上报", unit="件"),
    Column(key="closed", label="结案", unit="件"),
    Column(key="to_close", label="应结", unit="件"),
    Column(key="on_time", label="按时办结", unit="%"),
    Column(key="low", label="置信下限", unit="%"),
    Column(key="high", label="置信上限", unit="%"),
    Column(key="satisfied", label="满意率", unit="%"),
    Column(key="thin", label="样本不足"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """Ranked by the lower end of the 95 % interval; those with fewer than 30 cases to close come after, unranked."""
    with asked(house, view, scope) as a:
        below = children(a.connection, a.here)
        sums = sums_of(a.connection, below, view, a.span, MEASURED)
        below.sort(key=lambda one: (*standing(sums[one.id].on_time, sums[one.id].to_close), one.code))
        rows = [_row(one, sums[one.id]) for one in below]
        for n, row in enumerate((row for row in rows if not row["thin"]), 1):
            row["rank"] = n
        return a.of_events(columns=COLUMNS, rows=rows, parts={"slice": told(a.connection, view, a.here)})


def _row(one: Region, sums: Sums) -> Row:
    low, high = wilson(sums.on_time, sums.to_close) or (None, None)
    row: Row = {"rank": None, "code": one.code, "name": one.name, "reported": sums.reported, "closed": sums.closed}
    row |= {"to_close": sums.to_close, "on_time": sums.on_time_rate, "low": low, "high": high}
    return row | {"satisfied": percent(sums.satisfied, sums.rated), "thin": sums.to_close < LEAST}

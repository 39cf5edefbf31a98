"""What came in by each line of a kind within the window, and how it was dealt with."""

from datetime import date
from statistics import median

import numpy as np

from data.answer import Column, Row
from data.queries.asked import Asked
from data.queries.event_sums import Sums, by_key, percent
from data.queries.lately import Lately, lately
from data.queries.lines_in import Line, lines_of
from data.queries.raised_cases import working_days
from data.queries.wilson import LEAST, wilson
from data.schema import event
from data.view import View

READ = 6_000  # of the newest events, for how long they took
MEASURED = ("reported", "filed", "assigned", "closed", "on_time", "satisfied", "rated", "late")
COUNTED = (
    Column(key="cases", label="来件", unit="件"),
    Column(key="closed", label="结案", unit="件"),
    Column(key="rate", label="结案率", unit="%"),
    Column(key="on_time", label="按时办结", unit="%"),
    Column(key="to_close", label="应结", unit="件"),
    Column(key="low", label="95% 下限", unit="%"),
    Column(key="high", label="95% 上限", unit="%"),
    Column(key="satisfied", label="满意率", unit="%"),
    Column(key="rated", label="评价", unit="件"),
    Column(key="days", label="中位用时", unit="工作日"),
    Column(key="thin", label="样本不足"),
)


def counted(a: Asked, view: View, kind: str) -> tuple[list[tuple[Line, Row]], Row]:
    """(line, its figures), those with most cases first, also those that bring nothing; since when `days` were read."""
    sums = by_key(a.connection, a.here, "line", view.but(slice=""), a.span, MEASURED)
    known = lines_of(a.connection, kind)
    spent, read = _times(a)
    found = [(one, _figures(sums.get(code, Sums()), spent.get(code, []))) for code, one in known.items()]
    found.sort(key=lambda pair: (-int(pair[1]["cases"] or 0), str(pair[0]["code"])))
    return found, {"first": date.fromordinal(read.span.first).isoformat(), "whole": read.whole}


def _figures(one: Sums, spent: list[float]) -> Row:
    low, high = wilson(one.on_time, one.to_close) or (None, None)
    row: Row = {"cases": one.reported, "closed": one.closed, "rate": percent(one.closed, one.filed)}
    row |= {"on_time": one.on_time_rate, "to_close": one.to_close, "low": low, "high": high}
    row |= {"satisfied": percent(one.satisfied, one.rated), "rated": one.rated}
    return row | {"days": round(median(spent), 1) if spent else None, "thin": one.to_close < LEAST}


def _times(a: Asked) -> tuple[dict[str, list[float]], Lately]:
    """{line: working days from report to close} of the newest events of the window."""
    read = lately(a, ("line", "reported_at", "closed_at"), READ, event.c.line.is_not(None))
    until = a.span.until.timestamp()
    closed = [one for one in read.rows if one["closed_at"] is not None and one["closed_at"] <= until]
    ends = np.array([(one["reported_at"], one["closed_at"]) for one in closed], dtype=np.int64).reshape(-1, 2)
    found: dict[str, list[float]] = {}
    for one, days in zip(closed, working_days(ends), strict=True):
        found.setdefault(one["line"], []).append(days)
    return found, read

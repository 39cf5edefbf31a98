"""热线归并: the register of hotlines that 12345 took over, with what came in by each."""

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import Asked, asked
from data.queries.event_sums import Sums, by_key
from data.queries.line_counts import COUNTED, counted
from data.queries.lines_in import Line
from data.scope import Scope
from data.times import local
from data.view import View
from data.words import LINE_MODES

SOURCE = "hotline"
COLUMNS = (
    Column(key="code", label="号码"),
    Column(key="name", label="热线"),
    Column(key="mode", label="归并方式"),
    Column(key="owner", label="主管单位"),
    Column(key="since", label="归并日期"),
    Column(key="state", label="状态"),
    Column(key="provenance", label="来源"),
    *COUNTED,
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a hotline. `state`: taken, or coming: its day has not come yet.

    `parts.modes`: how many in each way; `parts.calls`: all calls of 12345, how many of them name their line;
    `parts.read`: since when `days` were read.
    """
    with asked(house, view, scope) as a:
        today = local(a.now).date()
        found, read = counted(a, view, "hotline")
        rows = [_row(one, today.isoformat()) | told for one, told in found]
        parts = {"modes": _modes(rows), "calls": [_calls(a, view, rows)], "read": [read]}
        return a.of_events(columns=COLUMNS, rows=rows, parts=parts)


def _row(one: Line, today: str) -> Row:
    since = one["since"].isoformat()
    row: Row = {name: one[name] for name in ("code", "name", "mode", "owner", "provenance")}
    return row | {"since": since, "state": "taken" if since <= today else "coming"}


def _modes(rows: list[Row]) -> list[Row]:
    return [{"mode": mode, "lines": sum(row["mode"] == mode for row in rows)} for mode in LINE_MODES]


def _calls(a: Asked, view: View, rows: list[Row]) -> Row:
    sums = by_key(a.connection, a.here, "source", view.but(slice=""), a.span, ("reported",))
    every = sums.get(SOURCE, Sums()).reported
    return {"every": every, "named": sum(int(row["cases"] or 0) for row in rows)}

"""直通车: the express lines, whom they go to, what they promise, what came in by each and whether it was kept."""

from data.answer import Answer, Column
from data.house import House
from data.queries.asked import asked
from data.queries.line_counts import COUNTED, counted
from data.queries.slices import names
from data.scope import Scope
from data.view import View

COLUMNS = (
    Column(key="code", label="代码"),
    Column(key="name", label="直通车"),
    Column(key="agency", label="直达单位"),
    Column(key="hours", label="承诺", unit="小时"),
    Column(key="since", label="开通日期"),
    Column(key="owner", label="主管单位"),
    Column(key="provenance", label="来源"),
    *COUNTED,
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a line; `agency` empty: whom the responsibility list names. `parts.read`: since when `days` were read."""
    with asked(house, view, scope) as a:
        found, read = counted(a, view, "express")
        called = names(a.connection, "agency", [one["agency"] for one, _told in found if one["agency"]])
        rows = [
            {name: one[name] for name in ("code", "name", "hours", "owner", "provenance")}
            | {"agency": called.get(one["agency"], ""), "since": one["since"].isoformat(), **told}
            for one, told in found
        ]
        return a.of_events(columns=COLUMNS, rows=rows, parts={"read": [read]})

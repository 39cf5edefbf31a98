"""热线“事” × 网格“点”: what the hotline is asked for, where, and what the grid reports there; where little is solved.

A case is settled when it was closed or its deadline has passed; solved when it was closed, not opened again, and not
rated 1 or 2. Cases that still have time count neither for nor against. A pair is 高频低解 when even the upper end
of the 95 % interval of its share lies below the share of all pairs together.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import Asked, asked
from data.queries.cases import of_departments
from data.queries.event_sums import percent
from data.queries.lately import Lately, lately
from data.queries.locate import Ints
from data.queries.regions import Region, children
from data.queries.slices import names
from data.queries.wilson import LEAST, wilson
from data.schema import event
from data.scope import Scope
from data.view import View

HOTLINE, GRID = ("hotline",), ("grid", "patrol")
READ = 3_000
POOR = 2  # a rating up to which nothing was solved
MOMENTS = ("closed_at", "ended_at", "deadline_at", "suspended_at", "reopened", "rating")
NAMES = ("category", "source", "cell_id", *MOMENTS)
COLUMNS = (
    Column(key="category", label="类别代码"),
    Column(key="label", label="类别"),
    Column(key="code", label="代码"),
    Column(key="name", label="区划"),
    Column(key="asked", label="热线诉求", unit="件"),
    Column(key="settled", label="热线应结", unit="件"),
    Column(key="solved", label="热线已解决", unit="件"),
    Column(key="rate", label="热线解决率", unit="%"),
    Column(key="low", label="置信下限", unit="%"),
    Column(key="high", label="置信上限", unit="%"),
    Column(key="seen", label="网格事件", unit="件"),
    Column(key="seen_rate", label="网格解决率", unit="%"),
    Column(key="hard", label="高频低解"),
    Column(key="thin", label="样本不足"),
)


class Tally(NamedTuple):
    """Cases of one side at one crossing."""

    n: int = 0
    settled: int = 0
    solved: int = 0


Crossed = dict[tuple[str, int], Tally]
NONE = Tally()


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a category and region below where the hotline was asked for something, what lacks most solutions first.

    `parts.all`: the same of the whole; `parts.read`: which days were looked at, and whether that is all of the window.
    """
    with asked(house, view, scope) as a:
        mine = (event.c.source.in_((*HOTLINE, *GRID)), event.c.stage != "merged", *of_departments(scope))
        found = lately(a, NAMES, READ, *mine)
        below = children(a.connection, a.here) or [a.here]
        hot, seen = _crossed(found, below, int(a.now.timestamp()))
        whole = _sum(hot.values())
        rows = _rows(a, below, hot, seen, whole)
        parts = {"all": [_figures(whole)], "read": [_read(found)]}
        return a.of_events(columns=COLUMNS, rows=rows, parts=parts)


def _crossed(found: Lately, below: Sequence[Region], until: int) -> tuple[Crossed, Crossed]:
    """Tallies by category and number of the region: of the hotline, and of the grid."""
    of = found.columns
    cells = np.array(of["cell_id"], dtype=np.int64)
    place = np.searchsorted(np.array([one.lo for one in below]), cells, side="right") - 1
    inside = (place >= 0) & (cells <= np.array([one.hi for one in below])[place])
    settled, solved = outcomes({name: _numbers(of[name]) for name in MOMENTS}, until)
    sides: tuple[Crossed, Crossed] = ({}, {})
    told = zip(of["category"], of["source"], place.tolist(), inside, settled.tolist(), solved.tolist(), strict=True)
    for category, source, n, there, due, well in told:
        if there:
            side = sides[source not in HOTLINE]
            before = side.get((category, n), NONE)
            side[category, n] = Tally(before.n + 1, before.settled + due, before.solved + well)
    return sides


def outcomes(of: Mapping[str, Ints], until: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """(settled, solved) of cases at a moment, in epoch seconds; 0 stands for what has not come to pass."""
    closed = (of["closed_at"] > 0) & (of["closed_at"] <= until)
    ended = (of["ended_at"] > 0) & (of["ended_at"] <= until)
    late = ~ended & (of["suspended_at"] == 0) & (of["deadline_at"] < until)  # turned down: nobody's to solve
    poor = (of["rating"] > 0) & (of["rating"] <= POOR)
    return closed | late, closed & (of["reopened"] == 0) & ~poor


def _numbers(column: Sequence[Any]) -> Ints:
    return np.array([value or 0 for value in column], dtype=np.int64)


def _sum(tallies: Iterable[Tally]) -> Tally:
    found = list(tallies)
    return Tally(*(sum(column) for column in zip(*found, strict=True))) if found else NONE


def _rows(a: Asked, below: Sequence[Region], hot: Crossed, seen: Crossed, whole: Tally) -> list[Row]:
    called = names(a.connection, "category", sorted({category for category, _n in hot}))
    rows = [
        _pair(one, seen.get((category, n), NONE), whole)
        | {"category": category, "label": called[category], "code": below[n].code, "name": below[n].name}
        for (category, n), one in hot.items()
    ]
    return sorted(rows, key=lambda row: (not row["hard"], -_lack(row, whole), str(row["code"]), str(row["category"])))


def _pair(one: Tally, beside: Tally, whole: Tally) -> Row:
    sure = wilson(one.solved, one.settled)
    share = percent(whole.solved, whole.settled)
    low, high = sure or (None, None)
    thin = one.settled < LEAST
    hard = not thin and high is not None and share is not None and high < share
    row = _figures(one) | {"low": low, "high": high, "hard": hard, "thin": thin}
    return row | {"seen": beside.n, "seen_rate": percent(beside.solved, beside.settled)}


def _figures(one: Tally) -> Row:
    rate = percent(one.solved, one.settled)
    return {"asked": one.n, "settled": one.settled, "solved": one.solved, "rate": rate}


def _lack(row: Row, whole: Tally) -> float:
    """How many more would be solved if it went here as it goes in all."""
    share = whole.solved / whole.settled if whole.settled else 0.0
    return share * int(row["settled"] or 0) - int(row["solved"] or 0)


def _read(found: Lately) -> Row:
    first = date.fromordinal(found.span.first).isoformat()
    return {"first": first, "days": found.span.days, "whole": found.whole, "events": found.events, "most": READ}


def worst(rows: Iterable[Row]) -> list[Row]:
    """The pairs that are surely solved less than the rest."""
    return [row for row in rows if row["hard"]]

"""复盘: the moments of an incident that a review is told by, and what had been done by each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from data.answer import Row

MOST = 10  # scenes of a review, besides the one that tells all
OF_ORDERS = ("order", "accepted", "arrived", "finished", "late", "refused")


@dataclass(frozen=True)
class Moment:
    """`what` happened at `at`; `orders` and `arrivals` are those until then, `minutes` since the report."""

    at: datetime
    what: str
    who: str
    minutes: float
    orders: int
    arrivals: int


def moments(rows: Sequence[Row]) -> list[Moment]:
    """The turning points: each stage that was reached, and the first of each receipt; when too many, the first ones of
    each kind go before the others."""
    found: list[Moment] = []
    seen: set[tuple[str, str]] = set()
    first = _at(rows[0]) if rows else None
    for n, row in enumerate(rows):
        kind = (str(row["of"]), str(row["move"]))
        turning = bool(row["stage"]) if row["of"] == "event" else row["move"] in OF_ORDERS
        if first is None or kind in seen or not (turning or n == 0):
            continue
        seen.add(kind)
        found.append(_moment(rows, row, first))
    return _spread(found)


def _moment(rows: Sequence[Row], row: Row, first: datetime) -> Moment:
    at = _at(row)
    past = [str(one["move"]) for one in rows if one["of"] == "order" and _at(one) <= at]
    minutes = (at - first).total_seconds() / 60
    return Moment(at, str(row["what"]), str(row["who"]), minutes, past.count("order"), past.count("arrived"))


def _spread(found: list[Moment]) -> list[Moment]:
    """At most MOST, the first and the last among them; those of one moment are one."""
    single = list({one.at: one for one in reversed(found)}.values())[::-1]
    if len(single) <= MOST:
        return single
    step = (len(single) - 1) / (MOST - 1)
    return [single[round(n * step)] for n in range(MOST)]


def _at(row: Row) -> datetime:
    return datetime.fromisoformat(str(row["at"]))

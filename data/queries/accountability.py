"""行政问效: by agency what was asked, answered in time, reached, done, late, still open; and how sure that share is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from sqlalchemy import Connection, select

from data.house import House
from data.queries.asked import asked
from data.queries.asks import Ask, asks
from data.queries.wilson import LEAST, wilson
from data.schema import agency
from data.sitter import Sitter
from data.view import View

Row = dict[str, Any]
UNKNOWN = "-"  # of what was asked of people of no agency, as an address names it


@dataclass(frozen=True)
class Account:
    """`rows` ranked by the lower end of the interval, those of few cases last; `total` of all; `now`: as of when."""

    rows: list[Row]
    total: Row
    asks: list[Ask]
    now: datetime
    since: datetime
    place: str
    provenance: str


def accounted(house: House, view: View, me: Sitter) -> Account:
    """For the view's region and window. Raises UnknownRegion or NotReady."""
    with asked(house, view, me.scope) as a:
        found = asks(a.connection, me, (a.here.lo, a.here.hi), a.span.since, a.span.until)
        rows = ranked(a.connection, found)
        return Account(rows, tally("", found), found, a.now, a.span.since, a.here.name, a.lived)


def ranked(connection: Connection, found: Iterable[Ask]) -> list[Row]:
    """One row an agency; `rank` only where LEAST or more are settled, and not for people of no agency."""
    of: dict[str, list[Ask]] = {}
    for one in found:
        of.setdefault(one.agency, []).append(one)
    codes = [code for code in of if code]
    named = dict(connection.execute(select(agency.c.code, agency.c.name).where(agency.c.code.in_(codes))).all())
    rows = [tally(code, some) | {"name": named.get(code, code)} for code, some in of.items()]
    rows.sort(key=_order)
    for n, row in enumerate((row for row in rows if not row["thin"] and row["agency"]), 1):
        row["rank"] = n
    return rows


def _order(row: Row) -> tuple[bool, bool, float, int, str]:
    """Those of no agency last, those of few cases before them, by how much was asked."""
    first = -row["asked"] if row["thin"] else -row["low"]
    return not row["agency"], row["thin"], first, -row["asked"], row["agency"]


def tally(code: str, of: Sequence[Ask]) -> Row:
    """Counts, the share answered in time of what is answered or late (percent), medians in minutes."""
    prompt = sum(one.prompt for one in of)
    settled = sum(one.answered is not None or one.late for one in of)
    low, high = wilson(prompt, settled) or (None, None)
    return {
        "rank": None,
        "agency": code,
        "asked": len(of),
        "prompt": prompt,
        "settled": settled,
        "rate": round(100 * prompt / settled, 1) if settled else None,
        "low": low,
        "high": high,
        "thin": settled < LEAST,
        "arrived": sum(one.arrived is not None for one in of),
        "done": sum(one.done is not None for one in of),
        "late": sum(one.late for one in of),
        "open": sum(not one.over and one.done is None for one in of),
        "urged": sum(one.urged for one in of),
        "whistles": sum(one.kind == "whistle" for one in of),
        "whistles_prompt": sum(one.kind == "whistle" and one.prompt for one in of),
        "answer_minutes": _median((one.answered - one.at) for one in of if one.answered),
        "done_minutes": _median((one.done - one.at) for one in of if one.done),
    }


def _median(spans: Iterable[Any]) -> float | None:
    found = [one.total_seconds() / 60 for one in spans]
    return round(median(found), 1) if found else None

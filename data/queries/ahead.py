"""未诉先办: kinds of trouble that are surely growing, or that came with this season last year; and where to look first.

More is surely more where the lower end of Wilson's 95 % interval of its share of both counts lies above one half.
"""

from dataclasses import replace
from datetime import timedelta

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import Asked, asked, comparable
from data.queries.event_sums import by_key, sums_of
from data.queries.regions import children
from data.queries.slices import names
from data.queries.speed import last_year
from data.queries.wilson import LEAST, wilson
from data.scope import Scope
from data.times import day_number
from data.view import View
from data.windows import Span

DAYS = 30
LISTED = 12
COLUMNS = (
    Column(key="leaf", label="类别代码"),
    Column(key="label", label="类别"),
    Column(key="why", label="依据"),
    Column(key="last", label="近30日", unit="件"),
    Column(key="before", label="前30日", unit="件"),
    Column(key="season", label="去年同期后30日", unit="件"),
    Column(key="season_before", label="去年同期前30日", unit="件"),
    Column(key="times", label="增至", unit="倍"),
    Column(key="code", label="代码"),
    Column(key="name", label="先看的区划"),
    Column(key="there", label="该区划近30日", unit="件"),
)
Counts = dict[str, int]


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a kind: `why` season (it grew in the coming thirty days last year) or rising (it grows now)."""
    with asked(house, view, scope) as a:
        last = Span(day_number(a.now) - DAYS + 1, day_number(a.now), a.now, running=view.at is None)
        plain, now, before = view.but(slice=""), _counts(a, view, last), _counts(a, view, last.before())
        then = last_year(last)
        ahead = replace(then, first=then.last + 1, last=then.last + DAYS, until=then.until + timedelta(days=DAYS))
        known = comparable(a.connection, then)
        was, came = (_counts(a, view, one) if known else {} for one in (then, ahead))
        rows = [
            *(_row(leaf, "season", came[leaf], was.get(leaf, 0), now, before, came, was) for leaf in came),
            *(_row(leaf, "rising", now[leaf], before.get(leaf, 0), now, before, came, was) for leaf in now),
        ]
        sure = sorted((row for row in rows if row is not None), key=lambda row: -float(row["times"] or 0))
        first = list({str(row["leaf"]): row for row in reversed(sure)}.values())[::-1][:LISTED]
        called = names(a.connection, "leaf", [str(row["leaf"]) for row in first])
        told = [row | {"label": called[str(row["leaf"])]} | _where(a, plain, last, str(row["leaf"])) for row in first]
        return a.of_events(columns=COLUMNS, rows=told, parts={"season": [{"known": known}]})


def _counts(a: Asked, view: View, span: Span) -> Counts:
    found = by_key(a.connection, a.here, "leaf", view.but(slice=""), span, ("reported",))
    return {leaf: one.reported for leaf, one in found.items() if one.reported}


def _row(
    leaf: str, why: str, more: int, less: int, now: Counts, before: Counts, came: Counts, was: Counts
) -> Row | None:
    low, _high = wilson(more, more + less) or (0.0, 0.0)
    if more + less < LEAST or low <= 50:
        return None
    row: Row = {"leaf": leaf, "why": why, "last": now.get(leaf, 0), "before": before.get(leaf, 0)}
    row |= {"season": came.get(leaf) if came else None, "season_before": was.get(leaf) if was else None}
    return row | {"times": round(more / less, 1) if less else None}


def _where(a: Asked, view: View, span: Span, leaf: str) -> Row:
    """The region below with most of it lately."""
    below = children(a.connection, a.here)
    sums = sums_of(a.connection, below, view.but(slice=f"leaf:{leaf}"), span, ("reported",)) if below else {}
    first = max(below, key=lambda one: sums[one.id].reported, default=None)
    if first is None or not sums[first.id].reported:
        return {"code": None, "name": None, "there": None}
    return {"code": first.code, "name": first.name, "there": sums[first.id].reported}

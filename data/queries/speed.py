"""处置时效对比: how long handling takes, beside the period before and the same days of last year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import add
from typing import Any, Self

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import Asked, asked, comparable
from data.queries.event_sums import Sums, by_key
from data.queries.late import Added, read_late
from data.queries.lives import Histogram, Stays
from data.queries.slices import names
from data.queries.stays import minutes, stays_by_key
from data.queries.wilson import LEAST
from data.scope import Scope
from data.view import View
from data.windows import Span
from data.words import LINKS

HANDLING = "answered"  # the stay from 处置 to 反馈
READ = 300  # events of the three periods together up to which stays of agencies are read off them
MOST = 12  # agencies listed
PERIODS = ("", "before_", "year_")  # prefixes of columns: the window, the period before, last year's same days
COLUMNS = (
    Column(key="dim", label="维度"),
    Column(key="key", label="代码"),
    Column(key="label", label="名称"),
    Column(key="reached", label="进入前一环节", unit="件"),
    Column(key="n", label="样本", unit="件"),
    Column(key="p50", label="中位", unit="分钟"),
    Column(key="p90", label="九成内", unit="分钟"),
    Column(key="on_time", label="按时办结", unit="%"),
    Column(key="before_n", label="上期样本", unit="件"),
    Column(key="before_p50", label="上期中位", unit="分钟"),
    Column(key="before_p90", label="上期九成内", unit="分钟"),
    Column(key="before_on_time", label="上期按时办结", unit="%"),
    Column(key="before_change", label="比上期", unit="%"),
    Column(key="year_n", label="去年同期样本", unit="件"),
    Column(key="year_p50", label="去年同期中位", unit="分钟"),
    Column(key="year_p90", label="去年同期九成内", unit="分钟"),
    Column(key="year_on_time", label="去年同期按时办结", unit="%"),
    Column(key="year_change", label="比去年同期", unit="%"),
    Column(key="thin", label="样本不足"),
)
Spans = Sequence[Span | None]  # in the order of PERIODS; None: nothing was collected yet when it began


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a link, then a row a category, then a row an agency: those of the last two are of the handling itself.

    A change is given where both medians stand on LEAST stays or more. Stays that have not ended yet are in none of
    them, so that a period still running looks a little quicker than it will have been: `reached` says how many began.
    `parts.agencies`: whether agencies could be listed, which are read off the events while these are few.
    """
    with asked(house, view, scope) as a:
        plain, spans = view.but(slice=""), periods(a)
        late = read_late(a.connection, [a.here], a.now, None) if view.at is None else None
        found = [_Period.of(a, plain, one, late) if one else None for one in spans]
        rows = [*_links(found), *_keys(a, "category", found)]
        few = sum(one.total.reported for one in found if one) <= READ
        if few:
            agencies = [_Period.of(a, plain, one, late, "agency") if one else None for one in spans]
            rows += _mine(scope, _keys(a, "agency", agencies))[:MOST]
        begun = any(row["n"] or row["before_n"] or row["year_n"] for row in rows)
        parts: dict[str, list[Row]] = {"agencies": [{"listed": few, "most": READ}], "periods": _told(spans)}
        return a.of_events(columns=COLUMNS, rows=rows if begun else [], parts=parts)


@dataclass(frozen=True)
class _Period:
    """What its events tell by key of a dimension. Every event has one category: together these are all events."""

    sums: dict[str, Sums]
    stays: Stays

    @classmethod
    def of(cls, a: Asked, view: View, span: Span, late: Added | None, dim: str = "category") -> Self:
        sums = by_key(a.connection, a.here, dim, view, span, unmarked=late)
        return cls(sums, stays_by_key(a.connection, a.here, dim, view, span))

    @property
    def total(self) -> Sums:
        return reduce(add, self.sums.values(), Sums())

    def before(self, link: str) -> Histogram | None:
        """The stays of all events before a link."""
        stays = [one for (_key, name), one in self.stays.items() if name == link]
        return reduce(add, stays) if stays else None


Periods = Sequence[_Period | None]  # in the order of PERIODS


def periods(a: Asked) -> list[Span | None]:
    """The window, the one before, last year's; the latter two where events were collected by then."""
    earlier = (a.span.before(), last_year(a.span))
    return [a.span, *(one if comparable(a.connection, one) else None for one in earlier)]


def last_year(span: Span) -> Span:
    """The same days of the year before; the 29th of February is the 28th there."""
    first = date.fromordinal(span.first)
    leap = (first.month, first.day) == (2, 29)
    shift = span.first - first.replace(year=first.year - 1, day=28 if leap else first.day).toordinal()
    return Span(span.first - shift, span.last - shift, span.until - timedelta(days=shift))


def change(now: float | None, then: float | None) -> float | None:
    """Percent longer (or, below zero, shorter) than then."""
    return round(100 * (now - then) / then, 1) if now is not None and then else None


def _told(spans: Spans) -> list[Row]:
    return [
        {"period": name.rstrip("_") or "now", "first": _day(one.first), "last": _day(one.last)}
        for name, one in zip(PERIODS, spans, strict=True)
        if one is not None
    ]


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def _links(found: Periods) -> list[Row]:
    """Before each link of the funnel, of all events."""
    sums, keys = [one.total if one else None for one in found], list(LINKS)
    return [
        _row("link", link, LINKS[link], [one.before(link) if one else None for one in found], sums)
        | {"reached": getattr(sums[0], keys[n])}
        | ({} if link == "closed" else dict.fromkeys(f"{name}on_time" for name in PERIODS))
        for n, link in enumerate(keys[1:])
    ]


def _keys(a: Asked, dim: str, found: Periods) -> list[Row]:
    """The handling by key of a dimension, the most handled first."""
    sums = [one.sums if one else {} for one in found]
    stays = [one.stays if one else {} for one in found]
    keys = [key for key, one in sums[0].items() if one.reported and key]
    keys.sort(key=lambda key: (-sums[0][key].answered, -sums[0][key].reported, key))
    called = names(a.connection, dim, keys)
    return [
        _row(dim, key, called[key], [one.get((key, HANDLING)) for one in stays], [one.get(key) for one in sums])
        | {"reached": sums[0][key].handling}
        for key in keys
    ]


def _row(dim: str, key: str, label: str, stays: Sequence[Histogram | None], sums: Sequence[Sums | None]) -> Row:
    row: dict[str, Any] = {"dim": dim, "key": key, "label": label}
    for name, histogram, one in zip(PERIODS, stays, sums, strict=True):
        row[f"{name}n"] = int(histogram.sum()) if histogram is not None else 0 if one is not None else None
        row[f"{name}p50"], row[f"{name}p90"] = minutes(histogram, 0.5), minutes(histogram, 0.9)
        row[f"{name}on_time"] = one.on_time_rate if one is not None else None
    for name in PERIODS[1:]:
        sure = min(row["n"] or 0, row[f"{name}n"] or 0) >= LEAST
        row[f"{name}change"] = change(row["p50"], row[f"{name}p50"]) if sure else None
    return row | {"thin": (row["n"] or 0) < LEAST}


def _mine(scope: Scope, rows: list[Row]) -> list[Row]:
    """Who works for some departments sees how those do, and no others."""
    return [row for row in rows if scope.every_department or row["key"] in scope.departments]

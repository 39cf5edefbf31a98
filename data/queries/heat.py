"""When events come: hour of the day × day of the week."""

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import asked
from data.queries.hours import week
from data.schema.cube import HOURS
from data.scope import Scope
from data.view import View
from data.windows import Span

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
COLUMNS = (
    Column(key="weekday", label="星期"),
    Column(key="label", label="名称"),
    Column(key="days", label="天数", unit="天"),
    Column(key="reported", label="上报", unit="件"),
    *(Column(key=name, label=f"{n:02d}:00", unit="件/天") for n, name in enumerate(HOURS)),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a weekday of the window: what is reported in each hour on such a day on average; None where there is none.

    All events, whatever the view's slice: the cube keeps hours of no slice.
    """
    with asked(house, view, scope) as a:
        numbers, days = week(a.connection, a.here, a.span), occurrences(a.span)
        rows = [_row(weekday, numbers[weekday], days[weekday]) for weekday in range(7)]
        return a.of_events(columns=COLUMNS, rows=rows if any(row["reported"] for row in rows) else [])


def occurrences(span: Span) -> list[int]:
    """How many Mondays … Sundays the span has."""
    whole, rest = divmod(span.days, 7)
    first = (span.first - 1) % 7
    return [whole + ((weekday - first) % 7 < rest) for weekday in range(7)]


def _row(weekday: int, numbers: list[int], days: int) -> Row:
    row: Row = {"weekday": weekday, "label": WEEKDAYS[weekday], "days": days, "reported": sum(numbers)}
    return row | {name: round(n / days, 2) if days else None for name, n in zip(HOURS, numbers, strict=True)}

"""专项整治: campaigns with the share of their days that is over, and how far their cases are from the targets."""

from datetime import date, datetime

from data.answer import Answer, Column, Row
from data.campaigns import AIMS, Campaign, campaigns
from data.house import House
from data.queries.asked import Asked, asked, comparable
from data.queries.enforcement import Counts, total
from data.queries.event_sums import Sums, by_key, percent
from data.queries.speed import change
from data.queries.wilson import LEAST
from data.scope import Scope
from data.times import day_number, day_start
from data.view import View
from data.windows import Span

MEASURED = ("reported", "filed", "closed", "on_time", "late")
STATES = ("going", "ahead", "over")
FIGURES: Row = dict.fromkeys(("reported", "before", "filed", "done", "closed", "on_time", "change")) | {"thin": True}
COLUMNS = (
    Column(key="key", label="代码"),
    Column(key="label", label="专项"),
    Column(key="lead", label="牵头单位"),
    Column(key="state", label="状态"),
    Column(key="first", label="开始"),
    Column(key="last", label="结束"),
    Column(key="passed", label="时间进度", unit="%"),
    Column(key="reported", label="上报", unit="件"),
    Column(key="before", label="此前同样天数上报", unit="件"),
    Column(key="filed", label="立案", unit="件"),
    Column(key="done", label="结案", unit="件"),
    Column(key="closed", label="结案率", unit="%"),
    Column(key="closed_target", label="结案率目标", unit="%"),
    Column(key="on_time", label="按时办结", unit="%"),
    Column(key="on_time_target", label="按时办结目标", unit="%"),
    Column(key="change", label="比此前", unit="%"),
    Column(key="change_target", label="比此前目标", unit="%"),
    Column(key="reached", label="已达标", unit="项"),
    Column(key="aims", label="目标", unit="项"),
    Column(key="thin", label="样本不足"),
)


class Counter:
    """Counts by leaf, each span read once: most campaigns of a city share their days."""

    def __init__(self, a: Asked, view: View) -> None:
        self._a, self._view = a, view
        self._read: dict[tuple[int, int], Counts] = {}

    def during(self, one: Campaign, span: Span) -> Sums:
        return total(one.topic, self._counts(span, MEASURED))

    def before(self, one: Campaign, span: Span) -> int | None:
        """Reported in as many days just before; None where nothing was collected yet."""
        earlier = span.before()
        if not comparable(self._a.connection, earlier):
            return None
        return total(one.topic, self._counts(earlier, MEASURED[:1])).reported

    def _counts(self, span: Span, names: tuple[str, ...]) -> Counts:
        key = (span.first, span.last)
        if key not in self._read:
            self._read[key] = by_key(self._a.connection, self._a.here, "leaf", self._view, span, names)
        return self._read[key]


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a campaign, of its own days whatever the window: what goes on, then what is to come, then what is over.

    Counts are of the cases reported in its days until now; `change` compares with as many days just before.
    """
    with asked(house, view, scope) as a:
        counter = Counter(a, view.but(slice=""))
        rows = [_row(a, one, counter) for one in campaigns(house)]
        rows.sort(key=lambda row: STATES.index(str(row["state"])))
        return a.of_events(columns=COLUMNS, rows=rows)


def _row(a: Asked, one: Campaign, counter: Counter) -> Row:
    begin, end = one.days(a.now)
    today = day_number(a.now)
    state = STATES[1] if begin.toordinal() > today else STATES[2] if end.toordinal() < today else STATES[0]
    row: Row = {"key": one.topic.key, "label": one.topic.name, "lead": one.lead, "state": state}
    row |= {"first": begin.isoformat(), "last": end.isoformat(), "passed": passed(begin, end, a.now)}
    figures = FIGURES if state == "ahead" else _figures(one, span_of(begin, end, a.now, live=a.span.running), counter)
    row |= figures | {f"{name}_target": one.targets.get(name) for name in AIMS}
    met = [holds(name, figures[name], target) for name, target in one.targets.items()]
    return row | {"reached": sum(map(bool, met)), "aims": len(met)}


def span_of(begin: date, end: date, now: datetime, *, live: bool) -> Span:
    """Its days until now."""
    first, last = begin.toordinal(), min(end.toordinal(), day_number(now))
    return Span(first, last, min(now, day_start(last + 1)), running=live and last == day_number(now))


def passed(begin: date, end: date, now: datetime) -> float:
    """Percent of its days that have begun."""
    days = (end - begin).days + 1
    return round(100 * min(days, max(0, day_number(now) - begin.toordinal() + 1)) / days, 1)


def _figures(one: Campaign, span: Span, counter: Counter) -> Row:
    sums, before = counter.during(one, span), counter.before(one, span)
    enough = before is not None and min(before, sums.reported) >= LEAST
    row: Row = {"reported": sums.reported, "before": before, "filed": sums.filed, "done": sums.closed}
    row |= {"closed": percent(sums.closed, sums.filed), "on_time": sums.on_time_rate}
    return row | {"change": change(sums.reported, before) if enough else None, "thin": sums.filed < LEAST}


def holds(name: str, value: object, target: float) -> bool | None:
    """Whether a target is reached; a change is to be at most so much. None: not known."""
    if not isinstance(value, int | float):
        return None
    return value <= target if name == "change" else value >= target

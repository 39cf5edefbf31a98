"""A rule tried on the days before now: read only, nothing is raised and nothing written."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, Connection, select, type_coerce

from data.errors import BadInput, UnknownThing
from data.language import gettext as _
from data.queries.place_facts import Known
from data.queries.regions import region_of
from data.queries.seen import MANY, needs_of, of_gauges, places
from data.schema import gauge, reading_sum, station
from data.scope import Scope
from data.warn.history import History, Line, Sum
from data.warn.rule import Rule, Silence
from data.warn.rule_place import Events
from data.warn.seen import Station
from data.warn.trial import Course, Tried, at, moments, summed

MOST_DAYS = 7
LOOKS = 120_000  # looks at single stations that a trial may take: some five seconds
STEPS = (5, 15, 30, 60, 180)  # minutes from one look to the next
SLOW = 60  # minutes between looks at events, forecasts and warnings of others


def tried(connection: Connection, rule: Rule, scope: Scope, now: datetime, days: int) -> Tried:
    """The warnings that the rule would have raised in these days within the scope.

    BadInput where the past is not known, UnknownThing where the rule looks at nothing of the scope.
    """
    if not 1 <= days <= MOST_DAYS:
        raise BadInput(_("试算 1 至 %(n)s 天") % {"n": MOST_DAYS})
    if any(isinstance(one, Events) and not one.minutes for one in rule.places):
        raise BadInput(_("在办与超期只知道现在，不能回算"))
    cells = _cells(connection, rule, scope)
    stations = _stations(connection, rule, cells, now)
    history = _history(connection, rule, stations, now, days)
    if rule.places:
        return _by_region(connection, rule, cells, stations, history, now, days)
    groups = _groups(connection, rule, stations)
    step = next((n for n in STEPS if len(stations) * days * 1_440 // n <= LOOKS), STEPS[-1])
    courses = {number: Course(name) for number, (name, _mine) in groups.items()}
    for moment in moments(now, days, step):
        for number, (_name, mine) in groups.items():
            courses[number].step(rule, [history.at(one, moment) for one in mine], at(moment))
    return summed(courses.values(), days, step)


def _by_region(
    connection: Connection,
    rule: Rule,
    cells: tuple[int, int],
    stations: Sequence[Station],
    history: History,
    now: datetime,
    days: int,
) -> Tried:
    here, courses = places(connection, int(rule.per)), dict[int, Course]()
    inside: dict[int, list[Station]] = defaultdict(list)
    for one in stations:
        inside[here.around(one.cell_id)].append(one)
    lo, hi = cells
    mine = {span[0] for span in here.spans if lo <= span[1] and span[2] <= hi}
    slow = max((one.minutes or 0 for one in rule.places if isinstance(one, Events)), default=0) > 1_440
    step = STEPS[-1] if slow else SLOW
    for moment in moments(now, days, step):
        live = [number for number, course in courses.items() if course.standing]
        for number, place in Known(connection, [rule], at(moment)).around(int(rule.per), live).items():
            if number in mine:
                seen = [history.at(one, moment) for one in inside[number]]
                courses.setdefault(number, Course(place.name)).step(rule, seen, at(moment), place)
    return summed(courses.values(), days, step)


def _cells(connection: Connection, rule: Rule, scope: Scope) -> tuple[int, int]:
    """Of the region that the rule is confined to, what lies in the home of the scope."""
    here, home = region_of(connection, rule.region or "", Scope.guest()), region_of(connection, "", scope)
    lo, hi = max(here.lo, home.lo), min(here.hi, home.hi)
    if lo > hi:
        raise UnknownThing(_("没有这个预警模型"))
    return lo, hi


def _stations(connection: Connection, rule: Rule, cells: tuple[int, int], now: datetime) -> list[Station]:
    """Those that the rule looks at and that could make a difference."""
    if not rule.leaves:
        return []
    s, (lo, hi) = station.c, cells
    query = select(gauge.c.id).join(station, s.id == gauge.c.station_id)
    query = query.where(s.closed_at.is_(None), s.cell_id.between(lo, hi))
    if rule.kinds:
        query = query.where(s.kind.in_(rule.kinds))
    if rule.stations:
        query = query.where(s.code.in_(rule.stations))
    if not any(isinstance(leaf, Silence) for leaf in rule.leaves):
        query = query.where(gauge.c.quantity.in_(sorted({leaf.quantity for leaf in rule.leaves})))  # type: ignore[union-attr]
    return sorted(of_gauges(connection, list(connection.scalars(query)), {}, now), key=lambda one: one.id)


def _groups(connection: Connection, rule: Rule, stations: Sequence[Station]) -> dict[int, tuple[str, list[Station]]]:
    """The stations of each warning that the rule may raise, with the name of what it is about."""
    if rule.per == "station":
        return {one.id: (one.name, [one]) for one in stations}
    here, found = places(connection, rule.per), dict[int, tuple[str, list[Station]]]()
    for one in stations:
        place = here.around(one.cell_id)
        found.setdefault(place, (here.names[place], []))[1].append(one)
    return found


def _history(connection: Connection, rule: Rule, stations: Sequence[Station], now: datetime, days: int) -> History:
    needs = needs_of([rule])
    longest = max((minutes for some in needs.values() for minutes in some), default=0)
    since = now - timedelta(days=days, minutes=longest + 60)
    wanted = {leaf.quantity for leaf in rule.leaves if not isinstance(leaf, Silence)}
    every = any(isinstance(leaf, Silence) for leaf in rule.leaves)
    ids = [one.id for each in stations for quantity, one in each.gauges.items() if every or quantity in wanted]
    s, lines = reading_sum.c, defaultdict[int, list[Sum]](list)
    start, last_at = type_coerce(s.start, BigInteger), type_coerce(s.last_at, BigInteger)
    for first in range(0, len(ids), MANY):
        some = select(s.gauge_id, start, s.n, s.total, s.low, s.last, last_at)
        some = some.where(s.gauge_id.in_(ids[first : first + MANY]), s.grain == "5", s.start >= since, s.start <= now)
        for row in connection.execute(some.order_by(s.gauge_id, s.start)):
            lines[row[0]].append(Sum(*row[1:]))
    return History({one: Line(told) for one, told in lines.items()}, needs)

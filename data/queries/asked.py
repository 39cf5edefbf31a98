"""Asked: the region, the moment and the span that a View means, found once per query."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select

from data.answer import Answer, Provenance
from data.commands.cube import settle, waiting
from data.engine import reading
from data.errors import UnknownThing
from data.house import House
from data.language import gettext as _
from data.queries.regions import COLUMNS, SPINE, Region, region_of
from data.schema import event, event_sum, region
from data.scope import EVERY_CELL, Scope
from data.view import View
from data.windows import Span, span

EVENT_RHYTHM = timedelta(minutes=10)
REGISTER_RHYTHM = timedelta(days=31)
SMALL_BASE = 10  # events below which no percentage of change is given

_NEWEST = (
    select(event.c.reported_at)
    .where(event.c.reported_at <= bindparam("until"))
    .order_by(event.c.reported_at.desc())
    .limit(1)
)
_BEGIN = select(*COLUMNS, _NEWEST.scalar_subquery(), waiting).where(SPINE, region.c.code == bindparam("code"))
_CITY = select(region.c.id).where(region.c.level == 1, region.c.tree == "spine").scalar_subquery()
_FIRST_DAY = (
    select(event_sum.c.day)
    .where(event_sum.c.region_id == _CITY, event_sum.c.dim == "all", event_sum.c.grain == "d")
    .order_by(event_sum.c.day)
    .limit(1)
)


@dataclass(frozen=True)
class Asked:
    """An open connection and what the view means on it."""

    connection: Connection
    here: Region
    now: datetime
    span: Span
    lived: Provenance  # what the city's own rows are: measured, or simulated in a demo
    whole: bool = True  # the asker sees all of the city
    heard: tuple[datetime | None, ...] = ()  # when the city's event feed last spoke, where that is known already
    homes: tuple[Region, ...] = ()  # instead of `here`, where lists are of several regions

    @property
    def places(self) -> tuple[Region, ...]:
        return self.homes or (self.here,)

    def answer(self, **given: Any) -> Answer:
        return Answer(region=self.here.code, level=self.here.level, **given)

    def fed_at(self) -> datetime | None:
        """When the city's event feed last spoke: the as-of of every event figure."""
        heard = self.heard[0] if self.heard else newest_event(self.connection, self.now)
        return self.blurred(heard, EVENT_RHYTHM)

    def blurred(self, moment: datetime | None, rhythm: timedelta) -> datetime | None:
        """A moment of the whole city. Who sees only a part learns no more of the rest than that feeds live."""
        if moment is None or self.whole:
            return moment
        seconds = int(rhythm.total_seconds())
        return datetime.fromtimestamp(int(moment.timestamp()) // seconds * seconds, moment.tzinfo)

    def of_events(self, **given: Any) -> Answer:
        """An answer counted in events: as fresh as the city's event feed."""
        return self.answer(
            unit="件", as_of=self.fed_at(), provenance=self.lived, rhythm=EVENT_RHYTHM, source="一网统管平台", **given
        )


@contextmanager
def asked(house: House, view: View, scope: Scope) -> Iterator[Asked]:
    """Everything a query starts from. Raises UnknownRegion, UnknownThing (another agency's slice) or NotReady."""
    dim, _colon, key = view.slice.partition(":")
    if dim == "agency" and not scope.every_department and key not in scope.departments:
        raise UnknownThing(_("没有这个责任单位"))
    now = view.at or house.clock.now()
    lived: Provenance = "simulated" if house.clock.holds_demo() else "measured"
    with ExitStack() as open_:
        connection = open_.enter_context(reading(house.engine))
        period = replace(span(view.window, now), running=view.at is None)
        here, heard, uncounted = _begun(connection, view.region, scope, now)
        if uncounted:
            connection.close()  # if all waited with one in hand, none would be left to count by
            settle(house.engine)
            connection = open_.enter_context(reading(house.engine))
        yield Asked(connection, here, now, period, lived, scope.covers(*EVERY_CELL) or here.level == 1, heard)


def _begun(
    connection: Connection, code: str, scope: Scope, now: datetime
) -> tuple[Region, tuple[datetime | None, ...], bool]:
    """The region, and by the same statement what nearly every query asks next: when the feed of events last spoke, and
    whether there are events to be counted first."""
    row = connection.execute(_BEGIN, {"code": code, "until": now}).first() if code else None
    if row is None or not scope.covers(row.lo, row.hi):
        return region_of(connection, code, scope), (), bool(connection.scalar(select(waiting)))
    *found, heard, uncounted = row
    return Region(*found), (heard,), bool(uncounted)


def newest_event(connection: Connection, until: datetime) -> datetime | None:
    """When the city's event feed last spoke, wherever in the city."""
    return connection.scalar(_NEWEST, {"until": until})


def comparable(connection: Connection, earlier: Span) -> bool:
    """Whether events were already collected when `earlier` began; else comparing with it would mislead."""
    first = connection.scalar(_FIRST_DAY)
    return first is not None and first <= earlier.first

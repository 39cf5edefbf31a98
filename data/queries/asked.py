"""Asked: the region, the moment and the span that a View means, found once per query."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select

from data.answer import Answer, Provenance
from data.house import House
from data.queries.regions import Region, region_of
from data.schema import event, event_sum, region
from data.scope import Scope
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

    def answer(self, **given: Any) -> Answer:
        return Answer(region=self.here.code, level=self.here.level, **given)

    def of_events(self, **given: Any) -> Answer:
        """An answer counted in events: as fresh as the city's event feed."""
        as_of = newest_event(self.connection, self.now)
        return self.answer(
            unit="件", as_of=as_of, provenance=self.lived, rhythm=EVENT_RHYTHM, source="一网统管平台", **given
        )


@contextmanager
def asked(house: House, view: View, scope: Scope) -> Iterator[Asked]:
    """Everything a query starts from. Raises UnknownRegion or NotReady."""
    now = view.at or house.clock.now()
    lived: Provenance = "simulated" if house.clock.holds_demo() else "measured"
    with house.engine.connect() as connection:
        period = replace(span(view.window, now), running=view.at is None)
        yield Asked(connection, region_of(connection, view.region, scope), now, period, lived)


def newest_event(connection: Connection, until: datetime) -> datetime | None:
    """When the city's event feed last spoke, wherever in the city: the as-of of every event figure."""
    return connection.scalar(_NEWEST, {"until": until})


def comparable(connection: Connection, earlier: Span) -> bool:
    """Whether events were already collected when `earlier` began; else comparing with it would mislead."""
    first = connection.scalar(_FIRST_DAY)
    return first is not None and first <= earlier.first

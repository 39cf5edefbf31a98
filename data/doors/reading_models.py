"""What may be sent to the door of readings and what it and the door of stations answer; the OpenAPI document too."""

from typing import Annotated

from pydantic import BaseModel, Field

from data.doors.event_models import Asked, Moment, one_of
from data.readings.freshness import FRESHNESS
from data.risk_words import LIMITS, QUALITIES, QUANTITIES, STATION_KINDS
from data.words import PROVENANCE

MOST_READINGS = 10_000
Quantity = Annotated[str, *one_of(QUANTITIES)]
Text = Annotated[str, Field(max_length=64)]


class NewReading(Asked):
    """A value of a station. `quantity` may be left out where it has one gauge, `unit` where it is the usual one."""

    station: str = Field(min_length=1, max_length=32, description="code of the station")
    quantity: Quantity | None = None
    at: Moment
    value: float | Text | None = Field(description="blank, or several in one, is quarantined with the reason")
    unit: str | None = Field(None, max_length=20, description="converted where it can be: mm where metres are kept")


class NewReadings(Asked):
    """A batch, each reading on its own account."""

    readings: list[NewReading] = Field(min_length=1, max_length=MOST_READINGS)


class RefusedReading(BaseModel):
    """One that waits in the quarantine, or is kept and does not count, by its place in the batch."""

    index: int
    code: str
    detail: str


class TakenReadings(BaseModel):
    """How many came to which outcome; the counts add up to what was sent.

    `doubted_at`: places of those kept but not counted; `doubts` says of each whether it is outside what the gauge can
    measure (`range`) or looks as if told in another unit (`unit`). These and `refused` name the first hundred.
    """

    good: int
    late: int
    doubted: int
    corrected: int
    known: int
    blank: int
    quarantined: int
    doubted_at: list[int]
    doubts: list[RefusedReading]
    refused: list[RefusedReading]


class GaugeNow(BaseModel):
    """A gauge with what it said last; null when it never spoke."""

    quantity: Quantity
    unit: str
    at: Moment | None
    value: float | None
    quality: Annotated[str, *one_of(QUALITIES)] | None
    low: float
    high: float
    limits: dict[Annotated[str, *one_of(LIMITS)], float]


class StationNow(BaseModel):
    """A station; fresh, late, stale or broken by its own rhythm."""

    code: str
    name: str
    kind: Annotated[str, *one_of(STATION_KINDS)]
    lon: float
    lat: float
    rhythm_s: int
    agency: str | None
    provenance: Annotated[str, *one_of(PROVENANCE)]
    as_of: Moment
    freshness: Annotated[str, *one_of(FRESHNESS)]
    gauges: list[GaugeNow]


class Stations(BaseModel):
    """A page by code; `next` goes into `after`, null on the last page."""

    now: Moment
    region: str
    stations: list[StationNow]
    next: str | None

"""What may be sent to the door of forecasts and what it answers; the OpenAPI document is made from it."""

from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, Field, ValidationError, model_validator

from data.commands.forecasts import Expected
from data.doors.event_models import Asked, Line, Moment, one_of
from data.doors.receiving import told as faults_of
from data.intake.record import Fault
from data.risk_words import QUANTITIES

MOST_FORECASTS = 2_000


class NewForecast(Asked):
    """What the sender expects of a region from `since` to `until`, in the unit of the quantity.

    Of each region and quantity its newest `issued_at` replaces all it has said before.
    """

    region: Line = Field(max_length=18, description="code of a region")
    quantity: Annotated[str, *one_of(QUANTITIES)]
    issued_at: Moment | None = Field(None, description="now, when left out")
    since: Moment
    until: Moment
    value: float
    unit: Line | None = Field(None, max_length=16, description="the quantity's own, when left out")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until <= self.since:
            raise ValueError("until is after since")
        return self


class NewForecasts(Asked):
    """Up to 2,000 at once; each is taken or kept apart on its own account."""

    forecasts: list[Any] = Field(min_length=1, max_length=MOST_FORECASTS)


class RefusedForecast(BaseModel):
    """A forecast that waits in the quarantine: its place among those sent, and why."""

    index: int
    code: str
    detail: str


class TakenForecasts(BaseModel):
    """taken + known + quarantined = sent."""

    taken: int
    known: int
    quarantined: int
    refused: list[RefusedForecast]


def expected_of(row: Any, now: datetime) -> Expected:
    """A forecast as it was sent. Fault for what is none."""
    try:
        one = NewForecast.model_validate(row)
    except ValidationError as error:
        raise Fault("malformed", "; ".join(f"{one['where']}: {one['detail']}" for one in faults_of(error))) from None
    return Expected(
        region=one.region,
        quantity=one.quantity,
        issued_at=one.issued_at or now,
        since=one.since,
        until=one.until,
        value=one.value,
        unit=one.unit or "",
    )

"""What may be sent to the event doors: strict models, from which the OpenAPI document is made too."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from data.life.moves import MOVES
from data.queries.codes import CODES
from data.view import EARLIEST, LATEST
from data.words import GRADES, STATES

MOST_EVENTS = 1_000
RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:\d\d)")


def moment_of(value: Any) -> datetime:
    """A moment as RFC 3339 writes it, in UTC."""
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not RFC3339.fullmatch(value):
        raise ValueError("a time with its offset, as in 2024-07-25T15:42:00+08:00")
    try:
        moment = datetime.fromisoformat(value.upper()).astimezone(UTC)
    except OverflowError:
        raise ValueError("a time outside the calendar") from None
    if not EARLIEST <= moment <= LATEST:
        raise ValueError(f"a time within {EARLIEST.year}..{LATEST.year}")
    return moment


def one_of(words: Iterable[str]) -> tuple[AfterValidator, Any]:
    known = tuple(words)

    def check(value: str) -> str:
        if value not in known:
            raise ValueError(f"not one of {', '.join(known)}")
        return value

    return AfterValidator(check), Field(json_schema_extra={"enum": list(known)})


def _no_nul(value: str) -> str:
    if "\0" in value:
        raise ValueError("no NUL characters")
    return value


Moment = Annotated[datetime, BeforeValidator(moment_of), WithJsonSchema({"type": "string", "format": "date-time"})]
Grade = Annotated[str, *one_of(GRADES)]
State = Annotated[str, *one_of(STATES)]
MoveName = Annotated[str, *one_of(name for name, one in MOVES.items() if not one.table)]
Line = Annotated[str, AfterValidator(_no_nul)]
Rating = Annotated[int, Field(ge=1, le=5)]
Number = Annotated[int, Field(ge=1, lt=2**31)]
AnEvent = Annotated[str, Field(pattern=f"^{CODES['event'].pattern}$")]  # by its code
AWarning = Annotated[str, Field(pattern=f"^{CODES['warning'].pattern}$")]


class Asked(BaseModel):
    """What a sender sends: nothing is guessed, nothing unknown is passed over."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


class Life(Asked):
    """What became of the event where it lived before; for senders of role `system`."""

    stage: State
    filed_at: Moment | None = None
    assigned_at: Moment | None = None
    handling_at: Moment | None = None
    answered_at: Moment | None = None
    verified_at: Moment | None = None
    closed_at: Moment | None = None
    rated_at: Moment | None = None
    deadline_at: Moment | None = None
    agency: str | None = Field(None, max_length=32)
    rating: Rating | None = None


class NewEvent(Asked):
    """An event to report. It needs coordinates, with the system they are in, or the code of a region."""

    title: str = Field(min_length=1, max_length=20_000)
    text: str | None = Field(None, max_length=20_000)
    category: str = Field(min_length=1, max_length=32, description="code of any level of the category tree")
    grade: Grade | None = None
    lon: float | None = Field(None, ge=-180, le=180)
    lat: float | None = Field(None, ge=-90, le=90)
    crs: str = Field("wgs84", pattern=r"^(wgs84|gcj02|bd09|EPSG:[0-9]{4,6})$", description="what lon and lat are in")
    region: str | None = Field(None, pattern=r"^[0-9]{6,18}$", description="code of a region, without coordinates")
    place: str | None = Field(None, max_length=200)
    line: str | None = Field(None, max_length=32, description="code of the hotline or express line it came in by")
    reported_at: Moment | None = Field(None, description="now, when left out")
    external_id: str | None = Field(None, max_length=128, description="what the sender calls it; known again by it")
    life: Life | None = None


class NewEvents(Asked):
    """A batch, each event on its own account."""

    events: list[NewEvent] = Field(min_length=1, max_length=MOST_EVENTS)


class Move(Asked):
    """Something that happened to the event; the table of moves says what each needs."""

    move: MoveName
    at: Moment | None = Field(None, description="when it happened; now, when left out")
    reason: Line | None = Field(None, max_length=2_000)
    agency: Line | None = Field(None, max_length=32)
    into: AnEvent | None = Field(None, description="code of the event it is merged into")
    rating: Rating | None = None
    grade: Grade | None = None
    hours: float | None = Field(None, gt=0, le=8_760)
    reached: bool | None = None

    def given(self) -> dict[str, Any]:
        """What goes with the move."""
        return self.model_dump(exclude={"move", "at"}, exclude_none=True)

"""What may be sent to the doors of warnings and what they answer; the OpenAPI document is made from it."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

from data.commands.raised import ByHand
from data.doors.event_models import Asked, Line, Moment, State, one_of
from data.risk_words import WARNING_FIELDS, WARNING_STATES
from data.warn.life import LABELS, MOVES, VERDICTS
from data.words import PROVENANCE

Colour = Annotated[int, Field(ge=1, le=4, description="1 red, 2 orange, 3 yellow, 4 blue")]
MoveName = Annotated[str, *one_of(MOVES)]
Verdict = Annotated[str, *one_of(VERDICTS)]


class WarningMove(Asked):
    """Something done about a warning; the table of moves says what each needs."""

    move: MoveName
    at: Moment | None = Field(None, description="when it happened; now, when left out")
    reason: Line | None = Field(None, max_length=2_000)
    colour: Colour | None = Field(None, description="of an escalate or a deescalate")
    judged: Verdict | None = Field(None, description="of a judge")
    title: Line | None = Field(None, max_length=96)
    words: Line | None = Field(None, max_length=4_000)
    expires_at: Moment | None = None

    def given(self) -> dict[str, Any]:
        """What goes with the move."""
        return self.model_dump(exclude={"move", "at"}, exclude_none=True)


class NewByHand(Asked):
    """A warning that the sender raises: for regions, or for an area that is drawn; one of both."""

    field: Annotated[str, *one_of(WARNING_FIELDS)]
    colour: Colour
    title: Line = Field(min_length=1, max_length=96)
    words: Line = Field(min_length=1, max_length=4_000, description="why, and what is to be done")
    regions: list[Annotated[Line, Field(max_length=18)]] = Field(default_factory=list, max_length=1_000)
    area: dict[str, Any] | None = Field(None, description="GeoJSON Polygon or MultiPolygon, WGS-84")
    expires_at: Moment | None = None

    def told(self) -> ByHand:
        """As the command takes it."""
        return ByHand(**(self.model_dump() | {"regions": tuple(self.regions)}))


class NewWarned(Asked):
    """Make an event of the warning, prefilled with why there is one."""

    again: bool = Field(False, description="one more, where the warning has become an event before")
    reason: Line | None = Field(None, max_length=2_000, description="what the sender adds")


class Warned(BaseModel):
    """An event that a warning has become."""

    code: str
    url: str
    stage: State


class WarningRow(BaseModel):
    """A warning as lists show it. `rule` null: a person or another office has raised it."""

    code: str
    url: str
    title: str
    field: Annotated[str, *one_of(WARNING_FIELDS)]
    colour: Colour
    peak: Colour
    state: Annotated[str, *one_of(WARNING_STATES)]
    words: str
    rule: str | None
    version: int | None
    station_code: str | None
    station_name: str | None
    region_code: str
    region_name: str
    raised_at: Moment
    changed_at: Moment
    expires_at: Moment | None
    ended_at: Moment | None
    seq: int
    origin: str
    provenance: Annotated[str, *one_of(PROVENANCE)]
    judged: Verdict | None


class Warnings(BaseModel):
    """A page, newest first; live ones by urgency, all at once. `next` goes into `after`, null on the last page."""

    now: Moment
    region: str
    warnings: list[WarningRow]
    next: str | None


class Place(BaseModel):
    """A region that a warning covers."""

    code: str
    name: str


class Fired(BaseModel):
    """A number that fired the warning, and the bar it was held against, in `unit`; `at` in seconds since 1970.

    Of a region `station` is its name and `about` says what was counted; colours of `warned` count from 1, red.
    """

    kind: str
    station: str
    quantity: str | None
    unit: str
    value: float
    bar: float
    side: str
    minutes: int | None
    limit: str | None
    held: bool
    at: int | None
    about: dict[str, Any] | None = None


class WarningStep(BaseModel):
    """A step of the history; who and why only for senders."""

    seq: int
    move: Annotated[str, *one_of(LABELS)]
    at: Moment
    role: str
    actor: str | None = None
    reason: str | None = None
    change: dict[str, Any]


class WarningWhole(WarningRow):
    """A warning with its numbers and history; `moves` are those that the asker may make now."""

    regions: list[Place]
    numbers: list[Fired]
    history: list[WarningStep]
    moves: list[MoveName]
    events: list[Warned] = Field(description="what it has become, as far as the asker may see it")

"""What may be sent to the doors of footings and what they answer; the OpenAPI document is made from it."""

from typing import Annotated

from pydantic import BaseModel, Field

from data.doors.event_models import AnEvent, Asked, AWarning, Line, Moment, one_of
from data.footing_words import FOOTINGS, LONGEST

MOVES = ("end",)


class NewFooting(Asked):
    """A war footing. `region`: its code, the sender's own without one; about an event, a warning, or neither."""

    region: Line = Field("", max_length=18)
    words: Line = Field(min_length=1, max_length=LONGEST)
    event: AnEvent | None = None
    warning: AWarning | None = None


class FootingMove(Asked):
    """end (words: why): back to normal."""

    move: Annotated[str, *one_of(MOVES)]
    words: Line = Field(min_length=1, max_length=LONGEST)


class Footing(BaseModel):
    """`on`: what it is about, as `event-` or `warning-` and a code, where the sender may see it."""

    code: str
    footing: Annotated[str, *one_of(FOOTINGS)]
    region_code: str
    name: str
    words: str
    role: str
    on: str | None
    title: str | None
    begun_at: Moment
    ended_at: Moment | None
    ended_words: str | None


class Footings(BaseModel):
    """Those that touch what the sender sees: of regions at war, or of the newest that are over."""

    now: Moment
    footings: list[Footing]

"""What may be sent to the doors of rooms and what they answer; the OpenAPI document is made from it."""

from typing import Annotated

from pydantic import BaseModel, Field

from data.doors.event_models import AnEvent, Asked, AWarning, Line, Moment, Number, one_of
from data.room_words import (
    CONCLUSION_STATES,
    CONCLUSION_WAYS,
    ROOM_FORMS,
    ROOM_LINES,
    ROOM_STATES,
    TABLE_OUTCOMES,
    TABLE_SIDES,
)
from data.words import PROVENANCE

Seat = Annotated[Line, Field(min_length=1, max_length=80)]
MOVES = ("invite", "link", "sides", "ask", "done", "close")


class RoomSide(Asked):
    """At a 小方桌: a party of the dispute or who goes between."""

    kind: Annotated[str, *one_of(TABLE_SIDES)]
    name: Line = Field(min_length=1, max_length=32)
    phone: Line = Field("", max_length=20)


Sides = Annotated[list[RoomSide], Field(max_length=20)]


class NewRoom(Asked):
    """A room on an event or a warning. `members`: role:<role>@<region>, agency:<code>, person:<name on the roster>."""

    event: AnEvent | None = None
    warning: AWarning | None = None
    title: Line = Field(min_length=1, max_length=96)
    form: Annotated[str, *one_of(ROOM_FORMS)] = "consult"
    link: Line = Field("", max_length=400)
    members: Annotated[list[Seat], Field(max_length=60)] = []
    sides: Sides = []


class NewLine(Asked):
    """A line of the minutes; `mends`: the number of one's own line that this one corrects."""

    words: Line = Field(min_length=1, max_length=2_000)
    mends: Number | None = None


class NewConclusion(Asked):
    """`owner`: code of a responder where `way` is order, else of an agency."""

    words: Line = Field(min_length=1, max_length=2_000)
    way: Annotated[str, *one_of(CONCLUSION_WAYS)]
    owner: Line = Field(min_length=1, max_length=32)
    deadline: Moment


class RoomMove(Asked):
    """invite (members), link, sides (in place of those noted), ask (n, confirmed: make a task of a conclusion),
    done (n, words), close (words; of a table on an event also outcome: an agreement closes the dispute)."""

    move: Annotated[str, *one_of(MOVES)]
    n: Number | None = None
    words: Line = Field("", max_length=2_000)
    link: Line = Field("", max_length=400)
    members: Annotated[list[Seat], Field(max_length=60)] = []
    confirmed: bool = False
    sides: Sides = []
    outcome: Annotated[str, *one_of(TABLE_OUTCOMES)] | None = None


class Room(BaseModel):
    """A room without what was said in it."""

    code: str
    form: Annotated[str, *one_of(ROOM_FORMS)]
    title: str
    subject_code: str | None
    subject_title: str | None
    place: str
    link: str | None
    opened_at: Moment
    opened_by: str
    state: Annotated[str, *one_of(ROOM_STATES)]
    closed_at: Moment | None
    closed_by: str | None
    summary: str | None
    outcome: Annotated[str, *one_of(TABLE_OUTCOMES)] | None
    provenance: Annotated[str, *one_of(PROVENANCE)]


class RoomRow(Room):
    """A room of a list, with how much there is in it; `asked`: conclusions that have become tasks."""

    members: int
    lines: int
    conclusions: int
    asked: int


class Rooms(BaseModel):
    """Rooms, open ones first, the newest first."""

    now: Moment
    rooms: list[RoomRow]


class RoomMember(BaseModel):
    seat: str
    words: str


class RoomLine(BaseModel):
    n: int
    kind: Annotated[str, *one_of(ROOM_LINES)]
    at: Moment
    actor: str
    role: str
    words: str
    mends: int | None


class RoomConclusion(BaseModel):
    """A conclusion; `task_state`: of its task, where it became an order."""

    n: int
    words: str
    way: Annotated[str, *one_of(CONCLUSION_WAYS)]
    agency: str | None
    responder_code: str | None
    deadline: Moment
    actor: str
    at: Moment
    state: Annotated[str, *one_of(CONCLUSION_STATES)]
    asked_at: Moment | None
    dispatch_code: str | None
    task_state: str | None
    done_at: Moment | None
    result: str | None


class KnownSide(BaseModel):
    """A side as the reader may know it: names and numbers are masked by clearance."""

    kind: Annotated[str, *one_of(TABLE_SIDES)]
    name: str
    phone: str | None


class RoomWhole(Room):
    """A room with its sides, members, minutes and conclusions."""

    sides: list[KnownSide]

    members: list[RoomMember]
    lines: list[RoomLine]
    conclusions: list[RoomConclusion]

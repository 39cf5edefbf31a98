"""What the event doors answer, as models: the OpenAPI document is made from them and the tests hold answers to it."""

from typing import Annotated, Any

from pydantic import BaseModel

from data.doors.event_models import Grade, Moment, MoveName, State, one_of
from data.life.moves import LABELS
from data.words import LOOPS, PROVENANCE, SOURCES

Source = Annotated[str, *one_of(SOURCES)]
Loop = Annotated[str, *one_of(LOOPS)]
Provenance = Annotated[str, *one_of(PROVENANCE)]
StepName = Annotated[str, *one_of(LABELS)]


class Error(BaseModel):
    """One thing that is wrong: where, of which kind, and in a sentence."""

    where: str
    code: str
    detail: str


class Problem(BaseModel):
    """RFC 9457. `quarantine` is the number under which the row waits to be mended."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Error] | None = None
    quarantine: int | None = None


class Taken(BaseModel):
    """`known`: this sender has sent it before."""

    outcome: Annotated[str, *one_of(("created", "known"))]
    id: str
    code: str
    url: str


class Item(BaseModel):
    """What became of one event of a batch."""

    outcome: Annotated[str, *one_of(("created", "known", "quarantined"))]
    index: int
    id: str | None = None
    code: str | None = None
    url: str | None = None
    errors: list[Error] | None = None
    quarantine: int | None = None


class Batch(BaseModel):
    """Every event of a batch in its order; created + known + quarantined = sent."""

    created: int
    known: int
    quarantined: int
    results: list[Item]


class Event(BaseModel):
    """An event as lists show it. `id` is its code, `into_id` that of the event it was merged into."""

    id: str
    code: str
    url: str
    title: str
    category: str
    leaf: str
    source: Source
    line: str | None
    grade: Grade
    stage: State
    agency: str | None
    loop: Loop
    place: str
    placed: str
    region_code: str
    lon: float
    lat: float
    reported_at: Moment
    filed_at: Moment | None
    closed_at: Moment | None
    ended_at: Moment | None
    deadline_at: Moment
    warn_at: Moment
    suspended_at: Moment | None
    supervised: int
    reopened: int
    returned: int
    reports: int
    into_id: str | None
    rating: int | None
    called_agency: str | None
    called_due_at: Moment | None
    arrived_at: Moment | None
    provenance: Provenance


class Events(BaseModel):
    """A page; `next` goes into `after`, null on the last page."""

    now: Moment
    region: str
    events: list[Event]
    next: str | None


class Step(BaseModel):
    """A step of the history; who and why only for senders."""

    seq: int
    move: StepName
    at: Moment
    role: str
    actor: str | None = None
    reason: str | None = None
    change: dict[str, Any]


class EventWhole(Event):
    """An event with its history; `moves` are those that the asker may make now. `text` only for senders."""

    text: str | None = None
    assigned_at: Moment | None
    handling_at: Moment | None
    answered_at: Moment | None
    verified_at: Moment | None
    rated_at: Moment | None
    history: list[Step]
    moves: list[MoveName]

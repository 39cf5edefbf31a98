"""What may be sent to the door of signals and what it answers; the OpenAPI document is made from it too."""

from typing import Annotated

from pydantic import BaseModel, Field

from data.commands.signal_taking import OUTCOMES
from data.doors.event_answers import Error
from data.doors.event_models import Asked, Line, Moment, one_of
from data.signal_words import ALGORITHMS, SIGNAL_KINDS, SIGNAL_STATES
from data.words import PROVENANCE

MOST_SIGNALS = 1_000
Kind = Annotated[str, *one_of(SIGNAL_KINDS)]
Algorithm = Annotated[str, *one_of(ALGORITHMS)]


class NewSignal(Asked):
    """A topic or an alarm. It needs a camera of the register, coordinates, or the code of a region with a place."""

    kind: Kind
    code: Line = Field(min_length=1, max_length=48, description="what the sender calls it; known again by it")
    title: Line = Field(min_length=1, max_length=96)
    words: Line | None = Field(None, max_length=4_000)
    category: Line | None = Field(None, max_length=32, description="of topics: code of any level of the category tree")
    algorithm: Algorithm | None = Field(None, description="of alarms, which have one; it gives the category")
    heat: int | None = Field(None, ge=0, le=10**9, description="of topics: how often it is spoken of")
    camera: Line | None = Field(None, max_length=48, description="code of a camera of the register: its place")
    lon: float | None = Field(None, ge=-180, le=180, description="WGS-84")
    lat: float | None = Field(None, ge=-90, le=90)
    region: str | None = Field(None, pattern=r"^[0-9]{6,18}$", description="code of a region, without coordinates")
    place: Line | None = Field(None, max_length=64, description="in words; of a camera its name by default")
    picture: Line | None = Field(None, max_length=400, description="http or https, without a password")
    at: Moment


class NewSignals(Asked):
    """A batch, each signal on its own account."""

    signals: list[NewSignal] = Field(min_length=1, max_length=MOST_SIGNALS)


class TakenSignal(BaseModel):
    """`changed`: told anew before anybody judged it; `known`: nothing of it is new."""

    outcome: Annotated[str, *one_of(OUTCOMES[:3])]
    kind: Kind
    code: str


class ItemSignal(BaseModel):
    """What became of one signal of a batch."""

    outcome: Annotated[str, *one_of(OUTCOMES)]
    index: int
    kind: Kind | None = None
    code: str | None = None
    errors: list[Error] | None = None
    quarantine: int | None = None


class TakenSignals(BaseModel):
    """Every signal of a batch in its order; the counts add up to what was sent."""

    created: int
    changed: int
    known: int
    quarantined: int
    results: list[ItemSignal]


class SignalRow(BaseModel):
    """A signal as the page lists it. `event`: the code of what it became; words and reason for senders alone."""

    kind: Kind
    code: str
    title: str
    words: str | None
    category: str
    algorithm: Algorithm | None
    heat: int | None
    camera: str | None
    place: str
    placed: Annotated[str, *one_of(("exact", "region"))]
    lon: float
    lat: float
    picture: str | None
    at: Moment
    state: Annotated[str, *one_of(SIGNAL_STATES)]
    judged_at: Moment | None
    reason: str | None
    event: str | None
    provenance: Annotated[str, *one_of(PROVENANCE)]


class Signals(BaseModel):
    """Those that wait first; at most 200 of each kind."""

    now: Moment
    region: str
    signals: list[SignalRow]

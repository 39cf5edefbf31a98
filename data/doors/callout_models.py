"""What may be sent to the doors of calls, notices and broadcasts, and their answers: the OpenAPI document is of it."""

from typing import Annotated

from pydantic import BaseModel, Field

from data.callout_words import ANSWERS, CALLOUT_KINDS, LONGEST, LONGEST_TITLE, REACHES, WAYS
from data.commands.callouts import HOURS
from data.doors.event_models import AnEvent, Asked, AWarning, Line, Moment, Number, one_of
from data.words import PROVENANCE

Named = Annotated[Line, Field(min_length=1, max_length=48)]
MOVES = ("stop", "again")


class NewCallout(Asked):
    """A call, notice or broadcast, to `groups` of a region (`responder:desk`, `persons:risk_point`, `ledger:person`,
    `speaker:village`) or to `responders` by code. `area`: a part of the region, as the page of risks writes it."""

    kind: Annotated[str, *one_of(CALLOUT_KINDS)]
    way: Annotated[str, *one_of(WAYS)]
    title: Line = Field(min_length=1, max_length=LONGEST_TITLE)
    words: Line = Field(min_length=1, max_length=LONGEST)
    region: Line = Field("", max_length=18)
    area: Line = Field("", max_length=4_000)
    groups: Annotated[list[Named], Field(max_length=40)] = []
    responders: Annotated[list[Named], Field(max_length=200)] = []
    event: AnEvent | None = None
    warning: AWarning | None = None
    hours: Annotated[int, Field(json_schema_extra={"enum": list(HOURS)}, ge=0, le=max(HOURS))] = 0


class CalloutMove(Asked):
    """stop (words: why): what has not gone is not sent; again: once more to those who were not reached."""

    move: Annotated[str, *one_of(MOVES)]
    words: Line = Field("", max_length=LONGEST)


class CalloutAnswer(Asked):
    """What came of one: by its number, or by the id under which its message came."""

    n: Number | None = None
    message: Line = Field("", max_length=36)
    answer: Annotated[str, *one_of(ANSWERS)]
    words: Line = Field("", max_length=200)


class CalloutAnswers(Asked):
    answers: Annotated[list[CalloutAnswer], Field(min_length=1, max_length=1_000)]


class Callout(BaseModel):
    """`reach`: how many of its `n` targets were reached, and where the others stand."""

    code: str
    kind: Annotated[str, *one_of(CALLOUT_KINDS)]
    way: Annotated[str, *one_of(WAYS)]
    title: str
    words: str
    region_code: str
    region_name: str
    groups: list[str]
    units: int
    area: str
    on: str | None
    n: int
    reach: dict[str, int]
    actor: str
    role: str
    at: Moment
    finish_by: Moment | None
    stopped_at: Moment | None
    stopped_words: str | None
    provenance: Annotated[str, *one_of(PROVENANCE)]


class Callouts(BaseModel):
    """The newest first."""

    now: Moment
    callouts: list[Callout]


class CalloutTarget(BaseModel):
    """Names and telephones are masked by clearance."""

    n: int
    code: str
    name: str
    who: str
    address: str | None
    tries: int
    reach: Annotated[str, *one_of(REACHES)]
    answer: Annotated[str, *one_of(ANSWERS)] | None
    answered_at: Moment | None


class CalloutWhole(Callout):
    """With a page of its targets, 100 after a number."""

    targets: list[CalloutTarget]

"""What may be sent to the doors of dispatch and what they answer; the OpenAPI document is made from it."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

from data.dispatch.receipts import RECEIPTS
from data.dispatch.words import DISPATCH_MOVES, DISPATCH_STATES, RESPONDER_KINDS, TASK_STATES
from data.doors.event_models import AnEvent, Asked, AWarning, Line, Moment, one_of
from data.words import PROVENANCE

Code = Annotated[Line, Field(min_length=1, max_length=32)]
Codes = Annotated[list[Code], Field(max_length=200)]


class NewDispatches(Asked):
    """An order on an event or a warning. `seq`: orders on it so far, as a recommendation tells; no `responders`: the
    recommended ones; `confirmed`: whose old position has been asked for; `whistle`: code of an agency to be called."""

    event: AnEvent | None = None
    warning: AWarning | None = None
    seq: Annotated[int, Field(ge=0, lt=2**15)] = 0
    responders: Annotated[list[Code], Field(min_length=1, max_length=200)] | None = None
    confirmed: Codes = []
    plan: Line = Field("", max_length=48)
    words: Line = Field("", max_length=2_000)
    whistle: Line = Field("", max_length=32)
    chain: bool = True


class ManyDispatches(Asked):
    """Several orders, each on its own account; the Idempotency-Key is for all of them."""

    orders: Annotated[list[NewDispatches], Field(min_length=1, max_length=50)]


class DispatchGiven(BaseModel):
    """What became of one of several orders: its code, or why it was refused."""

    code: str | None
    status: int
    detail: str


class DispatchesGiven(BaseModel):
    """What became of several orders, in their order."""

    results: list[DispatchGiven]


class DispatchMove(Asked):
    """confirm, recall, cancel (words: why), urge (words), handover (to: "account:login", within the scope)."""

    move: Annotated[str, *one_of(("confirm", "recall", "cancel", "urge", "handover"))]
    words: Line = Field("", max_length=2_000)
    to: Line = Field("", max_length=80)


class NewReceipt(Asked):
    """What is told of a task. `key`: told again under it, it is the same; a refusal says why in `words`."""

    what: Annotated[str, *one_of(RECEIPTS)]
    at: Moment | None = None
    words: Line = Field("", max_length=2_000)
    key: Line = Field("", max_length=128)
    lon: float | None = Field(None, ge=-180, le=180)
    lat: float | None = Field(None, ge=-90, le=90)


class Sent(BaseModel):
    """A responder of a task; its phone as the asker's clearance allows."""

    code: str
    name: str
    kind: Annotated[str, *one_of(RESPONDER_KINDS)]
    agency: str | None
    phone: str | None


class Task(BaseModel):
    """A task with its receipts; `next`: what can be told of it now; `late`: how many links of the chain were told that
    its next receipt is late."""

    code: str
    need: str
    words: str
    why: str
    km: float | None
    minutes: float | None
    state: Annotated[str, *one_of(TASK_STATES)]
    accept_by: Moment | None
    arrive_by: Moment | None
    done_by: Moment | None
    sent_at: Moment | None
    delivered_at: Moment | None
    read_at: Moment | None
    accepted_at: Moment | None
    departed_at: Moment | None
    arrived_at: Moment | None
    done_at: Moment | None
    ended_at: Moment | None
    reason: str | None
    late: int
    urged: int
    lon: float | None
    lat: float | None
    responder: Sent
    next: list[str]
    alone: bool
    by_phone: bool


class Dispatch(BaseModel):
    """An order. `handed`: to its holder by another; `held_until`: until when it can be recalled, by the server (ms)."""

    subject_code: str | None
    subject_title: str | None
    plan_name: str | None
    code: str
    n: int
    plan: str | None
    words: str
    whistle: str | None
    actor: str
    role: str
    holder: str
    handed: bool
    at: Moment
    state: Annotated[str, *one_of(DISPATCH_STATES)]
    held_until: int
    final_at: Moment | None
    ended_at: Moment | None
    provenance: Annotated[str, *one_of(PROVENANCE)]
    tasks: list[Task]
    accepted: int
    arrived: int
    done: int


class Step(BaseModel):
    """A step in the history of an order."""

    move: Annotated[str, *one_of(DISPATCH_MOVES)]
    at: Moment
    actor: str
    role: str
    words: str | None
    task: str | None


class MessageCount(BaseModel):
    """How many messages of a channel and kind are at a state."""

    channel: str
    kind: str
    state: str
    n: int


class DispatchWhole(Dispatch):
    """An order with its history and what became of its messages."""

    history: list[Step]
    messages: list[MessageCount]


class Dispatches(BaseModel):
    """Orders, the newest first."""

    now: Moment
    dispatches: list[Dispatch]


class Recommendation(BaseModel):
    """What is recommended: roles with who was chosen and passed over and why, stock, the chain, what is short."""

    subject: dict[str, Any]
    plan: dict[str, Any]
    seq: int
    words: str
    now: Moment
    estimate: str
    needs: list[dict[str, Any]]
    stock: list[dict[str, Any]]
    chain: list[dict[str, Any]]
    shortfalls: list[str]
    provenance: Annotated[str, *one_of(PROVENANCE)]

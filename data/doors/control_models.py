"""What may be sent to the doors of gates and pumps and what they answer; the OpenAPI document is made from it."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

from data.control_words import CONTROL_KINDS, CONTROL_ORDERS, CONTROL_STATES, ORDER_STATES
from data.doors.event_models import Asked, Line, Moment, one_of
from data.words import PROVENANCE

Whole = Annotated[int, Field(ge=0, lt=2**31)]


class ControlOrder(Asked):
    """An order to a gate, pump or valve. `seq`: its state as the sender saw it; `rule`: the suggestion it follows."""

    what: Annotated[str, *one_of(CONTROL_ORDERS)]
    why: Line = Field(min_length=1, max_length=2_000)
    seq: Whole
    rule: Line | None = Field(None, max_length=48)


class ControlAnswer(Asked):
    """What happened there after an order: the state that the control is in now."""

    order: Whole
    state: Annotated[str, *one_of(CONTROL_STATES)]
    words: Line | None = Field(None, max_length=2_000)


class OrderTaken(BaseModel):
    """What became of an order or an answer."""

    order: int
    code: str
    what: Annotated[str, *one_of(CONTROL_ORDERS)]
    state: Annotated[str, *one_of(ORDER_STATES)]


class Suggested(BaseModel):
    """What the rules suggest now, with the reason in words and numbers."""

    rule: str
    do: Annotated[str, *one_of(CONTROL_ORDERS)]
    why: str
    also: str


class Seen(BaseModel):
    """What a station tells that the control is moved by; amounts over `hours` in `sums`."""

    station: str
    name: str
    quantity: str
    unit: str
    value: float | None
    at: Moment | None
    silent: bool
    limits: dict[str, float]
    sums: dict[str, float]


class Ordered(BaseModel):
    """The newest order; who gave it and why only for senders."""

    order: int
    what: Annotated[str, *one_of(CONTROL_ORDERS)]
    at: Moment
    state: Annotated[str, *one_of(ORDER_STATES)]
    rule: str | None
    role: str
    actor: str | None = None
    why: str | None = None


class Control(BaseModel):
    """A gate, pump or valve; `state` as it was last told from there, at `as_of`."""

    code: str
    name: str
    kind: Annotated[str, *one_of(CONTROL_KINDS)]
    system: str
    lon: float
    lat: float
    capacity: float | None
    unit: str
    state: Annotated[str, *one_of(CONTROL_STATES)]
    seq: int
    as_of: Moment
    provenance: Annotated[str, *one_of(PROVENANCE)]
    eyes: dict[str, Seen]
    suggestion: Suggested | None
    blind: list[str]
    last_order: Ordered | None


class Controls(BaseModel):
    """All controls of a region, by water system."""

    now: Moment
    region: str
    controls: list[Control]


def control_shown(found: Any, last: Any, *, private: bool) -> dict[str, Any]:
    """A control as `Control` has it."""
    about = {name: found.row[name] for name in Control.model_fields if name in found.row}
    told = found.judgement.suggestion
    eyes = {
        name: {field: getattr(eye, field) for field in Seen.model_fields if field != "sums"}
        | {"sums": {str(hours): amount for hours, amount in eye.sums.items()}}
        for name, eye in found.eyes.items()
    }
    order = None
    if last is not None:
        order = {"order": last["ticket"]} | {name: last[name] for name in ("what", "at", "state", "rule", "role")}
        order |= {name: last[name] if private else None for name in ("actor", "why")}
    said = None
    if told is not None:
        said = {"rule": told.rule.code, "do": told.rule.do, "why": told.words, "also": told.rule.also}
    more = {"eyes": eyes, "suggestion": said, "blind": list(found.judgement.blind), "last_order": order}
    return about | more

"""The current state of an event is the fold of its history; so is its state at any moment past."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from data.life.moves import MOVES
from data.life.worktime import between
from data.words import STAGES

State = dict[str, Any]  # the columns of `event` that moves can change
MOMENTS = tuple(f"{stage}_at" for stage in STAGES)
TIMES = (
    *MOMENTS,
    "ended_at",
    "deadline_at",
    "warn_at",
    "suspended_at",
    "restarted_at",
    "rewound_at",
    "called_due_at",
    "arrived_at",
)
ENDS = ("closed", "rejected", "merged")
COUNTERS = {"supervise": "supervised", "reopen": "reopened", "return": "returned", "redo": "returned"}
START: State = {
    "seq": 0,
    "stage": "reported",
    **dict.fromkeys(MOMENTS),
    "ended_at": None,
    "agency": None,
    "first_agency": None,
    "promised_s": None,
    "suspended_at": None,
    "left_s": None,
    "supervised": 0,
    "reopened": 0,
    "returned": 0,
    "reports": 1,
    "into_id": None,
    "restarted_at": None,
    "rewound_at": None,
    "rating": None,
    "visited": None,
    "called_agency": None,
    "called_due_at": None,
    "arrived_at": None,
}  # with grade, loop, clock, deadline_at and warn_at, which every beginning sets
FOLDED = (*START, "grade", "loop", "clock", "deadline_at", "warn_at")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One row of the history. `change` holds what the move decided, moments as datetimes."""

    seq: int
    move: str
    at: datetime
    change: Mapping[str, Any]


def fold(steps: Iterable[Step]) -> State:
    """The state after these steps, in order of `seq`."""
    state = dict(START)
    for step in steps:
        state = after(state, step)
    return state


def after(state: State, step: Step) -> State:
    """The state one step later."""
    new = {**state, "seq": step.seq}
    if step.seq == 1:
        new["reported_at"] = step.at
    if move := MOVES.get(step.move):
        if move.to is not None:
            new["stage"] = move.to
        if move.back:
            _rewind(new, str(move.to), step.at)
        elif move.stamps:
            new[f"{move.to}_at"] = step.at
        if move.to in ENDS:
            new["ended_at"] = step.at
    if counter := COUNTERS.get(step.move):
        new[counter] += 1
    new |= dict(step.change)
    if step.move == "direct" and "deadline_at" in step.change and "promised_s" not in step.change:  # kept before 0025
        new["promised_s"] = between(new["reported_at"], new["deadline_at"], new["clock"])
    return new


def _rewind(state: State, stage: str, at: datetime) -> None:
    """What lay after `stage` has not been reached any more; nor was it rated or visited."""
    names = tuple(STAGES)
    for name in names[names.index(stage) + 1 :]:
        state[f"{name}_at"] = None
    state |= {"rewound_at": at, "ended_at": None, "rating": None, "visited": None, "into_id": None}
    if state[f"{stage}_at"] is None:
        state[f"{stage}_at"] = at


def written(change: Mapping[str, Any]) -> str | None:
    """A change as the history keeps it."""
    plain = {k: int(v.timestamp()) if isinstance(v, datetime) else v for k, v in change.items()}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")) if plain else None


def read(text: str | None) -> State:
    """The change a history row keeps."""
    change = json.loads(text) if text else {}
    return {k: datetime.fromtimestamp(v, UTC) if k in TIMES and v is not None else v for k, v in change.items()}

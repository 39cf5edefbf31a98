"""The one table of what may be done with a warning, and the fold that makes a warning of its history."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from data.risk_words import WARNING_STATES

State = dict[str, Any]  # the columns of `warning` that moves can change
DUTY, AGENCY, LEADER, SYSTEM = "duty_officer", "agency", "leader", "system"
LIVE_STATES = ("raised", "acknowledged", "shelved")
VERDICTS = {"hit": "命中", "false": "误报"}
TIMES = ("expires_at",)
SETS = ("colour", "title", "words", "evidence", "expires_at", "region_id", "regions", "judged", "because")
OWN = ("title", "words", "evidence", "expires_at", "regions")  # what those who raise may tell anew


@dataclass(frozen=True, kw_only=True)
class Move:
    """`to` None leaves the state as it is. `asks` must be given, `takes` may be."""

    name: str
    label: str  # gettext msgid
    frm: tuple[str, ...]
    to: str | None
    roles: tuple[str, ...]
    asks: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


_TABLE = (
    Move(
        name="acknowledge",
        label="确认",
        frm=("raised",),
        to="acknowledged",
        roles=(DUTY, LEADER, AGENCY),
        takes=("reason",),
    ),
    Move(
        name="shelve",
        label="搁置",
        frm=("raised", "acknowledged"),
        to="shelved",
        roles=(DUTY, LEADER),
        asks=("reason",),
    ),
    Move(
        name="unshelve", label="取消搁置", frm=("shelved",), to="acknowledged", roles=(DUTY, LEADER), takes=("reason",)
    ),
    Move(  # graver than what was acknowledged or shelved: it must be seen again
        name="escalate",
        label="升级",
        frm=LIVE_STATES,
        to="raised",
        roles=(DUTY, LEADER, SYSTEM),
        asks=("colour", "reason"),
        takes=OWN,
    ),
    Move(
        name="deescalate",
        label="降级",
        frm=LIVE_STATES,
        to=None,
        roles=(DUTY, LEADER, SYSTEM),
        asks=("colour", "reason"),
        takes=OWN,
    ),
    Move(name="update", label="更新", frm=LIVE_STATES, to=None, roles=(SYSTEM,), takes=("reason", *OWN)),
    Move(  # `because`: the numbers of a rule that ended it, see `data/queries/said.py`
        name="clear",
        label="解除",
        frm=LIVE_STATES,
        to="cleared",
        roles=(DUTY, LEADER, SYSTEM),
        asks=("reason",),
        takes=("because",),
    ),
    Move(
        name="judge",
        label="评判",
        frm=tuple(WARNING_STATES),
        to=None,
        roles=(DUTY, LEADER),
        asks=("judged",),
        takes=("reason",),
    ),
)
MOVES = {move.name: move for move in _TABLE}
RAISE = "raise"
RAISERS = (DUTY, LEADER, SYSTEM)
LABELS = {RAISE: "发布"} | {name: move.label for name, move in MOVES.items()}
START: State = {"seq": 0, "state": "raised", "peak": 4, "ended_at": None, "expires_at": None, "judged": None}
FOLDED = (*START, "colour", "title", "words", "evidence", "region_id", "raised_at", "changed_at")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One row of the history. `change` holds what the move set (SETS), moments as datetimes."""

    seq: int
    move: str
    at: datetime
    change: Mapping[str, Any]


def possible(state: str) -> list[Move]:
    """The moves that a warning in this state allows, whoever asks."""
    return [move for move in _TABLE if state in move.frm]


def fold(steps: Iterable[Step]) -> State:
    """The warning after these steps, in order of `seq`; `regions` besides the columns where it covers several."""
    state = dict(START)
    for step in steps:
        state = after(state, step)
    return state


def after(state: State, step: Step) -> State:
    """The state one step later. `changed_at` is when it last got another colour or other words."""
    new = {**state, "seq": step.seq, **step.change}
    if step.move == RAISE:
        new["raised_at"] = step.at
    elif (to := MOVES[step.move].to) is not None:
        new["state"] = to
    if "colour" in step.change or "words" in step.change:
        new["changed_at"] = step.at
    if new["state"] == "cleared" and state["ended_at"] is None:
        new["ended_at"] = step.at
    new["peak"] = min(state["peak"], new["colour"])
    return new


def written(change: Mapping[str, Any]) -> str | None:
    """A change as the history keeps it."""
    plain = {k: int(v.timestamp()) if isinstance(v, datetime) else v for k, v in change.items()}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")) if plain else None


def read(text: str | None) -> State:
    """The change that a history row keeps."""
    change = json.loads(text) if text else {}
    return {k: datetime.fromtimestamp(v, UTC) if k in TIMES and v is not None else v for k, v in change.items()}

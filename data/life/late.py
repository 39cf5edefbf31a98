"""What of an open event is past its time: marked on it once seen, so that late events are counted like others."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.life.limits import PROMPT, PROMPT_WITHIN, Bools, Ints

Texts = NDArray[np.object_]

NOT_ANSWERED = ("reported", "filed", "assigned", "handling")
NOT_ASSIGNED = ("reported", "filed")


class Late(NamedTuple):
    """Open events whose deadline has passed, those of them not even answered; events not assigned in time; and open
    events past the moment to warn of them, whether late by now or not.

    A clock that stands still is not late. The names are columns of the event and measures of the cube: without them,
    who never ends a late case would seem the most punctual.
    """

    late: int = 0
    late_unanswered: int = 0
    late_unassigned: int = 0
    warned: int = 0

    @classmethod
    def of(cls, row: Mapping[Any, Any], now: Any, prompt: Any = PROMPT_WITHIN) -> "Late":
        """What one event adds by then: moments and a timedelta, or all of them in epoch seconds."""
        ticks = row["ended_at"] is None and row["suspended_at"] is None
        over, warned = ticks and row["deadline_at"] < now, ticks and row["warn_at"] <= now
        waits = row["stage"] in NOT_ASSIGNED and row["reported_at"] <= now - prompt
        return cls(int(over), int(over and row["stage"] in NOT_ANSWERED), int(waits), int(warned))

    def plus(self, other: "Late") -> "Late":
        return Late(*(mine + its for mine, its in zip(self, other, strict=True)))


LATE = Late._fields


def late_columns(stage: Texts, reported: Ints, still: Bools, due: Ints, warn: Ints, now: datetime) -> dict[str, Ints]:
    """The same of many events none of whose clocks stands still; moments in epoch seconds."""
    over = still & (due < int(now.timestamp()))
    waits = np.isin(stage, NOT_ASSIGNED) & (reported <= int(now.timestamp()) - PROMPT)
    flags = (over, over & np.isin(stage, NOT_ANSWERED), waits, still & (warn <= int(now.timestamp())))
    return {name: flag.astype(np.int64) for name, flag in zip(LATE, flags, strict=True)}

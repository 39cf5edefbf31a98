"""What of an open event is past its time: marked on it once seen, so that late events are counted like others."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.life.limits import PROMPT, Bools, Ints

Texts = NDArray[np.object_]

NOT_ANSWERED = ("reported", "filed", "assigned", "handling")
NOT_ASSIGNED = ("reported", "filed")
SECOND = timedelta(seconds=1)
NEVER = np.iinfo(np.int64).max  # no mark is to come


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
    def of(cls, row: Mapping[Any, Any], now: Any, second: Any = SECOND) -> "Late":
        """What one event adds by then: moments and a timedelta, or all of them in epoch seconds and 1."""
        ticks = row["ended_at"] is None and row["suspended_at"] is None
        over, warned = ticks and row["deadline_at"] < now, ticks and row["warn_at"] <= now
        waits = row["stage"] in NOT_ASSIGNED and row["reported_at"] <= now - PROMPT * second
        return cls(int(over), int(over and row["stage"] in NOT_ANSWERED), int(waits), int(warned))

    def plus(self, other: "Late") -> "Late":
        return Late(*(mine + its for mine, its in zip(self, other, strict=True)))

    def over(self, row: Mapping[Any, Any]) -> "Late":
        """What of it the event is not marked with yet."""
        return Late(*(max(0, mine - row[name]) for name, mine in zip(LATE, self, strict=True)))


LATE = Late._fields


def marks(row: Mapping[Any, Any], now: Any, second: Any = SECOND) -> dict[str, Any]:
    """The columns that say what of the event is late by now (LATE), and `mark_at`: when time alone adds to that next.

    Moments and a timedelta, or all of them in epoch seconds and 1. `mark_at` None: nothing is to come.
    """
    late, ahead = Late.of(row, now, second), []
    ticks = row["ended_at"] is None and row["suspended_at"] is None
    if ticks and not late.late:
        ahead.append(row["deadline_at"] + second)  # on the deadline it is not late yet
    if ticks and not late.warned:
        ahead.append(row["warn_at"])
    if row["stage"] in NOT_ASSIGNED and not late.late_unassigned:
        ahead.append(row["reported_at"] + PROMPT * second)
    return late._asdict() | {"mark_at": min(ahead, default=None)}


def late_columns(stage: Texts, reported: Ints, still: Bools, due: Ints, warn: Ints, now: datetime) -> dict[str, Ints]:
    """The same of many events none of whose clocks stands still; moments in epoch seconds, `mark_at` may be NEVER."""
    at, new = int(now.timestamp()), np.isin(stage, NOT_ASSIGNED)
    over, warned, waits = still & (due < at), still & (warn <= at), new & (reported <= at - PROMPT)
    flags = (over, over & np.isin(stage, NOT_ANSWERED), waits, warned)
    ahead = ((still & ~over, due + 1), (still & ~warned, warn), (new & ~waits, reported + PROMPT))
    mark_at = np.minimum.reduce([np.where(comes, when, NEVER) for comes, when in ahead])
    return {name: flag.astype(np.int64) for name, flag in zip(LATE, flags, strict=True)} | {"mark_at": mark_at}

"""What a rule does about a warning when its finding is another than before."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A live warning: its colour, the one that its rule last found, since when, and whether a person set it."""

    colour: int
    found: int
    since: datetime
    by_hand: bool


def turn(standing: Standing | None, found: int | None, now: datetime, hold: timedelta) -> str | None:
    """The move to make: raise, escalate, deescalate, clear; None when all stays.

    A colour is kept for `hold`. One that a person has set is only left for a graver one than the rule had seen, or
    when nothing holds any more.
    """
    if standing is None:
        return None if found is None else "raise"
    if found is not None and found < standing.colour and not (standing.by_hand and found >= standing.found):
        return "escalate"
    if now - standing.since < hold:
        return None
    if found is None:
        return "clear"
    return "deescalate" if found > standing.colour and not standing.by_hand else None

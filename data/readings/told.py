"""What a door has read of one reading, before anything is made of it."""

from datetime import datetime
from typing import Any, NamedTuple

BLANK = ("blank",)  # the value of a quantity that a row of several leaves empty: counted, and nothing else


class Told(NamedTuple):
    """A value as a station sent it.

    `quantity` may be empty where the station has but one gauge, `unit` where it is the quantity's own. `at` and `value`
    may be text, or nothing at all.
    """

    station: str
    quantity: str
    at: datetime | str | None
    value: Any
    unit: str = ""

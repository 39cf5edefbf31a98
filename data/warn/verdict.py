"""What comes out when a rule is held against the world: verdicts, and the numbers behind them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple


@dataclass(frozen=True, kw_only=True)
class Number:
    """What one station said, or what is known of a region, against the bar it was held to.

    `held`: the bar is the one for clearing. Of a region `station` is its name, `station_id` 0 and `about` what was
    counted: of, category, leaf, source; field; usual.
    """

    kind: str
    station: str
    station_id: int
    quantity: str | None
    value: float
    bar: float
    side: str = "above"
    minutes: int | None = None
    limit: str | None = None
    limit_value: float | None = None
    held: bool = False
    at: datetime | None = None
    about: Mapping[str, Any] | None = None


class Verdict(NamedTuple):
    """Whether it holds, and the numbers that decided."""

    holds: bool | None
    numbers: tuple[Number, ...]


class Finding(NamedTuple):
    """The colour (None: none), and the numbers that made it so."""

    colour: int | None
    numbers: tuple[Number, ...]

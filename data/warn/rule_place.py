"""Conditions about a region rather than its stations: events counted, what is forecast, what others warn of.

They need a rule per region. A rule with any of them is seen to by the sweep, every minute or so, not with each reading.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic.dataclasses import dataclass

from data.risk_words import EVENT_COUNTS, WARNING_FIELDS
from data.warn.rule_parts import STRICT, Quantity, Slack, Window, one_of

COLOURS = {"red": 1, "orange": 2, "yellow": 3, "blue": 4}
BY_MOMENT = ("reported", "merged")  # counted within a window; the others are counted as they stand
Words = Annotated[str, Field(pattern=r"^[\w.:/()+-]{0,32}$")]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Events:
    """`at_least` so many events of the region, of a category, leaf and source where they are given.

    `of`: reported in the last `minutes`; merged, the repeats among these; open now; overdue, open past their deadline.
    `leaf` is a category of any level below the first, with all below it. It stays until there are `clear_by` less.
    """

    kind: Literal["events"]
    of: Annotated[str, one_of(EVENT_COUNTS)] = "reported"
    category: Words = ""
    leaf: Words = ""
    source: Words = ""
    minutes: Window | None = None
    at_least: Annotated[int, Field(ge=1, le=100_000)]
    clear_by: Annotated[int, Field(ge=0)] = 0

    @model_validator(mode="after")
    def _within(self) -> Self:
        if (self.minutes is None) == (self.of in BY_MOMENT):
            raise ValueError("reported and merged are counted within minutes, open and overdue as they stand")
        return self

    @property
    def key(self) -> str:
        """What is counted, in short: conditions that count the same share it."""
        return "|".join((self.of, self.category, self.leaf, self.source, str(self.minutes or "")))


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Surge:
    """`times` as many events in the last `minutes` as usual in the `days` before, and `at_least` so many."""

    kind: Literal["surge"]
    category: Words = ""
    source: Words = ""
    minutes: Annotated[Window, Field(le=1_440)]
    times: Annotated[float, Field(gt=1, le=100)]
    at_least: Annotated[int, Field(ge=2, le=100_000)]
    days: Annotated[int, Field(ge=7, le=90)] = 28

    @model_validator(mode="after")
    def _one_split(self) -> Self:
        if self.category and self.source:
            raise ValueError("what is usual is known of a category or of a source, not of both")
        return self

    @property
    def key(self) -> str:
        return "|".join(("reported", self.category, "", self.source, str(self.minutes)))

    @property
    def usual_key(self) -> str:
        return f"{self.key}|{self.days}"


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Forecast:
    """An office expects `value` or more (`below`: or less) for the region within the next `minutes`.

    Amounts are added up over that time, of states the furthest counts. Of each issuer only its newest word holds.
    It stays until the value is `clear_by` on the safe side of the bar.
    """

    kind: Literal["forecast"]
    quantity: Quantity
    side: Literal["above", "below"] = "above"
    minutes: Window
    value: float
    clear_by: Slack = 0.0

    @property
    def key(self) -> str:
        return "|".join((self.quantity, self.side, str(self.minutes)))


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Warned:
    """An office (by CAP, or by hand) warns of this field here, in this colour or a graver one."""

    kind: Literal["warned"]
    field: Annotated[str, one_of(WARNING_FIELDS)]
    colour: Annotated[str, one_of(COLOURS)] = "blue"

    @property
    def grave(self) -> int:
        """1 red .. 4 blue."""
        return COLOURS[self.colour]


PlaceLeaf = Events | Surge | Forecast | Warned

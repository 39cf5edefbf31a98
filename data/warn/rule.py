"""A warning rule: which stations it looks at, and for each colour the condition under which it holds.

The dataclasses are the JSON in `warning_rule.what`. Parsing is strict: nothing unknown, nothing guessed. Amounts are in
the unit of their quantity (`data.risk_words.QUANTITIES`), windows in minutes.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, TypeAdapter, ValidationError, model_validator
from pydantic.dataclasses import dataclass

from data.errors import BadInput
from data.risk_words import LIMITS, QUANTITIES, WARNING_COLOURS
from data.warn.rule_parts import LONGEST, STEP, STRICT, Kind, Quantity, Share, Slack, Window, one_of
from data.warn.rule_place import COLOURS, Events, Forecast, PlaceLeaf, Surge, Warned

__all__ = ["COLOURS", "LONGEST", "STEP"]
WIDE = (1, 2)  # levels whose stations are too many to look at with each reading
DEEPEST = 4  # conditions within conditions
SHOWN = 5  # faults of one rule that are told


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Threshold:
    """The newest value is at or beyond a number, or beyond `times` a limit of the gauge and `plus`.

    It stays until the value is `clear_by` and `clear_share` of the bar on the safe side of it.
    """

    kind: Literal["threshold"]
    quantity: Quantity
    side: Literal["above", "below"] = "above"
    value: float | None = None
    limit: Annotated[str, one_of(LIMITS)] | None = None
    times: Annotated[float, Field(gt=0, le=10)] = 1.0
    plus: float = 0.0
    clear_by: Slack = 0.0
    clear_share: Share = 0.0

    @model_validator(mode="after")
    def _against_one_thing(self) -> Self:
        if (self.value is None) == (self.limit is None):
            raise ValueError("a threshold is against a value or a limit, one of them")
        if self.limit is None and (self.times != 1 or self.plus):
            raise ValueError("times and plus go with a limit")
        return self


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Accumulation:
    """The sum over the last `minutes` is `value` or more."""

    kind: Literal["accumulation"]
    quantity: Quantity
    minutes: Window
    value: Annotated[float, Field(gt=0)]
    clear_by: Slack = 0.0

    @model_validator(mode="after")
    def _adds(self) -> Self:
        if not QUANTITIES[self.quantity].adds:
            raise ValueError(f"{self.quantity} is a state and cannot be summed up")
        return self


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Rise:
    """The newest value is `value` or more above the lowest of the last `minutes`."""

    kind: Literal["rise"]
    quantity: Quantity
    minutes: Window
    value: Annotated[float, Field(gt=0)]
    clear_by: Slack = 0.0

    @model_validator(mode="after")
    def _stands(self) -> Self:
        if QUANTITIES[self.quantity].adds:
            raise ValueError(f"{self.quantity} is an amount and cannot rise: use an accumulation")
        return self


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Silence:
    """Nothing heard of the station for longer than `rhythms` times its own rhythm, and longer than `minutes`."""

    kind: Literal["silence"]
    rhythms: Annotated[float, Field(ge=1, le=1_000)]
    minutes: Annotated[int, Field(ge=1, le=LONGEST)] = 15


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Count:
    """`at_least` so many stations of the region for which `of` holds."""

    kind: Literal["count"]
    at_least: Annotated[int, Field(ge=2, le=1_000)]
    of: "Condition"


@dataclass(frozen=True, kw_only=True, config=STRICT)
class All:
    """Every one of several conditions."""

    kind: Literal["all"]
    of: Annotated[tuple["Condition", ...], Field(min_length=2, max_length=8)]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Any_:
    """At least one of several conditions."""

    kind: Literal["any"]
    of: Annotated[tuple["Condition", ...], Field(min_length=2, max_length=8)]


Leaf = Threshold | Accumulation | Rise | Silence
Condition = Annotated[
    Threshold | Accumulation | Rise | Silence | Events | Surge | Forecast | Warned | Count | All | Any_,
    Field(discriminator="kind"),
]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Level:
    """A colour and what makes it."""

    colour: Annotated[str, one_of(COLOURS)]
    when: Condition

    @property
    def grave(self) -> int:
        """1 red .. 4 blue."""
        return COLOURS[self.colour]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Rule:
    """`per`: one warning for each station, or for each region of that level (1 city .. 5 grid).

    `kinds`, `stations` and `region` (codes) narrow down which stations are looked at. A colour once reached is kept
    for `hold_minutes` at least before it is lowered or cleared.
    """

    levels: Annotated[tuple[Level, ...], Field(min_length=1, max_length=len(WARNING_COLOURS))]
    per: Literal["station", 1, 2, 3, 4, 5] = "station"
    kinds: tuple[Kind, ...] = ()
    stations: Annotated[tuple[str, ...], Field(max_length=1_000)] = ()
    region: str | None = None
    hold_minutes: Annotated[int, Field(ge=0, le=LONGEST)] = 0

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        graves = [level.grave for level in self.levels]
        if graves != sorted(set(graves)):
            raise ValueError("levels go from the gravest colour down, each once")
        if any(isinstance(one, Surge) for one in self.places) and self.per not in (1, 2, 3):
            raise ValueError("what is usual is known of towns and of what is larger")
        for level in self.levels:
            _check(level.when, self.per != "station", DEEPEST)
        return self

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every condition that looks at readings itself."""
        return tuple(leaf for leaf in self._all if not isinstance(leaf, PlaceLeaf))

    @property
    def places(self) -> tuple[PlaceLeaf, ...]:
        """Every condition that looks at what is known of the region beside readings."""
        return tuple(leaf for leaf in self._all if isinstance(leaf, PlaceLeaf))

    @property
    def slow(self) -> bool:
        """Whether it is seen to by the sweep alone: it looks at more than readings, or at a county and the city."""
        return self.per in WIDE or bool(self.places)

    @property
    def _all(self) -> tuple[Leaf | PlaceLeaf, ...]:
        return tuple(leaf for level in self.levels for leaf in leaves_of(level.when))


def leaves_of(what: Any) -> tuple[Leaf | PlaceLeaf, ...]:
    """The conditions that look at something themselves, within a condition."""
    if isinstance(what, All | Any_):
        return tuple(leaf for part in what.of for leaf in leaves_of(part))
    return leaves_of(what.of) if isinstance(what, Count) else (what,)


def _check(what: Any, counting: bool, deep: int) -> None:
    """Depth, and that stations are counted only in regions and not twice over."""
    if not deep:
        raise ValueError(f"conditions are nested deeper than {DEEPEST}")
    if isinstance(what, Count) and not counting:
        raise ValueError("count needs a rule per region, and no count around it")
    if isinstance(what, PlaceLeaf) and not counting:
        raise ValueError(f"{what.kind} needs a rule per region, and no count around it")
    parts = what.of if isinstance(what, All | Any_) else (what.of,) if isinstance(what, Count) else ()
    for part in parts:
        _check(part, counting and not isinstance(what, Count), deep - 1)


_RULE: TypeAdapter[Rule] = TypeAdapter(Rule)


def parse(text: str | bytes) -> Rule:
    """The rule that this JSON describes. BadInput that says where it is wrong."""
    try:
        return _RULE.validate_json(text)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
    parts = [(".".join(map(str, one["loc"])), one["msg"].removeprefix("Value error, ")) for one in found[:SHOWN]]
    raise BadInput("; ".join(f"{where}: {what}" if where else what for where, what in parts)) from None


def written(rule: Rule) -> str:
    """The rule as JSON, always in the same words."""
    return _RULE.dump_json(rule, exclude_defaults=True).decode()

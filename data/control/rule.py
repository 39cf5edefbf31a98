"""Rules that suggest an order to a gate or pump: their form; the city's own, else the shipped ones of `rules.yaml`."""

import json
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, TypeAdapter, model_validator
from pydantic.dataclasses import dataclass
from yaml import YAMLError

from data.control_words import CONTROL_EYES, CONTROL_KINDS, ORDERS_OF
from data.errors import BadInput
from data.house import House
from data.risk_words import LIMITS
from data.yaml_file import read_yaml

FILE = Path(__file__).with_name("rules.yaml")
OWN = "controls.yaml"  # in the pack of a city
STRICT = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)
Bar = float | int | str  # a number, the name of a limit, or of an eye


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Condition:
    """One station's newest value, or its sum of `hours`, against a bar; `less`: so much under that bar."""

    eye: str
    at_least: Bar | None = None
    below: Bar | None = None
    less: Annotated[float, Field(ge=0)] = 0.0
    hours: Annotated[int, Field(ge=1, le=72)] | None = None

    @model_validator(mode="after")
    def _means_something(self) -> Self:
        if self.eye not in CONTROL_EYES:
            raise ValueError(f"eye: {self.eye!r} is not one of {', '.join(CONTROL_EYES)}")
        if (self.at_least is None) == (self.below is None):
            raise ValueError("a condition has at_least or below, one of them")
        if isinstance(self.bar, str) and self.bar not in (*LIMITS, *CONTROL_EYES):
            raise ValueError(f"{self.bar!r} is neither a limit nor an eye")
        return self

    @property
    def bar(self) -> Bar:
        return self.below if self.at_least is None else self.at_least  # type: ignore[return-value]

    @property
    def eyes(self) -> tuple[str, ...]:
        """Those it needs to see with."""
        return (self.eye, self.bar) if isinstance(self.bar, str) and self.bar in CONTROL_EYES else (self.eye,)


@dataclass(frozen=True, kw_only=True, config=STRICT)
class ControlRule:
    """When all of `when` hold, `do` is suggested to a control of this kind; `also`: what goes with it (a msgid)."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,47}$")]
    name: str
    kind: str
    do: str
    when: Annotated[tuple[Condition, ...], Field(min_length=1)]
    source: str
    also: str = ""

    @model_validator(mode="after")
    def _can_be_done(self) -> Self:
        if self.kind not in CONTROL_KINDS or self.do not in ORDERS_OF[self.kind]:
            raise ValueError(f"a {self.kind} cannot {self.do}")
        return self

    @property
    def eyes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(eye for one in self.when for eye in one.eyes))


Rules = tuple[ControlRule, ...]
_RULES = TypeAdapter(Rules)


def own_rules(house: House) -> Rules:
    """Those of the city's pack, where it has some. BadInput, naming the file, with what is wrong with them."""
    own = house.settings.cities_dir / house.settings.city / OWN
    return control_rules(own if own.is_file() else FILE)


@cache
def control_rules(file: Path = FILE) -> Rules:
    """The rules in their order. BadInput with what is wrong with the file."""
    try:
        return read_rules(read_yaml(file))
    except (BadInput, YAMLError, UnicodeDecodeError) as error:
        raise BadInput(f"{file}: {str(error)[:2_000]}") from None


def read_rules(told: Any) -> Rules:
    """Rules as YAML has them; BadInput for what is none, and for one code twice."""
    try:
        rules = _RULES.validate_json(json.dumps(told))
    except (TypeError, ValueError) as error:
        raise BadInput(f"rules of controls: {error}") from None
    codes = [rule.code for rule in rules]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise BadInput(f"rules of controls: {', '.join(twice)} stands twice")
    return rules

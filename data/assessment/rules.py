"""Scoring rules as data: as the city declares them, or as the house does for any city."""

from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from data.assessment.measures import AUDIENCES, MEASURES, Measure
from data.errors import CityError
from data.settings import Settings
from data.words import SOURCES
from data.yaml_file import read_yaml

GENERIC = Path(__file__).with_name("rules.yaml")
OWN = "assessment.yaml"  # in the pack of a city
WHOLE = 100  # points


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Linear(_Part):
    """Nothing at `zero`, all at `full`, in between in proportion."""

    zero: float
    full: float

    @model_validator(mode="after")
    def _apart(self) -> "Linear":
        if self.zero == self.full:
            raise ValueError("zero and full differ")
        return self


class Line(_Part):
    key: str = Field(pattern=r"^[a-z_]{1,24}$")
    measure: str
    audiences: tuple[Literal["agency", "county", "town"], ...] = Field(alias="for", min_length=1)
    weight: float = Field(gt=0, le=WHOLE)
    least: int = Field(ge=1)
    cap: float = Field(WHOLE, gt=0, le=WHOLE)
    linear: Linear | None = None
    steps: tuple[tuple[float, float], ...] = ()  # value, score
    less: bool = False
    source: str = ""
    name: str = Field("", max_length=16)

    @model_validator(mode="after")
    def _whole(self) -> "Line":
        if self.measure not in MEASURES:
            raise ValueError(f"measure {self.measure!r} is not one of {', '.join(MEASURES)}")
        if (self.linear is None) == (not self.steps):
            raise ValueError("a line has linear or steps, one of them")
        if any(not 0 <= score <= WHOLE for _value, score in self.steps):
            raise ValueError("the score of a step lies within 0 and 100")
        if self.source and (self.source not in SOURCES or "agency" in self.audiences or not self.known.column):
            raise ValueError(f"source is one of {', '.join(SOURCES)}, of a measure of cases, and not for agencies")
        return self

    @property
    def known(self) -> Measure:
        return MEASURES[self.measure]


class Rules(_Part):
    """`counted`: points that must have been measured before anyone is ranked."""

    version: str = Field(min_length=1, max_length=16)
    counted: float = Field(gt=0, le=WHOLE)
    lines: tuple[Line, ...] = Field(min_length=1)

    def of(self, audience: str) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if audience in line.audiences)

    @model_validator(mode="after")
    def _sums(self) -> "Rules":
        keys = [line.key for line in self.lines]
        if again := {key for key in keys if keys.count(key) > 1}:
            raise ValueError(f"key given twice: {', '.join(sorted(again))}")
        for audience in AUDIENCES:
            if abs((points := sum(line.weight for line in self.of(audience))) - WHOLE) > 1e-6:
                raise ValueError(f"the weights for {audience} add up to {points:g}, not {WHOLE}")
        return self


def assessment_rules(settings: Settings) -> Rules:
    """Those of the city's pack, where it declares some."""
    own = settings.cities_dir / settings.city / OWN
    return read_rules(own if own.is_file() else GENERIC)


@cache
def read_rules(path: Path) -> Rules:
    """CityError, naming the file and the line, where it makes no sense."""
    try:
        told: Any = read_yaml(path)
        return Rules.model_validate(told)
    except yaml.YAMLError as error:
        raise CityError(f"{path}: {error}") from None
    except ValidationError as error:
        where = "; ".join(f"{_place(told, fault['loc'])}{fault['msg']}" for fault in error.errors())
        raise CityError(f"{path}: {where}") from None


def _place(told: Any, loc: tuple[int | str, ...]) -> str:
    """Which line, by its number and key; and what of it."""
    if len(loc) > 1 and loc[0] == "lines" and isinstance(loc[1], int):
        line = told["lines"][loc[1]]
        key = f" ({line.get('key')})" if isinstance(line, dict) else ""
        rest = ".".join(map(str, loc[2:]))
        return f"line {loc[1] + 1}{key}: {rest}{': ' if rest else ''}"
    return f"{'.'.join(map(str, loc))}: " if loc else ""

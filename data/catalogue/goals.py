"""What a digital government is to reach (数字政府目标): the city's own goals, else those of `goals.yaml`."""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from data.catalogue_words import GOALS
from data.errors import CityError
from data.house import House
from data.yaml_file import read_yaml

FILE = Path(__file__).with_name("goals.yaml")
TOLD = ("cloud", "service")  # what the house cannot count itself: an indicator tells it
NAMES = ("code", "target", "year", "source")


class Goal(NamedTuple):
    """`target` in %, of scenes as a number; `indicator`: whose newest value tells where it stands."""

    code: str
    target: float
    year: int
    source: str
    indicator: str = ""


def goals_of(house: House) -> tuple[Goal, ...]:
    """Those of the city's pack, where it has some. CityError, naming the file, when they make no sense."""
    own = house.settings.cities_dir / house.settings.city / FILE.name
    return read_goals(own if own.is_file() else FILE)


@cache
def read_goals(file: Path = FILE) -> tuple[Goal, ...]:
    try:
        told = read_yaml(file)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CityError(f"{file} is not YAML: {str(error)[:300]}") from None
    if not isinstance(told, list):
        raise CityError(f"{file}: a list of goals")
    found = tuple(_goal(file, one) for one in told)
    if len({one.code for one in found}) < len(found):
        raise CityError(f"{file}: a goal stands twice")
    return found


def _goal(file: Path, one: Any) -> Goal:
    named = set(one) if isinstance(one, dict) else set()
    if not {*NAMES} <= named <= {*NAMES, "indicator"} or one["code"] not in GOALS:
        raise CityError(f"{file}: a goal has {', '.join(NAMES)}, and code is one of {', '.join(GOALS)}")
    if (one["code"] in TOLD) != ("indicator" in one):
        raise CityError(f"{file}: {one['code']}: only {', '.join(TOLD)} name an indicator, and these must")
    if not all(isinstance(one[name], int | float) and one[name] > 0 for name in ("target", "year")):
        raise CityError(f"{file}: {one['code']}: target and year are numbers above 0")
    if not all(isinstance(one[name], str) and 0 < len(one[name]) <= 64 for name in named & {"source", "indicator"}):
        raise CityError(f"{file}: {one['code']}: source and indicator are texts of up to 64 characters")
    return Goal(**one)

"""Topics: categories that are looked at together, as the city declares them or as the house does for any city."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from data.errors import CityError
from data.house import House
from data.yaml_file import read_yaml

GENERIC = Path(__file__).with_name("topics.yaml")
FIRES = Path(__file__).with_name("fires.yaml")
ENFORCEMENT = Path(__file__).with_name("enforcement.yaml")


@dataclass(frozen=True)
class Topic:
    """`categories`: codes of any level of the tree; each stands for all below it."""

    key: str
    name: str
    categories: tuple[str, ...]

    def holds(self, leaf: str) -> bool:
        return any(leaf == one or leaf.startswith(f"{one}.") for one in self.categories)


def topics(house: House) -> tuple[Topic, ...]:
    """Those of the city's pack, where it declares some."""
    own = house.settings.cities_dir / house.settings.city / GENERIC.name
    return read_topics(own if own.is_file() else GENERIC)


def fires(house: House) -> tuple[Topic, ...]:
    """What counts as a fire, by where it burns: as the pack declares it, else as the house does."""
    own = house.settings.cities_dir / house.settings.city / FIRES.name
    return read_topics(own if own.is_file() else FIRES)


def enforcement(house: House) -> tuple[Topic, ...]:
    """Fields of supervision and law enforcement: as the pack declares them, else as the house does."""
    own = house.settings.cities_dir / house.settings.city / ENFORCEMENT.name
    return read_topics(own if own.is_file() else ENFORCEMENT)


@cache
def read_topics(path: Path) -> tuple[Topic, ...]:
    """CityError, naming the file, where it makes no sense."""
    told = read_yaml(path)
    if not isinstance(told, dict) or not told:
        raise CityError(f"{path}: topics are a mapping of key to name and categories")
    return tuple(_topic(path, str(key), one) for key, one in told.items())


def _topic(path: Path, key: str, one: Any) -> Topic:
    named = isinstance(one, Mapping) and isinstance(one.get("name"), str)
    codes = one.get("categories") if named else None
    if not isinstance(codes, list) or not codes or not all(isinstance(code, str) for code in codes):
        raise CityError(f"{path}: {key}: a topic has a name and a list of categories")
    return Topic(key, one["name"], tuple(codes))

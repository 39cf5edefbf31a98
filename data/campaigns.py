"""Campaigns: cases that are worked on together from a day to a day, as the city declares them or as the house does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from data.errors import CityError
from data.house import House
from data.times import local
from data.topics import Topic
from data.yaml_file import read_yaml

FILE = Path(__file__).with_name("campaigns.yaml")
AIMS = ("closed", "on_time", "change")  # what a target may be of, in percent


@dataclass(frozen=True)
class Campaign:
    """`first` and `last`: a date, or month-day of every year."""

    topic: Topic
    lead: str
    first: str
    last: str
    targets: Mapping[str, float]

    def days(self, now: datetime) -> tuple[date, date]:
        """From when to when: of those of every year, the round of this year."""
        year = local(now).year
        return _day(self.first, year), _day(self.last, year)


def campaigns(house: House) -> tuple[Campaign, ...]:
    """Those of the city's pack, where it declares some."""
    own = house.settings.cities_dir / house.settings.city / FILE.name
    return read_campaigns(own if own.is_file() else FILE)


@cache
def read_campaigns(path: Path) -> tuple[Campaign, ...]:
    """CityError, naming the file and the campaign, where it makes no sense."""
    told = read_yaml(path)
    if not isinstance(told, Mapping) or not told:
        raise CityError(f"{path}: campaigns are a mapping of key to what is worked on")
    return tuple(_campaign(path, str(key), one) for key, one in told.items())


def _campaign(path: Path, key: str, one: Any) -> Campaign:
    try:
        targets = {str(name): float(value) for name, value in one["targets"].items()}
        categories = tuple(map(str, one["categories"]))
        topic = Topic(key, str(one["name"]), categories)
        made = Campaign(topic, str(one["lead"]), str(one["from"]), str(one["to"]), targets)
        ordered = _day(made.first, 2024) <= _day(made.last, 2024)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise CityError(f"{path}: {key}: {error}") from None
    if not ordered or not categories or not targets or not set(targets) <= set(AIMS):
        raise CityError(f"{path}: {key}: from lies before to; categories; targets of {', '.join(AIMS)}")
    return made


def _day(told: str, year: int) -> date:
    return date.fromisoformat(told if len(told) > 5 else f"{year}-{told}")

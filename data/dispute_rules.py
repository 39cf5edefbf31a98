"""When an open dispute is of high risk: rules as data, as the city declares them or as the house does for any city."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from data.errors import CityError
from data.house import House
from data.yaml_file import read_yaml

GENERIC = Path(__file__).with_name("dispute_rules.yaml")
SIGNS = (  # what a rule can look at
    *("reports", "around", "ill_rated", "reopened", "returned", "raised", "supervised"),
    *("overdue", "open_days", "grave"),
)
WHOLE = ("back_days", "watch", "high")


@dataclass(frozen=True)
class Rule:
    """`points` when the sign is at `least` or more."""

    sign: str
    least: float
    points: int


@dataclass(frozen=True, kw_only=True)
class DisputeRules:
    """`watch` and `high`: points from which a dispute is watched, or of high risk."""

    version: str
    categories: tuple[str, ...]
    back_days: int
    watch: int
    high: int
    rules: tuple[Rule, ...]

    def holding(self, signs: Mapping[str, float]) -> list[Rule]:
        """The rules that a dispute with these signs meets, the weightiest first."""
        return sorted((one for one in self.rules if signs[one.sign] >= one.least), key=lambda one: -one.points)

    def level(self, points: int) -> str:
        return "high" if points >= self.high else "watch" if points >= self.watch else ""

    def about(self, leaf: str) -> bool:
        return any(leaf == one or leaf.startswith(f"{one}.") for one in self.categories)


def dispute_rules(house: House) -> DisputeRules:
    """Those of the city's pack, where it declares some."""
    own = house.settings.cities_dir / house.settings.city / GENERIC.name
    return read_dispute_rules(own if own.is_file() else GENERIC)


@cache
def read_dispute_rules(path: Path) -> DisputeRules:
    """CityError, naming the file, where it makes no sense."""
    told = read_yaml(path)
    try:
        if not isinstance(told, dict) or set(told) != {"version", "categories", "rules", *WHOLE}:
            raise ValueError("it has version, categories, back_days, metres, watch, high and rules, nothing else")
        numbers = {name: _number(told[name]) for name in WHOLE}
        categories = tuple(told["categories"])
        if not categories or not all(isinstance(one, str) for one in categories):
            raise ValueError("categories: a list of codes")
        if not 0 < numbers["watch"] <= numbers["high"]:
            raise ValueError("watch lies above 0 and not above high")
        rules = tuple(_rule(one) for one in told["rules"])
        return DisputeRules(version=str(told["version"]), categories=categories, rules=rules, **numbers)
    except (KeyError, TypeError, ValueError) as error:
        raise CityError(f"{path}: {error}") from None


def _number(told: Any) -> int:
    if isinstance(told, bool) or not isinstance(told, int) or told <= 0:
        raise ValueError(f"{told!r} is no whole number above 0")
    return told


def _rule(told: Any) -> Rule:
    if not isinstance(told, dict) or set(told) != {"sign", "least", "points"} or told["sign"] not in SIGNS:
        raise ValueError(f"a rule has sign (one of {', '.join(SIGNS)}), least and points: {told!r}")
    return Rule(told["sign"], _number(told["least"]), _number(told["points"]))

"""What a city declares of its economy: chains, rules of their links, tags, risk signals, policies. Read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from data.errors import CityError
from data.house import House
from data.language import spoken
from data.ledgers.fields import english
from data.yaml_file import read_yaml

FILE = "economy.yaml"
GENERAL = Path(__file__).with_name(FILE)


@dataclass(frozen=True)
class LinkRule:
    """`of` is measured at a link; it holds from `least`, or below `most`."""

    code: str
    of: str
    least: float | None
    most: float | None

    def holds(self, value: float) -> bool:
        return value >= self.least if self.least is not None else value < (self.most or 0)


@dataclass(frozen=True)
class Rule:
    """A tag or a risk signal: all conditions of `when` hold. `model`: which model a signal belongs to.

    `department`: which answers for it; "" where any may change it.
    """

    code: str
    word: str
    when: tuple[Any, ...]
    model: str = ""
    department: str = ""

    @property
    def named(self) -> str:
        return self.word if spoken() == "zh" else english(self.code)


@dataclass(frozen=True)
class EconomyPlan:
    weak: tuple[LinkRule, ...]
    strong: tuple[LinkRule, ...]
    level: int  # the lowest at which links are judged
    thin: int  # enterprises below which no share is
    tags: tuple[Rule, ...]
    signals: tuple[Rule, ...]
    ranked: tuple[str, ...]
    trends: tuple[str, ...]


def economy_plan(house: House) -> EconomyPlan:
    return _plan(house.settings.cities_dir / house.settings.city)


def declared(city_dir: Path) -> Mapping[str, Any]:
    """What the pack says; a pack that says nothing has the general one."""
    own = city_dir / FILE
    return dict(read_yaml(own if own.exists() else GENERAL))


@cache
def _plan(city_dir: Path) -> EconomyPlan:
    given = declared(city_dir)
    try:
        return EconomyPlan(
            **link_rules(given["links"]),
            tags=tuple(rule_of(one) for one in given["tags"]),
            signals=tuple(rule_of(one) for one in given["signals"]),
            ranked=tuple(given["ranked"]),
            trends=tuple(given["trends"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise CityError(f"{FILE}: {error!r}") from None


def link_rules(links: Mapping[str, Any]) -> dict[str, Any]:
    """What makes a link weak or strong, as it is declared or kept."""
    weak, strong = (tuple(_link_rule(one) for one in links[name]) for name in ("weak", "strong"))
    return {"weak": weak, "strong": strong, "level": int(links["level"]), "thin": int(links["thin"])}


def _link_rule(one: Mapping[str, Any]) -> LinkRule:
    return LinkRule(str(one["code"]), str(one["of"]), one.get("from"), one.get("below"))


def rule_of(one: Mapping[str, Any]) -> Rule:
    """A tag or signal as it is declared or kept."""
    more = (str(one.get("model") or ""), str(one.get("department") or ""))
    return Rule(str(one["code"]), str(one["word"]), tuple(one["when"]), *more)

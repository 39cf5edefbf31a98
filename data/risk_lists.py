"""Check lists of the three phases of a disaster: the city's own, else those of `risk_lists.yaml`."""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from data.errors import CityError
from data.house import House
from data.yaml_file import read_yaml

PHASES = {"before": "灾前", "during": "灾中", "after": "灾后"}
FILE = Path(__file__).with_name("risk_lists.yaml")
LONGEST = 96  # characters


class Item(NamedTuple):
    """One thing to do. Both are Chinese msgids; a city's own words are said as they are written."""

    what: str
    who: str


Lists = dict[str, tuple[Item, ...]]


def own_lists(house: House) -> Lists:
    """Those of the city's pack, where it has some. CityError, naming the file, when they make no sense."""
    own = house.settings.cities_dir / house.settings.city / FILE.name
    return check_lists(own if own.is_file() else FILE)


@cache
def check_lists(file: Path = FILE) -> Lists:
    """{phase: its items in order}. CityError, naming the file, where it makes no sense."""
    try:
        lists = read_yaml(file)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CityError(f"{file} is not YAML: {str(error)[:300]}") from None
    if not isinstance(lists, dict) or set(lists) != set(PHASES):
        raise CityError(f"{file}: check lists are a mapping of {', '.join(PHASES)} to items")
    return {phase: _items(file, phase, lists[phase]) for phase in PHASES}


def _items(file: Path, phase: str, told: Any) -> tuple[Item, ...]:
    if not isinstance(told, list):
        raise CityError(f"{file}: {phase}: a list of items")
    items = tuple(_item(file, f"{phase}, item {n}", one) for n, one in enumerate(told, 1))
    if len({one.what for one in items}) < len(items):
        raise CityError(f"{file}: {phase}: an item stands twice")
    return items


def _item(file: Path, where: str, one: Any) -> Item:
    if not isinstance(one, dict) or set(one) != {"what", "who"}:
        raise CityError(f"{file}: {where}: an item has what and who, nothing else")
    if not all(isinstance(text, str) and 0 < len(text.strip()) <= LONGEST for text in one.values()):
        raise CityError(f"{file}: {where}: what and who are texts of up to {LONGEST} characters")
    return Item(what=one["what"].strip(), who=one["who"].strip())

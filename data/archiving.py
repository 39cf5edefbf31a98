"""Which cases a city lets be archived when their photos leave nothing to ask: a declaration of its pack, or none."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from data.errors import CityError
from data.house import House
from data.words import GRADES
from data.yaml_file import read_yaml

FILE = "archiving.yaml"


@dataclass(frozen=True)
class Archiving:
    """`categories`: codes of any level; each stands for all below it."""

    grades: tuple[str, ...]
    categories: tuple[str, ...]

    def holds(self, grade: str, leaf: str) -> bool:
        below = any(leaf == one or leaf.startswith(f"{one}.") for one in self.categories)
        return grade in self.grades and below


def archiving(house: House) -> Archiving | None:
    """None where the city declares nothing: then every case is verified by a person."""
    path = house.settings.cities_dir / house.settings.city / FILE
    return _read(path) if path.is_file() else None


@cache
def _read(path: Path) -> Archiving:
    told = read_yaml(path)
    grades, categories = (_texts(path, told, name) for name in ("grades", "categories"))
    if unknown := set(grades) - set(GRADES):
        raise CityError(f"{path}: no such grades: {', '.join(sorted(unknown))}")
    return Archiving(grades, categories)


def _texts(path: Path, told: Any, name: str) -> tuple[str, ...]:
    listed = told.get(name) if isinstance(told, dict) else None
    if not isinstance(listed, list) or not listed or not all(isinstance(one, str) for one in listed):
        raise CityError(f"{path}: {name}: a list of names is needed")
    return tuple(listed)

"""Recipe: the few things about a city that no package knows. Every city can be built without one."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from data.errors import CityError

REGISTER_DAY = date(2023, 6, 30)  # reference day of the NBS register of 2023
GRIDS_PER_VILLAGE = 10.7  # published for a city of 973 villages and 10,395 grids
CELLS_PER_GRID = 13.3  # published for a city of 10,395 grids and 138,546 cells


@dataclass(frozen=True, kw_only=True)
class Zone:
    """A functional zone: towns of one statutory county that are governed apart. Its code is local."""

    code: str
    name: str
    county: str
    towns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Recipe:
    adcode: str
    name: str = ""
    name_en: str = ""
    effective: date = REGISTER_DAY
    centre: tuple[float, ...] = ()  # storms are measured from here; the centroid when not given
    coast_box: tuple[float, ...] = ()  # west, south, east, north of the coast extract
    grids: int = 0
    cells: int = 0
    published: tuple[dict[str, Any], ...] = ()
    zones: tuple[Zone, ...] = ()
    seats: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
    storms: dict[str, str] = field(default_factory=dict)
    pinyin: dict[str, str] = field(default_factory=dict)

    def sizes(self, villages: int) -> tuple[int, int]:
        """How many grids and cells to lay out for `villages` villages."""
        grids = self.grids or round(GRIDS_PER_VILLAGE * villages)
        return grids, self.cells or round(CELLS_PER_GRID * grids)


def read_recipe(path: Path, adcode: str) -> Recipe:
    """The recipe beside a pack, or the defaults when there is none."""
    if not path.exists():
        return Recipe(adcode=adcode)
    raw = yaml.safe_load(path.read_text("utf-8")) or {}
    if raw.get("adcode", adcode) != adcode:
        raise CityError(f"{path} is the recipe of {raw['adcode']}, not of {adcode}")
    if unknown := raw.keys() - Recipe.__dataclass_fields__.keys():
        raise CityError(f"{path}: nothing is known of {', '.join(sorted(unknown))}")
    raw |= {key: tuple(raw[key]) for key in ("centre", "coast_box") if key in raw}
    raw["published"] = tuple(raw.get("published", ()))
    raw["zones"] = tuple(Zone(**{**zone, "towns": tuple(zone["towns"])}) for zone in raw.get("zones", ()))
    raw["seats"] = {(seat["county"], seat["town"]): (seat["lon"], seat["lat"]) for seat in raw.get("seats", ())}
    return Recipe(**{**raw, "adcode": adcode})

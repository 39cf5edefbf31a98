"""Recipe of the demo: general defaults, what the city's pack knows better, and the published figures over both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from pathlib import Path
from typing import Any

from data.demo.base_series import months
from data.facts.load import Fact
from data.facts.periods import period_end
from data.times import CITY_ZONE, local
from data.yaml_file import read_yaml

DEFAULTS = Path(__file__).parent / "defaults.yaml"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Share of its layer, where such things stand, and from..to how much one of them holds."""

    share: float
    where: str
    quantity: tuple[int, int] = (1, 1)


@dataclass(frozen=True, kw_only=True)
class Layer:
    """A register of things with a place; `total` 0 means `per_grid` for every grid. `fact` is the published total."""

    kinds: Mapping[str, Kind]
    grades: Mapping[int, float]
    fact: str = ""
    per_grid: float = 0.0
    total: int = 0

    def count(self, grids: int) -> int:
        return self.total or round(self.per_grid * grids)


@dataclass(frozen=True, kw_only=True)
class Stations:
    """How many stations of a kind there are for a thousand grids (one at least), and where such stations stand."""

    per_thousand: float
    where: str

    def count(self, grids: int) -> int:
        return max(1, round(self.per_thousand * grids / 1_000))


@dataclass(frozen=True, kw_only=True)
class Course:
    """How a growth rate went: its latest value, the months before, the province beside it, the counties around it."""

    value: float
    province: float
    rank: int
    rise: float
    noise: float
    spread: float
    by: str = "cumulative"  # cumulative | month | quarter
    counties: bool = True
    published: frozenset[str] = frozenset()  # which of value, rank are published for the latest month
    derived: str = ""  # how `province` follows from published figures


@dataclass(frozen=True, kw_only=True)
class Industry:
    code: str
    zh: str
    en: str
    share: float  # % of industrial power use
    offset: float  # percentage points from the growth of the total


@dataclass(frozen=True, kw_only=True)
class Staff:
    coverage: float
    doubled: float
    on_duty: float
    party_groups: float


@dataclass(frozen=True, kw_only=True)
class Crew:
    """Responders of a kind: how many a town, `each` of them with so many of the skills, and whose they are."""

    per_town: float
    skills: tuple[str, ...]
    each: int
    people: tuple[int, int]
    agency: str


@dataclass(frozen=True, kw_only=True)
class Duty:
    """Share of villages with an officer, of responders last seen long ago or not there, and days of rosters."""

    police: float
    stale: float
    off: float
    days: int


@dataclass(frozen=True, kw_only=True)
class DemoRecipe:
    """All that the generators need to know. `population` 0 means `people_per_cell` for every cell."""

    anchor: datetime
    city: str
    province: str
    event_total: int
    coastal_towns: tuple[str, ...]
    population: int
    people_per_cell: float
    household_size: tuple[float, float]
    staff: Staff
    platform: Mapping[str, float]
    layers: Mapping[str, Layer]
    stations: Mapping[str, Stations]
    registers: Mapping[str, Layer]  # those of which no city publishes how many it has
    economy: Mapping[str, Course]
    industries: tuple[Industry, ...]
    responders: Mapping[str, Crew]
    duty: Duty

    @property
    def registered_at(self) -> datetime:
        """Registers (people, grids, sites) were last brought up to date on the morning of the anchor's day."""
        return datetime.combine(local(self.anchor).date(), time(8), CITY_ZONE)

    def people(self, cells: int) -> int:
        return self.population or round(self.people_per_cell * cells)


def demo_recipe(city_dir: Path, facts: Sequence[Fact]) -> DemoRecipe:
    """The recipe of the pack in `city_dir`; a pack without `demo.yaml` gets the defaults."""
    raw = _read(DEFAULTS)
    if (own := city_dir / "demo.yaml").exists():
        raw = _merged(raw, _read(own))
    anchor = datetime.fromisoformat(raw["anchor"])
    ours = [fact for fact in facts if fact.place == raw["city"] != ""]
    known = _latest(ours)
    return DemoRecipe(
        **{
            **raw,
            "anchor": anchor,
            "coastal_towns": tuple(raw["coastal_towns"]),
            "household_size": tuple(raw["household_size"]),
            "staff": Staff(**raw["staff"]),
            "platform": {code: float(value) for code, value in raw["platform"].items() if code not in known},
            "layers": {name: _layer(given, known) for name, given in raw["layers"].items()},
            "stations": {kind: Stations(**given) for kind, given in raw["stations"].items()},
            "registers": {name: _layer(given, {}) for name, given in raw["registers"].items()},
            "economy": {code: _course(code, given, anchor, ours) for code, given in raw["economy"].items()},
            "industries": tuple(Industry(**given) for given in raw["industries"]),
            "responders": {kind: _crew(given) for kind, given in raw["responders"].items()},
            "duty": Duty(**raw["duty"]),
        }
    )


def _crew(given: dict[str, Any]) -> Crew:
    return Crew(**{**given, "skills": tuple(given["skills"]), "people": tuple(given["people"])})


def _read(path: Path) -> dict[str, Any]:
    return read_yaml(path) or {}


def _merged(general: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """`own` over `general`, table by table; a list replaces a list."""
    both = {
        key: _merged(general[key], value) if isinstance(value, dict) and isinstance(general.get(key), dict) else value
        for key, value in own.items()
    }
    return {**general, **both}


def _latest(facts: Sequence[Fact]) -> dict[str, float]:
    """{code: newest figure}."""
    ended = [(end, fact) for fact in facts if (end := period_end(fact.period))]
    return {fact.code: fact.value for _, fact in sorted(ended, key=lambda pair: pair[0])}


def _layer(given: dict[str, Any], known: dict[str, float]) -> Layer:
    kinds = {
        name: Kind(**{**kind, "quantity": tuple(kind.get("quantity", (1, 1)))}) for name, kind in given["kinds"].items()
    }
    total = int(known.get(given.get("fact", ""), given.get("total", 0)))
    return Layer(**{**given, "total": total, "kinds": kinds, "grades": given.get("grades", {0: 1.0})})


def _course(code: str, given: dict[str, Any], anchor: datetime, facts: Sequence[Fact]) -> Course:
    """Published figures for the latest month win; a published lead over the province gives the province's rate."""
    course = Course(**given)
    latest = months(course.by, anchor)[-1].period
    known = {fact.code: fact.value for fact in facts if fact.period == latest}
    value, rank, lead = known.get(code), known.get(f"{code}_rank"), known.get(f"{code}_vs_province")
    if rank is not None:
        course = replace(course, rank=int(rank), published=course.published | {"rank"})
    if value is not None:
        course = replace(course, value=value, published=course.published | {"value"})
        if lead is not None:
            course = replace(course, province=round(value - lead, 6), derived=f"{value:g} − {lead:g}")
    return course

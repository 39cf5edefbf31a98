"""A scenario: what an exercise plays. A YAML file, all of which is checked before anything is made of it.

Spans are written 45m, 2h or 1h30m and count from the start. Places are named once and chosen by rule, so that a
scenario fits every city; one that names regions or coordinates belongs to its city's pack.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from data.errors import BadInput
from data.exercise.mark import CODE
from data.risk_words import QUANTITIES, STATION_KINDS
from data.times import CITY_ZONE
from data.words import CATEGORIES, GRADES, SOURCES

SHIPPED = Path(__file__).parent / "scenarios"
SPAN = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,4})m)?")
LONGEST = 7 * 24 * 60  # minutes
SHOWN = 8  # faults of a file that are told
SPEEDS = (1, 10, 60, 300, 600, 1_800, 3_600)  # minutes of the scenario in a minute, offered on screen


def _span(text: object) -> int:
    found = SPAN.fullmatch(text) if isinstance(text, str) else None
    if not found or not (found[1] or found[2]):
        raise ValueError("a span is written 45m, 2h or 1h30m")
    return 60 * int(found[1] or 0) + int(found[2] or 0)


def _one_of(words: Any) -> AfterValidator:
    def check(value: str) -> str:
        if value not in words:
            raise ValueError(f"{value!r} is not one of {', '.join(words)}")
        return value

    return AfterValidator(check)


Span = Annotated[int, BeforeValidator(_span), Field(ge=0, le=LONGEST)]  # minutes
Kind = Annotated[str, _one_of(STATION_KINDS)]
Curve = Annotated[tuple[tuple[Span, float], ...], Field(min_length=1)]  # straight between its points, level outside


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Place(Strict):
    """By rule: the n-th most populous town, or the n-th station of a kind in the populous towns; or as it is."""

    town: Annotated[int, Field(ge=1, le=500)] | None = None
    station: Kind | None = None
    n: Annotated[int, Field(ge=1, le=500)] = 1
    region: Annotated[str, Field(pattern=r"^[0-9]{6,18}$")] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = [self.town, self.station, self.region, self.lon]
        if sum(way is not None for way in ways) != 1 or (self.lon is None) != (self.lat is None):
            raise ValueError("a place is a town, a station, a region, or lon and lat: one of them")
        return self


class StormRain(Strict):
    """Rain around the storm's centre: `peak` mm/h where it is strongest, down to 1/e every `reach_km`, in bands."""

    kind: Literal["storm"]
    peak: Annotated[float, Field(gt=0, le=300)]
    reach_km: Annotated[float, Field(gt=0, le=1_000)] = 120.0
    bands: Annotated[float, Field(ge=0, le=1)] = 0.6


class FixedRain(Strict):
    """Rain about a place: mm/h at its centre over time, down to 1/e at `reach_km`."""

    kind: Literal["fixed"]
    at: str
    reach_km: Annotated[float, Field(gt=0, le=1_000)]
    mm_per_h: Curve


class Trace(Strict):
    """What one station tells, point by point, instead of what the simulated ground would make it tell."""

    at: str
    quantity: Annotated[str, _one_of(QUANTITIES)]
    points: Curve


class Silence(Strict):
    """A station that says nothing any more."""

    at: str
    after: Span


class Happening(Strict):
    """An event that somebody reports."""

    after: Span
    title: Annotated[str, Field(min_length=1, max_length=80)]
    text: Annotated[str, Field(max_length=2_000)] = ""
    category: Annotated[str, _one_of(CATEGORIES)]
    leaf: Annotated[str, Field(max_length=32)] = ""
    grade: Annotated[str, _one_of(GRADES)] = "C"
    source: Annotated[str, _one_of(SOURCES)] = "hotline"
    at: str


class Note(Strict):
    """What the director (导调) puts to the people who exercise."""

    after: Span
    text: Annotated[str, Field(min_length=1, max_length=400)]


class Storm(Strict):
    """A storm that the city knows, by its track or by its name and season."""

    track: str = ""
    name: str = ""
    season: Annotated[int, Field(ge=1900, le=2200)] = 1900

    @model_validator(mode="after")
    def _named(self) -> Self:
        if bool(self.track) == bool(self.name):
            raise ValueError("a storm is told by its track, or by its name and season")
        return self


class Scenario(Strict):
    """`starts` is local time; `wet`: how strongly stations of a kind answer to rain (1 as usual)."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    about: Annotated[str, Field(min_length=1, max_length=2_000)]
    starts: datetime
    length: Span
    speed: Annotated[float, Field(ge=1, le=SPEEDS[-1])] = 60.0
    storm: Storm | None = None
    places: dict[str, Place] = {}
    rain: tuple[Annotated[StormRain | FixedRain, Field(discriminator="kind")], ...] = ()
    wet: dict[Kind, Annotated[float, Field(ge=0, le=20)]] = {}
    traces: tuple[Trace, ...] = ()
    silent: tuple[Silence, ...] = ()
    events: tuple[Happening, ...] = ()
    notes: tuple[Note, ...] = ()

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        for where, name in self._places_meant():
            if name not in self.places:
                raise ValueError(f"{where}: no place is called {name!r}")
        latest = max([one.after for one in self.events] + [one.after for one in self.notes], default=0)
        if latest > self.length:
            raise ValueError(f"something happens after {latest} minutes, but all is over after {self.length}")
        if self.storm is None and any(rain.kind == "storm" for rain in self.rain):
            raise ValueError("rain follows a storm, but no storm is told")
        return self

    def _places_meant(self) -> Iterator[tuple[str, str]]:
        for number, rain in enumerate(self.rain, 1):
            if isinstance(rain, FixedRain):
                yield f"rain {number}", rain.at
        placed: dict[str, Sequence[Trace | Silence | Happening]] = {
            "traces": self.traces,
            "silent": self.silent,
            "events": self.events,
        }
        for what, ones in placed.items():
            yield from ((f"{what} {number}", one.at) for number, one in enumerate(ones, 1))

    @property
    def begins(self) -> datetime:
        """The start, with the city's offset, on a whole five minutes as sums of readings have them."""
        start = self.starts if self.starts.tzinfo else self.starts.replace(tzinfo=CITY_ZONE)
        return start.replace(minute=start.minute // 5 * 5, second=0, microsecond=0)

    @property
    def ends(self) -> datetime:
        return self.begins + timedelta(minutes=self.length)


def parse(text: str, name: str) -> Scenario:
    """The scenario of this YAML. BadInput that says where it is wrong."""
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise BadInput(f"{name} is not YAML: {error}") from None
    if not isinstance(found, dict):
        raise BadInput(f"{name} holds no scenario")
    try:
        return Scenario.model_validate(found)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)[:SHOWN]
    told = [(".".join(map(str, one["loc"])), one["msg"].removeprefix("Value error, ")) for one in faults]
    raise BadInput("\n".join(f"{name}: {where}: {what}" if where else f"{name}: {what}" for where, what in told))


def files(pack: Path) -> dict[str, Path]:
    """Scenarios by code: those that ship, and those of the city's pack."""
    found = [*SHIPPED.glob("*.yaml"), *(pack / "exercises").glob("*.yaml")]
    return {path.stem: path for path in sorted(found, key=lambda path: path.stem) if CODE.fullmatch(path.stem)}


def read(path: Path) -> Scenario:
    return parse(path.read_text("utf-8"), path.name)

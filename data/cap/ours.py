"""A warning of ours as a CAP 1.2 message. What colours mean there is told in `data.cap.colours`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import shapely

from data.cap.colours import CATEGORY, COLOUR_PARAMETER, OUT
from data.cap.model import Alert, Area, Circle, Info, Pair, Point, Reference
from data.intake.record import clean
from data.risk_words import WARNING_COLOURS, WARNING_FIELDS
from data.times import local

LANGUAGE = "zh-CN"
GEOCODE = "adcode"  # GB/T 2260 and GB/T 10114: 6, 9 or 12 digits
VILLAGE = 12
OFFICIAL = (6, 9, VILLAGE, 15, 18)  # digits of our codes; those of grids and cells begin with their village's
SIMULATED = "模拟"
EXERCISE = "演练"
SIMPLE = 0.0005  # degrees by which an outline may be simplified: some fifty metres
DIGITS = 6  # of a degree


@dataclass(frozen=True, kw_only=True)
class Covered:
    """A place that a warning covers: a region, or the ground of a station with the code of its village.

    `outline` is its GeoJSON geometry, where it is known; `around` a circle: latitude, longitude, km.
    """

    code: str
    name: str
    outline: str | None = None
    around: tuple[float, float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class Issued:
    """A warning at one step of its life, as much of it as a message needs."""

    code: str
    seq: int
    field: str
    title: str
    colour: int
    words: str
    by_rule: bool
    changed_at: datetime
    expires_at: datetime | None
    ended: bool
    simulated: bool
    exercise: bool
    earlier: tuple[tuple[int, datetime], ...]  # seq and moment of the messages before
    regions: tuple[Covered, ...]


def message(one: Issued, sender: str, sender_name: str) -> Alert:
    """An Alert; an Update when there were messages before; a Cancel when it is over."""
    earlier = tuple(Reference(sender=sender, identifier=_name(one.code, n), sent=local(at)) for n, at in one.earlier)
    return Alert(
        identifier=_name(one.code, one.seq),
        sender=sender,
        sent=local(one.changed_at),
        status="Exercise" if one.exercise or one.simulated else "Actual",
        kind=("Cancel" if one.ended else "Update") if earlier else "Alert",
        scope="Public",
        note=_note(one),
        references=earlier,
        infos=(_info(one, sender_name),),
    )


def _name(code: str, seq: int) -> str:
    return f"{code}.{seq}"


def _note(one: Issued) -> str | None:
    said = [word for word, so in ((EXERCISE, one.exercise), (SIMULATED, one.simulated)) if so]
    return "·".join(said) or None


def _info(one: Issued, sender_name: str) -> Info:
    severity, urgency = OUT[one.colour]
    return Info(
        language=LANGUAGE,
        categories=(CATEGORY[one.field],),
        event=WARNING_FIELDS[one.field],
        responses=("AllClear",) if one.ended else (),
        urgency="Past" if one.ended else urgency,
        severity=severity,
        certainty="Unlikely" if one.ended else "Observed" if one.by_rule else "Likely",
        effective=local(one.changed_at),
        expires=local(one.expires_at) if one.expires_at and one.expires_at >= one.changed_at else None,
        sender_name=clean(sender_name, line=True) or None,
        headline=clean(one.title, line=True) or None,
        description=clean(one.words) or None,
        parameters=(Pair(name=COLOUR_PARAMETER, value=WARNING_COLOURS[one.colour]),),
        areas=tuple(_area(region) for region in one.regions),
    )


def _area(place: Covered) -> Area:
    """What is smaller than a village has no official code: the village around it is named."""
    lat, lon, km = place.around or (0.0, 0.0, 0.0)
    return Area(
        description=clean(place.name, line=True),
        polygons=_polygons(place.outline) if place.outline else (),
        circles=(Circle(centre=(round(lat, DIGITS), round(lon, DIGITS)), radius=km),) if place.around else (),
        geocodes=(Pair(name=GEOCODE, value=place.code[:VILLAGE]),) if len(place.code) in OFFICIAL else (),
    )


def _polygons(outline: str) -> tuple[tuple[Point, ...], ...]:
    """The outer rings, latitude first; CAP knows no holes."""
    shape: Any = shapely.simplify(shapely.from_geojson(outline), SIMPLE)
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and not part.is_empty]
    return tuple(tuple((round(y, DIGITS), round(x, DIGITS)) for x, y in part.exterior.coords) for part in parts)

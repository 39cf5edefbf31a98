"""Boundaries: polygons a city brings itself, checked and matched before anything is written."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, Row, select

from data.cities import gcj02
from data.cities.cut import polygonal
from data.cities.register import stem
from data.errors import CityError
from data.schema import region

LEVELS = {"county": 2, "town": 3, "village": 4}
CODE_DIGITS = {2: 6, 3: 9, 4: 12}
CODE_KEYS = ("code", "adcode", "gb", "id", "代码", "区划代码")
NAME_KEYS = ("name", "NAME", "Name", "名称", "区划名称")
CRS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "wgs84": np.asarray,
    "cgcs2000": np.asarray,  # agrees with WGS-84 to better than a metre
    "gcj02": gcj02.to_wgs84,
}


@dataclass(kw_only=True)
class Report:
    """What became of each feature; lines are for the operator."""

    matched: list[str] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    redrawn: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        kinds = [("matched", self.matched), ("unmatched", self.unmatched), ("repaired", self.repaired)]
        kinds += [("refused", self.refused), ("redrawn as neighbour", self.redrawn)]
        heads = [f"{len(items)} {kind}" for kind, items in kinds]
        return [", ".join(heads)] + [f"  {kind}: {item}" for kind, items in kinds for item in items]


@dataclass(frozen=True, kw_only=True)
class Incoming:
    region: Row[Any]
    shape: BaseGeometry  # degrees, WGS-84


def read_features(path: Path) -> list[dict[str, Any]]:
    """Features of a GeoJSON file; a file that is not one is refused as a whole."""
    try:
        content = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise CityError(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise CityError(f"{path} is not JSON: {error}") from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise CityError(f"{path} is not a GeoJSON FeatureCollection")
    if not features:
        raise CityError(f"{path} holds no feature")
    return features


def match(
    connection: Connection, features: list[dict[str, Any]], crs: str, level: int, by: str, bounds: BaseGeometry
) -> tuple[list[Incoming], Report]:
    """Features paired with regions of `level`; each feature ends in the report."""
    found, report = _Finder(connection, level, by), Report()
    incoming: dict[int, Incoming] = {}
    for number, feature in enumerate(features, 1):
        properties = feature.get("properties") or {}
        label = f"feature {number} {_first(properties, NAME_KEYS) or _first(properties, CODE_KEYS)}".strip()
        row, why = found.region(properties)
        if row is None:
            report.unmatched.append(f"{label}: {why}")
            continue
        polygon, note = _polygon(feature.get("geometry"), crs, bounds)
        if polygon is None or row.id in incoming:
            report.refused.append(f"{label}: {note or f'{row.name} is given twice'}")
            continue
        report.matched.append(f"{row.code} {row.name}")
        report.repaired += [f"{row.code} {row.name}: {note}"] if note else []
        incoming[row.id] = Incoming(region=row, shape=polygon)
    return list(incoming.values()), report


def _polygon(geometry: Any, crs: str, bounds: BaseGeometry) -> tuple[BaseGeometry | None, str]:
    """(polygon, what was repaired) or (None, why it is refused)."""
    try:
        raw = shapely.force_2d(shape(geometry))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, shapely.errors.ShapelyError) as error:
        return None, f"its geometry cannot be read ({error})"
    if raw.geom_type not in ("Polygon", "MultiPolygon") or raw.is_empty:
        return None, f"a {raw.geom_type} is no outline" if not raw.is_empty else "its outline is empty"
    if not np.isfinite(shapely.get_coordinates(raw)).all():
        return None, "it has coordinates that are no numbers"
    moved = shapely.transform(raw, CRS[crs])
    note = "" if moved.is_valid else str(shapely.is_valid_reason(moved))
    fine = polygonal(shapely.make_valid(moved))
    if fine.is_empty:
        return None, "nothing is left of it once repaired"
    if not bounds.covers(fine.centroid) or not bounds.buffer(0.1).covers(fine):
        return None, "it lies outside the city: wrong place, or longitude and latitude in the wrong order?"
    return fine, note


class _Finder:
    """Regions of one level by code or by name."""

    def __init__(self, connection: Connection, level: int, by: str) -> None:
        self.level, self.by = level, by
        wanted = select(region).where(region.c.tree == "spine", region.c.level == level)
        self.rows = list(connection.execute(wanted))
        parents = connection.execute(select(region.c.id, region.c.name).where(region.c.level == level - 1))
        self.parents = {row.id: row.name for row in parents}

    def region(self, properties: dict[str, Any]) -> tuple[Row[Any] | None, str]:
        return self._by_code(properties) if self.by == "code" else self._by_name(properties)

    def _by_code(self, properties: dict[str, Any]) -> tuple[Row[Any] | None, str]:
        digits = CODE_DIGITS[self.level]
        given = _first(properties, CODE_KEYS).removeprefix("156")
        code = given[:digits] if not given[digits:].strip("0") else given
        found = next((row for row in self.rows if row.code == code), None)
        return found, f"no region has the code {given}" if given else f"it has none of {', '.join(CODE_KEYS)}"

    def _by_name(self, properties: dict[str, Any]) -> tuple[Row[Any] | None, str]:
        name = _first(properties, NAME_KEYS)
        parent = str(properties.get("parent") or properties.get("county") or "")
        found = [row for row in self.rows if row.name == name] or [
            row for row in self.rows if stem(row.name) == stem(name)
        ]
        if parent:
            found = [row for row in found if self.parents.get(row.parent_id) == parent]
        if len(found) == 1:
            return found[0], ""
        if not name:
            return None, f"it has none of {', '.join(NAME_KEYS)}"
        return (
            None,
            f"{len(found)} regions are called {name}; say which by `parent`"
            if found
            else f"no region is called {name}",
        )


def _first(properties: dict[str, Any], keys: tuple[str, ...]) -> str:
    return next((str(properties[key]).strip() for key in keys if properties.get(key)), "")

"""Build a city pack from its sources: the same sources give the same bytes."""

import csv
import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from shapely.geometry import mapping

from data.cities.land import around
from data.cities.layout import lay_out
from data.cities.recipe import Recipe, read_recipe
from data.cities.register import Register, read_register
from data.cities.rows import Drawing, Region, regions
from data.cities.sources import ORIGINS, Sources, read_sources
from data.errors import CityError

STORM_SOURCE = "IBTrACS WMO, NOAA"


def build_pack(adcode: str, pack: Path, sources_dir: Path | None = None) -> dict[str, Any]:
    """Write the pack of `adcode` into `pack`; returns its manifest."""
    recipe = read_recipe(pack / "recipe.yaml", adcode)
    folder = sources_dir or pack / "sources"
    sources = read_sources(folder)
    register = read_register(sources)
    name = recipe.name or _city_name(sources, adcode)
    _check_zones(recipe, register)
    layout = lay_out(sources, recipe, register)
    rows, drawings = regions(recipe, register, layout, name)
    texts = {
        "regions.csv": _csv(asdict(row) for row in rows),
        "shapes.geojson": _geojson(_shape_feature(drawing) for drawing in drawings),
        "context.geojson": _geojson(around(sources, drawings[0].shape, adcode)),
        "storms.csv": _csv(_storm(row, recipe) for row in sources.storms),
        "dropped.csv": _csv(register.dropped or [dict.fromkeys(("level", "code", "name", "reason"), "")]),
    }
    manifest = _manifest(recipe, name, rows, register, texts, folder, drawings[0].shape.bounds)
    pack.mkdir(parents=True, exist_ok=True)
    for file, text in texts.items():
        (pack / file).write_text(text, "utf-8", newline="\n")
    (pack / "manifest.json").write_text(
        json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n"
    )
    return manifest


def _city_name(sources: Sources, adcode: str) -> str:
    names = [city.name for city in sources.cities if city.code[:4] == adcode[:4]]
    if not names:
        raise CityError(f"no city {adcode} among the outlines of the sources")
    return names[0]


def _check_zones(recipe: Recipe, register: Register) -> None:
    towns = {(town.county, town.name) for town in register.towns}
    for zone in recipe.zones:
        if lost := [name for name in zone.towns if (zone.county, name) not in towns]:
            raise CityError(f"zone {zone.name}: {zone.county} has no town {', '.join(lost)}")


def _storm(row: Mapping[str, str], recipe: Recipe) -> dict[str, str]:
    """Times of IBTrACS are UTC; wind is in knots, pressure in hectopascals, km from the middle of the city."""
    return {
        "track_id": row["track_id"],
        "season": row["season"],
        "name": recipe.storms.get(row["track_id"], ""),
        "time": datetime.fromisoformat(row["time"]).strftime("%Y-%m-%dT%H:%MZ"),
        "lon": row["lon"],
        "lat": row["lat"],
        "wind_kt": row["wind"],
        "pressure_hpa": row["slp"],
        "km": row["km"],
    }


def _manifest(
    recipe: Recipe,
    name: str,
    rows: list[Region],
    register: Register,
    texts: Mapping[str, str],
    folder: Path,
    bounds: tuple[float, ...],
) -> dict[str, Any]:
    levels = Counter(row.level for row in rows if row.tree == "spine")
    counts = {"counties": levels[2], "towns": levels[3], "villages": levels[4]}
    counts |= {"grids": rows[0].grids, "cells": rows[0].hi, "dropped": len(register.dropped)}
    return {
        "adcode": recipe.adcode,
        "name": name,
        "name_en": recipe.name_en,
        "effective": recipe.effective.isoformat(),
        "counts": counts,
        "published": list(recipe.published),
        "bounds": [round(side, 5) for side in bounds],
        "storm_source": STORM_SOURCE,
        "sources": [asdict(origin) | {"sha256": _sha256((folder / origin.file).read_bytes())} for origin in ORIGINS],
        "files": {file: _sha256(text.encode()) for file, text in texts.items()},
    }


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _csv(rows: Iterable[Mapping[str, Any]]) -> str:
    listed = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(listed[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(listed)
    return text.getvalue()


def _shape_feature(drawing: Drawing) -> dict[str, Any]:
    properties = {
        "tree": drawing.tree,
        "code": drawing.code,
        "provenance": drawing.provenance,
        "source": drawing.source,
    }
    return {"type": "Feature", "properties": properties, "geometry": rounded(mapping(drawing.shape), 5)}


def rounded(geometry: dict[str, Any], digits: int) -> dict[str, Any]:
    """A GeoJSON geometry with coordinates cut to `digits` decimals."""

    def cut(part: Any) -> Any:
        return round(part, digits) if isinstance(part, float) else [cut(one) for one in part]

    return {"type": geometry["type"], "coordinates": cut(geometry["coordinates"])}


def _geojson(features: Iterable[dict[str, Any]]) -> str:
    """One feature a line, so that changes show in version control."""
    lines = [json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"

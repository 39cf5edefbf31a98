"""Records: the rows of `region` and `region_shape` that a pack stands for."""

import json
from collections.abc import Iterator
from typing import Any

from shapely.geometry import shape

from data.cities.pack import Pack, Row
from data.cities.points import Places, Village, place

UPPER_IDS = 10_000_000  # city, counties, towns, villages in the order of the pack
GRID_IDS = 11_000_000
STATUTORY_IDS = 19_000_000
Record = dict[str, Any]
Ids = dict[tuple[str, str], int]


def region_ids(rows: list[Row]) -> Ids:
    """Ids from the city to the villages by (tree, code); a cell's id is its leaf number, a grid's counts on."""
    spine = (("spine", row["code"]) for row in rows if row["tree"] == "spine")
    other = ((row["tree"], row["code"]) for row in rows if row["tree"] != "spine")
    ids = {key: UPPER_IDS + number for number, key in enumerate(spine)}
    return ids | {key: STATUTORY_IDS + number for number, key in enumerate(other)}


def region_records(pack: Pack, rows: list[Row]) -> Iterator[Record]:
    """City to villages, then the grids of each village, each before its cells: parents always come first."""
    ids = region_ids(rows)
    drawn = ((one["properties"], one["geometry"]) for one in pack.shapes())
    shapes = {about["code"]: geometry for about, geometry in drawn if about["tree"] == "spine"}
    yield from (_upper(row, ids) for row in rows)
    next_grid = GRID_IDS
    for row in (row for row in rows if row["level"] == "4"):
        cells = int(row["hi"]) - int(row["lo"]) + 1
        outline = shape(shapes[row["code"]])
        village = Village(code=row["code"], lat=float(row["lat"]), shape=outline, grids=int(row["grids"]), cells=cells)
        yield from _grids(row, place(village), ids["spine", row["code"]], next_grid)
        next_grid += village.grids


def _upper(row: Row, ids: Ids) -> Record:
    return {
        "id": ids[row["tree"], row["code"]],
        "tree": row["tree"],
        "code": row["code"],
        "name": row["name"],
        "pinyin": row["pinyin"],
        "level": int(row["level"]),
        "parent_id": ids["spine", row["parent"]] if row["parent"] else None,
        "lo": int(row["lo"]),
        "hi": int(row["hi"]),
        "nbs_code": row["nbs_code"] or None,
        "mca_code": row["mca_code"] or None,
        "kind": row["kind"],
        "lon": float(row["lon"]),
        "lat": float(row["lat"]),
        "area_km2": float(row["area_km2"]),
        "valid_from": row["valid_from"],
    }


def _grids(row: Row, places: Places, village: int, first: int) -> Iterator[Record]:
    area, lo = float(row["area_km2"]), int(row["lo"])
    sizes = places.cells.tolist()
    for number, ((lon, lat), size, share) in enumerate(
        zip(places.grids.tolist(), sizes, places.areas.tolist(), strict=True)
    ):
        code = f"{row['code']}{number + 1:03d}"
        yield _lower(row, code, f"第{number + 1}网格", lon, lat, area * share) | {
            "id": first + number,
            "level": 5,
            "parent_id": village,
            "lo": lo,
            "hi": lo + size - 1,
        }
        done = lo - int(row["lo"])
        points = places.cell_points[done : done + size].tolist()
        shares = (places.cell_areas[done : done + size] * area).tolist()
        for step, ((x, y), held) in enumerate(zip(points, shares, strict=True)):
            cell = {"id": lo + step, "level": 6, "parent_id": first + number, "lo": lo + step, "hi": lo + step}
            yield _lower(row, f"{code}{step + 1:03d}", f"第{step + 1}单元", x, y, held) | cell
        lo += size


def _lower(row: Row, code: str, name: str, lon: float, lat: float, area_km2: float) -> Record:
    return {
        "tree": "spine",
        "code": code,
        "name": name,
        "pinyin": "",
        "nbs_code": None,
        "mca_code": None,
        "kind": "synthetic",
        "lon": lon,
        "lat": lat,
        "area_km2": area_km2,
        "valid_from": row["valid_from"],
    }


def shape_records(pack: Pack, ids: Ids) -> Iterator[Record]:
    for feature in pack.shapes():
        about = feature["properties"]
        yield {
            "region_id": ids[about["tree"], about["code"]],
            "provenance": about["provenance"],
            "source": about["source"],
            "geometry": json.dumps(feature["geometry"], separators=(",", ":")),
        }

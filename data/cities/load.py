"""Load a city pack into the database: the spine, outlines, storms. One transaction."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from shapely.geometry import shape
from sqlalchemy import Connection, Engine, Table, insert, select
from tqdm import tqdm

from data.cities.pack import Pack, Row
from data.cities.points import Places, Village, place
from data.commands.revisions import bump
from data.errors import CityError
from data.schema import house_fact, region, region_shape, storm, storm_point

UPPER_IDS = 10_000_000  # city, counties, towns, villages in the order of the pack
GRID_IDS = 11_000_000
STATUTORY_IDS = 19_000_000
CHUNK = 5_000
Record = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Counts:
    counties: int
    towns: int
    villages: int
    grids: int
    cells: int
    storms: int


def load_city(engine: Engine, pack_dir: Path) -> Counts:
    """Fill the database from a pack. The same pack again changes nothing; another city is refused."""
    pack = Pack(pack_dir)
    counts = pack.manifest["counts"]
    rows, storms = pack.regions(), _storms(pack)
    with engine.begin() as connection:
        if not _loaded(connection, pack):
            _fill(connection, region, tqdm(_regions(pack, rows), total=_size(counts), desc="regions", file=sys.stderr))
            _fill(connection, region_shape, _shapes(pack, _ids(rows)))
            _fill(connection, storm, (head for head, _ in storms))
            _fill(connection, storm_point, (point for _, points in storms for point in points))
            fact = {"adcode": pack.manifest["adcode"], "name": pack.manifest["name"], "pack": pack.checksum}
            connection.execute(insert(house_fact), {"key": "city", "value": json.dumps(fact, ensure_ascii=False)})
            for topic in ("regions", "storms"):
                bump(connection, topic)
    return Counts(
        **{key: counts[key] for key in ("counties", "towns", "villages", "grids", "cells")}, storms=len(storms)
    )


def _loaded(connection: Connection, pack: Pack) -> bool:
    fact = connection.scalar(select(house_fact.c.value).where(house_fact.c.key == "city"))
    if fact is None:
        return False
    held = json.loads(fact)
    if held["adcode"] != pack.manifest["adcode"]:
        raise CityError(
            f"the database holds {held['name']} ({held['adcode']}); give {pack.manifest['name']} one of its own"
        )
    if held["pack"] != pack.checksum:
        raise CityError(f"the database holds another build of {held['name']}; load the new one into a fresh database")
    return True


def _size(counts: dict[str, int]) -> int:
    return 1 + sum(counts[key] for key in ("counties", "towns", "villages", "grids", "cells"))


def _fill(connection: Connection, table: Table, records: Iterable[Record]) -> None:
    rest = iter(records)
    while chunk := list(islice(rest, CHUNK)):
        connection.execute(insert(table), chunk)


def _ids(rows: list[Row]) -> dict[tuple[str, str], int]:
    spine = (("spine", row["code"]) for row in rows if row["tree"] == "spine")
    other = ((row["tree"], row["code"]) for row in rows if row["tree"] != "spine")
    ids = {key: UPPER_IDS + number for number, key in enumerate(spine)}
    return ids | {key: STATUTORY_IDS + number for number, key in enumerate(other)}


def _regions(pack: Pack, rows: list[Row]) -> Iterator[Record]:
    ids = _ids(rows)
    shapes = {
        one["properties"]["code"]: one["geometry"] for one in pack.shapes() if one["properties"]["tree"] == "spine"
    }
    yield from (_upper(row, ids) for row in rows)
    next_grid = GRID_IDS
    for row in (row for row in rows if row["level"] == "4" and row["tree"] == "spine"):
        village = village_of(row, shape(shapes[row["code"]]))
        parent = ids["spine", row["code"]]
        yield from below(village, place(village), row, parent, next_grid)
        next_grid += village.grids


def village_of(row: Row | Record, outline: Any) -> Village:
    cells = int(row["hi"]) - int(row["lo"]) + 1
    return Village(code=row["code"], lat=float(row["lat"]), shape=outline, grids=int(row["grids"]), cells=cells)


def _upper(row: Row, ids: dict[tuple[str, str], int]) -> Record:
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
        "valid_from": date.fromisoformat(row["valid_from"]),
    }


def below(village: Village, places: Places, row: Row | Record, parent: int, first_grid: int) -> Iterator[Record]:
    """Rows of a village's grids and cells; each grid before its cells."""
    area, valid_from = float(row["area_km2"]), date.fromisoformat(str(row["valid_from"]))
    shared = {
        "tree": "spine",
        "pinyin": "",
        "nbs_code": None,
        "mca_code": None,
        "kind": "synthetic",
        "valid_from": valid_from,
    }
    lo = int(row["lo"])
    grids, cells = places.grids.tolist(), places.cell_points.tolist()
    done = 0
    for number, (size, share) in enumerate(zip(places.cells.tolist(), places.areas.tolist(), strict=True)):
        grid = f"{village.code}{number + 1:03d}"
        yield shared | {
            "id": first_grid + number,
            "code": grid,
            "name": f"第{number + 1}网格",
            "level": 5,
            "parent_id": parent,
            "lo": lo + done,
            "hi": lo + done + size - 1,
            "lon": grids[number][0],
            "lat": grids[number][1],
            "area_km2": area * share,
        }
        for step in range(size):
            leaf = lo + done + step
            yield shared | {
                "id": leaf,
                "code": f"{grid}{step + 1:03d}",
                "name": f"第{step + 1}单元",
                "level": 6,
                "parent_id": first_grid + number,
                "lo": leaf,
                "hi": leaf,
                "lon": cells[done + step][0],
                "lat": cells[done + step][1],
                "area_km2": area * float(places.cell_areas[done + step]),
            }
        done += size


def _shapes(pack: Pack, ids: dict[tuple[str, str], int]) -> Iterator[Record]:
    for feature in pack.shapes():
        about = feature["properties"]
        yield {
            "region_id": ids[about["tree"], about["code"]],
            "provenance": about["provenance"],
            "source": about["source"],
            "geometry": json.dumps(feature["geometry"], separators=(",", ":")),
        }


def _storms(pack: Pack) -> list[tuple[Record, list[Record]]]:
    tracks: dict[str, list[Row]] = {}
    for row in pack.storms():
        tracks.setdefault(row["track_id"], []).append(row)
    return [(_storm(rows, pack.manifest["storm_source"]), [_point(row) for row in rows]) for rows in tracks.values()]


def _storm(rows: list[Row], source: str) -> Record:
    points = [_point(row) for row in rows]
    near = min(points, key=lambda point: point["km"])
    return {
        "track_id": rows[0]["track_id"],
        "season": int(rows[0]["season"]),
        "name": rows[0]["name"],
        "first_at": min(point["at"] for point in points),
        "last_at": max(point["at"] for point in points),
        "nearest_km": near["km"],
        "nearest_at": near["at"],
        "source": source,
    }


def _point(row: Row) -> Record:
    return {
        "track_id": row["track_id"],
        "at": datetime.fromisoformat(row["time"]),
        "lon": float(row["lon"]),
        "lat": float(row["lat"]),
        "wind_kt": float(row["wind_kt"]) if row["wind_kt"] else None,
        "pressure_hpa": float(row["pressure_hpa"]) if row["pressure_hpa"] else None,
        "km": float(row["km"]),
    }

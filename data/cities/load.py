"""Load a city pack into the database: the spine, outlines, storms. One transaction."""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, insert, select
from tqdm import tqdm

from data.cities.pack import Pack
from data.cities.records import Record, region_ids, region_records, shape_records
from data.cities.tracks import storm_records
from data.commands.bulk import fill
from data.commands.revisions import bump
from data.errors import CityError
from data.schema import house_fact, region, region_shape, storm, storm_point

CHUNK = 5_000
SPINE = ("counties", "towns", "villages", "grids", "cells")


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
    with engine.begin() as connection:
        if not _loaded(connection, pack):
            _load(connection, pack)
            fact = {"adcode": pack.manifest["adcode"], "name": pack.manifest["name"], "pack": pack.checksum}
            connection.execute(insert(house_fact), {"key": "city", "value": json.dumps(fact, ensure_ascii=False)})
            bump(connection, "regions", "storms")
    storms = {row["track_id"] for row in pack.storms()}
    return Counts(**{key: counts[key] for key in SPINE}, storms=len(storms))


def _load(connection: Connection, pack: Pack) -> None:
    rows, storms, size = pack.regions(), storm_records(pack), _size(pack.manifest["counts"])
    _fill(connection, region, tqdm(region_records(pack, rows), total=size, desc="regions", file=sys.stderr))
    _fill(connection, region_shape, shape_records(pack, region_ids(rows)))
    _fill(connection, storm, (head for head, _ in storms))
    _fill(connection, storm_point, (point for _, points in storms for point in points))


def _loaded(connection: Connection, pack: Pack) -> bool:
    fact = connection.scalar(select(house_fact.c.value).where(house_fact.c.key == "city"))
    if fact is None:
        return False
    held = json.loads(fact)
    if held["adcode"] != pack.manifest["adcode"]:
        other = f"{held['name']} ({held['adcode']})"
        raise CityError(f"the database holds {other}; give {pack.manifest['name']} one of its own")
    if held["pack"] != pack.checksum:
        raise CityError(f"the database holds another build of {held['name']}; load the new one into a fresh database")
    return True


def _size(counts: dict[str, int]) -> int:
    return 1 + sum(counts[key] for key in SPINE)


def _fill(connection: Connection, table: Table, records: Iterable[Record]) -> None:
    """Append records, all with the same keys, as they are made."""
    rest = iter(records)
    while chunk := list(islice(rest, CHUNK)):
        fill(connection, table, {key: [record[key] for record in chunk] for key in chunk[0]})

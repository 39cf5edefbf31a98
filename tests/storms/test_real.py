"""The real storms of the reference city: what is known of them is what we compute."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path as File

import numpy as np
import pytest
import shapely

from data.storms import cma
from data.storms.geo import Path, nearest_to_point, nearest_to_shape
from data.storms.likeness import part_of, same_storm, unlike
from data.storms.track import KNOT_MS
from tests.samples import SAMPLES, needs_samples

PACK = File(__file__).parents[2] / "data" / "cities" / "350300"
CENTRE = (119.0, 25.43)
DOKSURI, GAEMI = "2023201N13134", "2024201N12133"


@pytest.fixture(scope="module")
def storms():
    """{track id: (path, wind in m/s)} of the pack."""
    rows: dict[str, list] = {}
    with (PACK / "storms.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            wind = float(row["wind_kt"] or "nan") * KNOT_MS
            at = datetime.fromisoformat(row["time"]).timestamp()
            rows.setdefault(row["track_id"], []).append((at, float(row["lon"]), float(row["lat"]), wind))
    columns = {key: np.array(held).T for key, held in rows.items()}
    return {key: (Path.of(at, lon, lat), wind) for key, (at, lon, lat, wind) in columns.items()}


@pytest.fixture(scope="module")
def counties():
    """{name: outline}"""
    with (PACK / "regions.csv").open(encoding="utf-8") as file:
        named = {
            row["code"]: row["name"] for row in csv.DictReader(file) if (row["tree"], row["level"]) == ("spine", "2")
        }
    shapes = json.loads((PACK / "shapes.geojson").read_text("utf-8"))["features"]
    return {
        named[one["properties"]["code"]]: shapely.from_geojson(json.dumps(one["geometry"]))
        for one in shapes
        if one["properties"]["tree"] == "spine" and one["properties"]["code"] in named
    }


def _first(path, counties):
    """The county a storm came to first, and when."""
    near = {name: nearest_to_shape(path, shape) for name, shape in counties.items()}
    name = min(near, key=lambda one: (near[one].km, near[one].at))
    return name, near[name].km, datetime.fromtimestamp(near[name].at, UTC)


def test_the_pack_holds_133_storms_and_each_came_within_300_km(storms):
    assert len(storms) == 133
    assert max(nearest_to_point(path, *CENTRE).km for path, _wind in storms.values()) <= 300.5
    assert sum(len(path.at) for path, _wind in storms.values()) == 4987


def test_gaemi_came_ashore_in_xiuyu_on_the_25th_of_july_2024(storms, counties):
    name, km, at = _first(storms[GAEMI][0], counties)
    assert (name, km, at.date().isoformat()) == ("秀屿区", 0.0, "2024-07-25")
    assert 6 <= at.hour <= 13  # it was reported ashore at 19:50 local time


def test_doksuri_passed_to_the_south_west_on_the_28th_of_july_2023(storms):
    near = nearest_to_point(storms[DOKSURI][0], *CENTRE)
    assert datetime.fromtimestamp(near.at, UTC).date().isoformat() == "2023-07-28"
    assert near.lon < CENTRE[0] and 20 < near.km < 120


def test_the_same_storm_is_nobody_elses_analogue_and_the_order_is_always_the_same(storms):
    parts = {key: part_of(path, wind, *CENTRE) for key, (path, wind) in storms.items()}
    ranked = sorted(parts, key=lambda key: (unlike(parts[GAEMI], parts[key]).steps, key))
    assert ranked[0] == GAEMI
    assert all(unlike(parts[GAEMI], parts[key]).steps > 0 for key in ranked[1:])
    for key in ranked[1:4]:
        how = unlike(parts[GAEMI], parts[key])
        assert how.km < 100 and how.degrees < 60
        assert not same_storm(storms[GAEMI][0], storms[key][0])


@needs_samples
@pytest.mark.parametrize(
    ("file", "number", "ours"), [("CH2023BST.txt", "CMA2305", DOKSURI), ("CH2024BST.txt", "CMA2403", GAEMI)]
)
def test_both_agencies_tell_of_the_same_storm(storms, counties, file, number, ours):
    told = cma.parse(File(SAMPLES, file).read_text("ascii").splitlines())
    fixes = next(one for one in told.tracks if one.track_id == number).fixes
    theirs = Path.of(*zip(*((one.at.timestamp(), one.lon, one.lat) for one in fixes), strict=True))
    path = storms[ours][0]
    assert same_storm(path, theirs, within_km=40)
    a, b = nearest_to_point(path, *CENTRE), nearest_to_point(theirs, *CENTRE)
    assert abs(a.km - b.km) < 30 and abs(a.at - b.at) < 6 * 3600
    if ours == GAEMI:
        assert _first(theirs, counties)[0] == "秀屿区"

"""A city's own boundaries: matched, converted, cut in without gaps; a bad file changes nothing."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import mapping, shape
from sqlalchemy import Engine, select

from data.cities import gcj02
from data.cities.load import load_city
from data.cities.outline import child_outlines, outline
from data.cities.redraw import import_boundaries
from data.engine import make_engine
from data.errors import CityError
from data.schema import metadata, region, region_shape, revision
from tests.toycity import make_toy_pack

TOWN = "990102001"
SQUARE = shapely.box(119.11, 25.01, 119.16, 25.06)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("toy")
    engine = make_engine(f"sqlite:///{folder / 'toy.db'}")
    metadata.create_all(engine)
    load_city(engine, make_toy_pack(folder))
    engine.dispose()
    return folder / "toy.db"


@pytest.fixture
def engine(template: Path, tmp_path: Path) -> Engine:
    return make_engine(f"sqlite:///{shutil.copy(template, tmp_path / 'toy.db')}")


def write(folder: Path, *features: tuple[dict[str, Any], Any]) -> Path:
    listed = [{"type": "Feature", "properties": about, "geometry": geometry} for about, geometry in features]
    path = folder / "own.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": listed}), "utf-8")
    return path


def dump(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        return [connection.execute(select(table)).all() for table in (region, region_shape, revision)]


def drawn(engine: Engine, code: str) -> Any:
    with engine.connect() as connection:
        row = connection.execute(select(region).where(region.c.code == code)).one()
        stored = connection.execute(select(region_shape).where(region_shape.c.region_id == row.id)).one()
    return row, stored, shape(json.loads(stored.geometry))


def check_tiling(engine: Engine) -> None:
    with engine.connect() as connection:
        for row in connection.execute(select(region).where(region.c.level < 6)).all():
            whole = shape(outline(connection, row))
            children = dict(child_outlines(connection, row))
            parts = [shape(part) for part in children.values()]
            assert sum(part.area for part in parts) == pytest.approx(whole.area, rel=1e-6)
            assert shapely.union_all(parts).area == pytest.approx(whole.area, rel=1e-6)
            below = connection.execute(select(region).where(region.c.id.in_(list(children)))).all()
            assert sum(child.area_km2 for child in below) == pytest.approx(row.area_km2, rel=1e-6)
            for child in below:
                assert shape(children[child.id]).buffer(2e-6).contains(shapely.Point(child.lon, child.lat))


def test_an_imported_town_is_drawn_as_given_and_everything_still_tiles(engine: Engine, tmp_path: Path) -> None:
    report = import_boundaries(engine, write(tmp_path, ({"code": TOWN + "000"}, mapping(SQUARE))), "wgs84")
    assert (len(report.matched), report.unmatched, report.refused) == (1, [], [])
    assert report.redrawn == ["990102100 东二街道"]
    row, stored, outline_now = drawn(engine, TOWN)
    assert stored.provenance == "imported" and stored.source == "imported from own.geojson"
    assert outline_now.symmetric_difference(SQUARE).area < 1e-9
    assert row.area_km2 == pytest.approx(28.0, rel=0.01)
    check_tiling(engine)


def test_codes_and_intervals_survive_an_import(engine: Engine, tmp_path: Path) -> None:
    kept = select(region.c.id, region.c.code, region.c.parent_id, region.c.lo, region.c.hi).order_by(region.c.id)
    with engine.connect() as connection:
        before = connection.execute(kept).all()
    import_boundaries(engine, write(tmp_path, ({"code": TOWN}, mapping(SQUARE))), "cgcs2000")
    with engine.connect() as connection:
        assert connection.execute(kept).all() == before
        assert connection.scalar(select(revision.c.n).where(revision.c.topic == "regions")) == 2


def test_gcj02_outlines_land_where_they_belong(engine: Engine, tmp_path: Path) -> None:
    shifted = shapely.transform(SQUARE, gcj02.from_wgs84)
    assert shifted.centroid.distance(SQUARE.centroid) > 0.002
    import_boundaries(engine, write(tmp_path, ({"name": "东一街道"}, mapping(shifted))), "gcj02", by="name")
    assert drawn(engine, TOWN)[2].symmetric_difference(SQUARE).area < 1e-8


def test_a_second_import_keeps_the_first(engine: Engine, tmp_path: Path) -> None:
    import_boundaries(engine, write(tmp_path, ({"code": TOWN}, mapping(SQUARE))), "wgs84")
    other = shapely.box(119.15, 25.05, 119.19, 25.09)
    import_boundaries(engine, write(tmp_path, ({"code": "990102100"}, mapping(other))), "wgs84")
    _, stored, now = drawn(engine, TOWN)
    assert stored.provenance == "imported" and now.intersection(other).area < 1e-9
    check_tiling(engine)


@pytest.mark.parametrize(("level", "code"), [("county", "990102"), ("village", TOWN + "001")])
def test_counties_and_villages_can_be_imported_too(engine: Engine, tmp_path: Path, level: str, code: str) -> None:
    box = shapely.box(119.12, 25.012, 119.19, 25.05) if level == "county" else drawn(engine, code)[2].buffer(-0.004)
    report = import_boundaries(engine, write(tmp_path, ({"code": code}, mapping(box))), "wgs84", level)
    assert len(report.matched) == 1
    check_tiling(engine)


def test_what_does_not_match_is_reported_and_left_alone(engine: Engine, tmp_path: Path) -> None:
    bow = {
        "type": "Polygon",
        "coordinates": [[[119.11, 25.01], [119.16, 25.06], [119.16, 25.01], [119.11, 25.06], [119.11, 25.01]]],
    }
    path = write(
        tmp_path,
        ({"code": "990109999"}, mapping(SQUARE)),
        ({}, mapping(SQUARE)),
        ({"code": "990103100"}, {"type": "Point", "coordinates": [119.05, 25.05]}),
        ({"code": "990103101"}, {"type": "Polygon", "coordinates": "no"}),
        ({"code": "990102100"}, mapping(shapely.box(25.01, 119.11, 25.06, 119.16))),
        ({"code": TOWN}, bow),
        ({"code": TOWN}, mapping(SQUARE)),
    )
    report = import_boundaries(engine, path, "wgs84")
    assert (len(report.matched), len(report.unmatched), len(report.repaired), len(report.refused)) == (1, 2, 1, 4)
    assert "longitude and latitude" in "\n".join(report.lines()) and "given twice" in report.refused[-1]
    check_tiling(engine)


def test_when_nothing_matches_nothing_is_written(engine: Engine, tmp_path: Path) -> None:
    before = dump(engine)
    report = import_boundaries(engine, write(tmp_path, ({"code": "1"}, mapping(SQUARE))), "wgs84")
    assert not report.matched and dump(engine) == before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not JSON"),
        ("[1]", "FeatureCollection"),
        ('{"type": "FeatureCollection", "features": 3}', "FeatureCollection"),
        ('{"type": "FeatureCollection", "features": []}', "no feature"),
        (b"\xff\xfe\x00", "not JSON"),
    ],
)
def test_a_malformed_file_is_refused_whole(engine: Engine, tmp_path: Path, text: str | bytes, message: str) -> None:
    path = tmp_path / "bad.geojson"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    before = dump(engine)
    with pytest.raises(CityError, match=message):
        import_boundaries(engine, path, "wgs84")
    assert dump(engine) == before


@pytest.mark.parametrize(
    "other",
    [shapely.box(119.12, 25.02, 119.19, 25.09), shapely.box(119.01, 25.01, 119.09, 25.09)],
    ids=["overlaps the other", "lies in another county"],
)
def test_outlines_that_cannot_be_are_refused_and_rolled_back(engine: Engine, tmp_path: Path, other: Any) -> None:
    before = dump(engine)
    path = write(tmp_path, ({"code": TOWN}, mapping(SQUARE)), ({"code": "990102100"}, mapping(other)))
    with pytest.raises(CityError):
        import_boundaries(engine, path, "wgs84")
    assert dump(engine) == before


def test_an_outline_that_leaves_no_room_for_its_neighbour_is_refused(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(CityError, match="no room"):
        import_boundaries(
            engine, write(tmp_path, ({"code": TOWN}, mapping(shapely.box(119.09, 24.99, 119.24, 25.11)))), "wgs84"
        )


@pytest.mark.parametrize(
    ("wgs84", "shifted"),
    [
        ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
        ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
    ],
)
def test_gcj02_agrees_with_known_places(wgs84: tuple[float, float], shifted: tuple[float, float]) -> None:
    assert np.allclose(gcj02.from_wgs84(np.array([wgs84])), [shifted], atol=1e-6)


@given(lon=st.floats(73.5, 135), lat=st.floats(18, 53.5))
def test_gcj02_and_back_is_the_same_place(lon: float, lat: float) -> None:
    there = gcj02.from_wgs84(np.array([[lon, lat]]))
    assert np.abs(gcj02.to_wgs84(there) - [[lon, lat]]).max() < 1e-8

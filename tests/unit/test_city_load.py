"""A loaded city: the whole spine, outlines at any level, and nothing twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import shape
from sqlalchemy import Engine, func, select

from data.cities.build import build_pack
from data.cities.load import load_city
from data.cities.outline import child_outlines, outline
from data.cities.pack import Pack
from data.engine import make_engine
from data.errors import CityError
from data.schema import metadata, region, region_shape, revision, storm, storm_point
from tests.toycity import STORM, TOY, make_toy_pack, make_toy_sources

PUTIAN = Path(__file__).parents[2] / "data" / "cities" / "350300"


def empty(folder: Path) -> Engine:
    engine = make_engine(f"sqlite:///{folder / 'city.db'}")
    metadata.create_all(engine)
    return engine


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("toy")
    engine = empty(folder)
    load_city(engine, make_toy_pack(folder))
    return engine


@pytest.fixture(scope="module")
def putian(reference_city: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{reference_city}")
    yield engine
    engine.dispose()


def test_putian_has_six_levels(putian: Engine) -> None:
    counts = select(region.c.level, func.count()).where(region.c.tree == "spine").group_by(region.c.level)
    with putian.connect() as connection:
        held = dict(connection.execute(counts).all())
        cells = select(func.min(region.c.id), func.max(region.c.id)).where(region.c.level == 6)
        assert held == {1: 1, 2: 7, 3: 54, 4: 976, 5: 10395, 6: 138546}
        assert connection.execute(cells).one() == (1, 138546)


def test_children_part_the_cells_of_their_parent_at_every_level(putian: Engine) -> None:
    child = region.alias()
    sums = (
        select(
            region.c.lo, region.c.hi, func.min(child.c.lo), func.max(child.c.hi), func.sum(child.c.hi - child.c.lo + 1)
        )
        .join(child, (child.c.parent_id == region.c.id) & (child.c.tree == "spine"))
        .where(region.c.tree == "spine")
        .group_by(region.c.id)
    )
    with putian.connect() as connection:
        for lo, hi, first, last, held in connection.execute(sums):
            assert (lo, hi, hi - lo + 1) == (first, last, held)


@settings(max_examples=60, deadline=None)
@given(number=st.integers(0, 10**6), level=st.integers(1, 5))
def test_children_tile_their_parent(putian: Engine, number: int, level: int) -> None:
    with putian.connect() as connection:
        rows = connection.execute(select(region).where(region.c.level == level).order_by(region.c.id)).all()
        parent = rows[number % len(rows)]
        whole = shape(outline(connection, parent))
        parts = [shape(drawn) for _, drawn in child_outlines(connection, parent)]
    assert sum(part.area for part in parts) == pytest.approx(whole.area, rel=1e-6)
    assert shapely.union_all(parts).area == pytest.approx(whole.area, rel=1e-6)


@settings(max_examples=30, deadline=None)
@given(number=st.integers(0, 10**6), level=st.sampled_from([5, 6]))
def test_grids_and_cells_hold_their_label_points(putian: Engine, number: int, level: int) -> None:
    with putian.connect() as connection:
        total = connection.scalar(select(func.count()).where(region.c.level == level))
        wanted = select(region).where(region.c.level == level).order_by(region.c.id).offset(number % total).limit(1)
        row = connection.execute(wanted).one()
        assert shape(outline(connection, row)).buffer(2e-6).contains(shapely.Point(row.lon, row.lat))


def test_areas_add_up_at_every_level(putian: Engine) -> None:
    sums = select(region.c.level, func.sum(region.c.area_km2)).where(region.c.tree == "spine").group_by(region.c.level)
    with putian.connect() as connection:
        areas = dict(connection.execute(sums).all())
    assert all(area == pytest.approx(areas[1], rel=1e-6) for area in areas.values())


def test_codes_grow_by_three_digits_below_the_village(toy: Engine) -> None:
    with toy.connect() as connection:
        for row in connection.execute(select(region).where(region.c.level.in_([5, 6]))):
            parent = connection.execute(select(region).where(region.c.id == row.parent_id)).one()
            assert row.code[:-3] == parent.code and len(row.code) == {5: 15, 6: 18}[row.level]


def test_loading_the_same_pack_again_changes_nothing(tmp_path: Path) -> None:
    engine, pack = empty(tmp_path), make_toy_pack(tmp_path)
    assert load_city(engine, pack) == load_city(engine, pack)
    with engine.connect() as connection:
        assert dict(connection.execute(select(revision.c.topic, revision.c.n)).all()) == {"regions": 1, "storms": 1}


def test_another_city_is_refused_and_nothing_is_touched(toy: Engine) -> None:
    with pytest.raises(CityError, match="玩具市"):
        load_city(toy, PUTIAN)
    with toy.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(region_shape)) == 15


def test_a_folder_without_pack_is_refused(toy: Engine, tmp_path: Path) -> None:
    with pytest.raises(CityError, match="no city pack"):
        load_city(toy, make_toy_sources(tmp_path / "990100"))


def test_storms_know_when_they_were_nearest(toy: Engine) -> None:
    with toy.connect() as connection:
        row = connection.execute(select(storm)).one()
        points = connection.execute(select(storm_point).order_by(storm_point.c.at)).all()
    assert (row.track_id, row.name, len(points)) == (STORM, "格美", 4)
    assert row.nearest_km < min(point.km for point in points)  # between two fixes, to the outline
    assert points[1].at < row.nearest_at < points[2].at and row.first_at == points[0].at


def test_the_pack_checksum_changes_with_any_file(tmp_path: Path) -> None:
    pack = make_toy_pack(tmp_path)
    before = Pack(pack).checksum
    recipe = pack / "recipe.yaml"
    recipe.write_text(recipe.read_text("utf-8").replace("grids: 20", "grids: 21"), "utf-8")
    build_pack(TOY, pack)
    assert Pack(pack).checksum != before

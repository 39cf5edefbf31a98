"""What drains to a station: outlines are handed in, asked for, and exposed; the demo's say that they are made."""

import json

import pytest
import shapely
from sqlalchemy import select

from data.commands.catchments import Drawn, put_catchments
from data.engine import writing
from data.errors import BadInput, UnknownThing
from data.intake.catchments import read_features
from data.queries.catchments import DRAINED, catchment_of
from data.queries.exposure import exposure
from data.schema import catchment, region_shape, station
from data.scope import Scope

GUEST = Scope.guest()


def stations(connection, *kinds):
    rows = connection.execute(select(station).where(station.c.kind.in_(kinds)).order_by(station.c.id)).mappings()
    return list(rows)


def around(row, degrees=0.03, **named):
    shape = shapely.box(row["lon"] - degrees, row["lat"] - degrees, row["lon"] + degrees, row["lat"] + degrees)
    return {
        "type": "Feature",
        "properties": {"station": row["code"]} | named,
        "geometry": json.loads(shapely.to_geojson(shape)),
    }


def told(house, **more):
    return Drawn(**{"source": "水利普查 2013", "as_of": house.clock.now()} | more)


def test_every_drained_station_of_the_demo_has_a_simulated_catchment_within_the_city(house):
    with house.engine.connect() as connection:
        rows = connection.execute(select(catchment, station.c.kind).join(station)).all()
        assert {row.station_id for row in rows} == {row["id"] for row in stations(connection, *DRAINED)}
        city = shapely.from_geojson(
            connection.scalar(select(region_shape.c.geometry).order_by(region_shape.c.region_id))
        )
    assert rows and {(row.provenance, "模拟" in row.source) for row in rows} == {("simulated", True)}
    for row in rows:
        shape = shapely.from_geojson(row.geometry)
        assert shape.is_valid and shape.area > 0 and row.km2 > 0
        assert shapely.area(shapely.difference(shape, city)) <= 0.05 * shape.area


def test_a_catchment_is_exposed_with_who_has_drawn_it(house):
    with house.engine.connect() as connection:
        row = stations(connection, "reservoir")[0]
    body = exposure(house, GUEST, {"catchment": row["code"]}, house.clock.now()).body()
    area = body["area"]
    assert (area["kind"], area["station"], area["name"]) == ("catchment", row["code"], row["name"])
    assert (area["provenance"], area["km2"] > 0) == ("simulated", True)
    with house.engine.connect() as connection:
        geometry = json.loads(catchment_of(connection, row["code"], GUEST)["geometry"])
    drawn = exposure(house, GUEST, {"geometry": geometry}, house.clock.now()).body()
    assert drawn["people"] == body["people"] and drawn["places_total"] == body["places_total"]


def test_an_imported_outline_takes_the_place_of_the_simulated_one(house):
    with writing(house.engine) as connection:
        one, other = stations(connection, *DRAINED)[:2]
        added = put_catchments(connection, [around(one), around(other, 0.01)], told(house))
        assert (added.rows, added.new, added.changed) == (2, 0, 2)
    with house.engine.connect() as connection:
        found = catchment_of(connection, one["code"], GUEST)
    assert (found["source"], found["provenance"]) == ("水利普查 2013", "published")
    assert found["km2"] == pytest.approx((0.06 * 111.195) ** 2 * 0.905, rel=0.01)


def test_outlines_come_in_the_coordinates_that_are_told(house):
    with writing(house.engine) as connection:
        row = stations(connection, *DRAINED)[0]
        put_catchments(connection, [around(row)], told(house, crs="gcj02"))
        shape = shapely.from_geojson(catchment_of(connection, row["code"], GUEST)["geometry"])
    off = abs(shape.centroid.x - row["lon"]) * 100_000
    assert 100 < off < 1000  # metres: the shift of GCJ-02


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"properties": {}}, "no station is named"),
        ({"properties": None}, "no station is named"),
        ({"properties": {"站码": "NO"}}, "no station NO"),
        ({"geometry": None}, "Polygon or MultiPolygon"),
        ({"geometry": {"type": "Point", "coordinates": [119, 25]}}, "Polygon or MultiPolygon"),
        ({"geometry": json.loads(shapely.to_geojson(shapely.box(10, 10, 11, 11)))}, "km outside its outline"),
    ],
)
def test_a_file_with_a_wrong_feature_changes_nothing(house, change, said):
    with house.engine.connect() as connection:
        one, other = stations(connection, *DRAINED)[:2]
        before = catchment_of(connection, one["code"], GUEST)
    with pytest.raises(BadInput, match=f"row 2: .*{said}"), writing(house.engine) as connection:
        put_catchments(connection, [around(one), around(other) | change], told(house))
    with house.engine.connect() as connection:
        assert catchment_of(connection, one["code"], GUEST) == before


def test_a_station_that_nothing_drains_to_is_refused_and_one_twice_too(house):
    with writing(house.engine) as connection:
        dry, wet = stations(connection, "wind")[0], stations(connection, "river")[0]
        with pytest.raises(BadInput, match="of kind wind"):
            put_catchments(connection, [around(dry)], told(house))
        with pytest.raises(BadInput, match="above already"):
            put_catchments(connection, [around(wet), around(wet)], told(house))


def test_what_is_not_known_or_not_the_askers_is_not_there(house):
    with house.engine.connect() as connection:
        row = stations(connection, "river")[0]
        for code, scope in (("NO", GUEST), (row["code"], Scope(cells=((9_999_998, 9_999_999),)))):
            with pytest.raises(UnknownThing, match="no station"):
                catchment_of(connection, code, scope)
        dry = stations(connection, "wind")[0]
        with pytest.raises(UnknownThing, match="nobody has told"):
            catchment_of(connection, dry["code"], GUEST)
    for wrong in (1, "", "x" * 33, None):
        with pytest.raises(BadInput, match="code of a station"):
            exposure(house, GUEST, {"catchment": wrong}, house.clock.now())


@pytest.mark.parametrize(
    ("text", "said"), [("{", "is not GeoJSON"), ("[]", "FeatureCollection"), ('{"features": []}', "in it")]
)
def test_a_file_that_is_none_is_refused(tmp_path, text, said):
    (path := tmp_path / "c.geojson").write_text(text)
    with pytest.raises(BadInput, match=said):
        read_features(path)

"""What an area holds: on a seeded toy city, on both engines."""

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select, update

from data.commands.revisions import bump
from data.engine import writing
from data.errors import BadInput, UnknownRegion, UnknownThing
from data.queries.exposed import exposed
from data.queries.exposed_things import UNKNOWN, people_to_move
from data.queries.exposure import exposure
from data.queries.outlines import MOST_CORNERS, shape_of
from data.queries.regions import children, region_of
from data.schema import feature, region, region_stat, storm_point, warning_region
from data.scope import Scope
from tests.toycity import STORM
from tests.warned import put_warning

GUEST = Scope.guest()
WEST, SOUTH, EAST, NORTH = 118.9, 24.8, 119.3, 25.2  # around the whole city


def box(west, south, east, north):
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"geometry": {"type": "Polygon", "coordinates": [ring]}}


def asked(house, sent, scope=GUEST):
    return exposure(house, scope, sent, house.clock.now()).body()


def _sums(body):
    counted = {name: body[name]["value"] for name in ("cells", "people", "households", "to_move")}
    for name in ("risk_points", "key_sites", "resources", "schools", "others"):
        counted[name] = sum(row.get("total", row.get("n")) for row in body[name] or ())
    return counted | {"places": body["places_total"]}


def test_an_outline_around_the_city_holds_what_the_city_is_said_to_hold(house):
    body = asked(house, box(WEST, SOUTH, EAST, NORTH))
    with house.engine.connect() as connection:
        city = region_of(connection, "", GUEST)
        said = connection.execute(select(region_stat).where(region_stat.c.region_id == city.id)).one()
        things = select(func.count()).where(feature.c.layer != "camera", feature.c.retired_at.is_(None))
        standing = connection.scalar(things.select_from(feature))
    assert (body["people"]["value"], body["households"]["value"]) == (said.population, said.households)
    assert (body["cells"]["value"], body["places_total"]) == (said.cells, standing)
    assert (body["people"]["provenance"], body["people"]["as_of"]) == (said.provenance, said.as_of)
    assert body["people"]["unit"] == "人"
    assert {row["share"] for row in (*body["towns"], *body["villages"])} == {1.0}
    assert _sums(body) == _sums(asked(house, {"region": city.code}))


def test_every_region_holds_what_it_is_said_to_hold(house):
    with house.engine.connect() as connection:
        joined = select(region.c.code, region_stat.c.population, region_stat.c.households)
        joined = joined.join(region_stat, region_stat.c.region_id == region.c.id).where(region.c.tree == "spine")
        rows = connection.execute(joined).all()
    for code, people, households in rows:
        body = asked(house, {"region": code})
        assert (body["people"]["value"], body["households"]["value"]) == (people, households)


def test_disjoint_outlines_add_up(house):
    whole = _sums(asked(house, box(WEST, SOUTH, EAST, NORTH)))

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.floats(WEST + 0.01, EAST - 0.01), st.floats(SOUTH + 0.01, NORTH - 0.01))
    def holds(x, y):
        parts = [
            (WEST, SOUTH, x, y),
            (x, SOUTH, EAST, y),
            (WEST, y, x, NORTH),
            (x, y, EAST, NORTH),
        ]
        found = []
        for part in parts:
            try:
                found.append(_sums(asked(house, box(*part))))
            except BadInput as error:
                assert "outside the city" in str(error)
        assert {name: sum(one[name] for one in found) for name in whole} == whole

    holds()


def test_towns_and_villages_are_touched_by_their_share(house):
    body = asked(house, box(119.1, SOUTH, EAST, NORTH))
    for rows in (body["towns"], body["villages"]):
        assert sum(row["people"] for row in rows) == body["people"]["value"]
        assert sum(row["cells"] for row in rows) == body["cells"]["value"]
        assert all(0 < row["share"] <= 1 for row in rows)
        assert [row["people"] for row in rows] == sorted((row["people"] for row in rows), reverse=True)


def test_a_scope_holds_no_more_than_its_own(house):
    with house.engine.connect() as connection:
        east, west = children(connection, region_of(connection, "", GUEST))[:2]
    mine = Scope(cells=((east.lo, east.hi),))
    all_of_it = box(WEST, SOUTH, EAST, NORTH)
    body = asked(house, all_of_it, mine)
    assert _sums(body) == _sums(asked(house, {"region": east.code}))
    assert (body["limited"], asked(house, all_of_it)["limited"]) == (True, False)
    assert {row["code"][:6] for row in body["towns"]} == {east.code}
    with pytest.raises(UnknownRegion):
        asked(house, {"region": west.code}, mine)


def test_a_point_without_told_people_moves_those_of_its_cell_shared_among_its_kind(house):
    with writing(house.engine) as connection:
        points = connection.execute(select(feature).where(feature.c.layer == "risk_point").limit(3)).all()
        ids = [one.id for one in points]
        cell = points[0].cell_id
        others = update(feature).where(feature.c.layer == "risk_point", feature.c.id.not_in(ids))
        connection.execute(others.values(attributes={"people": 0}))
        connection.execute(update(feature).where(feature.c.id.in_(ids)).values(cell_id=cell, attributes={}))
        connection.execute(update(feature).where(feature.c.id == ids[2]).values(attributes={"people": 1200}))
        bump(connection, "features")
        ground, _things = exposed(connection)
        lived = int(ground.people[ground.cells == cell][0])
        code = connection.scalar(select(region.c.code).where(region.c.id == cell))
    body = asked(house, {"region": code})
    assert body["to_move"]["value"] == lived + 1200
    assert body["to_move"]["estimate"] is True and body["to_move"]["rule"]
    classes = {row["class"]: row for row in body["danger_classes"]}
    assert (classes[1]["n"] >= 1, classes[1]["to_move"]) == (True, 1200)
    first = body["places"][0]
    assert (first["to_move"], first["danger"], first["layer"]) == (1200, "特大型", "风险点")


@given(st.lists(st.tuples(st.booleans(), st.integers(UNKNOWN, 50), st.integers(0, 3)), max_size=30))
def test_nobody_is_moved_twice_by_points_that_tell_no_people(points):
    risky, told, cell = (np.array([one[n] for one in points], dtype=kind) for n, kind in enumerate((bool, int, int)))
    people = np.array([7, 0, 31, 2])
    move = people_to_move(risky, told, cell, people)
    assert (move[~risky] == 0).all() and (move[risky & (told >= 0)] == told[risky & (told >= 0)]).all()
    untold = risky & (told == UNKNOWN)
    for one in set(cell[untold].tolist()):
        assert move[untold & (cell == one)].sum() == people[one]


def test_a_retired_thing_exposes_nothing(house):
    everything = box(WEST, SOUTH, EAST, NORTH)
    before = asked(house, everything)["places_total"]
    with writing(house.engine) as connection:
        one = connection.scalar(select(func.min(feature.c.id)).where(feature.c.layer == "resource"))
        connection.execute(update(feature).where(feature.c.id == one).values(retired_at=house.clock.now()))
        bump(connection, "features")
    assert asked(house, everything)["places_total"] == before - 1


def test_a_circle_grows_with_its_radius(house):
    held = [asked(house, {"circle": {"lon": 119.1, "lat": 25.05, "km": km}}) for km in (1, 4, 9, 30)]
    people = [one["people"]["value"] for one in held]
    assert people == sorted(people) and people[-1] == asked(house, box(WEST, SOUTH, EAST, NORTH))["people"]["value"]


def test_a_wind_circle_is_that_of_the_newest_fix(house):
    sent = {"storm": {"track": STORM, "force": 10, "at": "2024-07-25T13:00:00+00:00"}}
    with pytest.raises(UnknownThing, match="tells no circle"):
        asked(house, sent)
    with writing(house.engine) as connection:
        connection.execute(update(storm_point).where(storm_point.c.track_id == STORM).values(r10_km=60))
    body = asked(house, sent)
    assert (body["area"]["lon"], body["area"]["lat"], body["area"]["km"]) == (119.2, 25.3, 60)
    assert body["people"]["value"] == asked(house, box(WEST, SOUTH, EAST, NORTH))["people"]["value"]
    early = asked(house, {"storm": sent["storm"] | {"at": "2024-07-25T00:00:00+00:00"}})
    assert early["people"]["value"] == 0  # too far away to reach the city: an answer, not a mistake
    for wrong in ({"force": 8}, {"track": "x"}, {"at": "soon"}, {"more": 1}):
        with pytest.raises(BadInput):
            asked(house, {"storm": sent["storm"] | wrong})


def test_a_warning_exposes_the_regions_it_covers(house):
    now = house.clock.now()
    with writing(house.engine) as connection:
        city = region_of(connection, "", GUEST)
        towns = children(connection, children(connection, city)[0])
        row = dict(id=901, code="W20240725901", field="rain", title="t", colour=2, peak=2, state="raised", words="w")
        row |= dict(region_id=city.id, evidence="{}", raised_at=now, changed_at=now, seq=1, origin="rule")
        put_warning(connection, row | {"provenance": "measured", "several": True})
        connection.execute(insert(warning_region), [{"warning_id": 901, "region_id": one.id} for one in towns])
    body = asked(house, {"warning": "W20240725901"})
    whole = [asked(house, {"region": one.code})["people"]["value"] for one in towns]
    assert body["people"]["value"] == sum(whole)
    first = Scope(cells=((towns[0].lo, towns[0].hi),))
    assert asked(house, {"warning": "W20240725901"}, first)["people"]["value"] == whole[0]
    with pytest.raises(UnknownThing):
        asked(house, {"warning": "W20240725901"}, Scope(cells=((9_999_998, 9_999_999),)))
    with pytest.raises(UnknownThing):
        asked(house, {"warning": "W1"})


RING = [[119.0, 25.0], [119.1, 25.0], [119.1, 25.1], [119.0, 25.1], [119.0, 25.0]]


@pytest.mark.parametrize(
    ("geometry", "said"),
    [
        (None, "Polygon or MultiPolygon"),
        ({"type": "Point", "coordinates": [119, 25]}, "Polygon or MultiPolygon"),
        ({"type": "Polygon"}, "empty"),
        ({"type": "Polygon", "coordinates": []}, "empty"),
        ({"type": "Polygon", "coordinates": [[]]}, "empty"),
        ({"type": "Polygon", "coordinates": [RING[:4]]}, "last is its first"),
        ({"type": "Polygon", "coordinates": [[RING[0], RING[2], RING[1], RING[3], RING[0]]]}, "Self-intersection"),
        ({"type": "Polygon", "coordinates": [[RING[0], RING[1], RING[0], RING[0]]]}, "geometry"),
        ({"type": "Polygon", "coordinates": [[["119", "25"], *RING[1:]]]}, "two numbers"),
        ({"type": "Polygon", "coordinates": [[[119, True], *RING[1:]]]}, "two numbers"),
        ({"type": "Polygon", "coordinates": [[[1e300, 25], *RING[1:-1], [1e300, 25]]]}, "degrees"),
        (
            {
                "type": "Polygon",
                "coordinates": [[[x / 10, y] for y, x in ((95, 1190), (96, 1190), (96, 1191), (95, 1190))]],
            },
            "degrees",
        ),
        ({"type": "Polygon", "coordinates": [RING * (MOST_CORNERS // 5 + 1)]}, "more than 10,000"),
        ({"type": "MultiPolygon", "coordinates": [[RING], [RING]]}, "proper outline"),
    ],
)
def test_a_bad_outline_is_refused_with_what_is_wrong(geometry, said):
    with pytest.raises(BadInput, match=said):
        shape_of(geometry)


def test_holes_and_many_parts_are_outlines_too():
    hole = [[119.02, 25.02], [119.02, 25.04], [119.04, 25.04], [119.04, 25.02], [119.02, 25.02]]
    assert shapely.area(shape_of({"type": "Polygon", "coordinates": [RING, hole]})) == pytest.approx(0.0096)
    far = [[x + 1, y] for x, y in RING]
    assert shapely.area(shape_of({"type": "MultiPolygon", "coordinates": [[RING], [far]]})) == pytest.approx(0.02)

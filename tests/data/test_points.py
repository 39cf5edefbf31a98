"""Points of a viewport: none lost, none twice, never of another region."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from data.queries.event_list import Filters, listed
from data.queries.points import POINT_LAYERS, Viewport, points
from data.queries.regions import children, inside, region_of
from data.schema import feature
from data.scope import Scope
from data.view import View
from data.windows import span

GUEST = Scope.guest()


def _world(zoom: int) -> Viewport:
    return Viewport(west=100, south=10, east=140, north=40, zoom=zoom)


def _counted(features) -> int:
    return sum(one["properties"]["n"] for one in features)


@pytest.mark.parametrize("zoom", [5, 9, 13])
def test_clusters_hold_every_camera_once(house, zoom):
    with house.engine.connect() as connection:
        city = region_of(connection, "", GUEST)
        for here in (city, *children(connection, city)):
            mine = select(func.count()).where(feature.c.layer == "camera", inside(feature.c.cell_id, here))
            found = points(house, View(region=here.code), GUEST, "camera", _world(zoom))
            assert _counted(found) == connection.scalar(mine)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(0, 1), st.floats(0, 1), st.integers(5, 18))
def test_two_halves_of_a_screen_hold_what_the_whole_holds(house, across, up, zoom):
    with house.engine.connect() as connection:
        rows = connection.execute(select(feature.c.lon, feature.c.lat).where(feature.c.layer == "camera")).all()
    lons, lats = zip(*rows, strict=True)
    west, east = min(lons) - 1e-6, max(lons) + 1e-6
    north = min(lats) + up * (max(lats) - min(lats))
    middle = west + across * (east - west)
    if any(lon == middle for lon in lons) or not west < middle < east or north <= 10:
        return
    size = dict(south=min(lats) - 1e-6, north=north, zoom=zoom)
    whole = points(house, View(), GUEST, "camera", Viewport(west=west, east=east, **size))
    left = points(house, View(), GUEST, "camera", Viewport(west=west, east=middle, **size))
    right = points(house, View(), GUEST, "camera", Viewport(west=middle, east=east, **size))
    assert _counted(whole) == _counted(left) + _counted(right)


@pytest.mark.parametrize("layer", POINT_LAYERS)
def test_a_viewport_at_sea_is_empty(house, layer):
    assert points(house, View(window="ytd"), GUEST, layer, Viewport(west=0, south=0, east=1, north=1, zoom=9)) == []


def test_the_map_shows_every_open_event_of_the_window(lived):
    view = View(window="ytd")
    year = span("ytd", lived.clock.now()).since
    open_now = listed(lived, view, GUEST, Filters(state="open"), limit=500).rows
    mine = [row for row in open_now if row["filed_at"] is not None and row["reported_at"] >= year]
    assert _counted(points(lived, view, GUEST, "event", _world(9))) == len(mine) > 0

"""Coordinates are a place in the city, within what one sees."""

from sqlalchemy import select

from data.queries.locate import locate
from data.queries.spots import spot_of
from data.schema import region
from data.scope import Scope


def test_coordinates_are_a_place_within_what_one_sees(house):
    with house.engine.connect() as connection:
        cells = connection.execute(select(region).where(region.c.level == 6).order_by(region.c.lo)).all()
        first, last = f"{cells[0].lon},{cells[0].lat}", f"{cells[-1].lon}，{cells[-1].lat}"
        here = locate(connection, cells[0].lon, cells[0].lat)
        assert here is not None
        own = Scope(cells=((here.cell_id, here.cell_id),))
        assert spot_of(connection, Scope.guest(), first) and spot_of(connection, Scope.guest(), last)
        assert spot_of(connection, own, first) and spot_of(connection, own, last) is None
        assert spot_of(connection, Scope.guest(), "0,0") is None

"""Gates, pumps and feeds of the demo: the same for the same seed, all marked simulated, none that seems to work."""

from sqlalchemy import func, select

from data.demo.controls import FAR_KM, clear_controls, seed_controls
from data.demo.stations import seed_stations
from data.schema import control, control_eye, station, video
from data.storms.geo import distance
from tests.base_city import contents, plain_recipe, seeded_city

RECIPE = plain_recipe()
TABLES = (control, video)


def _seeded(seed=7):
    engine = seeded_city(RECIPE)
    with engine.begin() as connection:
        seed_stations(connection, RECIPE, seed)
        seed_controls(connection, RECIPE, seed)
    return engine


def test_the_same_seed_gives_the_same_and_laying_it_again_changes_nothing():
    first, again = _seeded(), _seeded()
    with first.begin() as one, again.connect() as other:
        told = [contents(one, table) for table in TABLES]
        assert told == [contents(other, table) for table in TABLES] and all(told)
        clear_controls(one)
        seed_controls(one, RECIPE, 7)
        assert [contents(one, table) for table in TABLES] == told


def test_all_of_it_is_marked_simulated_and_no_feed_has_an_address():
    with _seeded().connect() as connection:
        for table in TABLES:
            assert set(connection.scalars(select(table.c.provenance))) == {"simulated"}
        assert set(connection.scalars(select(video.c.state))) == {"nowhere"}
        assert set(connection.scalars(select(video.c.link))) | set(connection.scalars(select(video.c.snapshot))) == {
            None
        }
        assert set(connection.scalars(select(control.c.kind))) == {"gate", "pump"}


def test_eyes_are_stations_near_by():
    with _seeded().connect() as connection:
        joined = select(control.c.lon, control.c.lat, station.c.lon.label("x"), station.c.lat.label("y"))
        joined = joined.join_from(control_eye, control).join(station, station.c.id == control_eye.c.station_id)
        rows = connection.execute(joined).all()
        assert rows and all(distance(one.lon, one.lat, one.x, one.y) <= FAR_KM for one in rows)
        assert connection.scalar(select(func.count()).select_from(control)) <= 24

"""The demo's stations: the same for the same seed, with three days of readings whose sums hold, rain in the storm."""

from sqlalchemy import func, select

from data.commands.reading_sums import counting
from data.demo.stations import HOURS, RHYTHM_S, seed_stations
from data.readings.kinds import MEASURES
from data.readings.sums import day_of, in_units, sums
from data.schema import gauge, gauge_now, reading, reading_sum, station, storm, storm_point
from tests.base_city import bare_city, contents, plain_recipe

TABLES = (station, gauge, gauge_now, reading, reading_sum)
RECIPE = plain_recipe()


def _storm(connection):
    first, last = RECIPE.anchor.replace(hour=0), RECIPE.anchor
    about = dict(track_id="2024201N12133", season=2024, first_at=first, last_at=last, nearest_km=20, nearest_at=last)
    connection.execute(storm.insert().values(source="试", **about))
    points = [
        dict(track_id=about["track_id"], at=at, lon=119, lat=25, wind_kt=80, km=km)
        for at, km in ((first, 250), (last, 20))
    ]
    connection.execute(storm_point.insert(), points)


def _seeded(seed=7):
    engine = bare_city()
    with engine.begin() as connection:
        _storm(connection)
        seed_stations(connection, RECIPE, seed)
    return engine


def test_every_kind_of_station_stands_and_tells_for_three_days():
    with _seeded().connect() as connection:
        kinds = set(connection.scalars(select(station.c.kind)))
        assert kinds == set(RECIPE.stations) <= set(MEASURES)
        assert set(connection.scalars(select(station.c.provenance))) == {"simulated"}
        fives = select(func.count()).where(reading_sum.c.grain == "5").group_by(reading_sum.c.gauge_id)
        assert max(connection.scalars(fives)) == HOURS * 3_600 // RHYTHM_S + 1
        newest = connection.scalar(select(func.max(gauge_now.c.at)))
        assert 0 <= (RECIPE.anchor - newest).total_seconds() < RHYTHM_S


def test_the_sums_are_a_recount_of_the_single_readings_that_are_kept():
    with _seeded().connect() as connection:
        today = day_of(int(RECIPE.anchor.timestamp()))
        days = [(one, today) for one in connection.scalars(select(gauge.c.id))]
        told = in_units(sums(counting(connection, days))).rows()
        kept = (
            select(*reading_sum.c)
            .where(reading_sum.c.start >= min(row[2] for row in told))
            .order_by(*list(reading_sum.c)[:3])
        )
        plain = [
            (*row[:2], int(row[2].timestamp()), *row[3:8], int(row[8].timestamp())) for row in connection.execute(kept)
        ]
        assert plain == told


def test_it_rains_in_the_storm_and_the_same_seed_gives_the_same():
    with _seeded().connect() as one, _seeded().connect() as other, _seeded(8).connect() as another:
        rain = select(func.sum(reading_sum.c.total)).join_from(reading_sum, gauge, gauge.c.id == reading_sum.c.gauge_id)
        days = rain.where(gauge.c.quantity == "rain", reading_sum.c.grain == "d").group_by(reading_sum.c.start)
        totals = one.scalars(days.order_by(reading_sum.c.start)).all()
        assert totals[-1] > 10 * max(totals[0], 1)
        assert [contents(one, table) for table in TABLES] == [contents(other, table) for table in TABLES]
        assert contents(one, reading_sum) != contents(another, reading_sum)

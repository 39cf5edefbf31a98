"""The demo's readings go on with its clock, once whoever tells them; the watch is swept once a minute."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic, sleep

import numpy as np
import pytest
from sqlalchemy import func, select

from data.commands.facts import fact, put_fact
from data.commands.warning_rules import ENGINE, install_shipped
from data.commands.watch import watch
from data.demo.reading_feed import CATCH_UP_S, LATEST_S, Feed
from data.demo.station_days import Posts, days, silence
from data.demo.stations import TOLD, seed_stations
from data.engine import writing
from data.rounds import Rounds
from data.schema import gauge, gauge_now, quarantine, reading, reading_sum, station, warning
from data.sweeper import SWEPT, sweep_minute
from tests.base_city import plain_recipe
from tests.blank import blank_house
from tests.conftest import ENGINES
from tests.gauges import tell
from tests.readings.conftest import NOON
from tests.readings.test_demo import _storm
from tests.readings.test_sums import recounted, summed

RECIPE = plain_recipe()
ANCHOR = RECIPE.anchor
MINUTE = timedelta(minutes=1)


@contextmanager
def seeded(kind, folder, postgres=None):
    """A city whose demo stations have told until the anchor, in a storm."""
    with blank_house(kind, folder, postgres) as house:
        with house.engine.begin() as connection:
            _storm(connection)
            seed_stations(connection, RECIPE, 7)
            install_shipped(connection, ENGINE, ANCHOR)
        yield house.engine


@pytest.fixture(params=ENGINES)
def city(request, tmp_path):
    postgres = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    with seeded(request.param, tmp_path, postgres) as engine:
        yield engine


@pytest.fixture
def one(tmp_path):
    """On SQLite, for what does not depend on the engine."""
    with seeded("sqlite", tmp_path) as engine:
        yield engine


def newest(engine):
    with engine.connect() as connection:
        return connection.scalar(select(func.max(gauge_now.c.at)))


def stored(engine, since=ANCHOR):
    """What was told of moments after `since`: (gauge, moment, value)."""
    r = reading.c
    with engine.connect() as connection:
        rows = connection.execute(select(r.gauge_id, r.at, r.value).where(r.at > since).order_by(r.gauge_id, r.at))
        return [tuple(row) for row in rows]


def test_every_station_goes_on_every_five_minutes_and_sums_hold(city):
    feed = Feed(city)
    for minute in range(1, 16):
        feed.tell_due(ANCHOR + minute * MINUTE)
    told = stored(city)
    moments = {at for _gauge, at, _value in told}
    assert len(moments) == 3 and all(at.timestamp() % 300 == 0 for at in moments)
    assert ANCHOR + 15 * MINUTE - newest(city) < timedelta(seconds=300 + LATEST_S)
    with city.connect() as connection:
        spoke = connection.scalar(select(func.count()).select_from(gauge_now).where(gauge_now.c.at > ANCHOR))
        assert spoke >= 0.8 * connection.scalar(select(func.count()).select_from(gauge))
        assert connection.scalar(select(func.count()).select_from(quarantine)) == 0
        fresh, kept = recounted(connection), summed(connection)
        day = max(start for _gauge, grain, start in fresh if grain == "d")
        assert {k: v for k, v in fresh.items() if k[2] >= day} == {k: v for k, v in kept.items() if k[2] >= day}


def test_two_feeds_at_once_tell_each_reading_once(city):
    with ThreadPoolExecutor(2) as pool:
        n = sum(pool.map(lambda feed: feed.tell_due(ANCHOR + 30 * MINUTE), [Feed(city), Feed(city)]))
    told = stored(city)
    assert len(told) == len(set(told))
    with city.connect() as connection:
        again = connection.scalar(select(func.count()).where(reading.c.at <= ANCHOR, reading.c.origin != "demo"))
        gauges = connection.scalar(select(func.count()).select_from(gauge))
    assert again == 0
    assert len(told) <= n <= len(told) + gauges, "the last words before the anchor may come again: they are known"
    assert Feed(city).tell_due(ANCHOR + 30 * MINUTE) == 0


def test_the_same_is_told_in_one_go_or_in_many(city, tmp_path_factory):
    with blank_house("sqlite", tmp_path_factory.mktemp("other")) as other:
        with other.engine.begin() as connection:
            _storm(connection)
            seed_stations(connection, RECIPE, 7)
        Feed(other.engine).tell_due(ANCHOR + 40 * MINUTE)
        feed = Feed(city)
        for minute in range(1, 41, 3):
            feed.tell_due(ANCHOR + minute * MINUTE)
        assert stored(city) == stored(other.engine)


def test_after_a_long_stop_a_bounded_time_is_told_and_the_rest_stays_a_gap(one):
    later = ANCHOR + timedelta(hours=9)
    Feed(one).tell_due(later)
    times = [at for _gauge, at, _value in stored(one)]
    assert later - timedelta(seconds=CATCH_UP_S + LATEST_S) <= min(times)
    assert later - max(times) < timedelta(seconds=300 + LATEST_S)
    with one.connect() as connection:
        assert json.loads(fact(connection, TOLD))["told"] == int(later.timestamp())


def test_a_clock_that_stands_or_is_set_back_tells_nothing(one):
    feed = Feed(one)
    feed.tell_due(ANCHOR + 10 * MINUTE)
    before = stored(one)
    assert feed.tell_due(ANCHOR + 10 * MINUTE) == feed.tell_due(ANCHOR) == 0
    assert stored(one) == before


def test_where_no_demo_stands_nothing_is_told(home):
    assert Feed(home.engine).tell_due(NOON) == 0


def test_the_rain_ends_and_the_levels_fall_again():
    """A day of storm, then none: rain stops at once, what has run off takes its time."""
    kinds = [kind for kind in RECIPE.stations for _ in range(20)]
    posts = Posts(kinds, np.linspace(118.9, 119.1, len(kinds)), np.full(len(kinds), 25.0))
    first = int(ANCHOR.timestamp()) // 86_400
    made = days(posts, 7, lambda times: np.full(len(times), 0.9 if times[0] // 86_400 == first else 0.0), first)
    told = [next(made) for _ in range(4)]
    rows = {q: [n for n, (_s, name) in enumerate(posts.gauges) if name == q] for _s, q in posts.gauges}
    rain = [np.nansum(day.values[rows["rain"]]) for day in told]
    assert rain[0] > 0 and rain[1:] == [0, 0, 0]
    deep = [np.nanmax(day.values[rows["depth"], -1]) for day in told]
    assert deep[0] > 15 and deep[1] == 0
    ends = np.array([day.values[rows["level"], -1] for day in told])
    level = ends[:, ~np.isnan(ends).any(axis=0)].mean(axis=1)  # of those that are never silent then
    assert level[0] > level[1] > level[3]


def test_a_few_stations_fall_silent_for_hours_and_speak_again():
    quiet = [silence(7, day, 400).mean(axis=1) for day in range(20_000, 20_010)]
    shares = [float((each > 0).mean()) for each in quiet]
    assert min(shares) > 0
    assert max(shares) < 0.15
    assert not all(bool(each) for each in (sum(quiet) > 9)), "nobody is silent for good"


def test_the_storms_warnings_clear_when_its_rain_has_gone(one):
    """Looking in every three hours through the three days after: what the rain raised is over at their end."""
    with writing(one) as connection:
        watch(connection, connection.scalars(select(gauge.c.id)).all(), ANCHOR)
    feed = Feed(one)
    for hour in range(3, 73, 3):
        feed.tell_due(ANCHOR + hour * 60 * MINUTE)
        sweep_minute(one, ANCHOR + hour * 60 * MINUTE)
    w = warning.c
    with one.connect() as connection:
        rained = connection.execute(select(w.ended_at).where(w.field == "rain")).all()
    assert all(row.ended_at is not None for row in rained)


def test_a_minute_is_swept_once_however_many_sweep(home):
    with home.engine.begin() as connection:
        install_shipped(connection, ENGINE, NOON)
        tell(connection, 2, NOON, 2)
    later = NOON + timedelta(hours=1)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: sweep_minute(home.engine, later), range(4)))
    assert sum(one is not None for one in made) == 1
    with home.engine.connect() as connection:
        assert connection.scalar(select(func.count()).where(warning.c.rule == "silent_station")) == 3
    assert sweep_minute(home.engine, later + timedelta(seconds=30)) is None
    assert sweep_minute(home.engine, later + MINUTE) is not None
    assert sweep_minute(home.engine, later) is None, "a clock a little behind sweeps no minute twice"
    assert sweep_minute(home.engine, later - timedelta(hours=1)) is not None, "a clock that was set back does"


def test_a_sweep_that_fails_has_not_been(home, monkeypatch):
    with home.engine.begin() as connection:
        put_fact(connection, SWEPT, "1")
        connection.execute(station.update().values(closed_at=None))
    with home.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE warning RENAME TO warning_away")
    with pytest.raises(Exception, match="warning"):
        sweep_minute(home.engine, NOON)
    with home.engine.begin() as connection:
        assert fact(connection, SWEPT) == "1"
        connection.exec_driver_sql("ALTER TABLE warning_away RENAME TO warning")
    assert sweep_minute(home.engine, NOON) is not None


def test_rounds_outlive_what_goes_wrong_and_end_when_told():
    done = []

    def work():
        done.append(1)
        if len(done) == 1:
            raise OSError("the database is away")

    rounds = Rounds("trial", work, 0.01)
    rounds.start()
    patience = monotonic() + 10
    while len(done) < 3 and monotonic() < patience:
        sleep(0.01)
    rounds.stop()
    rounds.join(5)
    assert len(done) >= 3 and not rounds.is_alive()


def test_sums_of_a_seeded_city_name_no_gauge_that_is_not_there(city):
    with city.connect() as connection:
        known = select(gauge.c.id)
        assert connection.scalar(select(func.count()).where(reading_sum.c.gauge_id.not_in(known))) == 0

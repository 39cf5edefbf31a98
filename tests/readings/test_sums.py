"""Sums are what a recount of the single readings gives, in whatever order they came; retention leaves them alone."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select

from data.commands.readings import Told, take
from data.commands.retention import prune
from data.house import open_house
from data.schema import gauge_now, metadata, quarantine, reading, reading_fault, reading_sum
from data.scope import Scope
from data.settings import Settings
from data.times import local
from tests.readings.conftest import NOON, plant_stations
from tests.spine import plant_spine

TICK = 10_000
EVERYTHING = (reading, reading_sum, reading_fault, gauge_now, quarantine)
# Values of a few digits around the ends of the ranges; moments that meet each other and the edges of hours and days.
TELLING = st.tuples(
    st.sampled_from((("R1", "rain", "mm"), ("W1", "level", "m"), ("W1", "level", "cm"), ("S1", "level", "m"))),
    st.integers(-600, 5_500).map(lambda n: n / 100),
    st.integers(0, 40).map(lambda n: NOON - timedelta(minutes=17 * n)),
)


def recounted(connection):
    """Plainly, from the single readings that count."""
    buckets = defaultdict(list)
    for row in connection.execute(select(reading).where(reading.c.quality != "doubted")):
        at = local(row.at)
        starts = {
            "5": at.replace(minute=at.minute // 5 * 5, second=0),
            "h": at.replace(minute=0, second=0),
            "d": at.replace(hour=0, minute=0, second=0),
        }
        for grain, start in starts.items():
            buckets[row.gauge_id, grain, start.astimezone(UTC)].append((row.at, row.value))
    return {
        key: (
            len(rows),
            sum(round(value * TICK) for _at, value in rows) / TICK,
            min(value for _at, value in rows),
            max(value for _at, value in rows),
            max(rows)[1],
            max(rows)[0],
        )
        for key, rows in buckets.items()
    }


def summed(connection):
    return {tuple(row[:3]): tuple(row[3:]) for row in connection.execute(select(reading_sum))}


def faults(connection):
    of = select(reading_fault.c.gauge_id, reading_fault.c.day, reading_fault.c.quality, reading_fault.c.n)
    return {tuple(row[:3]): row[3] for row in connection.execute(of)}


def faults_recounted(connection):
    found = defaultdict(int)
    for row in connection.execute(select(reading).where(reading.c.quality != "good")):
        found[row.gauge_id, local(row.at).toordinal(), row.quality] += 1
    return dict(found)


def newest(connection):
    latest = select(reading.c.gauge_id, func.max(reading.c.at).label("at")).group_by(reading.c.gauge_id).subquery()
    of = select(reading.c.gauge_id, reading.c.at, reading.c.value, reading.c.quality)
    return set(
        connection.execute(of.join(latest, (reading.c.gauge_id == latest.c.gauge_id) & (reading.c.at == latest.c.at)))
    )


def test_sums_are_a_recount_of_the_readings_whatever_the_order_of_takings(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('sums') / 'sums.db'}"
    home = open_house(Settings(city="990000", database_url=url, demo=False, _env_file=None), Flask("sums"))
    metadata.create_all(home.engine)
    with home.engine.begin() as connection:
        plant_spine(connection)
        plant_stations(connection)

    @settings(max_examples=60)
    @given(st.lists(st.lists(TELLING, max_size=12), max_size=6))
    def holds(batches):
        with home.engine.connect() as connection, connection.begin() as all_of_it:
            told = 0
            for n, batch in enumerate(batches):
                now = NOON + timedelta(minutes=n)
                rows = [Told(code, quantity, at, value, unit) for (code, quantity, unit), value, at in batch]
                taken = take(connection, rows, "测试", Scope.guest(), now)
                assert sum(taken.counts.values()) == len(rows)
                told += len(rows)
                assert summed(connection) == recounted(connection)
                assert faults(connection) == faults_recounted(connection)
                now_kept = select(gauge_now.c.gauge_id, gauge_now.c.at, gauge_now.c.value, gauge_now.c.quality)
                assert set(connection.execute(now_kept)) == newest(connection)
            all_of_it.rollback()

    holds()
    home.engine.dispose()


def test_on_both_engines_the_same_readings_in_another_order_give_the_same_sums(post):
    told = [Told("W1", "level", NOON - timedelta(seconds=97 * n), n % 37 / 10 - 2, "m") for n in range(800)]
    post.tell(*told)
    first = summed(post.connection)
    assert first == recounted(post.connection)
    for table in EVERYTHING:
        post.connection.execute(delete(table))
    for start in range(0, 800, 130):
        post.tell(*reversed(told[start : start + 130]))
    assert summed(post.connection) == first


def test_retention_deletes_old_readings_and_leaves_their_sums_untouched(post):
    old = [Told("R1", "rain", NOON - timedelta(days=3, minutes=5 * n), 1, "mm") for n in range(20)]
    post.tell(*old, Told("R1", "rain", NOON, 2, "mm"))
    before = summed(post.connection)
    assert prune(post.connection, 2, NOON) == 20
    assert summed(post.connection) == before
    assert post.connection.scalar(select(func.count()).select_from(reading)) == 1
    assert prune(post.connection, 2, NOON) == 0


def test_what_would_correct_days_that_are_gone_is_quarantined_even_if_days_are_kept_longer_later(post):
    told = Told("R1", "rain", NOON - timedelta(days=3), 1, "mm")
    post.tell(told)
    before = summed(post.connection)
    prune(post.connection, 2, NOON)
    prune(post.connection, 30, NOON)
    taken = post.tell(told._replace(value=2), told, told._replace(at=told.at + timedelta(seconds=1)))
    assert [one.fault for one in taken.refused] == ["gone"] * 3
    assert summed(post.connection) == before
    first = datetime.combine(local(NOON).date() - timedelta(days=2), datetime.min.time(), local(NOON).tzinfo)
    assert post.tell(told._replace(at=first)).counts["late"] == 1, "of this day all readings are there"


def test_readings_written_beside_the_command_are_not_lost_by_a_correction(post):
    """A day that is counted again takes every single reading of it, not only what a batch brought."""
    rows = [
        dict(gauge_id=1, at=NOON - timedelta(minutes=n), value=1.5, quality="good", received_at=NOON, origin="x")
        for n in range(1, 9)
    ]
    post.connection.execute(insert(reading), rows)
    post.tell(Told("R1", "rain", NOON, 1, "mm"))
    post.tell(Told("R1", "rain", NOON, 2, "mm"))
    key = (1, "d", NOON.replace(hour=16) - timedelta(days=1))
    assert summed(post.connection)[key][:2] == (9, 14.0)

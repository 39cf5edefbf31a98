"""The demo of an earlier version gets what new ones come with: once, and beside what the city itself brought."""

import json
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select, update

from data.commands.facts import fact
from data.commands.stations import register_stations
from data.demo.grown import GROWN, PARTS, grow
from data.demo.reading_feed import Feed
from data.demo.recipe import demo_recipe
from data.demo.stations import TOLD
from data.facts.load import published
from data.ready import SEED
from data.schema import (
    catchment,
    control_eye,
    feature,
    feature_count,
    feature_person,
    gauge,
    gauge_limit,
    gauge_now,
    house_fact,
    reading,
    reading_sum,
    region,
    signal,
    station,
    steward_visit,
)
from tests.toycity import TOY

NEW = station.c.kind.in_(("air", "water", "underpass", "street"))
FOOD = feature.c.layer == "food"
LATER = ("food", "post", "river", "speaker")  # registers that came later
MORE = feature.c.layer.in_(LATER)
SEEN = (feature.c.layer == "camera", feature.c.attributes["reach"].as_float().is_not(None))


def aged(connection):
    """As a demo was before it had any of this."""
    connection.execute(delete(steward_visit))
    connection.execute(delete(signal))
    connection.execute(delete(feature_person).where(feature_person.c.feature_id.in_(select(feature.c.id).where(MORE))))
    connection.execute(delete(feature).where(MORE))
    connection.execute(delete(feature_count).where(feature_count.c.layer.in_(LATER)))
    connection.execute(update(feature).where(feature.c.layer == "camera").values(attributes={}))
    ids = select(gauge.c.id).join(station).where(NEW).scalar_subquery()
    old = select(station.c.id).where(NEW).scalar_subquery()
    connection.execute(delete(control_eye).where(control_eye.c.station_id.in_(old)))
    connection.execute(delete(catchment).where(catchment.c.station_id.in_(old)))
    for table in (reading, reading_sum, gauge_now, gauge_limit):
        connection.execute(delete(table).where(table.c.gauge_id.in_(ids)))
    connection.execute(delete(gauge).where(gauge.c.id.in_(ids)))
    connection.execute(delete(station).where(NEW))
    connection.execute(delete(house_fact).where(house_fact.c.key == GROWN))


def counts(connection):
    n = lambda *where: connection.scalar(select(func.count()).where(*where))  # noqa: E731
    city = select(func.max(feature_count.c.n)).where(feature_count.c.layer == "food", feature_count.c.kind == "caterer")
    told = {"visits": n(steward_visit.c.id > 0), "signals": n(signal.c.id > 0), "food": n(FOOD), "seen": n(*SEEN)}
    told |= {"stations": n(NEW), "limits": n(gauge_limit.c.value > 0), "now": n(gauge_now.c.gauge_id > 0)}
    told |= {"catchments": n(catchment.c.station_id > 0), "registers": n(feature.c.layer.in_(LATER))}
    return told | {"people": n(feature_person.c.role == "包保干部"), "counted": connection.scalar(city)}


def test_an_older_demo_gets_what_a_new_one_has_and_only_once(house, toy_dir):
    recipe = demo_recipe(toy_dir / TOY, published())
    with house.engine.begin() as connection:
        new = counts(connection)
        assert all(new.values()) and grow(connection, recipe, SEED) == []
        aged(connection)
        assert grow(connection, recipe, SEED) == list(PARTS)
        assert counts(connection) == new
        connection.execute(delete(signal))
        assert grow(connection, recipe, SEED) == [] and counts(connection)["signals"] == 0


def test_what_the_city_brought_is_left_as_it_is(house, toy_dir):
    recipe = demo_recipe(toy_dir / TOY, published())
    with house.engine.begin() as connection:
        aged(connection)
        one = connection.scalar(select(func.min(feature.c.id)).where(feature.c.layer == "camera"))
        known = {"bearing": 10, "reach": 70, "angle": 60}
        connection.execute(update(feature).where(feature.c.id == one).values(attributes=known, provenance="measured"))
        assert "sights" not in grow(connection, recipe, SEED)
        assert connection.scalar(select(func.count()).where(*SEEN)) == 1


def test_new_kinds_of_stations_stand_beside_the_citys_own_and_go_on_telling(house, toy_dir):
    recipe = demo_recipe(toy_dir / TOY, published())
    with house.engine.begin() as connection:
        aged(connection)
        city = connection.scalar(select(region.c.code).where(region.c.level == 1))
        own = {"code": "OWN1", "name": "自建站", "kind": "rain", "region": city}
        register_stations(connection, [(1, own)], house.clock.now())
        grow(connection, recipe, SEED)
        now = datetime.fromtimestamp(json.loads(fact(connection, TOLD))["told"], UTC)
        kinds = {row.id: row.kind for row in connection.execute(select(gauge.c.id, station.c.kind).join(station))}
        said = connection.scalars(select(gauge_now.c.gauge_id).where(gauge_now.c.at >= now - timedelta(hours=1)))
        assert {"air", "water", "underpass", "street"} <= {kinds[one] for one in said}
    Feed(house.engine).tell_due(now + timedelta(minutes=20))
    with house.engine.connect() as connection:
        later = connection.scalars(select(reading.c.gauge_id).where(reading.c.at > now).distinct())
        told = {kinds[one] for one in later}
        assert {"air", "water", "underpass", "street", "rain"} <= told
        mine = select(func.count()).select_from(reading).join(gauge, gauge.c.id == reading.c.gauge_id).join(station)
        assert connection.scalar(mine.where(station.c.code == "OWN1")) == 0

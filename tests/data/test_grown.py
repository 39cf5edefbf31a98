"""The demo of an earlier version gets what new ones come with: once, and beside what the city itself brought."""

from sqlalchemy import delete, func, select, update

from data.demo.grown import GROWN, PARTS, grow
from data.demo.recipe import demo_recipe
from data.facts.load import published
from data.ready import SEED
from data.schema import feature, feature_count, feature_person, house_fact, signal, steward_visit
from tests.toycity import TOY

FOOD = feature.c.layer == "food"
SEEN = (feature.c.layer == "camera", feature.c.attributes["reach"].as_float().is_not(None))


def aged(connection):
    """As a demo was before it had any of this."""
    connection.execute(delete(steward_visit))
    connection.execute(delete(signal))
    connection.execute(delete(feature_person).where(feature_person.c.feature_id.in_(select(feature.c.id).where(FOOD))))
    connection.execute(delete(feature).where(FOOD))
    connection.execute(delete(feature_count).where(feature_count.c.layer == "food"))
    connection.execute(update(feature).where(feature.c.layer == "camera").values(attributes={}))
    connection.execute(delete(house_fact).where(house_fact.c.key == GROWN))


def counts(connection):
    n = lambda *where: connection.scalar(select(func.count()).where(*where))  # noqa: E731
    city = select(func.max(feature_count.c.n)).where(feature_count.c.layer == "food", feature_count.c.kind == "caterer")
    told = {"visits": n(steward_visit.c.id > 0), "signals": n(signal.c.id > 0), "food": n(FOOD), "seen": n(*SEEN)}
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

"""A database of the first version, with its demo in it, becomes one of today: upgraded and filled anew."""

from datetime import timedelta

import pytest
from alembic import command
from sqlalchemy import MetaData, Table, func, insert, select, text

from data import ready
from data.cities.load import load_city
from data.clock import set_demo_clock
from data.database import _config, differences
from data.demo.base_spine import read_spine
from data.demo.base_stats import seed_stats
from data.demo.recipe import demo_recipe
from data.engine import make_engine
from data.facts.load import published
from data.ready import make_ready, seed_demo
from data.schema import event, event_history, event_sum, feature, house_fact, region
from tests.conftest import ENGINES, EVENTS, toy_settings
from tests.databases import copied
from tests.toycity import TOY


@pytest.fixture(params=ENGINES)
def url(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'first.db'}"
        return
    with copied(request.getfixturevalue("postgres")) as url:
        yield url


def first_version(engine, settings) -> None:
    """A city with a demo as the first version made it: three events, their days and their histories."""
    recipe = demo_recipe(settings.cities_dir / TOY, published())
    with engine.begin() as connection:
        command.upgrade(_config(connection), "0001")
    load_city(engine, settings.cities_dir / TOY)
    then, today = recipe.anchor - timedelta(hours=2), recipe.anchor.date().toordinal()
    with engine.begin() as connection:
        seed_stats(connection, read_spine(connection), recipe, 1)
        cell = connection.execute(select(region).where(region.c.level == 6).limit(1)).one()
        old = {name: Table(name, MetaData(), autoload_with=connection) for name in OLD}
        at = int(then.timestamp())
        thing = dict(layer="camera", kind="road", grade=0, name="一镇道路视频 001", as_of=at, provenance="simulated")
        connection.execute(insert(old["feature"]), [thing | dict(cell_id=cell.id, lon=cell.lon, lat=cell.lat)])
        same = dict(title="积水", category="flood", source="grid", grade="C", place="一村", stage="handled")
        same |= dict(
            cell_id=cell.id, lon=cell.lon, lat=cell.lat, reported_at=at, deadline_at=at, provenance="simulated"
        )
        rows = [same | {"id": n, "code": f"E20240725-{n:06d}"} for n in (1, 2, 3)]
        connection.execute(insert(old["event"]), rows)
        steps = [dict(event_id=n, seq=1, stage="reported", at=at, actor="系统") for n in (1, 2, 3)]
        connection.execute(insert(old["event_history"]), steps)
        days = {column.name: 0 for column in old["event_day"].columns} | {"region_id": cell.id, "day": today}
        connection.execute(insert(old["event_day"]), [days | {"reported": 3}])
        stays = dict(region_id=cell.id, day=today, stage="filed", bucket=1, n=3)
        connection.execute(insert(old["event_dwell"]), [stays])
        connection.execute(text(f"INSERT INTO demo_pending (id, at, payload) VALUES (1, {at}, '{{}}')"))
    set_demo_clock(engine, recipe.anchor, running=False)


OLD = ("event", "event_history", "event_day", "event_dwell", "feature")


def test_a_database_of_the_first_version_is_upgraded_and_gets_its_demo_anew(url, toy_dir, monkeypatch):
    settings = toy_settings(toy_dir, url)
    engine = make_engine(url)
    first_version(engine, settings)
    monkeypatch.setattr(ready, "seed_demo", lambda engine, settings: seed_demo(engine, settings, events=EVENTS))
    make_ready(engine, settings)
    assert differences(engine) == []
    with engine.connect() as connection:
        count = lambda table: connection.scalar(select(func.count()).select_from(table))  # noqa: E731
        assert count(event) >= EVENTS
        assert count(event_history) >= count(event)
        city = select(region.c.id).where(region.c.level == 1, region.c.tree == "spine").scalar_subquery()
        whole = select(func.sum(event_sum.c.reported)).where(event_sum.c.region_id == city, event_sum.c.dim == "all")
        assert connection.scalar(whole.where(event_sum.c.grain == "d")) == count(event)
        assert connection.scalar(text("SELECT count(*) FROM demo_pending WHERE payload = '{}'")) == 0
        assert connection.scalar(select(house_fact.c.value).where(house_fact.c.key == "demo_clock"))
        before = count(event), count(feature)
    make_ready(engine, settings)
    with engine.connect() as connection:
        assert (count(event), count(feature)) == before
    engine.dispose()


def test_without_a_demo_the_first_version_is_upgraded_and_nothing_simulated_is_added(url, toy_dir):
    settings = toy_settings(toy_dir, url, demo=False)
    engine = make_engine(url)
    with engine.begin() as connection:
        command.upgrade(_config(connection), "0001")
    make_ready(engine, settings)
    assert differences(engine) == []
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(event)) == 0
    engine.dispose()

"""What stands after a start: once made, never twice, and nothing simulated where no demo is wanted."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select, update

from app import create_app
from data.ask import stamp
from data.clock import Clock, set_demo_clock
from data.engine import make_engine
from data.errors import CityError
from data.queries import economy, funnel, kpi
from data.ready import make_ready, seed_demo, start_demo_clock
from data.schema import (
    agency,
    event,
    feature,
    footing,
    indicator_value,
    intake_line,
    region,
    revision,
    steward,
    warning,
)
from data.scope import Scope
from data.settings import ROOT
from data.view import View
from tests.conftest import toy_settings
from tests.seats import signed_in

GUEST = Scope.guest()


def _count(engine, table) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table))


def test_a_second_start_makes_nothing_again(house):
    make_ready(house.engine, house.settings)
    before = [_count(house.engine, table) for table in (region, event, feature, indicator_value)]
    with house.engine.connect() as connection:
        moved = connection.execute(select(revision)).all()
    make_ready(house.engine, house.settings)
    assert [_count(house.engine, table) for table in (region, event, feature, indicator_value)] == before
    with house.engine.connect() as connection:
        assert connection.execute(select(revision)).all() == moved


def test_another_city_in_the_database_is_refused_in_plain_words(house):
    other = house.settings.model_copy(update={"city": "350300", "cities_dir": ROOT / "data" / "cities"})
    with pytest.raises(CityError, match="database"):
        make_ready(house.engine, other)


def test_a_city_that_nobody_built_is_named(tmp_path, toy_dir):
    engine = make_engine(f"sqlite:///{tmp_path / 'none.db'}")
    with pytest.raises(CityError, match="110100"):
        make_ready(engine, toy_settings(toy_dir, "sqlite://").model_copy(update={"city": "110100"}))


def test_without_a_demo_nothing_is_simulated_and_every_panel_still_answers(tmp_path, toy_dir):
    settings = toy_settings(toy_dir, f"sqlite:///{tmp_path / 'real.db'}", demo=False)
    engine = make_engine(settings.database_url)
    make_ready(engine, settings)
    with engine.connect() as connection:
        found = set(connection.scalars(select(indicator_value.c.provenance).distinct()))
    assert found == {"published"}
    with signed_in(create_app(settings), "reader", "auditor") as client:
        for one in client.get("/api/v1/panels").json:
            answer = client.get(f"/api/v1/panels/{one['key']}.json").json
            assert not answer["rows"] or answer["provenance"] != "simulated", one["key"]
            assert [row for row in answer["rows"] if row.get("provenance") == "simulated"] == [], one["key"]


def test_a_demo_never_replaces_the_events_of_a_real_city(house):
    with house.engine.begin() as connection:
        real = select(event.c.id).limit(1).scalar_subquery()
        connection.execute(update(event).where(event.c.id == real).values(provenance="measured"))
    before = _count(house.engine, event)
    with pytest.raises(CityError, match="real rows"):
        seed_demo(house.engine, house.settings, events=10)
    assert _count(house.engine, event) == before


def test_a_demo_is_laid_anew_over_what_people_did_in_it(house):
    """Stewards and lines lead to agencies, a footing to a warning: none of it stands in the way."""
    made = [_count(house.engine, table) for table in (agency, steward, intake_line)]
    with house.engine.begin() as connection:
        row = connection.execute(select(warning).limit(1)).one()
        new = {"code": "Z1", "region_id": row.region_id, "lo": row.lo, "hi": row.hi, "warning_id": row.id}
        told = {"words": "台风", "begun_at": house.clock.now(), "begun_by": "值班员-001", "role": "duty_officer"}
        connection.execute(insert(footing).values(new | told | {"provenance": "simulated"}))
    seed_demo(house.engine, house.settings, events=10)
    assert [_count(house.engine, table) for table in (agency, steward, intake_line)] == made
    assert (_count(house.engine, footing), _count(house.engine, event) > 0) == (0, True)


def test_simulated_rows_stay_simulated_whatever_the_settings_say(house):
    without = house.settings.model_copy(update={"demo": False})
    with pytest.raises(CityError, match="demo"):
        make_ready(house.engine, without)
    unaware = replace(house, settings=without, clock=Clock(house.engine, without))
    assert funnel.answer(unaware, View(at=house.clock.now()), GUEST).provenance == "simulated"


def test_two_databases_never_share_an_answer_in_one_cache(house, tmp_path, toy_dir):
    settings = toy_settings(toy_dir, f"sqlite:///{tmp_path / 'second.db'}")
    engine = make_engine(settings.database_url)
    make_ready(engine, settings.model_copy(update={"demo": False}))
    other = replace(house, engine=engine, settings=settings)
    assert stamp(house, View(), ("events",), False) != stamp(other, View(), ("events",), False)


def test_the_demo_clock_stands_until_it_is_started_and_goes_on_where_it_was(house):
    stands = house.clock.now()
    assert Clock(house.engine, house.settings).now() == stands
    start_demo_clock(house.engine, house.settings)
    running = Clock(house.engine, house.settings).now()
    assert timedelta(0) <= running - stands < timedelta(seconds=30)
    later = stands + timedelta(hours=5)
    assert set_demo_clock(house.engine, later, running=False) == later


def test_without_a_demo_the_clock_is_the_real_one(house):
    clock = Clock(house.engine, house.settings.model_copy(update={"demo": False}))
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_an_empty_city_is_a_state_and_not_an_error(house):
    far = View(window="today", at=datetime(2001, 1, 1, tzinfo=UTC))
    assert funnel.answer(house, far, GUEST).freshness(house.clock.now()) == "empty"
    assert {row["value"] for row in kpi.answer(house, far, GUEST).rows if row["group"] == "today"} >= {0, None}
    assert economy.answer(house, far, GUEST).rows == []

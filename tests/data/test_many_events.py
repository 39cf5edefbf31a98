"""Very many events at once become the same rows, the same history and the same cube as brought one by one."""

import json
import random
from datetime import datetime, timedelta

import numpy as np
import pytest
from sqlalchemy import Engine, func, insert, inspect, select, update
from sqlalchemy.exc import IntegrityError

from data.commands import cube, staging
from data.commands.bulk_events import Brought, Loader
from data.commands.contribution import NEVER
from data.commands.events import bring, report
from data.commands.indexes import without_indexes
from data.commands.moves import move
from data.commands.staging import staged
from data.errors import BadInput
from data.life.actor import Actor
from data.life.fold import FOLDED, MOMENTS, Step, fold, read
from data.queries.routing import route
from data.schema import agency, event, event_history, event_number, region, responsibility, revision
from data.scope import Scope
from data.words import GRADES, SOURCES
from tests.blank import blank_house
from tests.casework import CLERK, NOON, PUDDLE, cube_contents
from tests.conftest import ENGINES

EVENTS = 150
SYSTEM = CLERK["system"]
KINDS = (("flood", "flood"), ("flood", "flood.road"), ("traffic", "traffic"), ("dispute", "dispute"))
STATES = ("reported", "filed", "assigned", "handling", "answered", "verified", "closed", "rated", "rejected", "merged")


@pytest.fixture(params=ENGINES)
def city(request, tmp_path):
    """A function that gives another fresh city with two agencies on this engine."""
    opened = []

    def another():
        folder = tmp_path / str(len(opened))
        folder.mkdir()
        postgres = request.getfixturevalue("postgres") if request.param == "postgresql" else None
        opened.append(blank_house(request.param, folder, postgres))
        engine = opened[-1].__enter__().engine
        with engine.begin() as connection:
            top = connection.scalar(select(region.c.id).where(region.c.level == 1))
            named = (("a.grid", "grid"), ("b.town", "town"))
            rows = [dict(code=c, name=c, kind=k, region_id=top, provenance="simulated") for c, k in named]
            connection.execute(insert(agency), rows)
            duty = dict(region_id=top, basis="示例")
            duties = [duty | {"category": "flood", "grade": "C", "agency": "a.grid", "hours": None}]
            duties += [duty | {"category": "flood.road", "grade": "*", "agency": "b.town", "hours": 5}]
            connection.execute(insert(responsibility), duties)
        return engine

    yield another
    for one in opened:
        one.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def _any_number_is_worth_a_file_beside(monkeypatch):
    monkeypatch.setattr(staging, "WORTH", 1)


def lives(chance: random.Random) -> list[tuple]:
    """(report, life) of events at every state."""
    found = []
    for _ in range(EVENTS):
        category, leaf = chance.choice(KINDS)
        at = NOON - timedelta(seconds=chance.randrange(60 * 86_400))
        words = dict(source=chance.choice(tuple(SOURCES)), grade=chance.choice(tuple(GRADES)))
        titles = ("积水\"'\\", "=1+1", "井盖,缺失")
        new = PUDDLE(
            category=category,
            leaf=leaf,
            cell_id=chance.randrange(1, 33),
            reported_at=at,
            title=chance.choice(titles),
            **words,
        )
        found.append((new, life(chance, at)))
    return found


def life(chance: random.Random, at: datetime) -> dict:
    stage = chance.choice(STATES)
    last = STATES.index(stage) if stage in MOMENTS_OF else chance.randrange(0, 3)
    told = {}
    for name in MOMENTS[1 : last + 1]:
        at += timedelta(seconds=chance.choice((30, 4_000, 200_000)))
        if at > NOON:
            return told
        told[name] = at
    return told | {"stage": stage} | ({"rating": chance.randrange(1, 6)} if stage == "rated" else {})


MOMENTS_OF = tuple(name.removesuffix("_at") for name in MOMENTS)


def columns(some: list[tuple]) -> Brought:
    def column(name):
        return np.array([getattr(new, name) for new, _life in some], dtype=object)

    moments = [[new.reported_at, *(told.get(name) for name in MOMENTS[1:])] for new, told in some]
    seconds = np.array([[NEVER if at is None else int(at.timestamp()) for at in row] for row in moments])
    return Brought(
        **{name: column(name) for name in ("title", "category", "leaf", "source", "grade", "place")},
        cell=column("cell_id").astype(np.int64),
        lon=column("lon").astype(float),
        lat=column("lat").astype(float),
        moments=seconds,
        stage=np.array([stage_of(told) for _new, told in some], dtype=object),
        rating=np.array([told.get("rating", NEVER) for _new, told in some]),
        provenance="simulated",
    )


def stage_of(told: dict) -> str:
    return told.get("stage") or [name for name in MOMENTS if name == "reported_at" or name in told][-1][:-3]


def one_by_one(connection, some: list[tuple]) -> None:
    for new, told in some:
        whose = route(connection, new.category, new.leaf, new.grade, new.cell_id).agency
        mine = {"agency": whose} if whose and "assigned_at" in told else {}
        bring(connection, new, told | mine, SYSTEM, NOON)


def contents(connection) -> dict:
    """All that is kept of events, without their own numbers."""
    rows = connection.execute(select(event).order_by(event.c.id)).mappings().all()
    steps = connection.execute(select(event_history).order_by(event_history.c.event_id, event_history.c.seq)).mappings()
    return {
        "events": [dict(row) for row in rows],
        "history": [dict(step) | {"change": json.loads(step["change"])} for step in steps],
        "numbers": connection.execute(select(event_number).order_by(event_number.c.day)).all(),
        "cube": cube_contents(connection),
    }


def test_the_rows_the_history_and_the_cube_are_those_of_one_by_one(city):
    some = lives(random.Random(4))
    alone, beside = city(), city()
    with alone.begin() as connection:
        report(connection, PUDDLE(), SYSTEM, NOON)  # so that numbers do not begin at one
        one_by_one(connection, some)
        expected = contents(connection)
    with staged(beside) as connection:
        report(connection, PUDDLE(), SYSTEM, NOON)
        loader = Loader(connection, SYSTEM)
        assert loader.load(columns(some[:100]), NOON) == 2
        assert loader.load(columns(some[100:]), NOON) == 102
    with beside.connect() as connection:
        got = contents(connection)
    for name in expected:
        assert got[name] == expected[name], name


def test_after_very_many_the_house_goes_on_as_after_one(city):
    engine = city()
    with staged(engine) as connection:
        Loader(connection, SYSTEM).load(columns(lives(random.Random(5))), NOON)
    with engine.begin() as connection:
        one = report(connection, PUDDLE(), SYSTEM, NOON)
        assert one == EVENTS + 1
        still = connection.scalar(select(event.c.id).where(event.c.stage == "reported").limit(1))
        move(connection, still, "file", CLERK["duty_officer"], NOON, NOON)
        kept = cube_contents(connection)
        cube.rebuild(connection)
        assert cube_contents(connection) == kept
        for row in connection.execute(select(event)).mappings():
            steps = connection.execute(select(event_history).where(event_history.c.event_id == row["id"])).all()
            state = fold(Step(seq=s.seq, move=s.move, at=s.at, change=read(s.change)) for s in steps)
            assert {name: state[name] for name in FOLDED} == {name: row[name] for name in FOLDED}


def test_what_fails_halfway_leaves_nothing_and_no_file(city, tmp_path):
    engine = city()
    with engine.connect() as connection:
        before = contents(connection)
    with pytest.raises(ZeroDivisionError), staged(engine) as connection:
        Loader(connection, SYSTEM).load(columns(lives(random.Random(6))), NOON)
        raise ZeroDivisionError
    with engine.connect() as connection:
        assert contents(connection) == before
        assert connection.scalar(select(func.count()).select_from(revision)) == 0
    assert not list(tmp_path.rglob("staging-*"))
    with staged(engine) as connection:
        Loader(connection, SYSTEM).load(columns(lives(random.Random(6))), NOON)


@pytest.mark.parametrize("fault", ["future", "scope", "unreported", "elsewhere"])
def test_one_row_that_cannot_be_refuses_all(city, fault):
    engine, some = city(), lives(random.Random(7))
    actor, new = SYSTEM, columns(some)
    if fault == "future":
        new.moments[3, 0] = int((NOON + timedelta(hours=1)).timestamp())
    elif fault == "unreported":
        new.moments[3, 0] = NEVER
    elif fault == "elsewhere":
        new.cell[3] = 999_999
    else:
        actor = Actor(name="镇", role="system", scope=Scope(cells=((1, 16),)))
    with pytest.raises(BadInput), staged(engine) as connection:
        Loader(connection, actor).load(new, NOON)
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(event)) == 0


def test_indexes_and_keys_come_back_after_a_first_load(city):
    engine = city()
    before = bounds(engine)
    assert before[0] and before[1]
    with without_indexes(engine, event, event_history):
        assert bounds(engine)[0] == {
            one.name for one in event.indexes if one.dialect_options["sqlite"]["where"] is not None
        }
        with staged(engine) as connection:
            Loader(connection, SYSTEM).load(columns(lives(random.Random(8))), NOON)
    assert bounds(engine) == before
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(update(event).values(cell_id=999_999))


def bounds(engine: Engine) -> tuple[set[str], set[str]]:
    """Names of the indexes and of the foreign keys of the event table."""
    with engine.connect() as connection:
        found = inspect(connection)
        keys = {str(key["name"]) for key in found.get_foreign_keys("event")}
        return {str(index["name"]) for index in found.get_indexes("event")}, keys

"""The feed: what waits for the clock is applied once, in order, whoever applies it."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from types import SimpleNamespace

import pytest
from sqlalchemy import Connection, Engine, delete, func, select, update

from data.commands import cube
from data.demo.events import seed_events
from data.demo.events_drafts import draft
from data.demo.events_store import clear, store
from data.demo.feed import Feed, apply_due
from data.engine import make_engine
from data.life.fold import FOLDED, Step, fold, read
from data.schema import (
    demo_pending,
    event,
    event_due,
    event_dwell,
    event_history,
    event_hour,
    event_sum,
    metadata,
)
from tests.conftest import ENGINES
from tests.databases import copied, template
from tests.spine import plant_spine

ANCHOR = datetime.fromisoformat("2024-07-25T15:42:00+08:00")
EVENTS = 2_500
SOON = ANCHOR + timedelta(hours=20)
END = ANCHOR + timedelta(days=400)
CUBE = (event_sum, event_dwell, event_hour, event_due)
Copies = Callable[[], AbstractContextManager[str]]  # each a database of its own, by its URL


@pytest.fixture(scope="module", params=ENGINES)
def at_anchor(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Copies:
    """Copies of a little city at its anchor."""
    if request.param == "sqlite":
        kept = tmp_path_factory.mktemp("feed") / "feed.db"
        _fill(f"sqlite:///{kept}")
        return lambda: _copied_file(kept)
    postgres = request.getfixturevalue("postgres")
    name = template(postgres, "feed", _fill)
    return lambda: copied(postgres, name)


@contextmanager
def _copied_file(kept: Path) -> Iterator[str]:
    with TemporaryDirectory() as folder:
        yield f"sqlite:///{shutil.copy(kept, folder)}"


def _fill(url: str) -> None:
    engine = make_engine(url)
    metadata.create_all(engine)
    with engine.begin() as connection:
        plant_spine(connection)
        seed_events(connection, EVENTS, ANCHOR, 3)
    engine.dispose()


@pytest.fixture
def city(at_anchor: Copies) -> Iterator[Engine]:
    """One of them, in a database that several threads may use."""
    with at_anchor() as url:
        engine = make_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture(scope="module")
def lived(at_anchor: Copies) -> Iterator[Engine]:
    """One in which all has come; what a test does to it is rolled back."""
    with at_anchor() as url:
        engine = make_engine(url)
        apply_due(engine, END)
        yield engine
        engine.dispose()


def count(engine: Engine, table) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def cube_now(connection: Connection) -> list:
    cube.count(connection)
    return [connection.execute(select(table).order_by(*table.primary_key)).all() for table in CUBE]


def assert_cube_is_true(engine: Engine) -> None:
    with engine.connect() as connection:
        kept = cube_now(connection)
        cube.rebuild(connection)
        assert cube_now(connection) == kept


def test_nothing_is_due_at_the_anchor(city):
    assert apply_due(city, ANCHOR) == 0


def test_two_feeds_at_once_apply_each_step_once(city):
    with ThreadPoolExecutor(2) as pool:
        steps = sum(pool.map(lambda _: apply_due(city, SOON), range(2)))
    with city.connect() as connection:
        after = connection.scalar(
            select(func.count()).where(event_history.c.at > ANCHOR, event_history.c.move != "absorb")
        )
        new = connection.scalars(select(event.c.code).where(event.c.reported_at > ANCHOR).order_by(event.c.code)).all()
        expected = draft(connection, EVENTS, ANCHOR, 3)
    soon = expected.reported <= int(SOON.timestamp())
    assert steps == after > 25
    assert new == sorted([code for code, is_soon in zip(expected.code, soon, strict=True) if is_soon][EVENTS:])
    assert apply_due(city, SOON) == 0
    assert_cube_is_true(city)


def test_when_all_has_come_nothing_is_pending_and_everyone_has_lived_as_drawn(lived):
    assert count(lived, demo_pending) == 0
    with lived.connect() as connection:
        drafts = draft(connection, EVENTS, ANCHOR, 3)
        events = {row["code"]: row for row in connection.execute(select(event)).mappings()}
        histories: dict[int, list] = {}
        for row in connection.execute(select(event_history).order_by(event_history.c.event_id, event_history.c.seq)):
            histories.setdefault(row.event_id, []).append(row)
    for n, code in enumerate(drafts.code):
        row = events.pop(code)
        drawn = [(one.at, one.move, one.actor, one.role) for one in drafts.told(n)]
        assert [(int(s.at.timestamp()), s.move, s.actor, s.role) for s in histories[row["id"]]] == drawn
        steps = [Step(seq=s.seq, move=s.move, at=s.at, change=read(s.change)) for s in histories[row["id"]]]
        state = fold(steps)
        assert {name: row[name] for name in FOLDED} == {name: state[name] for name in FOLDED}
    assert events == {}
    assert_cube_is_true(lived)


def test_the_commands_decide_what_the_generator_would_have_decided(lived):
    """The same year told twice: until the anchor in bulk and then by commands, or all of it in bulk."""
    with lived.connect() as connection:
        by_commands = connection.execute(select(event).order_by(event.c.code)).mappings().all()
        drafts = draft(connection, EVENTS, ANCHOR, 3)
        clear(connection)
        store(connection, drafts, END)
        in_bulk = connection.execute(select(event).order_by(event.c.code)).mappings().all()
    assert len(in_bulk) == len(by_commands) > EVENTS
    for one, other in zip(by_commands, in_bulk, strict=True):
        same = set(one) - {"id", "into_id"}
        assert {k: one[k] for k in same} == {k: other[k] for k in same}


def test_a_step_somebody_took_already_is_dropped_and_the_case_goes_on(city):
    with city.begin() as connection:
        first = connection.execute(select(demo_pending).order_by(demo_pending.c.at, demo_pending.c.id).limit(1)).one()
        connection.execute(delete(demo_pending).where(demo_pending.c.id != first.id))
        connection.execute(update(event).values(stage="rejected"))
    apply_due(city, END)
    assert count(city, demo_pending) == 0


def test_the_thread_outlives_an_error_and_then_goes_on(city):
    class Clock:
        looks = 0

        def now(self) -> datetime:
            self.looks += 1
            if self.looks == 1:
                raise RuntimeError("the clock stood still")
            return SOON

    feed = Feed(SimpleNamespace(engine=city, clock=Clock()), seconds=0.01)
    feed.start()
    patience = monotonic() + 20
    while count(city, event) == EVENTS and monotonic() < patience:
        sleep(0.05)
    feed.stop()
    feed.join(10)
    assert not feed.is_alive() and count(city, event) > EVENTS

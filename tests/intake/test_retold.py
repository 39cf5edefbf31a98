"""What is sent again: a known record that has got further elsewhere is brought up to date, and nothing else happens."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from data.commands import cube
from data.commands.moves import move
from data.intake import importing
from data.intake.importing import Job, import_file
from data.intake.profile import load_profile
from data.intake.record import Fault, Record
from data.intake.taking import take
from data.life.actor import Actor
from data.life.fold import FOLDED, Step, fold, read
from data.queries.event_detail import detail
from data.queries.event_list import Filters, listed
from data.schema import event, event_history, quarantine
from data.scope import Scope
from data.view import View
from tests.casework import cube_contents
from tests.intake.files import BOSTON, write_csv
from tests.toycity import TOY

TOWN = "990102001"
GUEST = Scope.guest()
DUTY = Actor(name="值班员", role="duty_officer", scope=GUEST)


def row(n, closed="", **more):
    told = {"case_enquiry_id": f"B{n}", "open_dt": "2022-01-05 09:00:00", "target_dt": "2022-01-12 09:00:00"}
    told |= {"closed_dt": closed, "case_status": "Closed" if closed else "Open", "case_title": f"Light {n}"}
    told |= {"reason": "Street Lights", "type": "Lights", "latitude": 42.3, "longitude": -71.1}
    return told | {"source": "City Worker App"} | more


def bring_in(house, folder, name, rows):
    profile, text = load_profile("boston311")
    path = write_csv(folder / name, BOSTON, rows)
    return import_file(house, Job(path=path, profile=profile, text=text, place=TOWN))


def stages(house):
    with house.engine.connect() as connection:
        return dict(connection.execute(select(event.c.title, event.c.stage)).all())


def assert_all_is_in_order(house):
    """Every event is the fold of its history, and the cube is what a recount gives."""
    with house.engine.begin() as connection:
        for one in connection.execute(select(event)).mappings():
            steps = connection.execute(
                select(event_history).where(event_history.c.event_id == one["id"]).order_by(event_history.c.seq)
            ).all()
            state = fold(Step(seq=s.seq, move=s.move, at=s.at, change=read(s.change)) for s in steps)
            assert {name: state[name] for name in FOLDED} == {name: one[name] for name in FOLDED}
        kept = cube_contents(connection)
        cube.rebuild(connection)
        assert cube_contents(connection) == kept


def steps_of(house):
    with house.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(event_history))


def test_the_same_file_with_more_closed_brings_known_events_up_to_date(real, tmp_path):
    bring_in(real, tmp_path, "monday.csv", [row(n) for n in range(6)])
    later = [row(n, closed="2022-01-09 10:00:00" if n < 4 else "") for n in range(7)]
    tally = bring_in(real, tmp_path, "friday.csv", later)
    assert (tally.rows_read, tally.imported, tally.merged, tally.quarantined) == (7, 1, 6, 0)
    assert stages(real) == {f"Light {n}": "closed" if n < 4 else "reported" for n in range(7)}
    assert steps_of(real) == 6 + 1 + 4
    with real.engine.connect() as connection:
        closed = connection.execute(select(event).where(event.c.title == "Light 0")).one()
    assert closed.closed_at == closed.ended_at == datetime(2022, 1, 9, 15, tzinfo=UTC)
    assert closed.reported_at == datetime(2022, 1, 5, 14, tzinfo=UTC)
    assert_all_is_in_order(real)
    bring_in(real, tmp_path, "friday again.csv", [*later, row(8)])
    assert steps_of(real) == 6 + 1 + 4 + 1


def test_an_older_file_after_a_newer_one_takes_nothing_back(real, tmp_path):
    bring_in(real, tmp_path, "friday.csv", [row(n, closed="2022-01-09 10:00:00") for n in range(3)])
    tally = bring_in(real, tmp_path, "monday.csv", [row(n) for n in range(4)])
    assert (tally.imported, tally.merged) == (1, 3)
    assert stages(real) == {"Light 0": "closed", "Light 1": "closed", "Light 2": "closed", "Light 3": "reported"}
    assert steps_of(real) == 4
    assert_all_is_in_order(real)


@pytest.mark.parametrize("batch", [500, 1])
@pytest.mark.parametrize("closed_first", [True, False])
def test_one_number_twice_in_a_file_counts_as_far_as_it_got_wherever_batches_end(
    real, tmp_path, monkeypatch, batch, closed_first
):
    monkeypatch.setattr(importing, "BATCH", batch)
    rows = [row(1), row(1, closed="2022-01-09 10:00:00")]
    tally = bring_in(real, tmp_path, "a.csv", rows[::-1] if closed_first else rows)
    assert (tally.imported, tally.merged) == (1, 1)
    assert stages(real) == {"Light 1": "closed"}
    assert_all_is_in_order(real)


def test_once_people_here_have_moved_it_its_life_is_ours(real, tmp_path):
    bring_in(real, tmp_path, "monday.csv", [row(1), row(2)])
    now = real.clock.now()
    with real.engine.begin() as connection:
        one = connection.scalar(select(event.c.id).where(event.c.title == "Light 1"))
        move(connection, one, "file", DUTY, now, now)
    bring_in(real, tmp_path, "friday.csv", [row(n, closed="2022-01-09 10:00:00") for n in (1, 2)])
    assert stages(real) == {"Light 1": "filed", "Light 2": "closed"}
    assert_all_is_in_order(real)


@pytest.mark.parametrize(
    ("closed", "fault"),
    [("2999-01-09 10:00:00", "malformed"), ("2150-01-09 10:00:00", "future"), ("2022-01-01 10:00:00", "order")],
)
def test_a_known_record_with_a_life_that_cannot_be_is_set_aside(real, tmp_path, closed, fault):
    bring_in(real, tmp_path, "monday.csv", [row(1)])
    tally = bring_in(real, tmp_path, "friday.csv", [row(1, closed=closed)])
    assert (tally.imported, tally.merged, tally.faults) == (0, 0, {fault: 1})
    assert stages(real) == {"Light 1": "reported"}
    with real.engine.connect() as connection:
        assert connection.scalar(select(quarantine.c.state)) == "waiting"


def test_at_every_moment_past_list_and_page_agree_on_what_was_told_later(real, actor):
    now = real.clock.now().replace(microsecond=0)
    hours = lambda n: now - timedelta(hours=n)  # noqa: E731
    told = Record(title="积水", category="flood", source="hotline", region=TOWN, reported_at=hours(50), external_id="1")
    lives = [{"filed_at": hours(48)}, {"filed_at": hours(48), "assigned_at": hours(30), "closed_at": hours(10)}]
    lives += [lives[-1] | {"rated_at": hours(2), "rating": 5}]
    with real.engine.begin() as connection:
        for life, at in zip(lives, (hours(40), hours(5), now), strict=True):
            taken = take(connection, replace(told, life=life), origin="甲", actor=actor, now=at)
    expected = {49: "reported", 45: "filed", 35: "filed", 29: "assigned", 11: "assigned", 9: "closed", 1: "rated"}
    for n, stage in expected.items():
        with real.engine.connect() as connection:
            page = detail(connection, taken.event_id, GUEST, now, hours(n)).row
        rows = listed(real, View(region=TOY, at=hours(n), window="7d"), GUEST, Filters()).rows
        assert (n, rows[0]["stage"], page["stage"]) == (n, stage, stage)
        assert rows[0]["closed_at"] == page["closed_at"]
        assert rows[0]["rating"] == page["rating"]


def test_what_lies_in_the_future_is_refused_of_the_known_too(real, actor):
    now = real.clock.now()
    told = Record(title="积水", category="flood", source="hotline", region=TOWN, reported_at=now, external_id="1")
    with real.engine.begin() as connection:
        take(connection, told, origin="甲", actor=actor, now=now)
        with pytest.raises(Fault, match="还没有到"):
            take(
                connection,
                replace(told, life={"closed_at": now + timedelta(hours=1)}),
                origin="甲",
                actor=actor,
                now=now,
            )
    assert stages(real) == {"积水": "reported"}

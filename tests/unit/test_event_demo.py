"""A year of demo events: its rhythm, its storms, its histories, and the same again for the same seed."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from sqlalchemy import Connection, create_engine, func, insert, select

from data.demo.events import seed_events
from data.demo.events_drafts import draft
from data.demo.events_lines import express_lines
from data.demo.events_rhythm import SHARE
from data.demo.events_text import PHRASES
from data.demo.visits import clear_visits, seed_visits
from data.errors import NotReady
from data.life.fold import FOLDED, Step, fold, read
from data.life.limits import RETURN_SECONDS, deadline
from data.life.moves import MOVES
from data.life.worktime import between
from data.queries.codes import CODES
from data.queries.routing import route
from data.schema import (
    agency,
    category,
    demo_pending,
    event,
    event_history,
    event_number,
    event_sum,
    metadata,
    region,
    steward_visit,
    storm,
    storm_point,
)
from data.times import day_number, local
from data.words import CATEGORIES, OPEN_STAGES, SOURCES, STEWARD_KINDS
from tests.spine import plant_spine

ANCHOR = datetime.fromisoformat("2024-07-25T15:42:00+08:00")
EVENTS = 6_000
STORM_DAY = datetime(2023, 11, 15, 4, tzinfo=UTC)  # noon of a quiet autumn day


def add_storm(connection: Connection) -> None:
    points = [(hours, 20 + 25 * abs(hours)) for hours in range(-36, 37, 6)]
    head = {"track_id": "2023318N13134", "season": 2023, "name": "", "nearest_km": 20.0, "source": "test"}
    ends = {"first_at": STORM_DAY - timedelta(hours=36), "last_at": STORM_DAY + timedelta(hours=36)}
    connection.execute(insert(storm).values(**head, **ends, nearest_at=STORM_DAY))
    connection.execute(
        insert(storm_point),
        [
            {
                "track_id": head["track_id"],
                "at": STORM_DAY + timedelta(hours=h),
                "lon": 119,
                "lat": 25,
                "wind_kt": 80,
                "km": km,
            }
            for h, km in points
        ],
    )


@pytest.fixture(scope="module")
def seeded() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as connection:
        plant_spine(connection, 3, 3, 4, 3, 4)
        add_storm(connection)
        seed_events(connection, EVENTS, ANCHOR, 7)
        yield connection
    engine.dispose()


def by_local_hour_and_weekday(connection: Connection) -> tuple[Counter, Counter]:
    times = [local(at) for at in connection.scalars(select(event.c.reported_at))]
    return Counter(at.hour for at in times), Counter(at.weekday() for at in times)


def test_there_are_as_many_events_as_asked_all_simulated_and_of_the_year_before_the_anchor(seeded):
    facts = seeded.execute(
        select(func.count(), func.min(event.c.reported_at), func.max(event.c.reported_at), func.max(event.c.provenance))
    ).one()
    assert facts[0] == EVENTS
    assert ANCHOR - timedelta(days=365) <= facts[1] < ANCHOR - timedelta(days=364)
    assert ANCHOR - timedelta(days=1) < facts[2] < ANCHOR
    assert seeded.scalars(select(event.c.provenance).distinct()).all() == ["simulated"] == [facts[3]]


def test_days_have_two_peaks_and_quiet_nights_and_weeks_have_quiet_ends(seeded):
    hours, days = by_local_hour_and_weekday(seeded)
    assert min(hours[10], hours[16]) > 1.3 * hours[12]
    assert hours[12] > 5 * hours[2]
    assert max(days[5], days[6]) < 0.85 * min(days[d] for d in range(5))


def test_a_storm_within_300_km_brings_many_more_events_of_flood_safety_and_traffic(seeded):
    days: dict[str, Counter] = defaultdict(Counter)
    for name, at in seeded.execute(select(event.c.category, event.c.reported_at)):
        days[name][local(at).toordinal()] += 1
    there = local(STORM_DAY).toordinal()
    for name in ("flood", "safety", "traffic"):
        assert days[name][there] > 2.5 * sum(days[name].values()) / 366
    assert days["dispute"][there] < 2.5 * sum(days["dispute"].values()) / 366


def test_shares_of_grades_rejections_ratings_and_punctuality_are_plausible(seeded):
    rows = seeded.execute(select(event)).all()
    grades = Counter(row.grade for row in rows)
    assert 0.75 < grades["C"] / EVENTS < 0.84 and 0.12 < grades["B"] / EVENTS < 0.18 and grades["S"] < 0.02 * EVENTS
    closed = [row for row in rows if row.closed_at]
    assert 0.95 < sum(row.closed_at <= row.deadline_at for row in closed) / len(closed) < 0.99
    assert 0.07 < sum(row.stage == "rejected" for row in rows) / EVENTS < 0.11
    ratings = [row.rating for row in rows if row.rating]
    assert 0.6 < len(ratings) / len(closed) < 0.7 and 4.4 < np.mean(ratings) < 4.6
    assert {row.source for row in rows} == set(SOURCES)


def test_prompt_assignment_and_return_visits_are_plausible(seeded):
    rows = seeded.execute(select(event).where(event.c.closed_at.is_not(None))).all()
    visited = [row.visited for row in rows if row.visited is not None]
    assert 0.5 < len(visited) / len(rows) < 0.65 and 0.88 < np.mean(visited) < 0.96
    prompt = [row.assigned_at - row.reported_at <= timedelta(minutes=30) for row in rows]
    assert 0.85 < np.mean(prompt) < 0.97


def test_side_ways_are_taken_in_small_shares(seeded):
    moves = Counter(seeded.scalars(select(event_history.c.move)))
    for name in ("return", "reassign", "suspend", "resume", "redo", "reopen", "merge", "supervise", "escalate"):
        assert 0.003 < moves[name] / EVENTS < 0.03, name
    assert moves["merge"] == moves["absorb"]


def told(connection: Connection) -> dict[int, list]:
    steps = defaultdict(list)
    for row in connection.execute(select(event_history).order_by(event_history.c.event_id, event_history.c.seq)):
        steps[row.event_id].append(row)
    return steps


def test_every_event_is_the_fold_of_its_history(seeded):
    histories = told(seeded)
    for row in seeded.execute(select(event)).mappings():
        steps = histories.pop(row["id"])
        state = fold(Step(seq=s.seq, move=s.move, at=s.at, change=read(s.change)) for s in steps)
        assert {name: row[name] for name in FOLDED} == {name: state[name] for name in FOLDED}
    assert histories == {}


def test_every_history_is_made_of_allowed_moves_by_those_who_may_make_them(seeded):
    for steps in told(seeded).values():
        assert [step.seq for step in steps] == list(range(1, len(steps) + 1))
        assert steps[0].move == "report" and steps[-1].at <= ANCHOR
        assert all(a.at <= b.at and b.recorded_at == b.at for a, b in zip(steps, steps[1:], strict=False))
        for n, step in enumerate(steps[1:], start=1):
            state = fold(Step(seq=s.seq, move=s.move, at=s.at, change=read(s.change)) for s in steps[:n])
            if step.move == "absorb":
                assert state["stage"] in OPEN_STAGES and step.reason.startswith("E")
                continue
            move = MOVES[step.move]
            assert state["stage"] in move.frm and step.role in move.roles
            assert state["suspended_at"] is None or move.paused
            assert step.reason or "reason" not in move.asks
            if step.move == "return":
                assert between(state["assigned_at"], step.at, "working") <= RETURN_SECONDS


def test_agencies_are_those_of_the_responsibility_list_and_the_reason_names_the_entry(seeded):
    first = {}
    for row in seeded.execute(select(event_history).where(event_history.c.move.in_(("direct", "assign")))):
        first.setdefault(row.event_id, row)
    promised = express_lines(seeded)
    kinds = dict(seeded.execute(select(agency.c.code, agency.c.kind)).all())
    rows = seeded.execute(select(event).where(event.c.first_agency.is_not(None))).all()
    for row in rows[::20]:
        grade = row.grade
        way = route(seeded, row.category, row.leaf, grade, row.cell_id)
        if row.line in promised:
            assert row.first_agency == (promised[row.line].agency or way.agency)
            assert (first[row.id].move, first[row.id].at) == ("direct", row.reported_at)
        else:
            assert row.first_agency == way.agency
            assert first[row.id].reason.removeprefix("一键直达；") == way.reason
    alone = [
        row for row in rows if row.agency and not row.called_agency
    ]  # a whistle makes a case of the grid an outer one
    assert all(row.loop == ("inner" if kinds[row.agency] == "grid" else "outer") for row in alone)
    assert any(row.arrived_at for row in rows if row.called_agency)
    assert 0.6 < np.mean([row.loop == "inner" for row in rows]) < 0.85


def test_deadlines_follow_the_limits_unless_the_clock_was_moved(seeded):
    moved = {"resume", "reopen"}
    touched = set(seeded.scalars(select(event_history.c.event_id).where(event_history.c.move.in_(moved))))
    promised = express_lines(seeded)
    for row in seeded.execute(select(event)):
        if row.id not in touched:
            express = promised.get(row.line) if row.first_agency else None
            promise = round(express.hours * 3600) if express else None
            due = deadline(row.reported_at, row.category, row.grade, promised=promise)
            assert (row.deadline_at, row.warn_at, row.clock) == due


def test_merged_events_are_the_same_thing_at_the_same_place_soon_after(seeded):
    other = event.alias()
    pairs = seeded.execute(select(event, other).join(other, other.c.id == event.c.into_id)).all()
    assert len(pairs) > 20
    columns = len(event.c)
    for pair in pairs:
        one, into = (dict(zip(event.c.keys(), half, strict=True)) for half in (pair[:columns], pair[columns:]))
        assert one["stage"] == "merged" and into["reports"] >= 2
        assert (one["category"], one["title"], one["cell_id"]) == (into["category"], into["title"], into["cell_id"])
        assert timedelta(0) < one["reported_at"] - into["reported_at"] < timedelta(hours=2)


def test_every_leaf_is_in_the_category_tree(seeded):
    tops = dict(seeded.execute(select(category.c.code, category.c.top).where(category.c.level == 3)).all())
    pairs = seeded.execute(select(event.c.leaf, event.c.category).distinct()).all()
    assert all(tops[leaf] == top for leaf, top in pairs)


def test_events_lie_within_30_metres_of_their_cell_in_their_village_and_have_a_code_of_their_day(seeded):
    village = region.alias()
    around = (village.c.level == 4, village.c.lo <= event.c.cell_id, village.c.hi >= event.c.cell_id)
    both = select(event, region.c.lon.label("x"), region.c.lat.label("y"), village.c.name.label("village"))
    joined = both.join(region, region.c.id == event.c.cell_id).join(village, around[0] & around[1] & around[2])
    codes = set()
    for row in seeded.execute(joined.order_by(event.c.reported_at, event.c.id)):
        east = (row.lon - row.x) * 111_320 * np.cos(np.radians(row.y))
        assert np.hypot(east, (row.lat - row.y) * 111_320) <= 30.2
        assert row.place == row.village
        day = f"{local(row.reported_at):%Y%m%d}"
        assert CODES["event"].fullmatch(row.code) and row.code.startswith(f"E{day}-")
        codes.add(row.code)
    assert len(codes) == EVENTS


def test_codes_go_on_from_the_numbers_that_each_day_has_given_out(seeded):
    given = Counter(day_number(at) for at in seeded.scalars(select(event.c.reported_at)))
    assert dict(seeded.execute(select(event_number.c.day, event_number.c.n)).all()) == given


def test_the_cube_adds_up_to_the_events_at_every_level(seeded):
    days = (event_sum.c.dim == "all", event_sum.c.grain == "d")
    here = region.c.id == event_sum.c.region_id
    sums = select(region.c.level, func.sum(event_sum.c.reported)).join_from(event_sum, region, here).where(*days)
    found = dict(seeded.execute(sums.group_by(region.c.level)).all())
    assert {found[level] for level in (1, 2, 3, 4)} == {EVENTS}


def test_what_is_pending_comes_after_the_anchor(seeded):
    moments = seeded.scalars(select(demo_pending.c.at)).all()
    assert moments and min(moments) > ANCHOR
    assert not seeded.scalar(select(func.count()).where(demo_pending.c.payload.contains('"absorb"')))


def test_the_same_seed_gives_the_same_events_and_another_seed_others(seeded):
    def drawn(seed: int) -> tuple:
        drafts = draft(seeded, 500, ANCHOR, seed)
        return (
            drafts.code,
            drafts.title.tolist(),
            drafts.cell.tolist(),
            drafts.lon.tolist(),
            drafts.lives.moments.tolist(),
            [drafts.told(row) for row in range(len(drafts.code))],
        )

    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)


def test_a_city_without_cells_is_said_to_be_not_ready():
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as connection, pytest.raises(NotReady):
        seed_events(connection, 10, ANCHOR, 7)
    engine.dispose()


def test_a_demo_may_have_no_events_at_all():
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as connection:
        plant_spine(connection)
        seed_events(connection, 0, ANCHOR, 7)
        assert connection.scalar(select(func.count()).select_from(event)) == 0
    engine.dispose()


def test_every_category_has_a_share_and_at_least_eight_phrases():
    assert set(SHARE) == set(PHRASES) == set(CATEGORIES)
    assert sum(share for share, _ in SHARE.values()) == pytest.approx(1)
    assert min(len(plain) for plain, _ in PHRASES.values()) >= 8


def test_visits_of_stewards_are_simulated_the_same_each_time_and_those_reported_are_events_of_their_grid(seeded):
    rows = seeded.execute(select(steward_visit).order_by(steward_visit.c.id)).all()
    assert (
        rows and {row.provenance for row in rows} == {"simulated"} and {row.kind for row in rows} == set(STEWARD_KINDS)
    )
    today = day_number(ANCHOR)
    assert all(row.day <= (row.solved_day or today) <= today and row.recorded_at <= ANCHOR for row in rows)
    assert all(row.found or (row.solved_day, row.event_id) == (None, None) for row in rows)
    cases = {row.id: row for row in seeded.execute(select(event))}
    told = [(row, cases[row.event_id]) for row in rows if row.event_id]
    assert told and all(row.lo <= one.cell_id <= row.hi and one.source == "grid" for row, one in told)
    clear_visits(seeded)
    seed_visits(seeded, ANCHOR, 7)
    assert seeded.execute(select(steward_visit).order_by(steward_visit.c.id)).all() == rows

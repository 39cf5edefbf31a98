"""Where cases are held, how they climb and come down: the panel agrees with the histories, a chain has no gaps."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from data.life.fold import Step, read
from data.life.held import Hold, agency_level, holds
from data.life.limits import HANDLING_LEVEL
from data.queries import direct_cases, levels, stewards
from data.queries.regions import region_of
from data.schema import event, event_history, region, steward
from data.scope import Scope
from data.view import View
from data.windows import span
from data.words import HELD_LEVELS, OPEN_STAGES
from tests.data.test_centre import line
from tests.lived_city import NOW

GUEST = Scope.guest()
NOON = datetime(2024, 7, 25, 4, tzinfo=UTC)
LEVEL_OF = {"grid": 5, "town": 3, "county": 2, "city": 1, "province": 0}


def test_open_cases_are_at_the_level_of_their_agency_or_of_their_grades_desk(lived):
    with lived.engine.connect() as connection:
        for code in line(lived):
            here = region_of(connection, code, GUEST)
            mine = (event.c.stage.in_(OPEN_STAGES), event.c.cell_id.between(here.lo, here.hi))
            rows = connection.execute(select(event).where(*mine)).mappings().all()
            wanted = Counter(1 if row["agency"] else HANDLING_LEVEL[row["grade"]] for row in rows)  # all are the city's
            told = levels.answer(lived, View(region=code, window="ytd"), GUEST)
            assert {row["level"]: row["open"] for row in told.rows if row["open"]} == dict(wanted), code
            assert [row["level"] for row in told.rows] in ([], list(HELD_LEVELS))


def test_what_was_raised_handed_back_and_called_is_that_of_the_histories(lived):
    since = span("ytd", NOW).since
    told = {row["level"]: row for row in levels.answer(lived, View(window="ytd"), GUEST).rows}
    with lived.engine.connect() as connection:
        steps = connection.execute(select(event_history).where(event_history.c.at.between(since, NOW))).mappings().all()
    for key, name in (("up", "escalate"), ("down", "hand_back")):
        wanted = Counter(HANDLING_LEVEL[read(one["change"])["grade"]] for one in steps if one["move"] == name)
        assert {level: row[key] for level, row in told.items() if row[key]} == dict(wanted)
    assert sum(row["called"] for row in told.values()) == sum(one["move"] == "whistle" for one in steps)
    assert all(row["arrived"] <= row["called"] for row in told.values())


def test_an_agency_sees_only_its_own_cases_and_the_past_is_read_too(lived):
    nobody = Scope(cells=GUEST.cells, departments=("none",))
    assert sum(row["open"] for row in levels.answer(lived, View(), nobody).rows) == 0
    then = levels.answer(lived, View(at=NOW - timedelta(days=3), window="ytd"), GUEST)
    assert then.rows and sum(row["open"] for row in then.rows) >= 0


def test_direct_cases_are_those_of_the_histories_by_the_agency_that_has_them_now(lived):
    told = direct_cases.answer(lived, View(window="ytd"), GUEST)
    with lived.engine.connect() as connection:
        step = (event_history.c.move == "direct", event_history.c.at.between(span("ytd", NOW).since, NOW))
        query = select(event.c.id, event.c.agency).join(event_history, event_history.c.event_id == event.c.id)
        cases = dict(connection.execute(query.where(*step)).all())
    held = Counter(code for code in cases.values() if code)
    assert {row["code"]: row["sent"] for row in told.rows} == dict(held)
    assert [one["raised"] for one in told.parts["direct"]] == ([len(cases)] if cases else [])
    assert all(one["whole"] for one in told.parts["direct"])


def test_stewards_of_a_town_are_told_with_the_events_of_their_grids_and_grids_without_one_too(lived):
    with lived.engine.begin() as connection:
        town = (
            connection.execute(select(region).where(region.c.tree == "spine", region.c.level == 3)).mappings().first()
        )
        inside = (region.c.tree == "spine", region.c.level == 5, region.c.lo.between(town["lo"], town["hi"]))
        grids = connection.execute(select(region).where(*inside).order_by(region.c.lo)).mappings().all()
        row = {"kind": "grid", "name": "网格员-00001", "provenance": "simulated"}
        connection.execute(insert(steward), [row | {"code": "s", "region_id": grids[0]["id"]}])
    try:
        told = stewards.answer(lived, View(region=town["code"], window="ytd"), GUEST)
        with lived.engine.connect() as connection:
            since = event.c.reported_at.between(span("ytd", NOW).since, NOW)
            for one, grid in (
                (next(row for row in told.rows if row.get("region") == grid["code"]), grid) for grid in grids
            ):
                here = (event.c.cell_id.between(grid["lo"], grid["hi"]), since)
                assert one["cases"] == len(connection.execute(select(event.c.id).where(*here)).all())
        assert sum(bool(row["name"]) for row in told.rows) == 1
        above = stewards.answer(lived, View(window="ytd"), GUEST)
        assert sum(row["manned"] for row in above.rows) == 1 and not {row["kind"] for row in above.rows} - {"region"}
    finally:
        with lived.engine.begin() as connection:
            connection.execute(steward.delete())


STEP = st.fixed_dictionaries(
    {}, optional={"grade": st.sampled_from("SABC"), "agency": st.sampled_from([None, *LEVEL_OF])}
)


@given(st.lists(STEP, min_size=1, max_size=8), st.booleans())
def test_a_chain_has_no_gaps_and_ends_with_the_case(changes, ended):
    steps = [Step(seq=n, move="remark", at=NOON + timedelta(hours=n), change=one) for n, one in enumerate(changes)]
    end = steps[-1].at + timedelta(hours=1) if ended else None
    found = holds(steps, LEVEL_OF, end)
    assert found[0].since == steps[0].at and found[-1].until == end
    for one, following in zip(found, found[1:], strict=False):
        assert one.until == following.since
        assert (one.level, one.agency) != (following.level, following.agency)


def test_a_call_belongs_to_who_has_the_case_and_departments_are_of_their_regions_level():
    called = {"called_agency": "town"}
    moves = (
        ("report", {"grade": "C"}),
        ("direct", {"agency": "grid"}),
        ("whistle", called),
        ("escalate", {"grade": "A", "agency": "county"}),
    )
    steps = [
        Step(seq=n, move=name, at=NOON + timedelta(hours=n), change=change) for n, (name, change) in enumerate(moves)
    ]
    assert holds(steps, LEVEL_OF, None) == [
        Hold(level=4, agency=None, since=steps[0].at, until=steps[1].at),
        Hold(level=5, agency="grid", since=steps[1].at, until=steps[3].at, calls=(("whistle", steps[2].at, "town"),)),
        Hold(level=2, agency="county", since=steps[3].at),
    ]
    assert [agency_level("department", 2), agency_level("grid", 3), agency_level("outside", 1)] == [2, 5, 0]

"""Lines in: a register of hotlines and express lines, cases that name theirs, and promises of their own."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select

from components.registry import panels
from data.commands.cube import count, rebuild
from data.commands.event_folds import refold
from data.commands.lines_in import import_lines
from data.commands.moves import move
from data.errors import BadInput
from data.intake.many import take_many
from data.intake.record import Fault, Record
from data.intake.taking import take
from data.life.fold import Step, fold
from data.life.limits import HOUR, deadline
from data.life.worktime import add
from data.queries import express_lines, hotlines
from data.queries.event_filters import Filters
from data.queries.event_list import listed
from data.schema import agency, event, event_history, intake_line, region
from data.scope import Scope
from data.view import View
from data.words import LINE_MODES
from tests.casework import CLERK, cube_contents
from tests.intake.conftest import NOW

GUEST = Scope.guest()
MODES = tuple(LINE_MODES)
H = event_history.c
WHY = {"reason": "说明"}
STEPS = (
    ("duty_officer", "reassign", WHY | {"agency": "grid.gas"}),
    ("duty_officer", "escalate", WHY | {"grade": "B"}),
    ("duty_officer", "extend", WHY | {"hours": 2}),
    ("duty_officer", "hand_back", WHY | {"grade": "C"}),
)
ENDED = (
    ("agency", "accept", {}),
    ("agency", "answer", WHY),
    ("duty_officer", "verify", {}),
    ("duty_officer", "close", {}),
    ("duty_officer", "reopen", WHY),
)
REOPENED = len((*STEPS, *ENDED))  # minutes
POWER = {
    "code": "power",
    "kind": "直通车",
    "name": "供电直通车",
    "owner": "供电公司",
    "since": "2024-01-01",
    "hours": "12",
}


def hotline(n):
    """Of fifty-seven lines."""
    mode = LINE_MODES[MODES[n % 3]] if n % 2 else MODES[n % 3]
    since = "2021/03/15" if n else "2099-01-01"
    return {"code": str(12300 + n), "name": f"热线{n:02d}", "mode": mode, "owner": "某部门", "since": since}


@pytest.fixture
def laid(connection):
    city = connection.scalar(select(region.c.id).where(region.c.level == 1))
    row = {"code": "grid.power", "name": "供电抢修", "kind": "department", "region_id": city, "provenance": "simulated"}
    connection.execute(insert(agency), [row])
    rows = [hotline(n) for n in range(57)] + [POWER | {"agency": "供电抢修"}]
    assert import_lines(connection, list(enumerate(rows, start=2))).new == 58
    return connection


def record(connection, source="hotline", **more):
    code = connection.scalar(select(region.c.code).where(region.c.level == 4).limit(1))
    told = {"title": "停电", "category": "facility", "source": source, "region": code}
    return Record(**{**told, "reported_at": NOW - timedelta(hours=1), **more})


def test_fifty_seven_hotlines_are_told_with_their_mode_and_what_came_in_by_each(laid, real, actor):
    for n, code in enumerate(("12301", "12301", "12302", None)):
        take(laid, record(laid, line=code, external_id=f"x{n}"), origin="测试", actor=actor, now=NOW)
    count(laid)
    laid.commit()
    with real.engine.connect() as connection:
        now = connection.scalar(select(event.c.reported_at).limit(1))
    told = hotlines.answer(real, View(window="30d", at=now + timedelta(minutes=5)), GUEST)
    assert len(told.rows) == 57 and {row["mode"] for row in told.rows} == set(MODES)
    assert [row["lines"] for row in told.parts["modes"]] == [19, 19, 19]
    assert {row["code"]: row["cases"] for row in told.rows if row["cases"]} == {"12301": 2, "12302": 1}
    assert told.parts["calls"] == [{"every": 4, "named": 3}]
    assert [row["code"] for row in told.rows if row["state"] == "coming"] == ["12300"]
    page = listed(real, View(window="30d", at=now + timedelta(minutes=5)), GUEST, Filters(line="12301"))
    assert [row["line"] for row in page.rows] == ["12301", "12301"]


def test_an_express_line_takes_the_case_straight_to_its_agency_with_its_promise(laid, actor):
    taken = take(laid, record(laid, "resident", line="power"), origin="测试", actor=actor, now=NOW)
    row = laid.execute(select(event).where(event.c.id == taken.event_id)).mappings().one()
    assert (row["stage"], row["agency"], row["filed_at"], row["assigned_at"]) == ("assigned", "grid.power", NOW, NOW)
    assert row["deadline_at"] == deadline(row["reported_at"], "facility", "C", 12)[0]
    reasons = laid.scalars(select(event_history.c.reason).where(event_history.c.event_id == taken.event_id)).all()
    assert reasons == [None, "供电直通车直达；承诺 12 小时办结"]


def told(laid, number, steps):
    """{move: the deadline after it} of the steps, a minute apart; then the case is closed and opened again."""
    found = {}
    for minute, (role, name, given) in enumerate((*steps, *ENDED), start=1):
        at = NOW + timedelta(minutes=minute)
        row = move(laid, number, name, CLERK[role], at, at, **given)
        found[name] = row["deadline_at"]
        assert row["promised_s"] == laid.scalar(select(event.c.promised_s).where(event.c.id == number))
    return found


def express_case(laid, actor, hours):
    import_lines(laid, [(2, POWER | {"agency": "供电抢修", "hours": hours})])
    number = take(laid, record(laid, "resident", line="power"), origin="测试", actor=actor, now=NOW).event_id
    laid.execute(delete(intake_line))  # the promise is the case's by now, whatever becomes of the register
    row = {"code": "grid.gas", "name": "燃气抢修", "kind": "department", "region_id": 1, "provenance": "simulated"}
    laid.execute(insert(agency), [row])
    return number, laid.scalar(select(event.c.reported_at).where(event.c.id == number))


def counted_as_recounted(laid):
    """And every row is the fold of its history."""
    before = cube_contents(laid)
    rebuild(laid)
    return before == cube_contents(laid) and refold(laid).mended == 0


def test_the_promise_of_a_line_holds_through_passing_on_regrading_and_reopening(laid, actor):
    number, begun = express_case(laid, actor, "12")
    found = told(laid, number, STEPS)
    promise, more = add(begun, 12 * HOUR, "working"), add(begun, 14 * HOUR, "working")
    assert (found["reassign"], found["escalate"]) == (promise, promise)  # the list gives 28 hours to grade B
    assert (found["extend"], found["hand_back"]) == (more, more)
    assert found["reopen"] == add(NOW + timedelta(minutes=REOPENED), 12 * HOUR, "working")
    said = dict(laid.execute(select(H.move, H.reason).where(H.event_id == number)).all())
    kept = "直通车承诺 12 小时办结，时限仍按承诺"
    assert (said["escalate"], said["reopen"], said["reassign"]) == (f"说明；{kept}", f"说明；{kept}", "说明")
    assert counted_as_recounted(laid)


def test_where_the_list_gives_less_time_than_the_line_promised_the_list_counts(laid, actor):
    number, begun = express_case(laid, actor, "20")
    assert laid.scalar(select(event.c.deadline_at).where(event.c.id == number)) == add(begun, 14 * HOUR, "working")
    found = told(laid, number, STEPS)
    assert found["escalate"] == add(begun, 20 * HOUR, "working")
    assert found["hand_back"] == add(begun, 16 * HOUR, "working")
    assert found["reopen"] == add(NOW + timedelta(minutes=REOPENED), 14 * HOUR, "working")
    reasons = dict(laid.execute(select(H.move, H.reason).where(H.event_id == number)).all())
    assert "承诺 20 小时" in reasons["escalate"] and reasons["reopen"] == reasons["hand_back"] == "说明"
    assert counted_as_recounted(laid)


def test_a_history_of_before_promises_were_kept_tells_them_too():
    begun = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    due = add(begun, 12 * HOUR, "working")
    steps = [
        Step(seq=1, move="report", at=begun, change={"grade": "C", "clock": "working", "deadline_at": due}),
        Step(seq=2, move="direct", at=begun, change={"agency": "a", "deadline_at": due, "clock": "working"}),
    ]
    assert (fold(steps)["promised_s"], fold(steps[:1])["promised_s"]) == (12 * HOUR, None)


def test_files_bring_lines_as_doors_do_and_a_life_told_elsewhere_is_left_as_it_is(laid, actor):
    closed = {"stage": "closed", "closed_at": NOW - timedelta(minutes=5)}
    rows = [record(laid, line="12301", external_id="a"), record(laid, "resident", line="power", external_id="b")]
    rows += [
        record(laid, "resident", line="power", external_id="c", life=closed),
        record(laid, line="99999", external_id="d"),
    ]
    outcomes = take_many(laid, rows, origin="测试", actor=actor, now=NOW)
    assert outcomes[:3] == ["created"] * 3 and isinstance(outcomes[3], Fault) and outcomes[3].code == "line"
    found = laid.execute(select(event.c.line, event.c.stage).order_by(event.c.id)).all()
    assert found == [("12301", "reported"), ("power", "assigned"), ("power", "closed")]


def test_a_line_that_is_not_known_or_a_hotline_of_another_source_is_refused_with_its_reason(laid, actor):
    for source, code, words in (("hotline", "0", "线路名录中没有"), ("resident", "12301", "来源须为12345")):
        with pytest.raises(Fault, match=words):
            take(laid, record(laid, source, line=code), origin="测试", actor=actor, now=NOW)
    assert laid.scalar(select(event.c.id).limit(1)) is None


def test_a_case_of_an_express_line_nobody_is_named_for_waits_for_a_person(laid, actor):
    import_lines(laid, [(2, POWER)])
    taken = take(laid, record(laid, "resident", line="power"), origin="测试", actor=actor, now=NOW)
    assert laid.scalar(select(event.c.stage).where(event.c.id == taken.event_id)) == "reported"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"mode": ""}, "needs its mode"),
        ({"mode": "并行"}, "is not one of"),
        ({"since": "去年"}, "is not a day"),
        ({"hours": "12"}, "are of express lines"),
        ({"kind": "express"}, "has no mode"),
        ({"owner": ""}, "owner is empty"),
    ],
)
def test_a_faulty_row_refuses_the_file_and_names_itself(laid, wrong, words):
    before = laid.execute(select(intake_line)).all()
    with pytest.raises(BadInput, match=f"row 3: .*{words}"):
        import_lines(laid, [(2, hotline(60)), (3, hotline(61) | wrong)])
    assert laid.execute(select(intake_line)).all() == before


def test_a_line_told_again_is_changed_and_those_not_named_go_when_asked(laid):
    assert import_lines(laid, [(2, hotline(1) | {"name": "新名"})], replace=True).changed == 1
    assert laid.execute(select(intake_line.c.code, intake_line.c.name, intake_line.c.since)).all() == [
        ("12301", "新名", date(2021, 3, 15))
    ]


def test_without_a_register_the_panels_say_so(real):
    view = View(window="30d")
    assert hotlines.answer(real, view, GUEST).rows == express_lines.answer(real, view, GUEST).rows == []
    assert panels()["hotlines"].nothing and panels()["express"].nothing

"""监测—会商—研判—调度: each step with what it has come to by the moment asked for, and who may know of it."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from components.markup import markup
from components.panels.response import draw
from data.queries.response import answer
from data.schema import event_history, responder, room, room_conclusion, task, warning, warning_event, warning_history
from data.scope import EVERY_CELL, Scope
from data.view import View
from tests.things.test_guarded import GUEST, burnt, reached, warned

STEPS = ("watch", "consult", "judge", "send")


@pytest.fixture
def storm(connection, blank):
    """A warning acknowledged 50 minutes ago, its event 45, a room 40, a conclusion 30, somebody there 20."""
    now = blank.clock.now()
    ago = lambda minutes: now - timedelta(minutes=minutes)  # noqa: E731
    warned(connection, "W1", "flood", 2)
    warned(connection, "FIRE", "fire", 1)
    number = connection.scalar(select(warning.c.id).where(warning.c.code == "W1"))
    who = {"actor": "值班员-001", "role": "duty_officer"}
    seen = {"warning_id": number, "seq": 2, "move": "acknowledge", "at": ago(50), "recorded_at": now}
    connection.execute(insert(warning_history).values(seen | who))
    case = burnt(connection, "E1", "flood.river.level", 45, now=now)
    connection.execute(insert(warning_event).values(warning_id=number, event_id=case, at=ago(45), actor="值班员-001"))
    about = {"code": "R1", "form": "meeting", "title": "会商", "warning_id": number, "lo": 1, "hi": 8}
    about |= {"region_id": connection.scalar(select(warning.c.region_id).where(warning.c.id == number))}
    about |= {"opened_at": ago(40), "opened_by": "值班员-001", "role": "duty_officer", "state": "open"}
    held = connection.scalar(insert(room).values(about | {"provenance": "measured"}).returning(room.c.id))
    reached(connection, case, ago(20))
    connection.execute(task.update().values(sent_at=ago(25), accepted_at=ago(24)))
    sent = connection.execute(select(task.c.dispatch_id, responder.c.id).join(responder)).one()
    told = {
        "room_id": held,
        "n": 1,
        "words": "转移",
        "way": "order",
        "deadline": now,
        "at": ago(30),
        "asked_at": ago(25),
    }
    told |= {"actor": "值班员-001", "responder_id": sent.id, "dispatch_id": sent.dispatch_id}
    connection.execute(insert(room_conclusion).values(told))
    connection.commit()
    return now


def counted(found):
    return {row["step"]: [row[name] for name in ("n", "taken", "there", "done")] for row in found.rows}


def test_each_step_tells_what_it_has_come_to(blank, storm):
    found = answer(blank, View(), GUEST)
    assert counted(found) == {
        "watch": [1, 1, None, 0],
        "consult": [1, None, None, 0],
        "judge": [1, 1, None, 0],
        "send": [1, 1, 1, 0],
    }
    assert all(set(row) == {column.key for column in found.columns} for row in found.rows)
    told = markup(draw(found, View())["steps"]["children"])
    assert "已到场 1" in told and 'href="/dispatch"' in told and "尚未开始" not in told


def test_a_past_moment_knows_no_later_step(blank, storm):
    found = answer(blank, View(at=storm - timedelta(minutes=35)), GUEST)
    assert {step: row[0] for step, row in counted(found).items()} == dict(zip(STEPS, (1, 1, 0, 0), strict=True))
    assert "尚未开始" in markup(draw(found, View())["steps"]["children"])


def test_a_task_counts_from_when_it_was_sent_until_it_was_refused(blank, storm):
    ago = lambda minutes: View(at=storm - timedelta(minutes=minutes))  # noqa: E731
    with blank.engine.begin() as connection:
        connection.execute(task.update().values(state="refused", ended_at=storm - timedelta(minutes=15)))
    sent = [counted(answer(blank, view, GUEST))["send"][0] for view in (ago(26), ago(18), ago(14), View())]
    assert sent == [0, 1, 0, 0]
    with blank.engine.begin() as connection:
        connection.execute(task.update().values(state="held", sent_at=None, ended_at=None))
    assert counted(answer(blank, View(), GUEST))["send"] == [0, 0, 0, 0]


def test_a_conclusion_that_called_somebody_is_done_when_he_came(blank, storm):
    called = {"way": "whistle", "dispatch_id": None, "responder_id": None, "agency": "a.town"}
    with blank.engine.begin() as connection:
        case = connection.scalar(select(warning_event.c.event_id))
        connection.execute(room.update().values(event_id=case))
        connection.execute(room_conclusion.update().values(called))
        who = {"event_id": case, "recorded_at": storm, "actor": "值班员-001", "role": "duty_officer"}
        for seq, move, minutes in ((2, "whistle", 25), (3, "arrive", 10)):
            step = {"seq": seq, "move": move, "at": storm - timedelta(minutes=minutes)}
            connection.execute(insert(event_history).values(who | step))
    views = (View(at=storm - timedelta(minutes=12)), View())
    assert [counted(answer(blank, view, GUEST))["judge"] for view in views] == [[1, 1, None, 0], [1, 1, None, 1]]


def test_rooms_are_told_of_to_those_who_watch_over_them_and_orders_to_those_who_see_them(blank, storm):
    agency = Scope(cells=((1, 4),), departments=("water",), roles=("agency",))
    assert {step: row[0] for step, row in counted(answer(blank, View(), agency)).items()} == {
        "watch": 1,
        "consult": None,
        "judge": None,
        "send": 0,
    }
    officer = Scope(cells=(EVERY_CELL,), roles=("duty_officer",))
    assert counted(answer(blank, View(), officer))["judge"][0] == 1


def test_without_such_a_warning_there_are_no_steps(connection, blank):
    warned(connection, "FIRE", "fire", 1)
    connection.commit()
    assert answer(blank, View(), GUEST).rows == []

"""kill -9 at every step, with real processes and a real webhook: nothing is lost, and no message gets a second id."""

import signal
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

import pytest
from sqlalchemy import update

from data.commands.dispatch_life import finalize
from data.commands.outbox import LEASE
from data.dispatch.worker import dispatch_round
from data.schema import dispatch, dispatch_step, event, message_log, outbox, task
from tests.dispatch.crashing import decide, opened, send_all
from tests.dispatch.crashing_acts import ACTS, act, acted
from tests.dispatch.gateway import gateway
from tests.dispatch.town import do, flood, rows, send

MOVES = {  # what an act leaves in the history, where that is not its own name once
    "transfer": {"order": 1, "cancel": 1},
    "bulk": {"order": 2},
    "receipt": {"accepted": 1, "life": 1},
}
STEPS = ("-messages", "+order", "-final", "+final", "+claim", "-note")
RECOVERED = timedelta(minutes=5)
PROCESSES = get_context("forkserver")  # each is forked from one that has imported the house and done nothing with it
PROCESSES.set_forkserver_preload(["tests.dispatch.crashing_acts"])


def begun(work: Callable[..., None], *given: str) -> BaseProcess:
    process = PROCESSES.Process(target=work, args=given)
    process.start()
    return process


def ended(process: BaseProcess) -> int | None:
    process.join(60)
    return process.exitcode


@pytest.mark.parametrize("step", STEPS)
def test_what_was_decided_is_sent_once_whoever_dies_where(house, step):
    url = house.engine.url.render_as_string(hide_password=False)
    with gateway() as there:
        assert ended(begun(decide, url, there.url, step)) == -signal.SIGKILL
        survivor = opened(url, there.url)
        if step == "-messages":  # it died before the decision was kept: there is none, and the click can be made again
            assert rows(house, dispatch) == [] and rows(house, task) == []
            send(survivor, flood(survivor, 2), key="again", wall=datetime.now(UTC))
        later = datetime.now(UTC) + RECOVERED
        for n in range(3):
            dispatch_round(survivor, later + n * LEASE * 2)
        survivor.engine.dispose()
        told = rows(house, outbox, outbox.c.channel == "webhook")
        assert set(there.heard) == {row.message for row in told} and len(told) == len(rows(house, task))
        twice = sum(n > 1 for n in there.heard.values())
        assert twice == (1 if step == "-note" else 0)  # died between sending and noting it: again, under the same id
    assert {row.state for row in rows(house, outbox)} == {"sent"}
    assert Counter(row.move for row in rows(house, dispatch_step))["final"] == 1
    assert len({row.message for row in rows(house, message_log)}) == len(rows(house, outbox))


@pytest.mark.parametrize("step", ["-remember", "+act"])
@pytest.mark.parametrize("name", ACTS)
def test_whoever_dies_in_the_middle_of_a_move_leaves_all_as_it_was_and_it_can_be_made_again(house, name, step):
    url = house.engine.url.render_as_string(hide_password=False)
    flood(house), flood(house, 2)
    send(house, rows(house, event)[0].id, responders=("vehicle-1", "vehicle-4"), wall=datetime.now(UTC))
    if name == "confirm":
        with house.engine.begin() as connection:
            connection.execute(update(dispatch).values(state="drafted"))
    elif name != "recall":
        do(house, finalize, house.clock.now(), datetime.now(UTC) + timedelta(seconds=16))
    before = kept(house)
    assert ended(begun(act, url, "", name, step)) == -signal.SIGKILL
    assert kept(house) == before
    acted(house, name)
    moves = Counter(row.move for row in rows(house, dispatch_step)) - Counter(row[3] for row in before[dispatch_step])
    units = len(rows(house, task, task.c.alone == 1))  # desks of the chain are told, and are not late themselves
    assert moves == Counter({"late": units} if name == "late" else MOVES.get(name, {name: 1}))
    messages = rows(house, outbox)
    assert len({(row.task_id, row.channel, row.kind) for row in messages}) == len(messages)
    busy = [row.responder_id for row in rows(house, task) if row.ended_at is None and row.alone]
    assert len(busy) == len(set(busy))


def kept(house):
    """Everything that an act could have changed."""
    return {
        table: [tuple(row) for row in rows(house, table)] for table in (dispatch, task, dispatch_step, outbox, event)
    }


def test_several_dispatchers_at_once_send_each_message_once(house):
    url = house.engine.url.render_as_string(hide_password=False)
    wall = datetime.now(UTC)
    for cell in (1, 20):
        send(house, flood(house, cell), key=str(cell), wall=wall)
    with gateway() as there:
        for process in [begun(send_all, url, there.url) for _n in range(3)]:
            assert ended(process) == 0
        assert set(there.heard.values()) == {1} and len(there.heard) == len(rows(house, task))
    assert Counter(row.move for row in rows(house, dispatch_step))["final"] == 2

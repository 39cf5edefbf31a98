"""kill -9 at every step, with real processes and a real webhook: nothing is lost, and no message gets a second id."""

import signal
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

import pytest

from data.commands.outbox import LEASE
from data.dispatch.worker import dispatch_round
from data.schema import dispatch, dispatch_step, message_log, outbox, task
from tests.dispatch.crashing import decide, opened, send_all
from tests.dispatch.gateway import gateway
from tests.dispatch.town import flood, rows, send

STEPS = ("-messages", "+order", "-final", "+final", "+claim", "-note")
RECOVERED = timedelta(minutes=5)
PROCESSES = get_context("forkserver")  # each is forked from one that has imported the house and done nothing with it
PROCESSES.set_forkserver_preload(["tests.dispatch.crashing"])


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

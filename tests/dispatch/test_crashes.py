"""kill -9 at every step, with real processes and a real webhook: nothing is lost, and no message gets a second id."""

import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from data.commands.outbox import LEASE
from data.dispatch.worker import dispatch_round
from data.schema import dispatch, dispatch_step, message_log, outbox, task
from tests.dispatch.crashing import opened
from tests.dispatch.gateway import gateway
from tests.dispatch.town import flood, rows, send

STEPS = ("-messages", "+order", "-final", "+final", "+claim", "-note")
RECOVERED = timedelta(minutes=5)


@pytest.mark.parametrize("step", STEPS)
def test_what_was_decided_is_sent_once_whoever_dies_where(house, step):
    url = house.engine.url.render_as_string(hide_password=False)
    with gateway() as there:
        command = [sys.executable, "-m", "tests.dispatch.crashing", url, there.url, step]
        assert subprocess.run(command, timeout=60).returncode == -signal.SIGKILL
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
    work = "from tests.dispatch.crashing import *; h = opened(*sys.argv[1:3])"
    work += "; w = datetime.now(UTC) + timedelta(seconds=16)"
    work += "\nfor _ in range(3): worker.dispatch_round(h, w)"
    with gateway() as there:
        command = [sys.executable, "-c", work, url, there.url]
        for process in [subprocess.Popen(command) for _n in range(3)]:
            assert process.wait(timeout=60) == 0
        assert set(there.heard.values()) == {1} and len(there.heard) == len(rows(house, task))
    assert Counter(row.move for row in rows(house, dispatch_step))["final"] == 2

"""Dispatchers in processes of their own; one is killed in the middle.

It stops for good just before (`-`) or after (`+`) a step: what a kill -9 leaves behind there.
"""

import os
import signal
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask

from data.commands import dispatch_order, outbox
from data.dispatch import worker
from data.house import House, open_house
from data.settings import Settings
from tests.dispatch.gateway import SECRET
from tests.dispatch.town import flood, send


def opened(url: str, hook: str) -> House:
    told = {"dispatch_webhook": hook, "dispatch_secret": SECRET, "database_url": url, "log_level": "ERROR"}
    return open_house(Settings(city="990000", demo=False, _env_file=None, **told), Flask("crashing"))


def dying(step: str, name: str, work: Any) -> Any:
    """`work`, which the process does not survive if `step` says so."""

    def run(*given: Any, **named: Any) -> Any:
        if step == f"-{name}":
            os.kill(os.getpid(), signal.SIGKILL)
        done = work(*given, **named)
        if step == f"+{name}":
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    return run


def decide(url: str, hook: str, step: str) -> None:
    """Give an order and send it, up to that step."""
    house = opened(url, hook)
    dispatch_order.write_messages = dying(step, "messages", dispatch_order.write_messages)
    worker.finalize = dying(step, "final", worker.finalize)
    outbox._claim = dying(step, "claim", outbox._claim)
    noted, dies = outbox._note, dying(step, "note", outbox._note)
    outbox._note = lambda at, row, *more: (dies if row["channel"] == "webhook" else noted)(at, row, *more)
    wall = datetime.now(UTC)
    send(house, flood(house), wall=wall)
    dying(step, "order", lambda: None)()
    worker.dispatch_round(house, wall + timedelta(seconds=16))


def send_all(url: str, hook: str) -> None:
    """Three rounds at a moment when all that was ordered is final."""
    house = opened(url, hook)
    later = datetime.now(UTC) + timedelta(seconds=16)
    for _round in range(3):
        worker.dispatch_round(house, later)

"""Workers go side by side; what promises a time has the machine to itself: a whole test by `@pytest.mark.quiet`, or
the stretch `with alone()` of one.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

GATE, TURN = Path(__file__), Path(__file__).with_name("conftest.py")  # files to lock: they are there
_held: list[TextIO] = []  # the turn of the test that is under way


@contextmanager
def going(alone: bool) -> Iterator[None]:
    """While a test of this worker is under way; `alone`: no other worker's is."""
    with TURN.open() as turn:
        _take(turn, alone)
        _held.append(turn)
        yield
        _held.pop()


@contextmanager
def alone() -> Iterator[None]:
    """A stretch of this test; what the others have under way ends before it."""
    turn = _held[-1]
    fcntl.flock(turn, fcntl.LOCK_UN)  # two who wait to be alone must not wait for each other
    _take(turn, alone=True)
    yield
    fcntl.flock(turn, fcntl.LOCK_SH)


def _take(turn: TextIO, alone: bool) -> None:
    with GATE.open() as gate:  # whoever waits to be alone is overtaken by nobody
        fcntl.flock(gate, fcntl.LOCK_EX)
        fcntl.flock(turn, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)

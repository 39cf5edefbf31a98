"""Workers go side by side; a test that promises a time may have the machine to itself: `@pytest.mark.quiet`."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

GATE, TURN = Path(__file__), Path(__file__).with_name("conftest.py")  # files to lock: they are there


@contextmanager
def going(alone: bool) -> Iterator[None]:
    """While a test of this worker is under way; `alone`: no other worker's is."""
    with TURN.open() as turn:
        with GATE.open() as gate:  # whoever waits to be alone is overtaken by nobody
            fcntl.flock(gate, fcntl.LOCK_EX)
            fcntl.flock(turn, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield

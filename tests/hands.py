"""Who of the workers of a run takes what: journeys by one hand, all else file by file to whoever is free.

Journeys wait for much of their time, and promise some of it: the others go on meanwhile and give way to them. Tests
that promise a time (`tests/quiet.py`) are in the same hand, for whoever gives way can promise none.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from xdist.scheduler import LoadFileScheduling

JOURNEYS = "tests/e2e/"
FIRST = ("exercise", "people")  # journeys through other cities than the one that is filled meanwhile
LAST = ("room", "recovery", "briefing", "push", "screens", "two_officers")  # these promise a time
PROMISES = ("live/test_told", "live/test_places", "live/test_listeners", "readings/test_following")  # go with them
LONG = (  # of all the others: no worker should be left alone with them at the end
    *("exercise/test_playing", "data/test_centre", "exercise/test_apart", "unit/test_event_cube", "http/test_openapi"),
    *("scope/test_matrix", "scope/test_matrix_api", "scope/test_guessing", "scope/test_hunt"),
)
WAY = 10  # by how much the others give way: a tenth of a processor that is asked for is theirs all the same


def turn(file: str) -> tuple[int, int]:
    """When this file of tests is taken, among the others; journeys before all."""
    name = file.removeprefix("tests/").removesuffix(".py")
    if name in PROMISES:
        return 0, len(LAST) + 1 + PROMISES.index(name)
    if not file.startswith(JOURNEYS):
        return (1, LONG.index(name)) if name in LONG else (2, 0)
    name = name.removeprefix("e2e/test_")
    return 0, LAST.index(name) + 1 if name in LAST else FIRST.index(name) - len(FIRST) if name in FIRST else 0


def give_way(file: str, others: Iterable[str]) -> bool:
    """Whether a worker that begins with this file does: some other has the journeys."""
    if "PYTEST_XDIST_WORKER" not in os.environ or turn(file)[0] == 0 or not any(map(_is_journey, others)):
        return False
    os.setsid()  # Linux shares the processors among sessions, and only within one by what is nice
    os.nice(WAY)
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(WAY))
    return True


def _is_journey(file: str) -> bool:
    return file.startswith(JOURNEYS)


class Hands(LoadFileScheduling):
    """Files as they come, but what goes with the journeys as if it were one file."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return JOURNEYS if turn(file)[0] == 0 else file

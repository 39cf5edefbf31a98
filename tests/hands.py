"""Who of the workers of a run takes what: journeys by two hands, all else file by file to whoever is free.

Journeys wait for much of their time, and promise some of it: whoever takes anything else gives way to them. What
promises a time (`tests/quiet.py`) is in one hand, whose journeys come last and are alone by then; the other hand has
journeys that promise none. Who gives way can promise none either.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from xdist.scheduler import LoadFileScheduling

JOURNEYS = "tests/e2e/"
FIRST = ("people",)  # a journey through another city than the one that is filled meanwhile
LAST = ("room", "recovery", "briefing", "push", "screens", "two_officers")  # these promise a time
PROMISES = ("live/test_told", "live/test_places", "live/test_listeners", "readings/test_following")  # go with them
OTHER = ("exercise", "endurance", "barriers", "pointer", "field", "accounts")  # the other hand: short tests last
HANDS = ("journeys", "other journeys")
LONG = (  # of all the others: no worker should be left alone with them at the end
    *("exercise/test_playing", "data/test_centre", "exercise/test_apart", "unit/test_event_cube", "http/test_openapi"),
    *("scope/test_matrix", "scope/test_matrix_api", "scope/test_guessing", "scope/test_hunt"),
)
WAY = 10  # by how much the others give way: a tenth of a processor that is asked for is theirs all the same


def turn(file: str) -> tuple[int, int]:
    """When this file of tests is taken, among the others; journeys before all. First its hand, where one has it."""
    name = file.removeprefix("tests/").removesuffix(".py")
    if name in PROMISES:
        return 0, len(LAST) + 1 + PROMISES.index(name)
    if not file.startswith(JOURNEYS):
        return (len(HANDS), LONG.index(name)) if name in LONG else (len(HANDS) + 1, 0)
    name = name.removeprefix("e2e/test_")
    if name in OTHER:
        return 1, OTHER.index(name)
    return 0, LAST.index(name) + 1 if name in LAST else FIRST.index(name) - len(FIRST) if name in FIRST else 0


def in_hand(file: str) -> bool:
    """Whether it is one of the journeys, or goes with them."""
    return turn(file)[0] < len(HANDS)


def give_way(file: str, others: Iterable[str]) -> bool:
    """Whether a worker does that takes this file: some other may have journeys."""
    if "PYTEST_XDIST_WORKER" not in os.environ or in_hand(file) or not any(map(in_hand, others)):
        return False
    os.setsid()  # Linux shares the processors among sessions, and only within one by what is nice
    os.nice(WAY)
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(WAY))
    return True


class Hands(LoadFileScheduling):
    """Files as they come, but what one hand has as if it were one file."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return HANDS[turn(file)[0]] if in_hand(file) else file

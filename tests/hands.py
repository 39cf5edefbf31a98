"""Who of the workers of a run takes what: journeys by two hands at most, all else file by file to whoever is free.

Two browsers at once fill the hours in which one of them waits, and three would make each other late. What takes long is
in one hand, so that a test of the other which wants the machine to itself (`tests/quiet.py`) seldom waits for it.
"""

from xdist.scheduler import LoadFileScheduling

JOURNEYS = "tests/e2e/"
LONG = ("exercise", "endurance", "barriers", "pointer", "department", "leader")  # journeys of the one hand, in turn
ALONE = ("room", "recovery", "briefing", "push", "screens", "two_officers")  # the last of the other
FIRST = (  # of all the others: no worker should be left alone with them at the end
    *("exercise/test_playing", "data/test_centre", "exercise/test_apart", "live/test_told", "unit/test_event_cube"),
    *("http/test_openapi", "live/test_places", "scope/test_matrix", "scope/test_matrix_api", "scope/test_guessing"),
)


def turn(file: str) -> tuple[int, int]:
    """When this file of tests is taken, among the others; journeys before all."""
    name = file.removeprefix("tests/").removesuffix(".py")
    if not file.startswith(JOURNEYS):
        return (2, FIRST.index(name)) if name in FIRST else (3, 0)
    name = name.removeprefix("e2e/test_")
    if name in LONG:
        return 0, LONG.index(name)
    return 1, ALONE.index(name) + 1 if name in ALONE else 0


class Hands(LoadFileScheduling):
    """Files as they come, but each hand of journeys as if it were one file."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return f"{JOURNEYS}{turn(file)[0]}" if file.startswith(JOURNEYS) else file

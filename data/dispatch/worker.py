"""The timer of dispatch: windows that are over, tasks that are late, messages that are due. Any number may run."""

from datetime import UTC, datetime

from data.commands.dispatch_life import finalize
from data.commands.dispatch_overdue import anyone_late, tell_overdue
from data.commands.outbox import send_due
from data.engine import writing
from data.house import House
from data.queries.dispatch_counts import windows_over
from data.rounds import Rounds

SECONDS = 1.0


def start_dispatcher(house: House) -> Rounds:
    """A running timer for this house; several processes may each have one."""
    rounds = Rounds("dispatch", lambda: dispatch_round(house), SECONDS)
    rounds.start()
    return rounds


def dispatch_round(house: House, wall: datetime | None = None) -> None:
    """One look at everything. A round that finds nothing to do writes nothing."""
    moment = wall or datetime.now(UTC)
    settle(house, moment)
    now = house.clock.now()
    with house.engine.connect() as connection:
        late = anyone_late(connection, now)
    if late:
        with writing(house.engine) as connection:
            tell_overdue(connection, now, moment)
    send_due(house, wall)


def settle(house: House, wall: datetime | None = None) -> None:
    """Make final what is: asked before an order is read as well, so that no thread is needed for it to be right."""
    moment = wall or datetime.now(UTC)
    with house.engine.connect() as connection:
        if not windows_over(connection, moment):
            return
    with writing(house.engine) as connection:
        finalize(connection, house.clock.now(), moment)

"""A reading that waits in the quarantine is taken again, mended or as it came."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from data.commands.readings import PROFILE, Taken, take
from data.intake.record import Fault
from data.language import gettext as _
from data.readings.profile import KEPT, known_profile
from data.readings.rows import told_by, told_of
from data.readings.told import Told
from data.scope import Scope

__all__ = ["is_reading", "retake"]


def is_reading(profile: str) -> bool:
    """Whether the `profile` of a row of the quarantine says that it is one of readings."""
    return profile == PROFILE or profile.startswith(KEPT)


def retake(
    connection: Connection,
    raw: Mapping[str, Any],
    scope: Scope,
    now: datetime,
    *,
    profile: str = PROFILE,
    origin: str = "quarantine",
) -> Taken:
    """Take `raw` as the row's own `profile` reads it; all of its readings or none.

    Fault when it still cannot be taken: then nothing has changed, and no new row waits in the quarantine.
    """
    told = _told(connection, profile, raw)
    with connection.begin_nested():
        return take(connection, told, origin, scope, now, aside=_refuse)


def _told(connection: Connection, profile: str, raw: Mapping[str, Any]) -> list[Told]:
    if profile.startswith(KEPT):
        return told_by(known_profile(connection, profile.removeprefix(KEPT)), raw)
    if "payload" in raw:
        raise Fault("malformed", _("这是一条读不懂的消息:请改写成 station、quantity、at、value、unit 各项"))
    return [told_of(raw)]


def _refuse(faults: Mapping[int, Fault]) -> None:
    raise faults[min(faults)]

"""Readings enter the house: judged one by one, stored with their sums by whole columns, in one transaction."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, insert

from data.commands.facts import fact
from data.commands.reading_store import Change, Kept, kept_before, newest, store
from data.commands.reading_sums import add, recount
from data.commands.revisions import bump
from data.commands.watch import watch
from data.intake.keep import kept_row
from data.intake.record import Fault
from data.language import gettext as _
from data.queries.gauges import gauges_of
from data.readings.rules import Reading, doubt_words, judged
from data.readings.told import BLANK, Told
from data.schema import quarantine
from data.scope import Scope

__all__ = ["OUTCOMES", "SINCE", "Refused", "Taken", "Told", "take"]
OUTCOMES = ("good", "late", "doubted", "corrected", "known", "blank", "quarantined")
SINCE = "readings_since"  # fact: the second before which raw readings are gone
PROFILE = "readings"  # how the quarantine reads what waits there


@dataclass(frozen=True)
class Refused:
    """What went to the quarantine, or is kept and does not count: its place among those told, and why."""

    index: int
    fault: str
    reason: str


@dataclass
class Taken:
    """How many readings came to which outcome, and which were refused. The counts add up to those told."""

    counts: Counter[str] = field(default_factory=Counter)
    refused: list[Refused] = field(default_factory=list)
    doubts: list[Refused] = field(default_factory=list)  # those that are kept but do not count
    new: list[int] = field(default_factory=list)  # places of those that changed what is kept

    @property
    def doubted(self) -> list[int]:
        """Their places."""
        return [one.index for one in self.doubts]


def take(
    connection: Connection,
    told: Sequence[Told],
    origin: str,
    scope: Scope,
    now: datetime,
    *,
    door: str = "readings",
    unreadable: dict[int, Fault] | None = None,
    aside: Callable[[Mapping[int, Fault]], None] | None = None,
) -> Taken:
    """Take readings of stations within `scope`; what cannot be taken waits in the quarantine of `door`.

    `unreadable`: {index: why} of rows that the door itself could not read, with what there was of them in `told`.
    `aside`: who sees to what cannot be taken, where that is not put into the quarantine as it was told.
    """
    bump(connection, "readings")  # first: writers queue here
    taken, faults = Taken(), dict(unreadable or {})
    found = _judge(connection, told, scope, now, faults)
    if blank := sum(one.value is BLANK for one in told):
        taken.counts["blank"] = blank
    before = kept_before(connection, list(found.values()))
    changes = _settle(found, before, faults, taken)
    if changes:
        origin = origin[:64]
        store(connection, changes, origin, now)
        touched = recount(connection, changes)
        add(connection, changes, touched)
        newest(connection, changes, now)
        watch(connection, sorted({one.gauge for one in changes}), now)
    if faults and aside:
        aside(faults)
    elif faults:
        _set_aside(connection, told, faults, origin, door, now)
    taken.refused = [Refused(index, fault.code, str(fault)) for index, fault in sorted(faults.items())]
    taken.counts["quarantined"] = len(faults)
    return taken


def _judge(
    connection: Connection, told: Sequence[Told], scope: Scope, now: datetime, faults: dict[int, Fault]
) -> dict[int, Reading]:
    """{index: reading} of those that can be read; the others are added to `faults`."""
    gauges = gauges_of(connection, {one.station for one in told}, scope)
    since = int(fact(connection, SINCE) or 0)
    found: dict[int, Reading] = {}
    for index, one in enumerate(told):
        if index in faults or one.value is BLANK:
            continue
        try:
            found[index] = judged(one, gauges, now, since)
        except Fault as fault:
            faults[index] = fault
    return found


def _settle(
    found: dict[int, Reading], before: dict[tuple[int, int], Kept], faults: dict[int, Fault], taken: Taken
) -> list[Change]:
    """What changes in the table, one change a gauge and moment: the last word that is believed holds."""
    after: dict[tuple[int, int], Kept] = {}
    for index, one in found.items():
        key = (one.gauge, one.at)
        there = after.get(key) or before.get(key)
        if there is None:
            outcome = one.quality
        elif there.value == one.value:
            taken.counts["known"] += 1
            continue
        elif one.quality == "doubted" and there.counts:
            faults[index] = Fault("duplicate", _("同一时刻已有可信的读数,新值超出量程,未采用"))
            continue
        else:
            outcome = "doubted" if one.quality == "doubted" else "corrected"
        after[key] = Kept(one.value, outcome)
        taken.counts[outcome] += 1
        taken.new.append(index)
        if outcome == "doubted":
            taken.doubts.append(Refused(index, one.doubt, doubt_words(one.doubt)))
    return [Change(gauge, at, kept, before.get((gauge, at))) for (gauge, at), kept in after.items()]


def _set_aside(
    connection: Connection, told: Sequence[Told], faults: dict[int, Fault], origin: str, door: str, now: datetime
) -> None:
    bump(connection, "intake")
    rows = [
        kept_row(door=door, origin=origin, raw=raw_of(told[index]), fault=fault, now=now, profile=PROFILE)
        for index, fault in sorted(faults.items())
    ]
    connection.execute(insert(quarantine), rows)


def raw_of(told: Told) -> dict[str, object]:
    """As it was told; what no door could read stands whole in the place of the value."""
    if not told.station and isinstance(told.value, dict):
        return told.value
    at = told.at.isoformat() if isinstance(told.at, datetime) else told.at
    return told._asdict() | {"at": at}

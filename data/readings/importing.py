"""Importing a file of readings in batches, each in a transaction of its own with how far one has come.

Rows are counted: stored, known or quarantined, and that is all of them. A row of several readings is quarantined when
one of them is refused; the others are taken.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, insert

from data.commands.facts import put_fact
from data.commands.readings import take
from data.commands.revisions import bump
from data.engine import writing
from data.errors import BadInput
from data.house import House
from data.intake.batch import close_batch, count_batch, open_batch
from data.intake.keep import kept_row
from data.intake.record import Fault
from data.intake.table import TableRow, after, digest, open_table
from data.intake.words import BROKEN
from data.language import gettext as _
from data.readings.profile import KEPT, SHIPPED, ReadingProfile
from data.readings.rows import told_by
from data.readings.told import Told
from data.schema import quarantine
from data.scope import Scope

BATCH = 2_500  # rows
DOOR = "file"
TALLY = {"rows_read": "rows", "imported": "stored", "merged": "known", "quarantined": "quarantined"}


@dataclass(frozen=True, kw_only=True)
class Job:
    """What is imported, how, and whose readings these are."""

    path: Path
    profile: ReadingProfile
    text: str  # of the profile
    origin: str = ""

    @property
    def way(self) -> str:
        """How its rows are read, as batches and the quarantine keep it."""
        return KEPT + self.profile.name

    @property
    def sender(self) -> str:
        return (self.origin or self.profile.name)[:64]


@dataclass
class Tally:
    """stored + known + quarantined = rows, always; `outcomes` counts the readings of this run, `faults` its rows."""

    rows: int = 0
    stored: int = 0
    known: int = 0  # nothing in them was new
    quarantined: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    resumed: int = 0  # rows that an earlier run had read
    finished: bool = False  # an earlier run had read all of them


def import_file(house: House, job: Job, progress: Callable[[int], object] = lambda n: None) -> Tally:
    """Take the file in. Interrupted, it goes on where it stopped when called again; finished, it does nothing."""
    rows = open_table(job.path, job.profile)
    batch = _begin(house, job)
    tally = Tally(**{name: batch[column] for column, name in TALLY.items()}, resumed=batch["rows_read"])
    if batch["state"] == "done":
        tally.finished = True
        return tally
    progress(tally.resumed)
    rows = after(rows, tally.resumed)
    while some := list(islice(rows, BATCH)):
        with writing(house.engine) as connection:
            _take_batch(connection, house, job, int(batch["id"]), some, tally)
        progress(len(some))
    with writing(house.engine) as connection:
        close_batch(connection, int(batch["id"]), house.clock.now())
    return tally


def _begin(house: House, job: Job) -> RowMapping:
    """The batch of this file and profile: an earlier one, or a new one."""
    mark = digest(job.path)
    with writing(house.engine) as connection:
        batch, new = open_batch(connection, job.path, mark, job.way, job.sender, house.clock.now())
        if new and not (SHIPPED / f"{job.profile.name}.yaml").exists():
            put_fact(connection, job.way, job.text)
        return batch


def _take_batch(
    connection: Connection, house: House, job: Job, batch_id: int, rows: list[TableRow], tally: Tally
) -> None:
    """These rows, and the count of them, or nothing."""
    now, before = house.clock.now(), tally.rows
    told: list[Told] = []
    places: list[int] = []  # the row of each reading
    faults: dict[int, Fault] = {}  # by row
    for number, row in enumerate(rows):
        try:
            found = _read(job.profile, row)
        except BadInput as error:
            faults[number] = error if isinstance(error, Fault) else Fault("malformed", str(error))
            continue
        told += found
        places += [number] * len(found)

    def aside(refused: Mapping[int, Fault]) -> None:
        for index, fault in refused.items():
            faults.setdefault(places[index], fault)

    taken = take(connection, told, job.sender, Scope.guest(), now, aside=aside)
    tally.outcomes += taken.counts
    tally.faults += Counter(fault.code for fault in faults.values())
    stored = {places[index] for index in taken.new} - faults.keys()
    tally.quarantined += len(faults)
    tally.stored += len(stored)
    tally.known += len(rows) - len(faults) - len(stored)
    tally.rows += len(rows)
    bump(connection, "intake")
    if faults:
        seen: dict[str, Any] = dict(door=DOOR, origin=job.sender, profile=job.way, now=now)
        kept = [
            kept_row(raw=rows[number].raw, fault=fault, **seen) | {"batch_id": batch_id, "row": before + number + 1}
            for number, fault in sorted(faults.items())
        ]
        connection.execute(insert(quarantine), kept)
    count_batch(connection, batch_id, before, {column: getattr(tally, name) for column, name in TALLY.items()})


def _read(profile: ReadingProfile, row: TableRow) -> list[Told]:
    if row.broken:
        raise Fault("malformed", _(BROKEN[row.broken]))
    return told_by(profile, row.raw)

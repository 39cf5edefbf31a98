"""Importing a file in batches, each in a transaction of its own with how far one has come: it can go on there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, insert

from data.commands.facts import put_fact
from data.commands.revisions import bump
from data.engine import writing
from data.errors import BadInput
from data.house import House
from data.intake.batch import COUNTED, close_batch, count_batch, open_batch
from data.intake.keep import kept_row
from data.intake.many import take_many
from data.intake.profile import SHIPPED, Profile
from data.intake.reading import KEPT, Reader
from data.intake.record import Fault, Record
from data.intake.table import TableRow, after, digest, open_table
from data.intake.vocabulary import vocabulary
from data.intake.words import BROKEN
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.locate import cell_of_region
from data.schema import quarantine
from data.scope import Scope

BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Job:
    """What is imported, how, and on whose behalf."""

    path: Path
    profile: Profile
    text: str  # of the profile
    place: str = ""  # count every row in this region
    origin: str = ""

    @property
    def way(self) -> str:
        """How its rows are read, as batches and the quarantine keep it."""
        return f"{self.profile.name}@{self.place}" if self.place else self.profile.name

    @property
    def sender(self) -> str:
        return (self.origin or self.profile.name)[:64]


@dataclass
class Tally:
    """imported + merged + quarantined = rows_read, always."""

    rows_read: int = 0
    imported: int = 0
    merged: int = 0  # known by their number already
    quarantined: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    resumed: int = 0  # rows that an earlier run had read
    finished: bool = False  # an earlier run had read all of them


def import_file(house: House, job: Job, progress: Callable[[int], object] = lambda n: None) -> Tally:
    """Take the file in. Interrupted, it goes on where it stopped when called again; finished, it does nothing."""
    rows = open_table(job.path, job.profile)
    batch = _begin(house, job)
    tally = Tally(**{name: batch[name] for name in COUNTED}, resumed=batch["rows_read"])
    if batch["state"] == "done":
        tally.finished = True
        return tally
    progress(tally.resumed)
    rows = after(rows, tally.resumed)
    with house.engine.connect() as connection:
        reader = Reader(job.profile, vocabulary(connection), job.place)
    while some := list(islice(rows, BATCH)):
        with writing(house.engine) as connection:
            _take_batch(connection, house, job, reader, int(batch["id"]), some, tally)
        progress(len(some))
    with writing(house.engine) as connection:
        close_batch(connection, int(batch["id"]), house.clock.now())
    return tally


def _begin(house: House, job: Job) -> RowMapping:
    """The batch of this file and profile: an earlier one, or a new one."""
    mark = digest(job.path)
    with writing(house.engine) as connection:
        if job.place and cell_of_region(connection, job.place) is None:
            raise BadInput(f"no region {job.place}")
        batch, new = open_batch(connection, job.path, mark, job.way, job.sender, house.clock.now())
        if new and not (SHIPPED / f"{job.profile.name}.yaml").exists():
            put_fact(connection, KEPT + job.profile.name, job.text)
        return batch


def _take_batch(
    connection: Connection, house: House, job: Job, reader: Reader, batch_id: int, rows: list[TableRow], tally: Tally
) -> None:
    """These rows, and the count of them, or nothing."""
    now = house.clock.now()
    before, faults = tally.rows_read, []
    actor = Actor(name=job.sender, role="system", scope=Scope.guest())
    seen = dict(batch_id=batch_id, door="file", origin=job.sender, profile=job.way)
    bump(connection, "events", "intake")  # in the order of all writers, so that none wait for each other in a ring
    records = [_read(reader, row) for row in rows]
    outcomes = take_many(connection, records, origin=job.sender, actor=actor, now=now)
    for number, (row, outcome) in enumerate(zip(rows, outcomes, strict=True), before + 1):
        if isinstance(outcome, Fault):
            faults.append(_kept(outcome, row, now, number, seen))
            tally.faults[outcome.code] = tally.faults.get(outcome.code, 0) + 1
        elif outcome == "created":
            tally.imported += 1
        else:
            tally.merged += 1
    if faults:
        connection.execute(insert(quarantine), faults)
    tally.quarantined += len(faults)
    tally.rows_read += len(rows)
    count_batch(connection, batch_id, before, {name: getattr(tally, name) for name in COUNTED})


def _read(reader: Reader, row: TableRow) -> Record | Fault:
    try:
        if row.broken:
            raise Fault("malformed", _(BROKEN[row.broken]))
        return reader.record(row.raw)
    except Fault as fault:
        return fault
    except BadInput as error:
        return Fault("malformed", str(error))


def _kept(fault: Fault, row: TableRow, now: datetime, number: int, seen: dict[str, Any]) -> dict[str, Any]:
    about = {name: seen[name] for name in ("door", "origin", "profile")}
    return kept_row(raw=row.raw, fault=fault, now=now, **about) | {"batch_id": seen["batch_id"], "row": number}

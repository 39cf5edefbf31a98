"""Importing a file in batches, each in a transaction of its own with how far one has come: it can go on there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from data.commands.facts import put_fact
from data.commands.revisions import bump
from data.engine import writing
from data.errors import BadInput, CockpitError
from data.house import House
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
from data.schema import import_batch, quarantine
from data.scope import Scope

BATCH = 500
TALLY = ("rows_read", "imported", "merged", "quarantined")


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
    tally = Tally(**{name: batch[name] for name in TALLY}, resumed=batch["rows_read"])
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
        done = {"state": "done", "ended_at": house.clock.now()}
        connection.execute(update(import_batch).where(import_batch.c.id == batch["id"]).values(done))
        bump(connection, "intake")
    return tally


def _begin(house: House, job: Job) -> RowMapping:
    """The batch of this file and profile: an earlier one, or a new one."""
    mark = digest(job.path)
    with writing(house.engine) as connection:
        bump(connection, "intake")
        if job.place and cell_of_region(connection, job.place) is None:
            raise BadInput(f"no region {job.place}")
        same = (import_batch.c.digest == mark, import_batch.c.profile == job.way, import_batch.c.origin == job.sender)
        found = connection.execute(select(import_batch).where(*same)).mappings().first()
        if found is not None:
            return found
        if not (SHIPPED / f"{job.profile.name}.yaml").exists():
            put_fact(connection, KEPT + job.profile.name, job.text)
        values: dict[str, Any] = {
            "file": job.path.name[-255:],
            "digest": mark,
            "profile": job.way,
            "origin": job.sender,
        }
        values |= {"state": "running", "started_at": house.clock.now(), **dict.fromkeys(TALLY, 0)}
        return connection.execute(insert(import_batch).values(values).returning(import_batch)).mappings().one()


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
    here = (import_batch.c.id == batch_id, import_batch.c.rows_read == before)
    values = {name: getattr(tally, name) for name in TALLY}
    if not connection.execute(update(import_batch).where(*here).values(values)).rowcount:
        raise CockpitError("this file is being imported by another run: wait until that has ended")


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

"""Importing a file into a ledger: every row is taken in, known already, or kept in the quarantine with its reason."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, insert

from data.commands.revisions import bump
from data.engine import writing
from data.errors import BadInput, Forbidden
from data.house import House
from data.intake.batch import COUNTED, close_batch, count_batch, open_batch
from data.intake.keep import LEDGERS, kept_row
from data.intake.record import Fault
from data.intake.table import digest
from data.intake.words import BROKEN
from data.language import gettext as _
from data.ledgers.fields import Dictionary, Ledger, dictionary
from data.ledgers.taking import SKIPPED, columns_of, take_record
from data.life.actor import Actor
from data.schema import quarantine
from data.things.files import FileRow, open_things
from data.things.importing import Tally

BATCH = 500
LEFT_OUT = "-"  # what a column is mapped to that is not taken


@dataclass(frozen=True, kw_only=True)
class Job:
    """A file, the ledger its rows are of, {column: field} where its columns have other names, and who brings it."""

    path: Path
    ledger: str
    actor: Actor
    mapping: Mapping[str, str] = field(default_factory=dict)

    @property
    def way(self) -> str:
        """How rows are read, as batches and the quarantine keep it: another mapping is another way."""
        told = json.dumps(dict(self.mapping), sort_keys=True).encode()
        return f"{self.ledger}@{hashlib.sha256(told).hexdigest()[:12]}" if self.mapping else self.ledger


def import_records(house: House, job: Job) -> Tally:
    """Take the file in. Interrupted, it goes on where it stopped when called again; finished, it does nothing."""
    *_earlier, tally = import_steps(house, job)
    return tally


def import_steps(house: House, job: Job) -> Iterator[Tally]:
    """The same, told after each batch; what was told is kept, whoever stops listening."""
    with house.engine.connect() as connection:
        known = dictionary(connection)
    its = known.ledgers.get(job.ledger)
    if its is None:
        raise BadInput(_("没有这个台账"))
    columns = columns_of(known, its, _checked(known, its, job.mapping))
    rows = open_things(job.path, ({name for name, what in columns.items() if what == "code"},))
    with writing(house.engine) as connection:
        bump(connection, "ledgers")  # first, as all writers of ledgers do
        batch = open_batch(connection, job.path, digest(job.path), job.way, job.actor.name[:64], house.clock.now())[0]
    tally = Tally(**{name: batch[name] for name in COUNTED}, finished=batch["state"] == "done")
    if tally.finished:
        yield tally
        return
    next(islice(rows, tally.rows_read, tally.rows_read), None)
    while some := list(islice(rows, BATCH)):
        with writing(house.engine) as connection:
            _take_batch(connection, house, job, known, its, columns, int(batch["id"]), some, tally)
        yield replace(tally, faults=dict(tally.faults))
    with writing(house.engine) as connection:
        close_batch(connection, int(batch["id"]), house.clock.now())
    yield tally


def _checked(known: Dictionary, its: Ledger, mapping: Mapping[str, str]) -> Mapping[str, str]:
    right = {LEFT_OUT, "code", "region", *(one.code for one in known.of(its.subject))}
    if stray := sorted(str(what) for what in mapping.values() if what not in right):
        raise BadInput(_("不认识的项:%(names)s") % {"names": "、".join(stray)[:200]})
    return mapping


def _take_batch(
    connection: Connection,
    house: House,
    job: Job,
    known: Dictionary,
    its: Ledger,
    columns: Mapping[str, str],
    batch_id: int,
    rows: list[FileRow],
    tally: Tally,
) -> None:
    """These rows and the count of them, or nothing."""
    now, before, faults = house.clock.now(), tally.rows_read, []
    bump(connection, "ledgers", "intake")
    for number, row in enumerate(rows, before + 1):
        named = ((columns.get(name, name), value) for name, value in row.raw.items() if name not in SKIPPED)
        raw = {what: value for what, value in named if what != LEFT_OUT}
        try:
            if row.broken:
                raise Fault("malformed", _(BROKEN[row.broken]))
            with connection.begin_nested():
                outcome = take_record(connection, known, its, raw, job.actor, now)
        except (Fault, Forbidden) as error:
            fault = error if isinstance(error, Fault) else Fault("scope", str(error))
            kept = kept_row(door=LEDGERS, origin=job.actor.name, raw=raw, fault=fault, now=now, profile=its.code)
            faults.append(kept | {"batch_id": batch_id, "row": number})
            tally.faults[fault.code] = tally.faults.get(fault.code, 0) + 1
            continue
        tally.merged += outcome == "known"
        tally.imported += outcome != "known"
    if faults:
        connection.execute(insert(quarantine), faults)
    tally.quarantined += len(faults)
    tally.rows_read += len(rows)
    count_batch(connection, batch_id, before, {name: getattr(tally, name) for name in COUNTED})

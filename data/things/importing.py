"""Importing a file of things: every row is taken in, known already, or kept in the quarantine with its reason."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, insert

from data.commands.revisions import bump
from data.commands.things import take
from data.engine import writing
from data.errors import Forbidden, ThingRefused
from data.house import House
from data.intake.batch import COUNTED, close_batch, count_batch, open_batch
from data.intake.crs import check_crs
from data.intake.keep import THINGS, kept_row
from data.intake.record import Fault
from data.intake.table import digest
from data.intake.words import BROKEN
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.locate import Located
from data.schema import quarantine
from data.things.fields import check_layer
from data.things.files import FileRow, open_things
from data.things.places import places_of
from data.things.taking import lived_here
from data.things.told import Told, told_of

BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Job:
    """A file, the layer its rows are of, what its coordinates are in, and on whose behalf it is read."""

    path: Path
    layer: str
    crs: str
    actor: Actor

    @property
    def way(self) -> str:
        return way_of(self.layer, self.crs)


@dataclass
class Tally:
    """imported + merged + quarantined = rows_read, always. Imported: new or changed; merged: known as they are.

    `drawn`: of the lines and areas read in this run, how many were taken by a point of theirs.
    """

    rows_read: int = 0
    imported: int = 0
    merged: int = 0
    quarantined: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    drawn: int = 0
    finished: bool = False  # an earlier run had read all of it


def way_of(layer: str, crs: str) -> str:
    """How rows are read, as batches and the quarantine keep it."""
    return f"{layer}@{crs.strip().lower()}"


def import_things(house: House, job: Job) -> Tally:
    """Take the file in. Interrupted, it goes on where it stopped when called again; finished, it does nothing."""
    check_layer(job.layer)
    check_crs(job.crs)
    rows = open_things(job.path)
    batch = _begin(house, job)
    tally = Tally(**{name: batch[name] for name in COUNTED}, finished=batch["state"] == "done")
    if tally.finished:
        return tally
    seen: dict[str, dict[str, Any]] = {}
    for row in islice(rows, tally.rows_read):
        _once(row.raw, seen)
    while some := list(islice(rows, BATCH)):
        with writing(house.engine) as connection:
            _take_batch(connection, house, job, int(batch["id"]), some, tally, seen)
    with writing(house.engine) as connection:
        close_batch(connection, int(batch["id"]), house.clock.now())
    return tally


def _begin(house: House, job: Job) -> RowMapping:
    mark = digest(job.path)
    with writing(house.engine) as connection:
        bump(connection, "features")  # first, as all writers of things do
        return open_batch(connection, job.path, mark, job.way, job.actor.name[:64], house.clock.now())[0]


def _take_batch(
    connection: Connection, house: House, job: Job, batch_id: int, rows: list[FileRow], tally: Tally, seen: Any
) -> None:
    """These rows and the count of them, or nothing."""
    now, before, faults = house.clock.now(), tally.rows_read, []
    lived = lived_here(connection)
    bump(connection, "features", "intake")
    read = [_read(row, job, seen) for row in rows]
    told = [one for one in read if isinstance(one, Told)]
    places = iter(places_of(connection, told, job.crs))
    for number, (row, one) in enumerate(zip(rows, read, strict=True), before + 1):
        outcome = _taken(connection, one, next(places), job.actor, now, lived) if isinstance(one, Told) else one
        if isinstance(outcome, Fault):
            about = {"door": THINGS, "origin": job.actor.name, "profile": job.way}
            kept = kept_row(raw=row.raw, fault=outcome, now=now, **about)
            faults.append(kept | {"batch_id": batch_id, "row": number})
            tally.faults[outcome.code] = tally.faults.get(outcome.code, 0) + 1
            continue
        tally.drawn += row.drawn
        if outcome == "known":
            tally.merged += 1
        else:
            tally.imported += 1
    if faults:
        connection.execute(insert(quarantine), faults)
    tally.quarantined += len(faults)
    tally.rows_read += len(rows)
    count_batch(connection, batch_id, before, {name: getattr(tally, name) for name in COUNTED})


def _read(row: FileRow, job: Job, seen: dict[str, dict[str, Any]]) -> Told | Fault:
    try:
        if row.broken:
            words = {**BROKEN, "geometry": "几何须为点、线或面"}
            raise Fault("malformed", _(words[row.broken]))
        told = told_of(row.raw, layer=job.layer, crs=job.crs)
        if not _once(row.raw, seen):
            raise Fault("duplicate", _("编号“%(code)s”在这个文件里有两行,内容不同") % {"code": told.code})
        return told
    except Fault as fault:
        return fault


def _once(raw: dict[str, Any], seen: dict[str, dict[str, Any]]) -> bool:
    """Whether the file has not told otherwise of this thing before."""
    code = str(raw.get("code") or raw.get("编号") or "")
    return not code or seen.setdefault(code, raw) == raw


def _taken(
    connection: Connection, told: Told, where: Located | Fault, actor: Actor, now: datetime, lived: str
) -> str | Fault:
    if isinstance(where, Fault):
        return where
    try:
        return take(connection, told, where, actor, now, lived).outcome
    except Fault as fault:
        return fault
    except (Forbidden, ThingRefused) as error:
        return Fault("scope" if isinstance(error, Forbidden) else "malformed", str(error))

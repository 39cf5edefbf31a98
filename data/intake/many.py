"""Taking many records in at once: what `take` does one by one, with the looking up and the writing done by columns."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection, bindparam, insert, select, update

from data.commands.bulk_events import Brought, Loader
from data.commands.contribution import NEVER
from data.commands.events import Report, bring
from data.commands.express import send_straight
from data.commands.moves import retell
from data.commands.revisions import bump
from data.intake.crs import to_wgs84
from data.intake.lines_in import check_line
from data.intake.record import Fault, Record
from data.intake.taking import out_of_scope, outside, placed_of, reported, unknown_category
from data.life.actor import Actor
from data.life.fold import MOMENTS
from data.queries.lines_in import lines_named
from data.queries.locate import Located, locate_many
from data.schema import category, event, event_external
from data.words import CATEGORIES

Place = tuple[Located, str, float, float]
Outcome = str | Fault  # created, known, or why not
ALONE = ("deadline_at", "ended_at", "agency")  # parts of a life that columns do not carry


def take_many(
    connection: Connection, records: Sequence[Record | Fault], *, origin: str, actor: Actor, now: datetime
) -> list[Outcome]:
    """One outcome a record, in order; all in the caller's transaction. Each record has an external id."""
    bump(connection, "events")
    known = _known(connection, [one for one in records if isinstance(one, Record)], origin)
    outcomes: list[Outcome] = []
    fresh: list[tuple[Record, Report]] = []
    again: list[Record] = []
    taking = _Taking(connection, records, actor, now)
    for number, record in enumerate(records):
        try:
            if isinstance(record, Fault):
                raise record
            if record.external_id not in known:
                fresh.append((record, taking.report(number, record)))
                known[record.external_id] = None  # not written yet
                outcomes.append("created")
            else:
                record.check_times(now)
                again.append(record)
                outcomes.append("known")
        except Fault as fault:
            outcomes.append(fault)
    ids = _write(connection, fresh, actor, now)
    if ids:
        rows = [
            {"origin": origin, "external_id": record.external_id, "event_id": number}
            for (record, _new), number in zip(fresh, ids, strict=True)
        ]
        connection.execute(insert(event_external), rows)
        known |= {record.external_id: number for (record, _new), number in zip(fresh, ids, strict=True)}
    for record in again:  # after all is written: one number may come twice in these rows
        if record.life and (event_id := known[record.external_id]):
            retell(connection, event_id, record.life, actor, now)
    return outcomes


class _Taking:
    """Places of all records, looked up at once; regions and categories once each."""

    def __init__(self, connection: Connection, records: Sequence[Record | Fault], actor: Actor, now: datetime) -> None:
        self._connection, self._actor, self._now = connection, actor, now
        self._tops: dict[str, str] = dict(connection.execute(select(category.c.code, category.c.top)).all())
        self._regions: dict[str | None, Place] = {}
        self._lines = lines_named(connection, {one.line for one in records if isinstance(one, Record) and one.line})
        self._points = _located(connection, records)

    def report(self, number: int, record: Record) -> Report:
        """As `taking.prepared`."""
        record.check_times(self._now)
        top = self._tops.get(record.category)
        if top is None and record.category not in CATEGORIES:
            raise unknown_category(record.category)
        check_line(record.line, record.source, self._lines)
        place = self._place(number, record)
        if not self._actor.scope.covers(place[0].cell_id, place[0].cell_id):
            raise out_of_scope()
        return reported(record, top or record.category, place)

    def _place(self, number: int, record: Record) -> Place:
        if number in self._points:
            found, lon, lat = self._points[number]
            if found is None:
                raise outside(self._connection, record)
            return found, "exact", lon, lat
        if record.region not in self._regions:
            self._regions[record.region] = placed_of(self._connection, record)
        return self._regions[record.region]


def _located(
    connection: Connection, records: Sequence[Record | Fault]
) -> dict[int, tuple[Located | None, float, float]]:
    """{number of the record: where it counts, lon, lat} of those with coordinates that can be read."""
    systems: dict[str, list[int]] = defaultdict(list)
    for number, record in enumerate(records):
        if isinstance(record, Record) and record.lon is not None and record.lat is not None:
            systems[record.crs].append(number)
    found: dict[int, tuple[Located | None, float, float]] = {}
    for crs, numbers in systems.items():
        some: list[Any] = [records[number] for number in numbers]
        points = to_wgs84([one.lon for one in some], [one.lat for one in some], crs)
        places = locate_many(connection, points[:, 0], points[:, 1])
        for number, place, (lon, lat) in zip(numbers, places, points.tolist(), strict=True):
            found[number] = (place, lon, lat)
    return found


def _known(connection: Connection, records: Sequence[Record], origin: str) -> dict[str | None, int | None]:
    """{external id: event} of those sent before."""
    ids = [one.external_id for one in records]
    mine = (event_external.c.origin == origin, event_external.c.external_id.in_(ids))
    return dict(connection.execute(select(event_external.c.external_id, event_external.c.event_id).where(*mine)).all())


def _write(connection: Connection, fresh: Sequence[tuple[Record, Report]], actor: Actor, now: datetime) -> list[int]:
    """The ids of the new events, in order."""
    ids: dict[int, int] = {}
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, (record, new) in enumerate(fresh):
        if any(record.life.get(name) for name in ALONE):
            ids[number] = bring(connection, new, record.life, actor, now)
        else:
            groups[new.placed, new.provenance].append(number)
    loader = Loader(connection, actor) if groups else None
    for numbers in groups.values():
        some = [fresh[number] for number in numbers]
        first = loader.load(_columns(some), now) if loader else 0
        ids |= {number: first + n for n, number in enumerate(numbers)}
    for n, (record, _new) in enumerate(fresh):
        if record.line and not record.life:
            send_straight(connection, ids[n], record.line, now)
    texts = [{"number": ids[n], "said": new.text} for n, (_record, new) in enumerate(fresh) if new.text]
    if groups and texts:
        connection.execute(update(event).where(event.c.id == bindparam("number")).values(text=bindparam("said")), texts)
    return [ids[number] for number in range(len(fresh))]


def _columns(some: Sequence[tuple[Record, Report]]) -> Brought:
    def column(name: str) -> Any:
        return np.array([getattr(new, name) for _record, new in some], dtype=object)

    moments = np.array([_moments(record.life, new) for record, new in some], dtype=np.int64)
    return Brought(
        **{name: column(name) for name in ("title", "category", "leaf", "source", "line", "grade", "place")},
        cell=column("cell_id").astype(np.int64),
        lon=column("lon").astype(float),
        lat=column("lat").astype(float),
        moments=moments,
        stage=np.array([_stage(record.life, row) for (record, _new), row in zip(some, moments, strict=True)], object),
        rating=np.array([record.life.get("rating") or NEVER for record, _new in some], dtype=np.int64),
        provenance=some[0][1].provenance,
        placed=some[0][1].placed,
    )


def _moments(life: Mapping[str, Any], new: Report) -> list[int]:
    there = [new.reported_at if name == "reported_at" else life.get(name) for name in MOMENTS]
    return [NEVER if at is None else int(at.timestamp()) for at in there]


def _stage(life: Mapping[str, Any], moments: Any) -> str:
    """As told, or the last one reached."""
    if stage := life.get("stage"):
        return str(stage)
    return MOMENTS[max(n for n, at in enumerate(moments) if at != NEVER)].removesuffix("_at")

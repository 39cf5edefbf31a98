"""Very many events at once: the same rows, the same history, the same cube as one by one, by whole columns."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sqlalchemy import Connection, Table, func, select

from data.commands.bulk import Rows, fill, frame, put_down, renumber
from data.commands.codes import LONG, codes_of, key_of
from data.commands.contribution import NEVER, Ints, Lived, day_numbers, standing
from data.commands.cube_columns import Many
from data.commands.cube_rebuild import KEYED, add, coded_words, counted, ladder_of
from data.commands.events import SKEW, take_numbers
from data.commands.revisions import bump
from data.commands.staging import WORTH, Beside, written
from data.errors import BadInput
from data.life.actor import Actor
from data.life.fold import MOMENTS
from data.life.late import LATE, late_columns
from data.life.late import NEVER as NO_MARK
from data.life.limits import allowed, deadlines
from data.queries.routing import routes_of
from data.schema import event, event_history
from data.words import OPEN_STAGES, STATES

Texts = NDArray[np.object_]
Coded = tuple[Ints, list[str]]  # the position of each text among the words, the words
CODED = ("category", "leaf", "source", "grade")
PARTS = 2  # with the four tables of the cube as many files as SQLite attaches


@dataclass(frozen=True, kw_only=True)
class Brought:
    """Events that have lived elsewhere, as columns: `moments` like MOMENTS in epoch seconds, NEVER where not reached.

    `agency` None: the responsibility list says whose a case is once it is assigned. `rating` NEVER: not rated.
    """

    title: Texts
    category: Texts
    leaf: Texts
    source: Texts
    line: Texts | None = None  # the hotline or express line it came in by
    grade: Texts
    cell: Ints
    place: Texts
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    moments: Ints
    stage: Texts
    rating: Ints
    provenance: str
    placed: str = "exact"


class Loader:
    """Loads batches of events through one connection; what it knows of regions and duties is read once."""

    def __init__(self, connection: Connection, actor: Actor) -> None:
        self._connection, self._actor = connection, actor
        self._ladder, self._routes = ladder_of(connection), routes_of(connection)

    def load(self, new: Brought, now: datetime) -> int:
        """Insert them with history and cube in the caller's transaction; returns the first of their ids."""
        self._check(new, now)
        bump(self._connection, "events")
        n = len(new.cell)
        first = (self._connection.scalar(select(func.max(event.c.id))) or 0) + 1
        coded = {name: coded_words(getattr(new, name).tolist()) for name in CODED}
        rows = {"id": np.arange(first, first + n), **self._rows(new, coded, now)}
        with ThreadPoolExecutor(2) as aside:  # databases and polars leave the interpreter free while they work
            cube = aside.submit(self._cube, new, rows, coded)
            laid = [aside.submit(self._laid, rows, part, int(now.timestamp())) for part in _parts(n)]
            for ready in laid:
                for table, some in ready.result():
                    fill(self._connection, table, some)
        renumber(self._connection, event)
        add(self._connection, cube.result())
        return first

    def _cube(
        self, new: Brought, rows: Mapping[str, Any], coded: Mapping[str, Coded]
    ) -> list[tuple[Table, pl.DataFrame | Beside]]:
        more = counted(self._ladder, _many(new, rows, coded))
        return [(table, written(self._connection, columns)) for table, columns in more]

    def _laid(self, rows: Mapping[str, Any], part: slice, now: int) -> list[tuple[Table, Rows]]:
        """Some of the events and their histories, as near to the database as they come."""
        some = {name: column[part] for name, column in rows.items()}
        more = ((event, some), (event_history, self._history(some, now)))
        return [(table, put_down(self._connection, table, columns)) for table, columns in more]

    def _check(self, new: Brought, now: datetime) -> None:
        """What a single report would be refused for; one such row refuses the batch."""
        if unknown := set(new.stage.tolist()) - set(STATES):
            raise BadInput(f"stage: {unknown.pop()!r} is not one of {', '.join(STATES)}")
        if len(new.cell) and new.moments.max() > (now + SKEW).timestamp():
            raise BadInput("a moment lies in the future")
        if (new.moments[:, 0] == NEVER).any():
            raise BadInput("an event has no moment of report")
        inside = np.any([(new.cell >= lo) & (new.cell <= hi) for lo, hi in self._actor.scope.cells], axis=0)
        if not inside.all():
            raise BadInput("a cell lies outside the sender's scope")
        if not self._ladder.holds(new.cell).all():
            raise BadInput("a cell is not one of this city")

    def _rows(self, new: Brought, coded: Mapping[str, Coded], now: datetime) -> dict[str, Any]:
        """The columns of the event table, but for the id."""
        seconds, working, loop, agency = self._ways(new, coded)
        due, warn = deadlines(new.moments[:, 0], seconds, working)
        reached = new.moments != NEVER
        ended = np.isin(new.stage, OPEN_STAGES, invert=True)
        closed = new.moments[:, MOMENTS.index("closed_at")]
        end = np.where(ended, np.where(closed != NEVER, closed, new.moments.max(axis=1)), NEVER)
        agency[~reached[:, MOMENTS.index("assigned_at")]] = None
        late = late_columns(new.stage, new.moments[:, 0], end == NEVER, due, warn, now)
        return {
            "code": self._codes(new.moments[:, 0]),
            **{
                name: getattr(new, name)
                for name in ("title", "category", "leaf", "source", "place", "lon", "lat", "grade")
            },
            "line": np.full(len(end), None, dtype=object) if new.line is None else new.line,
            "cell_id": new.cell,
            "placed": np.full(len(end), new.placed, dtype=object),
            "provenance": np.full(len(end), new.provenance, dtype=object),
            "seq": np.ones(len(end), np.int64),
            "stage": new.stage,
            **{name: or_null(column) for name, column in zip(MOMENTS, new.moments.T, strict=True)},
            "ended_at": or_null(end),
            "agency": agency,
            "first_agency": agency,
            "loop": loop,
            "clock": np.where(working, "working", "natural").astype(object),
            "deadline_at": due,
            "warn_at": warn,
            "rating": or_null(new.rating),
            **late,
            "mark_at": or_null(late["mark_at"], NO_MARK),
        }

    def _ways(self, new: Brought, coded: Mapping[str, Coded]) -> tuple[Ints, NDArray[np.bool_], Texts, Texts]:
        """(seconds allowed, working clock, loop, agency) of each event, found once for each kind of event."""
        kinds, place = self._kinds(new, coded)
        ways = [self._routes.route(*kind) for kind in kinds]
        allowances = [
            allowed(kind[0], kind[2])[0] if way.hours is None else round(way.hours * 3600)
            for kind, way in zip(kinds, ways, strict=True)
        ]
        working = np.array([way.clock == "working" for way in ways])
        loop, agency = (np.array([getattr(way, name) for way in ways], dtype=object) for name in ("loop", "agency"))
        return np.array(allowances, dtype=np.int64)[place], working[place], loop[place], agency[place]

    def _kinds(self, new: Brought, coded: Mapping[str, Coded]) -> tuple[list[tuple[str, str, str, int]], Ints]:
        """(category, leaf, grade, a cell with the same duties) as often as they differ; which of them each event is."""
        columns = [new.category, new.leaf, new.grade]
        codes = [*(coded[name][0] for name in ("category", "leaf", "grade")), self._routes.zones(new.cell)]
        packed = np.ravel_multi_index(codes, [int(column.max(initial=0)) + 1 for column in codes])
        _, sample, place = np.unique(packed, return_index=True, return_inverse=True)
        kinds = zip(*(column[sample].tolist() for column in (*columns, new.cell)), strict=True)
        return list(kinds), place

    def _codes(self, reported: Ints) -> list[str]:
        """Turned numbers of their days, which are taken in the order given."""
        days = day_numbers(reported)
        found, place, counts = np.unique(days, return_inverse=True, return_counts=True)
        firsts = np.array([take_numbers(self._connection, int(d), int(n)) for d, n in zip(found, counts, strict=True)])
        order = np.argsort(place, kind="stable")
        nth = np.empty(len(days), np.int64)
        nth[order] = np.arange(len(days)) - np.repeat(np.cumsum(counts) - counts, counts)
        return codes_of(key_of(self._connection), "E", found.tolist(), place, firsts[place] + nth, LONG)

    def _history(self, rows: Mapping[str, Any], now: int) -> dict[str, Any]:
        n = len(rows["id"])
        same = {"move": "import", "actor": self._actor.name, "role": self._actor.role}
        return {
            "event_id": rows["id"],
            "seq": np.ones(n, np.int64),
            "at": rows["reported_at"],
            "recorded_at": np.full(n, now),
            "change": _changes(rows),
            **{name: np.full(n, value, dtype=object) for name, value in same.items()},
        }


TOLD = (
    *MOMENTS[1:],
    "stage",
    "ended_at",
    "agency",
    "first_agency",
    "loop",
    "clock",
    "deadline_at",
    "warn_at",
    "grade",
    "rating",
)


def _changes(rows: Mapping[str, Any]) -> pl.Series:
    """What the history keeps of each, as JSON: every column that is known."""
    told = frame({name: rows[name] for name in TOLD})
    pairs = [pl.lit(f',"{name}":') + _json(pl.col(name), told.schema[name]) for name in TOLD]
    inside = pl.concat_str(pairs, ignore_nulls=True).str.slice(1)
    return told.select(pl.concat_str(pl.lit("{"), inside, pl.lit("}"))).to_series()


def _json(column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """Numbers as they are; texts, which are codes of ours, in quotes."""
    if kind != pl.String:
        return column.cast(pl.String)
    escaped = column.str.replace_all("\\", "\\\\", literal=True).str.replace_all('"', '\\"', literal=True)
    return pl.lit('"') + escaped + pl.lit('"')


def _parts(n: int) -> list[slice]:
    """The rows in PARTS: while the database takes one, the next is laid ready. Few rows are one."""
    step = max(-(-n // PARTS), WORTH)
    return [slice(start, start + step) for start in range(0, n, step)]


def _many(new: Brought, rows: Mapping[str, Any], known: Mapping[str, Coded]) -> Many:
    zero, never = np.zeros(len(new.cell), np.int64), np.full(len(new.cell), NEVER)
    counted = dict.fromkeys(("returned", "reopened", "supervised"), zero)
    other = {"deadline_at": rows["deadline_at"], "rating": new.rating, **counted}
    other |= dict.fromkeys(("restarted_at", "suspended_at", "ended_at", "visited"), never)
    coded = {name: known[name] if name in known else coded_words(rows[name].tolist()) for name in KEYED}
    other |= {name: rows[name] for name in LATE}
    stand = standing(new.stage)
    ends = {name: new.stage == name for name in ("rejected", "merged")}
    return Many(
        cell=new.cell,
        lived=Lived(moments=new.moments, other=other, **ends, standing=stand),
        open=stand != NEVER,
        dims={name: codes for name, (codes, _) in coded.items()},
        words={name: words for name, (_, words) in coded.items()},
    )


def or_null(values: Ints, never: int = NEVER) -> pl.Series:
    """`never` as None."""
    told = pl.Series(values)
    return told.set(told == never, None)

"""Demo events into the tables: what has happened by the anchor, and what waits for the clock to get there."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection, delete, select
from tqdm import tqdm

from data.commands.bulk import fill, renumber
from data.commands.contribution import day_numbers
from data.demo.events_drafts import Drafts, Ints
from data.demo.events_fold import Fold, time_allowed, way_of
from data.demo.events_told import Told
from data.demo.lists import clear_lists
from data.demo.visits import clear_visits
from data.life.fold import FOLDED, State, written
from data.life.late import marks
from data.life.limits import deadlines
from data.schema import (
    agency,
    appeal,
    demo_pending,
    event,
    event_due,
    event_dwell,
    event_external,
    event_history,
    event_hour,
    event_link,
    event_number,
    event_photo,
    event_sum,
    event_uncounted,
    warning_event,
)
from data.words import CATEGORIES, GRADES, SOURCES

CHUNK = 20_000  # events told at a time
OURS = (
    *(event_uncounted, event_sum, event_dwell, event_hour, event_due),
    *(
        appeal,
        warning_event,
        event_link,
        event_external,
        event_photo,
        event_number,
        event,
        event_history,
    ),  # steps go last
)
HISTORY = tuple(column.name for column in event_history.c)
Columns = dict[str, list[Any]]


def clear(connection: Connection) -> None:
    """No events, no history, nothing to come; visits and items of the city's own lead to no event any more."""
    clear_visits(connection)
    clear_lists(connection)
    for table in (demo_pending, *OURS):
        connection.execute(delete(table))


def store(connection: Connection, drafts: Drafts, anchor: datetime) -> None:
    """Events reported before the anchor as they stand at it, with their histories; the rest as pending."""
    now = int(anchor.timestamp())
    here = int(np.searchsorted(drafts.reported, now, side="right"))
    writer = _Writer(connection, drafts, now)
    pending: list[tuple[int, str]] = []
    with tqdm(total=here, desc="event", unit=" rows", unit_scale=True, disable=here < CHUNK) as bar:
        for start in range(0, here, CHUNK):
            rows = range(start, min(start + CHUNK, here))
            pending += writer.write(rows)
            bar.update(len(rows))
    pending += [_new(drafts, row) for row in range(here, len(drafts.code))]
    _store_pending(connection, sorted(pending))
    _store_numbers(connection, drafts.reported[:here])
    for table in (event, demo_pending):
        renumber(connection, table)


class _Writer:
    """Tells events, folds what has happened, and keeps what has not."""

    def __init__(self, connection: Connection, drafts: Drafts, now: int) -> None:
        self._connection, self._drafts, self._now = connection, drafts, now
        rows = connection.execute(select(agency.c.code, agency.c.kind))
        self._loops = {code: "inner" if kind == "grid" else "outer" for code, kind in rows}

    def write(self, rows: range) -> list[tuple[int, str]]:
        """Store these events; returns when each of the unfinished goes on, and with what."""
        states: list[State] = []
        history: list[tuple[Any, ...]] = []
        pending: list[tuple[int, str]] = []
        for row, fold in zip(rows, self._begun(rows), strict=True):
            steps = self._drafts.told(row)
            done = [step for step in steps if step.at <= self._now]
            history += [_remembered(row + 1, step, fold, self._loops) for step in done]
            states.append(fold.state)
            ahead = [step for step in steps[len(done) :] if step.move != "absorb"]  # the merge itself brings it
            if ahead:
                pending.append((ahead[0].at, _payload({"event": row + 1}, ahead)))
        folded = {name: [state[name] for state in states] for name in FOLDED}
        late = [marks(state, self._now, 1) for state in states]
        folded |= {name: [one[name] for one in late] for name in late[0]}
        fill(self._connection, event, _facts(self._drafts, rows) | folded, quiet=True)
        fill(self._connection, event_history, dict(zip(HISTORY, zip(*history, strict=True), strict=True)), quiet=True)
        return pending

    def _begun(self, rows: range) -> Iterator[Fold]:
        """Every event with its deadline, before its first step."""
        d, chosen = self._drafts, slice(rows.start, rows.stop)
        tops, grades = _words(CATEGORIES, d.category[chosen]), _words(GRADES, d.grade[chosen])
        ways = [way_of(d.routes, *one) for one in zip(tops, d.leaf[chosen], d.cell[chosen].tolist(), strict=True)]
        routed = [way(grade) for way, grade in zip(ways, grades, strict=True)]
        times = [time_allowed(*one) for one in zip(tops, routed, grades, strict=True)]
        seconds = np.array([seconds for seconds, _ in times], dtype=np.int64)
        due, warn = deadlines(d.reported[chosen], seconds, np.array([clock == "working" for _, clock in times]))
        for n, (deadline, early) in enumerate(zip(due.tolist(), warn.tolist(), strict=True)):
            outset = {"grade": grades[n], "loop": routed[n].loop, "clock": times[n][1]}
            express = d.express.get(d.line[rows.start + n] or "")
            yield Fold(tops[n], ways[n], outset | {"deadline_at": deadline, "warn_at": early}, express)


def _remembered(event_id: int, step: Told, fold: Fold, loops: Mapping[str, str]) -> tuple[Any, ...]:
    """The row of the history, in the order of HISTORY."""
    change, reason = fold.step(step, loops)
    seq, kept = fold.state["seq"], written(change) if change else None
    return (event_id, seq, step.move, step.at, step.at, step.actor, step.role, reason, kept)


def _facts(drafts: Drafts, rows: range) -> Columns:
    """What was reported, which no step changes."""
    chosen = slice(rows.start, rows.stop)
    return {
        "id": [row + 1 for row in rows],
        "code": list(drafts.code[chosen]),
        "title": drafts.title[chosen].tolist(),
        "category": _words(CATEGORIES, drafts.category[chosen]),
        "leaf": drafts.leaf[chosen].tolist(),
        "source": _words(SOURCES, drafts.source[chosen]),
        "line": list(drafts.line[chosen]),
        "cell_id": drafts.cell[chosen].tolist(),
        "place": drafts.place[chosen].tolist(),
        "placed": ["exact"] * len(rows),
        "lon": drafts.lon[chosen].tolist(),
        "lat": drafts.lat[chosen].tolist(),
        "provenance": ["simulated"] * len(rows),
    }


def _new(drafts: Drafts, row: int) -> tuple[int, str]:
    """An event that has not been reported yet."""
    facts = {
        "title": drafts.title[row],
        "category": tuple(CATEGORIES)[drafts.category[row]],
        "leaf": drafts.leaf[row],
        "source": tuple(SOURCES)[drafts.source[row]],
        "line": drafts.line[row],
        "grade": tuple(GRADES)[drafts.grade[row]],
        "cell_id": int(drafts.cell[row]),
        "place": drafts.place[row],
        "lon": float(drafts.lon[row]),
        "lat": float(drafts.lat[row]),
    }
    steps = drafts.told(row)
    return steps[0].at, _payload({"report": facts}, steps)


def _payload(case: dict[str, Any], steps: list[Told]) -> str:
    return json.dumps(case | {"steps": steps}, ensure_ascii=False, separators=(",", ":"))


def _store_pending(connection: Connection, cases: list[tuple[int, str]]) -> None:
    """One row for each case that goes on: `steps` still to come, the first of them at `at`."""
    if cases:
        at, payload = ([case[n] for case in cases] for n in range(2))
        fill(connection, demo_pending, {"id": list(range(1, len(cases) + 1)), "at": at, "payload": payload})


def _store_numbers(connection: Connection, reported: Ints) -> None:
    """How many codes each day has given out, so that commands go on from there."""
    days, n = np.unique(day_numbers(reported), return_counts=True)
    if days.size:
        fill(connection, event_number, {"day": days.tolist(), "n": n.tolist()})


def _words(words: Any, position: Ints) -> list[str]:
    return np.array(tuple(words), dtype=object)[position].tolist()

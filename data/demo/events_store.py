"""Demo events into the tables: what has happened by the anchor, and what waits for the clock to get there."""

import json
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection, delete

from data.commands.bulk import fill, renumber
from data.commands.contribution import MOMENTS, NEVER
from data.commands.events import REJECTED
from data.demo.events_drafts import Drafts, Ints
from data.schema import demo_pending, event, event_day, event_dwell, event_history
from data.words import CATEGORIES, GRADES, SOURCES, STAGES

STEPS = (*STAGES, REJECTED)


def clear(connection: Connection) -> None:
    """No events, no history, nothing to come."""
    for table in (demo_pending, event_day, event_dwell, event_history, event):
        connection.execute(delete(table))


def store(connection: Connection, drafts: Drafts, anchor: datetime) -> None:
    """Events reported before the anchor as they stand at it, with their histories; the rest as pending."""
    now = int(anchor.timestamp())
    when = np.column_stack([drafts.lives.moments, drafts.lives.rejected])  # a column for each of STEPS
    done = (when != NEVER) & (when <= now)
    here = int(done[:, 0].sum())
    _store_events(connection, drafts, np.where(done, when, NEVER)[:here])
    _store_history(connection, drafts, when, done)
    _store_pending(connection, drafts, when, done)
    for table in (event, demo_pending):
        renumber(connection, table)


def _store_events(connection: Connection, drafts: Drafts, when: Ints) -> None:
    n, last = len(when), len(STEPS) - 1 - np.argmax(when[:, ::-1] != NEVER, axis=1)
    rated = when[:, MOMENTS.index("rated_at")] != NEVER
    columns = {"id": list(range(1, n + 1)), "code": drafts.code[:n], "title": drafts.title[:n].tolist()}
    columns |= {
        "category": _words(CATEGORIES, drafts.category[:n]),
        "source": _words(SOURCES, drafts.source[:n]),
        "grade": _words(GRADES, drafts.grade[:n]),
        "cell_id": drafts.cell[:n].tolist(),
        "place": drafts.place[:n].tolist(),
        "lon": drafts.lon[:n].tolist(),
        "lat": drafts.lat[:n].tolist(),
        "stage": _words(STEPS, last),
    }
    columns |= {name: _or_null(when[:, k]) for k, name in enumerate(MOMENTS)}
    columns |= {
        "deadline_at": drafts.lives.deadline[:n].tolist(),
        "rating": _or_null(np.where(rated, drafts.lives.rating[:n], NEVER)),
        "provenance": ["simulated"] * n,
    }
    fill(connection, event, columns)


def _store_history(connection: Connection, drafts: Drafts, when: Ints, done: np.ndarray) -> None:
    row, step = np.nonzero(done)
    actor = np.array(drafts.actors, dtype=object)[step, row]
    columns = {
        "event_id": (row + 1).tolist(),
        "seq": (np.arange(len(row)) - np.searchsorted(row, row) + 1).tolist(),
        "stage": _words(STEPS, step),
        "at": when[row, step].tolist(),
        "actor": actor.tolist(),
    }
    fill(connection, event_history, columns)


def _store_pending(connection: Connection, drafts: Drafts, when: Ints, done: np.ndarray) -> None:
    """One row for each case that goes on: `steps` still to come, the first of them at `at`."""
    ahead = (when != NEVER) & ~done
    rows = np.flatnonzero(ahead.any(axis=1)).tolist()
    cases = [(_steps(drafts, when, row, np.flatnonzero(ahead[row]).tolist()), row) for row in rows]
    cases.sort(key=lambda case: (case[0][0][0], case[1]))
    columns = {
        "id": list(range(1, len(cases) + 1)),
        "at": [steps[0][0] for steps, _ in cases],
        "payload": [_payload({"event": row + 1} if done[row, 0] else _new(drafts, row), steps) for steps, row in cases],
    }
    fill(connection, demo_pending, columns)


def _steps(drafts: Drafts, when: Ints, row: int, steps: list[int]) -> list[list[Any]]:
    """[moment, stage, actor, rating] of each step."""
    rating = int(drafts.lives.rating[row])
    return [
        [int(when[row, k]), STEPS[k], drafts.actors[k][row], rating if STEPS[k] == "rated" else None] for k in steps
    ]


def _payload(case: dict[str, Any], steps: list[list[Any]]) -> str:
    return json.dumps(case | {"steps": steps}, ensure_ascii=False, separators=(",", ":"))


def _new(drafts: Drafts, row: int) -> dict[str, Any]:
    facts = {
        "title": drafts.title[row],
        "category": tuple(CATEGORIES)[drafts.category[row]],
        "source": tuple(SOURCES)[drafts.source[row]],
        "grade": tuple(GRADES)[drafts.grade[row]],
        "cell_id": int(drafts.cell[row]),
        "place": drafts.place[row],
        "lon": float(drafts.lon[row]),
        "lat": float(drafts.lat[row]),
    }
    return {"report": facts}


def _words(words: Any, position: Ints) -> list[str]:
    return np.array(tuple(words), dtype=object)[position].tolist()


def _or_null(values: Ints) -> list[int | None]:
    return [None if value == NEVER else value for value in values.tolist()]

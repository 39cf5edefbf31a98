"""复盘: what happened in an exercise, step by step, and how soon people acted. Read from its own database alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import Connection, select

from data.exercise.mark import PREFIX
from data.exercise.steer import Standing, standing
from data.exercise.words import COLUMNS, KINDS, UNITS
from data.language import gettext as _
from data.risk_words import WARNING_COLOURS
from data.schema import event, event_history, warning, warning_history
from data.times import local

ANSWERS = ("acknowledge", "shelve", "escalate", "deescalate", "update", "clear")
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Review:
    """`rows` under COLUMNS, in order of time; figures of the whole, None where there is nothing to reckon."""

    standing: Standing
    rows: list[Row]
    warnings: int
    unanswered: int
    gravest: int | None
    answer_minutes: float | None
    events: int
    handled: int


def review(connection: Connection) -> Review:
    """NotReady where the database is no exercise's."""
    stands = standing(connection)
    warnings, events = list(_warnings(connection)), list(_events(connection))
    notes = list(_notes(stands))
    answered = [row["answered_after"] for row in warnings if row["answered_after"] is not None]
    colours = [row["colour"] for row in warnings]
    return Review(
        standing=stands,
        rows=sorted([*notes, *warnings, *events], key=lambda row: row["at"]),
        warnings=len(warnings),
        unanswered=sum(row["answered_at"] is None for row in warnings),
        gravest=min(colours, default=None),
        answer_minutes=median(answered) if answered else None,
        events=len(events),
        handled=sum(row["answered_at"] is not None for row in events),
    )


def heads() -> list[str]:
    """What a file calls the columns, with their units."""
    return [f"{_(label)}({_(UNITS[name])})" if name in UNITS else _(label) for name, label in COLUMNS.items()]


def plain(row: Row) -> Row:
    """A row as a file has it: words, local times."""
    told = {name: row.get(name) for name in COLUMNS}
    told["kind"] = _(KINDS[row["kind"]])
    return told | {name: _clock(told[name]) for name in ("at", "answered_at", "ended_at")}


def _clock(at: datetime | None) -> str:
    return f"{local(at):%Y-%m-%d %H:%M:%S}" if at else ""


def _notes(stands: Standing) -> Iterator[Row]:
    """The director's notes that have been shown, and the day's own warnings where a day is replayed."""
    for one in stands.about["lines"]:
        at = datetime.fromisoformat(one["at"])
        if one["kind"] != "event" and at <= stands.now:
            yield _row(at, one["kind"], one["text"], one["place"])


def _warnings(connection: Connection) -> Iterator[Row]:
    """Each with the first answer of a person to it."""
    first = _first_answers(connection)
    columns = [warning.c[name] for name in ("id", "title", "peak", "raised_at", "ended_at")]
    for one in connection.execute(select(*columns).order_by(warning.c.raised_at, warning.c.id)):
        at, who = first.get(one.id, (None, ""))
        told = _row(one.raised_at, "warning", one.title.removeprefix(PREFIX))
        yield told | _times(one.raised_at, at, one.ended_at) | {"who": who, **_colour(one.peak)}


def _first_answers(connection: Connection) -> dict[int, tuple[datetime, str]]:
    h = warning_history.c
    steps = select(h.warning_id, h.at, h.actor).where(h.role != "system", h.move.in_(ANSWERS))
    found: dict[int, tuple[datetime, str]] = {}
    for one in connection.execute(steps.order_by(h.warning_id, h.seq)):
        found.setdefault(one.warning_id, (one.at, one.actor))
    return found


def _events(connection: Connection) -> Iterator[Row]:
    """Each with its first move, whoever made it."""
    h = event_history.c
    second = select(h.event_id, h.at, h.actor).where(h.seq == 2)
    moved = {one.event_id: (one.at, one.actor) for one in connection.execute(second)}
    columns = [event.c[name] for name in ("id", "title", "place", "reported_at", "ended_at")]
    for one in connection.execute(select(*columns).order_by(event.c.reported_at, event.c.id)):
        at, who = moved.get(one.id, (None, ""))
        told = _row(one.reported_at, "event", one.title.removeprefix(PREFIX), one.place)
        yield told | _times(one.reported_at, at, one.ended_at) | {"who": who}


def _row(at: datetime, kind: str, what: str, place: str = "") -> Row:
    return dict.fromkeys(COLUMNS) | {"at": at, "kind": kind, "what": what, "place": place, "who": "", "peak": ""}


def _times(began: datetime, answered: datetime | None, ended: datetime | None) -> Row:
    spans = {"answered_after": _minutes(began, answered), "lasted": _minutes(began, ended)}
    return {"answered_at": answered, "ended_at": ended, **spans}


def _minutes(first: datetime, last: datetime | None) -> float | None:
    return None if last is None else round((last - first) / timedelta(minutes=1), 1)


def _colour(peak: int) -> Row:
    return {"peak": _(WARNING_COLOURS[peak]), "colour": peak}

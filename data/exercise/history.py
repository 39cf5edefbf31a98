"""A past day of the city as a plan: readings, forecasts, warnings of others, reports, moves, in the order they came."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
from sqlalchemy import BigInteger, Connection, select, type_coerce

from data.commands.facts import fact
from data.commands.readings import SINCE
from data.errors import BadInput
from data.exercise.mark import PREFIX
from data.exercise.offices import forecasts_of, warnings_of
from data.exercise.plan import Plan, Step, line
from data.life.fold import FOLDED, fold, read, written
from data.life.fold import Step as Lived
from data.life.moves import MOVES
from data.life.worktime import between
from data.risk_words import QUANTITIES
from data.schema import event, event_history, gauge, reading, reading_sum, station, warning
from data.times import CITY_ZONE

SLOT_S = 300  # readings are told again at the end of the five minutes in which they were told
SPEED = 60.0
NOT_SAID = "—"
FIXED = ("title", "text", "category", "leaf", "source", "cell_id", "place", "placed", "lon", "lat", "provenance")
GIVEN_AS = {"agency": ("agency", "called_agency"), "grade": ("grade",), "rating": ("rating",), "reached": ("visited",)}
GIVEN_AS |= {"into": ("into_id",)}
ADDING = [code for code, what in QUANTITIES.items() if what.adds]


def past_day(source: Connection, day: date) -> Plan:
    """The plan of a local day. BadInput where the city knows nothing of it."""
    begins = datetime.combine(day, datetime.min.time(), CITY_ZONE)
    ends = begins + timedelta(days=1)
    steps = [*_readings(source, begins, ends), *_events(source, begins, ends)]
    steps += [*forecasts_of(source, begins, ends), *warnings_of(source, begins, ends)]
    if not steps:
        raise BadInput(f"{day}: the city keeps neither readings nor events of that day")
    return Plan(
        name=f"{day:%Y-%m-%d} 回放",
        about=f"{day:%Y-%m-%d} 当日的读数、预报、外来和人工发布的预警、事件与办理按原来的时刻重演；规则预警重新判定。",
        begins=begins,
        ends=ends,
        speed=SPEED,
        simulated=False,
        steps=sorted(steps, key=lambda step: step[0]),
        lines=sorted(_lines(source, begins, ends, steps), key=lambda told: told["at"]),
        before=_told(source, begins - timedelta(days=1), begins).select("gauge_id", "at", "value"),
        open_events=list(_open(source, begins, ends)),
    )


def _told(source: Connection, first: datetime, last: datetime) -> pl.DataFrame:
    """gauge_id, at, value, station, quantity after `first`, up to `last`: single readings, or the sums of 5 minutes."""
    since = int(fact(source, SINCE) or 0)
    r, s = reading.c, reading_sum.c
    named = (station.c.code.label("station"), gauge.c.quantity)
    at, start = (type_coerce(one, BigInteger).label("at") for one in (r.at, s.start))
    single = select(r.gauge_id, at, r.value, *named).join(gauge, gauge.c.id == r.gauge_id)
    single = single.join(station, station.c.id == gauge.c.station_id)
    single = single.where(r.at > first, r.at <= last, r.quality != "doubted", r.at >= since)
    rows = [tuple(row) for row in source.execute(single)]
    known = {(row[0], row[1] // SLOT_S) for row in rows}
    value = s.total.label("value"), s.last.label("last")
    summed = select(s.gauge_id, start, *value, *named).join(gauge, gauge.c.id == s.gauge_id)
    summed = summed.join(station, station.c.id == gauge.c.station_id)
    summed = summed.where(s.grain == "5", s.start > first, s.start <= last)
    for row in source.execute(summed):
        if (row.gauge_id, row.at // SLOT_S) not in known:
            shown = row.value if row.quantity in ADDING else row.last
            rows.append((row.gauge_id, row.at, shown, row.station, row.quantity))
    kinds = {"gauge_id": pl.Int64, "at": pl.Int64, "value": pl.Float64, "station": pl.String, "quantity": pl.String}
    return pl.DataFrame(rows, schema=kinds, orient="row").sort("gauge_id", "at")


def _readings(source: Connection, begins: datetime, ends: datetime) -> Iterator[tuple[datetime, Step]]:
    slots: dict[int, list[list[Any]]] = {}
    for _gauge, at, value, code, quantity in _told(source, begins, ends).iter_rows():
        slots.setdefault(-(-at // SLOT_S) * SLOT_S, []).append([code, quantity, value, at])
    for slot, rows in sorted(slots.items()):
        yield datetime.fromtimestamp(slot, CITY_ZONE), {"kind": "readings", "rows": rows}


def _events(source: Connection, begins: datetime, ends: datetime) -> Iterator[tuple[datetime, Step]]:
    """Reports and moves of the day; what follows by itself from another move does not need to be told."""
    for row, steps in _lives(source, begins, ends):
        for number, one in enumerate(steps):
            if not begins <= one.at < ends:
                continue
            who = {"was": row["id"], "actor": one.actor, "role": one.role}
            if one.seq == 1:
                yield one.at, {"kind": "report", **who, "report": _report(row, read(one.change)["grade"])}
            elif one.move in MOVES:
                given = _given(one, fold(_lived(steps[:number])))
                yield one.at, {"kind": "move", **who, "move": one.move, "given": given}


def _open(source: Connection, begins: datetime, ends: datetime) -> Iterator[dict[str, Any]]:
    """Events of the days before that were moved on the day, as they stood when it began."""
    for row, steps in _lives(source, begins, ends):
        before = [one for one in steps if one.at < begins]
        if before:
            state = fold(_lived(before))
            life = {name: state[name] for name in FOLDED if name not in ("seq", "into_id") and state[name] is not None}
            told = {"was": row["id"], "reported_at": row["reported_at"].isoformat(), "life": written(life)}
            yield told | {"report": _report(row, state["grade"])}


def _lives(source: Connection, begins: datetime, ends: datetime) -> Iterator[tuple[Mapping[Any, Any], list[Any]]]:
    """Every event with a step on the day, and all its steps up to the end of the day."""
    h = event_history.c
    touched = select(h.event_id).where(h.at >= begins, h.at < ends).distinct()
    steps: dict[int, list[Any]] = {}
    for step in source.execute(
        select(event_history).where(h.event_id.in_(touched), h.at < ends).order_by(h.event_id, h.seq)
    ):
        steps.setdefault(step.event_id, []).append(step)
    for row in source.execute(select(event).where(event.c.id.in_(touched)).order_by(event.c.id)).mappings():
        yield row, steps.get(row["id"], [])


def _lived(steps: list[Any]) -> list[Lived]:
    return [Lived(seq=one.seq, move=one.move, at=one.at, change=read(one.change)) for one in steps]


def _report(row: Mapping[Any, Any], grade: str) -> dict[str, Any]:
    told = {name: row[name] for name in FIXED}
    return told | {"grade": grade, "title": f"{PREFIX}{row['title']}"[:96]}


def _given(one: Any, before: dict[str, Any]) -> dict[str, Any]:
    """What the move was given, as far as its history tells."""
    what, change = MOVES[one.move], read(one.change)
    given: dict[str, Any] = {}
    for name in (*what.asks, *what.takes):
        told = [change[column] for column in GIVEN_AS.get(name, ()) if change.get(column) is not None]
        if told:
            given[name] = told[0]
    if "hours" in what.asks and change.get("deadline_at"):
        given["hours"] = between(before["deadline_at"], change["deadline_at"], before["clock"]) / 3600
    if "reason" in what.asks or one.reason:
        given["reason"] = one.reason or NOT_SAID
    return given if "reason" in (*what.asks, *what.takes) else {k: v for k, v in given.items() if k != "reason"}


def _lines(
    source: Connection, begins: datetime, ends: datetime, steps: list[tuple[datetime, Step]]
) -> Iterator[dict[str, str]]:
    """Reports of the day, and the warnings that there were then, for comparison."""
    for at, step in steps:
        if step["kind"] == "report":
            yield line(at, "event", step["report"]["title"].removeprefix(PREFIX), step["report"]["place"])
    raised = select(warning.c.raised_at, warning.c.title).where(
        warning.c.raised_at >= begins, warning.c.raised_at < ends
    )
    for row in source.execute(raised.order_by(warning.c.raised_at)):
        yield line(row.raised_at, "was", row.title)

"""A plan: all that an exercise will play, moment by moment, before its database is filled with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
from sqlalchemy import Connection

from data.commands.events import Report
from data.exercise.ground import Series, gauges, told
from data.exercise.mark import PREFIX
from data.exercise.places import Spot, spots
from data.exercise.scenario import Happening, Scenario
from data.exercise.weather import weather_of
from data.times import local

Step = dict[str, Any]  # kind, and what that kind takes (data/exercise/player.py)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`steps`: (moment, step) in order. `before`: gauge_id, at, value of readings before the start.

    `lines`: the plan as people read it: at (ISO), kind (note, event), text, place. `simulated`: no reading is real.
    """

    name: str
    about: str
    begins: datetime
    ends: datetime
    speed: float
    simulated: bool
    steps: list[tuple[datetime, Step]]
    lines: list[dict[str, str]]
    before: pl.DataFrame
    open_events: list[dict[str, Any]] = field(default_factory=list)


def planned(connection: Connection, scenario: Scenario, was: dict[int, float]) -> Plan:
    """The plan of a scenario in this city. `was`: the last value of each gauge. BadInput where it does not fit."""
    places = spots(connection, scenario)
    series = list(told(gauges(connection, was), weather_of(connection, scenario, places)))
    begin = int(scenario.begins.timestamp())
    steps = [*_readings(series, begin), *(_event(scenario, one, places[one.at]) for one in scenario.events)]
    return Plan(
        name=scenario.name,
        about=scenario.about,
        begins=scenario.begins,
        ends=scenario.ends,
        speed=scenario.speed,
        simulated=True,
        steps=sorted(steps, key=lambda step: step[0]),
        lines=sorted(_lines(scenario, places), key=lambda line: line["at"]),
        before=before_of(series, begin),
    )


def before_of(series: list[Series], begin: int) -> pl.DataFrame:
    """gauge_id, at, value of what was told up to the start (epoch seconds), by gauge and moment."""
    kept = [(one.gauge.id, one.at[one.at <= begin], one.value[one.at <= begin]) for one in series]
    kinds = {"gauge_id": pl.Int64, "at": pl.Int64, "value": pl.Float64}
    parts = [pl.DataFrame({"gauge_id": [number] * len(at), "at": at, "value": value}) for number, at, value in kept]
    return pl.concat([pl.DataFrame(schema=kinds), *(part.cast(kinds) for part in parts)])  # type: ignore[arg-type]


def _readings(series: list[Series], begin: int) -> Iterator[tuple[datetime, Step]]:
    """One step for all that is told at the same moment: rows of station, quantity and value."""
    found: dict[int, list[list[object]]] = {}
    for one in series:
        for at, value in zip(one.at.tolist(), one.value.tolist(), strict=True):
            if at > begin:
                found.setdefault(at, []).append([one.gauge.station, one.gauge.quantity, value])
    for at in sorted(found):
        yield datetime.fromtimestamp(at, UTC), {"kind": "readings", "rows": found[at]}


def _event(scenario: Scenario, one: Happening, spot: Spot) -> tuple[datetime, Step]:
    at = scenario.begins + timedelta(minutes=one.after)
    new = Report(
        title=f"{PREFIX}{one.title}",
        text=one.text or None,
        category=one.category,
        leaf=one.leaf or one.category,
        source=one.source,
        grade=one.grade,
        cell_id=spot.cell_id,
        place=spot.name[:64],
        lon=spot.lon,
        lat=spot.lat,
        reported_at=at,
        provenance="simulated",
    )
    return at, {"kind": "event", "report": report_step(new)}


def report_step(new: Report) -> Step:
    """A report without its moment, which is that of the step."""
    return {name: value for name, value in vars(new).items() if name != "reported_at"}


def _lines(scenario: Scenario, places: dict[str, Spot]) -> Iterator[dict[str, str]]:
    for note in scenario.notes:
        yield line(scenario.begins + timedelta(minutes=note.after), "note", note.text)
    for one in scenario.events:
        yield line(scenario.begins + timedelta(minutes=one.after), "event", one.title, places[one.at].name)


def line(at: datetime, kind: str, text: str, place: str = "") -> dict[str, str]:
    return {"at": local(at).isoformat(), "kind": kind, "text": text, "place": place}

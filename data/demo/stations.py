"""Demo stations and three days of what they told up to the demo's moment: rain follows the storm the demo knows."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sqlalchemy import Connection, delete

from data.commands.bulk import fill, renumber
from data.commands.facts import put_fact
from data.commands.readings import SINCE
from data.commands.revisions import bump
from data.demo.base_dice import dice
from data.demo.base_features import cell_weights
from data.demo.base_shore import outline_km
from data.demo.base_spine import Spine, read_spine
from data.demo.events_weather import storm_near
from data.demo.recipe import DemoRecipe
from data.demo.station_signals import LIMITS, Weather, signals
from data.readings.kinds import MEASURES, RANGES
from data.readings.sums import day_of, day_range, in_units, sums
from data.risk_words import STATION_KINDS
from data.schema import gauge, gauge_limit, gauge_now, reading, reading_fault, reading_sum, station

RHYTHM_S = 300
HOURS = 72
SILENT = 0.03  # share of stations that fell silent on the way
OURS = (reading_fault, reading_sum, reading, gauge_now, gauge_limit, gauge, station)
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Posts:
    """Stations of the demo in the order of their ids, which begin at 1."""

    kinds: list[str]
    cells: Ints  # index of each one's cell


def seed_stations(connection: Connection, recipe: DemoRecipe, seed: int) -> None:
    """Replace all stations and readings by simulated ones; the same seed gives the same."""
    for table in OURS:
        connection.execute(delete(table))
    spine = read_spine(connection)
    posts = _posts(connection, spine, recipe, seed)
    now = int(recipe.anchor.timestamp()) // RHYTHM_S * RHYTHM_S
    weather = _weather(connection, now, spine.cell.lon[posts.cells], spine.cell.lat[posts.cells])
    _store_stations(connection, spine, posts, recipe)
    _store_readings(connection, posts, weather, seed)
    for table in (station, gauge):
        renumber(connection, table)
    bump(connection, "readings")


def _weather(connection: Connection, now: int, lon: Floats, lat: Floats) -> Weather:
    times = np.arange(now - HOURS * 3_600, now + 1, RHYTHM_S)
    hours = np.arange(times[0] - 3_600, now + 3_601, 3_600)
    return Weather(times, np.interp(times, hours, storm_near(connection, hours)), lon, lat)


def _posts(connection: Connection, spine: Spine, recipe: DemoRecipe, seed: int) -> Posts:
    weights = cell_weights(spine, recipe, seed, outline_km(connection, spine))
    kinds: list[str] = []
    cells: list[Ints] = []
    for kind, group in recipe.stations.items():
        n, edges = group.count(len(spine.grid.ids)), np.cumsum(weights[group.where])
        drawn = dice(seed, "station", kind).random(n) * edges[-1]
        kinds += [kind] * n
        cells.append(np.sort(np.searchsorted(edges, drawn, side="right")))
    return Posts(kinds, np.concatenate(cells))


def _store_stations(connection: Connection, spine: Spine, posts: Posts, recipe: DemoRecipe) -> None:
    n, cells = len(posts.kinds), spine.cell
    same = {"rhythm_s": RHYTHM_S, "as_of": int(recipe.registered_at.timestamp()), "provenance": "simulated"}
    codes, names = _named(spine, posts)
    columns: dict[str, object] = {"id": list(range(1, n + 1)), "code": codes, "name": names, "kind": posts.kinds}
    columns |= {"cell_id": cells.ids[posts.cells], "lon": cells.lon[posts.cells], "lat": cells.lat[posts.cells]}
    fill(connection, station, columns | {name: [value] * n for name, value in same.items()})
    gauges = _gauges(posts)
    ranges = [RANGES[quantity] for _station, quantity in gauges]
    fill(
        connection,
        gauge,
        {
            "id": list(range(1, len(gauges) + 1)),
            "station_id": [number for number, _quantity in gauges],
            "quantity": [quantity for _number, quantity in gauges],
            "low": [low for low, _high in ranges],
            "high": [high for _low, high in ranges],
        },
    )
    limits = [
        (one, name, value)
        for one, (number, quantity) in enumerate(gauges, 1)
        for name, value in LIMITS.get((posts.kinds[number - 1], quantity), {}).items()
    ]
    if limits:
        fill(connection, gauge_limit, dict(zip(("gauge_id", "name", "value"), zip(*limits, strict=True), strict=True)))


def _named(spine: Spine, posts: Posts) -> tuple[list[str], list[str]]:
    """Codes as RA0001, and names of town, kind and a number that no other has."""
    towns = spine.town.at(spine.cell.lo[posts.cells]).tolist()
    codes, names = [], []
    given: dict[str, int] = {}
    for kind, town in zip(posts.kinds, towns, strict=True):
        for key in (kind, place := f"{spine.town.names[town]}{STATION_KINDS[kind]}"):
            given[key] = given.get(key, 0) + 1
        codes.append(f"{kind[:2].upper()}{given[kind]:04d}")
        names.append(f"{place} {given[place]:02d}")
    return codes, names


def _gauges(posts: Posts) -> list[tuple[int, str]]:
    """(station, quantity) of every gauge in the order of their ids."""
    return [(number, quantity) for number, kind in enumerate(posts.kinds, 1) for quantity in MEASURES[kind]]


def _store_readings(connection: Connection, posts: Posts, weather: Weather, seed: int) -> None:
    """The sums of all readings, the single ones of the last two local days, and the newest of each gauge."""
    frame = _readings(posts, weather, seed)
    since = day_range(day_of(int(weather.times[-1])) - 1)[0]
    put_fact(connection, SINCE, str(since))
    whole = {"quality": pl.lit("good"), "received_at": pl.col("at"), "origin": pl.lit("demo")}
    fill(connection, reading, frame.filter(pl.col("at") >= since).with_columns(**whole))
    fill(connection, reading_sum, in_units(sums(frame)))
    latest = frame.sort("at").group_by("gauge_id", maintain_order=True).last().sort("gauge_id")
    columns = latest.with_columns(pl.col("at").alias("received_at"), pl.lit("good").alias("quality"))
    fill(connection, gauge_now, columns)


def _readings(posts: Posts, weather: Weather, seed: int) -> pl.DataFrame:
    """gauge_id, at, value of every reading, by gauge and moment."""
    kinds, steps = np.array(posts.kinds), len(weather.times)
    told: dict[tuple[int, str], Floats] = {}
    for kind in dict.fromkeys(posts.kinds):
        here = np.flatnonzero(kinds == kind)
        some = Weather(weather.times, weather.storm, weather.lon[here], weather.lat[here])
        for quantity, values in signals(dice(seed, "signal", kind), kind, some).items():
            told |= {(int(number) + 1, quantity): row for number, row in zip(here, values, strict=True)}
    rng = dice(seed, "silent")
    silent = rng.random(len(kinds)) < SILENT
    until = np.where(silent, (steps * rng.uniform(0.5, 0.97, len(kinds))).astype(int), steps)
    gauges = _gauges(posts)
    lengths = [int(until[number - 1]) for number, _quantity in gauges]
    values = np.concatenate([told[key][:length] for key, length in zip(gauges, lengths, strict=True)])
    return pl.DataFrame(
        {
            "gauge_id": np.repeat(np.arange(1, len(gauges) + 1), lengths),
            "at": np.concatenate([weather.times[:length] for length in lengths]),
            "value": np.round(values, 2) + 0.0,
        }
    )

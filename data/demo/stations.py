"""Demo stations and three days of what they told up to the demo's moment: rain follows the storm the demo knows."""

import json

import numpy as np
import polars as pl
from sqlalchemy import Connection, delete

from data.commands.bulk import fill, renumber
from data.commands.facts import put_fact
from data.commands.reading_hours import every_hour
from data.commands.readings import SINCE
from data.commands.revisions import bump
from data.demo.base_dice import dice
from data.demo.base_features import cell_weights
from data.demo.base_shore import outline_km
from data.demo.base_spine import Spine, read_spine
from data.demo.catchments import seed_catchments
from data.demo.recipe import DemoRecipe
from data.demo.station_days import Ints, Posts, days, storms_from
from data.demo.station_signals import DAY_S, LIMITS, STEP_S
from data.readings.kinds import span
from data.readings.sums import day_of, day_range, in_units, sums
from data.risk_words import STATION_KINDS
from data.schema import catchment, gauge, gauge_limit, gauge_now, reading, reading_fault, reading_sum, station

TOLD = "demo_readings"  # fact, JSON: the seed, how many stations, the first day, and until when (second) all was told
PREFIXES = {"water": "WQ"}  # of codes; of all others the first two letters of the kind
RHYTHM_S = STEP_S
HOURS = 72
OURS = (catchment, reading_fault, reading_sum, reading, gauge_now, gauge_limit, gauge, station)


def seed_stations(connection: Connection, recipe: DemoRecipe, seed: int) -> None:
    """Replace all stations and readings by simulated ones; the same seed gives the same."""
    for table in OURS:
        connection.execute(delete(table))
    spine = read_spine(connection)
    kinds, cells = _chosen(connection, spine, recipe, seed)
    posts = Posts(kinds, spine.cell.lon[cells], spine.cell.lat[cells])
    now = int(recipe.anchor.timestamp()) // RHYTHM_S * RHYTHM_S
    _store_stations(connection, spine, posts, cells, recipe)
    seed_catchments(connection, recipe)
    _store_readings(connection, posts, now, seed)
    for table in (station, gauge):
        renumber(connection, table)
    bump(connection, "readings", "stations")


def _chosen(connection: Connection, spine: Spine, recipe: DemoRecipe, seed: int) -> tuple[list[str], Ints]:
    """The kind of each station, and the index of its cell."""
    weights = cell_weights(spine, recipe, seed, outline_km(connection, spine))
    kinds: list[str] = []
    cells: list[Ints] = []
    for kind, group in recipe.stations.items():
        n, edges = group.count(len(spine.grid.ids)), np.cumsum(weights[group.where])
        drawn = dice(seed, "station", kind).random(n) * edges[-1]
        kinds += [kind] * n
        cells.append(np.sort(np.searchsorted(edges, drawn, side="right")))
    return kinds, np.concatenate(cells)


def _store_stations(connection: Connection, spine: Spine, posts: Posts, cells: Ints, recipe: DemoRecipe) -> None:
    n = len(posts.kinds)
    same = {"rhythm_s": RHYTHM_S, "as_of": int(recipe.registered_at.timestamp()), "provenance": "simulated"}
    codes, names = _named(spine, posts, cells)
    columns: dict[str, object] = {"id": list(range(1, n + 1)), "code": codes, "name": names, "kind": posts.kinds}
    columns |= {"cell_id": spine.cell.ids[cells], "lon": posts.lon, "lat": posts.lat}
    fill(connection, station, columns | {name: [value] * n for name, value in same.items()})
    ranges = [span(quantity, LIMITS.get((posts.kinds[number - 1], quantity), {})) for number, quantity in posts.gauges]
    fill(
        connection,
        gauge,
        {
            "id": list(range(1, len(posts.gauges) + 1)),
            "station_id": [number for number, _quantity in posts.gauges],
            "quantity": [quantity for _number, quantity in posts.gauges],
            "low": [low for low, _high in ranges],
            "high": [high for _low, high in ranges],
        },
    )
    limits = [
        (one, name, value)
        for one, (number, quantity) in enumerate(posts.gauges, 1)
        for name, value in LIMITS.get((posts.kinds[number - 1], quantity), {}).items()
    ]
    if limits:
        fill(connection, gauge_limit, dict(zip(("gauge_id", "name", "value"), zip(*limits, strict=True), strict=True)))


def _named(spine: Spine, posts: Posts, cells: Ints) -> tuple[list[str], list[str]]:
    """Codes as RA0001, and names of town, kind and a number that no other has."""
    towns = spine.town.at(spine.cell.lo[cells]).tolist()
    codes, names = [], []
    given: dict[str, int] = {}
    for kind, town in zip(posts.kinds, towns, strict=True):
        for key in (kind, place := f"{spine.town.names[town]}{STATION_KINDS[kind]}"):
            given[key] = given.get(key, 0) + 1
        codes.append(f"{PREFIXES.get(kind, kind[:2].upper())}{given[kind]:04d}")
        names.append(f"{place} {given[place]:02d}")
    return codes, names


def _store_readings(connection: Connection, posts: Posts, now: int, seed: int) -> None:
    """The sums of all readings, the single ones of the last two local days, and the newest of each gauge."""
    first = (now - HOURS * 3_600) // DAY_S
    frame = _readings(connection, posts, seed, first, now)
    since = day_range(day_of(now) - 1)[0]
    put_fact(connection, SINCE, str(since))
    put_fact(connection, TOLD, json.dumps({"seed": seed, "stations": len(posts.kinds), "first": first, "told": now}))
    whole = {"quality": pl.lit("good"), "received_at": pl.col("at"), "origin": pl.lit("demo")}
    fill(connection, reading, frame.filter(pl.col("at") >= since).with_columns(**whole))
    fill(connection, reading_sum, in_units(sums(frame)))
    latest = frame.sort("at").group_by("gauge_id", maintain_order=True).last().sort("gauge_id")
    columns = latest.with_columns(pl.col("at").alias("received_at"), pl.lit("good").alias("quality"))
    fill(connection, gauge_now, columns)
    every_hour(connection)


def _readings(connection: Connection, posts: Posts, seed: int, first: int, now: int) -> pl.DataFrame:
    """gauge_id, at, value of every reading of the last HOURS, by gauge and moment."""
    made = days(posts, seed, storms_from(connection, first, now // DAY_S), first)
    told = [next(made) for _ in range(first, now // DAY_S + 1)]
    times, values = np.concatenate([day.times for day in told]), np.concatenate([day.values for day in told], axis=1)
    wanted = (times >= now - HOURS * 3_600) & (times <= now)
    gauges, moments = np.nonzero(~np.isnan(values) & wanted)
    return pl.DataFrame({"gauge_id": gauges + 1, "at": times[moments], "value": values[gauges, moments]})

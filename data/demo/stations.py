"""Demo stations and three days of what they told up to the demo's moment: rain follows the storm the demo knows."""

import json
from collections.abc import Collection

import numpy as np
import polars as pl
from sqlalchemy import Connection, Table, delete, func, select

from data.commands.bulk import fill, renumber
from data.commands.facts import fact, put_fact, swap_fact
from data.commands.reading_hours import every_hour
from data.commands.readings import SINCE
from data.commands.revisions import bump
from data.demo.base_dice import dice
from data.demo.base_features import cell_weights
from data.demo.base_shore import outline_km
from data.demo.base_spine import Spine, read_spine
from data.demo.catchments import seed_catchments
from data.demo.recipe import DemoRecipe
from data.demo.station_days import SPIN_DAYS, Ints, Posts, days, storms_from
from data.demo.station_signals import DAY_S, LIMITS, STEP_S
from data.readings.kinds import span
from data.readings.sums import day_of, day_range, in_units, sums
from data.risk_words import STATION_KINDS
from data.schema import catchment, gauge, gauge_limit, gauge_now, reading, reading_fault, reading_sum, station

TOLD = "demo_readings"  # fact, JSON: the seed, how many stations, the first day, and until when (second) all was told
PREFIXES = {"water": "WQ"}  # of codes; of all others the first two letters of the kind
RHYTHM_S = STEP_S
HOURS = 72
Named = tuple[list[str], list[str]]  # codes and names
OURS = (catchment, reading_fault, reading_sum, reading, gauge_now, gauge_limit, gauge, station)


def seed_stations(connection: Connection, recipe: DemoRecipe, seed: int) -> None:
    """Replace all stations and readings by simulated ones; the same seed gives the same."""
    for table in OURS:
        connection.execute(delete(table))
    spine = read_spine(connection)
    kinds, cells = _chosen(connection, spine, recipe, seed, recipe.stations.keys())
    posts = Posts(kinds, spine.cell.lon[cells], spine.cell.lat[cells])
    now = int(recipe.anchor.timestamp()) // RHYTHM_S * RHYTHM_S
    _store_stations(connection, recipe, posts, spine.cell.ids[cells], _named(spine, posts, cells), (0, 0))
    seed_catchments(connection, recipe)
    first = (now - HOURS * 3_600) // DAY_S
    put_fact(connection, SINCE, str(day_range(day_of(now) - 1)[0]))
    put_fact(connection, TOLD, json.dumps({"seed": seed, "stations": len(kinds), "first": first, "told": now}))
    _store_readings(connection, _readings(connection, posts, seed, first, now), now)
    every_hour(connection)
    bump(connection, "readings", "stations")


def add_stations(connection: Connection, recipe: DemoRecipe) -> bool:
    """Stations of those kinds that a demo has none of, with what they told of late; the feed goes on with them."""
    known, there = fact(connection, TOLD), set(connection.scalars(select(station.c.kind).distinct()))
    if known is None or not (lacking := recipe.stations.keys() - there):
        return False
    state, spine = json.loads(known), read_spine(connection)
    kinds, cells = _chosen(connection, spine, recipe, state["seed"], lacking)
    posts = Posts(kinds, spine.cell.lon[cells], spine.cell.lat[cells])
    named = _named(spine, posts, cells)
    if connection.scalar(select(func.count()).where(station.c.code.in_(named[0]))):
        return False  # the city calls something else so
    before = (_last(connection, station), _last(connection, gauge))
    if not swap_fact(connection, TOLD, known, json.dumps(state | {"stations": before[0] + len(kinds)})):
        return False
    _store_stations(connection, recipe, posts, spine.cell.ids[cells], named, before)
    seed_catchments(connection, recipe)
    now = int(state["told"]) // RHYTHM_S * RHYTHM_S
    first = max(int(state["first"]), now // DAY_S - SPIN_DAYS)
    frame = _readings(connection, posts, state["seed"], first, now)
    _store_readings(connection, frame.with_columns(pl.col("gauge_id") + before[1]), now)
    bump(connection, "readings", "stations")
    return True


def _last(connection: Connection, table: Table) -> int:
    return int(connection.scalar(select(func.max(table.c.id))) or 0)


def _chosen(
    connection: Connection, spine: Spine, recipe: DemoRecipe, seed: int, wanted: Collection[str]
) -> tuple[list[str], Ints]:
    """The kind of each station, and the index of its cell."""
    weights = cell_weights(spine, recipe, seed, outline_km(connection, spine))
    kinds: list[str] = []
    cells: list[Ints] = []
    for kind, group in recipe.stations.items():
        if kind not in wanted:
            continue
        n, edges = group.count(len(spine.grid.ids)), np.cumsum(weights[group.where])
        drawn = dice(seed, "station", kind).random(n) * edges[-1]
        kinds += [kind] * n
        cells.append(np.sort(np.searchsorted(edges, drawn, side="right")))
    return kinds, np.concatenate(cells)


def _store_stations(
    connection: Connection, recipe: DemoRecipe, posts: Posts, stand: Ints, named: Named, before: tuple[int, int]
) -> None:
    """After the stations and gauges that are there: the last numbers of both are `before`."""
    n, (stations, gauges) = len(posts.kinds), before
    same = {"rhythm_s": RHYTHM_S, "as_of": int(recipe.registered_at.timestamp()), "provenance": "simulated"}
    columns: dict[str, object] = {"id": list(range(stations + 1, stations + n + 1)), "kind": posts.kinds}
    columns |= dict(zip(("code", "name"), named, strict=True))
    columns |= {"cell_id": stand, "lon": posts.lon, "lat": posts.lat}
    fill(connection, station, columns | {name: [value] * n for name, value in same.items()})
    ranges = [span(quantity, LIMITS.get((posts.kinds[number - 1], quantity), {})) for number, quantity in posts.gauges]
    fill(
        connection,
        gauge,
        {
            "id": list(range(gauges + 1, gauges + len(posts.gauges) + 1)),
            "station_id": [stations + number for number, _quantity in posts.gauges],
            "quantity": [quantity for _number, quantity in posts.gauges],
            "low": [low for low, _high in ranges],
            "high": [high for _low, high in ranges],
        },
    )
    limits = [
        (one, name, value)
        for one, (number, quantity) in enumerate(posts.gauges, gauges + 1)
        for name, value in LIMITS.get((posts.kinds[number - 1], quantity), {}).items()
    ]
    if limits:
        fill(connection, gauge_limit, dict(zip(("gauge_id", "name", "value"), zip(*limits, strict=True), strict=True)))
    for table in (station, gauge):
        renumber(connection, table)


def _named(spine: Spine, posts: Posts, cells: Ints) -> Named:
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


def _store_readings(connection: Connection, frame: pl.DataFrame, now: int) -> None:
    """The sums of all readings, the single ones of the last two local days, and the newest of each gauge."""
    since = day_range(day_of(now) - 1)[0]
    whole = {"quality": pl.lit("good"), "received_at": pl.col("at"), "origin": pl.lit("demo")}
    fill(connection, reading, frame.filter(pl.col("at") >= since).with_columns(**whole))
    fill(connection, reading_sum, in_units(sums(frame)))
    latest = frame.sort("at").group_by("gauge_id", maintain_order=True).last().sort("gauge_id")
    columns = latest.with_columns(pl.col("at").alias("received_at"), pl.lit("good").alias("quality"))
    fill(connection, gauge_now, columns)


def _readings(connection: Connection, posts: Posts, seed: int, first: int, now: int) -> pl.DataFrame:
    """gauge_id, at, value of every reading of the last HOURS, by gauge and moment."""
    made = days(posts, seed, storms_from(connection, first, now // DAY_S), first)
    told = [next(made) for _ in range(first, now // DAY_S + 1)]
    times, values = np.concatenate([day.times for day in told]), np.concatenate([day.values for day in told], axis=1)
    wanted = (times >= now - HOURS * 3_600) & (times <= now)
    gauges, moments = np.nonzero(~np.isnan(values) & wanted)
    return pl.DataFrame({"gauge_id": gauges + 1, "at": times[moments], "value": values[gauges, moments]})

"""Base numbers of every region down to the grid: drawn for the grids, added up for all above them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete

from data.commands.bulk import fill
from data.demo.base_dice import apportion, dice
from data.demo.base_spine import Spine, Tier
from data.demo.recipe import DemoRecipe
from data.schema import region_stat

Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Places:
    """What kind of place each grid lies in. `crowding` is 1 for the median town's cells per km², more where denser."""

    urban: NDArray[np.float64]  # 0 village, 1 community or street, 2 community of a street
    crowding: NDArray[np.float64]
    town: Counts  # index of the town


def seed_stats(connection: Connection, spine: Spine, recipe: DemoRecipe, seed: int) -> None:
    """Fill `region_stat` anew for the city to its grids, in every tree."""
    columns = grid_numbers(spine, recipe, seed)
    connection.execute(delete(region_stat).where(region_stat.c.provenance == "simulated"))
    every = spine.tallied
    first = np.searchsorted(spine.grid.lo, every.lo, side="left")
    last = np.searchsorted(spine.grid.lo, every.hi, side="right")
    sums = {name: _between(values, first, last).tolist() for name, values in columns.items()}
    counted = {
        "villages": spine.village.starts_in(every.lo, every.hi).tolist(),  # a village is counted in its first grid
        "grids": (last - first).tolist(),
        "cells": every.cells.tolist(),
    }
    fixed = {"as_of": int(recipe.registered_at.timestamp()), "provenance": "simulated"}
    same = {name: [value] * len(every.ids) for name, value in fixed.items()}
    fill(connection, region_stat, {"region_id": every.ids.tolist(), **counted, **sums, **same})


def grid_numbers(spine: Spine, recipe: DemoRecipe, seed: int) -> dict[str, Counts]:
    """{column of region_stat: a number for every grid}."""
    places, grids = read_places(spine), len(spine.grid.ids)
    population = grid_people(spine, recipe, seed)
    rng = dice(seed, "stats")
    low, high = recipe.household_size
    size = (high - (high - low) * places.urban / 2) * rng.normal(1, 0.04, grids)
    covered = _drawn(rng, round(grids * recipe.staff.coverage), np.ones(grids))
    doubled = _drawn(rng, round(grids * recipe.staff.doubled), (population * covered).astype(float))
    staff = covered + doubled
    off = _drawn(rng, int(staff.sum()) - round(int(staff.sum()) * recipe.staff.on_duty), covered.astype(float))
    return {
        "population": population,
        "households": np.maximum(np.round(population / size), population > 0).astype(np.int64),
        "staff": staff,
        "staff_on_duty": staff - off,
        "party_groups": _drawn(rng, round(grids * recipe.staff.party_groups), population.astype(float)),
        "covered_grids": covered,
    }


def grid_people(spine: Spine, recipe: DemoRecipe, seed: int) -> Counts:
    """Inhabitants of every grid: fuller cells in towns and communities, emptier ones in the hills."""
    places = read_places(spine)
    luck = dice(seed, "people").lognormal(0, 0.28, len(spine.grid.ids))
    weights = spine.grid.cells * (1 + 0.45 * places.urban) * places.crowding**0.4 * luck
    return apportion(recipe.people(int(spine.city.hi[0])), weights)


def read_places(spine: Spine) -> Places:
    """Judged by names (街道, 社区) and by how many cells share a square kilometre of the town."""
    town, village = spine.town.at(spine.grid.lo), spine.village.at(spine.grid.lo)
    street = _named(spine.town, "街道")[town]
    community = _named(spine.village, "社区", "居委会", "居民委员会")[village]
    density = spine.town.cells / np.maximum(spine.town.area, 0.01)
    return Places(street + community, np.clip(density / np.median(density), 0.1, 10)[town], town)


def _named(tier: Tier, *words: str) -> NDArray[np.float64]:
    return np.array([any(word in name for word in words) for name in tier.names], dtype=float)


def _drawn(rng: np.random.Generator, count: int, weights: NDArray[np.float64]) -> Counts:
    """1 for `count` grids drawn by weight without putting any back (none of weight 0), 0 for the others."""
    keys = np.where(weights > 0, rng.exponential(1, len(weights)) / np.maximum(weights, 1e-9), np.inf)
    chosen = np.zeros(len(weights), dtype=np.int64)
    chosen[np.argsort(keys, kind="stable")[: min(count, int((weights > 0).sum()))]] = 1
    return chosen


def _between(values: Counts, first: Counts, last: Counts) -> Counts:
    total = np.concatenate([[0], np.cumsum(values)])
    return total[last] - total[first]

"""What the demo of an earlier version lacks: laid now, each part once, as a new demo has it, beside real rows."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.sql.elements import ColumnElement

from data.commands.facts import fact, swap_fact
from data.commands.revisions import bump
from data.demo.base_attributes import drawn_attributes
from data.demo.base_dice import dice
from data.demo.base_features import add_register
from data.demo.base_spine import read_spine
from data.demo.recipe import DemoRecipe
from data.demo.signals import seed_signals
from data.demo.stations import add_stations
from data.demo.stewards import seed_stewards
from data.demo.visits import seed_visits
from data.schema import feature, gauge_now, signal, steward, steward_visit

GROWN = "demo_grown"  # fact: the parts that this demo has had, by comma; one that was emptied since stays empty
F = feature.c


@dataclass(frozen=True)
class Ground:
    """What parts are laid on; `now`: as far as this demo has come."""

    connection: Connection
    recipe: DemoRecipe
    seed: int
    now: datetime

    def empty(self, *where: ColumnElement[bool]) -> bool:
        return not self.connection.scalar(select(func.count()).where(*where))


def grow(connection: Connection, recipe: DemoRecipe, seed: int) -> list[str]:
    """The parts that were laid. Of several who start at once, one lays them."""
    before = fact(connection, GROWN)
    lacking = [name for name in PARTS if name not in (before or "").split(",")]
    if not lacking or not swap_fact(connection, GROWN, before, ",".join(PARTS)):
        return []
    heard = connection.scalar(select(func.max(gauge_now.c.received_at)))
    ground = Ground(connection, recipe, seed, max(recipe.anchor, heard or recipe.anchor))
    return [name for name in lacking if PARTS[name](ground)]


def _visits(ground: Ground) -> bool:
    if not ground.empty(steward_visit.c.id > 0):
        return False
    if ground.empty(steward.c.code != ""):
        seed_stewards(ground.connection)
    seed_visits(ground.connection, ground.now, ground.seed)
    return True


def _signals(ground: Ground) -> bool:
    if not ground.empty(signal.c.id > 0):
        return False
    seed_signals(ground.connection, ground.now, ground.seed)
    return True


def _register(ground: Ground, layer: str) -> bool:
    if not ground.empty(F.layer == layer):
        return False
    add_register(ground.connection, read_spine(ground.connection), ground.recipe, ground.seed, layer)
    bump(ground.connection, "features")
    return True


def _sights(ground: Ground) -> bool:
    """What cameras see: only of those of the demo about which nothing is known."""
    ours = (F.layer == "camera", F.provenance == "simulated")
    if not ground.empty(F.layer == "camera", F.attributes["reach"].as_float().is_not(None)):
        return False
    query = select(F.id, F.kind, F.attributes).where(*ours).order_by(F.code)
    rows = ground.connection.execute(query).all()
    rng = dice(ground.seed, "attributes", "camera")
    told = map(json.loads, drawn_attributes(rng, "camera", [row.kind for row in rows], ground.recipe.registered_at))
    news = [
        {"number": row.id, "known": known}
        for row, known in zip(rows, told, strict=True)
        if known and not row.attributes
    ]
    if news:
        change = update(feature).where(F.id == bindparam("number")).values(attributes=bindparam("known"))
        ground.connection.execute(change, news)
        bump(ground.connection, "features")
    return bool(news)


def _stations(ground: Ground) -> bool:
    return add_stations(ground.connection, ground.recipe)


PARTS: dict[str, Callable[[Ground], bool]] = {
    "food": partial(_register, layer="food"),
    "post": partial(_register, layer="post"),
    "rivers": partial(_register, layer="river"),
    "sights": _sights,
    "signals": _signals,
    "speaker": partial(_register, layer="speaker"),
    "streets": _stations,  # kinds that came later, those of roads under water last
    "visits": _visits,
}

"""Demo responders: teams, vehicles and stations about the towns, a desk for every region, rosters. All simulated.

Nobody here stands for a real person or unit: names are numbered roles, telephones begin with 100, which no number of
China does.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, select

from data.commands.bulk import fill, renumber
from data.commands.revisions import bump
from data.demo.base_dice import dice
from data.demo.base_spine import Spine, Tier, read_spine
from data.demo.callouts import KEY as CALLS_MADE
from data.demo.recipe import Crew, DemoRecipe
from data.dispatch.words import RESPONDER_KINDS
from data.schema import (
    callout,
    callout_target,
    dispatch,
    dispatch_step,
    drone_mission,
    duty,
    footing,
    house_fact,
    message_log,
    outbox,
    region,
    responder,
    room,
    room_conclusion,
    room_line,
    room_member,
    room_side,
    talk_read,
    task,
    task_photo,
)
from data.times import CITY_ZONE, local

ROOMS = (room_conclusion, room_line, room_member, room_side, room)
OURS = (
    *ROOMS,
    drone_mission,
    footing,
    callout_target,
    callout,
    message_log,
    outbox,
    dispatch_step,
    talk_read,
    task_photo,
    task,
    dispatch,
    duty,
    responder,
)
OLD_MINUTES = (35, 180)  # of a stale position
FRESH_MINUTES = (0, 12)
SHIFTS = (8, 20)  # local hours at which a turn of duty begins
SHIFT_S = 12 * 3600
DESK_DUTY = "值班长"
Ints = NDArray[np.int64]


@dataclass(eq=False)
class _Rows:
    """Responders as they are made, column by column."""

    columns: dict[str, list[Any]]

    def add(self, **row: Any) -> None:
        for name, value in row.items():
            self.columns[name].append(value)


def clear_responders(connection: Connection) -> None:
    """Before events and regions are made anew: nothing may point at them."""
    for table in OURS:
        connection.execute(delete(table))
    connection.execute(delete(house_fact).where(house_fact.c.key == CALLS_MADE))  # calls are made anew with the rest


def seed_responders(connection: Connection, recipe: DemoRecipe, seed: int, *, scale: float = 1.0) -> int:
    """Lay them all anew; the same seed gives the same. `scale` times as many of those about the towns. How many."""
    spine = read_spine(connection)
    codes = dict(connection.execute(select(region.c.id, region.c.code).where(region.c.tree == "spine")).all())
    names = [column.name for column in responder.c if column.name != "id"]
    rows = _Rows({name: [] for name in names})
    for kind, crew in recipe.responders.items():
        _crew(rows, kind, crew, spine, codes, recipe, dice(seed, "responder", kind), scale)
    _desks(rows, spine, codes, recipe, dice(seed, "responder", "desk"))
    total = len(rows.columns["code"])
    fill(connection, responder, {"id": list(range(1, total + 1))} | rows.columns)
    renumber(connection, responder)
    _rosters(connection, spine, codes, recipe)
    bump(connection, "crews", "responders", "dispatch")
    return total


def _crew(
    rows: _Rows,
    kind: str,
    crew: Crew,
    spine: Spine,
    codes: dict[int, str],
    recipe: DemoRecipe,
    rng: np.random.Generator,
    scale: float,
) -> None:
    """Towns get one after the other, so that few are spread over all of them."""
    towns = spine.town
    n = max(1, round(crew.per_town * len(towns.ids) * scale))
    at = rng.permutation(np.arange(n) % len(towns.ids)) if n >= len(towns.ids) else rng.permutation(len(towns.ids))[:n]
    counties = spine.county.at(towns.lo[at])
    for number, (town, county) in enumerate(zip(at.tolist(), counties.tolist(), strict=True), start=1):
        cell = spine.cell.at(np.array([rng.integers(towns.lo[town], towns.hi[town] + 1)]))[0]
        own = int(towns.ids[town]) if crew.agency == "town" else int(spine.county.ids[county])
        skills = sorted(rng.permutation(list(crew.skills))[: crew.each].tolist())
        low, high = crew.people
        late, off = rng.random() < recipe.duty.stale, rng.random() < recipe.duty.off
        old = rng.integers(*(OLD_MINUTES if late else FRESH_MINUTES))
        rows.add(
            code=f"{kind}-{number:04d}",
            name=f"{RESPONDER_KINDS[kind]}-{number:03d}",
            kind=kind,
            agency=f"{codes[own]}.{crew.agency}",
            region_id=int(towns.ids[town]),
            skills=" ".join(skills),
            capacity=int(rng.integers(low, high + 1)),
            battery=_battery(kind, number),
            phone=_phone(kind, number),
            lon=round(float(spine.cell.lon[cell]), 6),
            lat=round(float(spine.cell.lat[cell]), 6),
            seen_at=int((recipe.anchor - timedelta(minutes=int(old))).timestamp()),
            seen_by="phone" if late else "gps",
            state="off" if off else "idle",
            provenance="simulated",
        )


def _desks(rows: _Rows, spine: Spine, codes: dict[int, str], recipe: DemoRecipe, rng: np.random.Generator) -> None:
    """Desks of counties, towns and villages; villages' officers (not everywhere) and grid members."""
    counted = dict.fromkeys(("desk", "police", "grid"), 0)
    for tier, kinds in (
        (spine.county, ("desk",)),
        (spine.town, ("desk",)),
        (spine.village, ("desk", "police", "grid")),
    ):
        for place in range(len(tier.ids)):
            for kind in kinds:
                if kind == "police" and rng.random() >= recipe.duty.police:
                    continue
                counted[kind] += 1
                rows.add(**_desk(kind, counted[kind], tier, place, codes, recipe))


def _desk(kind: str, number: int, tier: Tier, place: int, codes: dict[int, str], recipe: DemoRecipe) -> dict[str, Any]:
    here = int(tier.ids[place])
    word = f"{tier.names[place]}{RESPONDER_KINDS[kind]}" if kind == "desk" else f"{RESPONDER_KINDS[kind]}-{number:04d}"
    return {
        "code": f"{kind}-{number:05d}",
        "name": word,
        "kind": kind,
        "agency": None,
        "region_id": here,
        "skills": "",
        "capacity": 1,
        "phone": _phone(kind, number),
        "lon": round(float(tier.lon[place]), 6),
        "lat": round(float(tier.lat[place]), 6),
        "seen_at": int(recipe.anchor.timestamp()),
        "seen_by": "register",
        "state": "idle",
        "battery": None,
        "provenance": "simulated",
    }


def _battery(kind: str, number: int) -> int | None:
    """Of drones, in percent; one in seven has not been charged."""
    return None if kind != "drone" else 22 if number % 7 == 0 else 45 + 7 * number % 55


def _phone(kind: str, number: int) -> str:
    return f"100{list(RESPONDER_KINDS).index(kind) + 1:02d}{number:06d}"


def _rosters(connection: Connection, spine: Spine, codes: dict[int, str], recipe: DemoRecipe) -> None:
    """Two turns a day; the city's 值班长 is the demo's first duty officer."""
    first = local(recipe.anchor).date() - timedelta(days=1)
    starts = [
        datetime.combine(first + timedelta(days=day), datetime.min.time(), CITY_ZONE) + timedelta(hours=hour)
        for day in range(recipe.duty.days)
        for hour in SHIFTS
    ]
    departments = sorted({crew.agency for crew in recipe.responders.values()} - {"town"})
    held: list[tuple[int, str | None, str, str]] = [(int(spine.city.ids[0]), None, "值班员-001", "chief")]
    held.append((int(spine.city.ids[0]), None, "值班员-002", "officer"))
    number = 2
    for tier in (spine.county, spine.town):
        for here in tier.ids.tolist():
            number += 1
            held.append((here, None, f"{DESK_DUTY}-{number:03d}", "chief"))
    for n, county in enumerate(spine.county.ids.tolist()):
        offices = [f"{codes[county]}.{one}" for one in departments]
        held += [(county, code, f"值班员-{100 + n * 10 + k:03d}", "officer") for k, code in enumerate(offices)]
    held += [(town, f"{codes[town]}.town", "值班员-900", "officer") for town in spine.town.ids.tolist()]
    fill(connection, duty, _turns(starts, held), quiet=True)


def _turns(starts: list[datetime], held: list[tuple[int, str | None, str, str]]) -> dict[str, list[Any]]:
    """Every desk held by the same numbered role in every turn: a demo needs no names."""
    names = ("region_id", "agency", "who", "role")
    columns: dict[str, list[Any]] = {name: [] for name in names}
    for _start in starts:
        for row in held:
            for name, value in zip(names, row, strict=True):
                columns[name].append(value)
    since = [int(start.timestamp()) for start in starts for _row in held]
    until = [second + SHIFT_S for second in since]
    return columns | {"since": since, "until": until, "provenance": ["simulated"] * len(since)}

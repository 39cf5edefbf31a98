"""Demo gates and pumps at the dykes, reservoirs and waterlogged places of the simulated registers, each with its eyes.

Nothing here stands for a real gate: names are of the town and a number, capacities are round, states are drawn.
"""

from collections import defaultdict
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, insert, select

from data.commands.revisions import bump
from data.demo.base_dice import dice
from data.demo.base_spine import Spine, read_spine
from data.demo.recipe import DemoRecipe
from data.schema import control, control_eye, control_order, control_step, feature, station, video
from data.storms.geo import distance

OURS = (control_step, control_order, control_eye, control, video)
FAR_KM = 25.0  # a station further away tells nothing of this place
FAULTY = 0.04  # share of controls that report a fault
VIDEOS = 240
Floats = NDArray[np.float64]


class Post(NamedTuple):
    """What is put up at the sites of one kind: `n` a county, `eyes` {eye: kinds of which the nearest station is}."""

    site: str
    word: str
    kind: str
    n: int
    eyes: dict[str, tuple[str, ...]]
    capacity: tuple[float, float]  # m³/s
    rest: str  # its state unless it is at work


PONDING = ("waterlog", "underpass", "street")
POSTS = (
    Post(
        "dyke",
        "挡潮闸",
        "gate",
        3,
        {"inner": ("river",), "outer": ("tide",), "quality": ("water",)},
        (20, 120),
        "closed",
    ),
    Post("reservoir", "泄洪闸", "gate", 2, {"rain": ("rain",), "reservoir": ("reservoir",)}, (30, 200), "closed"),
    Post("waterlogged", "排涝泵站", "pump", 3, {"ponding": PONDING}, (0.5, 6), "stopped"),
)


def clear_controls(connection: Connection) -> None:
    """Before registers and stations are made anew: nothing may point at them."""
    for table in OURS:
        connection.execute(delete(table))


def seed_controls(connection: Connection, recipe: DemoRecipe, seed: int) -> None:
    """Gates, pumps and video feeds; the same seed gives the same."""
    spine = read_spine(connection)
    rng = dice(seed, "control")
    stations = _stations(connection)
    sites = _sites(connection, spine)
    counts: dict[tuple[int, str], int] = defaultdict(int)
    for post in POSTS:
        for county, name in enumerate(spine.county.names):
            for site in sites[post.site, county][: post.n]:
                counts[county, post.word] += 1
                row = _control(post, site, name, counts[county, post.word], county, rng)
                row |= {"as_of": recipe.registered_at, "provenance": "simulated"}
                number = connection.scalar(insert(control).values(row).returning(control.c.id))
                eyes = _eyes(post, site, stations)
                if eyes:
                    rows = [{"control_id": number, "eye": eye, "station_id": one} for eye, one in eyes.items()]
                    connection.execute(insert(control_eye), rows)
    _videos(connection, recipe)
    bump(connection, "controls", "videos")


def _control(post: Post, site: Any, county: str, n: int, place: int, rng: np.random.Generator) -> dict[str, Any]:
    low, high = post.capacity
    faulty = bool(rng.random() < FAULTY)
    return {
        "code": f"{post.kind[0].upper()}{post.site[0].upper()}{place + 1:02d}{n:02d}",
        "name": f"{site.town}{post.word} {n:02d}",
        "kind": post.kind,
        "system": f"{county}水系",
        "cell_id": site.cell_id,
        "lon": site.lon,
        "lat": site.lat,
        "capacity": round(float(rng.uniform(low, high)), 1 if high < 10 else 0),
        "unit": "m³/s",
        "state": "fault" if faulty else post.rest,
    }


class Site(NamedTuple):
    """A thing of the register where something can stand."""

    cell_id: int
    lon: float
    lat: float
    town: str


def _sites(connection: Connection, spine: Spine) -> dict[tuple[str, int], list[Site]]:
    """{(kind, county): sites in the order of their codes}."""
    query = select(feature.c.kind, feature.c.cell_id, feature.c.lon, feature.c.lat)
    kinds = [post.site for post in POSTS]
    where = (feature.c.layer == "key_site", feature.c.kind.in_(kinds), feature.c.provenance == "simulated")
    found: dict[tuple[str, int], list[Site]] = defaultdict(list)
    rows = connection.execute(query.where(*where).order_by(feature.c.code)).all()
    cells = np.array([row.cell_id for row in rows], dtype=np.int64)
    towns, counties = spine.town.at(cells).tolist(), spine.county.at(cells).tolist()
    for row, town, county in zip(rows, towns, counties, strict=True):
        found[row.kind, county].append(Site(row.cell_id, row.lon, row.lat, spine.town.names[town]))
    return found


def _stations(connection: Connection) -> dict[str, tuple[list[int], Floats, Floats]]:
    """{kind: ids, longitudes, latitudes}."""
    rows = connection.execute(
        select(station.c.id, station.c.kind, station.c.lon, station.c.lat).order_by(station.c.id)
    ).all()
    found = {}
    for kind in {row.kind for row in rows}:
        mine = [row for row in rows if row.kind == kind]
        lon, lat = (np.array([getattr(row, name) for row in mine], dtype=float) for name in ("lon", "lat"))
        found[kind] = ([row.id for row in mine], lon, lat)
    return found


def _eyes(post: Post, site: Site, stations: dict[str, tuple[list[int], Floats, Floats]]) -> dict[str, int]:
    """The nearest station that each eye can be, where it is near enough."""
    found: dict[str, int] = {}
    for eye, kinds in post.eyes.items():
        near = [_nearest(stations[kind], site) for kind in kinds if kind in stations]
        away, number = min(near, default=(np.inf, 0))
        found |= {eye: number} if away <= FAR_KM else {}
    return found


def _nearest(those: tuple[list[int], Floats, Floats], site: Site) -> tuple[float, int]:
    """How far away, and which."""
    ids, lon, lat = those
    away = np.asarray(distance(lon, lat, site.lon, site.lat))
    return float(away.min()), ids[int(np.argmin(away))]


def _videos(connection: Connection, recipe: DemoRecipe) -> None:
    """Feeds of some cameras of the register. None has an address: there is nothing to be seen in a demo."""
    c = feature.c
    query = select(c.id, c.code, c.name, c.cell_id, c.lon, c.lat).where(c.layer == "camera")
    cameras = connection.execute(query.where(c.provenance == "simulated").order_by(c.id)).mappings().all()
    step = max(1, len(cameras) // VIDEOS)
    same = {"state": "nowhere", "as_of": recipe.registered_at, "provenance": "simulated"}
    rows = [
        {name: one[name] for name in ("name", "cell_id", "lon", "lat")}
        | {"code": f"V-{one['code']}", "feature_id": one["id"]}
        | same
        for one in cameras[::step]
    ]
    if rows:
        connection.execute(insert(video), rows)

"""What stands around the stations of the bench of readings: registers, people, gates with eyes, a storm, forecasts."""

from datetime import datetime, timedelta

from shapely import Point
from sqlalchemy import Connection, func, insert, select

from data.commands.forecasts import Expected, take_forecast
from data.commands.revisions import bump
from data.commands.storms import StormFile, take_storms
from data.demo.base import seed_base
from data.life.actor import Actor
from data.schema import control, control_eye, feature, region, station
from data.scope import Scope
from data.storms.track import Fix, Told, Track
from tests.base_city import plain_recipe
from tests.bench.figures import say

SEED = 7
CONTROLS = 60
POSTS = (  # kind, state, and of which kind of station each eye is
    ("gate", "closed", {"inner": "river", "outer": "tide"}),
    ("gate", "closed", {"reservoir": "reservoir", "rain": "rain"}),
    ("pump", "stopped", {"ponding": "waterlog"}),
)
HOURS = range(-48, 49, 3)  # of the storm's fixes, around now
OFFICE = Actor(name="bench", role="system", scope=Scope.guest())


def plant_registers(connection: Connection) -> None:
    """Things with who answers for them, and the people of each grid: before the stations."""
    seed_base(connection, plain_recipe(), SEED)
    say("things in the registers", "n", connection.scalar(select(func.count()).select_from(feature)) or 0)


def plant_controls(connection: Connection, now: datetime) -> None:
    """Gates and pumps, as many as a city has, each with stations as its eyes: after the stations."""
    stations = connection.execute(select(station).order_by(station.c.id)).all()
    of_kind = {kind: [one for one in stations if one.kind == kind] for kind in {one.kind for one in stations}}
    for n in range(CONTROLS):
        kind, state, eyes = POSTS[n % len(POSTS)]
        seen = {eye: of_kind[what][n % len(of_kind[what])] for eye, what in eyes.items()}
        place = next(iter(seen.values()))
        row = dict(code=f"C{n}", name=f"C{n}", kind=kind, state=state, system=f"{n // 6}", capacity=20.0, unit="m³/s")
        row |= dict(cell_id=place.cell_id, lon=place.lon, lat=place.lat, as_of=now, provenance="simulated")
        number = connection.scalar(insert(control).values(row).returning(control.c.id))
        rows = [dict(control_id=number, eye=eye, station_id=one.id) for eye, one in seen.items()]
        connection.execute(insert(control_eye), rows)
    bump(connection, "controls")


def plant_weather(connection: Connection, now: datetime) -> None:
    """A storm that passes over the city now, with its circles, and what offices expect of every county and town."""
    city = connection.execute(select(region).where(region.c.tree == "spine", region.c.level == 1)).one()
    fixes = tuple(
        Fix(
            at=(now + timedelta(hours=n)).replace(minute=0, second=0, microsecond=0),
            lon=round(city.lon - n / 20, 2),
            lat=round(city.lat + n / 20, 2),
            wind_kt=70.0,
            pressure_hpa=965.0,
            category=4,
            r7_km=220.0,
            r10_km=90.0,
            r12_km=40.0,
        )
        for n in HOURS
    )
    told = Told(tracks=(Track(track_id="CMA9901", season=now.year, name="Bench", fixes=fixes),))
    ground = Point(city.lon, city.lat).buffer(0.1)
    about = StormFile(name="bench", source="bench", profile="storms-cma", city=ground, reach_km=0)
    take_storms(connection, told, about, now)
    span = {"issued_at": now, "since": now, "until": now + timedelta(hours=24)}
    for code in connection.scalars(select(region.c.code).where(region.c.tree == "spine", region.c.level.in_((2, 3)))):
        for quantity, value in (("rain", 60.0), ("wind", 20.0)):
            expected = Expected(region=code, quantity=quantity, value=value, **span)
            take_forecast(connection, expected, OFFICE, now, provenance="simulated")

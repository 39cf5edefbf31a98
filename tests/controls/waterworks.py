"""A little water system for tests: a tidal gate, a reservoir gate and a pump in a blank city, with their stations."""

from datetime import timedelta

from sqlalchemy import select

from data.commands.control_register import register_controls
from data.commands.controls import NewOrder
from data.engine import writing
from data.life.actor import Actor
from data.schema import region
from data.scope import Scope
from tests.gauges import plant_station, tell

GUEST = Scope.guest()
DUTY = Actor(name="值班员-001", role="duty_officer", scope=GUEST)
STATIONS = {  # code: (kind, quantity, limits)
    "R1": ("river", "level", {"caution": 6.5}),
    "T1": ("tide", "tide", {"caution": 3.6}),
    "W1": ("waterlog", "depth", {"caution": 15.0}),
    "K1": ("reservoir", "level", {"flood": 61.0}),
    "P1": ("rain", "rain", {}),
}
CONTROLS = [
    {"code": "G1", "name": "一号闸", "kind": "闸门", "system": "东河", "state": "关闭", "inner": "R1", "outer": "T1"},
    {
        "code": "G2",
        "name": "泄洪闸",
        "kind": "gate",
        "system": "东河",
        "state": "closed",
        "reservoir": "K1",
        "rain": "P1",
    },
    {"code": "P1", "name": "一号泵", "kind": "pump", "system": "城区", "state": "stopped", "ponding": "W1"},
]


def waterworks(house):
    """Stations and controls at cells of the first town; {station: id of its gauge}."""
    now, gauges = house.clock.now(), {}
    with writing(house.engine) as connection:
        cells = connection.execute(select(region).where(region.c.level == 6).order_by(region.c.id)).all()
        for n, (code, (kind, quantity, limits)) in enumerate(STATIONS.items()):
            gauges[code] = plant_station(connection, code, kind, cells[n].id, {quantity: limits}, now)[quantity]
        rows = [(n, row | {"capacity": "20", "region": cells[n].code}) for n, row in enumerate(CONTROLS, 2)]
        register_controls(connection, rows, now, "simulated")
    return gauges


def hear(house, gauge_id, value, ago=1):
    """A station tells this, so many minutes ago."""
    with writing(house.engine) as connection:
        tell(connection, gauge_id, house.clock.now() - timedelta(minutes=ago), value)


def order(**more):
    told = {"code": "G1", "what": "open", "why": "内河上涨", "seq": 0, "key": "k1"}
    return NewOrder(**(told | more))

"""Drones as points of the map: which fly, which are low, which wait, which are not to be had. Only as they are now."""

from typing import Any

from data.answer import Row
from data.ask import ask
from data.house import House
from data.queries.drones import answer
from data.queries.regions import region_of
from data.scope import Scope
from data.view import View

URGENT = {"flying": 1, "busy": 1, "low": 2, "idle": 3, "off": 4}  # the gravest is 1, as of other points


def drones_on_map(house: House, view: View, scope: Scope) -> list[tuple[tuple[Any, ...], Row]]:
    """((place in the list, cell, lon, lat, what is urgent), what is told) of those at home in the view's region."""
    if view.at is not None:
        return []
    how: dict[str, Any] = {"topics": ("responders", "dispatch", "crews"), "rolling": True}
    rows = ask(answer, house, view, scope, follows=("region", "lang"), **how).rows
    with house.engine.connect() as connection:
        here = region_of(connection, view.region, scope)
    return [((n, here.lo, row["lon"], row["lat"], URGENT[str(row["doing"])]), _told(row)) for n, row in enumerate(rows)]


def _told(row: Row) -> Row:
    known = {name: row[name] for name in ("code", "name", "battery", "task")}
    return known | {"kind": None, "state": row["doing"]}

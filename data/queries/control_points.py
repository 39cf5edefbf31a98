"""Gates and pumps as points of the map: an order is due, nothing is known of it, at work, at rest."""

from typing import Any

from sqlalchemy import select

from data.answer import Row
from data.ask import ask
from data.house import House
from data.queries.drainage import answer
from data.schema import control
from data.scope import Scope
from data.view import View

NEED, BLIND, WORKING, RESTING = 1, 2, 3, 4  # the gravest is 1, as of other points
WORKS = ("open", "running")
DARK = ("fault", "unknown")


def controls_on_map(house: House, view: View, scope: Scope) -> tuple[list[tuple[Any, ...]], dict[int, Row]]:
    """(id, cell, lon, lat, what is urgent) of the controls of the view's region, and {id: what is told of it}."""
    how: dict[str, Any] = {"topics": ("controls", "readings", "stations"), "rolling": True}
    rows = ask(answer, house, view, scope, follows=("region", "at", "lang"), **how).rows
    known = {str(row["code"]): row for row in rows}
    columns = (control.c[name] for name in ("id", "cell_id", "lon", "lat", "code"))
    with house.engine.connect() as connection:
        stood = [one for one in connection.execute(select(*columns)) if one.code in known]
    places = [(one.id, one.cell_id, one.lon, one.lat, _urgent(known[one.code])) for one in stood]
    return places, {one.id: _told(known[one.code]) for one in stood}


def _urgent(row: Row) -> int:
    if row["need"]:
        return NEED
    return BLIND if row["state"] in DARK else WORKING if row["state"] in WORKS else RESTING


def _told(row: Row) -> Row:
    """`do`: the order that is suggested and neither so nor given."""
    return {name: row[name] for name in ("code", "name", "kind", "state")} | {"do": row["do"] if row["need"] else None}

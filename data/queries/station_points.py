"""Stations as points of the map: where they are, and in which state."""

from typing import Any, NamedTuple

from sqlalchemy import select

from data.ask import ROLLING_SECONDS, ask, stamp
from data.house import House
from data.queries.station_wall import STATES, answer
from data.schema import station
from data.scope import Scope
from data.view import View

TOPICS = ("stations", "readings")
TOLD = ("name", "kind", "quantity", "value", "state", "code")
GRADES = {state: grade for grade, state in enumerate(STATES, 1)}  # 1 the most urgent, as of other points


class Standing(NamedTuple):
    """`rows` of (id, cell, longitude, latitude, grade), and by id what is told of each."""

    rows: list[tuple[int, int, float, float, int]]
    told: dict[int, dict[str, Any]]


def standing(house: House, view: View) -> Standing:
    """All stations of the city as they were at the moment of the view, the same for everyone."""
    key = (view.at, *stamp(house, view, TOPICS, True))
    return house.answers.recall("points-station", key, lambda: _standing(house, view), ROLLING_SECONDS)


def _standing(house: House, view: View) -> Standing:
    found = ask(answer, house, view, Scope.guest(), topics=TOPICS, rolling=True, follows=("at",)).rows
    with house.engine.connect() as connection:
        places = {row.code: row for row in connection.execute(select(station.c.id, station.c.code, station.c.cell_id))}
    known = [(places[str(row["code"])], row) for row in found if row["code"] in places]
    return Standing(
        rows=[
            (place.id, place.cell_id, float(row["lon"] or 0), float(row["lat"] or 0), GRADES[str(row["state"])])
            for place, row in known
        ],
        told={place.id: {name: row[name] for name in TOLD} for place, row in known},
    )

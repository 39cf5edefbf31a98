"""What may be picked on the page of risks beside drawing: live warnings, stations above a limit, wind circles."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from data.answer import Row
from data.ask import ask
from data.house import House
from data.language import gettext as _
from data.queries.asked import Asked, asked
from data.queries.catchments import DRAINED
from data.queries.station_wall import answer as station_wall
from data.queries.storm_winds import BEAUFORT
from data.queries.storms import storm_now
from data.queries.typhoon import RECENT
from data.queries.warning_board import live_at
from data.schema import storm_point
from data.scope import Scope
from data.storms.circles import circle_word
from data.view import View

MOST = 40


class Choice(NamedTuple):
    """`area` as in the address, and the words for it."""

    area: str
    words: str


def choices(house: House, view: View, scope: Scope) -> dict[str, list[Choice]]:
    """`warnings`, `stations`, `upstream`, `storm` and `windless`: each the most urgent first, at most MOST."""
    with asked(house, view, scope) as a:
        urgent = _urgent(house, view, scope)
        warnings = [Choice(f"warning:{row['code']}", f"{row['title']} · {row['place']}") for row in live_at(a, view.at)]
        drained = [row for row in urgent if row["kind"] in DRAINED]
        return {
            "warnings": warnings[:MOST],
            "stations": [Choice(f"station:{row['code']}", str(row["name"])) for row in urgent][:MOST],
            "upstream": [Choice(f"catchment:{row['code']}", str(row["name"])) for row in drained][:MOST],
            **_storm(a, view.storm),
        }


def _urgent(house: House, view: View, scope: Scope) -> list[Row]:
    """Stations above a limit, as the station wall has them."""
    how: dict[str, Any] = {"topics": ("stations", "readings"), "rolling": True, "follows": ("region", "at", "lang")}
    return [row for row in ask(station_wall, house, view, scope, **how).rows if row["state"] == "above"]


def _storm(a: Asked, chosen: str) -> dict[str, list[Choice]]:
    """`storm`: the circles that its newest fix tells, the widest first; `windless`: the storm that tells none."""
    found = storm_now(a.connection, chosen, a.now, RECENT)
    if not found:
        return {"storm": [], "windless": []}
    track, name = str(found[0]["track_id"]), str(found[0]["name"])
    row = _fix(a.connection, track, a)
    told = [force for force, column in BEAUFORT.items() if row is not None and getattr(row, column.name)]
    source = str(found[0]["source"])
    circles = [
        Choice(f"storm:{track},{force}", _("{winds}风圈").format(winds=circle_word(source, force))) for force in told
    ]
    return {"storm": circles, "windless": [] if circles else [Choice("", name)]}


def _fix(connection: Connection, track: str, a: Asked) -> Any:
    p = storm_point.c
    newest = select(storm_point).where(p.track_id == track, p.at <= a.now).order_by(p.at.desc()).limit(1)
    return connection.execute(newest).first()

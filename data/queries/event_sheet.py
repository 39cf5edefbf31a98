"""The sheet of one event: its detail with what it may repeat and what may be done, read at once."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from data.house import House
from data.life.ways import Offer
from data.queries.agencies import agencies_of
from data.queries.duplicates import Suggestion, duplicates, repeats, trait
from data.queries.event_detail import Detail, detail, event_named
from data.queries.handlers import of_grid
from data.queries.routing import routes_of
from data.queries.sight import Seen, cameras_on
from data.scope import Scope
from data.words import ROLES


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """`like` is empty once the event has ended; `routed` names the agency the responsibility list gives.

    `offer`: what its classification calls for. `grids`: whether grid staff handle it; with `scope` that says which
    moves are whose. `seen`: the cameras that see its place; None where only its region is known.
    """

    one: Detail
    like: list[Suggestion]
    again: list[dict[str, Any]]
    agencies: list[dict[str, Any]]
    routed: str
    offer: Offer
    grids: bool
    scope: Scope
    seen: Seen | None


def sheet(house: House, event_id: int, scope: Scope, at: datetime | None = None) -> Sheet:
    """Raises as `detail` does. Without clearance nothing of people is in it."""
    with house.engine.connect() as connection:
        one = detail(connection, event_id, scope, house.clock.now(), at)
        one = one if scope.clearance else _public(one)
        row, like = one.row, []
        if row["ended_at"] is None:
            like = duplicates(connection, scope, trait(row), one.now, but=(event_id,))
        routes = routes_of(connection)
        return Sheet(
            one=one,
            like=like,
            again=repeats(connection, scope, trait(row), one.now),
            agencies=agencies_of(connection, row["cell_id"]),
            routed=routes.route(row["category"], row["leaf"], row["grade"], row["cell_id"]).name or "",
            offer=routes.offer(row["category"], row["leaf"], row["grade"]),
            grids=of_grid(connection, row),
            scope=scope,
            seen=cameras_on(connection, scope, row["lon"], row["lat"]) if row["placed"] == "exact" else None,
        )


def sheet_named(house: House, code: str, scope: Scope, at: datetime | None = None) -> Sheet:
    with house.engine.connect() as connection:
        event_id = event_named(connection, code, scope)
    return sheet(house, event_id, scope, at)


def _public(one: Detail) -> Detail:
    """Without what people wrote, who they are, and what they photographed: as doors show it without a key."""
    steps = [step | {"actor": ROLES.get(step["role"], ""), "reason": None} for step in one.steps]
    return replace(one, row=one.row | {"text": None}, steps=steps, photos=[])

"""A case under decision: the event as it was seen, who moves it and when, and what was given with the move."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from data.errors import BadInput
from data.language import gettext as _
from data.life.actor import Actor
from data.life.moves import Move
from data.life.ways import Offer
from data.queries.lines_in import Line, lines_named
from data.queries.routing import Route, route, routes_of
from data.schema import agency, event_history

Row = Mapping[Any, Any]
Change = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A move under decision."""

    connection: Connection
    move: Move
    row: Row
    at: datetime
    given: Mapping[str, Any]
    actor: Actor

    def way(self, grade: str) -> Route:
        """Where the responsibility list sends it in this grade."""
        row = self.row
        return route(self.connection, row["category"], row["leaf"], grade, row["cell_id"])

    def offer(self) -> Offer:
        """What its classification says of it."""
        return routes_of(self.connection).offer(self.row["category"], self.row["leaf"], self.row["grade"])

    def express(self) -> Line | None:
        """The express line (直通车) it came in by."""
        code = self.row["line"]
        one = lines_named(self.connection, {code}).get(code) if code else None
        return one if one and one["kind"] == "express" else None

    def agency(self, code: str = "") -> tuple[str, str]:
        """(code, loop) of an agency, of the one given where none is named."""
        found = select(agency.c.code, agency.c.kind).where(agency.c.code == (code or str(self.given["agency"])))
        row = self.connection.execute(found).one_or_none()
        if row is None:
            raise BadInput(_("没有这个责任单位"))
        return row.code, "inner" if row.kind == "grid" else "outer"

    def held_since(self) -> datetime | None:
        """When the agency got the case: at its assignment, or later at another one's expense."""
        h = event_history.c
        given = select(func.max(h.at)).where(h.event_id == self.row["id"], h.change.like('%"agency":%'))
        return max(filter(None, (self.connection.scalar(given), self.row["assigned_at"])), default=None)

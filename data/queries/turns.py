"""The turn of a group as it is kept, with the pages of its rotation."""

import json
import time
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from data.queries.footings import is_at_war
from data.queries.regions import Region
from data.queries.warning_scope import touching
from data.schema import region, rotation, rotation_page, screen_group, screen_takeover, warning
from data.schema.warnings import LIVE
from data.screens.turn import Page, Turn

Row = Mapping[str, Any]
COLOURS = {"red": 1, "orange": 2, "yellow": 3}
CALM = "calm"  # no orange warning or graver
FOOTINGS = ("war", "peace")  # whether the region, or one in or around it, is on a war footing


def now_ms() -> int:
    """Real time: screens are in step by it, whatever the city's clock says."""
    return time.time_ns() // 1_000_000


def rotation_pages(connection: Connection, rotation_id: int | None) -> list[dict[str, Any]]:
    """In their order."""
    of = select(rotation_page).where(rotation_page.c.rotation_id == rotation_id)
    ordered = of.order_by(rotation_page.c.position, rotation_page.c.id)
    return [dict(row) for row in connection.execute(ordered).mappings()] if rotation_id else []


def turn_of(group: Row, pages: list[dict[str, Any]]) -> Turn:
    return Turn(
        pages=tuple(Page(id=one["id"], seconds=one["seconds"]) for one in pages),
        among=tuple(json.loads(group["among"])),
        page=group["page_id"],
        spent=group["spent"],
        since=group["since"],
        paused=group["paused"],
    )


def eligible(connection: Connection, rotation_id: int | None, pages: list[dict[str, Any]]) -> tuple[int, ...]:
    """Those whose condition holds for the warnings, and the footing, of the rotation's region."""
    asked = {one["condition"] for one in pages} - {""}
    here = _place(connection, rotation_id) if asked else None
    gravest = _gravest(connection, here) if here and asked - set(FOOTINGS) else 9
    war = here is not None and bool(asked & set(FOOTINGS)) and is_at_war(connection, here)
    return tuple(one["id"] for one in pages if _holds(one["condition"], gravest, war))


def _holds(condition: str, gravest: int, war: bool) -> bool:
    if condition in FOOTINGS:
        return war == (condition == "war")
    if condition == CALM:
        return gravest > COLOURS["orange"]
    return not condition or gravest <= COLOURS[condition]


def _place(connection: Connection, rotation_id: int | None) -> Region:
    columns = [region.c[name] for name in Region.__dataclass_fields__]
    of = select(*columns).join(rotation, rotation.c.region_id == region.c.id).where(rotation.c.id == rotation_id)
    return Region(*connection.execute(of).one())


def _gravest(connection: Connection, here: Region) -> int:
    """Colour of the gravest live warning; 9 for none."""
    return connection.scalar(select(func.min(warning.c.colour)).where(LIVE, touching(here))) or 9


def group_row(connection: Connection, group_id: int, *, alone: bool = False) -> dict[str, Any]:
    """`alone`: nobody else changes it until this transaction ends."""
    of = select(screen_group).where(screen_group.c.id == group_id)
    return dict(connection.execute(of.with_for_update() if alone else of).mappings().one())


def active_of(connection: Connection, screen_ids: Iterable[int], now: int) -> list[dict[str, Any]]:
    """What takes these screens over at this moment: the gravest first, then the newest."""
    t = screen_takeover.c
    of = select(screen_takeover).where(t.screen_id.in_(list(screen_ids)), *in_force(now))
    return [dict(row) for row in connection.execute(of.order_by(t.level, t.id.desc())).mappings()]


def in_force(now: int) -> tuple[Any, ...]:
    return screen_takeover.c.ended_at.is_(None), screen_takeover.c.until > now

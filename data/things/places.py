"""Where things told of count: their coordinates in WGS-84 and the cells around them, many at once."""

from collections.abc import Sequence
from dataclasses import replace
from math import isfinite

from sqlalchemy import Connection

from data.intake.crs import to_wgs84
from data.intake.record import Fault
from data.language import gettext as _
from data.queries.locate import Located, cell_of_region, locate_many
from data.things.told import Told

AFLOAT = 0  # the cell of a vessel that lies in none: it counts where it is at home
MOVING = ("vessel",)


def places_of(connection: Connection, rows: Sequence[Told], crs: str) -> list[Located | Fault]:
    """For each thing the cell that holds it, with lon and lat its own in WGS-84; Fault where there is none."""
    exact = [n for n, one in enumerate(rows) if one.lon is not None]
    points = to_wgs84([rows[n].lon or 0.0 for n in exact], [rows[n].lat or 0.0 for n in exact], crs)
    found = dict(zip(exact, locate_many(connection, points[:, 0], points[:, 1]), strict=True))
    where = dict(zip(exact, points.tolist(), strict=True))
    homes = {
        code: cell_of_region(connection, code) for code in {one.region for n, one in enumerate(rows) if _home(one)}
    }
    return [_placed(homes[one.region] if _home(one) else found[n], where.get(n), one) for n, one in enumerate(rows)]


def _home(one: Told) -> bool:
    """Whether its region says where it counts: without coordinates, or when these are where it happens to be."""
    return one.lon is None or (one.layer in MOVING and one.region != "")


def _placed(cell: Located | None, at: list[float] | None, one: Told) -> Located | Fault:
    if at is not None and not (isfinite(at[0]) and abs(at[0]) <= 180 and isfinite(at[1]) and abs(at[1]) <= 90):
        return Fault("outside", _("坐标不在地球上"))
    if cell is None and at is not None and one.layer in MOVING and not one.region:
        return Located(AFLOAT, "", at[0], at[1])
    if cell is None:
        return Fault("outside", _("位置不在本市范围"))
    return replace(cell, lon=at[0], lat=at[1]) if at is not None else cell

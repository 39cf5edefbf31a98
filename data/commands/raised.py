"""A warning that an office or a person raises: for regions, or for an area that is drawn."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import shapely
from sqlalchemy import Connection

from data.commands.warnings import NewWarning, raise_warning
from data.errors import BadInput
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.covered import drawn, holding, outermost
from data.queries.regions import Region, region_of

MOST_CORNERS = 10_000


@dataclass(frozen=True, kw_only=True)
class ByHand:
    """What is told of it. `regions`: codes; `area`: GeoJSON Polygon or MultiPolygon, WGS-84; one of both."""

    field: str
    colour: int
    title: str
    words: str
    regions: tuple[str, ...] = ()
    area: dict[str, Any] | None = None
    expires_at: datetime | None = None


def raise_by_hand(connection: Connection, told: ByHand, actor: Actor, now: datetime, *, provenance: str) -> int:
    """Its id. BadInput for what makes no sense, UnknownRegion and Forbidden by place, Forbidden by role."""
    if bool(told.regions) == (told.area is not None):
        raise BadInput(_("请给出区域，或画出范围，二者取一"))
    if told.expires_at is not None and told.expires_at <= now:
        raise BadInput(_("失效时间已过"))
    places = _places(connection, told, actor)
    new = NewWarning(
        field=told.field,
        title=told.title,
        colour=told.colour,
        words=told.words,
        region_id=holding(connection, places),
        regions=tuple(one.id for one in places),
        at=now,
        origin=actor.name[:64],
        provenance=provenance,
        expires_at=told.expires_at,
    )
    return raise_warning(connection, new, actor, now)


def _places(connection: Connection, told: ByHand, actor: Actor) -> list[Region]:
    if told.area is None:
        return outermost([region_of(connection, code, actor.scope) for code in dict.fromkeys(told.regions)])
    found = drawn(connection, _shape(told.area))
    if not found:
        raise BadInput(_("画出的范围不在本市"))
    return found


def _shape(area: dict[str, Any]) -> Any:
    """A valid polygon on the globe."""
    try:
        shape = shapely.geometry.shape(area)
    except (shapely.errors.ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        raise BadInput(_("画出的范围不是多边形")) from None
    if shape.is_empty or shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise BadInput(_("画出的范围不是多边形"))
    west, south, east, north = shape.bounds
    on_globe = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    if not on_globe or shapely.get_num_coordinates(shape) > MOST_CORNERS:
        raise BadInput(_("画出的范围过于复杂，或不是经纬度"))
    return shapely.make_valid(shape)

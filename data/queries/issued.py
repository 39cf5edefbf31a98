"""Warnings as we issue them to others: one at its newest message, and the list of those that are live."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from data.cap.ours import Covered, Issued
from data.errors import UnknownThing
from data.language import gettext as _
from data.language import speaking
from data.queries.regions import Region
from data.queries.station_ground import STATION_KM, Ground, ground_of
from data.queries.warning_scope import covered, reaching, touching
from data.schema import region, region_shape, warning, warning_history
from data.scope import Scope

TOLD_ANEW = (
    "raise",
    "escalate",
    "deescalate",
    "update",
    "clear",
)  # moves that make a message; others are our own affair
MOST = 200
SPOKEN = "zh"  # messages are written in the language of the house


class Entry(NamedTuple):
    """A live warning as a feed lists it."""

    code: str
    field: str
    title: str
    words: str
    colour: int
    raised_at: datetime
    changed_at: datetime
    provenance: str


def issued(connection: Connection, code: str, scope: Scope, *, exercise: bool) -> Issued:
    """The warning with this code at its newest message. UnknownThing where there is none, or not for this scope."""
    found = select(warning)
    row = connection.execute(found.where(warning.c.code == code, reaching(scope))).one_or_none()
    if row is None:
        raise UnknownThing(_("没有这条预警"))
    told = _messages(connection, row.id)
    return Issued(
        code=row.code,
        seq=told[-1].seq,
        field=row.field,
        title=row.title,
        colour=row.colour,
        words=row.words,
        by_rule=row.rule is not None,
        changed_at=told[-1].at,
        expires_at=row.expires_at,
        ended=row.ended_at is not None,
        simulated=row.provenance == "simulated",
        exercise=exercise,
        earlier=tuple((one.seq, one.at) for one in told[:-1]),
        regions=_covered(connection, row),
    )


def code_of(connection: Connection, warning_id: int) -> str:
    return str(connection.scalars(select(warning.c.code).where(warning.c.id == warning_id)).one())


def live(connection: Connection, here: Region, scope: Scope) -> list[Entry]:
    """Live warnings that cover some of `here`, the newest first."""
    columns = [warning.c[name] for name in Entry._fields]
    found = select(*columns).join_from(warning, region, region.c.id == warning.c.region_id)
    found = found.where(warning.c.ended_at.is_(None), touching(here), reaching(scope))
    rows = connection.execute(found.order_by(warning.c.changed_at.desc(), warning.c.id.desc()).limit(MOST))
    return [Entry(*row) for row in rows]


def _messages(connection: Connection, warning_id: int) -> Sequence[Any]:
    """The steps of its life that others were told of, in order."""
    h = warning_history.c
    wanted = select(h.seq, h.at).where(h.warning_id == warning_id, h.move.in_(TOLD_ANEW)).order_by(h.seq)
    return connection.execute(wanted).all()


def _covered(connection: Connection, row: Any) -> tuple[Covered, ...]:
    if row.station_id is not None:
        return (_around(ground_of(connection, row.station_id)),)
    places = covered(connection, [row.id])
    drawn = select(region_shape.c.region_id, region_shape.c.geometry)
    shapes = dict(connection.execute(drawn.where(region_shape.c.region_id.in_([one.id for one in places]))).all())
    return tuple(Covered(code=one.code, name=one.name, outline=shapes.get(one.id)) for one in places)


def _around(ground: Ground) -> Covered:
    """A station's warning: what drains to it, or a circle around it; in the language that messages speak."""
    code, village = ground.village or ("", "")
    with speaking(SPOKEN):
        name = " · ".join(filter(None, (village, ground.words)))
    around = None if ground.outline else (ground.lat, ground.lon, STATION_KM)
    return Covered(code=code, name=name, outline=ground.outline, around=around)

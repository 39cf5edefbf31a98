"""What lies in a region of a register, and the newest of each gauge there, in words, by the names of their fields."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, func, select

from data.language import gettext as _
from data.queries import things
from data.queries.event_words import clock
from data.queries.regions import Region, inside
from data.risk_words import QUALITIES, QUANTITIES
from data.schema import feature, gauge, gauge_now, station
from data.scope import Scope
from data.things.fields import FIELDS
from data.things.writing import HEAD, TAIL, cells
from data.words import PROVENANCE

Row = dict[str, Any]


def things_of(connection: Connection, layer: str, here: Region, scope: Scope, most: int) -> Iterable[Row]:
    graded = ["danger"] if any(one.name == "people" for one in FIELDS[layer]) else []
    heads = [*HEAD, *(one.name for one in FIELDS[layer]), *graded, *TAIL, "persons"]
    found = things.rows_in(connection, here, scope, layer, most)
    return (dict(zip(heads, cells(row, layer, persons=True, word=_), strict=True)) for row in found)


def readings_of(connection: Connection, kind: str, here: Region, _scope: Scope, most: int) -> Iterable[Row]:
    """The newest of each gauge."""
    columns = (station.c.code, station.c.name, gauge.c.quantity, gauge_now.c.value, gauge_now.c.at, gauge_now.c.quality)
    of = select(*columns, station.c.provenance).select_from(station.join(gauge))
    of = of.join(gauge_now, gauge_now.c.gauge_id == gauge.c.id)
    mine = (station.c.kind == kind, station.c.closed_at.is_(None), inside(station.c.cell_id, here))
    found = connection.execute(of.where(*mine).order_by(station.c.code, gauge.c.quantity).limit(most)).mappings()
    return (_reading(dict(row)) for row in found)


def _reading(row: Row) -> Row:
    what = QUANTITIES[row["quantity"]]
    told = {"quantity": _(what.word), "unit": _(what.unit), "at": clock(row["at"])}
    return row | told | {"quality": _(QUALITIES[row["quality"]]), "provenance": _(PROVENANCE[row["provenance"]])}


def counts_beside(connection: Connection, here: Region) -> dict[str, int]:
    """{resource: rows in the region} of registers and readings."""
    f, s = feature.c, station.c
    own = select(f.layer, func.count()).where(f.retired_at.is_(None), inside(f.cell_id, here)).group_by(f.layer)
    told = select(s.kind, func.count()).select_from(
        station.join(gauge).join(gauge_now, gauge_now.c.gauge_id == gauge.c.id)
    )
    told = told.where(s.closed_at.is_(None), inside(s.cell_id, here))
    counts = {f"things:{layer}": n for layer, n in connection.execute(own)}
    return counts | {f"readings:{kind}": n for kind, n in connection.execute(told.group_by(s.kind))}

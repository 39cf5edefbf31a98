"""Things of the registers for readers: lists in pages, one with its history; persons masked by clearance."""

import base64
import binascii
import json
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, Select, and_, or_, select
from sqlalchemy.sql.elements import ColumnElement

from data.errors import BadInput, UnknownThing
from data.house import House
from data.language import gettext as _
from data.queries.regions import Region, inside, region_of
from data.queries.responsible import persons_of, seen
from data.queries.spans import places_of
from data.schema import feature, feature_history, region
from data.scope import Scope
from data.things.danger import danger_of
from data.things.fields import BERTHS
from data.things.masks import NAMES
from data.things.people import Person
from data.words import KINDS

MOST = 500
CHUNK = 1_000
LONGEST_TEXT = 96
COLUMNS = (
    *("id", "layer", "code", "kind", "grade", "name", "lon", "lat", "quantity", "attributes", "as_of", "provenance"),
    *("seq", "retired_at"),
)
GRADES = ("1", "2", "3", "4")
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class ThingFilters:
    """What things must be; empty says nothing. `berth` is of vessels.

    `text` is a part of the name, or of a vessel's home port, or the beginning of a code.
    """

    layer: str = ""
    kind: str = ""
    grade: str = ""
    berth: str = ""
    text: str = ""

    def __post_init__(self) -> None:
        if self.layer and self.layer not in KINDS:
            raise BadInput(f"layer: {self.layer!r} is not one of {', '.join(KINDS)}")
        kinds = KINDS.get(self.layer) or {kind: word for some in KINDS.values() for kind, word in some.items()}
        if self.kind and self.kind not in kinds:
            raise BadInput(f"kind: {self.kind!r} is not one of {', '.join(kinds)}")
        if self.berth and self.berth not in BERTHS:
            raise BadInput(f"berth: {self.berth!r} is not one of {', '.join(BERTHS)}")
        if self.grade and self.grade not in GRADES:
            raise BadInput(f"grade: {self.grade!r} is not one of {', '.join(GRADES)}")
        if len(self.text) > LONGEST_TEXT or "\0" in self.text:
            raise BadInput(f"text: at most {LONGEST_TEXT} characters")

    @classmethod
    def parse(cls, given: Mapping[str, str]) -> "ThingFilters":
        return cls(**{one.name: given[one.name].strip() for one in fields(cls) if one.name in given})


@dataclass(frozen=True)
class ThingPage:
    """Rows in order of layer and code; `next` is the cursor of the page after, None on the last one."""

    rows: list[Row]
    next: str | None


def listed(
    house: House, here: str, scope: Scope, filters: ThingFilters, *, after: str | None = None, limit: int = 100
) -> ThingPage:
    """A page of the things that stand in region `here`; retired ones are left out. `place`: village and grid."""
    if not 1 <= limit <= MOST:
        raise BadInput(f"limit: 1 to {MOST}")
    with house.engine.connect() as connection:
        statement = _statement(region_of(connection, here, scope), filters)
        if after:
            layer, code = _read(after)
            f = feature.c
            statement = statement.where(f.layer >= layer, or_(f.layer > layer, and_(f.layer == layer, f.code > code)))
        found = connection.execute(statement.limit(limit + 1)).mappings().all()
        rows = _with_people(connection, found[:limit], scope)
        for row, place in zip(rows, places_of(connection, [row["cell_id"] for row in rows]), strict=True):
            row["place"] = place
    return ThingPage(rows, _written(rows[-1]) if len(found) > limit else None)


def exported(house: House, here: str, scope: Scope, filters: ThingFilters) -> Generator[Row]:
    """Every thing that fits, read as it is asked for. Close the iterator when you stop early."""
    with house.engine.connect() as connection:
        statement = _statement(region_of(connection, here, scope), filters)
        rows = connection.execution_options(yield_per=CHUNK).execute(statement).mappings()
        with house.engine.connect() as beside:
            for some in rows.partitions(CHUNK):
                yield from _with_people(beside, some, scope)


def rows_in(connection: Connection, here: Region, scope: Scope, layer: str, most: int) -> list[Row]:
    """Things of one register in a region that is known already."""
    found = connection.execute(_statement(here, ThingFilters(layer=layer)).limit(most)).mappings().all()
    return _with_people(connection, found, scope)


def thing(connection: Connection, layer: str, code: str, scope: Scope) -> Row:
    """One, retired or not, with `persons`, `history` (oldest first) and `cell_id`. UnknownThing for this scope."""
    wanted = select(*(feature.c[name] for name in COLUMNS), feature.c.cell_id, *_PLACE).join_from(*_WHERE)
    row = connection.execute(wanted.where(feature.c.layer == layer, feature.c.code == code)).mappings().one_or_none()
    if row is None or not scope.covers(row["cell_id"], row["cell_id"]):
        raise UnknownThing(_("没有这个台账对象"))
    found = _with_people(connection, [row], scope)[0]
    h = feature_history
    steps = connection.execute(select(h).where(h.c.feature_id == row["id"]).order_by(h.c.seq)).mappings()
    return found | {"history": [_step(step, scope) for step in steps]}


_PLACE = (region.c.code.label("region_code"), region.c.name.label("region_name"))
_WHERE = (feature, region, region.c.id == feature.c.cell_id)


def _statement(here: Region, filters: ThingFilters) -> Select[Any]:
    f = feature.c
    statement = select(*(f[name] for name in COLUMNS), f.cell_id, *_PLACE).join_from(*_WHERE)
    where: list[ColumnElement[bool]] = [f.retired_at.is_(None), inside(f.cell_id, here)]
    if filters.layer:
        where.append(f.layer == filters.layer)
    if filters.kind:
        where.append(f.kind == filters.kind)
    if filters.grade:
        where.append(f.grade == int(filters.grade))
    if filters.berth:
        where += [f.layer == "vessel", f.attributes["berth"].as_string() == filters.berth]
    if filters.text:
        part = filters.text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        port = f.attributes["harbour"].as_string().like(f"%{part}%", escape="\\")
        named = (f.name.like(f"%{part}%", escape="\\"), f.code.like(f"{part}%", escape="\\"))
        where.append(or_(*named, (f.layer == "vessel") & port))
    return statement.where(*where).order_by(f.layer, f.code)


def _with_people(connection: Connection, rows: Sequence[Mapping[Any, Any]], scope: Scope) -> list[Row]:
    """Each row with `danger` and the persons who answer for it, as the scope's clearance lets them be seen."""
    chains = persons_of(connection, [row["id"] for row in rows], scope)
    return [_row(row, chains.get(row["id"], [])) for row in rows]


def _row(row: Mapping[Any, Any], persons: Sequence[Row]) -> Row:
    danger = danger_of(row["layer"], row["kind"], row["attributes"])
    return {**row, "danger": danger._asdict() if danger else None, "persons": list(persons)}


def _step(step: Mapping[Any, Any], scope: Scope) -> Row:
    """Who did what, when; to those who may not know people neither by whom nor why."""
    change = json.loads(step["change"])
    if "persons" in change:
        change["persons"] = [[seen(Person(*one), scope)._asdict() for one in chain] for chain in change["persons"]]
    known = scope.clearance >= NAMES
    who = {"actor": step["actor"] if known else "", "reason": step["reason"] if known else None}
    return {"seq": step["seq"], "move": step["move"], "at": step["at"], "role": step["role"], "change": change} | who


def _written(row: Row) -> str:
    return base64.urlsafe_b64encode(json.dumps([row["layer"], row["code"]]).encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[str, str]:
    try:
        layer, code = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(layer, str) or not isinstance(code, str) or "\0" in layer + code:
            raise ValueError
        (layer + code).encode()
        return layer, code
    except (ValueError, TypeError, RecursionError, binascii.Error):
        raise BadInput("after: not a cursor of this list") from None

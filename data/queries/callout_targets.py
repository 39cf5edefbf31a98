"""Who can be called, told, or spoken to by loudspeaker in a region or in an area of it: by groups of the registers.

Responders by kind, persons by the register that names them, residents and enterprises by 一张表; loudspeakers are
things of the register `speaker`. Who has no telephone cannot be called, and is not counted.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
import shapely
from sqlalchemy import Connection, Select, select

from data.callout_words import LEDGERS, SPOKEN, SUBJECT_GROUPS
from data.dispatch.words import RESPONDER_KINDS
from data.errors import BadInput, UnknownThing
from data.language import gettext as _
from data.ledgers.fields import dictionary
from data.queries.areas import area_of
from data.queries.picked import picked
from data.queries.regions import Region, region_of
from data.schema import feature, feature_person, record, region, responder
from data.scope import Scope
from data.things.masks import HIDDEN
from data.words import REGISTERS, SPEAKER_KINDS

SPEAKER = "speaker"  # the register of loudspeakers


class Target(NamedTuple):
    """`address`: a telephone, or the code of a loudspeaker; "" where there is none."""

    code: str
    name: str
    who: str
    address: str


@dataclass(frozen=True)
class Where:
    """`spans`: intervals of cells within `here`; `shape` cuts further. `title`: what it is."""

    here: Region
    spans: tuple[tuple[int, int], ...]
    shape: shapely.Geometry | None
    title: str


def where_of(connection: Connection, code: str, area: str, scope: Scope, now: datetime) -> Where:
    """The region, or as much of a picked area (`data/queries/picked.py`) as lies in it and within the scope."""
    here = region_of(connection, code, scope)
    if not area:
        return Where(here, ((here.lo, here.hi),), None, here.name)
    one = picked(connection, area, code, scope, now)
    found = area_of(connection, one.sent, scope, now)
    spans = found.cells or ((here.lo, here.hi),)
    cut = tuple((max(lo, here.lo), min(hi, here.hi)) for lo, hi in spans if lo <= here.hi and hi >= here.lo)
    return Where(here, cut, found.shape, one.title)


def groups_of(kind: str) -> dict[str, str]:
    """{group: word} of what a kind of call may be for, in the order of a form."""
    if kind == "broadcast":
        return {f"{SPEAKER}:{name}": word for name, word in SPEAKER_KINDS.items()}
    people = {f"responder:{name}": word for name, word in RESPONDER_KINDS.items()}
    return people | {f"persons:{layer}": REGISTERS[layer] for layer in SPOKEN} | _ledgers(kind)


def _ledgers(kind: str) -> dict[str, str]:
    return {f"ledger:{name}": word for name, word in SUBJECT_GROUPS.items()} if kind == "outbound" else {}


def targets_of(connection: Connection, where: Where, groups: Collection[str]) -> list[Target]:
    """Everyone of these groups, each telephone once, whoever comes first with it."""
    found: dict[str, Target] = {}
    for group in groups:
        for one in _READERS[group.partition(":")[0]](connection, where, group):
            found.setdefault(one.address or f"{one.who}|{one.code}", one)
    return list(found.values())


def chosen(connection: Connection, where: Where, scope: Scope, codes: Collection[str]) -> list[Target]:
    """Responders of the region that were picked one by one. UnknownThing when one is not there for this asker."""
    columns = (responder.c.code, responder.c.name, responder.c.kind, responder.c.phone, region.c.lo, region.c.hi)
    query = select(*columns).join(region, region.c.id == responder.c.region_id).where(responder.c.code.in_(set(codes)))
    found = connection.execute(query.where(region.c.lo >= where.here.lo, region.c.hi <= where.here.hi))
    rows = [row for row in found if scope.covers(row.lo, row.hi)]
    if len(rows) < len(set(codes)):
        raise UnknownThing(_("没有这个单位，或不在可看范围内"))
    return [Target(row.code, row.name, f"responder:{row.kind}", _number(row.phone)) for row in rows]


def check_groups(kind: str, groups: Collection[str]) -> None:
    if strange := [one for one in groups if one not in groups_of(kind)]:
        raise BadInput(_("没有“{name}”这个对象").format(name=strange[0][:40]))


def _responders(connection: Connection, where: Where, group: str) -> list[Target]:
    r = responder.c
    query = select(r.code, r.name, r.phone, r.lon, r.lat, region.c.lo).join(region, region.c.id == r.region_id)
    query = query.where(r.kind == group.partition(":")[2], region.c.hi <= where.here.hi).order_by(r.id)
    rows = _inside(connection, where, query, region.c.lo)
    return [Target(row.code, row.name, group, _number(row.phone)) for row in rows]


def _persons(connection: Connection, where: Where, group: str) -> list[Target]:
    """Who answers for things, the nearest to them first."""
    f, p = feature.c, feature_person.c
    query = select(f.code, p.name, p.phone, f.lon, f.lat).join(feature_person, p.feature_id == f.id)
    query = query.where(f.layer == group.partition(":")[2], f.retired_at.is_(None), p.phone.is_not(None))
    rows = _inside(connection, where, query.order_by(p.level.desc(), f.code, p.role), f.cell_id)
    return [Target(row.code, row.name, group, _number(row.phone)) for row in rows]


def _speakers(connection: Connection, where: Where, group: str) -> list[Target]:
    f = feature.c
    query = select(f.code, f.name, f.lon, f.lat).where(f.layer == SPEAKER, f.kind == group.partition(":")[2])
    rows = _inside(connection, where, query.where(f.retired_at.is_(None)).order_by(f.code), f.cell_id)
    return [Target(row.code, row.name, group, row.code) for row in rows]


def _records(connection: Connection, where: Where, group: str) -> list[Target]:
    """Of 一张表, where its dictionary keeps names and telephones."""
    subject = group.partition(":")[2]
    known = dictionary(connection).fields
    if not all(name in known and known[name].slot for name in LEDGERS[subject]):
        return []
    name, phone = (known[one].column for one in LEDGERS[subject])
    cell = region.alias()
    query = select(record.c.code, name.label("name"), phone.label("phone"), cell.c.lon, cell.c.lat)
    query = query.join(cell, cell.c.id == record.c.cell_id).where(record.c.subject == subject, phone != "")
    rows = _inside(connection, where, query.order_by(record.c.cell_id, record.c.code), record.c.cell_id)
    return [Target(row.code, row.name or "", group, _number(row.phone)) for row in rows]


def _inside(connection: Connection, where: Where, query: Select[Any], cell: Any) -> list[Any]:
    """Rows whose cell lies in the spans, and whose place lies in the shape."""
    rows = [row for lo, hi in where.spans for row in connection.execute(query.where(cell.between(lo, hi)))]
    if where.shape is None or not rows:
        return rows
    mask = shapely.contains_xy(where.shape, np.array([(row.lon, row.lat) for row in rows]))
    return [row for row, held in zip(rows, mask, strict=True) if held]


def _number(phone: str | None) -> str:
    """One that is masked is none."""
    return phone if phone and not HIDDEN.fullmatch(phone) else ""


_READERS = {"responder": _responders, "persons": _persons, SPEAKER: _speakers, "ledger": _records}


def sizes_of(connection: Connection, where: Where, groups: Collection[str]) -> dict[str, int | None]:
    """{group: how many can be reached}; None for 一张表, which is counted when it is asked for."""
    told = [one for one in groups if not one.startswith("ledger:")]
    found = {one: len({two.address for two in targets_of(connection, where, [one]) if two.address}) for one in told}
    return {one: found.get(one) for one in groups}

"""Smart visits (智能走访) as those find them who go there: what changed, where, by when; and the tags that stay."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, func, literal, select

from data.errors import UnknownThing
from data.house import House
from data.language import gettext as _
from data.ledgers.fields import Dictionary, Field, dictionary, read_value, shown
from data.queries.among import among
from data.queries.forms import village_names
from data.queries.records import value_of
from data.queries.regions import Region, inside, region_of
from data.queries.stewards import named
from data.record_call_words import ASKED, CALL_STATES, WHYS
from data.schema import record, record_call, record_more, region, steward
from data.scope import Scope
from data.things.masks import NAMES
from data.times import day_number
from data.view import View

MOST = 200
NAMED = {"enterprise": "enterprise.name", "house": "house.address"}
C = record_call.c
Row = dict[str, Any]


@dataclass(frozen=True)
class Called:
    """`states`, `whys`: how many of each there are here; `rows`: those wanted, due ones before those that are done."""

    here: Region
    now: datetime
    states: dict[str, int]
    whys: dict[str, int]
    rows: list[Row]
    one: Row | None


def calls(house: House, view: View, scope: Scope, state: str = "", why: str = "", code: str = "") -> Called:
    """UnknownThing for a `code` that is none of his."""
    now = house.clock.now()
    stand = _stand(day_number(now)).label("stand")
    with house.engine.connect() as connection:
        here = region_of(connection, view.region, scope)
        mine = inside(C.cell_id, here)
        groups = connection.execute(select(stand, C.why, func.count()).where(mine).group_by(stand, C.why)).all()
        wanted = [mine, *([stand == state] if state else []), *([C.why == why] if why else [])]
        order = (C.state != "open", case((C.state == "open", C.due_day), else_=-C.due_day), C.id)
        known = dictionary(connection)
        rows = _rows(connection, known, scope, now, wanted, order)
        one = _one(connection, known, scope, now, code) if code else None
    states, whys = Counter[str](), Counter[str]()
    for stands, reason, n in groups:
        states[stands] += n
        whys[reason] += n
    return Called(
        here, now, {name: states[name] for name in CALL_STATES}, {name: whys[name] for name in WHYS}, rows, one
    )


def calls_at(connection: Connection, record_id: int, scope: Scope, now: datetime) -> list[Row]:
    """Of one record, the newest first."""
    order = (C.sensed_at.desc(), C.id.desc())
    return _rows(connection, dictionary(connection), scope, now, [C.record_id == record_id], order)


def _stand(today: int) -> Any:
    return case(((C.state == "open") & (C.due_day < today), literal("late")), else_=C.state)


def _one(connection: Connection, known: Dictionary, scope: Scope, now: datetime, code: str) -> Row:
    """With the fields that its form asks, as they are."""
    found = _rows(connection, known, scope, now, [C.code == code], (C.id,))
    if not found or not scope.covers(found[0]["cell_id"], found[0]["cell_id"]):
        raise UnknownThing(_("没有这个走访任务"))
    of = select(record, record_more.c.more).join(record_more).where(record.c.id == found[0]["record_id"])
    row = dict(connection.execute(of).mappings().one())
    fields = [known.fields[name] for name in ASKED[found[0]["subject"]] if name in known.fields]
    return found[0] | {"fields": [(one, value_of(row, one)) for one in fields]}


def _rows(
    connection: Connection, known: Dictionary, scope: Scope, now: datetime, wanted: Sequence[Any], order: Sequence[Any]
) -> list[Row]:
    stand = _stand(day_number(now)).label("stand")
    query = select(record_call, stand, record.c.code.label("record")).join(record, record.c.id == C.record_id)
    names = {subject: known.fields.get(code) for subject, code in NAMED.items()}
    columns = [one.column.label(f"name_{subject}") for subject, one in names.items() if one is not None and one.slot]
    found = connection.execute(query.add_columns(*columns).where(*wanted).order_by(*order).limit(MOST)).mappings().all()
    cells = [row["cell_id"] for row in found]
    villages, keepers = village_names(connection, cells), _keepers(connection, cells, scope)
    return [_told(known, dict(row), names, villages, keepers, scope) for row in found]


def _told(
    known: Dictionary,
    row: Row,
    names: dict[str, Field | None],
    villages: dict[int, str],
    keepers: dict[int, str],
    scope: Scope,
) -> Row:
    one, field = names.get(row["subject"]), known.fields.get(row["field"])
    name = shown(one, row.get(f"name_{row['subject']}"), scope.clearance) if one is not None else ""
    both = {side: _value(field, row[side], scope) for side in ("before", "after")}
    who = {"actor": row["actor"] if scope.clearance >= NAMES else ""}
    told = {"name": str(name) or row["record"], "village": villages.get(row["cell_id"], "")}
    return {**row, **both, **who, **told, "tags": json.loads(row["tags"]), "keeper": keepers.get(row["cell_id"], "")}


def _value(field: Field | None, text: str | None, scope: Scope) -> str:
    if field is None or text is None:
        return text or ""
    return str(shown(field, read_value(field, text), scope.clearance))


def _keepers(connection: Connection, cells: Sequence[int], scope: Scope) -> dict[int, str]:
    """{cell: the steward of its grid}."""
    if not cells:
        return {}
    of = (steward.c.kind == "grid", region.c.tree == "spine", among(connection, region.c.id, set(cells)))
    query = select(steward, region.c.id.label("cell")).join_from(
        region, steward, steward.c.region_id == region.c.parent_id
    )
    rows = [dict(row) for row in connection.execute(query.where(*of)).mappings()]
    return {row["cell"]: named(row, scope) for row in rows}

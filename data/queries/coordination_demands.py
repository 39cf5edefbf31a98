"""What subjects ask for, with the departments whose topic it is, and how these have answered."""

from typing import Any

from sqlalchemy import Connection, func, select

from data.coordination.kind import Kind
from data.coordination.words import DEMAND_STATES
from data.errors import UnknownThing
from data.language import gettext as _
from data.queries.coordination_calls import veiled
from data.queries.regions import SPINE, Region, inside
from data.schema import agency, coordination_demand, coordination_offer, region
from data.scope import Scope

D, O = coordination_demand.c, coordination_offer.c  # noqa: E741
MOST = 200
Row = dict[str, Any]


def demands(
    connection: Connection, kind: Kind, here: Region, scope: Scope, state: str = ""
) -> tuple[dict[str, int], list[Row]]:
    """How many there are of each state, and those of one, each with its offers; all that wait where none is asked."""
    mine = (D.kind == kind.code, inside(D.cell_id, here))
    rows = _matched(
        connection,
        kind,
        connection.execute(select(coordination_demand).where(*mine).order_by(D.id.desc()).limit(MOST)).mappings().all(),
    )
    seen = [row for row in rows if knows(row, scope)]
    counts = {name: sum(row["state"] == name for row in seen) for name in DEMAND_STATES}
    wanted = (state,) if state in DEMAND_STATES else ("open", "offered")
    return counts, [veiled(row, scope, "words") for row in seen if row["state"] in wanted]


def knows(row: Row, scope: Scope) -> bool:
    """A department knows what is of its topics, or was passed on to it; a subject its own."""
    if scope.every_department:
        return True
    told = (*row["matched"], row["forwarded"], f"subject:{row['subject']}")
    return any(one in scope.departments for one in told)


def demand_named(connection: Connection, kind: Kind, code: str, scope: Scope) -> Row:
    found = connection.execute(select(coordination_demand).where(D.code == code, D.kind == kind.code)).mappings().all()
    row = next(iter(_matched(connection, kind, found)), None)
    if row is None or not scope.covers(row["cell_id"], row["cell_id"]) or not knows(row, scope):
        raise UnknownThing(_("没有这条需求"))
    return row


def demands_of(connection: Connection, kind: Kind, subject: str) -> list[Row]:
    query = select(coordination_demand).where(D.subject == subject, D.kind == kind.code).order_by(D.id.desc()).limit(40)
    return _matched(connection, kind, connection.execute(query).mappings().all())


def _matched(connection: Connection, kind: Kind, found: Any) -> list[Row]:
    """With `matched`: {agency: name} of departments around it that the topic declares; `offers`; `names`."""
    if not found:
        return []
    offers: dict[int, list[Row]] = {}
    told = select(coordination_offer, agency.c.name.label("agency_name")).outerjoin(agency, agency.c.code == O.agency)
    for offer in connection.execute(
        told.where(O.demand_id.in_([row["id"] for row in found])).order_by(O.id)
    ).mappings():
        offers.setdefault(offer["demand_id"], []).append(dict(offer))
    around = _departments(connection)
    rows = []
    for row in found:
        topic = kind.topics.get(row["topic"])
        wanted = topic.agencies if topic else ()
        matched = {one.code: one.name for one in around if _fits(one, row["cell_id"], wanted)}
        rows.append(dict(row) | {"matched": matched, "offers": offers.get(row["id"], [])})
    return rows


def _departments(connection: Connection) -> list[Any]:
    columns = (agency.c.code, agency.c.name, region.c.lo, region.c.hi)
    query = select(*columns).join_from(agency, region, region.c.id == agency.c.region_id).where(SPINE)
    return list(
        connection.execute(query.where(agency.c.kind == "department").order_by(region.c.level.desc(), agency.c.code))
    )


def _fits(one: Any, cell: int, wanted: tuple[str, ...]) -> bool:
    return one.lo <= cell <= one.hi and one.code.rpartition(".")[2] in wanted


def open_demands(connection: Connection, kind: Kind, here: Region) -> int:
    where = (D.kind == kind.code, D.state == "open", inside(D.cell_id, here))
    return int(connection.scalar(select(func.count()).where(*where)) or 0)

"""Hidden dangers until they are closed, and hot problems: what was found at several subjects of one trade."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, case, func, select

from data.coordination.kind import Kind
from data.coordination.words import DANGER_STATES
from data.errors import UnknownThing
from data.language import gettext as _
from data.queries.coordination_calls import MOST, known_to, veiled
from data.queries.regions import Region, inside
from data.schema import agency, coordination_finding, coordination_push, coordination_receipt, event
from data.scope import Scope
from data.times import day_number

F, P, R = coordination_finding.c, coordination_push.c, coordination_receipt.c
PUSHES = 40
Row = dict[str, Any]
# One that has become an event is closed with that.
_STATE = case((event.c.closed_at.is_not(None), "closed"), else_=F.state)
_JOINED = coordination_finding.outerjoin(event, event.c.code == func.nullif(F.event, ""))


@dataclass(frozen=True)
class Hot:
    """An item found at `n` subjects of a trade; `pushed` when it was last told to those like them."""

    item: str
    trade: str
    n: int
    words: str
    pushed: datetime | None


def dangers(
    connection: Connection, kind: Kind, here: Region, scope: Scope, state: str = "", limit: int = MOST
) -> tuple[dict[str, int], list[Row]]:
    """How many there are of each state, and those of one; all that are not closed where none is asked for."""
    mine = (F.kind == kind.code, F.danger == 1, inside(F.cell_id, here), known_to(scope, F))
    counted = select(_STATE.label("now"), func.count()).select_from(_JOINED).where(*mine).group_by("now")
    found = {row[0]: int(row[1]) for row in connection.execute(counted)}
    counts = {name: found.get(name, 0) for name in DANGER_STATES}
    wanted = _STATE.in_((state,) if state in DANGER_STATES else ("open", "fixed"))
    query = select(coordination_finding, _STATE.label("now"), agency.c.name.label("agency_name"))
    query = query.select_from(_JOINED.outerjoin(agency, agency.c.code == F.agency)).where(*mine, wanted)
    rows = connection.execute(query.order_by(F.due_day, F.id).limit(limit)).mappings()
    return counts, [veiled(dict(row), scope, "mended") | {"state": row["now"]} for row in rows]


def danger_named(connection: Connection, code: str, scope: Scope) -> Row:
    query = select(coordination_finding, _STATE.label("now")).select_from(_JOINED)
    query = query.where(F.code == code, F.danger == 1, known_to(scope, F))
    row = connection.execute(query).mappings().one_or_none()
    if row is None or not scope.covers(row["cell_id"], row["cell_id"]):
        raise UnknownThing(_("没有这条隐患"))
    return dict(row) | {"state": row["now"]}


def dangers_of(connection: Connection, subject: str, kind: str) -> list[Row]:
    """Of one subject, those that are not closed first."""
    query = select(coordination_finding, _STATE.label("now")).select_from(_JOINED)
    query = query.where(F.subject == subject, F.kind == kind, F.danger == 1).order_by(F.closed_day.is_not(None), F.id)
    return [dict(row) | {"state": row["now"]} for row in connection.execute(query.limit(40)).mappings()]


def findings_of(connection: Connection, calls: list[int]) -> dict[int, list[Row]]:
    """{call: what it found}."""
    found: dict[int, list[Row]] = {}
    query = select(coordination_finding).where(F.call_id.in_(calls)).order_by(F.id)
    for row in connection.execute(query).mappings():
        found.setdefault(row["call_id"], []).append(dict(row))
    return found


def hot(connection: Connection, kind: Kind, here: Region, scope: Scope, now: datetime) -> list[Hot]:
    """Hot problems of the declared days, the widest spread first; of what the asker may know."""
    since = day_number(now - timedelta(days=kind.hot.days))
    n = func.count(F.subject.distinct())
    where = (F.kind == kind.code, F.day >= since, inside(F.cell_id, here), F.trade != "", known_to(scope, F))
    query = select(F.item, F.trade, n.label("n"), func.max(F.words).label("words")).where(*where)
    query = query.group_by(F.item, F.trade).having(n >= kind.hot.times).order_by(n.desc(), F.item, F.trade)
    told = select(P.item, P.trade, func.max(P.at)).where(P.kind == kind.code, P.region_id == here.id)
    last = {(row[0], row[1]): row[2] for row in connection.execute(told.group_by(P.item, P.trade))}
    found = connection.execute(query)
    return [Hot(row.item, row.trade, row.n, row.words, last.get((row.item, row.trade))) for row in found]


def pushes(connection: Connection, kind: Kind, here: Region) -> list[Row]:
    """What was pushed to subjects that lie here: to how many, who has read it, who has looked at itself."""
    sums = (func.count(), func.count(R.read_at), func.count(R.checked_at))
    columns = [P[name] for name in ("id", "code", "item", "trade", "n", "words", "at", "actor", "provenance")]
    query = select(*columns, *(one.label(name) for one, name in zip(sums, ("told", "read", "checked"), strict=True)))
    query = query.join_from(coordination_push, coordination_receipt, R.push_id == P.id)
    query = query.where(P.kind == kind.code, inside(R.cell_id, here)).group_by(*columns).order_by(P.at.desc(), P.id)
    return [dict(row) for row in connection.execute(query.limit(PUSHES)).mappings()]


def pushes_to(connection: Connection, subject: str, kind: str) -> list[Row]:
    """What was pushed to one subject, the newest first."""
    columns = [P[name] for name in ("code", "item", "n", "words", "at", "provenance")]
    query = select(*columns, R.read_at, R.checked_at).join_from(coordination_push, coordination_receipt)
    query = query.where(R.subject == subject, P.kind == kind).order_by(P.at.desc(), P.id).limit(PUSHES)
    return [dict(row) for row in connection.execute(query).mappings()]

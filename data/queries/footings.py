"""平战态势: which regions are on a war footing, about what; those that were; and what a new one could be about."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, false, or_, select

from data.acting import may_act
from data.answer import Answer, Column, Row
from data.errors import UnknownThing
from data.footing_words import DECLARERS
from data.house import House
from data.language import gettext as _
from data.queries.asked import REGISTER_RHYTHM, Asked, asked
from data.queries.cases import in_scope
from data.queries.regions import Region, inside
from data.queries.warning_scope import reaching, touching
from data.schema import event, footing, region, warning
from data.schema.footings import AT_WAR
from data.schema.warnings import LIVE
from data.scope import Scope
from data.view import View

F = footing.c
PAST, OFFERED = 6, 8
GRAVE = ("S", "A")  # grades of events that a footing is offered for
THEN = {"ended_at": None, "ended_words": None}  # of what was not over at the moment that is asked for
COLUMNS = (
    Column(key="footing", label="状态代码"),
    Column(key="code", label="编号"),
    Column(key="region_code", label="区划代码"),
    Column(key="name", label="区划"),
    Column(key="words", label="理由"),
    Column(key="on", label="所涉事项代码"),
    Column(key="title", label="所涉事项"),
    Column(key="begun_at", label="转入时间"),
    Column(key="role", label="转入岗位代码"),
    Column(key="ended_at", label="转出时间"),
    Column(key="ended_words", label="转出理由"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a region on a war footing at the moment of the view, which lies in or around the view's; without any, a row
    `peace`. What it is about is named to who may see that. `parts.ended`: those that are over; `parts.subjects`: what a
    new one could be about; `parts.declare`: whether somebody may declare one."""
    with asked(house, view, scope) as a:
        rows = at_war(a.connection, scope, a.here, at=view.at)
        past = [] if view.at else _past(a.connection, scope, a.here)
        whose = scope.every_department and scope.roles[0] in (*DECLARERS, *Scope.guest().roles)
        may = may_act(house) and view.at is None and whose
        return a.answer(
            columns=COLUMNS,
            rows=[_plain(row | THEN) for row in rows]
            or [{"footing": "peace", "region_code": a.here.code, "name": a.here.name}],
            unit="处",
            as_of=a.now,
            provenance=a.lived,
            rhythm=REGISTER_RHYTHM,
            source="平战转换记录",
            parts={
                "ended": [_plain(row) for row in past],
                "subjects": _subjects(a, scope) if may else [],
                "declare": [
                    {
                        "may": may,
                        "code": a.here.code,
                        "name": a.here.name,
                        "war": any(_same(row, a.here) for row in rows),
                    }
                ],
            },
        )


def at_war(connection: Connection, scope: Scope, here: Region | None = None, at: Any = None) -> list[dict[str, Any]]:
    """Regions on a war footing that touch what the asker sees; with `here` those that touch that region."""
    held = AT_WAR if at is None else and_(F.begun_at <= at, or_(F.ended_at.is_(None), F.ended_at > at))
    return _footings(connection, scope, here, held, (F.lo, F.hi.desc(), F.id))


def footings_told(connection: Connection, scope: Scope, state: str) -> list[Row]:
    """`war`: those of now; `peace`: the newest that are over. Of those that touch what the asker sees."""
    rows = at_war(connection, scope) if state == "war" else _past(connection, scope, None)
    return [_plain(row) for row in rows]


def footing_told(connection: Connection, scope: Scope, code: str) -> Row:
    """UnknownThing for one that is not there, or touches nothing that the asker sees."""
    rows = _footings(connection, scope, None, F.code == code, (F.id,))
    if not rows:
        raise UnknownThing(_("没有这次战时状态，或不在可办范围内"))
    return _plain(rows[0])


def is_at_war(connection: Connection, here: Region) -> bool:
    """Whether the region, or one in or around it, is."""
    return connection.scalar(select(F.id).where(AT_WAR, _meets([(here.lo, here.hi)])).limit(1)) is not None


def _past(connection: Connection, scope: Scope, here: Region | None) -> list[dict[str, Any]]:
    return _footings(connection, scope, here, F.ended_at.is_not(None), (F.ended_at.desc(), F.id.desc()), PAST)


def _footings(
    connection: Connection, scope: Scope, here: Region | None, held: Any, order: Any, most: int | None = None
) -> list[dict[str, Any]]:
    """With the event or the warning, where the asker may see it."""
    names = (F[one] for one in ("code", "words", "begun_at", "role", "ended_at", "ended_words", "lo", "hi"))
    columns = (*names, region.c.code.label("region_code"), region.c.name)
    about: tuple[Any, ...] = (event.c.code.label("event_code"), event.c.title.label("event_title"))
    about += (warning.c.code.label("warning_code"), warning.c.title.label("warning_title"), warning.c.colour)
    query = select(*columns, *about).join_from(footing, region, region.c.id == F.region_id)
    query = query.outerjoin(event, and_(event.c.id == F.event_id, *in_scope(scope)))
    query = query.outerjoin(warning, and_(warning.c.id == F.warning_id, reaching(scope)))
    spans = [(here.lo, here.hi)] if here else list(scope.cells)
    query = query.where(held, _meets(scope.cells), _meets(spans)).order_by(*order)
    return [dict(row) for row in connection.execute(query.limit(most) if most else query).mappings()]


def _meets(spans: Sequence[tuple[int, int]]) -> ColumnElement[bool]:
    return or_(false(), *(and_(F.lo <= hi, F.hi >= lo) for lo, hi in spans))


def _same(row: dict[str, Any], here: Region) -> bool:
    return row["region_code"] == here.code


def _plain(row: dict[str, Any]) -> Row:
    kind = "event" if row["event_code"] else "warning" if row["warning_code"] else ""
    told: Row = {name: row[name] for name in ("code", "region_code", "name", "words", "role", "ended_words")}
    told |= {"on": f"{kind}-{row[f'{kind}_code']}" if kind else None, "title": row[f"{kind}_title"] if kind else None}
    told["footing"] = "peace" if row["ended_at"] else "war"
    return told | {name: row[name].isoformat() if row[name] else None for name in ("begun_at", "ended_at")}


def _subjects(a: Asked, scope: Scope) -> list[Row]:
    """Live warnings, the gravest first, then open events of the gravest grades, the newest first."""
    w, e = warning.c, event.c
    grave = (
        select(w.code, w.title).where(LIVE, touching(a.here), reaching(scope)).order_by(w.colour, w.raised_at.desc())
    )
    found: list[Row] = [
        {"on": f"warning-{row.code}", "title": row.title} for row in a.connection.execute(grave.limit(OFFERED))
    ]
    mine = (e.ended_at.is_(None), e.grade.in_(GRAVE), inside(e.cell_id, a.here), *in_scope(scope))
    cases = select(e.code, e.title).where(*mine).order_by(case((e.grade == "S", 0), else_=1), e.reported_at.desc())
    return found + [
        {"on": f"event-{row.code}", "title": row.title} for row in a.connection.execute(cases.limit(OFFERED))
    ]

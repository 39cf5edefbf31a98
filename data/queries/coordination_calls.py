"""Coordinated visits as lists and one by one: those of a month, of a region, that the asker may know."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, true

from data.coordination.kind import Kind
from data.coordination.words import OPEN, STATES, WAYS
from data.errors import BadInput, UnknownThing
from data.house import House
from data.language import gettext as _
from data.queries.regions import Region, inside, region_of
from data.schema import agency, coordination_call, coordination_file, coordination_plan, coordination_step
from data.scope import Scope
from data.things.masks import NAMES
from data.times import local

C, P = coordination_call.c, coordination_plan.c
MOST = 500  # on a screen
OWN = "subject:"  # before what an account of a subject is for, among its departments
SORTS = {"code": C.code, "day": C.day, "name": C.name, "agency": C.agency, "items": P["items"], "state": C.state}
Row = dict[str, Any]


@dataclass(frozen=True)
class Month:
    """Local days first..last; `code` as 2024-07."""

    first: int
    last: int
    code: str

    def turned(self, by: int) -> "Month":
        year, month = divmod(int(self.code[:4]) * 12 + int(self.code[5:]) - 1 + by, 12)
        return month_of(f"{year:04d}-{month + 1:02d}")


def month_of(code: str) -> Month:
    try:
        first = date.fromisoformat(f"{code}-01")
        year, month = divmod(first.year * 12 + first.month, 12)
        return Month(first.toordinal(), date(year, month + 1, 1).toordinal() - 1, f"{first:%Y-%m}")
    except ValueError:
        raise BadInput(_("月份有误")) from None


@dataclass(frozen=True)
class Asked:
    """`sort` one of SORTS, with - before it the other way round."""

    month: str = ""
    state: str = ""
    way: str = ""
    agency: str = ""
    text: str = ""
    sort: str = "day"
    news: bool = False

    @classmethod
    def lenient(cls, given: Mapping[str, str]) -> "Asked":
        """What of an address makes sense."""
        month, sort = given.get("month", ""), given.get("sort", "")
        try:
            month_of(month)
        except BadInput:
            month = ""
        return cls(
            month=month,
            state=given.get("state", "") if given.get("state") in STATES else "",
            way=given.get("way", "") if given.get("way") in WAYS else "",
            agency=given.get("agency", "")[:32],
            text=given.get("text", "").strip()[:48],
            sort=sort if sort.removeprefix("-") in SORTS else "day",
            news=given.get("news") == "1",
        )


@dataclass(frozen=True)
class Listed:
    """`total` of those asked for, `states` of all of the month; `rows` up to the limit."""

    here: Region
    month: Month
    total: int
    states: dict[str, int]
    news: int
    rows: list[Row] = field(default_factory=list)


def listed(house: House, kind: Kind, code: str, scope: Scope, asked: Asked, limit: int = MOST) -> Listed:
    month = month_of(asked.month or f"{local(house.clock.now()):%Y-%m}")
    with house.engine.connect() as connection:
        here = region_of(connection, code, scope)
        mine = (*within(kind, here, month), known_to(scope))
        counted = select(C.state, func.count(), func.sum(C.news)).where(*mine).group_by(C.state)
        found = {row[0]: (int(row[1]), int(row[2])) for row in connection.execute(counted)}
        wanted = [*mine, *_filters(asked)]
        total = int(connection.scalar(select(func.count()).where(*wanted)) or 0)
        column = SORTS[asked.sort.removeprefix("-")]
        order = column.desc() if asked.sort.startswith("-") else column
        rows = connection.execute(_rows().where(*wanted).order_by(order, C.id).limit(limit)).mappings()
        states = {name: found.get(name, (0, 0))[0] for name in STATES}
        seen = [veiled(dict(row), scope, "opinion") for row in rows]
        return Listed(here, month, total, states, sum(n for _all, n in found.values()), seen)


def within(kind: Kind, here: Region, month: Month) -> tuple[ColumnElement[bool], ...]:
    return C.kind == kind.code, C.day.between(month.first, month.last), inside(C.cell_id, here)


def known_to(scope: Scope, table: Any = C) -> ColumnElement[bool]:
    """A department knows its own; a subject what is of itself."""
    if scope.every_department:
        return true()
    own = [one.removeprefix(OWN) for one in scope.departments if one.startswith(OWN)]
    return or_(table.agency.in_(scope.departments), table.subject.in_(own))


def _filters(asked: Asked) -> list[ColumnElement[bool]]:
    exact = [C[name] == value for name in ("state", "way", "agency") if (value := getattr(asked, name))]
    text = asked.text
    like = [or_(C.name.contains(text, autoescape=True), C.code == text)] if text else []
    return [*exact, *like, *([C.news == 1] if asked.news else [])]


def _rows() -> Select[Any]:
    told = [P[name] for name in ("items", "words", "people", "basis", "first_day", "last_day", "why", "filed_at")]
    joined = coordination_call.join(coordination_plan, P.id == C.plan_id).outerjoin(agency, agency.c.code == C.agency)
    return select(coordination_call, *told, P.code.label("plan"), agency.c.name.label("agency_name")).select_from(
        joined
    )


def call_named(connection: Connection, code: str, scope: Scope) -> Row:
    """One with its plan. UnknownThing outside the scope."""
    row = connection.execute(_rows().where(C.code == code, known_to(scope))).mappings().one_or_none()
    if row is None or not scope.covers(row["cell_id"], row["cell_id"]):
        raise UnknownThing(_("没有这次检查"))
    return veiled(dict(row), scope, "opinion")


def veiled(row: Row, scope: Scope, *texts: str) -> Row:
    """What people wrote is for those who may know of them."""
    simulated = row.get("provenance") == "simulated"
    return row if simulated or scope.clearance >= NAMES else row | {name: "***" if row[name] else "" for name in texts}


def calls_of(connection: Connection, subject: str, kind: str, since: int) -> list[Row]:
    """Of one subject, the newest first."""
    where = (C.subject == subject, C.kind == kind, C.day >= since)
    rows = connection.execute(_rows().where(*where).order_by(C.day.desc(), C.id).limit(40)).mappings()
    return [dict(row) for row in rows]


def open_calls(connection: Connection, kind: Kind, here: Region, scope: Scope, first: int, last: int) -> list[Row]:
    """Those of these days that are not over, subject by subject."""
    where = and_(C.kind == kind.code, C.day.between(first, last), inside(C.cell_id, here), known_to(scope))
    few = [
        C[name]
        for name in ("id", "code", "subject", "name", "agency", "day", "state", "way", "joint_id", "seq", "answer")
    ]
    query = select(*few, P["items"], P.words, agency.c.name.label("agency_name"))
    query = query.select_from(coordination_call.join(coordination_plan).outerjoin(agency, agency.c.code == C.agency))
    query = query.where(where, C.state.in_(OPEN)).order_by(C.subject, C.day, C.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def beside(connection: Connection, row: Mapping[str, Any]) -> list[Row]:
    """The others of the same visit."""
    if row["joint_id"] is None:
        return []
    query = _rows().where(C.joint_id == row["joint_id"], C.id != row["id"]).order_by(C.id)
    return [dict(one) for one in connection.execute(query).mappings()]


def steps_of(connection: Connection, row: Row, scope: Scope) -> list[Row]:
    """Its history, the oldest first."""
    s, of = coordination_step.c, {"provenance": row["provenance"]}
    rows = connection.execute(select(coordination_step).where(s.call_id == row["id"]).order_by(s.seq)).mappings()
    return [veiled({**one, **of}, scope, "reason") for one in rows]


def files_of(connection: Connection, calls: list[int]) -> dict[int, list[str]]:
    """{call: digests of the photos that its subject has sent}."""
    f = coordination_file.c
    found: dict[int, list[str]] = {}
    for row in connection.execute(
        select(f.call_id, f.digest).where(f.call_id.in_(calls)).order_by(f.added_at, f.digest)
    ):
        found.setdefault(row.call_id, []).append(row.digest)
    return found


def file_shown(connection: Connection, digest: str, scope: Scope) -> bool:
    """Whether a photo is of a self-check that the asker may know."""
    f = coordination_file.c
    query = select(C.cell_id).join_from(coordination_file, coordination_call).where(f.digest == digest, known_to(scope))
    return any(scope.covers(cell, cell) for cell in connection.scalars(query))

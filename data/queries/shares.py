"""What was asked for and granted, what flowed, and the rows that a grant gives or a region gets back."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, or_, select, true

from data.errors import BadInput, Forbidden, UnknownThing
from data.house import House
from data.language import gettext as _
from data.queries.delivered import Given, delivered
from data.queries.regions import Region, region_of
from data.schema import agency, region, resource, share, share_delivery, share_step
from data.scope import EVERY_CELL, Scope
from data.things.masks import NAMES

S, D = share.c, share_delivery.c
MOST = 200
DECIDERS, ASKERS = ("duty_officer", "leader"), ("agency", "duty_officer", "leader")
FED_BACK = (3, 4, 5)  # levels of regions that get back what is told of them
Row = dict[str, Any]


def _inside(scope: Scope, lo: Any, hi: Any) -> ColumnElement[bool]:
    return true() if EVERY_CELL in scope.cells else or_(*((lo >= first) & (hi <= last) for first, last in scope.cells))


def seen(scope: Scope) -> ColumnElement[bool]:
    """Who works for departments: what these asked for, or was asked of them; else what lies in his regions."""
    if scope.every_department:
        return _inside(scope, S.lo, S.hi)
    mine = select(resource.c.code).where(resource.c.agency.in_(scope.departments))
    return or_(S.agency.in_(scope.departments), S.resource.in_(mine))


def state_of(today: int) -> ColumnElement[str]:
    return case((and_(S.state == "granted", S.until_day < today), literal("expired")), else_=S.state)


def shares(connection: Connection, scope: Scope, today: int, wanted: str = "") -> tuple[list[Row], dict[str, int]]:
    """The newest first, of one of SHARE_STATES or all; and how many there are of each."""
    stand = state_of(today).label("stand")
    counts: dict[str, int] = dict(
        connection.execute(select(stand, func.count()).where(seen(scope)).group_by(stand)).all()
    )
    rows = _rows(connection, today, seen(scope), *([state_of(today) == wanted] if wanted else []))
    return rows, counts


def share_of(connection: Connection, code: str, scope: Scope, today: int) -> tuple[Row, list[Row]]:
    """It, and its history, the newest first. UnknownThing, in the same words, for what is not his to know."""
    rows = _rows(connection, today, seen(scope), S.code == code)
    if not rows:
        raise UnknownThing(_("没有这个共享申请"))
    steps = select(share_step).where(share_step.c.share_id == rows[0]["id"]).order_by(share_step.c.seq.desc())
    known = {} if scope.clearance >= NAMES else {"actor": ""}
    return rows[0], [dict(row) | known for row in connection.execute(steps).mappings()]


def known_flows(scope: Scope, here: Region) -> list[ColumnElement[bool]]:
    """What flowed in a region, of shares that he may see and of what went back to regions of his."""
    back = and_(D.share_id.is_(None), _inside(scope, D.lo, D.hi))
    mine = and_(D.share_id.is_not(None), seen(scope))
    return [D.lo >= here.lo, D.hi <= here.hi, or_(back, mine)]


def deliveries(connection: Connection, scope: Scope, here: Region, number: int | None = None) -> list[Row]:
    """What flowed, the newest first: of one share, else of all that he may see in the region."""
    of = select(share_delivery, region.c.name.label("place"), S.code, S.agency, agency.c.name.label("owner"))
    of = of.join(region, region.c.id == D.region_id).outerjoin(share, S.id == D.share_id)
    of = of.outerjoin(agency, agency.c.code == S.agency).order_by(D.id.desc()).limit(MOST)
    where = [D.share_id == number, seen(scope)] if number else known_flows(scope, here)
    known = {} if scope.clearance >= NAMES else {"who": ""}
    return [dict(row) | known for row in connection.execute(of.where(*where)).mappings()]


def granted_rows(house: House, row: Row, here: Region, scope: Scope) -> Given:
    """What a grant gives: its fields, of all its region, masked by the reader's own clearance. Forbidden otherwise."""
    check_grant(row, scope)
    there = Scope(cells=((here.lo, here.hi),), clearance=scope.clearance)
    return delivered(house, row["resource"], row["fields"].split(","), here, there)


def check_grant(row: Row, scope: Scope) -> None:
    if not scope.every_department and row["agency"] not in scope.departments:
        raise Forbidden(_("只有申请单位能取用共享数据"))
    if row["stand"] != "granted":
        raise Forbidden(_("这个共享申请未获同意，或已到期、终止"))


def place_of(connection: Connection, row: Row) -> Region:
    """The region that a share is about: whoever may know of the share knows of where it is, wherever he works."""
    return region_of(connection, row["region"], Scope.guest())


def own_rows(house: House, code: str, here: Region, scope: Scope) -> Given:
    """反哺: all that a resource holds of a town's, village's or grid's own, as its reader may know it."""
    if here.level not in FED_BACK:
        raise BadInput(_("反哺数据按镇街、村居、网格取用"))
    return delivered(house, code, (), here, scope)


def _rows(connection: Connection, today: int, *where: ColumnElement[bool]) -> list[Row]:
    name = func.coalesce(agency.c.name, S.agency).label("owner")
    flowed = select(func.count()).where(D.share_id == S.id).scalar_subquery().label("flowed")
    of = select(
        share, name, region.c.name.label("place"), region.c.code.label("region"), state_of(today).label("stand")
    )
    of = of.add_columns(flowed).join(region, region.c.id == S.region_id).outerjoin(agency, agency.c.code == S.agency)
    found = connection.execute(of.where(*where).order_by(S.id.desc()).limit(MOST)).mappings()
    return [dict(row) for row in found]


def note_delivery(
    connection: Connection, code: str, number: int | None, here: Region, form: str, n: int, who: str, now: datetime
) -> None:
    """Told in the same transaction as the audit log, before anything goes out."""
    told = {"share_id": number, "resource": code, "region_id": here.id, "lo": here.lo, "hi": here.hi, "form": form}
    connection.execute(share_delivery.insert().values(told | {"n": n, "who": who[:64], "at": now}))

"""The plans in force: of each code the highest version."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, and_, func, select

from data.dispatch.plan import Plan, plan_of
from data.schema import plan

_TOP = select(plan.c.code, func.max(plan.c.version).label("version")).group_by(plan.c.code).subquery()
_IN_FORCE = (
    select(plan).join(_TOP, and_(plan.c.code == _TOP.c.code, plan.c.version == _TOP.c.version)).order_by(plan.c.code)
)


def plan_used(connection: Connection, order: Mapping[Any, Any]) -> Plan | None:
    """The plan of an order, of the version it was given by."""
    mine = (plan.c.code == order["plan"], plan.c.version == order["version"])
    row = connection.execute(select(plan).where(*mine)).one_or_none()
    return plan_of(row.what, row.version) if row else None


def plans_in_force(connection: Connection) -> list[Plan]:
    return [plan_of(row.what, row.version) for row in connection.execute(_IN_FORCE)]

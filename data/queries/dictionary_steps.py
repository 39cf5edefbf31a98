"""What fields of a ledger were made to be, and by whom."""

from typing import Any

from sqlalchemy import Connection, or_, select

from data.ledgers.fields import Ledger
from data.schema import field_step
from data.scope import Scope
from data.things.masks import NAMES

S = field_step.c
HISTORY = 30
Row = dict[str, Any]


def field_steps(connection: Connection, its: Ledger, scope: Scope) -> list[Row]:
    """Newest first, of its own fields and of those it shares; by whom only for those who may know people."""
    mine = (S.code.startswith(f"{name}.", autoescape=True) for name in (its.code, its.subject))
    query = select(field_step).where(S.seq > 0, or_(*mine)).order_by(S.at.desc(), S.code, S.seq.desc())
    known = {} if scope.clearance >= NAMES else {"actor": ""}
    return [dict(row) | known for row in connection.execute(query.limit(HISTORY)).mappings()]

"""Who has looked at a record: what the audit log tells, for those who keep the ledger."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data.schema import account, audit

MOST, LOOKED = 12, 400
Row = dict[str, Any]
AUDIT = audit.c


def sights(connection: Connection, subject: str, code: str) -> list[Row]:
    """One line for each reader: who, in which role, how often, when last; the newest first."""
    mine = (AUDIT.target == f"{subject} {code}", AUDIT.action == "record_see")
    query = select(AUDIT.actor, AUDIT.role, AUDIT.at, account.c.name).outerjoin(account, account.c.login == AUDIT.actor)
    found: dict[str, Row] = {}
    for row in connection.execute(query.where(*mine).order_by(AUDIT.n.desc()).limit(LOOKED)).mappings():
        told = {
            "name": row["name"] or row["actor"],
            "role": row["role"],
            "at": datetime.fromisoformat(row["at"]),
            "n": 0,
        }
        found.setdefault(row["actor"], told)["n"] += 1
    return list(found.values())[:MOST]

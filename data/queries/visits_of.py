"""What coordination knows of one subject, of whatever kinds: visits, what they found, documents that tell of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from data.briefer import Briefer
from data.coordination.kind import Kind
from data.queries.coordination_calls import C, P, known_to
from data.queries.coordination_dangers import dangers_of
from data.queries.documents import D, known_documents
from data.schema import agency, coordination_call, coordination_plan, document
from data.scope import Scope

MOST = 12  # listed
Row = dict[str, Any]


@dataclass(frozen=True)
class Visited:
    """`kinds` that it is a subject of; `dangers` those that are not closed."""

    kinds: Sequence[Kind]
    calls: list[Row]
    dangers: list[Row]


def kinds_for(kinds: Sequence[Kind], source: str) -> list[Kind]:
    """Those whose subjects are of this source: enterprise, school."""
    return [one for one in kinds if one.subject.of == source]


def visited(connection: Connection, kinds: Sequence[Kind], subject: str, scope: Scope) -> Visited:
    """The newest first, of what the asker may know; a department knows its own."""
    codes = [one.code for one in kinds]
    joined = coordination_call.join(coordination_plan, P.id == C.plan_id).outerjoin(agency, agency.c.code == C.agency)
    few = [C[name] for name in ("code", "kind", "day", "state", "way", "answer", "agency", "provenance")]
    query = select(*few, P["items"], agency.c.name.label("agency_name")).select_from(joined)
    mine = (C.subject == subject, C.kind.in_(codes), known_to(scope))
    calls = connection.execute(query.where(*mine).order_by(C.day.desc(), C.id.desc()).limit(MOST)).mappings()
    found = [row for code in codes for row in dangers_of(connection, subject, code) if row["state"] != "closed"]
    dangers = [row for row in found if scope.every_department or row["agency"] in scope.departments]
    return Visited(kinds, [dict(row) for row in calls], dangers)


def documents_about(connection: Connection, me: Briefer, subject: str, code: str) -> list[Row]:
    """Documents that tell of a record, as the asker may know them."""
    mine = (D.subject == subject, D.record == code, D.withdrawn == 0, known_documents(me))
    few = select(D.code, D.title, D.kind, D.changed_at, D.issued_day, D.ends_day).select_from(document)
    return [
        dict(row) for row in connection.execute(few.where(*mine).order_by(D.changed_at.desc()).limit(MOST)).mappings()
    ]

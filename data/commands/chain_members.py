"""Who stands on which link, and who invests in what, as a city brings it in: all rows of a file or none."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from data.commands.revisions import bump
from data.commands.rows import Added, Row, Rows, Unknown, taken, text
from data.schema import chain_link, chain_member, project_party, record
from data.things.taking import lived_here

SUBJECTS = ("enterprise", "project")
Key = tuple[str, str]


def import_members(connection: Connection, rows: Rows, now: datetime) -> Added:
    """Rows of chain, link and enterprise or project; what is known stays as it is."""
    bump(connection, "ledgers")
    links: dict[Key, int] = {(row.chain, row.code): row.id for row in connection.execute(select(chain_link)).all()}
    records, lived = _records(connection), lived_here(connection)
    held = {tuple(pair) for pair in connection.execute(select(chain_member.c.link_id, chain_member.c.record_id)).all()}
    values = taken(rows, lambda row: _member(row, links, records))
    new = {(one["link_id"], one["record_id"]): one for one in values}
    fresh = [one | {"since": now, "provenance": lived} for key, one in new.items() if key not in held]
    if fresh:
        connection.execute(insert(chain_member), fresh)
    return Added(rows=len(rows), new=len(fresh))


def import_parties(connection: Connection, rows: Rows) -> Added:
    """Rows of project and enterprise: who invests in what."""
    bump(connection, "ledgers")
    records = _records(connection)
    columns = (project_party.c.project_id, project_party.c.enterprise_id)
    held = {tuple(pair) for pair in connection.execute(select(*columns)).all()}
    read = taken(rows, lambda row: {f"{one}_id": _record(row, one, records)[0] for one in SUBJECTS})
    new = {(one["project_id"], one["enterprise_id"]): one for one in read}
    fresh = [one for key, one in new.items() if key not in held]
    if fresh:
        connection.execute(insert(project_party), fresh)
    return Added(rows=len(rows), new=len(fresh))


def _records(connection: Connection) -> dict[Key, tuple[int, int]]:
    """{(subject, code): (id, cell)} of enterprises and projects."""
    query = select(record.c.subject, record.c.code, record.c.id, record.c.cell_id)
    rows = connection.execute(query.where(record.c.subject.in_(SUBJECTS))).all()
    return {(subject, code): (number, cell) for subject, code, number, cell in rows}


def _member(row: Row, links: dict[Key, int], records: dict[Key, tuple[int, int]]) -> dict[str, Any]:
    link = links.get((text(row, "chain"), text(row, "link")))
    if link is None:
        raise Unknown(f"no link {text(row, 'chain')!r} {text(row, 'link')!r}")
    subject = "project" if text(row, "project") else "enterprise"
    number, cell = _record(row, subject, records)
    return {"link_id": link, "record_id": number, "cell_id": cell}


def _record(row: Row, subject: str, records: dict[Key, tuple[int, int]]) -> tuple[int, int]:
    found = records.get((subject, text(row, subject)))
    if found is None:
        raise Unknown(f"{subject} {text(row, subject)!r} is not known")
    return found

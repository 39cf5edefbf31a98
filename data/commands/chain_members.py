"""Who stands on which link, and who invests in what, as a city brings it in: all rows of a file or none."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from data.commands.economy_definitions import LOADED, keep
from data.commands.revisions import bump
from data.commands.rows import Added, Row, Rows, Unknown, taken, text
from data.commands.things import EDITORS
from data.errors import BadInput, Forbidden, ThingRefused
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.economy_steps import seq_of
from data.queries.records import record_row
from data.schema import chain_link, chain_member, project_party, record
from data.scope import Scope
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


def change_member(
    connection: Connection,
    code: str,
    off: set[int],
    on: int | None,
    seen: int,
    reason: str,
    actor: Actor,
    scope: Scope,
    now: datetime,
) -> None:
    """An enterprise leaves links and comes to another; each state of where it stands is kept. UnknownThing outside the
    scope."""
    bump(connection, "ledgers")  # writers queue here
    if actor.role not in EDITORS:
        raise Forbidden(_("这个角色不能修改链上企业"))
    row = record_row(connection, "enterprise", code, scope)
    if not actor.scope.covers(row["cell_id"], row["cell_id"]):
        raise Forbidden(_("这个位置不在您的管辖范围"))
    if seq_of(connection, "member", code) != seen:
        raise ThingRefused(_("刚被他人修改，请刷新后再试"))
    before = _stands(connection, row["id"])
    left, come = off & set(before), on if on not in before else None
    if on is not None and connection.scalar(select(chain_link.c.id).where(chain_link.c.id == on)) is None:
        raise BadInput(_("没有这个环节"))
    if not left and come is None:
        raise BadInput(_("没有要改的环节"))
    m = chain_member.c
    connection.execute(delete(chain_member).where(m.record_id == row["id"], m.link_id.in_(left)))
    if come is not None:
        fresh = {"link_id": come, "record_id": row["id"], "cell_id": row["cell_id"], "since": now}
        connection.execute(insert(chain_member).values(fresh | {"provenance": lived_here(connection)}))
    after = list(_stands(connection, row["id"]).values())
    if not seen:
        keep(connection, "member", code, 0, {"links": list(before.values())}, None, now, LOADED)
    keep(connection, "member", code, seen + 1, {"links": after}, actor, now, reason)


def _stands(connection: Connection, number: int) -> dict[int, str]:
    """{link: "chain/link"} of a record."""
    query = select(chain_link.c.id, chain_link.c.chain, chain_link.c.code).join_from(chain_member, chain_link)
    rows = connection.execute(query.where(chain_member.c.record_id == number).order_by(chain_link.c.id)).all()
    return {link: f"{chain}/{code}" for link, chain, code in rows}


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

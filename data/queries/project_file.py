"""One investment project: its fields by clearance, where it stands, every move with how long it had stood before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data.errors import UnknownThing
from data.house import House
from data.language import gettext as _
from data.ledgers.fields import Dictionary, dictionary, shown
from data.queries.investment import LEDGER, STAGE, SUBJECT
from data.queries.records import Seen, record_row, seen_record, value_of
from data.schema import project_party, record, record_history
from data.scope import Scope
from data.things.masks import NAMES

Row = dict[str, Any]


@dataclass(frozen=True)
class ProjectFile:
    """`moves` newest first; `parties`: the enterprises behind it that the reader may see."""

    seen: Seen
    name: str
    stage: str
    days: int
    provenance: str
    moves: list[Row]
    parties: list[Row]


def project_file(house: House, code: str, scope: Scope) -> ProjectFile:
    """UnknownThing outside the scope, and for projects that are nobody's investment."""
    now = house.clock.now()
    with house.engine.connect() as connection:
        known = dictionary(connection)
        row = record_row(connection, SUBJECT, code, scope)
        if f" {LEDGER} " not in row["member"]:
            raise UnknownThing(_("没有这个招商项目"))
        moves = _moves(connection, row["id"], scope)
        since = moves[0]["at"] if moves else row["as_of"]
        return ProjectFile(
            seen=seen_record(connection, known, SUBJECT, code, scope),
            name=str(value_of(row, known.fields["project.name"]) or code),
            stage=str(value_of(row, known.fields[STAGE]) or ""),
            days=max(0, (now - since).days),
            provenance=row["provenance"],
            moves=moves,
            parties=_parties(connection, known, row["id"], scope),
        )


def _moves(connection: Connection, number: int, scope: Scope) -> list[Row]:
    h = record_history.c
    steps = select(record_history).where(h.record_id == number, h.field == STAGE).order_by(h.seq)
    found: list[Row] = []
    last: datetime | None = None
    for step in connection.execute(steps).mappings():
        known = {"actor": step["actor"], "reason": step["reason"]} if scope.clearance >= NAMES else {}
        days = (step["at"] - last).days if last else None
        found.append(
            {"actor": "", "reason": "", **known, "days": days} | {n: step[n] for n in ("at", "before", "after")}
        )
        last = step["at"]
    return found[::-1]


def _parties(connection: Connection, known: Dictionary, number: int, scope: Scope) -> list[Row]:
    name = known.fields["enterprise.name"]
    query = select(record.c.code, record.c.cell_id, name.column.label("name"))
    query = query.join_from(project_party, record, record.c.id == project_party.c.enterprise_id)
    rows = connection.execute(query.where(project_party.c.project_id == number).order_by(record.c.code)).mappings()
    return [
        dict(row) | {"name": shown(name, row["name"], scope.clearance)}
        for row in rows
        if scope.covers(row["cell_id"], row["cell_id"])
    ]


def projects_of(connection: Connection, known: Dictionary, enterprise: int, scope: Scope) -> list[Row]:
    """The projects an enterprise invests in, those that the reader may see."""
    names = ("name", "stage", "total")
    columns = [known.fields[f"project.{one}"].column.label(one) for one in names]
    query = select(record.c.code, record.c.cell_id, *columns)
    query = query.join_from(project_party, record, record.c.id == project_party.c.project_id)
    rows = connection.execute(
        query.where(project_party.c.enterprise_id == enterprise).order_by(record.c.code)
    ).mappings()
    return [
        dict(row) | {one: shown(known.fields[f"project.{one}"], row[one], scope.clearance) for one in names}
        for row in rows
        if scope.covers(row["cell_id"], row["cell_id"])
    ]

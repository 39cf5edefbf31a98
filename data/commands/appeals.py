"""企业诉求: what an enterprise asks for becomes a case of the event engine, routed by the responsibility list."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from data.commands.revisions import bump
from data.commands.warned_events import finest
from data.economy.condition import SUBJECT
from data.errors import BadInput, Forbidden
from data.intake.record import TEXT, TITLE, Record, clean
from data.intake.taking import Taken, take
from data.language import gettext as _
from data.ledgers.fields import dictionary
from data.life.actor import Actor
from data.queries.records import record_row, value_of
from data.schema import appeal, region
from data.scope import Scope

ORIGIN, SOURCE, GRADE = "appeal", "department", "B"
BRANCH = "livelihood.enterprise"
MAY = ("duty_officer", "agency")
APPEALS = {  # leaves of the branch
    "finance": "融资",
    "labour": "用工",
    "land": "用地用房",
    "grant": "政策兑现",
    "licence": "证照办理",
    "market": "市场与物流",
}


def raise_appeal(
    connection: Connection, enterprise: str, kind: str, title: str, text: str, actor: Actor, scope: Scope, now: datetime
) -> Taken:
    """The case, at the place of the enterprise. UnknownThing outside the scope, Forbidden by role, BadInput."""
    if actor.role not in MAY:
        raise Forbidden(_("这个角色不能登记企业诉求"))
    said = clean(title, line=True)
    if kind not in APPEALS or not said:
        raise BadInput(_("请选择诉求类别，并写明诉求"))
    bump(connection, "events", "ledgers")
    row = record_row(connection, SUBJECT, enterprise, scope)
    if not actor.scope.covers(row["cell_id"], row["cell_id"]):
        raise Forbidden(_("这个位置不在您的管辖范围"))
    taken = take(connection, _case(connection, row, kind, said, text, now), origin=ORIGIN, actor=actor, now=now)
    tie = {"event_id": taken.event_id, "record_id": row["id"], "cell_id": row["cell_id"]}
    connection.execute(insert(appeal).values(tie | {"at": now, "actor": actor.name}))
    return taken


def _case(connection: Connection, row: dict[str, Any], kind: str, said: str, text: str, now: datetime) -> Record:
    """Where the enterprise is, under its own category; who it is stands in the text."""
    name = value_of(row, dictionary(connection).fields["enterprise.name"]) or row["code"]
    where = connection.execute(select(region).where(region.c.id == row["cell_id"])).one()
    return Record(
        title=said[:TITLE],
        text="\n".join(filter(None, (clean(text), _("企业 {name}（{code}）").format(name=name, code=row["code"]))))[
            :TEXT
        ],
        category=finest(connection, f"{BRANCH}.{kind}"),
        source=SOURCE,
        grade=GRADE,
        reported_at=now,
        provenance=row["provenance"],
        region=where.code,
        place=str(name)[:64],
    )

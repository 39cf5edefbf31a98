"""One record: its values as a reader may see them, and who changed what."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from data.errors import UnknownThing
from data.language import gettext as _
from data.ledgers.fields import Dictionary, Field, Value, shown
from data.queries.forms import village_names
from data.schema import record, record_history, record_more
from data.scope import Scope
from data.things.masks import NAMES

HISTORY = 40
Row = dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """`values`: fields with something in them, or of ledgers it is in, in the order of the dictionary."""

    id: int
    cell_id: int
    subject: str
    code: str
    seq: int
    village: str
    ledgers: list[str]
    values: list[tuple[Field, str | float]]
    history: list[Row]


def record_row(connection: Connection, subject: str, code: str, scope: Scope) -> Row:
    """All of it, unmasked, for commands. UnknownThing outside the scope."""
    of = select(record, record_more.c.more).join(record_more).where(record.c.subject == subject, record.c.code == code)
    row = connection.execute(of).mappings().one_or_none()
    if row is None or not scope.covers(row["cell_id"], row["cell_id"]):
        raise UnknownThing(_("没有这条台账记录"))
    return dict(row)


def value_of(row: Row, one: Field) -> Value:
    found: Value = row[one.slot] if one.slot else row["more"].get(one.code)
    return found


def seen_record(connection: Connection, known: Dictionary, subject: str, code: str, scope: Scope) -> Seen:
    row = record_row(connection, subject, code, scope)
    ledgers = row["member"].split()
    fields = [one for one in known.of(subject) if one.ledger is None or one.ledger in ledgers]
    values = [(one, shown(one, value_of(row, one), scope.clearance)) for one in fields]
    village = village_names(connection, [row["cell_id"]]).get(row["cell_id"], "")
    h = record_history.c
    steps = select(record_history).where(h.record_id == row["id"]).order_by(h.seq.desc(), h.field).limit(HISTORY)
    history = [_step(known, step, scope) for step in connection.execute(steps).mappings()]
    return Seen(row["id"], row["cell_id"], subject, code, row["seq"], village, ledgers, values, history)


def _step(known: Dictionary, step: Any, scope: Scope) -> Row:
    """Before and after as the reader may see them; by whom and why only for those who may know people."""
    one = known.fields[step["field"]]
    both = {name: shown(one, _typed(one, step[name]), scope.clearance) for name in ("before", "after")}
    who = (
        {"actor": step["actor"], "reason": step["reason"]} if scope.clearance >= NAMES else {"actor": "", "reason": ""}
    )
    return {"field": one, "at": step["at"], **both, **who}


def _typed(one: Field, text: str | None) -> Value:
    return float(text) if text is not None and one.kind == "number" else text

"""What a change of a thing leaves behind: its persons, and a row of history with each value before and after."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from data.intake.record import Fault
from data.language import gettext as _
from data.life.actor import Actor
from data.schema import feature_history, feature_person
from data.things.masks import HIDDEN, masked_phone
from data.things.people import Person

Change = dict[str, list[Any]]


def people_of(connection: Connection, feature_id: int) -> tuple[Person, ...]:
    """Its chain, from the city down; telephones whole."""
    p = feature_person.c
    rows = connection.execute(select(p.level, p.role, p.name, p.phone).where(p.feature_id == feature_id))
    return tuple(sorted(Person(*row) for row in rows))


def change_of(
    row: Mapping[Any, Any], values: Mapping[str, Any], known: Sequence[Person], persons: Sequence[Person] | None
) -> Change:
    """{what: [before, after]} as JSON holds it; persons None: nothing is said about them."""
    change = {name: [_plain(row[name]), _plain(new)] for name, new in values.items() if row[name] != new}
    if persons is not None and (after := whole(persons, known)) != tuple(known):
        change["persons"] = [[list(one) for one in known], [list(one) for one in after]]
    return change


def put_people(
    connection: Connection, feature_id: int, persons: Sequence[Person], known: Sequence[Person] = ()
) -> None:
    """The chain becomes `persons`; a hidden telephone stays what it was."""
    rows = [one._asdict() | {"feature_id": feature_id} for one in whole(persons, known)]
    connection.execute(delete(feature_person).where(feature_person.c.feature_id == feature_id))
    if rows:
        connection.execute(insert(feature_person), rows)


def whole(persons: Sequence[Person], known: Sequence[Person]) -> tuple[Person, ...]:
    """Telephones that their teller saw masked are what they were. Fault when there was no such one."""
    before = {(one.level, one.role): one.phone for one in known}
    return tuple(sorted(one._replace(phone=_whole(one, before.get((one.level, one.role)))) for one in persons))


def _whole(one: Person, before: str | None) -> str | None:
    if one.phone is None or not HIDDEN.fullmatch(one.phone):
        return one.phone
    if masked_phone(before, 0) != one.phone:
        raise Fault("malformed", _("责任人的电话被遮住了,不是号码"))
    return before


def remember(
    connection: Connection,
    feature_id: int,
    seq: int,
    move: str,
    now: datetime,
    actor: Actor,
    reason: str | None,
    change: Change,
) -> None:
    """Append to the history, which is never changed afterwards."""
    row = {"feature_id": feature_id, "seq": seq, "move": move, "at": now, "actor": actor.name[:64], "role": actor.role}
    text = json.dumps(change, ensure_ascii=False, separators=(",", ":"))
    connection.execute(insert(feature_history), row | {"reason": reason, "change": text})


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value

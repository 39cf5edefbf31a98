"""Rows of any resource of the house that can go out: of a region, in words, each by the names of its fields."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from data.catalogue.own import BUSINESS, FieldTold, own_resources
from data.errors import UnknownThing
from data.house import House
from data.language import gettext as _
from data.ledgers.asked import Asked
from data.ledgers.fields import dictionary
from data.queries.delivered_registers import counts_beside, readings_of, things_of
from data.queries.delivered_work import MOST, work_of
from data.queries.forms import exported, sizes
from data.queries.regions import Region
from data.scope import Scope

GROUPS = ("ledger", "things", "readings", "business")
APART = ("business:documents",)  # each document has permissions of its own
Row = dict[str, Any]


@dataclass(frozen=True)
class Given:
    """Rows that go out, with the names of their columns, and what these are called."""

    names: list[str]
    labels: list[str]
    rows: list[list[Any]]
    title: str


def deliverable(code: str) -> bool:
    return code.partition(":")[0] in GROUPS and code not in APART


def fields_of(connection: Connection, code: str) -> tuple[FieldTold, ...]:
    """Of a resource that the house gives out. UnknownThing for any other."""
    found = next((one for one in own_resources(connection) if one.code == code), None)
    if found is None or not deliverable(code):
        raise UnknownThing(_("平台不交付这项数据资源"))
    return found.fields


def delivered(house: House, code: str, wanted: Sequence[str], here: Region, scope: Scope) -> Given:
    """These fields of what lies in the region, as this reader may know it; no names: all fields.

    A name that is none any more gives nothing: what was granted is never widened.
    """
    group, _colon, which = code.partition(":")
    with house.engine.connect() as connection:
        known = {one.code: one for one in fields_of(connection, code)}
        mine = [known[name] for name in wanted if name in known] if wanted else list(known.values())
        title = next(one.name for one in own_resources(connection) if one.code == code)
        if group == "ledger":
            return _ledger(connection, which, mine, here, scope, title)
        rows = _rows(house, connection, code, here, scope)
        chosen = [one for one in mine if one.code != "code"]
        labels = [known["code"].name, *(_label(one) for one in chosen)]
        of = ["code", *(one.code for one in chosen)]
        return Given(of, labels, [["" if row[name] is None else row[name] for name in of] for row in rows], title)


def _rows(house: House, connection: Connection, code: str, here: Region, scope: Scope) -> Iterable[Row]:
    group, _colon, which = code.partition(":")
    if group == "business":
        return work_of(house, connection, which, here, scope)
    return (things_of if group == "things" else readings_of)(connection, which, here, scope, MOST)


def counts_in(connection: Connection, here: Region) -> dict[str, int | None]:
    """{resource: rows in the region}, None for what is counted when it is read."""
    ledgers = {f"ledger:{code}": n for code, n in sizes(connection, here).items()}
    business = {code: None for name in BUSINESS if deliverable(code := f"business:{name}")}
    return {**ledgers, **counts_beside(connection, here), **business}


def _label(one: FieldTold) -> str:
    return f"{one.name}（{_(one.unit)}）" if one.unit else one.name


def _ledger(
    connection: Connection, code: str, mine: Sequence[FieldTold], here: Region, scope: Scope, title: str
) -> Given:
    known = dictionary(connection)
    asked = Asked(known.ledgers[code], tuple(known.fields[one.code] for one in mine))
    rows = list(exported(connection, asked, here, scope.clearance, MOST))
    labels = [_("编号"), _("村居"), *(_label(one) for one in mine)]
    return Given(["code", "village", *(one.code for one in mine)], labels, rows, title)

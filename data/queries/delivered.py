"""Rows of any resource of the house that can go out: of a region, in words, each by the names of its fields."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from data.catalogue.own import BUSINESS, FieldTold, own_resources
from data.doors.event_words import clock, names, value_of
from data.doors.lists import said
from data.errors import UnknownThing
from data.house import House
from data.language import gettext as _
from data.language import spoken
from data.ledgers.asked import Asked
from data.ledgers.fields import dictionary
from data.queries import event_list, lists, signals, things, visit_list
from data.queries.forms import exported, sizes
from data.queries.regions import Region, inside
from data.risk_words import QUALITIES, QUANTITIES
from data.schema import feature, gauge, gauge_now, indicator, indicator_value, region, station
from data.scope import Scope
from data.signal_words import SIGNAL_KINDS, SIGNAL_STATES
from data.things.fields import FIELDS
from data.things.writing import HEAD, TAIL, cells
from data.view import View
from data.words import PROVENANCE

MOST = 100_000  # rows of one delivery
WINDOW = "ytd"  # of what has a day; open events are always there
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
    """These fields of what lies in the region, as this reader may know it; no names: all fields."""
    group, _colon, which = code.partition(":")
    with house.engine.connect() as connection:
        known = {one.code: one for one in fields_of(connection, code)}
        mine = [known[name] for name in wanted if name in known] or list(known.values())
        title = next(one.name for one in own_resources(connection) if one.code == code)
        if group == "ledger":
            return _ledger(connection, which, mine, here, scope, title)
        rows = _READERS[group](house, connection, which, here, scope)
        chosen = [one for one in mine if one.code != "code"]
        labels = [known["code"].name, *(_label(one) for one in chosen)]
        of = ["code", *(one.code for one in chosen)]
        return Given(of, labels, [["" if row[name] is None else row[name] for name in of] for row in rows], title)


def beside_ledgers(connection: Connection, here: Region) -> dict[str, int]:
    """{resource: rows in the region} of registers and readings."""
    f, s = feature.c, station.c
    own = select(f.layer, func.count()).where(f.retired_at.is_(None), inside(f.cell_id, here)).group_by(f.layer)
    told = select(s.kind, func.count()).join(gauge).where(s.closed_at.is_(None), inside(s.cell_id, here))
    counts = {f"things:{layer}": n for layer, n in connection.execute(own)}
    return counts | {f"readings:{kind}": n for kind, n in connection.execute(told.group_by(s.kind))}


def counts_in(connection: Connection, here: Region) -> dict[str, int | None]:
    """{resource: rows in the region}, None for what is counted when it is read."""
    ledgers = {f"ledger:{code}": n for code, n in sizes(connection, here).items()}
    business = {code: None for name in BUSINESS if deliverable(code := f"business:{name}")}
    return {**ledgers, **beside_ledgers(connection, here), **business}


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


def _things(_house: House, connection: Connection, layer: str, here: Region, scope: Scope) -> Iterable[Row]:
    graded = ["danger"] if any(one.name == "people" for one in FIELDS[layer]) else []
    heads = [*HEAD, *(one.name for one in FIELDS[layer]), *graded, *TAIL, "persons"]
    found = things.rows_in(connection, here, scope, layer, MOST)
    return (dict(zip(heads, cells(row, layer, persons=True), strict=True)) for row in found)


def _readings(_house: House, connection: Connection, kind: str, here: Region, _scope: Scope) -> Iterable[Row]:
    """The newest of each gauge."""
    columns = (station.c.code, station.c.name, gauge.c.quantity, gauge_now.c.value, gauge_now.c.at, gauge_now.c.quality)
    of = select(*columns, station.c.provenance).select_from(station.join(gauge))
    of = of.join(gauge_now, gauge_now.c.gauge_id == gauge.c.id)
    mine = (station.c.kind == kind, station.c.closed_at.is_(None), inside(station.c.cell_id, here))
    found = connection.execute(of.where(*mine).order_by(station.c.code, gauge.c.quantity).limit(MOST)).mappings()
    return (_reading(dict(row)) for row in found)


def _reading(row: Row) -> Row:
    what = QUANTITIES[row["quantity"]]
    told = {"quantity": _(what.word), "unit": _(what.unit), "at": clock(row["at"])}
    return row | told | {"quality": _(QUALITIES[row["quality"]]), "provenance": _(PROVENANCE[row["provenance"]])}


def _business(house: House, connection: Connection, which: str, here: Region, scope: Scope) -> Iterable[Row]:
    return _BUSINESS[which](house, connection, View(region=here.code, window=WINDOW), here, scope)


def _events(house: House, connection: Connection, view: View, _here: Region, scope: Scope) -> Iterable[Row]:
    words = names(connection)
    found = event_list.export(house, view, scope, event_list.Filters(), limit=MOST)
    return [{name: value_of(name, row[name], words) for name in BUSINESS["events"].fields} for row in found]


def _lists(house: House, _connection: Connection, view: View, _here: Region, scope: Scope) -> Iterable[Row]:
    return map(said, lists.listed(house, view, scope, lists.Wanted(), MOST).rows)


def _visits(house: House, _connection: Connection, view: View, _here: Region, scope: Scope) -> Iterable[Row]:
    found = visit_list.every_visit(house, view, scope, MOST)
    return (
        {name: row[name] for name in ("code", "whom", "found", "place")}
        | {"title": row["name"], "at": _day(row["day"]), "provenance": _(PROVENANCE[row["provenance"]])}
        for row in found
    )


def _signals(_house: House, connection: Connection, _view: View, here: Region, scope: Scope) -> Iterable[Row]:
    """Without those of watched persons: they are for who watches over the region."""
    kinds = [signals.signals_in(connection, here, scope, "", kind, most=MOST) for kind in SIGNAL_KINDS]
    return (
        {name: row[name] for name in ("code", "title", "place")}
        | {"at": clock(row["at"]), "kind": _(SIGNAL_KINDS[row["kind"]]), "state": _(SIGNAL_STATES[row["state"]])}
        | {"provenance": _(PROVENANCE[row["provenance"]])}
        for found in kinds
        for row in found
    )


def _indicators(_house: House, connection: Connection, _view: View, here: Region, _scope: Scope) -> Iterable[Row]:
    """What was said of the region and of those below it, the newest first."""
    i, v = indicator.c, indicator_value.c
    name = i.name_zh if spoken() == "zh" else i.name_en
    columns = (i.code, name.label("name"), region.c.name.label("region"), v.period, v.value, i.unit, v.provenance)
    of = select(*columns, v.source).select_from(indicator_value.join(indicator).join(region))
    mine = (region.c.tree == "spine", region.c.lo >= here.lo, region.c.hi <= here.hi)
    order = (i.code, region.c.level, region.c.lo, v.period.desc(), v.id)
    found = connection.execute(of.where(*mine).order_by(*order).limit(MOST)).mappings()
    return ({**row, "unit": _(row["unit"]), "provenance": _(PROVENANCE[row["provenance"]])} for row in found)


def _day(ordinal: int) -> str:
    return f"{datetime.fromordinal(ordinal):%Y-%m-%d}"


_BUSINESS: dict[str, Callable[..., Iterable[Row]]] = {
    "events": _events,
    "lists": _lists,
    "indicators": _indicators,
    "visits": _visits,
    "signals": _signals,
}
_READERS: dict[str, Callable[..., Iterable[Row]]] = {
    "things": _things,
    "readings": _readings,
    "business": _business,
}

"""What work leaves behind in a region: events, lists, visits, signals and indicators in words, by their fields."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data.catalogue.own import BUSINESS
from data.house import House
from data.language import gettext as _
from data.language import spoken
from data.queries import event_list, lists, signals, visit_list
from data.queries.event_words import clock, names, value_of
from data.queries.list_words import said
from data.queries.regions import Region
from data.schema import indicator, indicator_value, region
from data.scope import Scope
from data.signal_words import SIGNAL_KINDS, SIGNAL_STATES
from data.view import View
from data.words import PROVENANCE

MOST = 100_000  # rows of one delivery
WINDOW = "ytd"  # of what has a day; open events are always there
Row = dict[str, Any]


def work_of(house: House, connection: Connection, which: str, here: Region, scope: Scope) -> Iterable[Row]:
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

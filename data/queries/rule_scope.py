"""Which warning rules an asker may see: all but those that look only at places outside his scope."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from data.errors import UnknownThing
from data.queries.quarantine import whole
from data.queries.regions import SPINE
from data.queries.warning_rules import InForce, rule_of
from data.schema import region, station
from data.scope import Scope


def rules_within(connection: Connection, rules: Sequence[InForce], scope: Scope) -> list[InForce]:
    """Those that are confined neither to regions nor to stations of elsewhere."""
    if whole(connection, scope):
        return list(rules)
    confined = sorted({one.what.region for one in rules if one.what.region})
    named = sorted({code for one in rules for code in one.what.stations})
    spans = select(region.c.code, region.c.lo, region.c.hi).where(SPINE, region.c.code.in_(confined))
    places = {code for code, lo, hi in connection.execute(spans) if scope.touches(lo, hi)}
    cells = select(station.c.code, station.c.cell_id).where(station.c.code.in_(named))
    stations = {code for code, cell in connection.execute(cells) if scope.covers(cell, cell)}
    return [one for one in rules if _near(one, places, stations)]


def rule_named(connection: Connection, code: str, scope: Scope) -> InForce:
    """The newest version. UnknownThing without such a rule, or when it is none of the asker's."""
    found = rule_of(connection, code)
    if not rules_within(connection, [found], scope):
        raise UnknownThing(f"no warning rule {code}")
    return found


def _near(one: InForce, places: set[str], stations: set[str]) -> bool:
    here = one.what.region is None or one.what.region in places
    return here and (not one.what.stations or bool(stations & set(one.what.stations)))

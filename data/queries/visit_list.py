"""走访 one by one, the newest first, as the page of visits lists them; and the visit that an event came of."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, not_, or_, select

from data.house import House
from data.queries.asked import Asked, asked
from data.queries.cases import HELD, shows
from data.queries.regions import Region, children
from data.queries.reported import WIDE_LEVEL
from data.queries.spans import places_of
from data.queries.stewards import named
from data.queries.visits import FOUND, WITH_EVENTS, V, dealt_with, known_to, within
from data.schema import event, region, steward, steward_visit
from data.scope import Scope
from data.things.masks import masked_name
from data.view import View
from data.words import VISIT_STATES

MOST = 100
S = steward.c
Row = dict[str, Any]


@dataclass(frozen=True)
class Visited:
    """`states`: how many of each of VISIT_STATES; `rows`: the newest of the state that was asked for."""

    here: Region
    places: list[Region]  # here and below, where a visit can have been
    states: dict[str, int]
    rows: list[Row]
    stewards: list[Row]


def visited(house: House, view: View, scope: Scope, state: str = "") -> Visited:
    with asked(house, view, scope) as a:
        below = children(a.connection, a.here) if a.here.level < 5 else []
        return Visited(a.here, [a.here, *below], _states(a, scope), _rows(a, scope, state), _stewards(a, scope))


def _state(a: Asked) -> ColumnElement[str]:
    return case((not_(FOUND), "clear"), (dealt_with(a), "solved"), (V.event_id.is_not(None), "event"), else_="open")


def _states(a: Asked, scope: Scope) -> dict[str, int]:
    query = select(_state(a).label("state"), func.count()).select_from(WITH_EVENTS)
    found = dict(a.connection.execute(query.where(*within(a), known_to(scope)).group_by("state")).all())
    return {name: int(found.get(name, 0)) for name in VISIT_STATES}


def every_visit(house: House, view: View, scope: Scope, most: int) -> list[Row]:
    """The newest of the window, whatever became of them."""
    with asked(house, view, scope) as a:
        return _rows(a, scope, "", most)


def _rows(a: Asked, scope: Scope, state: str, most: int = MOST) -> list[Row]:
    one = _state(a)
    columns = [
        V[name] for name in ("code", "kind", "steward", "lo", "day", "whom", "found", "solved_day", "provenance")
    ]
    case_of = [event.c[name].label(f"event_{name}") for name in ("cell_id", *HELD)]
    who = (S.name.label("name"), S.provenance.label("named"), region.c.name.label("place"))
    query = select(*columns, *who, one.label("state"), event.c.code.label("event"), *case_of)
    joined = WITH_EVENTS.join(region, region.c.id == V.region_id).outerjoin(steward, S.code == V.steward)
    query = query.select_from(joined).where(*within(a), known_to(scope), *([one == state] if state else []))
    found = [
        dict(row) for row in a.connection.execute(query.order_by(V.day.desc(), V.id.desc()).limit(most)).mappings()
    ]
    around = places_of(a.connection, [row["lo"] for row in found])
    return [_shown(row, scope, place) for row, place in zip(found, around, strict=True)]


def _shown(row: Row, scope: Scope, around: str) -> Row:
    """Names as the reader may know them; of whom is in no register any more the code alone. A grid with its village."""
    name = named({"name": row["name"], "provenance": row["named"]}, scope) if row["name"] else row["steward"]
    private = row["kind"] == "grid" and row["provenance"] != "simulated"
    seen = row["event"] and shows(scope, {name: row[f"event_{name}"] for name in ("cell_id", *HELD)})
    place = around if row["kind"] == "grid" and around else row["place"]
    return row | {
        "name": name,
        "place": place,
        "event": row["event"] if seen else None,
        "whom": masked_name(row["whom"], scope.clearance) if private else row["whom"],
    }


def _stewards(a: Asked, scope: Scope) -> list[Row]:
    """Who can have made one: of trades whose region meets this one, of grids in a town and below."""
    meets = (region.c.lo <= a.here.hi, region.c.hi >= a.here.lo)
    inside = and_(region.c.lo >= a.here.lo, region.c.hi <= a.here.hi)
    query = select(
        S.code, S.kind, S.name, S.provenance, S.agency, region.c.name.label("place"), region.c.lo, region.c.hi
    )
    query = query.join_from(steward, region, region.c.id == S.region_id).where(*meets)
    trade = S.kind == "industry"
    query = query.where(or_(trade, inside) if a.here.level >= WIDE_LEVEL else trade).order_by(S.kind.desc(), S.code)
    rows = [dict(row) for row in a.connection.execute(query).mappings() if scope.covers(row["lo"], row["hi"])]
    mine = [
        row for row in rows if scope.every_department or row["kind"] == "grid" or row["agency"] in scope.departments
    ]
    around = places_of(a.connection, [row["lo"] for row in mine])
    grids = [place if row["kind"] == "grid" else "" for row, place in zip(mine, around, strict=True)]
    pairs = zip(mine, grids, strict=True)
    return [row | {"name": named(row, scope), "place": place or row["place"]} for row, place in pairs]


def visit_behind(connection: Connection, event_id: int, scope: Scope) -> Row | None:
    """The visit that an event came of, if the reader may know of it."""
    query = select(V.code, V.day, V.lo, V.hi).where(V.event_id == event_id, known_to(scope)).order_by(V.id).limit(1)
    row = connection.execute(query).mappings().one_or_none()
    return dict(row) if row and scope.covers(row["lo"], row["hi"]) else None


def finding(connection: Connection, code: str, scope: Scope) -> Row | None:
    """{code, text, region, place} of a visit whose finding waits, for the form by which it is reported as an event."""
    query = select(steward_visit, region.c.code.label("region"), region.c.name.label("place"))
    query = query.join_from(steward_visit, region, region.c.id == V.region_id)
    waits = (FOUND, V.event_id.is_(None), V.solved_day.is_(None))
    row = connection.execute(query.where(V.code == code, known_to(scope), *waits)).mappings().one_or_none()
    if row is None or not scope.covers(row["lo"], row["hi"]):
        return None
    return {"code": row["code"], "text": row["found"], "region": row["region"], "place": row["place"]}

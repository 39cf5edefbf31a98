"""The backlog: what is open now, whenever it was reported, and how much of it is overdue."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from data.answer import Answer, Column, Row
from data.commands.slices import DUE_DIMS
from data.house import House
from data.queries.asked import Asked, asked
from data.queries.cases import shows
from data.queries.due import Due, due_by_key, oldest, supervised, tally
from data.queries.event_sums import CUBE_LEVELS, percent
from data.queries.open_events import open_states
from data.queries.slices import ALL, Slice, names, sliced, told
from data.schema import region
from data.scope import Scope
from data.things.masks import masked_places
from data.view import View

LISTED = 8
COLUMNS = (
    Column(key="key", label="代码"),
    Column(key="label", label="类别"),
    Column(key="open", label="在办", unit="件"),
    Column(key="overdue", label="超期", unit="件"),
    Column(key="share", label="超期率", unit="%"),
    Column(key="soon", label="即将到期", unit="件"),
    Column(key="suspended", label="挂账", unit="件"),
    Column(key="on", label="已选"),
)
Found = tuple[dict[str, Due], Due, int, list[Row]]
TOLD = ("code", "title", "grade", "category", "stage", "place", "deadline_at")


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a category; `parts.totals` is the slice's own, `parts.oldest` the longest overdue of it.

    Overdue and soon are exact to the second. Soon: warned of (`warn_at`) and not overdue yet.
    """
    with asked(house, view, scope) as a:
        found = _live(a, view) if view.at is None and a.here.level <= CUBE_LEVELS else _counted(a, view)
        by_category, total, watched, late = found
        late = late if scope.every_department else _own(a, view, scope)
        called, chosen = names(a.connection, "category", list(by_category)), sliced(view)
        ordered = sorted(by_category, key=lambda key: (-by_category[key].overdue, -by_category[key].open, key))
        rows = [
            _row(by_category[key])
            | {"key": key, "label": called[key], "on": (chosen.dim, chosen.key) == ("category", key)}
            for key in ordered
        ]
        late = masked_places(late, scope.clearance)
        parts = {"totals": [_row(total) | {"supervised": watched}], "oldest": late}
        return a.of_events(columns=COLUMNS, rows=rows, parts={**parts, "slice": told(a.connection, view, a.here)})


def _live(a: Asked, view: View) -> Found:
    """From the cube; those listed are found by their deadlines, where it keeps these of the slice."""
    one = sliced(view)
    by_category = due_by_key(a.connection, a.here, "category", a.now)
    total, watched = _total(a, one, by_category), supervised(a.connection, a.here, one)
    if one.dim in DUE_DIMS:
        return by_category, total, watched, _told(a, oldest(a.connection, a.here, one, LISTED))
    return by_category, total, watched, _listed(a, open_states(a.connection, a.here, None, a.now, one))


def _total(a: Asked, one: Slice, by_category: dict[str, Due]) -> Due:
    if one == ALL:
        return sum(by_category.values(), Due())
    found = by_category if one.dim == "category" else due_by_key(a.connection, a.here, one.dim, a.now, one.key)
    return found.get(one.key, Due())


def _counted(a: Asked, view: View) -> Found:
    """One by one: at a moment past, and below the village."""
    states = open_states(a.connection, a.here, a.now if view.at else None, a.now, ALL)
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for state in states:
        groups.setdefault(str(state["category"]), []).append(state)
    one = sliced(view)
    mine = [state for state in states if one == ALL or state[one.dim] == one.key]
    return (
        {key: tally(group, a.now) for key, group in groups.items()},
        tally(mine, a.now),
        _watched(mine),
        _listed(a, mine),
    )


def _own(a: Asked, view: View, scope: Scope) -> list[Row]:
    """The longest overdue of the asker's departments alone."""
    states = open_states(a.connection, a.here, a.now if view.at else None, a.now, sliced(view))
    return _listed(a, [state for state in states if shows(scope, state)])


def _watched(states: list[dict[str, Any]]) -> int:
    return sum(state["supervised"] > 0 for state in states)


def _listed(a: Asked, states: list[dict[str, Any]]) -> list[Row]:
    ticking = [state for state in states if state["suspended_at"] is None]
    return _told(a, sorted(ticking, key=lambda state: (state["deadline_at"], state["id"]))[:LISTED])


def _told(a: Asked, states: Sequence[Any]) -> list[Row]:
    cells = {state["cell_id"] for state in states}
    codes = dict(a.connection.execute(select(region.c.id, region.c.code).where(region.c.id.in_(cells))).all())
    rows = [{name: state[name] for name in TOLD} | {"region_code": codes[state["cell_id"]]} for state in states]
    for row in rows:
        row["over"] = round((a.now - row["deadline_at"]).total_seconds() / 60)
        row["deadline_at"] = row["deadline_at"].isoformat()
    return rows


def _row(one: Due) -> Row:
    row: Row = {"open": one.open, "overdue": one.overdue, "share": percent(one.overdue, one.open)}
    return row | {"soon": one.soon, "suspended": one.suspended}

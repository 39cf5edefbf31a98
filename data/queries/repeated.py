"""反复点: one kind of trouble at one spot, reported again after it was closed; and what is done about its cause."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, select

from data.answer import Answer, Column, Row
from data.house import House
from data.life.likeness import distance
from data.queries.among import among
from data.queries.asked import Asked, asked
from data.queries.cases import of_departments
from data.queries.duplicates import REPEAT_BACK, REPEAT_M, REPEAT_TIMES, chained
from data.queries.event_sums import by_key
from data.queries.lately import narrowed
from data.queries.packed import packed
from data.queries.reported import in_cells, wide
from data.queries.roots import NO_ROOT, intervals, roots_of
from data.queries.slices import names
from data.queries.spans import places_of
from data.schema import event
from data.scope import Scope
from data.things.masks import masked_places
from data.view import View
from data.windows import Span

READ = 50_000  # events that are looked at
Case = dict[str, Any]  # an event as it is read
MOST = 60
NAMES = (
    *("id", "code", "title", "leaf", "cell_id", "place", "placed", "lon", "lat", "stage", "agency", "reports"),
    *("reported_at", "closed_at"),
)
COLUMNS = (
    Column(key="leaf", label="类别代码"),
    Column(key="label", label="类别"),
    Column(key="place", label="地点"),
    Column(key="around", label="村居与网格"),
    Column(key="lon", label="经度", unit="°"),
    Column(key="lat", label="纬度", unit="°"),
    Column(key="times", label="反复次数", unit="次"),
    Column(key="reports", label="合计上报", unit="次"),
    Column(key="interval", label="间隔中位", unit="天"),
    Column(key="first_at", label="首次上报"),
    Column(key="last_at", label="最近上报"),
    Column(key="agencies", label="历次处置单位"),
    Column(key="code", label="最近一件"),
    Column(key="stage", label="环节"),
    Column(key="root_code", label="治本件"),
    Column(key="root_stage", label="治本件环节"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a spot that was last reported in the window, the most repeated first, looking back 90 days.

    `parts.course`: each time at each spot, with its agency and how long it took. `parts.read`: how far back was read,
    and how many of those looked at were left out because only their region is known.
    """
    with asked(house, view, scope) as a:
        days, whole, near = _read(a, scope)
        known = [row for row in near if row["placed"] == "exact"]
        spots = sorted(_spots(known, int(a.span.since.timestamp())), key=_order)[:MOST]
        rows = _told(a, scope, spots)
        read: Row = {"first": date.fromordinal(days.first).isoformat(), "whole": whole}
        read |= {"times": REPEAT_TIMES, "metres": REPEAT_M, "looked": len(near), "vague": len(near) - len(known)}
        return a.of_events(columns=COLUMNS, rows=rows, parts={"course": _course(spots), "read": [read]})


def _read(a: Asked, scope: Scope) -> tuple[Span, bool, list[Case]]:
    """Which days were read, whether that is all, and the events that have others of their kind in their cell."""
    wanted = replace(a.span, first=min(a.span.first, a.span.last - REPEAT_BACK.days + 1))
    days = narrowed(a, wanted, READ)
    rows = _rows(a, scope, crowded) if (crowded := _crowded(a, days)) else []
    until = int(a.now.timestamp())
    for row in rows:  # what had not come to pass by then
        row["closed_at"] = row["closed_at"] if row["closed_at"] and row["closed_at"] <= until else None
    return days, days.first == wanted.first, rows


def _crowded(a: Asked, days: Span) -> list[int]:
    """The events of kinds and cells with REPEAT_TIMES or more: read within an index and counted here, for a database
    makes a group of nearly each of them."""
    columns = packed(a.connection, select(event.c.leaf, event.c.cell_id, event.c.id).where(*_when(a, days)))
    found = pl.DataFrame(dict(zip(("leaf", "cell", "id"), columns, strict=True)))
    often = pl.len().over("leaf", "cell") >= REPEAT_TIMES
    return found.filter(often)["id"].to_list() if found.height else []


def _when(a: Asked, days: Span) -> list[ColumnElement[bool]]:
    """Down to the town by kind and day, which an index holds altogether; below by day in each of the cells."""
    when = event.c.reported_at.between(days.since, days.until)
    if not wide([a.here]):
        return [in_cells([a.here]), when]
    kinds = by_key(a.connection, a.here, "leaf", View(), days, ("reported",))
    often = [leaf for leaf, one in kinds.items() if one.reported >= REPEAT_TIMES]
    return [event.c.leaf.in_(often), when, in_cells([a.here])]


def _rows(a: Asked, scope: Scope, crowded: list[int]) -> list[Case]:
    mine = (among(a.connection, event.c.id, crowded), NO_ROOT, *of_departments(scope))
    query = select(*(event.c[name] for name in NAMES)).where(*mine, event.c.stage.not_in(("merged", "rejected")))
    found = packed(a.connection, query.order_by(event.c.reported_at, event.c.id))
    rows = [dict(zip(NAMES, row, strict=True)) for row in zip(*found, strict=True)]
    return masked_places(rows, scope.clearance)


def _spots(rows: list[Case], since: int) -> Iterator[list[Case]]:
    """Chains of one kind within some metres, of which the last was reported since."""
    cells: dict[tuple[Any, ...], list[Case]] = defaultdict(list)
    for row in rows:
        cells[row["leaf"], row["cell_id"]].append(row)
    taken: set[Any] = set()
    for around in cells.values():
        for anchor in reversed(around):
            if anchor["id"] in taken or int(anchor["reported_at"] or 0) < since:
                continue
            near = [row for row in around if row["id"] not in taken and _close(anchor, row)]
            if len(chain := chained(near)) >= REPEAT_TIMES:
                taken |= {row["id"] for row in near}
                yield chain


def _close(one: Case, other: Case) -> bool:
    return distance((one["lon"], one["lat"]), (other["lon"], other["lat"])) <= REPEAT_M


def _order(chain: list[Case]) -> tuple[int, int]:
    return -len(chain), -int(chain[-1]["reported_at"] or 0)


def _told(a: Asked, scope: Scope, spots: list[list[Case]]) -> list[Row]:
    ids = [int(row["id"] or 0) for chain in spots for row in chain]
    rooted = roots_of(a.connection, scope, ids)
    leaves = names(a.connection, "leaf", sorted({str(chain[0]["leaf"]) for chain in spots}))
    held = names(a.connection, "agency", sorted({str(row["agency"]) for c in spots for row in c if row["agency"]}))
    around = places_of(a.connection, [int(chain[-1]["cell_id"] or 0) for chain in spots])
    return [_row(chain, leaves, held, rooted) | {"around": place} for chain, place in zip(spots, around, strict=True)]


def _row(chain: list[Case], leaves: dict[str, str], held: dict[str, str], rooted: dict[int, dict[str, Any]]) -> Row:
    last, leaf = chain[-1], str(chain[0]["leaf"])
    roots = [rooted[int(row["id"] or 0)] for row in chain if row["id"] in rooted]
    root = max(roots, key=lambda one: int(one["id"])) if roots else {}
    row: Row = {"leaf": leaf, "label": leaves[leaf]} | {name: last[name] for name in ("place", "lon", "lat")}
    row |= {"times": len(chain), "reports": sum(int(one["reports"] or 1) for one in chain)}
    row |= {"interval": intervals(chain), "first_at": _iso(chain[0]), "last_at": _iso(last)}
    row["agencies"] = "、".join(dict.fromkeys(held[str(one["agency"])] for one in chain if one["agency"]))
    row |= {name: last[name] for name in ("code", "stage")}
    return row | {f"root_{name}": root.get(name) for name in ("code", "stage")}


def _course(spots: list[list[Case]]) -> list[Row]:
    return [
        {"spot": n, "code": row["code"], "stage": row["stage"], "agency": row["agency"]}
        | {"at": _iso(row), "minutes": _minutes(row)}
        for n, chain in enumerate(spots)
        for row in chain
    ]


def _minutes(row: Case) -> float | None:
    return round((int(row["closed_at"]) - int(row["reported_at"] or 0)) / 60, 1) if row["closed_at"] else None


def _iso(row: Case) -> str:
    return datetime.fromtimestamp(int(row["reported_at"] or 0), UTC).isoformat()

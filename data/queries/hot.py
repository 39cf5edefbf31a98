"""What, where and when events pile up: 多发问题, 易发区域, 高发时段; and the villages a map can mark."""

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import Asked, asked
from data.queries.counts import stats_of
from data.queries.event_sums import by_key, percent, sums_of
from data.queries.hours import week
from data.queries.recount import region_around
from data.queries.regions import Region, below, children
from data.queries.slices import TOWN, names, sliced, told
from data.queries.vague import label_cells, vague_in
from data.scope import Scope
from data.view import View

TOP = 6
PLACES = 10
Counted = list[tuple[Region, int]]  # with the events reported in each, those left out that only name one around
COLUMNS = (
    Column(key="kind", label="分组"),
    Column(key="key", label="代码"),
    Column(key="label", label="名称"),
    Column(key="n", label="上报", unit="件"),
    Column(key="share", label="占比", unit="%"),
    Column(key="times", label="相当于平均", unit="倍"),
    Column(key="on", label="已选"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """Rows of three kinds (leaf, region, hour), each the highest first, of all events whatever the slice.

    `parts.places` are the places to mark on a map, of the slice, which `parts.slice` names. `parts.vague`: of how many
    events those are left out that name a region around only, for the regions and for the places.
    """
    with asked(house, view, scope) as a:
        (under, left), (marked, out) = _both(a, view)
        vague: list[Row] = [left | {"kind": "region"}, out | {"kind": "place"}]
        rows = [*_leaves(a, view), *_regions(a, under), *_hours(a)]
        parts = {"places": _places(marked, PLACES), "slice": told(a.connection, view, a.here), "vague": vague}
        return a.of_events(columns=COLUMNS, rows=rows, parts=parts)


def _both(a: Asked, view: View) -> tuple[tuple[Counted, Row], tuple[Counted, Row]]:
    """The regions below of all events, and the places to mark of the slice. One is the sum of the other where both are
    of all events: it is counted once."""
    under = children(a.connection, a.here)
    if view.slice or not under:
        return _counted(a, under, view.but(slice="")), _counted(a, _far(a), view)
    if a.here.level >= TOWN:
        both = _counted(a, under, view)
        return both, both
    far, vague = _far(a), vague_in(a, under[0].level + 1, view)
    sums = _sums(a, far, view)
    near = {one.id: sum(sums[place.id] for place in far if one.lo <= place.lo <= one.hi) for one in under}
    above = set(label_cells(a, under[0].level))
    return _left(under, near, {cell: n for cell, n in vague.items() if cell in above}), _left(far, sums, vague)


def _leaves(a: Asked, view: View) -> list[Row]:
    sums = by_key(a.connection, a.here, "leaf", view, a.span, ("reported",))
    counts = {key: one.reported for key, one in sums.items() if one.reported}
    rows = _top("leaf", counts, len(counts))
    called, chosen = names(a.connection, "leaf", [str(row["key"]) for row in rows]), sliced(view)
    return [
        row | {"label": called[str(row["key"])], "on": (chosen.dim, chosen.key) == ("leaf", row["key"])} for row in rows
    ]


def _regions(a: Asked, under: Counted) -> list[Row]:
    """`times`: events per head against the average of the regions together, where people are known."""
    counts = {one.code: n for one, n in under if n}
    people = {key: row.population for key, row in stats_of(a.connection, [one for one, _n in under]).items()}
    heads, total = sum(people.values()), sum(counts.values())
    rows = _top("region", counts, len(under))
    by_code = {one.code: one for one, _n in under}
    for row in rows:
        one = by_code[str(row["key"])]
        mine = people.get(one.id, 0)
        each = counts[one.code] / mine * heads / total if mine and heads else None
        row |= {"label": one.name, "times": None if each is None else round(each, 1)}
    return rows


def _hours(a: Asked) -> list[Row]:
    numbers = [sum(day) for day in zip(*week(a.connection, a.here, a.span).values(), strict=True)]
    rows = _top("hour", {f"{hour:02d}": n for hour, n in enumerate(numbers) if n}, 24)
    return [row | {"label": f"{row['key']}:00–{int(str(row['key'])) + 1:02d}:00"} for row in rows]


def _top(kind: str, counts: dict[str, int], of: int) -> list[Row]:
    """`times` says how far above an even spread over `of` keys."""
    total = sum(counts.values())
    chosen = sorted(counts, key=lambda key: (-counts[key], key))[:TOP]
    return [
        {
            "kind": kind,
            "key": key,
            "label": key,
            "n": counts[key],
            "share": percent(counts[key], total),
            "times": round(counts[key] * of / total, 1),
            "on": False,
        }
        for key in chosen
    ]


def places(house: House, view: View, scope: Scope, most: int = 20) -> list[Row]:
    """The regions two levels down with most events (villages of a town's level at the lowest), for the map to mark."""
    with asked(house, view, scope) as a:
        return _places(_counted(a, _far(a), view)[0], most)


def _far(a: Asked) -> list[Region]:
    """Two levels down, or the level below from the town on."""
    return below(a.connection, a.here, 2) if a.here.level < TOWN else children(a.connection, a.here)


def _counted(a: Asked, regions: list[Region], view: View) -> tuple[Counted, Row]:
    """And how many of all were left out: what names a region around would pile up in the one its label lies in."""
    vague = vague_in(a, regions[0].level, view) if regions else {}
    return _left(regions, _sums(a, regions, view), vague)


def _sums(a: Asked, regions: list[Region], view: View) -> dict[int, int]:
    return {key: one.reported for key, one in sums_of(a.connection, regions, view, a.span, ("reported",)).items()}


def _left(regions: list[Region], sums: dict[int, int], vague: dict[int, int]) -> tuple[Counted, Row]:
    """`vague` by cell."""
    around, out = region_around(regions), dict.fromkeys(sums, 0)
    for cell, n in vague.items():
        if (one := around(cell)) is not None:
            out[one] += n
    counted = [(one, max(0, sums[one.id] - out[one.id])) for one in regions]
    return counted, {"n": sum(out.values()), "of": sum(sums.values())}


def _places(counted: Counted, most: int) -> list[Row]:
    return [
        {"code": one.code, "name": one.name, "lon": one.lon, "lat": one.lat, "n": n}
        for one, n in sorted(counted, key=lambda pair: -pair[1])[:most]
        if n
    ]

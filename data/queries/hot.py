"""What, where and when events pile up: 多发问题, 易发区域, 高发时段; and the villages a map can mark."""

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import Asked, asked
from data.queries.counts import stats_of
from data.queries.event_sums import by_key, percent, sums_of
from data.queries.hours import week
from data.queries.regions import below, children
from data.queries.slices import names, sliced, told
from data.scope import Scope
from data.view import View

TOP = 6
PLACES = 10
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

    `parts.places` are the places to mark on a map, of the slice, which `parts.slice` names.
    """
    marked = places(house, view, scope, PLACES)
    with asked(house, view, scope) as a:
        whole = view.but(slice="")
        rows = [*_leaves(a, view), *_regions(a, whole), *_hours(a)]
        return a.of_events(columns=COLUMNS, rows=rows, parts={"places": marked, "slice": told(a.connection, view)})


def _leaves(a: Asked, view: View) -> list[Row]:
    sums = by_key(a.connection, a.here, "leaf", view, a.span, ("reported",))
    counts = {key: one.reported for key, one in sums.items() if one.reported}
    rows = _top("leaf", counts, len(counts))
    called, chosen = names(a.connection, "leaf", [str(row["key"]) for row in rows]), sliced(view)
    return [
        row | {"label": called[str(row["key"])], "on": (chosen.dim, chosen.key) == ("leaf", row["key"])} for row in rows
    ]


def _regions(a: Asked, view: View) -> list[Row]:
    """`times`: events per head against the average of the regions together, where people are known."""
    under = children(a.connection, a.here)
    sums = sums_of(a.connection, under, view, a.span, ("reported",))
    counts = {one.code: sums[one.id].reported for one in under if sums[one.id].reported}
    people = {key: row.population for key, row in stats_of(a.connection, under).items()}
    heads, total = sum(people.values()), sum(counts.values())
    rows = _top("region", counts, len(under))
    by_code = {one.code: one for one in under}
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
        found: list[Row] = []
        for parent in below(a.connection, a.here) if a.here.level < 3 else [a.here]:
            under = children(a.connection, parent)
            sums = sums_of(a.connection, under, view, a.span, ("reported",))
            found += [
                {"code": one.code, "name": one.name, "lon": one.lon, "lat": one.lat, "n": sums[one.id].reported}
                for one in under
                if sums[one.id].reported
            ]
        return sorted(found, key=lambda row: -int(str(row["n"])))[:most]

"""The level below by the highest colour of its live warnings: those in it by the roll-up, and those over it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, exists, func, or_, select

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import Asked, asked
from data.queries.regions import Region, ancestors, children
from data.queries.warning_board import WATCH_RHYTHM, live_at, watched_at
from data.queries.warning_scope import Covered, covered
from data.risk_words import WARNING_COLOURS
from data.schema import warning, warning_region, warning_top
from data.scope import Scope
from data.view import View

COLUMNS = (
    Column(key="code", label="区划代码"),
    Column(key="name", label="区划"),
    Column(key="top", label="最高颜色（1红 2橙 3黄 4蓝）"),
    *(Column(key=f"c{colour}", label=word, unit="条") for colour, word in WARNING_COLOURS.items()),
    Column(key="total", label="合计", unit="条"),
)
_TOP = select(warning_top).where(warning_top.c.region_id.in_(bindparam("regions", expanding=True)))


def answer(house: House, view: View, scope: Scope) -> Answer:
    """One row a region below that has live warnings, the gravest first; a cell shows itself."""
    with asked(house, view, scope) as a:
        below = children(a.connection, a.here) or [a.here]
        counts = tops(a, below) if view.at is None else past_tops(a, below, view.at)
        rows = [_row(one, counts[one.id]) for one in below if counts.get(one.id)]
        return a.answer(
            columns=COLUMNS,
            rows=sorted(rows, key=lambda row: (int(row["top"] or 9), -int(row["total"] or 0))),
            unit="条",
            as_of=watched_at(a),
            provenance=a.lived,
            rhythm=WATCH_RHYTHM,
            source="预警中心",
        )


def tops(a: Asked, below: Sequence[Region]) -> dict[int, Counter[int]]:
    """{region id: {colour: live warnings at, inside and around it}}; regions without any are left out."""
    found: dict[int, Counter[int]] = defaultdict(Counter)
    for one in a.connection.execute(_TOP, {"regions": [region.id for region in below]}):
        found[one.region_id][one.colour] += one.n
    line = [*ancestors(a.connection, a.here, Scope.guest()), *([] if a.here in below else [a.here])]
    over = _over(a, [one.id for one in line])
    for region in below if over else ():
        found[region.id] += over
    return {key: counts for key, counts in found.items() if counts.total()}


def past_tops(a: Asked, below: Sequence[Region], at: datetime) -> dict[int, Counter[int]]:
    """The same as it was at that moment; the roll-up knows only now."""
    colours = {row["id"]: row["colour"] for row in live_at(a, at)}
    found: dict[int, Counter[int]] = defaultdict(Counter)
    touched = {
        (one.warning_id, here.id) for one in covered(a.connection, colours) for here in below if _overlap(one, here)
    }
    for number, place in touched:
        found[place][colours[number]] += 1
    return found


def _overlap(one: Covered, here: Region) -> bool:
    return one.lo <= here.hi and here.lo <= one.hi


def _over(a: Asked, line: Sequence[int]) -> Counter[int]:
    """Live warnings by colour that cover a region of the line above, and with it everything below."""
    named = select(warning_region.c.warning_id).where(warning_region.c.warning_id == warning.c.id)
    whole = or_(
        exists(named.where(warning_region.c.region_id.in_(line))),
        warning.c.region_id.in_(line) & ~warning.c.several,
    )
    counted = select(warning.c.colour, func.count()).where(warning.c.ended_at.is_(None), whole)
    return Counter(dict(a.connection.execute(counted.group_by(warning.c.colour)).all()))


def _row(one: Region, counts: Counter[int]) -> Row:
    numbers: Row = {f"c{colour}": counts[colour] for colour in WARNING_COLOURS}
    return {"code": one.code, "name": one.name, "top": min(counts), **numbers, "total": counts.total()}

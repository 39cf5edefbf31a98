"""How many events, and how far they got: from the cube, or recounted where the cube does not reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from data.queries.pieces import DAY, MONTH, edges, pieces
from data.queries.recount import recount, recount_by_key
from data.queries.regions import Region
from data.queries.slices import Slice, sliced
from data.schema import event_sum
from data.schema.cube import MEASURES
from data.view import View
from data.windows import Span

CUBE_LEVELS = 4


@dataclass(frozen=True)
class Sums:
    """Events reported in a span: how many reached each stage, and what else the cube measures (`MEASURES`)."""

    reported: int = 0
    filed: int = 0
    assigned: int = 0
    handling: int = 0
    answered: int = 0
    verified: int = 0
    closed: int = 0
    rated: int = 0
    rejected: int = 0
    merged: int = 0
    assigned_known: int = 0
    answered_known: int = 0
    prompt: int = 0
    answered_on_time: int = 0
    on_time: int = 0
    satisfied: int = 0
    visited: int = 0
    visited_ok: int = 0
    returned: int = 0
    reopened: int = 0
    supervised: int = 0
    rating_sum: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(a + b for a, b in zip(vars(self).values(), vars(other).values(), strict=True)))

    @property
    def on_time_rate(self) -> float | None:
        """Percent of the closed that closed before the deadline; None when nothing is closed."""
        return percent(self.on_time, self.closed)


def percent(part: float, whole: float, digits: int = 1) -> float | None:
    """None, not 0, where there is no whole."""
    return round(100 * part / whole, digits) if whole else None


def sums_of(
    connection: Connection, regions: Sequence[Region], view: View, span: Span, names: Sequence[str] = MEASURES
) -> dict[int, Sums]:
    """{region id: sums} of the view's slice; without events zeros. All regions are of one level and one parent.

    Who wants few measures names them: from the cube the others may come as zeros then.
    """
    found = dict.fromkeys((one.id for one in regions), Sums())
    if not regions:
        return found
    one, level = sliced(view), regions[0].level
    if view.at is not None or not one.kept(level):
        counted = recount(connection, regions, one, span, span.until if view.at else None, names)
        return found | {key: Sums(*counts) for key, counts in counted.items() if key is not None}
    inside = (event_sum.c.region_id.in_(list(found)), event_sum.c.dim == one.dim, event_sum.c.key == one.key)
    _from_cube(connection, found, event_sum.c.region_id, inside, span, one.by_day(level), names)
    if not one.by_day(level):
        for edge in edges(span):
            for key, counts in recount(connection, regions, one, edge, None, names).items():
                if key is not None:
                    found[key] += Sums(*counts)
    return found


def by_key(
    connection: Connection, here: Region, dim: str, view: View, span: Span, names: Sequence[str] = MEASURES
) -> dict[str, Sums]:
    """{key: sums} of every key of a dimension that occurs here in the span, whatever the view's slice."""
    if view.at is not None or here.level > CUBE_LEVELS:
        counted = recount_by_key(connection, here, dim, span, span.until if view.at else None, names)
        return {key: Sums(*counts) for key, counts in counted.items()}
    found: dict[str, Sums] = {}
    inside = (event_sum.c.region_id == here.id, event_sum.c.dim == dim)
    by_day = Slice(dim).by_day(here.level)
    _from_cube(connection, found, event_sum.c.key, inside, span, by_day, names)
    for edge in [] if by_day else edges(span):
        for key, counts in recount_by_key(connection, here, dim, edge, None, names).items():
            found[key] = found.get(key, Sums()) + Sums(*counts)
    return found


def _from_cube(
    connection: Connection,
    found: dict[Any, Sums],
    by: ColumnElement[Any],
    inside: tuple[ColumnElement[bool], ...],
    span: Span,
    by_day: bool,
    names: Sequence[str],
) -> None:
    """Add what the cube holds: whole months, and the days at the edges where it keeps days."""
    sums = [func.sum(event_sum.c[name]) for name in names]
    for piece in pieces(span):
        if piece.grain == MONTH or (piece.grain == DAY and by_day):
            rows = connection.execute(select(by, *sums).where(*inside, piece.of(event_sum)).group_by(by))
            for row in rows:
                more = Sums(**{name: int(n) for name, n in zip(names, row[1:], strict=True)})
                found[row[0]] = found[row[0]] + more if row[0] in found else more

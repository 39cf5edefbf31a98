"""The same answers by GROUP BY over the event table, as one would write them without a cube."""

from functools import partial

from sqlalchemy import Select, func, select

from components.registry import panels
from data.answer import Answer
from data.house import House
from data.queries.asked import asked
from data.queries.regions import inside
from data.schema import event
from data.scope import Scope
from data.view import View
from tests.bench.figures import say
from tests.bench.growth import regions
from tests.bench.queries import milliseconds

GUEST = Scope.guest()
# panel: what it would group by
GROUPED = {"funnel": event.c.stage, "breakdown": event.c.category, "agencies": event.c.agency}


def measure(kind: str, house: House) -> None:
    for level, codes in regions(house).items():
        for window in ("30d", "ytd"):
            view = View(region=codes[0], window=window)
            for panel, column in GROUPED.items():
                if panel in panels():
                    _side_by_side(kind, house, view, panel, level, column)


def _side_by_side(kind: str, house: House, view: View, panel: str, level: int, column: object) -> None:
    ask = partial(panels()[panel].ask, house, view, GUEST)
    cube, plain = milliseconds(ask), milliseconds(partial(_plain, house, view, column))
    if panel == "breakdown":
        assert _by_category(ask()) == _plain(house, view, column), (view, "the two ways do not count the same")
    figure = f"{kind}: GROUP BY beside the cube, {panel}, level {level}, {view.window}: {plain:.0f} / {cube:.1f} ms"
    say(figure, "times", round(plain / cube, 1))


def _by_category(answer: Answer) -> dict[str, int]:
    return {row["key"]: row["reported"] for row in answer.rows if row["dim"] == "category"}


def _plain(house: House, view: View, column: object) -> dict[str, int]:
    with asked(house, view, GUEST) as a:
        where = (inside(event.c.cell_id, a.here), event.c.reported_at.between(a.span.since, a.span.until))
        statement: Select = select(
            column,
            func.count(),
            func.count().filter(event.c.closed_at <= event.c.deadline_at),
            func.avg(event.c.answered_at - event.c.reported_at),
        )
        return {row[0]: row[1] for row in a.connection.execute(statement.where(*where).group_by(column)).all()}

"""The newest events, newest first, and beside them the newest live warnings as alarms."""

from sqlalchemy import bindparam, select

from data.answer import Answer, Column
from data.house import House
from data.queries.alarms import alarms_at
from data.queries.asked import Asked, asked
from data.queries.cases import of_departments
from data.queries.event_filters import stage_at
from data.queries.event_sums import CUBE_LEVELS
from data.queries.pieces import DAY
from data.queries.recount import within
from data.schema import event, event_sum, region
from data.scope import Scope
from data.things.masks import masked_places
from data.view import View
from data.windows import Span

LIMIT = 24
E = event_sum.c
_DAYS = (
    select(E.day, E.reported)
    .where(E.region_id == bindparam("here"), E.dim == "all", E.grain == DAY)
    .where(E.day.between(bindparam("first"), bindparam("last")))
    .order_by(E.day.desc())
)
COLUMNS = (
    Column(key="code", label="编号"),
    Column(key="at", label="上报时间"),
    Column(key="title", label="事件"),
    Column(key="grade", label="等级"),
    Column(key="category", label="类别"),
    Column(key="place", label="地点"),
    Column(key="stage", label="环节"),
    Column(key="region_code", label="单元代码"),
    Column(key="lon", label="经度", unit="°"),
    Column(key="lat", label="纬度", unit="°"),
)
PLAIN = ("code", "title", "grade", "category", "place", "lon", "lat")


def answer(house: House, view: View, scope: Scope) -> Answer:
    """Up to 24 events reported in the window; `stage` is where each stood at the moment asked for.

    `parts.alarms`: live warnings by field and colour, see `data/queries/alarms.py`.
    """
    with asked(house, view, scope) as a:
        stage = stage_at(a.span.until) if view.at else event.c.stage
        columns = [event.c[name] for name in (*PLAIN, "id", "cell_id", "reported_at")]
        newest = (
            select(*columns, stage.label("stage"))
            .where(*within([a.here], _enough(a, scope)), *of_departments(scope))
            .order_by(event.c.reported_at.desc(), event.c.id.desc())
            .limit(LIMIT)
            .subquery()
        )
        named = select(newest, region.c.code.label("region_code")).join(region, region.c.id == newest.c.cell_id)
        named = named.order_by(newest.c.reported_at.desc(), newest.c.id.desc())
        rows = masked_places(map(dict, a.connection.execute(named).mappings()), scope.clearance)
        for row in rows:
            row["at"] = row.pop("reported_at").isoformat()
        return a.of_events(
            columns=COLUMNS,
            rows=[{column.key: row[column.key] for column in COLUMNS} for row in rows],
            parts={"alarms": alarms_at(a, view.at)},
        )


def _enough(a: Asked, scope: Scope) -> Span:
    """The last days of the span that hold enough events, as the cube knows: no more are read than are shown."""
    if a.here.level > CUBE_LEVELS or not scope.every_department:
        return a.span
    asked = {"here": a.here.id, "first": a.span.first, "last": a.span.last - 1}
    seen, first = 0, a.span.last
    for day, reported in a.connection.execute(_DAYS, asked):
        if seen >= LIMIT:
            break
        seen, first = seen + reported, day
    return Span(first, a.span.last, a.span.until)

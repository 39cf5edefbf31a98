"""The newest events, newest first."""

from typing import Any

from sqlalchemy import case, literal, select

from data.answer import Answer, Column
from data.house import House
from data.queries.asked import asked
from data.queries.event_sums import STAGES
from data.queries.reported import reported
from data.schema import event, region
from data.scope import Scope
from data.view import View

LIMIT = 24
COLUMNS = (
    Column(key="id", label="序号"),
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


def answer(house: House, view: View, scope: Scope) -> Answer:
    """Up to 24 events reported in the window; `stage` is where each stood at the moment asked for."""
    with asked(house, view, scope) as a:
        where = reported(a.here, a.span)
        plain = [event.c[name] for name in ("id", "code", "title", "grade", "category", "place", "lon", "lat")]
        statement = (
            select(
                *plain, event.c.reported_at, _stage_at(a.span.until).label("stage"), region.c.code.label("region_code")
            )
            .join_from(event, region, region.c.id == event.c.cell_id)
            .where(*where)
            .order_by(event.c.reported_at.desc(), event.c.id.desc())
            .limit(LIMIT)
        )
        rows = [dict(row) for row in a.connection.execute(statement).mappings()]
        for row in rows:
            row["at"] = row.pop("reported_at").isoformat()
        return a.of_events(
            columns=COLUMNS,
            rows=[{column.key: row[column.key] for column in COLUMNS} for row in rows],
        )


def _stage_at(moment: Any) -> Any:
    """The last of the seven stages reached by `moment`."""
    reached = [(event.c[f"{stage}_at"] <= moment, literal(stage)) for stage in reversed(STAGES)]
    return case(*reached, else_=literal("reported"))

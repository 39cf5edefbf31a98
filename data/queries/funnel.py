"""The event funnel: how many reached each stage, how many wait in it, and how long they stayed before it."""

from collections import defaultdict
from datetime import timedelta

import numpy as np
from sqlalchemy import func, select

from data.answer import Answer, Column, Row
from data.dwell import quantile
from data.house import House
from data.queries.asked import Asked, asked
from data.queries.event_sums import STAGES, Sums, percent, sums_of
from data.queries.reported import reported
from data.schema import event, event_dwell
from data.scope import Scope
from data.view import View
from data.words import STAGES as LABELS

DWELL_LEVELS = 3
# Default time allowed in front of each stage, minutes; a city's own rules replace them with the event engine.
LIMITS = {"filed": 15, "assigned": 30, "handled": 480, "verified": 120, "closed": 60}
COLUMNS = (
    Column(key="stage", label="环节代码"),
    Column(key="label", label="环节"),
    Column(key="count", label="累计", unit="件"),
    Column(key="conversion", label="转化率", unit="%"),
    Column(key="waiting", label="在本环节", unit="件"),
    Column(key="dwell_p50", label="中位停留", unit="分钟"),
    Column(key="dwell_p90", label="P90停留", unit="分钟"),
    Column(key="limit", label="时限", unit="分钟"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """Seven rows, one a stage, of the events reported in the window."""
    with asked(house, view, scope) as a:
        sums = sums_of(a.connection, [a.here], view, a.span)[a.here.id]
        dwell = _dwell(a, view) if sums.reported else {}
        rows = _rows(sums, dwell, None if view.at else _unfiled(a)) if sums.reported else []
        return a.of_events(
            columns=COLUMNS,
            rows=rows,
        )


def _unfiled(a: Asked) -> int:
    """Reports nobody has decided on yet; those turned down (不予立案) wait no longer."""
    where = (event.c.stage == "reported", *reported(a.here, a.span))
    return a.connection.scalar(select(func.count()).where(*where)) or 0


def _rows(sums: Sums, dwell: dict[str, tuple[float | None, float | None]], unfiled: int | None) -> list[Row]:
    rows: list[Row] = []
    for n, stage in enumerate(STAGES):
        count = getattr(sums, stage)
        after = getattr(sums, STAGES[n + 1]) if n + 1 < len(STAGES) else count
        before = getattr(sums, STAGES[n - 1]) if n else count
        p50, p90 = dwell.get(stage, (None, None))
        rows.append(
            {
                "stage": stage,
                "label": LABELS[stage],
                "count": count,
                "conversion": percent(count, before),
                "waiting": count - after if n else unfiled,
                "dwell_p50": p50 and round(p50, 1),
                "dwell_p90": p90 and round(p90, 1),
                "limit": LIMITS.get(stage),
            }
        )
    return rows


def _dwell(a: Asked, view: View) -> dict[str, tuple[float | None, float | None]]:
    """{stage: (median, 90th percentile)} of the minutes stayed before it."""
    if view.at is None and a.here.level <= DWELL_LEVELS:
        return _from_cube(a)
    return _from_events(a)


def _from_cube(a: Asked) -> dict[str, tuple[float | None, float | None]]:
    table = event_dwell.c
    where = (table.region_id == a.here.id, table.day.between(a.span.first, a.span.last))
    rows = a.connection.execute(
        select(table.stage, table.bucket, func.sum(table.n)).where(*where).group_by(table.stage, table.bucket)
    )
    histograms: dict[str, dict[int, int]] = defaultdict(dict)
    for stage, bucket, n in rows:
        histograms[stage][bucket] = int(n)
    return {stage: (quantile(h, 0.5), quantile(h, 0.9)) for stage, h in histograms.items()}


def _from_events(a: Asked) -> dict[str, tuple[float | None, float | None]]:
    moments = [event.c[f"{stage}_at"] for stage in STAGES]
    where = reported(a.here, a.span)
    stays: dict[str, list[float]] = defaultdict(list)
    for row in a.connection.execute(select(*moments).where(*where)):
        for stage, earlier, later in zip(STAGES[1:], row, row[1:], strict=False):
            if earlier and later and later <= a.span.until:
                stays[stage].append((later - earlier) / timedelta(minutes=1))
    return {
        stage: (float(np.quantile(minutes, 0.5)), float(np.quantile(minutes, 0.9))) for stage, minutes in stays.items()
    }

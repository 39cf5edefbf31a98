"""Investment projects from lead to production: where they stand, how long, what they are worth."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import Connection, func, select

from data.answer import Answer, Column
from data.economy.words import DROPPED, STAGES
from data.house import House
from data.ledgers.fields import Dictionary, dictionary, shown
from data.queries.asked import asked
from data.queries.forms import village_names
from data.queries.regions import Region, inside
from data.schema import record, record_history
from data.scope import Scope
from data.view import View

LEDGER, SUBJECT, STAGE = "investment", "project", "project.stage"
ORDER = tuple(STAGES)
FIELDS = ("name", "kind", "stage", "total", "owner", "started", "due", "workers")
WEEK = timedelta(days=7)
COLUMNS = (
    Column(key="stage", label="阶段代码"),
    Column(key="name", label="阶段"),
    Column(key="n", label="在此阶段", unit="个"),
    Column(key="total", label="总投资", unit="万元"),
    Column(key="reached", label="到达过", unit="个"),
    Column(key="conversion", label="转化率", unit="%"),
    Column(key="dwell", label="停留中位", unit="天"),
    Column(key="longest", label="最长停留", unit="天"),
    Column(key="provenance", label="来源"),
)
Row = dict[str, Any]


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a stage, from the lead on; `parts.projects`: of all; `parts.dropped`: of those given up."""
    with asked(house, view, scope) as a:
        rows = projects(a.connection, dictionary(a.connection), a.here, a.now)
        gone = [row for row in rows if row["stage"] == DROPPED]
        funnel = [_stage(place, rows, a.lived) for place in range(len(ORDER))] if rows else []
        return a.answer(
            columns=COLUMNS,
            rows=funnel,
            unit="个",
            as_of=a.now,
            provenance=a.lived,
            rhythm=WEEK,
            source="市商务局",
            parts={
                "dropped": [{"n": len(gone), "total": _sum(gone)}],
                "projects": [{"n": len(rows), "total": _sum(rows)}],
            },
        )


def projects(connection: Connection, known: Dictionary, here: Region, now: datetime) -> list[Row]:
    """Every investment project here at that moment: its stage, since when, how many days. Other fields are today's."""
    if not known.of(SUBJECT):  # a city without ledgers
        return []
    r, h = record.c, record_history.c
    columns = [known.fields[f"project.{name}"].column.label(name) for name in FIELDS]
    moved = select(h.record_id, func.max(h.at).label("at")).where(h.field == STAGE, h.at <= now)
    by_then = moved.group_by(h.record_id).subquery()
    joined = record.outerjoin(by_then, by_then.c.record_id == r.id)
    where = (r.subject == SUBJECT, r.member.like(f"% {LEDGER} %"), inside(r.cell_id, here))
    query = select(r.id, r.code, r.cell_id, r.seq, r.as_of, by_then.c.at.label("moved"), *columns).select_from(joined)
    found = [dict(row) for row in connection.execute(query.where(*where).order_by(r.code)).mappings()]
    later = _later(connection, now)
    then = [row | {"stage": later.get(row["id"], row["stage"])} for row in found]
    return [_stood(row, now) for row in then if row["stage"] is not None or row["id"] not in later]


def _later(connection: Connection, now: datetime) -> dict[int, str | None]:
    """{project that has moved since: its stage at that moment; None where it was none yet}."""
    h = record_history.c
    steps = select(h.record_id, h.before).where(h.field == STAGE, h.at > now).order_by(h.at.desc(), h.seq.desc())
    return {row.record_id: row.before for row in connection.execute(steps).all()}


def _stood(row: Row, now: datetime) -> Row:
    since = row["moved"] or row["as_of"]
    return row | {"since": since, "days": max(0, (now - since).days)}


def _stage(place: int, rows: Sequence[Row], lived: str) -> Row:
    stage = ORDER[place]
    mine = [row for row in rows if row["stage"] == stage]
    reached, before = _reached(rows, place), _reached(rows, place - 1) if place else 0
    return {
        "stage": stage,
        "name": STAGES[stage],
        "n": len(mine),
        "total": _sum(mine),
        "reached": reached,
        "conversion": round(100 * reached / before, 1) if before else None,
        "dwell": int(median(row["days"] for row in mine)) if mine else None,
        "longest": max((row["days"] for row in mine), default=None),
        "provenance": lived,
    }


def _reached(rows: Sequence[Row], place: int) -> int:
    """How many stand at this stage or beyond it; who was given up counts nowhere."""
    return sum(row["stage"] in ORDER[place:] for row in rows)


def _sum(rows: Sequence[Row]) -> float:
    return round(sum(row["total"] or 0 for row in rows), 1)


def _ordered(rows: Sequence[Row], sort: str, down: bool) -> list[Row]:
    """Stages in their own order, villages as they lie; what is not told comes last."""
    by = {"village": "cell_id"}.get(sort, sort if sort in ("code", "days", *FIELDS) else "code")
    place = {stage: n for n, stage in enumerate((*ORDER, DROPPED))}
    told = [row for row in rows if row[by] is not None]
    told.sort(key=lambda row: place.get(row[by], len(place)) if by == "stage" else row[by], reverse=down)
    return told + [row for row in rows if row[by] is None]


def listed(house: House, view: View, scope: Scope, stage: str, sort: str, down: bool) -> tuple[list[Row], str]:
    """Projects as the page and its files list them, and the region's name."""
    with asked(house, view, scope) as a:
        known = dictionary(a.connection)
        rows = [row for row in projects(a.connection, known, a.here, a.now) if not stage or row["stage"] == stage]
        rows = _ordered(rows, sort, down)
        villages = village_names(a.connection, [row["cell_id"] for row in rows])
        words = [
            {name: shown(known.fields[f"project.{name}"], row[name], scope.clearance) for name in FIELDS}
            for row in rows
        ]
        both = zip(rows, words, strict=True)
        return [
            row | told_as | {"at": row["stage"], "village": villages.get(row["cell_id"], "")} for row, told_as in both
        ], a.here.name

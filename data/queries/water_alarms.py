"""水位超限与雨情预警处置: each warning with when it was verified, assigned, followed up and ended."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from data.answer import Answer, Column, Row
from data.commands.dispatch_steps import visible
from data.house import House
from data.queries.asked import Asked, asked
from data.queries.cases import in_scope
from data.queries.warning_board import WATCH_RHYTHM, place_name, watched_at
from data.queries.warning_scope import touching
from data.schema import dispatch, event, region, task, warning, warning_event, warning_history
from data.scope import Scope
from data.view import View

FIELDS = ("flood", "waterlog", "rain")
LASTS = timedelta(hours=24)  # how long one that is over is still shown
MOST = 60
STEPS = ("verified", "assigned", "followed", "ended")
COLUMNS = (
    Column(key="code", label="预警编号"),
    Column(key="title", label="预警"),
    Column(key="colour", label="颜色（1红 2橙 3黄 4蓝）"),
    Column(key="place", label="地点"),
    Column(key="state", label="状态"),
    Column(key="raised_at", label="发布时间"),
    Column(key="verified_at", label="核实时间"),
    Column(key="verified_by", label="核实角色"),
    Column(key="assigned_at", label="交办时间"),
    Column(key="followed_at", label="跟踪时间"),
    Column(key="ended_at", label="结束时间"),
    Column(key="step", label="当前步骤代码"),
)
Firsts = dict[int, datetime]


def answer(house: House, view: View, scope: Scope) -> Answer:
    """One row a warning that was live or ended within a day, the gravest open first. A past moment knows no later step.

    Verified: acknowledged. Assigned: made an event or dispatched, whichever was first. Followed up: the first of those
    sent was there, or the event was taken in hand. Ended: cleared. `parts.steps`: how many wait for each.
    """
    with asked(house, view, scope) as a:
        found = _warnings(a)
        ids = [row["id"] for row in found]
        seen = _seen(a, ids)
        made, handled = _events(a, ids, scope)
        sent, there = _orders(a, ids, scope)
        rows = [_row(row, seen.get(row["id"]), (made, sent), (handled, there), a.now) for row in found]
        rows.sort(
            key=lambda row: (
                row["step"] == "ended",
                row["colour"],
                -datetime.fromisoformat(str(row["raised_at"])).timestamp(),
            )
        )
        waits = {step: sum(row["step"] == step for row in rows) for step in ("raised", *STEPS)}
        return a.answer(
            columns=COLUMNS,
            rows=rows[:MOST],
            unit="条",
            as_of=watched_at(a),
            provenance=a.lived,
            rhythm=WATCH_RHYTHM,
            source="预警中心",
            parts={"steps": [dict(waits)]},
        )


def _warnings(a: Asked) -> Sequence[Mapping[Any, Any]]:
    w = warning.c
    columns = [w[name] for name in ("id", "code", "title", "colour", "state", "raised_at", "ended_at")]
    lasting = or_(w.ended_at.is_(None), w.ended_at > a.now - LASTS)
    query = select(*columns, place_name().label("place")).join_from(warning, region, region.c.id == w.region_id)
    query = query.where(w.field.in_(FIELDS), w.raised_at <= a.now, lasting, touching(a.here))
    return a.connection.execute(query.order_by(w.colour, w.raised_at.desc()).limit(500)).mappings().all()


def _seen(a: Asked, ids: Sequence[int]) -> dict[int, tuple[datetime, str]]:
    """Who was first to acknowledge it."""
    h = warning_history.c
    mine = (h.warning_id.in_(ids), h.move == "acknowledge", h.at <= a.now)
    rows = a.connection.execute(select(h.warning_id, h.at, h.role).where(*mine).order_by(h.seq.desc()))
    return {row.warning_id: (row.at, row.role) for row in rows}


def _events(a: Asked, ids: Sequence[int], scope: Scope) -> tuple[Firsts, Firsts]:
    """When it was first made an event, and when such an event was taken in hand."""
    made = select(warning_event.c.warning_id, func.min(warning_event.c.at), func.min(event.c.handling_at))
    made = made.join_from(warning_event, event, event.c.id == warning_event.c.event_id)
    mine = (warning_event.c.warning_id.in_(ids), warning_event.c.at <= a.now, *in_scope(scope))
    return _firsts(a.connection, made.where(*mine).group_by(warning_event.c.warning_id), a.now)


def _orders(a: Asked, ids: Sequence[int], scope: Scope) -> tuple[Firsts, Firsts]:
    """When somebody was first sent for it or for its event, and when the first of them was there; of orders he sees."""
    about = func.coalesce(dispatch.c.warning_id, warning_event.c.warning_id)
    sent = select(about, func.min(dispatch.c.at), func.min(task.c.arrived_at)).join_from(dispatch, task)
    sent = sent.outerjoin(warning_event, warning_event.c.event_id == dispatch.c.event_id)
    mine = (or_(dispatch.c.warning_id.in_(ids), warning_event.c.warning_id.in_(ids)), dispatch.c.at <= a.now)
    kept = dispatch.c.state.not_in(("recalled", "cancelled"))
    return _firsts(a.connection, sent.where(*mine, kept, visible(scope)).group_by(about), a.now)


def _firsts(connection: Connection, query: Select[Any], now: datetime) -> tuple[Firsts, Firsts]:
    rows = connection.execute(query).all()
    return {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows if row[2] and row[2] <= now}


def _row(
    row: Mapping[Any, Any],
    seen: tuple[datetime, str] | None,
    given: Iterable[Firsts],
    done: Iterable[Firsts],
    now: datetime,
) -> Row:
    ended = row["ended_at"] if row["ended_at"] and row["ended_at"] <= now else None
    stamps = {
        "verified": seen[0] if seen else None,
        "assigned": min((one[row["id"]] for one in given if row["id"] in one), default=None),
        "followed": min((one[row["id"]] for one in done if row["id"] in one), default=None),
        "ended": ended,
    }
    told: Row = {name: row[name] for name in ("code", "title", "colour", "place", "state")}
    told |= {f"{step}_at": at.isoformat() if at else None for step, at in stamps.items()}
    reached = [step for step in STEPS if stamps[step]]
    return told | {
        "raised_at": row["raised_at"].isoformat(),
        "verified_by": seen[1] if seen else None,
        "step": reached[-1] if reached else "raised",
    }

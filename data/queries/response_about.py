"""Which warnings the steps of the duty room are about, what is on them, and how much of it had come by a moment."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select

from data.queries.asked import Asked
from data.queries.warning_scope import touching
from data.schema import warning, warning_event

FIELDS = ("rain", "flood", "typhoon", "waterlog", "geo")
LASTS = timedelta(hours=24)  # how long a warning that is over still belongs to it


def these(a: Asked) -> Sequence[ColumnElement[bool]]:
    w = warning.c
    lasting = or_(w.ended_at.is_(None), w.ended_at > a.now - LASTS)
    return (w.field.in_(FIELDS), w.raised_at <= a.now, lasting, touching(a.here))


def come(a: Asked, *moments: ColumnElement[Any]) -> list[ColumnElement[int]]:
    """How many have come so far by now."""
    return [func.coalesce(func.sum(case((at <= a.now, 1), else_=0)), 0) for at in moments]


def about(a: Asked, of: Any) -> ColumnElement[bool]:
    """Whether a room or an order is on one of these warnings, or on an event that was made of one."""
    mine = select(warning.c.id).where(*these(a))
    events = select(warning_event.c.event_id).where(warning_event.c.warning_id.in_(mine))
    return or_(of.c.warning_id.in_(mine), of.c.event_id.in_(events))

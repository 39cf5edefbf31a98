"""What a list of events is filtered by, as conditions on the event table that one index can follow."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, case, func, literal, not_, or_, select, true, type_coerce
from sqlalchemy.sql.elements import ColumnElement

from data.errors import BadInput
from data.life.moves import MOVES
from data.queries.few import GRAVE, GRAVEST, MERGED, STILL_OPEN
from data.queries.regions import Region, inside
from data.queries.reported import WIDE_LEVEL
from data.queries.shirked import shirked
from data.queries.then import agency_then, moment_then, moved_by, number_then, text_then, touched
from data.schema import event, event_history
from data.times import Moment
from data.view import EARLIEST
from data.windows import Span
from data.words import GRADES, OPEN_STAGES, SIDINGS, SOURCES, STAGES, STATES

BACKLOG = (
    "open",
    "overdue",
    "soon",
    "suspended",
    "supervised",
    "called",
)  # states of open events: all of them, whenever they were reported
EVENT_STATES = (*BACKLOG, "repeated", "done", "shirked")
EQUAL = ("agency", "leaf", "grade", "line", "source", "category", "stage")  # the narrowest first
LED = ("agency", "leaf", "grade")  # those an index begins with
PLAIN = re.compile(r"[\w.:/()+-]{1,64}")
CODE = re.compile(r"E[0-9]{8}-[0-9]{1,12}")
LONGEST_TEXT = 96
PROBE = 2_000  # index entries looked at to learn how rare a value is
_KNOWN: dict[str, Mapping[str, Any] | tuple[str, ...]] = {
    "source": SOURCES,
    "grade": GRADES,
    "stage": STATES,
    "state": EVENT_STATES,
}


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What events must be; empty says nothing. `text` is a part of the title, or a whole code, whenever reported."""

    category: str = ""
    leaf: str = ""
    source: str = ""
    grade: str = ""
    stage: str = ""
    agency: str = ""
    line: str = ""
    state: str = ""
    text: str = ""

    def __post_init__(self) -> None:
        for name, words in _KNOWN.items():
            if (value := getattr(self, name)) and value not in words:
                raise BadInput(f"{name}: {value!r} is not one of {', '.join(words)}")
        for name in ("category", "leaf", "agency", "line"):
            if (value := getattr(self, name)) and not PLAIN.fullmatch(value):
                raise BadInput(f"{name}: {value!r} has not the form of one")
        if len(self.text) > LONGEST_TEXT or "\0" in self.text:
            raise BadInput(f"text: at most {LONGEST_TEXT} characters")

    @classmethod
    def parse(cls, given: Mapping[str, str]) -> "Filters":
        """From a query string; names of other things are left to others."""
        return cls(**{f.name: given[f.name].strip() for f in fields(cls) if f.name in given})

    def given(self) -> dict[str, str]:
        """Those that say something."""
        return {f.name: value for f in fields(self) if (value := getattr(self, f.name))}

    def within(self, part: str) -> "Filters":
        """Also within a view's slice ("category:flood"), unless the filter itself says otherwise."""
        name, _colon, value = part.partition(":")
        return replace(self, **{name: value}) if part and not getattr(self, name) else self

    @property
    def backlog(self) -> bool:
        return self.state in BACKLOG


def conditions(
    connection: Connection, here: Region, span: Span, filters: Filters, *, past: bool, by_deadline: bool = False
) -> list[ColumnElement[bool]]:
    """The events of a region and span that fit. `past`: as they stood at the end of the span, not as they stand now."""
    if CODE.fullmatch(filters.text):
        return [event.c.code == filters.text, event.c.reported_at <= span.until, inside(event.c.cell_id, here)]
    backlog = filters.backlog or by_deadline
    led = connection.dialect.name == "sqlite"  # PostgreSQL has statistics and finds the way by itself
    narrow = led and not backlog and here.level > WIDE_LEVEL
    at = unled(event.c.reported_at) if narrow else event.c.reported_at
    cell = event.c.cell_id + 0 if led and not narrow else event.c.cell_id
    found: list[ColumnElement[bool]] = [at <= span.until, inside(cell, here)]
    if not backlog:
        found.append(at >= span.since)
    wanted = {name: value for name, value in filters.given().items() if name in EQUAL}
    few = backlog or (not past and filters.stage in OPEN_STAGES)
    lead = None if few or narrow or not led else _lead(connection, wanted, span, past=past)
    for name, value in wanted.items():
        column = _THEN[name](span.until) if past and name in _THEN else event.c[name]
        found.append(column == value if name == lead or not led else func.coalesce(column, "") == value)
    if not narrow:
        found += _few(filters, lead == "grade" or not led, past)
    if backlog:
        found.append(stage_at(span.until).in_(OPEN_STAGES) if past else STILL_OPEN)
    if filters.state:
        deadline = unled(event.c.deadline_at) if led and not by_deadline else event.c.deadline_at
        found.append(_in_state_then(filters.state, span) if past else _in_state(filters.state, span, deadline))
    if filters.text:
        found.append(event.c.title.like(f"%{_plain(filters.text)}%", escape="\\"))
    return found


def unled(column: ColumnElement[datetime]) -> ColumnElement[datetime]:
    """The same moment as an expression that no index serves."""
    return type_coerce(column + 0, Moment)


def _in_state(state: str, span: Span, deadline: ColumnElement[datetime]) -> ColumnElement[bool]:
    e, moment = event.c, span.until
    ticking = e.suspended_at.is_(None)
    return {
        "open": true(),
        "overdue": and_(deadline < moment, ticking),
        "soon": and_(e.warn_at <= moment, deadline >= moment, ticking),
        "suspended": e.suspended_at.is_not(None),
        "supervised": e.supervised > 0,
        "repeated": e.reports > 1,
        "called": e.called_agency.is_not(None),
        "done": or_(e.closed_at <= moment, e.rated_at <= moment),
        "shirked": e.id.in_(shirked(span)),
    }[state]


def _in_state_then(state: str, span: Span) -> ColumnElement[bool]:
    """The same at the end of the span, which lies in the past."""
    e, at = event.c, span.until
    suspended, deadline = moment_then("suspended_at", at), moment_then("deadline_at", at)
    ticking = or_(suspended.is_(None), suspended > at)
    ways: dict[str, Callable[[], ColumnElement[bool]]] = {
        "open": true,
        "overdue": lambda: and_(deadline < at, ticking),
        "soon": lambda: and_(moment_then("warn_at", at) <= at, deadline >= at, ticking),
        "suspended": lambda: suspended <= at,
        "supervised": lambda: or_(moved_by("supervise", at), and_(e.supervised > 0, not_(touched(at)))),
        "repeated": lambda: number_then("reports", at) > 1,
        "called": lambda: text_then("called_agency", at).is_not(None),
        "done": lambda: stage_at(at).in_(("closed", "rated")),
        "shirked": lambda: e.id.in_(shirked(span)),
    }
    return ways[state]()


def stage_at(moment: datetime) -> ColumnElement[str]:
    """Where an event stood at `moment`. One that went back since is read from its history."""
    e = event.c
    ended = [(e.stage.in_(tuple(SIDINGS)) & (e.ended_at <= moment), e.stage)]
    reached = [(e[f"{stage}_at"] <= moment, literal(stage)) for stage in reversed(STAGES) if stage != "reported"]
    simple = case(*ended, *reached, else_=literal("reported"))
    return case((e.rewound_at > moment, _from_history(moment)), else_=simple)


def _from_history(moment: datetime) -> ColumnElement[Any]:
    h = event_history.c
    moved = [(h.move == move.name, literal(move.to)) for move in MOVES.values() if move.to]
    brought = [(h.change.like(f'%"stage":"{stage}"%'), literal(stage)) for stage in STATES]
    led = tuple(move.name for move in MOVES.values() if move.to) + ("report", "import")
    statement = (
        select(case(*moved, *brought, else_=literal("reported")))
        .where(h.event_id == event.c.id, h.at <= moment, h.move.in_(led))
        .order_by(h.seq.desc())
        .limit(1)
        .correlate(event)
    )
    return func.coalesce(statement.scalar_subquery(), "reported")


def _few(filters: Filters, grade: bool, past: bool) -> list[ColumnElement[bool]]:
    """What the filters say once more, in the words of an index of few events."""
    found: list[ColumnElement[bool]] = []
    if not past and grade and filters.grade in GRAVEST:
        found.append(GRAVE)
    if filters.line:
        found.append(event.c.line.is_not(None))
    if not past and filters.stage in OPEN_STAGES:
        found.append(STILL_OPEN)
    if not past and filters.stage == "merged":
        found.append(MERGED)
    return found


def _lead(connection: Connection, wanted: Mapping[str, str], span: Span, *, past: bool) -> str | None:
    """The filter whose index SQLite shall follow: the narrowest. In the past only one of what never changes."""
    led = [name for name in LED if not (past and name in _THEN)]
    choice = [name for name in led if name in wanted and (name != "grade" or wanted[name] in GRAVEST)]
    if len(choice) < 2:
        return choice[0] if choice else None
    reach = {name: _reach(connection, name, wanted[name], span) for name in choice}
    return min(choice, key=lambda name: reach[name])


_THEN: dict[str, Callable[[datetime], ColumnElement[Any]]] = {
    "stage": stage_at,
    "agency": agency_then,
    "grade": lambda at: text_then("grade", at),
}


def _reach(connection: Connection, name: str, value: str, span: Span) -> datetime:
    """How far back the newest few thousand events with this value go: the rarer it is, the further."""
    within: list[ColumnElement[bool]] = [event.c[name] == value, event.c.reported_at.between(span.since, span.until)]
    within += [GRAVE] if name == "grade" else []
    statement = select(event.c.reported_at).where(*within).order_by(event.c.reported_at.desc())
    return connection.scalar(statement.offset(PROBE).limit(1)) or EARLIEST


def _plain(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

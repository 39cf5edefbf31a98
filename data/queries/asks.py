"""What was asked of agencies: tasks of orders, whistles, 督办 of events and of rooms; each with when it was answered.

Every kind has one deadline that it is judged by: a task is accepted by it, a whistle reached, an event of a 督办
answered, a conclusion done.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, literal, select

from data.life.fold import read
from data.queries.among import among
from data.queries.cases import in_scope
from data.queries.rooms import joined, seen_by
from data.schema import dispatch, event, event_history, responder, room, room_conclusion, task, warning
from data.scope import Scope
from data.sitter import Sitter

CALLS = event_history.c.move.in_([literal(move, literal_execute=True) for move in ("whistle", "supervise")])
Row = Any
Cells = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Ask:
    """`answered`: the moment that `due` is about; `over`: nothing is to be done any more, done or not."""

    kind: str  # ASK_KINDS
    code: str
    agency: str
    who: str
    words: str
    title: str
    way: str  # where its event or warning is
    at: datetime
    due: datetime
    answered: datetime | None
    arrived: datetime | None
    done: datetime | None
    over: bool
    urged: int
    late: bool  # a limit of its was over before it was kept, or is over: to answer, to arrive, to be done

    @property
    def prompt(self) -> bool:
        return self.answered is not None and self.answered <= self.due


def asks(connection: Connection, me: Sitter, cells: Cells, since: datetime, until: datetime) -> list[Ask]:
    """All that was asked from `since` to `until` about what lies in these cells, as it stood then; newest first.

    Who is bound to agencies gets what was asked of these; 督办 of rooms only of those that he may see.
    """
    found = [
        *_tasks(connection, cells, since, until),
        *_calls(connection, me.scope, cells, since, until),
        *_conclusions(connection, me, cells, since, until),
    ]
    mine = (one for one in found if me.scope.every_department or one.agency in me.scope.departments)
    return sorted(mine, key=lambda one: (one.at, one.code), reverse=True)


def _tasks(connection: Connection, cells: Cells, since: datetime, until: datetime) -> Iterable[Ask]:
    columns: list[Any] = [
        task.c[name] for name in ("code", "words", "state", "sent_at", "accept_by", "accepted_at", "arrived_at")
    ]
    columns += [task.c.arrive_by, task.c.done_by]
    columns += [task.c[name] for name in ("done_at", "ended_at", "urged")]
    columns += [responder.c.name, responder.c.agency]
    columns += [event.c.code.label("event_code"), warning.c.code.label("warning_code")]
    title = func.coalesce(event.c.title, warning.c.title).label("title")
    query = select(*columns, title).select_from(task).join(dispatch, dispatch.c.id == task.c.dispatch_id)
    query = query.join(responder, responder.c.id == task.c.responder_id)
    query = query.outerjoin(event, event.c.id == dispatch.c.event_id)
    query = query.outerjoin(warning, warning.c.id == dispatch.c.warning_id)
    here = (dispatch.c.lo >= cells[0], dispatch.c.hi <= cells[1], task.c.sent_at.between(since, until))
    for row in connection.execute(query.where(*here)):
        accepted, ended = _by(row.accepted_at, until), _by(row.ended_at, until)
        due = row.accept_by or row.sent_at
        arrived, done = _by(row.arrived_at, until), _by(row.done_at, until)
        limits = ((accepted, due), (arrived, row.arrive_by), (done, row.done_by))
        yield Ask(
            kind="task",
            code=row.code,
            agency=row.agency or "",
            who=row.name,
            words=row.words,
            title=row.title or "",
            way=_way(row.event_code, row.warning_code),
            at=row.sent_at,
            due=due,
            answered=accepted,
            arrived=arrived,
            done=done,
            over=ended is not None,
            urged=row.urged,
            late=any(_late(answered, limit, until, ended) for answered, limit in limits if limit is not None),
        )


def _calls(connection: Connection, scope: Scope, cells: Cells, since: datetime, until: datetime) -> Iterable[Ask]:
    """Whistles (报到 within their countdown) and 督办 of events, by the events' own histories."""
    h = event_history.c
    columns = [event.c[name] for name in ("id", "code", "title", "agency", "deadline_at", "answered_at", "ended_at")]
    query = select(h.seq, h.move, h.at, h.reason, h.change, *columns).join(event, event.c.id == h.event_id)
    here = (CALLS, h.at.between(since, until), event.c.cell_id.between(*cells), *in_scope(scope))
    rows = connection.execute(query.where(*here)).all()
    came = _arrivals(connection, {row.id for row in rows if row.move == "whistle"}, until)
    for row in rows:
        yield _whistle(row, came.get(row.id, ()), until) if row.move == "whistle" else _supervised(row, until)


def _whistle(row: Row, came: Sequence[Row], until: datetime) -> Ask:
    change = read(row.change)
    after = [one for one in came if one.seq > row.seq]
    arrived = after[0].at if after and after[0].move == "arrive" else None
    gone = bool(after) or _by(row.ended_at, until) is not None
    due = change["called_due_at"]
    told = {"agency": change["called_agency"], "due": due, "answered": arrived, "arrived": arrived, "done": arrived}
    late = _late(arrived, due, until, after[0].at if after else _by(row.ended_at, until))
    return _of_event(row, "whistle", told | {"over": gone, "urged": 0, "late": late})


def _supervised(row: Row, until: datetime) -> Ask:
    answered = [at for at in (row.answered_at, row.ended_at) if at and row.at <= at <= until]
    first, ended = min(answered, default=None), _by(row.ended_at, until)
    told = {"agency": row.agency or "", "due": row.deadline_at, "answered": first, "arrived": None, "done": ended}
    late = _late(first, row.deadline_at, until, None)
    return _of_event(row, "supervise", told | {"over": ended is not None, "urged": 1, "late": late})


def _of_event(row: Row, kind: str, told: dict[str, Any]) -> Ask:
    about = {"code": row.code, "title": row.title, "way": f"/events/{row.code}", "at": row.at}
    return Ask(kind=kind, who="", words=row.reason or "", **about, **told)


def _arrivals(connection: Connection, events: set[int], until: datetime) -> dict[int, list[Row]]:
    """{event: its whistles and arrivals, in order}."""
    h, found = event_history.c, dict[int, list[Row]]()
    if events:
        wanted = (among(connection, h.event_id, events), h.move.in_(("whistle", "arrive")), h.at <= until)
        for row in connection.execute(select(h.event_id, h.seq, h.move, h.at).where(*wanted).order_by(h.seq)):
            found.setdefault(row.event_id, []).append(row)
    return found


def _conclusions(connection: Connection, me: Sitter, cells: Cells, since: datetime, until: datetime) -> Iterable[Ask]:
    c = room_conclusion.c
    columns = [c.n, c.agency, c.words, c.asked_at, c.deadline, c.done_at, room.c.code, room.c.title]
    query = select(*columns).select_from(joined().join(room_conclusion, c.room_id == room.c.id))
    here = (c.way == "supervise", c.asked_at.between(since, until), room.c.lo >= cells[0], room.c.hi <= cells[1])
    for row in connection.execute(query.where(*here, seen_by(me))):
        done = _by(row.done_at, until)
        yield Ask(
            kind="conclusion",
            code=f"{row.code}-{row.n}",
            agency=row.agency or "",
            who="",
            words=row.words,
            title=row.title,
            way=f"/rooms/{row.code}",
            at=row.asked_at,
            due=row.deadline,
            answered=done,
            arrived=None,
            done=done,
            over=done is not None,
            urged=1,
            late=_late(done, row.deadline, until, None),
        )


def _by(moment: datetime | None, until: datetime) -> datetime | None:
    return moment if moment is not None and moment <= until else None


def _late(answered: datetime | None, due: datetime, until: datetime, ended: datetime | None) -> bool:
    """`ended`: when it was no longer asked for, so that nobody could be late any more."""
    return (answered or ended or until) > due


def _way(event_code: str | None, warning_code: str | None) -> str:
    return f"/events/{event_code}" if event_code else f"/warnings/{warning_code}"

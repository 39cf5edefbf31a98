"""An event enters the house: it is reported now, or brought with a life it has had elsewhere."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, update

from data.commands import cube
from data.commands.alarms import sound_event
from data.commands.codes import LONG, code_of, key_of
from data.commands.revisions import bump
from data.errors import BadInput, Forbidden
from data.language import gettext as _
from data.life.actor import Actor
from data.life.fold import FOLDED, MOMENTS, START, Step, after, written
from data.life.late import marks
from data.life.limits import deadline
from data.queries.routing import Route, route
from data.schema import event, event_history, event_number
from data.times import day_number, local
from data.words import GRADES, OPEN_STAGES, PROVENANCE, SOURCES, STATES

_NEW = insert(event).returning(*event.c)
_STEP = insert(event_history)
_TAKE = (
    update(event_number)
    .where(event_number.c.day == bindparam("_day"))
    .values(n=event_number.c.n + bindparam("_n"))
    .returning(event_number.c.n)
)
SKEW = timedelta(minutes=5)  # how far a sender's clock may be ahead of ours


@dataclass(frozen=True, kw_only=True)
class Report:
    """An event as someone reports it; `cell_id` says where it counts, lon and lat where it is drawn.

    `category` is of the first level of the tree, `leaf` the finest known.
    """

    title: str
    text: str | None = None
    category: str
    leaf: str
    source: str
    line: str | None = None
    grade: str
    cell_id: int
    place: str
    placed: str = "exact"
    lon: float
    lat: float
    reported_at: datetime
    provenance: str

    def __post_init__(self) -> None:
        for name, words in (("source", SOURCES), ("grade", GRADES), ("provenance", PROVENANCE)):
            if getattr(self, name) not in words:
                raise BadInput(f"{name}: {getattr(self, name)!r} is not one of {', '.join(words)}")
        if self.reported_at.tzinfo is None:
            raise BadInput("reported_at: the time needs its offset")


def report(connection: Connection, new: Report, actor: Actor, now: datetime) -> int:
    """A new event at stage 采集; returns its id."""
    return _begin(connection, new, "report", {}, actor, now)


def bring(connection: Connection, new: Report, life: Mapping[str, Any], actor: Actor, now: datetime) -> int:
    """An event that has lived elsewhere: `life` are columns that moves set, as far as they are known."""
    if unknown := set(life) - set(FOLDED):
        raise BadInput(f"not part of a life: {', '.join(sorted(unknown))}")
    if life.get("stage", "reported") not in STATES:
        raise BadInput(f"stage: {life['stage']!r} is not one of {', '.join(STATES)}")
    return _begin(connection, new, "import", whole(new.reported_at, life), actor, now)


def _begin(connection: Connection, new: Report, name: str, life: Mapping[str, Any], actor: Actor, now: datetime) -> int:
    check_time(new.reported_at, now)
    if not actor.scope.covers(new.cell_id, new.cell_id):
        raise Forbidden(_("这个位置不在您的管辖范围"))
    bump(connection, "events")  # first: writers queue here, so that numbering is theirs alone and none deadlock
    way = route(connection, new.category, new.leaf, new.grade, new.cell_id)
    change = {**outset(new, way), **life}
    state = after(START, Step(seq=1, move=name, at=new.reported_at, change=change)) | {"reported_at": new.reported_at}
    values = asdict(new) | state | marks(state, now)
    values |= {"code": _next_code(connection, new.reported_at)}
    row = connection.execute(_NEW, values).mappings().one()
    remember(connection, row["id"], 1, name, new.reported_at, now, actor, None, change)
    cube.apply(connection, None, row)
    if name == "report":
        sound_event(connection, row["id"], row["grade"], now)
    return int(row["id"])


def outset(new: Report, way: Route) -> dict[str, Any]:
    """What an event starts its life with: grade, loop, and a deadline from the responsibility list or the limits."""
    due, warn, clock = deadline(new.reported_at, new.category, new.grade, way.hours)
    return {"grade": new.grade, "loop": way.loop, "clock": clock, "deadline_at": due, "warn_at": warn}


def whole(reported_at: datetime, life: Mapping[str, Any]) -> dict[str, Any]:
    """A brought life in itself consistent: its stage, when it ended, who had it first."""
    moments = {name: life[name] for name in MOMENTS if life.get(name)} | {"reported_at": reported_at}
    reached = [name.removesuffix("_at") for name in MOMENTS if name in moments]
    stage = life.get("stage") or reached[-1]
    ended = None
    if stage not in OPEN_STAGES:
        ended = life.get("ended_at") or moments.get("closed_at") or max(moments.values())
    agency = life.get("first_agency") or life.get("agency")
    told = {**life, "stage": stage, "ended_at": ended, "first_agency": agency}
    return {name: value for name, value in told.items() if value is not None and name != "reported_at"}


def check_time(at: datetime, now: datetime) -> None:
    """Nothing has happened in the future, but for a clock that is a little fast."""
    if at > now + SKEW:
        raise BadInput(_("时间 %(at)s 晚于现在") % {"at": f"{local(at):%Y-%m-%d %H:%M:%S}"})


def remember(
    connection: Connection,
    event_id: int,
    seq: int,
    name: str,
    at: datetime,
    now: datetime,
    actor: Actor,
    reason: str | None,
    change: Mapping[str, Any],
) -> None:
    """Append to the history, which is never changed afterwards."""
    step = {"event_id": event_id, "seq": seq, "move": name, "at": at, "recorded_at": now, "actor": actor.name}
    more = {"role": actor.role, "reason": reason, "change": written(change)}
    connection.execute(_STEP, step | more)


def _next_code(connection: Connection, at: datetime) -> str:
    """E, the local date, and the how-manieth of that day, turned."""
    n = take_numbers(connection, day_number(at), 1)
    return code_of(key_of(connection), "E", local(at).toordinal(), n, LONG)


def take_numbers(connection: Connection, day: int, n: int) -> int:
    """Take the next `n` numbers of a day; returns the first of them."""
    taken = connection.execute(_TAKE, {"_day": day, "_n": n}).scalar_one_or_none()
    if taken is None:
        connection.execute(insert(event_number).values(day=day, n=n))
        taken = n
    return int(taken) - n + 1

"""What happens to an event: it is reported, and it advances. Each command runs inside the caller's transaction."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from data.commands.cube import EventRow, apply
from data.commands.revisions import bump
from data.errors import BadInput, CockpitError
from data.language import gettext as _
from data.schema import event, event_history
from data.times import day_number, day_start, local
from data.words import CATEGORIES, GRADES, SOURCES, STAGES

REJECTED = "rejected"  # 不予立案: after 采集, and nothing follows
BEFORE = dict(zip(tuple(STAGES)[1:], STAGES, strict=False)) | {REJECTED: "reported"}
# Hours allowed from report to close, by grade; a quarter of it where people or traffic are in danger.
HOURS = {"S": 24, "A": 168, "B": 48, "C": 24}
URGENT = ("flood", "safety", "traffic")


class EventRefused(CockpitError):
    """The event is not at the stage that this step follows."""

    status = 409


@dataclass(frozen=True, kw_only=True)
class Report:
    """An event as someone reports it; `cell_id` says where it counts, lon and lat where it is drawn."""

    title: str
    category: str
    source: str
    grade: str
    cell_id: int
    place: str
    lon: float
    lat: float
    reported_at: datetime
    provenance: str

    def __post_init__(self) -> None:
        for name, words in (("category", CATEGORIES), ("source", SOURCES), ("grade", GRADES)):
            if getattr(self, name) not in words:
                raise BadInput(f"{name}: {getattr(self, name)!r} is not one of {', '.join(words)}")


def time_allowed(category: str, grade: str) -> timedelta:
    """From report to close."""
    return timedelta(hours=HOURS[grade]) / (4 if category in URGENT else 1)


def report(connection: Connection, new: Report, actor: str) -> int:
    """A new event at stage 采集; returns its id."""
    bump(connection, "events")  # first: writers queue here, so that numbering is theirs alone and none deadlock
    values = asdict(new) | {
        "code": _next_code(connection, new.reported_at),
        "stage": "reported",
        "deadline_at": new.reported_at + time_allowed(new.category, new.grade),
    }
    row = connection.execute(insert(event).values(values).returning(*event.c)).mappings().one()
    _remember(connection, row["id"], "reported", new.reported_at, actor)
    apply(connection, None, EventRow.of(row))
    return int(row["id"])


def advance(
    connection: Connection, event_id: int, stage: str, at: datetime, actor: str, rating: int | None = None
) -> None:
    """Take an event one stage further; 评价 brings a rating of 1 to 5. Raises EventRefused out of order."""
    if stage not in BEFORE:
        raise BadInput(_("没有“%(stage)s”这个环节") % {"stage": stage})
    if (stage == "rated") != (rating in (1, 2, 3, 4, 5)) or (stage != "rated" and rating is not None):
        raise BadInput(_("评价须给1至5分,其他环节不评分"))
    bump(connection, "events")
    change: dict[str, Any] = {"stage": stage}
    if stage != REJECTED:
        change[f"{stage}_at"] = at
    if stage == "rated":
        change["rating"] = rating
    before = BEFORE[stage]
    waiting = (event.c.id == event_id, event.c.stage == before, event.c[f"{before}_at"] <= at)
    row = connection.execute(update(event).where(*waiting).values(change).returning(*event.c)).mappings().one_or_none()
    if row is None:
        raise EventRefused(_why_not(connection, event_id, stage))
    _remember(connection, event_id, stage, at, actor)
    apply(connection, EventRow.of({**row, **dict.fromkeys(change)}), EventRow.of(row))


def _next_code(connection: Connection, at: datetime) -> str:
    """E, the local date, and the how-manieth of that day."""
    day = day_number(at)
    same_day = (event.c.reported_at >= day_start(day), event.c.reported_at < day_start(day + 1))
    earlier = connection.scalar(select(func.count()).select_from(event).where(*same_day)) or 0
    return f"E{local(at):%Y%m%d}-{earlier + 1:06d}"


def _remember(connection: Connection, event_id: int, stage: str, at: datetime, actor: str) -> None:
    """Append to the history, which is never changed afterwards."""
    mine = select(func.coalesce(func.max(event_history.c.seq), 0) + 1).where(event_history.c.event_id == event_id)
    step = {"event_id": event_id, "seq": mine.scalar_subquery(), "stage": stage, "at": at, "actor": actor}
    connection.execute(insert(event_history).values(step))


def _why_not(connection: Connection, event_id: int, stage: str) -> str:
    row = connection.execute(select(event.c.code, event.c.stage).where(event.c.id == event_id)).one_or_none()
    if row is None:
        return _("没有这个事件")
    words = {**STAGES, REJECTED: "不予立案"}
    facts = {"code": row.code, "now": _(words.get(row.stage, row.stage)), "next": _(words[stage])}
    return _("%(code)s 现处“%(now)s”环节,此时不能进入“%(next)s”") % facts

"""What screens send: a move, a report of the form, a verdict on the quarantine. Nothing a screen says is trusted."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data.acting import acting
from data.commands.audit import acted
from data.commands.moves import move
from data.commands.photos import attach
from data.commands.visits import link_visit
from data.errors import BadInput
from data.house import House
from data.intake.record import Fault, Record, clean
from data.intake.retaking import Settled, drop, replay
from data.intake.taking import Taken, take
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.codes import number_of
from data.queries.event_detail import event_named
from data.schema import event

SOURCE_OF = {"grid_staff": "grid", "duty_officer": "hotline", "resident": "resident"}  # who may report by the form
ORIGIN = "form"
WITH_PHOTOS = ("answer",)  # moves that may bring photos: what was done, for the check of photos
SENTENCE_ENDS = "\u3002\uff01\uff1f\uff1b!?;"  # full stop, exclamation, question and semicolon, wide and narrow
Given = Mapping[str, Any]


def act(house: House, code: str, name: str, given: Given, role: str, number: int) -> None:
    """One move by a role of the demo; an answer with its photos."""
    actor, now = acting(house, role, number), house.clock.now()
    with acted(house, actor, "event_move", f"{code[:32]} {name}", brief=True) as connection:
        event_id = number_of(connection, "event", code)
        move(connection, event_id, name, actor, now, now, **_read(connection, given, actor))
        if name in WITH_PHOTOS:
            attach(connection, house.settings.photos_dir, event_id, _photos(given), actor, now)


def _read(connection: Connection, given: Given, actor: Actor) -> dict[str, Any]:
    """What forms give as text, as moves take it."""
    found = {name: plain for name, text in given.items() if isinstance(text, str) and (plain := clean(text))}
    readers: dict[str, Callable[[str], Any]] = {
        "rating": int,
        "reached": int,
        "hours": float,
        "into": lambda text: event_named(connection, text, actor.scope),
    }
    try:
        return {name: readers[name](text) if name in readers else text for name, text in found.items()}
    except ValueError:
        raise BadInput(_("请填写数字")) from None


def report_form(house: House, draft: Given, role: str, number: int) -> Taken:
    """The event of a filled form, with its photos. `into`: of which event its reporter takes it for a repeat;
    `visit`: on which visit of a steward (走访) it was found."""
    actor, now = acting(house, role, number), house.clock.now()
    if actor.role not in SOURCE_OF:
        raise BadInput(_("请选择角色"))
    record = _record(draft, SOURCE_OF[actor.role], now, simulated=house.clock.holds_demo())
    with acted(house, actor, "event_report", brief=True) as connection:
        taken = take(connection, record, origin=ORIGIN, actor=actor, now=now)
        attach(connection, house.settings.photos_dir, taken.event_id, _photos(draft), actor, now)
        if visit := str(draft.get("visit") or ""):
            link_visit(connection, visit, taken.event_id, actor)
        if into := str(draft.get("into") or ""):
            _repeat(connection, taken.event_id, event_named(connection, into, actor.scope), actor, now)
        elif draft.get("direct") and taken.outcome == "created":
            move(connection, taken.event_id, "direct", actor, now, now)
    return taken


def _photos(given: Given) -> list[str]:
    """Digests of photos that were taken in before; whatever else stands there is none."""
    photos = given.get("photos")
    return [one for one in photos if isinstance(one, str)] if isinstance(photos, list) else []


def _repeat(connection: Connection, event_id: int, into: int, actor: Actor, now: datetime) -> None:
    """A duty officer merges; grid staff leave word for one."""
    if actor.role == "duty_officer":
        move(connection, event_id, "merge", actor, now, now, into=into, reason=_("上报时判为重复"))
    elif actor.role == "grid_staff":
        code = connection.scalar(select(event.c.code).where(event.c.id == into))
        move(connection, event_id, "remark", actor, now, now, reason=_("建议并入 {code}").format(code=code))


def _record(draft: Given, source: str, now: datetime, *, simulated: bool) -> Record:
    text = clean(draft.get("text"))
    if not text:
        raise Fault("missing", _("请写明情况"))
    if not draft.get("category"):
        raise Fault("category", _("请选择类别"))
    lon, lat = degrees(draft.get("lon")), degrees(draft.get("lat"))
    if lon is None and not draft.get("region"):
        raise Fault("outside", _("请在地图上点选位置，或搜索区划"))
    return Record(
        title=str(draft.get("title") or "") or headline(text),
        text=text,
        category=str(draft["category"]),
        source=source,
        line=str(draft.get("line") or "") or None,
        lon=lon,
        lat=lat,
        region=str(draft.get("region") or "") or None,
        place=str(draft.get("place") or "") or None,
        reported_at=now,
        provenance="simulated" if simulated else "measured",
    )


def headline(text: str) -> str:
    """The first sentence, short enough for a title."""
    line = clean(text, line=True)
    ends = [place for sign in SENTENCE_ENDS if (place := line.find(sign)) > 0]
    first = line[: min(ends)] if ends else line
    return first if len(first) <= 40 else first[:39].rstrip() + "…"


def degrees(value: Any) -> float | None:
    try:
        return float(value) if value not in (None, "") else None
    except (TypeError, ValueError, OverflowError):
        raise Fault("outside", _("坐标不是数")) from None


def settle_row(house: House, number: int, verdict: str, mended: str | None, role: str, who: int) -> Settled:
    """Replay a quarantined row as mended, or drop it."""
    actor, now = acting(house, role, who), house.clock.now()
    if actor.role not in ("duty_officer", "leader"):
        raise BadInput(_("请选择角色"))
    with acted(house, actor, "quarantine_settle", f"{number} {verdict}", brief=True) as connection:
        if verdict == "replay":
            return replay(connection, number, mended, actor, now)
        drop(connection, number, actor, now)
        return Settled(None)

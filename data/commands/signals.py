"""Signals come in by file, all rows or none; people judge each once: it becomes an event, or is discarded with why."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data.commands.revisions import bump
from data.commands.rows import Added, Row, Rows, refuse, text
from data.commands.stations import placed
from data.commands.videos import picture_in
from data.commands.warned_events import finest
from data.errors import BadInput, Forbidden, SignalRefused, UnknownThing
from data.intake.record import AHEAD, TEXT, Record, clean
from data.intake.taking import Taken, take, top_of
from data.language import gettext as _
from data.language import speaking
from data.life.actor import Actor
from data.queries.locate import locate
from data.queries.signals import shown_to
from data.schema import feature, region, signal
from data.signal_words import ALGORITHMS, SIGNAL_STATES
from data.times import CITY_ZONE
from data.warn.retold import WRITTEN
from data.words import ROLES

ORIGIN = "signal"
JUDGES = ("duty_officer", "agency", "leader")
SOURCES = {"opinion": "department", "video": "video"}
LENGTHS = {"code": 48, "title": 96, "words": 4_000, "camera": 48, "picture": 400, "place": 64, "category": 32}
TOLD = ("title", "words", "heat", "picture")  # what a sender may tell anew of one that nobody has judged
MOST_HEAT = 10**9


def register_signals(
    connection: Connection, rows: Rows, kind: str, now: datetime, provenance: str = "measured"
) -> Added:
    """Add the signals of `rows`, each once by its code. BadInput, and nothing done, when a row makes no sense."""
    bump(connection, "signals")
    found: dict[str, dict[str, Any]] = {}
    faults: list[tuple[int, str]] = []
    for number, row in rows:
        try:
            one = read_signal(connection, row, kind, now)
            if one["code"] in found:
                raise BadInput(f"signal {one['code']} stands above already")
            found[one["code"]] = one
        except BadInput as fault:
            faults.append((number, str(fault)))
    refuse(faults)
    mine = (signal.c.kind == kind, signal.c.origin == "")
    known = {row["code"]: row for row in connection.execute(select(signal).where(*mine)).mappings()}
    fresh = [one | {"provenance": provenance} for code, one in found.items() if code not in known]
    if fresh:
        connection.execute(insert(signal), fresh)
    changed = sum(retold(connection, known[code], one) for code, one in found.items() if code in known)
    return Added(rows=len(rows), new=len(fresh), changed=changed)


def retold(connection: Connection, row: Any, one: dict[str, Any]) -> bool:
    """Whether what its sender tells anew changes it: only while nobody has judged it."""
    news = {name: one[name] for name in TOLD if one[name] != row[name]}
    if not news or row["state"] != "new":
        return False
    connection.execute(update(signal).where(signal.c.id == row["id"]).values(news))
    return True


def confirm(connection: Connection, number: int, actor: Actor, now: datetime, reason: str = "") -> Taken:
    """It becomes an event by the ordinary intake. SignalRefused when somebody has judged it already."""
    bump(connection, "events", "signals")
    row = _judged(connection, number, actor)
    with speaking(WRITTEN):
        told = _("来自线索 {code}").format(code=row["code"])
    record = Record(
        title=row["title"],
        text="\n".join(filter(None, (row["words"], reason, told)))[:TEXT],
        category=row["category"],
        source=SOURCES[row["kind"]],
        place=row["place"],
        reported_at=row["at"],
        external_id=":".join(filter(None, (row["kind"], row["origin"], row["code"]))),
        provenance=row["provenance"],
        **(spot(connection, row) if row["placed"] == "exact" else {"region": row["region"]}),
    )
    taken = take(connection, record, origin=ORIGIN, actor=actor, now=now)
    _settle(connection, row, "event", actor, now, reason, taken.event_id)
    return taken


def spot(connection: Connection, row: Mapping[str, Any]) -> dict[str, Any]:
    """Its point, as a record tells it; its cell where the point lies off the outlines."""
    if locate(connection, row["lon"], row["lat"]) is not None:
        return {"lon": row["lon"], "lat": row["lat"]}
    return {"region": connection.scalar(select(region.c.code).where(region.c.id == row["cell_id"]))}


def discard(connection: Connection, number: int, actor: Actor, now: datetime, reason: str) -> None:
    """It was none; why is kept, and counts against what told it."""
    if not reason:
        raise BadInput(_("请写明排除理由"))
    bump(connection, "signals")
    _settle(connection, _judged(connection, number, actor), "discarded", actor, now, reason, None)


def _judged(connection: Connection, number: int, actor: Actor) -> dict[str, Any]:
    """The signal that is to be judged, by who may; UnknownThing where he does not see it."""
    if actor.role not in JUDGES:
        raise Forbidden(_("%(role)s不能研判线索") % {"role": _(ROLES[actor.role])})
    row = shown_to(connection, number, actor.scope, actor.role)
    if row is None:
        raise UnknownThing(_("没有这条线索"))
    if row["state"] != "new":
        words = {"code": row["code"], "state": _(SIGNAL_STATES[row["state"]])}
        raise SignalRefused(_("%(code)s %(state)s，不再研判") % words)
    return row


def _settle(
    connection: Connection, row: dict[str, Any], state: str, actor: Actor, now: datetime, reason: str, made: int | None
) -> None:
    told = {"state": state, "judged_at": now, "judged_by": actor.name[:64], "reason": reason or None, "event_id": made}
    still = (signal.c.id == row["id"], signal.c.state == "new")
    if connection.execute(update(signal).where(*still).values(told)).rowcount != 1:
        raise SignalRefused(_("%(code)s 刚被他人研判，请刷新后再试") % {"code": row["code"]})


def read_signal(connection: Connection, row: Row, kind: str, now: datetime) -> dict[str, Any]:
    """A row of a file or of a sender as columns. BadInput for what makes no sense."""
    given = {name: clean(text(row, name), line=name != "words") for name in LENGTHS}
    for name, most in LENGTHS.items():
        if len(given[name]) > most:
            raise BadInput(f"{name}: at most {most} characters")
    if not given["code"] or not given["title"]:
        raise BadInput("a signal needs a code and a title")
    algorithm = text(row, "algorithm") or None
    if (kind == "video") != (algorithm in ALGORITHMS):
        raise BadInput(f"algorithm: one of {', '.join(ALGORITHMS)} for an alarm of video, none for a topic")
    category = given["category"] or "livelihood"
    if algorithm:
        category = finest(connection, ALGORITHMS[algorithm].category)
    top_of(connection, category)
    known: dict[str, Any] = {
        "kind": kind,
        "algorithm": algorithm,
        "category": category,
        "state": "new",
        "heat": _heat(row),
    }
    known |= {name: given[name] or None for name in ("words", "camera")} | {"at": _at(text(row, "at"), now)}
    known |= {name: given[name] for name in ("code", "title")} | {"picture": picture_in(row)}
    return known | _where(connection, row, given)


def _where(connection: Connection, row: Row, given: dict[str, str]) -> dict[str, Any]:
    """At its camera of the register, at its coordinates, or somewhere in its region."""
    place = given["place"]
    if given["camera"]:
        f = feature.c
        query = select(f.cell_id, f.lon, f.lat, f.name).where(f.layer == "camera", f.code == given["camera"])
        there = connection.execute(query).mappings().one_or_none()
        if there is None:
            raise BadInput(f"no camera {given['camera']} in the register")
        spot = {name: there[name] for name in ("cell_id", "lon", "lat")}
        return spot | {"placed": "exact", "place": (place or there["name"])[:64]}
    found = placed(connection, row)
    exact = bool(text(row, "lon"))
    if not place:
        raise BadInput("place: where it is, in words")
    return found | {"placed": "exact" if exact else "region", "place": place}


def _heat(row: Row) -> int | None:
    given = text(row, "heat")
    if not given:
        return None
    if not (given.isascii() and given.isdecimal() and int(given) <= MOST_HEAT):
        raise BadInput(f"heat: {given[:20]!r} is no whole number")
    return int(given)


def _at(given: str, now: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(given)
        at = (at if at.tzinfo else at.replace(tzinfo=CITY_ZONE)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadInput(f"at: {given[:40]!r} is no time, as 2024-07-25T15:42") from None
    if at > now + AHEAD:
        raise BadInput(f"at: {given[:40]} has not come yet")
    return at

"""The queue of the dispatch desk: open events and live warnings, what is late first, then what is due next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from data.answer import Provenance
from data.commands.decisions import ARRIVE_WITHIN
from data.errors import BadInput
from data.house import House
from data.queries.asked import Asked, asked
from data.queries.dispatch_talk import unread_of
from data.queries.queue_events import (
    EventCounts,
    called_due,
    called_events,
    count_events,
    events_past,
    first_events,
    these_events,
)
from data.queries.queue_places import placed
from data.queries.queue_warnings import live_warnings, said_of
from data.queries.regions import homes
from data.queries.underway import Underway, underway
from data.scope import Scope
from data.things.masks import masked_place
from data.view import View

CHIPS = ("all", "warning", "waiting", "late", "mine")
MOST = 120  # rows that are shown
NAMED = (1, 4)  # levels of regions that county and town do not name: the city, villages
Row = Mapping[str, Any]
STATE_OF_STAGE = {
    **dict.fromkeys(("reported", "filed", "assigned"), "waiting"),
    "handling": "handling",
    **dict.fromkeys(("answered", "verified"), "check"),
}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """`level`: 1 gravest .. 4. `due`: the next deadline, None where nothing is; `since`: when that clock began.

    `called`: a whistle (吹哨) was blown and whoever was called has not come; his deadline is one of those. `handed`: it
    was handed over to me; `told`: how far up it was told that something is late: 1 the town, 2 the county, 3 the city;
    `unread`: 留言 of its tasks that I have not read.
    """

    key: str
    kind: str
    code: str
    title: str
    said: str | None = None
    level: int
    state: str
    cells: tuple[int, int]
    spot: str
    source: str
    since: datetime
    due: datetime | None
    mine: bool
    called: bool = False
    handed: bool = False
    told: int = 0
    unread: int = 0
    provenance: str
    place: str = ""

    def late(self, now: datetime) -> bool:
        return self.due is not None and self.due < now


@dataclass(frozen=True, kw_only=True)
class Queue:
    """`counts`: by chip, of all there are; `paused`: 挂账 and 搁置, which stand in no queue."""

    rows: list[Entry]
    counts: dict[str, int]
    chip: str
    paused: int
    now: datetime
    as_of: datetime | None
    provenance: Provenance


def queue(house: House, view: View, scope: Scope, chip: str = "all", me: str = "") -> Queue:
    """The first MOST entries under a chip. `me`: the key of whose orders are mine. BadInput for a chip there is not.

    Whoever watches over several regions sees those of all, unless he names one.
    """
    if chip not in CHIPS:
        raise BadInput(f"queue: {chip!r} is not one of {', '.join(CHIPS)}")
    with asked(house, view, scope) as a:
        if not view.region and len(scope.cells) > 1:
            a = replace(a, homes=tuple(homes(a.connection, scope)))
        under = {} if view.at else underway(a.connection, scope)
        warnings, shelved = live_warnings(a, view.at)
        listed = [_of_warning(row, under, me) for row in warnings]
        ordered, others, counted = _events(a, view, scope, chip, under, me)
        found = (one for one in (*listed, *ordered, *others) if _fits(one, chip, a.now))
        chosen = sorted(found, key=lambda one: (one.due is None, one.due or a.now, one.level, one.key))
        new = unread_of(a.connection, scope, "" if view.at else me)[1]
        return Queue(
            rows=[replace(one, unread=new[one.key]) for one in _named(a, chosen[:MOST], scope)],
            counts=_counts(listed, ordered, counted, a.now),
            chip=chip,
            paused=counted.paused + shelved,
            now=a.now,
            as_of=a.fed_at(),
            provenance=a.lived,
        )


def _events(
    a: Asked, view: View, scope: Scope, chip: str, under: Mapping[str, Underway], me: str
) -> tuple[list[Entry], list[Entry], EventCounts]:
    """All with live orders or a running whistle; the first of the others; how many others there are."""
    if view.at:
        rows, counted = events_past(a, scope)
        return [], [_of_event(row, under, me, a.now) for row in rows], counted
    sent = [one.event_id for one in under.values() if one.event_id is not None]
    ids = list(dict.fromkeys([*sent, *called_events(a, scope)]))
    ordered = [_of_event(row, under, me, a.now) for row in these_events(a, scope, ids)]
    others = [] if chip in ("warning", "mine") else first_events(a, scope, chip, ids, MOST)
    return ordered, [_of_event(row, under, me, a.now) for row in others], count_events(a, scope, ids)


def _of_event(row: Row, under: Mapping[str, Underway], me: str, now: datetime) -> Entry:
    one = Entry(
        key=f"event-{row['code']}",
        kind="event",
        level="SABC".index(row["grade"]) + 1,
        state=STATE_OF_STAGE[row["stage"]],
        cells=(row["cell_id"], row["cell_id"]),
        spot=row["place"],
        since=row["restarted_at"] or row["reported_at"],
        due=row["deadline_at"],
        mine=False,
        **{name: row[name] for name in ("code", "title", "source", "provenance")},
    )
    if (due := called_due(row, now)) is not None:
        one = replace(_sooner(one, due, due - ARRIVE_WITHIN), called=True)
    return _ordered(one, under.get(one.key), me)


def _of_warning(row: Row, under: Mapping[str, Underway], me: str) -> Entry:
    one = Entry(
        key=f"warning-{row['code']}",
        kind="warning",
        level=row["colour"],
        state="unseen" if row["state"] == "raised" else "waiting",
        cells=(row["r_lo"], row["r_hi"]),
        spot=row["r_name"] if row["r_level"] in NAMED else "",
        source=row["field"],
        since=row["raised_at"],
        due=row["due"],
        mine=False,
        **{name: row[name] for name in ("code", "title", "provenance")},
    )
    return _ordered(one, under.get(one.key), me)


def _ordered(one: Entry, under: Underway | None, me: str) -> Entry:
    """With what is under way for it: its state, and its receipt where that is due before its own deadline."""
    if under is None:
        return one
    one = replace(one, state=under.state, mine=bool(me) and me in under.holders, handed=me in under.handed)
    one = replace(one, told=under.told)
    return _sooner(one, under.due, under.since)


def _sooner(one: Entry, due: datetime | None, since: datetime) -> Entry:
    """With this deadline, where it is before its own."""
    before = due is not None and (one.due is None or due < one.due)
    return replace(one, due=due, since=since) if before else one


def _fits(one: Entry, chip: str, now: datetime) -> bool:
    return {
        "all": True,
        "warning": one.kind == "warning",
        "waiting": one.state == "waiting",
        "late": one.late(now),
        "mine": one.mine,
    }[chip]


def _counts(warnings: list[Entry], ordered: list[Entry], others: EventCounts, now: datetime) -> dict[str, int]:
    known = [*warnings, *ordered]
    return {
        "all": len(known) + others.open,
        "warning": len(warnings),
        "waiting": sum(one.state == "waiting" for one in known) + others.waiting,
        "late": sum(one.late(now) for one in known) + others.late,
        "mine": sum(one.mine for one in known),
    }


def _named(a: Asked, rows: Sequence[Entry], scope: Scope) -> list[Entry]:
    places = placed(a.connection, [one.cells for one in rows])
    said = said_of(a.connection, [one.code for one in rows if one.kind == "warning"])
    spots = {one.key: masked_place(one.spot, scope.clearance) for one in rows if one.kind == "event"}
    return [
        replace(one, place=places[one.cells], said=said.get(one.code), spot=spots.get(one.key, one.spot))
        for one in rows
    ]

"""A warning is raised, and moved: checked against the table of moves, remembered, counted. Exactly once."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as made
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection, func, insert, select

from data.commands.alarms import sound_warnings
from data.commands.codes import MIDDLE, codes_of, key_of
from data.commands.events import check_time
from data.commands.revisions import bump
from data.commands.warning_moves import Order, step
from data.commands.warning_tops import shift
from data.errors import BadInput, Forbidden, UnknownRegion
from data.exercise.mark import titled
from data.language import gettext as _
from data.life.actor import Actor
from data.risk_words import WARNING_COLOURS, WARNING_FIELDS
from data.schema import region, warning, warning_history, warning_region
from data.times import day_number, day_start
from data.warn.life import FOLDED, RAISE, RAISERS, START, Step, after, written
from data.words import PROVENANCE, ROLES

__all__ = ["NewWarning", "Order", "move_warning", "move_warnings", "raise_warning", "raise_warnings"]
LONGEST = {"title": 96, "words": 4_000, "origin": 64}
Row = Mapping[Any, Any]
_NEW = insert(warning).returning(warning.c.id, sort_by_parameter_order=True)


@dataclass(frozen=True, kw_only=True)
class NewWarning:
    """A warning to raise. `region_id`: the finest region that holds all of it; `regions`: what it covers, if several.

    `evidence` is what it is derived from (`data.warn.seen`), empty where it was told from elsewhere or by a person.
    """

    field: str
    title: str
    colour: int
    words: str
    region_id: int
    at: datetime
    origin: str
    provenance: str
    regions: tuple[int, ...] = ()
    rule: str | None = None
    version: int | None = None
    station_id: int | None = None
    evidence: Mapping[str, Any] = made(default_factory=dict)
    expires_at: datetime | None = None

    def __post_init__(self) -> None:
        for name, words in (("field", WARNING_FIELDS), ("colour", WARNING_COLOURS), ("provenance", PROVENANCE)):
            if getattr(self, name) not in words:
                raise BadInput(f"{name}: {getattr(self, name)!r} is not one of {', '.join(map(str, words))}")
        for name, most in LONGEST.items():
            if not 0 < len(getattr(self, name).strip()) <= most:
                raise BadInput(f"{name}: 1 to {most} characters")
        if self.at.tzinfo is None or (self.expires_at and self.expires_at.tzinfo is None):
            raise BadInput("at, expires_at: a time needs its offset")


def raise_warning(connection: Connection, new: NewWarning, actor: Actor, now: datetime) -> int:
    """A new warning in state `raised`; returns its id. Forbidden by role or place, BadInput for what makes no sense."""
    return raise_warnings(connection, [new], actor, now)[0]


def raise_warnings(connection: Connection, news: Sequence[NewWarning], actor: Actor, now: datetime) -> list[int]:
    """The same for many, with few statements; all or none."""
    if not news:
        return []
    cells = _allow(connection, news, actor, now)
    bump(connection, "warnings")  # first: writers queue here, so that numbering is theirs alone
    news = [replace(new, title=titled(connection, new.title, LONGEST["title"])) for new in news]
    codes = _codes(connection, [new.at for new in news])
    steps = [Step(seq=1, move=RAISE, at=new.at, change=_outset(new)) for new in news]
    rows = [_row(new, one, code) | cells[new.region_id] for new, one, code in zip(news, steps, codes, strict=True)]
    ids = [int(one) for one in connection.scalars(_NEW, rows)]
    history = [
        {
            "warning_id": number,
            "seq": 1,
            "move": RAISE,
            "at": new.at,
            "recorded_at": now,
            "actor": actor.name,
            "role": actor.role,
            "reason": None,
            "change": written(one.change),
        }
        for number, new, one in zip(ids, news, steps, strict=True)
    ]
    connection.execute(insert(warning_history), history)
    covered = [(number, place) for number, new in zip(ids, news, strict=True) for place in _several(new)]
    if covered:
        connection.execute(insert(warning_region), [{"warning_id": one, "region_id": place} for one, place in covered])
    shift(connection, (), [(frozenset(_several(new) or [new.region_id]), new.colour) for new in news])
    sound_warnings(connection, [(number, new.colour) for number, new in zip(ids, news, strict=True)], now)
    return ids


def move_warning(
    connection: Connection, warning_id: int, move: str, actor: Actor, at: datetime, now: datetime, **given: Any
) -> Row:
    """Make the move; returns the warning's row after it. `given` holds what the move asks for and may take.

    Raises UnknownThing (no such warning, or not for this actor), BadInput (something is missing or makes no sense),
    Forbidden (not by this role), WarningRefused (not in this state, or not in this order).
    """
    return move_warnings(connection, [Order(warning_id, move, at, given)], actor, now)[0]


def move_warnings(connection: Connection, orders: Sequence[Order], actor: Actor, now: datetime) -> list[Row]:
    """The same for several different warnings; all or none."""
    if not orders:
        return []
    bump(connection, "warnings")  # first: writers queue here
    return step(connection, orders, actor, now)


def _outset(new: NewWarning) -> dict[str, Any]:
    """What the first step sets: all that later moves can set again."""
    told = {
        "colour": new.colour,
        "title": new.title.strip(),
        "words": new.words.strip(),
        "evidence": json.dumps(new.evidence, ensure_ascii=False, separators=(",", ":")),
        "region_id": new.region_id,
        "expires_at": new.expires_at,
    }
    return told | ({"regions": _several(new)} if _several(new) else {})


def _several(new: NewWarning) -> list[int]:
    """The regions it covers, where they are more than the one that holds it."""
    return sorted({*new.regions} - {new.region_id}) if set(new.regions) != {new.region_id} else []


def _row(new: NewWarning, first: Step, code: str) -> dict[str, Any]:
    state = after(START, first)
    own = ("rule", "version", "field", "station_id", "origin", "provenance")
    fixed = {name: getattr(new, name) for name in own}
    return {"code": code, "several": bool(_several(new)), **fixed, **{name: state[name] for name in FOLDED}}


def _allow(
    connection: Connection, news: Sequence[NewWarning], actor: Actor, now: datetime
) -> dict[int, dict[str, int]]:
    """{region id: its cells, lo and hi} of all that they name."""
    if actor.role not in RAISERS:
        raise Forbidden(_("%(role)s不能发布预警") % {"role": _(ROLES[actor.role])})
    wanted = sorted({place for new in news for place in (new.region_id, *new.regions)})
    found = {
        row.id: row
        for start in range(0, len(wanted), 1_000)
        for row in connection.execute(
            select(region.c.id, region.c.lo, region.c.hi).where(region.c.id.in_(wanted[start : start + 1_000]))
        )
    }
    if missing := [place for place in wanted if place not in found]:
        raise UnknownRegion(f"no region with id {missing[0]}")
    if not all(actor.scope.covers(row.lo, row.hi) for row in found.values()):
        raise Forbidden(_("这个位置不在您的管辖范围"))
    for new in news:
        check_time(new.at, now)
        whole = found[new.region_id]
        if any(found[one].lo < whole.lo or found[one].hi > whole.hi for one in new.regions):
            raise BadInput("regions: some lie outside the region that holds the warning")
    return {key: {"lo": row.lo, "hi": row.hi} for key, row in found.items()}


def _codes(connection: Connection, moments: Sequence[datetime]) -> list[str]:
    """W, the local date, and the how-manieth of that day, turned; in the order of `moments`."""
    taken: Counter[int] = Counter()
    for day in {day_number(at) for at in moments}:
        of_day = (warning.c.raised_at >= day_start(day), warning.c.raised_at < day_start(day + 1))
        taken[day] = int(connection.scalar(select(func.count()).select_from(warning).where(*of_day)) or 0)
    nth = []
    for at in moments:
        taken[day_number(at)] += 1
        nth.append(taken[day_number(at)])
    days, place = np.unique([day_number(at) for at in moments], return_inverse=True)
    return codes_of(key_of(connection), "W", days.tolist(), place, np.array(nth), MIDDLE)

"""What the desk of dispatch knows of a subject: needs, who is recommended and why, orders so far, what is held.

The column of orders and the map read the same board, so that both show the same units in the same order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from data.dispatch.choose import Field, Pick
from data.dispatch.desk import OfficersDesk, desk_of
from data.dispatch.past import orders_at
from data.dispatch.plan import Plan
from data.dispatch.recommend import Advice, recommend
from data.dispatch.words import RESPONDER_KINDS, STAYING
from data.dispatch.worker import settle
from data.errors import UnknownThing
from data.house import House
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.agencies import agencies_of
from data.queries.dispatch_counts import orders_on
from data.queries.dispatches import MOST, dispatches
from data.queries.plans import plans_in_force
from data.queries.receivers import Receiver, receivers_of
from data.queries.responders import chief_on_duty, responders_of, told_of
from data.queries.subjects import Subject, subject_named, told_to
from data.scope import Scope

Order = dict[str, Any]
FOUND = 8  # responders that a search offers


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A responder on the map. `state`: recommended, added, passed, or that of its task; `minutes` estimated, at its
    leaving; `why` a passed one was passed over."""

    code: str
    name: str
    kind: str
    lon: float
    lat: float
    state: str
    minutes: float | None
    km: float | None
    batch: int = 0
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What a board depends on beside its subject. `added`: codes chosen by hand; `find`: words of a search."""

    scope: Scope
    at: datetime | None = None
    plan: str = ""
    added: tuple[str, ...] = ()
    find: str = ""
    actor: Actor | None = None


@dataclass(frozen=True, kw_only=True)
class Board:
    """`advice` is None with `why_none` saying why; `people`: {code: phone, provenance, seen_at, lon, lat};
    `wall_ms`: the server's clock in epoch milliseconds, against which `held_until` counts; `chief`: may confirm;
    `receivers`: who may be handed an order."""

    subject: Subject
    advice: Advice | None
    why_none: str
    added: tuple[Pick, ...]
    found: tuple[Pick, ...]
    orders: tuple[Order, ...]
    people: Mapping[str, Mapping[str, Any]]
    plans: Sequence[Plan]
    agencies: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    receivers: Sequence[Receiver] = ()
    desk: OfficersDesk = field(default_factory=OfficersDesk)
    seq: int
    chief: bool
    now: datetime
    past: bool
    wall_ms: int

    @property
    def held(self) -> Order | None:
        """The order that can still be recalled."""
        return next((one for one in reversed(self.orders) if one["state"] == "held"), None)

    @property
    def drafts(self) -> list[Order]:
        return [one for one in self.orders if one["state"] == "drafted"]

    @property
    def recommended(self) -> list[Pick]:
        return [pick for _role, _task, pick in self.advice.chosen] if self.advice else []

    @property
    def passed(self) -> list[Pick]:
        """Who is free and was passed over in every role, each once."""
        taken = {pick.code for pick in (*self.recommended, *self.added)}
        filled = self.advice.filled if self.advice else ()
        free = (pick for one in filled for pick in one.passed if pick.state == "idle" and pick.code not in taken)
        return list({pick.code: pick for pick in free}.values())

    @property
    def serving(self) -> list[tuple[Order, dict[str, Any]]]:
        """(order, task) of those who are sent and not done."""
        return [(order, one) for order in self.orders for one in order["tasks"] if one["alone"] and not one["ended_at"]]

    @property
    def units(self) -> list[Unit]:
        """Who is drawn on the map: recommended first, as the column lists them; the passed over last."""
        ready = [_ready(pick, "recommended") for pick in self.recommended]
        return (
            ready
            + [_ready(pick, "added") for pick in self.added]
            + [_sent(order, one, self.people[one["responder"]["code"]]) for order, one in self.serving]
            + [_ready(pick, "passed", "、".join(pick.reasons)) for pick in self.passed]
        )


def board_of(house: House, on: str, asking: Asking) -> Board:
    """The board of `event-` or `warning-` and a code. UnknownThing where there is none for this scope."""
    if asking.at is None:
        settle(house)
    now = asking.at or house.clock.now()
    with house.engine.connect() as connection:
        subject = told_to(asking.scope, subject_named(connection, on, asking.scope))
        return _board(connection, subject, asking, now)


def _board(connection: Connection, subject: Subject, asking: Asking, now: datetime) -> Board:
    orders = _orders(connection, subject, asking)
    advice, why_none = _advice(connection, subject, asking, now)
    field_ = _whole(connection, subject, asking, now) if advice and (asking.added or asking.find) else None
    taken = {pick.code for _role, _task, pick in advice.chosen} if advice else set()
    added = _added(field_, asking.added, taken) if field_ else ()
    found = _found(field_, asking.find, taken | set(asking.added)) if field_ and asking.find else ()
    seen = [pick for one in (advice.filled if advice else ()) for pick in (*one.chosen, *one.passed)]
    agencies = {pick.agency for pick in (*seen, *added) if pick.agency}
    shown = [*taken, *(pick.code for pick in (*added, *found))]
    shown += [one["responder"]["code"] for order in orders for one in order["tasks"]]
    shown += [pick.code for pick in seen]
    return Board(
        subject=subject,
        advice=advice,
        why_none=why_none,
        added=added,
        found=found,
        orders=tuple(orders),
        people=told_of(connection, set(shown), asking.scope.clearance),
        plans=plans_in_force(connection),
        agencies=agencies_of(connection, subject.lo) if subject.event_id is not None else (),
        receivers=_receivers(connection, subject, asking.actor, orders, now),
        desk=desk_of(connection, subject, asking.scope, asking.actor, orders, agencies, now),
        seq=orders_on(connection, subject.key, asking.scope),
        chief=_chief(connection, subject, asking.actor, now),
        now=now,
        past=asking.at is not None,
        wall_ms=int(datetime.now(UTC).timestamp() * 1000),
    )


def _orders(connection: Connection, subject: Subject, asking: Asking) -> list[Order]:
    """The oldest first; as they stood then, where a past moment is looked at."""
    about = {"event_id": subject.event_id, "warning_id": subject.warning_id}
    found = dispatches(connection, asking.scope, state="all", limit=MOST, **about)[::-1]
    return orders_at(found, asking.at) if asking.at else found


def _receivers(
    connection: Connection, subject: Subject, actor: Actor | None, orders: Sequence[Order], now: datetime
) -> list[Receiver]:
    """Asked for only where there is something to hand over."""
    if actor is None or all(one["ended_at"] for one in orders):
        return []
    return receivers_of(connection, actor, (subject.lo, subject.hi), now)


def _advice(connection: Connection, subject: Subject, asking: Asking, now: datetime) -> tuple[Advice | None, str]:
    if asking.at is not None:
        return None, _("正在回看过去，只读")
    if not subject.open:
        return None, _("%(code)s 已结束，不能再派遣") % {"code": subject.code}
    try:
        return recommend(connection, subject, asking.scope, now, plan=asking.plan), ""
    except UnknownThing as error:
        return None, str(error)


def _whole(connection: Connection, subject: Subject, asking: Asking, now: datetime) -> Field:
    """Everyone who could be sent, whatever the plan says."""
    kinds = [kind for kind in RESPONDER_KINDS if kind not in STAYING]
    return Field(responders_of(connection, kinds, asking.scope, now), subject)


def _added(all_: Field, codes: Sequence[str], taken: set[str]) -> tuple[Pick, ...]:
    places = {row.code: n for n, row in enumerate(all_.all.rows)}
    return tuple(all_.one(places[code]) for code in dict.fromkeys(codes) if code in places and code not in taken)


def _found(all_: Field, words: str, taken: set[str]) -> tuple[Pick, ...]:
    """Those whose name, code or kind holds the words; the quickest first."""
    told = [f"{row.name} {row.code} {_(RESPONDER_KINDS[row.kind])}".casefold() for row in all_.all.rows]
    fits = [n for n, text in enumerate(told) if words.casefold() in text and all_.all.rows[n].code not in taken]
    return tuple(all_.one(n) for n in sorted(fits, key=lambda n: float(all_.minutes[n]))[:FOUND])


def _chief(connection: Connection, subject: Subject, actor: Actor | None, now: datetime) -> bool:
    if actor is None:
        return False
    return actor.role == "leader" or chief_on_duty(connection, actor, subject.county, now)


def _ready(pick: Pick, state: str, why: str = "") -> Unit:
    same = {name: getattr(pick, name) for name in ("code", "name", "kind", "lon", "lat", "minutes", "km")}
    return Unit(state=state, why=why, **same)


def _sent(order: Order, one: Mapping[str, Any], person: Mapping[str, Any]) -> Unit:
    """Where it last said to be: on its task, else as it is registered."""
    here = one if one["lon"] is not None else person
    about = {name: one["responder"][name] for name in ("code", "name", "kind")}
    times = {"minutes": one["minutes"], "km": one["km"]}
    return Unit(state=one["state"], lon=here["lon"], lat=here["lat"], batch=order["n"], **about, **times)

"""What to send to a subject: its plan, who fills each role and why, the chain that is told, stock, what is short."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from data.dispatch.choose import Field, Filled, Pick, kinds_of
from data.dispatch.plan import Plan, for_event, for_warning
from data.errors import UnknownThing
from data.language import gettext as _
from data.queries.chain import Link, links_of
from data.queries.dispatch_counts import orders_on, sent_to
from data.queries.plans import plans_in_force
from data.queries.responders import responders_of
from data.queries.stock import stock_near
from data.queries.subjects import Subject
from data.scope import Scope


@dataclass(frozen=True, kw_only=True)
class Advice:
    """A recommendation. `seq`: orders on the subject that the asker sees, which an order must name."""

    subject: Subject
    plan: Plan
    filled: tuple[Filled, ...]
    stock: tuple[dict[str, Any], ...]
    chain: tuple[Link, ...]
    words: str
    seq: int
    now: datetime

    @property
    def chosen(self) -> list[tuple[str, str, Pick]]:
        """(role, task, responder) of all that are recommended."""
        return [(one.need.role, one.need.task, pick) for one in self.filled for pick in one.chosen]


def recommend(
    connection: Connection,
    subject: Subject,
    scope: Scope,
    now: datetime,
    *,
    plan: str = "",
    confirmed: Collection[str] = (),
    elsewhere: Collection[str] = (),
) -> Advice:
    """The best order for what is still needed. `plan` overrides the one that applies; `confirmed`: whose stale position
    somebody has asked; `elsewhere`: who is not to be counted on.

    UnknownThing when no plan applies, or there is none of that code.
    """
    chosen = plan_for(plans_in_force(connection), subject, plan)
    found = responders_of(connection, kinds_of(chosen.needs), scope, now)
    field, sent = Field(found, subject, confirmed, elsewhere), sent_to(connection, subject.key, scope)
    filled = tuple(field.fill(need, sent.get(need.role, (0, 0))[need.people]) for need in chosen.needs)
    place = {"code": subject.code, "title": subject.title, "place": subject.place}
    return Advice(
        subject=subject,
        plan=chosen,
        filled=filled,
        stock=tuple(stock_near(connection, chosen.stock, subject, scope)),
        chain=tuple(links_of(connection, subject, chosen.chain, scope)),
        words=chosen.words(**place),
        seq=orders_on(connection, subject.key, scope),
        now=now,
    )


def plan_for(plans: list[Plan], subject: Subject, code: str = "") -> Plan:
    """The plan of this code, or the one that applies."""
    if code:
        found = next((one for one in plans if one.code == code), None)
    elif subject.event_id is not None:
        found = for_event(plans, subject.chain, subject.grade, subject.origin)
    else:
        found = for_warning(plans, subject.field, subject.colour)
    if found is None:
        raise UnknownThing(_("没有适用的预案"))
    return found


def told(advice: Advice) -> dict[str, Any]:
    """The recommendation as doors and the desk give it. Times are estimates, and say so."""
    return {
        "subject": {name: getattr(advice.subject, name) for name in ("code", "title", "place", "lon", "lat")},
        "plan": {"code": advice.plan.code, "name": _(advice.plan.name), "version": advice.plan.version},
        "seq": advice.seq,
        "words": advice.words,
        "now": advice.now,
        "estimate": _("用时为估算：直线距离 × 绕行系数 ÷ 平均速度 + 出动时间"),
        "needs": [_need(one) for one in advice.filled],
        "stock": [dict(one) for one in advice.stock],
        "chain": [_named(one) for one in advice.chain],
        "shortfalls": [one.words for one in advice.filled if one.short or one.available + one.sent < one.need.count]
        + [one["words"] for one in advice.stock if one["short"]],
        "provenance": advice.subject.provenance,
    }


def _need(one: Filled) -> dict[str, Any]:
    need = one.need
    about = {"role": need.role, "name": _(need.name), "need": need.count, "unit": _(need.unit), "task": need.task}
    numbers = {"available": one.available, "sent": one.sent, "got": one.got, "short": one.short}
    picks = {"chosen": [_named(pick) for pick in one.chosen], "passed": [_named(pick) for pick in one.passed]}
    return about | numbers | {"words": one.words} | picks


def _named(one: Pick | Link) -> dict[str, Any]:
    """By its code: its number stays in the house."""
    return {name: value for name, value in asdict(one).items() if name != "id"}

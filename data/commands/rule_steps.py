"""Who changed a warning rule, turned it on or off, and why: appended, never changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from data.errors import BadInput, Forbidden
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.regions import region_of
from data.schema import warning_rule_step
from data.scope import Scope
from data.warn.rule import Rule
from data.words import ROLES

SWITCHERS = ("duty_officer", "leader", "system")
LONGEST = 2_000


def allow(connection: Connection, actor: Actor, what: Rule | None = None) -> None:
    """Whether the actor may change the rule: by role, and by all of the place that the rule looks at.

    Rules come in before there is a city, from the machine alone.
    """
    if actor.role not in SWITCHERS:
        raise Forbidden(_("%(role)s不能更改预警规则") % {"role": _(ROLES[actor.role])})
    if actor.role == "system" and what is None:
        return
    here = region_of(connection, (what.region if what else None) or "", Scope.guest())
    if not actor.scope.covers(here.lo, here.hi):
        raise Forbidden(_("这条规则管到您的辖区之外，由上级更改"))


def reasoned(actor: Actor, reason: str) -> str | None:
    """The reason without blanks. People give one; the machine need not."""
    told = reason.strip()
    if not told and actor.role != "system":
        raise BadInput(_("请填写理由"))
    if len(told) > LONGEST:
        raise BadInput(_("“%(name)s”过长") % {"name": _("理由")})
    return told or None


def remember(
    connection: Connection, rules: Sequence[tuple[str, int]], move: str, actor: Actor, now: datetime, reason: str | None
) -> None:
    """A step for each (code, version)."""
    if not rules:
        return
    s = warning_rule_step.c
    codes = [code for code, _version in rules]
    last = select(s.code, func.max(s.seq)).where(s.code.in_(codes)).group_by(s.code)
    seqs: dict[str, int] = dict(connection.execute(last).all())  # type: ignore[arg-type]
    same: dict[str, Any] = {"move": move, "at": now, "actor": actor.name, "role": actor.role, "reason": reason}
    rows = [{"code": code, "seq": seqs.get(code, 0) + 1, "version": version, **same} for code, version in rules]
    connection.execute(insert(warning_rule_step), rows)

"""Responders that a person has chosen himself: each for the role of the plan that suits it, judged as others are."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection

from data.dispatch.choose import Field, Pick
from data.dispatch.plan import Need
from data.dispatch.recommend import Advice
from data.dispatch.words import RESPONDER_KINDS, STAYING
from data.errors import BadInput, UnknownThing
from data.language import gettext as _
from data.queries.responders import responders_of
from data.scope import Scope

OWN = "chosen"  # role of somebody the plan has none for


class Choice(Protocol):
    """What is asked of it: codes of the chosen, and of those whose old position is confirmed."""

    @property
    def responders(self) -> tuple[str, ...] | None: ...

    @property
    def confirmed(self) -> tuple[str, ...]: ...


def gathered(
    connection: Connection, advice: Advice, new: Choice, scope: Scope, now: datetime
) -> list[tuple[str, str, Pick]]:
    """(role, task, responder) of the chosen. UnknownThing for one that is not there for this scope."""
    wanted = tuple(new.responders or ())
    if len(set(wanted)) < len(wanted):
        raise BadInput(_("同一单位选了两次"))
    ready = {pick.code: (role, what, pick) for role, what, pick in advice.chosen}
    if set(wanted) <= ready.keys():
        return [ready[code] for code in wanted]
    found = responders_of(connection, [kind for kind in RESPONDER_KINDS if kind not in STAYING], scope, now)
    field = Field(found, advice.subject, new.confirmed)
    places = {row.code: n for n, row in enumerate(found.rows)}
    if missing := [code for code in wanted if code not in places]:
        raise UnknownThing(_("没有这个处置力量：%(code)s") % {"code": missing[0][:32]})
    return [_for(advice.plan.needs, field.one(places[code]), found.rows[places[code]].skills) for code in wanted]


def _for(needs: Sequence[Need], pick: Pick, skills: str) -> tuple[str, str, Pick]:
    for need in needs:
        if pick.kind in need.kinds and (not need.skills or not set(need.skills).isdisjoint(skills.split())):
            return need.role, need.task, pick
    return OWN, _("到场支援，服从现场指挥"), pick

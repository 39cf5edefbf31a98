"""Who makes, gives or looks at briefings. Of a demo's visitors on its own machine any does, as one and the same."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.accounts.kiosk import KIOSK
from data.accounts.seat import keyed, seated
from data.acting import looking, may_act
from data.briefing_words import MAKERS
from data.errors import Forbidden
from data.house import House
from data.language import gettext as _
from data.life.actor import account_key
from data.queries.room_shows import shown_to
from data.scope import Scope

VISITOR = "visitor"  # owner of what visitors of a demo make, and of what the demo comes with


@dataclass(frozen=True, kw_only=True)
class Briefer:
    """`who` tells briefings' owners apart; `makes`: not who only looks on; `shown`: what a screen is given to show."""

    who: str
    name: str
    role: str
    scope: Scope
    makes: bool = False
    shown: str = ""

    @property
    def visits(self) -> bool:
        return self.who == VISITOR

    def owns(self, row: Mapping[Any, Any]) -> bool:
        return row["owner"] == self.who

    def sees(self, row: Mapping[Any, Any]) -> bool:
        """His own, or one shared with his role of a part of the city that he sees wholly.

        A screen sees what it is given to show, and `data/queries/briefing_reach.py` what of it.
        """
        if self.shown:
            return bool(row["code"] == self.shown)
        if not covers(self.scope, row["scope"]):
            return False
        return self.owns(row) or self.role in json.loads(row["shared_roles"])


def briefer(house: House) -> Briefer:
    """Who asks now. SignInNeeded for nobody."""
    if one := seated():
        makes = one.role in MAKERS
        given = _given(house, -one.id) if one.role == KIOSK else ""
        who = {"who": account_key(one.login), "name": one.name, "role": one.role}
        return Briefer(**who, scope=one.scope, makes=makes, shown=given)
    if sender := keyed():
        return Briefer(who=sender.actor.who, name=sender.actor.name, role=sender.actor.role, scope=sender.actor.scope)
    return Briefer(who=VISITOR, name=_("演示访客"), role="presenter", scope=looking(house), makes=may_act(house))


def _given(house: House, screen_id: int) -> str:
    with house.engine.connect() as connection:
        return shown_to(connection, screen_id)


def making(house: House) -> Briefer:
    """The same, for something that is made or given. Forbidden for who only looks on."""
    me = briefer(house)
    if not me.makes:
        raise Forbidden(_("没有制作和播放汇报的权限"))
    return me


def scope_json(scope: Scope) -> str:
    """What is kept of its maker's scope."""
    kept = {"cells": scope.cells, "departments": scope.departments, "clearance": scope.clearance}
    return json.dumps(kept, separators=(",", ":"))


def covers(scope: Scope, kept: str) -> bool:
    """Whether this asker sees all that the maker of `kept` saw of the city; what is told of people goes by himself."""
    of = json.loads(kept)
    if not scope.every_department and not set(of["departments"]) <= set(scope.departments):
        return False
    return all(scope.covers(lo, hi) for lo, hi in of["cells"])

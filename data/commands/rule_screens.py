"""What screens send about a warning rule: a switch, new numbers, or a trial. Nothing a screen says is trusted."""

from collections.abc import Mapping
from typing import Any

from data.acting import acting
from data.commands.audit import acted
from data.commands.warning_rules import change, switch
from data.errors import BadInput, UnknownThing
from data.house import House
from data.intake.record import clean
from data.language import gettext as _
from data.queries.rule_scope import rule_named
from data.queries.rule_trial import tried
from data.warn.editable import edited, settings
from data.warn.rule import Rule
from data.warn.trial import Tried

MOVES = ("enable", "disable", "change")


def act_on_rule(house: House, code: str, name: str, given: Mapping[str, Any], role: str, number: int) -> None:
    """Raises as the commands do; Forbidden where nobody may act."""
    actor, now = acting(house, role, number), house.clock.now()
    reason = clean(str(given.get("reason") or ""))
    if name not in MOVES:
        raise UnknownThing(f"no move {name}")
    with acted(house, actor, f"rule_{name}", code) as connection:
        rule = rule_named(connection, code, actor.scope)
        if name != "change":
            if not switch(connection, code, name == "enable", actor, now, reason):
                raise BadInput(_("没有改动"))
            return
        version = str(given.get("version") or rule.version)
        seen = int(version) if version.isdecimal() and len(version) < 5 else 0
        change(connection, code, seen, _edited(rule.what, given), reason, actor, now)


def try_rule(house: House, code: str, given: Mapping[str, Any], role: str, number: int) -> tuple[Tried, Tried | None]:
    """(with the numbers given, as it is in force; None where they are the same). Reads only."""
    scope = acting(house, role, number).scope
    days, now = str(given.get("try_days") or "3"), house.clock.now()
    with house.engine.connect() as connection:
        rule = rule_named(connection, code, scope).what
        other = _edited(rule, given)
        length = int(days) if days.isdecimal() and len(days) < 4 else 0
        found = tried(connection, other, scope, now, length)
        return found, tried(connection, rule, scope, now, length) if other != rule else None


def _edited(rule: Rule, given: Mapping[str, Any]) -> Rule:
    known = {one.path: one.value for one in settings(rule)}
    told = {path: str(given[path]) for path in known if given.get(path) not in (None, "")}
    return edited(rule, told)

"""Warning rules enter the house: those that ship, those that a city brings; each change is a version of its own."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data.commands.revisions import bump
from data.commands.rows import Added, refuse
from data.commands.rule_steps import allow, reasoned, remember
from data.commands.warnings import Order, move_warnings
from data.errors import BadInput, CockpitError, WarningRefused
from data.language import gettext as _
from data.language import speaking
from data.life.actor import Actor
from data.queries.warning_rules import InForce, rule_of, rules_in_force
from data.risk_words import CHEM_LINKS, WARNING_FIELDS
from data.schema import warning, warning_rule
from data.schema.warnings import LIVE
from data.scope import EVERY_CELL, Scope
from data.warn.rule import Rule, parse, written
from data.warn.shipped import shipped_rules

__all__ = ["change", "import_rules", "install_shipped", "shipped_rules", "switch"]
KEYS = ("code", "name", "field", "source", "what")
MAY = ("link", "on")
LONGEST = {"code": 48, "name": 96, "source": 128}
ENGINE = Actor(name="rule", role="system", scope=Scope(cells=(EVERY_CELL,), roles=("system",)))
SPOKEN = "zh"  # what is written down is written in the language of the house


def install_shipped(connection: Connection, actor: Actor, now: datetime) -> Added:
    """Put the shipped rules in. Those of the same words stay as they are, and so do those that people have changed."""
    held = {one.code: one for one in rules_in_force(connection, enabled=False)}
    ours = [one for one in shipped_rules() if one["code"] not in held or held[one["code"]].made_by == actor.name]
    return import_rules(connection, ours, actor, now)


def import_rules(connection: Connection, rules: Sequence[Any], actor: Actor, now: datetime) -> Added:
    """Add rules (`code name field source what`), or a new version of those that differ from theirs; all or none.

    A new rule is enabled unless it says `on: false`; a new version is as its predecessor was. BadInput names every
    faulty rule by its place.
    """
    allow(connection, actor)
    told, faults = [], []
    for number, rule in enumerate(rules, start=1):
        try:
            told.append(_checked(rule))
        except CockpitError as error:
            faults.append((number, str(error)))
    codes = [one["code"] for one in told]
    faults += [(n, f"{code} is given twice") for n, code in enumerate(codes, start=1) if code in codes[: n - 1]]
    refuse(faults)
    held = {one.code: one for one in rules_in_force(connection, enabled=False)}
    news = [one for one in told if one["code"] not in held or _differs(one, held[one["code"]])]
    rows = [_version(one, held.get(one["code"])) | {"made_at": now, "made_by": actor.name} for one in news]
    if rows:
        connection.execute(insert(warning_rule), rows)
        bump(connection, "rules", "warnings")
    for move, known in (("install", False), ("change", True)):
        mine = [(row["code"], row["version"]) for row in rows if (row["code"] in held) == known]
        remember(connection, mine, move, actor, now, None)
    new = sum(one["code"] not in held for one in news)
    return Added(rows=len(rules), new=new, changed=len(news) - new)


def switch(connection: Connection, code: str, on: bool, actor: Actor, now: datetime, reason: str = "") -> bool:
    """Turn a rule on or off; whether that was news. Turned off, its live warnings are cleared."""
    known = rule_of(connection, code)
    allow(connection, actor, known.what)
    told = reasoned(actor, reason)
    if known.enabled == on:
        return False
    bump(connection, "rules", "warnings")  # first: writers queue here
    mine = (warning_rule.c.code == code, warning_rule.c.version == known.version)
    connection.execute(update(warning_rule).where(*mine).values(enabled=on))
    remember(connection, [(code, known.version)], "enable" if on else "disable", actor, now, told)
    if not on:
        with speaking(SPOKEN):
            why = {"reason": _("规则已停用")}
        live = connection.scalars(select(warning.c.id).where(LIVE, warning.c.rule == code)).all()
        move_warnings(connection, [Order(one, "clear", now, why) for one in live], ENGINE, now)
    return True


def change(
    connection: Connection, code: str, version: int, what: Rule, reason: str, actor: Actor, now: datetime
) -> int:
    """A new version of the rule that was seen in this one; its number. The sweep looks at live warnings anew."""
    bump(connection, "rules", "warnings")  # first: writers queue here
    known = rule_of(connection, code)
    allow(connection, actor, known.what)
    told = reasoned(actor, reason)
    if known.version != version:
        raise WarningRefused(_("规则“%(name)s”刚被他人修改，请刷新后再试") % {"name": known.name})
    if written(what) == written(known.what):
        raise BadInput(_("没有改动"))
    plain = {name: getattr(known, name) for name in ("code", "name", "field", "source", "link", "enabled")}
    row = plain | {"version": version + 1, "what": written(what), "made_at": now, "made_by": actor.name}
    connection.execute(insert(warning_rule).values(row))
    remember(connection, [(code, version + 1)], "change", actor, now, told)
    return version + 1


def _checked(rule: Any) -> dict[str, Any]:
    """One rule as it was brought, with `what` as canonical JSON."""
    if not isinstance(rule, Mapping) or set(rule) - set(MAY) != set(KEYS):
        raise BadInput(f"a rule has {', '.join(KEYS)}, may have {', '.join(MAY)}, and nothing beside")
    for name, most in LONGEST.items():
        if not isinstance(rule[name], str) or not 0 < len(rule[name].strip()) <= most:
            raise BadInput(f"{name}: a text of 1 to {most} characters")
    if rule["field"] not in WARNING_FIELDS:
        raise BadInput(f"field: {rule['field']!r} is not one of {', '.join(WARNING_FIELDS)}")
    if rule.get("link", "") not in ("", *CHEM_LINKS):
        raise BadInput(f"link: {rule['link']!r} is not one of {', '.join(CHEM_LINKS)}")
    if not isinstance(rule.get("on", True), bool):
        raise BadInput("on: true or false")
    try:
        what = parse(json.dumps(rule["what"]))
    except (TypeError, ValueError) as error:
        raise BadInput(f"what: {error}") from None
    texts = {name: rule[name].strip() for name in LONGEST}
    more = {"link": rule.get("link", ""), "on": rule.get("on", True)}
    return {**texts, "field": rule["field"], "what": written(what), **more}


def _differs(told: Mapping[str, Any], held: InForce) -> bool:
    own = (held.name, held.field, held.source, held.link, written(held.what))
    return own != tuple(told[name] for name in ("name", "field", "source", "link", "what"))


def _version(told: Mapping[str, Any], held: InForce | None) -> dict[str, Any]:
    row = {name: value for name, value in told.items() if name != "on"}
    return {**row, "version": held.version + 1 if held else 1, "enabled": held.enabled if held else told["on"]}

"""Warning rules enter the house: those that ship, those that a city brings; each change is a version of its own."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import Connection, insert, select, update

from data.commands.revisions import bump
from data.commands.rows import Added, refuse
from data.commands.warnings import Order, move_warnings
from data.errors import BadInput, CockpitError, Forbidden
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.warning_rules import InForce, rule_of, rules_in_force
from data.risk_words import WARNING_FIELDS
from data.schema import warning, warning_rule
from data.schema.warnings import LIVE
from data.scope import EVERY_CELL, Scope
from data.warn.rule import parse, written
from data.words import ROLES

SHIPPED = Path(__file__).resolve().parent.parent / "warn" / "rules.yaml"
KEYS = ("code", "name", "field", "source", "what")
LONGEST = {"code": 48, "name": 96, "source": 128}
SWITCHERS = ("duty_officer", "leader", "system")
ENGINE = Actor(name="rule", role="system", scope=Scope(cells=(EVERY_CELL,), roles=("system",)))


def shipped_rules() -> list[dict[str, Any]]:
    """The rules that come with the cockpit."""
    found: list[dict[str, Any]] = yaml.safe_load(SHIPPED.read_text("utf-8"))
    return found


def install_shipped(connection: Connection, actor: Actor, now: datetime) -> Added:
    """Put the shipped rules in; those that are there in the same words stay as they are, enabled or not."""
    return import_rules(connection, shipped_rules(), actor, now)


def import_rules(connection: Connection, rules: Sequence[Any], actor: Actor, now: datetime) -> Added:
    """Add rules (`code name field source what`), or a new version of those that differ from theirs; all or none.

    A new rule is enabled; a new version is as its predecessor was. BadInput names every faulty rule by its place.
    """
    _may(actor)
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
    new = sum(one["code"] not in held for one in news)
    return Added(rows=len(rules), new=new, changed=len(news) - new)


def switch(connection: Connection, code: str, on: bool, actor: Actor, now: datetime) -> bool:
    """Turn a rule on or off; whether that was news. Turned off, its live warnings are cleared."""
    _may(actor)
    known = rule_of(connection, code)
    if known.enabled == on:
        return False
    mine = (warning_rule.c.code == code, warning_rule.c.version == known.version)
    connection.execute(update(warning_rule).where(*mine).values(enabled=on))
    bump(connection, "rules", "warnings")
    if not on:
        reason = {"reason": _("规则“%(name)s”已停用") % {"name": known.name}}
        live = connection.scalars(select(warning.c.id).where(LIVE, warning.c.rule == code)).all()
        move_warnings(connection, [Order(one, "clear", now, reason) for one in live], ENGINE, now)
    return True


def _may(actor: Actor) -> None:
    if actor.role not in SWITCHERS:
        raise Forbidden(_("%(role)s不能更改预警规则") % {"role": _(ROLES[actor.role])})


def _checked(rule: Any) -> dict[str, Any]:
    """One rule as it was brought, with `what` as canonical JSON."""
    if not isinstance(rule, Mapping) or set(rule) != set(KEYS):
        raise BadInput(f"a rule has {', '.join(KEYS)}, and nothing beside")
    for name, most in LONGEST.items():
        if not isinstance(rule[name], str) or not 0 < len(rule[name].strip()) <= most:
            raise BadInput(f"{name}: a text of 1 to {most} characters")
    if rule["field"] not in WARNING_FIELDS:
        raise BadInput(f"field: {rule['field']!r} is not one of {', '.join(WARNING_FIELDS)}")
    try:
        what = parse(json.dumps(rule["what"]))
    except (TypeError, ValueError) as error:
        raise BadInput(f"what: {error}") from None
    texts = {name: rule[name].strip() for name in LONGEST}
    return {**texts, "field": rule["field"], "what": written(what)}


def _differs(told: Mapping[str, Any], held: InForce) -> bool:
    own = (held.name, held.field, held.source, written(held.what))
    return own != tuple(told[name] for name in ("name", "field", "source", "what"))


def _version(told: Mapping[str, Any], held: InForce | None) -> dict[str, Any]:
    return {**told, "version": held.version + 1 if held else 1, "enabled": held.enabled if held else True}

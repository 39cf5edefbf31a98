"""Plans enter the house: those that ship, those that a city brings. A change is a new version; orders keep theirs."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import Connection, func, insert, select

from data.commands.revisions import bump
from data.commands.rows import Added
from data.dispatch.plan import Plan, shipped_plans
from data.errors import Forbidden
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.plans import plans_in_force
from data.schema import plan

MAY = ("duty_officer", "leader", "administrator", "system")
_WRITTEN = TypeAdapter(Plan)


def install_plans(connection: Connection, now: datetime) -> Added:
    """Put the shipped plans in; those that people have changed stay."""
    by = select(plan.c.code, plan.c.made_by).order_by(plan.c.version)
    held = {row.code: row.made_by for row in connection.execute(by)}
    return _keep(connection, [one for one in shipped_plans() if held.get(one.code, "rule") == "rule"], "rule", now)


def import_plans(connection: Connection, plans: Sequence[Plan], actor: Actor, now: datetime) -> Added:
    """Add plans, or a new version of those that differ from theirs."""
    if actor.role not in MAY:
        raise Forbidden(_("您的角色不能更改预案"))
    return _keep(connection, plans, actor.name, now)


def _keep(connection: Connection, plans: Sequence[Plan], who: str, now: datetime) -> Added:
    if not _news(connection, plans):
        return Added(rows=len(plans), new=0, changed=0)
    bump(connection, "dispatch")  # writers queue here; then look again at what others have done meanwhile
    held, news = {one.code for one in plans_in_force(connection)}, _news(connection, plans)
    versions = dict(connection.execute(select(plan.c.code, func.max(plan.c.version)).group_by(plan.c.code)).all())
    rows = [
        {
            "code": one.code,
            "version": int(versions.get(one.code, 0)) + 1,
            "name": one.name,
            "what": _written(one),
            "source": one.source,
            "made_at": now,
            "made_by": who,
        }
        for one in news
    ]
    if rows:
        connection.execute(insert(plan), rows)
    new = sum(one.code not in held for one in news)
    return Added(rows=len(plans), new=new, changed=len(news) - new)


def _news(connection: Connection, plans: Sequence[Plan]) -> list[Plan]:
    """Those that are not in force as they are."""
    held = {one.code: replace(one, version=1) for one in plans_in_force(connection)}
    return [one for one in plans if held.get(one.code) != replace(one, version=1)]


def _written(one: Plan) -> str:
    told = _WRITTEN.dump_python(one, mode="json")
    return json.dumps({name: value for name, value in told.items() if name != "version"}, ensure_ascii=False)

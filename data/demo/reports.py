"""The reports that a demo city comes with: once, and not again when somebody has removed them."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, update

from data.briefer import VISITOR, Briefer
from data.commands.facts import swap_fact
from data.commands.reports import Layout, make_report, share_report, time_report
from data.reports.piece import pieces_of, query_of
from data.schema import indicator, region, report
from data.scope import Scope
from data.timing import Timing
from data.yaml_file import read_yaml

TEMPLATE = Path(__file__).with_name("reports.yaml")
KEY = "demo_reports"
TOWN = 3
MAKER = Briefer(who=VISITOR, name="演示部门负责人", role="department_head", scope=Scope.guest(), makes=True)
WEEKLY = Timing(every="week", minute=8 * 60, day=1, working=True)
WEEK = timedelta(days=7)


def install_reports(connection: Connection, now: datetime) -> bool:
    """Whether they were made now."""
    if not swap_fact(connection, KEY, None, "made"):
        return False
    for template in read_yaml(TEMPLATE):
        _install(connection, template, now)
    return True


def _install(connection: Connection, template: dict[str, Any], now: datetime) -> None:
    town = connection.execute(_town()).first()
    names = {"town": town.name if town else "", "code": town.code if town else ""}
    known = set(connection.scalars(select(indicator.c.code)))
    pieces = [
        {"n": n, "view": None} | _filled(one, names)
        for n, one in enumerate(template["pieces"], 1)
        if one["kind"] != "indicator" or one["key"] in known
    ]
    layout = Layout(
        title=template["title"].format(**names),
        query=query_of(template["query"].format(**names)),
        pieces=pieces_of(pieces),
    )
    code = make_report(connection, layout, MAKER, now)
    for role in template["shared"]:
        share_report(connection, code, {"role": role}, MAKER, now)
    if template.get("weekly"):
        time_report(connection, code, WEEKLY, template["sent"], MAKER, now)
        last = WEEKLY.after(now - WEEK)  # is over: the first issue is made at once
        connection.execute(update(report).where(report.c.code == code).values(next_at=last))


def _filled(one: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    return one | ({"text": one["text"].format(**names)} if "text" in one else {})


def _town() -> Any:
    here = (region.c.tree == "spine", region.c.level == TOWN)
    return select(region.c.code, region.c.name).where(*here).order_by(region.c.lo).limit(1)

"""`flask dispatch …`: registers of responders and rosters, plans, and messages that could not be sent."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import yaml
from flask.cli import with_appcontext

from data.cli import Plain
from data.cli_rules import read_rows
from data.commands.outbox import retry, send_due
from data.commands.plans import import_plans
from data.commands.responders import import_responders, import_rosters
from data.commands.warning_rules import ENGINE
from data.dispatch.plan import read_plans
from data.engine import writing
from data.house import house
from data.queries.accountability import ranked
from data.queries.asks import asks
from data.queries.chain import unpoliced
from data.queries.dispatches import dead_letters
from data.queries.plans import plans_in_force
from data.scope import EVERY_CELL, Scope
from data.sitter import Sitter

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
RESPONDER = {
    "code": ("编码",),
    "name": ("名称",),
    "kind": ("类型",),
    "agency": ("所属单位",),
    "region": ("区划代码", "区划"),
    "skills": ("能力",),
    "capacity": ("人数",),
    "phone": ("电话",),
    "state": ("状态",),
    "lon": ("经度",),
    "lat": ("纬度",),
}
MORE = ("urged", "answer_minutes")  # of an agency
ROSTER = {
    "region": ("区划代码", "区划"),
    "agency": ("单位",),
    "who": ("人员",),
    "role": ("角色",),
    "since": ("开始",),
    "until": ("结束",),
}


def _columns(heads: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {name: key for key, names in heads.items() for name in (key, *names)}


@click.group("dispatch", cls=Plain)
def dispatch_commands() -> None:
    """Responders, rosters, plans, and messages of dispatch."""


@dispatch_commands.command("responders")
@click.argument("file", type=FILE)
@with_appcontext
def responders_command(file: Path) -> None:
    """Add or change the responders of FILE (CSV or XLSX): code, name, kind, agency, region, skills, capacity, phone,
    state, lon, lat (WGS-84)."""
    with writing(house().engine) as connection:
        added = import_responders(connection, read_rows(file, _columns(RESPONDER)), house().clock.now())
    click.echo(f"{added.rows:,} rows read: {added.new:,} new, {added.changed:,} changed")


@dispatch_commands.command("roster")
@click.argument("file", type=FILE)
@with_appcontext
def roster_command(file: Path) -> None:
    """Add the turns of duty of FILE (CSV or XLSX): region, agency, who, login, role (chief, officer), since, until."""
    with writing(house().engine) as connection:
        added = import_rosters(connection, read_rows(file, _columns(ROSTER)))
    click.echo(f"{added.rows:,} rows read: {added.new:,} new")


@dispatch_commands.command("plans")
@click.argument("file", type=FILE, required=False)
@with_appcontext
def plans_command(file: Path | None) -> None:
    """Add or change the plans of FILE (YAML, a list), or print those in force."""
    if file is not None:
        plans = read_plans(yaml.safe_load(file.read_text("utf-8")))
        with writing(house().engine) as connection:
            added = import_plans(connection, plans, ENGINE, datetime.now(UTC))
        click.echo(f"{added.rows:,} plans read: {added.new:,} new, {added.changed:,} changed")
        return
    with house().engine.connect() as connection:
        for one in plans_in_force(connection):
            click.echo("\t".join((one.code, str(one.version), one.name, ", ".join(need.name for need in one.needs))))


@dispatch_commands.command("villages")
@with_appcontext
def villages_command() -> None:
    """Print the villages without an officer of their own (一村一警)."""
    with house().engine.connect() as connection:
        for one in unpoliced(connection, Scope.guest()):
            click.echo(f"{one['code']}\t{one['name']}")


@dispatch_commands.command("agencies")
@click.option("--days", type=click.IntRange(1, 366), default=7, show_default=True)
@with_appcontext
def agencies_command(days: int) -> None:
    """Print what was asked of which agency, and what came of it (行政问效)."""
    now = house().clock.now()
    names = ("agency", "asked", "prompt", "rate", "low", "high", "arrived", "done", "late", "open", *MORE)
    me = Sitter(scope=Scope.guest(), name="", role="system", visitor=True)
    click.echo("\t".join(names))
    with house().engine.connect() as connection:
        for one in ranked(connection, asks(connection, me, EVERY_CELL, now - timedelta(days=days), now)):
            click.echo("\t".join("-" if one[name] in (None, "") else str(one[name]) for name in names))


@dispatch_commands.command("dead")
@with_appcontext
def dead_command() -> None:
    """Print the messages that could not be sent, one a line."""
    with house().engine.connect() as connection:
        for one in dead_letters(connection):
            names = ("message", "dispatch", "channel", "kind", "address", "attempts", "error")
            click.echo("\t".join(str(one[name]) for name in names))


@dispatch_commands.command("retry")
@click.argument("messages", nargs=-1)
@click.option("--all", "every", is_flag=True, help="All dead messages.")
@with_appcontext
def retry_command(messages: tuple[str, ...], every: bool) -> None:
    """Try dead messages again, now."""
    wall = datetime.now(UTC)
    with writing(house().engine) as connection:
        wanted = [one["message"] for one in dead_letters(connection)] if every else list(messages)
        for message in wanted:
            retry(connection, message, wall)
    told = send_due(house())
    click.echo(", ".join(f"{n} {state}" for state, n in sorted(told.items())) or "nothing to send")

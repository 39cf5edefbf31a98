"""`flask controls …`: the register of gates and pumps, what the rules suggest, and orders that wait to be sent."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from data.cli import Plain
from data.cli_rules import read_rows
from data.commands.control_register import register_controls
from data.commands.control_sending import send_orders
from data.control.rule import own_rules
from data.control_words import CONTROL_ORDERS, CONTROL_STATES
from data.engine import writing
from data.house import house
from data.language import gettext as _
from data.ponding import depths
from data.queries.controls import controls_of
from data.queries.regions import region_of
from data.risk_lists import own_lists
from data.scope import Scope

HEADS = {  # what the first line of a file may call a column
    "code": ("闸泵编码", "编码"),
    "name": ("闸泵名称", "名称"),
    "kind": ("类型",),
    "system": ("水系",),
    "lon": ("经度",),
    "lat": ("纬度",),
    "region": ("区划代码", "区划"),
    "capacity": ("设计流量", "能力"),
    "unit": ("单位",),
    "state": ("状态",),
    "inner": ("内河站",),
    "outer": ("外侧站",),
    "rain": ("雨量站",),
    "reservoir": ("水库站",),
    "ponding": ("积水站",),
    "quality": ("水质站",),
}
COLUMNS = {name: key for key, names in HEADS.items() for name in (key, *names)}


@click.group(cls=Plain)
def controls() -> None:
    """Gates, pumps and valves."""


@controls.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def import_command(file: Path) -> None:
    """Add or change the gates and pumps of FILE (CSV or XLSX).

    Columns: code, name, kind, system, lon, lat (WGS-84) or region, capacity, unit, state, and the codes of the
    stations it is moved by: inner, outer, rain, reservoir, ponding, quality.
    """
    with writing(house().engine) as connection:
        added = register_controls(connection, read_rows(file, COLUMNS), house().clock.now())
    click.echo(f"{added.rows:,} rows read: {added.new:,} new, {added.changed:,} changed")


@controls.command("suggest")
@click.option("--region", default="", help="Code of a region; the city without.")
@with_appcontext
def suggest_command(region: str) -> None:
    """What the rules suggest now, and why."""
    now, rules = house().clock.now(), own_rules(house())
    with house().engine.connect() as connection:
        here = region_of(connection, region, Scope.guest())
        for one in controls_of(connection, here, Scope.guest(), now, rules=rules):
            told = one.judgement.suggestion
            said = f"{_(CONTROL_ORDERS[told.rule.do])}  {told.words}" if told else "-"
            state = _(CONTROL_STATES[one.row["state"]])
            click.echo("  ".join((one.row["code"], one.row["system"], one.row["name"], state, said)))


@controls.command("check")
@with_appcontext
def check_command() -> None:
    """Read the rules of controls, the check lists and classes of depth that this city goes by; say what is wrong."""
    click.echo(f"{len(own_rules(house()))} rules of controls")
    for phase, items in own_lists(house()).items():
        click.echo(f"{len(items)} items of the list {phase}")
    click.echo(f"{len(depths(house()).classes)} classes of water on roads")


@controls.command("send")
@with_appcontext
def send_command() -> None:
    """Send the orders that wait, also those that failed. Run it every minute where YITU_CONTROL_WEBHOOK is set."""
    told = send_orders(house())
    click.echo(", ".join(f"{n} {state}" for state, n in sorted(told.items())) or "nothing to send")

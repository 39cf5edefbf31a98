"""The economy as operators handle it: `flask --app app economy …`."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from data.cli import Plain
from data.cli_rules import read_rows
from data.commands.chain_members import import_members, import_parties
from data.engine import writing
from data.house import house

COLUMNS = {"产业链": "chain", "环节": "link", "企业": "enterprise", "项目": "project"}
COLUMNS |= {name: name for name in ("chain", "link", "enterprise", "project")}
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(cls=Plain)
def economy() -> None:
    """Who stands on which link of an industry chain, and who invests in which project: CSV or XLSX."""


@economy.command("members")
@click.argument("file", type=FILE)
@with_appcontext
def members_command(file: Path) -> None:
    """Take FILE in: columns chain, link, and enterprise or project, by their codes; all rows or none."""
    with writing(house().engine) as connection:
        added = import_members(connection, read_rows(file, COLUMNS), house().clock.now())
    click.echo(f"{added.rows} rows, {added.new} new")


@economy.command("parties")
@click.argument("file", type=FILE)
@with_appcontext
def parties_command(file: Path) -> None:
    """Take FILE in: columns project and enterprise, by their codes; all rows or none."""
    with writing(house().engine) as connection:
        added = import_parties(connection, read_rows(file, COLUMNS))
    click.echo(f"{added.rows} rows, {added.new} new")

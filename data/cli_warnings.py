"""`flask warnings …`: the rules that warn, what they have raised, and how that follows from the readings."""

import json
from pathlib import Path
from typing import Any

import click
import yaml
from flask.cli import with_appcontext

from data.cli import Plain
from data.commands.rows import Added
from data.commands.warning_rules import ENGINE, import_rules, install_shipped, switch
from data.commands.watch import sweep
from data.engine import writing
from data.errors import BadInput
from data.house import house
from data.language import gettext as _
from data.queries.derived import rederive
from data.queries.regions import region_of
from data.queries.rule_library import library
from data.queries.warnings import id_of, live
from data.risk_words import WARNING_COLOURS
from data.scope import Scope
from data.times import local
from data.warn.words import because

FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group(cls=Plain)
def warnings() -> None:
    """Warning rules, and the warnings that they raise."""


@warnings.command("install")
@with_appcontext
def install_command() -> None:
    """Put the shipped rules in; a rule that has changed becomes a new version."""
    with writing(house().engine) as connection:
        _tell(install_shipped(connection, ENGINE, house().clock.now()))


@warnings.command("import")
@FILE
@with_appcontext
def import_command(file: Path) -> None:
    """Add the rules of FILE (YAML or JSON), written as the shipped ones in data/warn/rules/."""
    with writing(house().engine) as connection:
        _tell(import_rules(connection, _read(file), ENGINE, house().clock.now()))


@warnings.command("rules")
@with_appcontext
def rules_command() -> None:
    """The rules in force, with what became of their warnings."""
    with house().engine.connect() as connection:
        for row in library(connection, region_of(connection, "", Scope.guest()), Scope.guest(), house().clock.now()):
            judged = (
                f"{row['precision']} % of {row['hit'] + row['false']} judged" if row["precision"] is not None else ""
            )
            state = {"on": "on ", "off": "off", "lacking": "---"}[row["state"]]
            counts = f"{row['raised']:>6} raised {row['live']:>5} live  {judged}"
            click.echo(f"{state} {row['code']:<24} v{row['version']:<3} {counts}")


@warnings.command("enable")
@click.argument("code")
@with_appcontext
def enable_command(code: str) -> None:
    """Turn a rule on."""
    _switch(code, True)


@warnings.command("disable")
@click.argument("code")
@with_appcontext
def disable_command(code: str) -> None:
    """Turn a rule off; its live warnings are cleared."""
    _switch(code, False)


@warnings.command("list")
@click.option("--region", default="", help="Code of a region; the city without.")
@with_appcontext
def list_command(region: str) -> None:
    """The live warnings, the most urgent first."""
    with house().engine.connect() as connection:
        for row in live(connection, region_of(connection, region, Scope.guest()), Scope.guest()):
            since = f"{local(row['raised_at']):%m-%d %H:%M}"
            told = (row["code"], since, _(WARNING_COLOURS[row["colour"]]), row["state"], row["title"], row["words"])
            click.echo("  ".join(told))


@warnings.command("derive")
@click.argument("code")
@with_appcontext
def derive_command(code: str) -> None:
    """Derive a warning again from the stored readings; fails when it comes out otherwise."""
    with house().engine.connect() as connection:
        again = rederive(connection, id_of(connection, code))
    colours = [_(WARNING_COLOURS[one]) if one else "-" for one in (again.found, again.colour)]
    click.echo(f"{again.code}  {local(again.at):%Y-%m-%d %H:%M:%S}  {colours[0]} → {colours[1]}  (by {again.by})")
    click.echo(because(again.numbers, cleared=again.colour is None))
    if not again.same:
        raise click.ClickException("it does not come out as it did then")


@warnings.command("sweep")
@with_appcontext
def sweep_command() -> None:
    """See to what time alone changes: silent stations, windows that move on, what expires. Run it every minute."""
    with writing(house().engine) as connection:
        made = sweep(connection, house().clock.now())
    click.echo(", ".join(f"{n} {move}" for move, n in sorted(made.items())) or "nothing to do")


def _switch(code: str, on: bool) -> None:
    with writing(house().engine) as connection:
        news = switch(connection, code, on, ENGINE, house().clock.now())
    click.echo(("on" if on else "off") if news else "it was so already")


def _read(file: Path) -> list[Any]:
    try:
        text = file.read_text("utf-8")
        found = json.loads(text) if file.suffix.lower() == ".json" else yaml.safe_load(text)
    except (ValueError, yaml.YAMLError) as error:
        raise BadInput(f"{file.name} cannot be read: {error}") from None
    if not isinstance(found, list):
        raise BadInput(f"{file.name} is not a list of rules")
    return found


def _tell(added: Added) -> None:
    click.echo(f"{added.rows:,} rules read: {added.new:,} new, {added.changed:,} changed")

"""CAP messages from files as operators handle them: `flask --app app cap …`."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from data.cli import Plain
from data.commands.cap import take
from data.engine import writing
from data.house import house
from data.life.actor import Actor
from data.scope import Scope

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OPERATOR = "cap-file"


@click.group(cls=Plain)
def cap() -> None:
    """Warnings of other offices as CAP 1.2 messages."""


@cap.command("import")
@click.argument("files", type=FILE, nargs=-1, required=True)
@with_appcontext
def import_command(files: tuple[Path, ...]) -> None:
    """Take each of FILES in, for the whole city; what cannot be taken waits in the quarantine."""
    home, actor = house(), Actor(name=OPERATOR, role="system", scope=Scope.guest())
    lived = "simulated" if home.clock.holds_demo() else "published"
    for file in files:
        with writing(home.engine) as connection:
            got = take(connection, file.read_bytes(), actor, home.clock.now(), provenance=lived)
        click.echo(f"{file.name}: {got.outcome}" + (f", {got.detail}" if got.detail else ""))

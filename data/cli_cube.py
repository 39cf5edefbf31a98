"""The cube as operators handle it: `flask --app app cube …`."""

import time

import click
from flask.cli import with_appcontext

from data.cli import Plain
from data.commands.cube_rebuild import rebuild
from data.commands.revisions import bump
from data.engine import writing
from data.house import house


@click.group(cls=Plain)
def cube() -> None:
    """The roll-ups that all panels read; counted when they are read."""


@cube.command("rebuild")
@with_appcontext
def rebuild_command() -> None:
    """Throw the roll-ups away and count every event again, in one transaction."""
    began = time.perf_counter()
    with writing(house().engine) as connection:
        bump(connection, "events")  # first: no event is moved meanwhile
        rebuild(connection)
    click.echo(f"The cube is made anew ({time.perf_counter() - began:.0f} s).")

"""The cube as operators handle it: `flask --app app cube …`."""

import time

import click
from flask.cli import with_appcontext

from data.cli import Plain
from data.commands.cube_rebuild import rebuild
from data.commands.event_folds import Folds, refold
from data.commands.revisions import bump
from data.engine import writing
from data.house import house


@click.group(cls=Plain)
def cube() -> None:
    """The roll-ups that all panels read; counted when they are read."""


@cube.command("rebuild")
@click.option("--trust-rows", is_flag=True, help="Count the events as their rows say, without reading histories.")
@with_appcontext
def rebuild_command(trust_rows: bool) -> None:
    """Fold every history, mend what differs from it, and count every event again, in one transaction."""
    began = time.perf_counter()
    with writing(house().engine) as connection:
        bump(connection, "events")  # first: no event is moved meanwhile
        if not trust_rows:
            _tell(refold(connection))
        rebuild(connection)
    click.echo(f"The cube is made anew ({time.perf_counter() - began:.0f} s).")


def _tell(folds: Folds) -> None:
    click.echo(
        f"{folds.read - folds.bare} histories folded, {folds.mended} events mended, {folds.bare} without a history."
    )
    for code, names in folds.named.items():
        click.echo(f"{code}: {', '.join(names)}")
    if folds.mended > len(folds.named):
        click.echo(f"and {folds.mended - len(folds.named)} more")

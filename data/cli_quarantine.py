"""The quarantine as operators handle it: `flask --app app quarantine …`."""

from collections.abc import Iterator
from pathlib import Path

import click
from flask.cli import with_appcontext

from data.cli import Plain
from data.commands.codes import KEPT, number_behind, tickets
from data.engine import writing
from data.errors import EventRefused
from data.house import house
from data.intake.retaking import RETAKES, drop, replay
from data.life.actor import Actor
from data.queries.quarantine import MOST, counts, one, waiting
from data.scope import Scope
from data.times import local

OPERATOR = Actor(name="操作员", role="system", scope=Scope.guest())
DOOR = click.Choice(list(RETAKES))
NUMBERS = click.argument("numbers", type=int, nargs=-1)


@click.group(cls=Plain)
def quarantine() -> None:
    """What no door could take in: see it, mend it, replay it, or drop it."""


@quarantine.command("list")
@click.option("--fault", default="", help="Only this fault.")
@click.option("--door", type=DOOR, help="Only what came by this door.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, MOST))
@with_appcontext
def list_command(fault: str, door: str | None, limit: int) -> None:
    """How much of it waits, and the newest rows with their reasons."""
    with house().engine.connect() as connection:
        sums = counts(connection, Scope.guest())
        page = waiting(connection, Scope.guest(), fault=fault, door=door or "", limit=limit)
        called = tickets(connection, KEPT, [row["id"] for row in page.rows])
    click.echo(f"{sums.total} waiting")
    for about in (sums.faults, sums.doors, sums.origins):
        if about:
            click.echo("  " + ", ".join(f"{n} {name}" for name, n in sorted(about.items(), key=lambda pair: -pair[1])))
    for row in page.rows:
        where = f"{row['origin']} row {row['row']}" if row["row"] else row["origin"]
        click.echo(
            f"{called[row['id']]:>8}  {local(row['at']):%Y-%m-%d %H:%M}  {row['fault']:<9}  {where}  {row['reason']}"
        )


@quarantine.command()
@click.argument("number", type=int)
@with_appcontext
def show(number: int) -> None:
    """The row as it came: save it, mend it, and replay it --from the file."""
    with house().engine.connect() as connection:
        click.echo(one(connection, Scope.guest(), number_behind(connection, KEPT, number))["raw"])


@quarantine.command("replay")
@NUMBERS
@click.option("--from", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="One row, mended.")
@click.option("--door", type=DOOR, help="All that waits of this door, as it came.")
@with_appcontext
def replay_command(numbers: tuple[int, ...], file: Path | None, door: str | None) -> None:
    """Send rows again through the door that they came by; what fails again waits on with its new reason."""
    if bool(numbers) == bool(door) or (file is not None and len(numbers) != 1):
        raise click.UsageError("give NUMBERS, or --door; and with --from one number")
    mended, replayed, failed = file.read_text("utf-8") if file else None, 0, 0
    for number in numbers or _numbers(door or ""):
        with writing(house().engine) as connection:
            done = replay(connection, number_behind(connection, KEPT, number), mended, OPERATOR, house().clock.now())
        replayed, failed = replayed + (not done.fault), failed + bool(done.fault)
        click.echo(f"{number}: {done.reason or ' '.join(filter(None, (done.outcome, done.code)))}")
    click.echo(f"{replayed} replayed, {failed} wait on")


@quarantine.command("drop")
@NUMBERS
@with_appcontext
def drop_command(numbers: tuple[int, ...]) -> None:
    """They will not become anything; the rows stay with who decided that."""
    for number in numbers:
        with writing(house().engine) as connection:
            try:
                drop(connection, number_behind(connection, KEPT, number), OPERATOR, house().clock.now())
            except EventRefused as error:
                raise click.ClickException(f"{number}: {error}") from error
    click.echo(f"{len(numbers)} dropped")


def _numbers(door: str) -> Iterator[int]:
    """Tickets of all that waits, the newest first; read a page at a time while the rows before are settled."""
    before: int | None = None
    while True:
        with house().engine.connect() as connection:
            page = waiting(connection, Scope.guest(), door=door, before=before, limit=MOST)
            called = tickets(connection, KEPT, [row["id"] for row in page.rows])
        yield from called.values()
        if page.next is None:
            return
        before = page.next

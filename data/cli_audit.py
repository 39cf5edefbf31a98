"""The audit log as operators read it: `flask --app app audit …`."""

import click
from flask.cli import with_appcontext

from data.cli import Plain
from data.house import house
from data.queries.audit import MOST, chain, logged


@click.group(cls=Plain)
def audit() -> None:
    """Who did what, and whether the log is whole."""


@audit.command("list")
@click.option("--actor", default="", help="Only of this login, sender or role.")
@click.option("--action", default="", help="Only this action.")
@click.option("--outcome", type=click.Choice(["done", "refused", "failed"]), default=None)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, MOST))
@with_appcontext
def list_command(actor: str, action: str, outcome: str | None, limit: int) -> None:
    """The newest rows."""
    wanted = {"actor": actor, "action": action, "outcome": outcome or ""}
    with house().engine.connect() as connection:
        for row in logged(connection, wanted, most=limit):
            about = [str(row[name]) for name in ("n", "at", "actor", "role", "action", "target", "address", "outcome")]
            click.echo("\t".join((*about, row["detail"])))


@audit.command("verify")
@click.option("--kept", default="", help="Digest printed earlier and noted elsewhere: the chain must still hold it.")
@with_appcontext
def verify_command(kept: str) -> None:
    """Hash every row again. Exit 1 and the rows that do not fit, when the log was changed."""
    with house().engine.connect() as connection:
        found = chain(connection, kept.strip().lower())
    for one in found.breaks:
        click.echo(f"row {one.n}: {one.why}")
    click.echo(f"{found.rows} rows, last digest {found.head}")
    if not found.whole:
        click.echo("✕ The log was changed.", err=True)
        raise SystemExit(1)
    click.echo("The log is whole.")

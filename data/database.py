"""The database as operators handle it: `flask --app app db …`."""

from pathlib import Path

import click
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from flask.cli import with_appcontext
from sqlalchemy import Engine

from data.cli import Plain
from data.house import house
from data.schema import metadata

MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Bring the tables to the newest migration, in one transaction."""
    with engine.begin() as connection:
        command.upgrade(_config(connection), "head")


def differences(engine: Engine) -> list[object]:
    """What the database lacks or has too much against the schema; empty when they agree."""
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))


def _config(connection: object) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


@click.group(cls=Plain)
def db() -> None:
    """Tables and migrations."""


@db.command("upgrade")
@with_appcontext
def upgrade_command() -> None:
    """Create the tables, or bring them to the newest version."""
    upgrade(house().engine)
    click.echo("The tables are up to date.")


@db.command("revision", hidden=True)
@click.argument("message")
@with_appcontext
def revision_command(message: str) -> None:
    """Write a migration from the difference between schema and database (for developers)."""
    with house().engine.begin() as connection:
        command.revision(_config(connection), message, autogenerate=True)

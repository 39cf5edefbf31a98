"""The database as operators handle it: `flask --app app db …`.

Alembic takes half a second to load and to look through its files: a start that finds the newest tables needs neither.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import with_appcontext
from sqlalchemy import Connection, Engine, inspect, text

from data.cli import Plain
from data.house import house
from data.schema import metadata

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
NEWEST = max(path.name for path in (MIGRATIONS / "versions").glob("*.py"))[:4]


def upgrade(engine: Engine) -> None:
    """Bring the tables to the newest migration, in one transaction."""
    with engine.begin() as connection:
        if _version(connection) != NEWEST:
            from alembic import command

            command.upgrade(_config(connection), "head")


def _version(connection: Connection) -> str | None:
    """The migration that the tables stand at; None before the first."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(text("SELECT version_num FROM alembic_version"))


def differences(engine: Engine) -> list[object]:
    """What the database lacks or has too much against the schema; empty when they agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))


def _config(connection: object) -> "Config":
    from alembic.config import Config

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
    from alembic import command

    with house().engine.begin() as connection:
        command.revision(_config(connection), message, autogenerate=True)

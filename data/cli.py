"""What all command groups share: errors are sentences for the operator, not tracebacks."""

import click
from sqlalchemy.exc import ArgumentError, DBAPIError

from data.errors import CockpitError


class Plain(click.Group):
    """A group whose commands end with one plain line when something is wrong."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except CockpitError as error:
            raise click.ClickException(str(error)) from error
        except DBAPIError as error:
            hint = "does it run, and are its tables there (`flask --app app db upgrade`)?"
            raise click.ClickException(f"the database refused: {error.orig}\n{hint}") from error
        except (ArgumentError, OSError) as error:
            raise click.ClickException(str(error)) from error

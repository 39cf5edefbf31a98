"""Accounts as operators handle them: `flask --app app accounts …`; and the administrator of the first run."""

from datetime import UTC, datetime, timedelta

import click
from flask.cli import with_appcontext
from sqlalchemy import Engine, select

from data.cli import Plain
from data.commands.accounts import (
    HOUSE,
    Seat,
    add_account,
    disable_account,
    enable_account,
    reset_password,
    unlock_account,
)
from data.engine import writing
from data.house import house
from data.queries.accounts import accounts_known
from data.schema import account
from data.times import local
from data.words import SEATS

FIRST = "admin"
LOGIN = click.argument("login")


def first_administrator(engine: Engine) -> str:
    """A city without accounts gets one administrator; his password, kept nowhere. "" when there is one."""
    with writing(engine) as connection:
        if connection.scalar(select(account.c.id).where(~account.c.demo).limit(1)) is not None:
            return ""
        return add_account(connection, FIRST, Seat(name="管理员", role="administrator"), datetime.now(UTC))


@click.group(cls=Plain)
def accounts() -> None:
    """Who may sign in."""


@accounts.command("add")
@LOGIN
@click.option("--name", required=True, help="As screens and histories show it.")
@click.option("--role", type=click.Choice(SEATS), required=True)
@click.option("--region", "regions", multiple=True, help="Code of a region, the first first; the city by default.")
@click.option("--department", "departments", multiple=True, help="Code of an agency; all by default.")
@click.option("--clearance", type=click.IntRange(0, 2), help="0 no persons, 1 names and texts, 2 telephones.")
@click.option("--days", type=click.IntRange(1, 3650), help="Days it is in force; for ever by default.")
@with_appcontext
def add_command(
    login: str,
    name: str,
    role: str,
    regions: tuple[str, ...],
    departments: tuple[str, ...],
    clearance: int | None,
    days: int | None,
) -> None:
    """Make an account and print its first password, once."""
    now = datetime.now(UTC)
    seat = Seat(
        name=name,
        role=role,
        regions=regions,
        departments=departments or ("*",),
        clearance=clearance,
        expires_at=now + timedelta(days=days) if days else None,
    )
    with writing(house().engine) as connection:
        password = add_account(connection, login, seat, now)
    _told(password)


@accounts.command("list")
@with_appcontext
def list_command() -> None:
    """Print the accounts, one a line: login, name, role, regions, departments, clearance, expiry, state."""
    with house().engine.connect() as connection:
        known = accounts_known(connection, HOUSE, datetime.now(UTC))
    for one in known:
        who = one.account
        until = f"{local(who.expires_at):%Y-%m-%d}" if who.expires_at else "-"
        state = next((word for word in ("disabled", "over", "locked") if getattr(one, word)), "active")
        places = ",".join(place.code for place in who.regions)
        about = (places, ",".join(who.departments), str(who.scope.clearance), until, state)
        click.echo("\t".join((who.login, who.name, who.role, *about)))


@accounts.command("disable")
@LOGIN
@with_appcontext
def disable_command(login: str) -> None:
    """Nobody signs in with it any more; its sessions are over."""
    with writing(house().engine) as connection:
        disable_account(connection, login, datetime.now(UTC))
    click.echo(f"{login} is disabled.")


@accounts.command("enable")
@LOGIN
@with_appcontext
def enable_command(login: str) -> None:
    """A disabled account is in force again."""
    with writing(house().engine) as connection:
        enable_account(connection, login)
    click.echo(f"{login} is in force.")


@accounts.command("password")
@LOGIN
@with_appcontext
def password_command(login: str) -> None:
    """Give it a new password and print it, once; its sessions are over."""
    with writing(house().engine) as connection:
        password = reset_password(connection, login)
    _told(password)


@accounts.command("unlock")
@LOGIN
@with_appcontext
def unlock_command(login: str) -> None:
    """Forget its wrong passwords."""
    with writing(house().engine) as connection:
        unlock_account(connection, login)
    click.echo(f"{login} may try again.")


def _told(password: str) -> None:
    click.echo(password)
    click.echo("Keep it now: it is not shown again, and has to be changed at the first sign-in.", err=True)

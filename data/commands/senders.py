"""Senders: programs that may write by the doors. Each holds a key, which the house knows by its digest alone."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy import Connection, insert, select, update

from data.cli import Plain
from data.commands.audit import note
from data.engine import writing
from data.errors import BadInput, UnknownThing
from data.house import house
from data.queries.regions import region_of
from data.schema import region, sender
from data.scope import Scope
from data.words import SENDERS, SOURCES

PREFIX = "yitu_"
LONGEST_NAME = 64


def digest_of(key: str) -> str:
    """What is kept of a key. A plain hash is enough: a key has 256 random bits."""
    return hashlib.sha256(key.encode()).hexdigest()


def add_sender(
    connection: Connection,
    name: str,
    *,
    region_code: str = "",
    source: str,
    role: str,
    days: int | None = None,
    now: datetime,
) -> str:
    """A new sender for one region ("" the city); returns its key, which cannot be had again."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadInput(f"name: 1 to {LONGEST_NAME} printable characters")
    for what, value, words in (("source", source, SOURCES), ("role", role, SENDERS)):
        if value not in words:
            raise BadInput(f"{what}: {value!r} is not one of {', '.join(words)}")
    if connection.scalar(select(sender.c.id).where(sender.c.name == name)):
        raise BadInput(f"name: there is a sender {name} already")
    here, key = region_of(connection, region_code, Scope.guest()), PREFIX + secrets.token_urlsafe(32)
    row = dict(name=name, digest=digest_of(key), lo=here.lo, hi=here.hi, role=role, source=source, made_at=now)
    connection.execute(insert(sender).values(row | {"expires_at": now + timedelta(days=days) if days else None}))
    note(connection, "key_add", name, detail={"role": role, "source": source, "region": region_code})
    return key


def revoke_sender(connection: Connection, name: str, now: datetime) -> None:
    """Its key opens nothing from now on. UnknownThing when there is no such sender, or it is revoked already."""
    mine = (sender.c.name == name, sender.c.revoked_at.is_(None))
    if connection.execute(update(sender).where(*mine).values(revoked_at=now)).rowcount == 0:
        raise UnknownThing(f"no sender {name} with a key")
    note(connection, "key_revoke", name)


def senders_known(connection: Connection) -> list[dict[str, Any]]:
    """All senders, revoked ones too, in order of name; never a key."""
    columns = [sender.c[name] for name in ("name", "role", "source", "lo", "hi", "made_at", "expires_at", "revoked_at")]
    where = select(region.c.code).where(
        region.c.tree == "spine", region.c.lo == sender.c.lo, region.c.hi == sender.c.hi
    )
    code = where.order_by(region.c.level).limit(1).correlate(sender).scalar_subquery().label("region")
    return [dict(row) for row in connection.execute(select(*columns, code).order_by(sender.c.name)).mappings()]


@click.group(cls=Plain)
def senders() -> None:
    """Who may write by the doors, and with which key."""


@senders.command("add")
@click.argument("name")
@click.option("--region", "region_code", default="", help="Code of the region it writes for; the city by default.")
@click.option("--source", type=click.Choice(list(SOURCES)), required=True, help="Where its events come from.")
@click.option("--role", type=click.Choice(SENDERS), default="system", show_default=True)
@click.option("--days", type=click.IntRange(1, 3650), help="Days the key lives; for ever by default.")
@with_appcontext
def add_command(name: str, region_code: str, source: str, role: str, days: int | None) -> None:
    """Make a sender and print its key, once."""
    with writing(house().engine) as connection:
        key = add_sender(
            connection, name, region_code=region_code, source=source, role=role, days=days, now=datetime.now(UTC)
        )
    click.echo(key)
    click.echo("Keep it now: it is not shown again.", err=True)


@senders.command("list")
@with_appcontext
def list_command() -> None:
    """Print the senders, one a line: name, role, source, region, state."""
    now = datetime.now(UTC)
    with house().engine.connect() as connection:
        for one in senders_known(connection):
            over = one["expires_at"] is not None and one["expires_at"] <= now
            state = "revoked" if one["revoked_at"] else "expired" if over else "active"
            click.echo("\t".join((one["name"], one["role"], one["source"], one["region"] or "-", state)))


@senders.command("revoke")
@click.argument("name")
@with_appcontext
def revoke_command(name: str) -> None:
    """Make the key of a sender worthless."""
    with writing(house().engine) as connection:
        revoke_sender(connection, name, datetime.now(UTC))
    click.echo(f"{name} is revoked.")

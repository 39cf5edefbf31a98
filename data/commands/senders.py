"""Senders: programs that may write by the doors. Each holds a key, which the house knows by its digest alone."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy import ColumnElement, Connection, insert, or_, select, update

from data.cli import Plain
from data.commands.audit import note
from data.commands.departments import departments_given
from data.engine import writing
from data.errors import BadInput, UnknownThing
from data.house import house
from data.language import gettext as _
from data.queries.regions import region_of
from data.schema import region, sender
from data.scope import Scope
from data.words import SENDERS, SOURCES

PREFIX = "yitu_"
LONGEST_NAME = 64
USE = timedelta(hours=1)  # to which the last use of a key is known
HOUSE = Scope.guest()  # the command line: the whole city


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
    departments: Sequence[str] = (),
    until: datetime | None = None,
    within: Scope = HOUSE,
    now: datetime,
) -> str:
    """A new sender for one region ("" the asker's own); returns its key, which cannot be had again.

    `departments` are the agencies whose cases it sees and moves; () for as many as the asker has.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadInput(_("名称为 1 到 {n} 个字符").format(n=LONGEST_NAME))
    for what, value, words in (("source", source, SOURCES), ("role", role, SENDERS)):
        if value not in words:
            raise BadInput(_("{what} 只能是 {words}").format(what=what, words="、".join(words)))
    if (seen := connection.scalar(select(_inside(within)).where(sender.c.name == name))) is not None:
        known = _("已有名为 {name} 的密钥").format(name=name)
        raise BadInput(known if seen else _("这个名称不能用"))  # nothing of another's
    if until is not None and until <= now:
        raise BadInput(_("有效期须在今天之后"))
    here, key = region_of(connection, region_code, within), PREFIX + secrets.token_urlsafe(32)
    of = list(departments_given(connection, departments, within))
    row = dict(name=name, digest=digest_of(key), lo=here.lo, hi=here.hi, role=role, source=source, made_at=now)
    connection.execute(insert(sender).values(row | {"departments": json.dumps(of), "expires_at": until}))
    told = {"role": role, "source": source, "region": region_code, "departments": of}
    note(connection, "key_add", name, detail=told)
    return key


def revoke_sender(connection: Connection, name: str, now: datetime, within: Scope = HOUSE) -> None:
    """Its key opens nothing from now on. UnknownThing when there is none within the scope, or it is revoked already."""
    mine = (sender.c.name == name, sender.c.revoked_at.is_(None), _inside(within))
    of = connection.scalar(select(sender.c.departments).where(*mine))
    if of is None or not _within(of, within):
        raise UnknownThing(_("没有名为 {name} 的有效密钥").format(name=name))
    connection.execute(update(sender).where(*mine).values(revoked_at=now))
    note(connection, "key_revoke", name)


def note_use(connection: Connection, sender_id: int, now: datetime) -> None:
    """Its key has been shown. A row is written once an hour at most."""
    before = or_(sender.c.used_at.is_(None), sender.c.used_at <= now - USE)
    connection.execute(update(sender).where(sender.c.id == sender_id, before).values(used_at=now))


def senders_known(connection: Connection, within: Scope = HOUSE) -> list[dict[str, Any]]:
    """The senders within the scope, revoked ones too, in order of name; never a key."""
    told = ("name", "role", "source", "departments", "made_at", "expires_at", "revoked_at", "used_at")
    columns = [sender.c[name] for name in told]
    same = (region.c.tree == "spine", region.c.lo == sender.c.lo, region.c.hi == sender.c.hi)
    of = select(region.c.id).where(*same).order_by(region.c.level).limit(1).correlate(sender).scalar_subquery()
    query = select(*columns, region.c.code.label("region"), region.c.name.label("place"))
    query = query.outerjoin(region, region.c.id == of).where(_inside(within)).order_by(sender.c.name)
    rows = (dict(row) for row in connection.execute(query).mappings() if _within(row["departments"], within))
    return [row | {"departments": departments_of(row["departments"])} for row in rows]


def departments_of(kept: str) -> tuple[str, ...]:
    return tuple(json.loads(kept))


def _within(kept: str, within: Scope) -> bool:
    """Whether a key is for no more departments than the asker has."""
    return within.every_department or set(departments_of(kept)) <= set(within.departments)


def _inside(within: Scope) -> ColumnElement[bool]:
    return or_(*(sender.c.lo.between(*cells) & sender.c.hi.between(*cells) for cells in within.cells))


@click.group(cls=Plain)
def senders() -> None:
    """Who may write by the doors, and with which key."""


@senders.command("add")
@click.argument("name")
@click.option("--region", "region_code", default="", help="Code of the region it writes for; the city by default.")
@click.option("--source", type=click.Choice(list(SOURCES)), required=True, help="Where its events come from.")
@click.option("--role", type=click.Choice(SENDERS), default="system", show_default=True)
@click.option("--department", "departments", multiple=True, help="Code of an agency; all by default.")
@click.option("--days", type=click.IntRange(1, 3650), help="Days the key lives; for ever by default.")
@with_appcontext
def add_command(
    name: str, region_code: str, source: str, role: str, departments: tuple[str, ...], days: int | None
) -> None:
    """Make a sender and print its key, once."""
    now = datetime.now(UTC)
    until = now + timedelta(days=days) if days else None
    told: dict[str, Any] = {"region_code": region_code, "source": source, "role": role, "departments": departments}
    with writing(house().engine) as connection:
        key = add_sender(connection, name, until=until, now=now, **told)
    click.echo(key)
    click.echo("Keep it now: it is not shown again.", err=True)


@senders.command("list")
@with_appcontext
def list_command() -> None:
    """Print the senders, one a line: name, role, source, region, departments, state."""
    now = datetime.now(UTC)
    with house().engine.connect() as connection:
        for one in senders_known(connection):
            over = one["expires_at"] is not None and one["expires_at"] <= now
            state = "revoked" if one["revoked_at"] else "expired" if over else "active"
            of = ",".join(one["departments"])
            click.echo("\t".join((one["name"], one["role"], one["source"], one["region"] or "-", of, state)))


@senders.command("revoke")
@click.argument("name")
@with_appcontext
def revoke_command(name: str) -> None:
    """Make the key of a sender worthless."""
    with writing(house().engine) as connection:
        revoke_sender(connection, name, datetime.now(UTC))
    click.echo(f"{name} is revoked.")

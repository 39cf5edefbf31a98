"""Photos become part of an event."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from data.errors import BadInput
from data.language import gettext as _
from data.life.actor import Actor
from data.photos import AT_MOST, settle
from data.schema import event_photo, task_photo


def attach(
    connection: Connection, folder: Path, event_id: int, digests: Sequence[str], actor: Actor, now: datetime
) -> None:
    """Give an event the photos that were taken in for it, each once."""
    if len(set(digests)) > AT_MOST:
        raise BadInput(_("照片最多 {n} 张").format(n=AT_MOST))
    kept = [settle(folder, digest) for digest in dict.fromkeys(digests)]
    rows = [
        {
            "event_id": event_id,
            "digest": one.digest,
            "width": one.width,
            "height": one.height,
            "size": one.size,
            "added_at": now,
            "actor": actor.name,
            "taken_at": one.taken,
            "lon": one.place[0] if one.place else None,
            "lat": one.place[1] if one.place else None,
        }
        for one in kept
    ]
    if rows:
        connection.execute(insert(event_photo), rows)


def attach_to_task(
    connection: Connection,
    folder: Path,
    order: Mapping[Any, Any],
    one: Mapping[Any, Any],
    digests: Sequence[str],
    actor: Actor,
    now: datetime,
) -> None:
    """Give a task the photos that were taken in for it, each once; its event, where it has one, gets them too."""
    held = set(connection.scalars(select(task_photo.c.digest).where(task_photo.c.task_id == one["id"])))
    news = [digest for digest in dict.fromkeys(digests) if digest not in held]
    if len(held) + len(news) > AT_MOST:
        raise BadInput(_("照片最多 {n} 张").format(n=AT_MOST))
    rows = [{"task_id": one["id"], "digest": settle(folder, digest).digest, "added_at": now} for digest in news]
    if rows:
        connection.execute(insert(task_photo), rows)
    if rows and order["event_id"] is not None:
        attach(connection, folder, order["event_id"], news, actor, now)

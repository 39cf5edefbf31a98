"""Photos become part of an event."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert

from data.errors import BadInput
from data.language import gettext as _
from data.life.actor import Actor
from data.photos import AT_MOST, settle
from data.schema import event_photo


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
        }
        for one in kept
    ]
    if rows:
        connection.execute(insert(event_photo), rows)
